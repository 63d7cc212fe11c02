"""Trains the shipped static embedder from public-domain law text: ``python -m index.training --help``."""
