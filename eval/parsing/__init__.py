"""The parser against laws whose structure is marked."""
