"""How well and how fast clauses are found."""
