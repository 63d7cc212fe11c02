"""Small-to-big: where several clauses of one section are found, the rest of the section is brought beside them."""

from collections.abc import Sequence
from dataclasses import replace

from index.build import is_searched
from index.types import Clause, Hit
from rag.library import Library

_LOOKED_AT = 8  # hits, from the best on
_LEAST_FOUND, _LEAST_SHARE = 2, 0.5
_LARGEST = 12  # clauses of a section; a longer one is no list but a chapter


def with_siblings(hits: Sequence[Hit], library: Library) -> tuple[Hit, ...]:
    """``hits`` with the missing leaves of each section of which half, and two at least, are among the best.

    They stand behind the last of their siblings, in the order of the document, with the score of the weakest of them and
    none of their own.
    """
    best = hits[:_LOOKED_AT]
    known = {hit.clause.id for hit in hits}
    behind: dict[str, list[Hit]] = {}
    for parent in dict.fromkeys(hit.clause.parent for hit in best if hit.clause.parent and hit.source == "fused"):
        leaves = _leaves(parent, library)
        found = [hit for hit in best if hit.clause.parent == parent]
        if len(found) < _LEAST_FOUND or len(found) < _LEAST_SHARE * len(leaves) or len(leaves) > _LARGEST:
            continue
        missing = [leaf for leaf in leaves if leaf.id not in known]
        weakest = found[-1]
        behind[weakest.clause.id] = [
            replace(weakest, clause=leaf, source="sibling", lexical=0.0, cosine=0.0) for leaf in missing
        ]
    if not behind:
        return tuple(hits)
    widened = [each for hit in hits for each in (hit, *behind.get(hit.clause.id, ()))]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(widened, 1))


def _leaves(parent: str, library: Library) -> list[Clause]:
    clause = library.index.clause(parent)
    children = (library.index.clause(child) for child in clause.children) if clause else ()
    return [child for child in children if child is not None and is_searched(child)]
