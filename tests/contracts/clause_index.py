"""What every ``ClauseIndex`` does."""


def check(index):
    assert index.generation
    assert index.embedder_id
    first = next(iter(index.documents))
    clauses = index.clauses_of(first)
    assert clauses
    assert all(clause.document_id == first for clause in clauses)
    assert index.clause(clauses[0].id) == clauses[0]
    assert index.clause("no/such") is None
    for search in (
        lambda **limits: index.lexical([("知识产权质押融资", 1.0)], **limits),
        lambda **limits: index.dense("知识产权质押融资", **limits),
    ):
        hits = search(count=5)
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert 0 < len(hits) <= 5
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert search(count=5) == hits
        assert all(hit.clause.is_leaf and index.clause(hit.clause.id) == hit.clause for hit in hits)
        within = search(count=5, documents=[first])
        assert within
        assert all(hit.clause.document_id == first for hit in within)
        assert search(count=5, documents=[]) == ()
    assert index.lexical([("", 1.0)], count=5) == ()
