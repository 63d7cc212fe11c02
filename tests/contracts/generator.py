"""What every ``Generator`` does: it cites only evidence it was given, inside that evidence's clause."""

from rag.answering.verify import verify


def check(generator, question, evidence):
    draft = generator.generate(question, evidence)
    clauses = {item.key: item.clause for item in evidence}
    for statement in draft.statements:
        assert statement.key in clauses
        assert 0 <= statement.start < statement.end <= len(clauses[statement.key].text)
    checked = verify(draft, evidence)
    assert len(checked.statements) + len(checked.rejections) == len(draft.statements)
    assert isinstance(generator.id, str)
    assert generator.prompt_sha256 is None or len(generator.prompt_sha256) == 64
    return checked
