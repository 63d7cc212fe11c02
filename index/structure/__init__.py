"""From the text of a file to its clauses: repaired, levels found by a small grammar, tree built, references linked."""

from index.structure.tree import PARSER_VERSION, parse

__all__ = ["PARSER_VERSION", "parse"]
