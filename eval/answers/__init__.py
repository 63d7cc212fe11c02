"""How good answers are: datasets, metrics, the decision to answer, the verifier."""
