"""Which clauses may answer: scope, search, look-ups, reranking."""
