"""Lexical and dense matching: tokens, BM25, embedders, vectors."""
