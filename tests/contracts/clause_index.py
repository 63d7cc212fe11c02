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
    topic = "知识产权质押融资"

    def search(**limits):
        return index.candidates([(topic, 1.0)], topic, **limits)

    found = search(count=5)
    assert 5 <= len(found) <= 10
    assert len({candidate.clause.id for candidate in found}) == len(found)
    assert search(count=5) == found
    assert all(c.clause.is_leaf and index.clause(c.clause.id) == c.clause for c in found)
    places = [list(index.documents).index(c.clause.document_id) for c in found]
    assert places == sorted(places)
    assert all(c.lexical >= 0 and -1.001 <= c.cosine <= 1.001 for c in found)
    more = {c.clause.id: c for c in search(count=50)}
    assert all(more[c.clause.id] == c for c in found), "a clause's scores do not hang on how many are asked for"
    within = search(count=5, documents=[first])
    assert within
    assert all(c.clause.document_id == first for c in within)
    assert search(count=5, documents=[]) == ()
    assert all(c.lexical == 0 for c in index.candidates([("", 1.0)], topic, count=5))
    assert index.candidates([("", 1.0)], "", count=5) == ()
    asked = {c.clause.id: c for c in index.candidates([(topic, 1.0)], topic, count=50)}
    helped = {c.clause.id: c for c in index.candidates([(topic, 1.0)], topic, count=50, instead=[("专利", 0.5)])}
    assert all(helped[i].lexical >= asked[i].lexical - 1e-6 for i in asked.keys() & helped.keys())
