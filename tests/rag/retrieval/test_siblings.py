"""Small-to-big: the rest of a section beside the clauses that were found in it."""

from index.types import Hit
from rag.retrieval.siblings import with_siblings

BOX = "sc-plan-2021/chp_3__h1_1__box_2"


def hits_of(pipeline, *ids):
    clauses = [pipeline.index.clause(identifier) for identifier in ids]
    return [Hit(clause=clause, score=1.0 / rank, rank=rank, source="fused") for rank, clause in enumerate(clauses, 1)]


def test_the_rest_of_a_section_stands_behind_what_was_found(pipeline):
    other = "sc-plan-2021/chp_6__h1_5__p_1"
    hits = hits_of(pipeline, f"{BOX}__p_3", f"{BOX}__p_1", other)
    widened = with_siblings(hits, pipeline.library)
    ids = [hit.clause.id for hit in widened]
    assert ids == [f"{BOX}__p_3", f"{BOX}__p_1", f"{BOX}__p_2", f"{BOX}__p_4", other]
    assert [hit.rank for hit in widened] == [1, 2, 3, 4, 5]
    assert [hit.source for hit in widened] == ["fused", "fused", "sibling", "sibling", "fused"]


def test_one_clause_alone_brings_nothing(pipeline):
    hits = hits_of(pipeline, f"{BOX}__p_3", "sc-plan-2021/chp_6__h1_5__p_1")
    assert with_siblings(hits, pipeline.library) == tuple(hits)


def test_nothing_comes_twice(pipeline):
    hits = hits_of(pipeline, *(f"{BOX}__p_{n}" for n in (4, 3, 2, 1)))
    assert with_siblings(hits, pipeline.library) == tuple(hits)
