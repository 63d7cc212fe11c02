"""What the found clauses say: sentences, rows, and whether that suffices."""
