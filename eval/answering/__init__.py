"""Parts of answering measured by themselves: the decision to answer, the thesaurus, the verifier."""
