from index.types import Hit
from rag.answering.assemble import assemble
from rag.answering.frames import frames_for
from rag.types import Evidence, Statement


def evidence_of(index, *clause_ids):
    return tuple(
        Evidence(
            key=f"E{place}",
            hit=Hit(clause=index.clause(clause_id), score=1.0, rank=place, source="fused"),
            document=index.documents[clause_id.split("/")[0]],
            sentences=(),
        )
        for place, clause_id in enumerate(clause_ids, 1)
    )


def test_text_markers_and_spans_belong_together(index):
    evidence = evidence_of(index, "cd-opinion-2024/closing__p_1", "cq-opinion-2016/h1_3__h2_2__p_1")
    stated = [
        Statement(text="甲𠀀乙", key="E1", start=0, end=5),  # a character beyond 16 bits is one code point
        Statement(text="丙", key="E2", start=0, end=4),
        Statement(text="丁", key="E1", start=0, end=5),
        Statement(text="戊", key="E1", start=5, end=9),
    ]
    text, citations = assemble(stated, evidence, frames_for("zh"))
    assert [citation.number for citation in citations] == [1, 2, 3]
    assert [len(citation.answer_spans) for citation in citations] == [2, 1, 1]
    shown = {citation.number: [text[span.start : span.end] for span in citation.answer_spans] for citation in citations}
    assert shown == {1: ["甲𠀀乙", "丁"], 2: ["丙"], 3: ["戊"]}
    for citation in citations:
        assert citation.cited_text == citation.clause.text[citation.source_span.start : citation.source_span.end]
        assert all(text[span.end :].startswith(f"[{citation.number}]") for span in citation.answer_spans)
    assert text.startswith("【成都】成都市知识产权局意见（成知发〔2024〕3号）：\n· 甲𠀀乙[1]\n\n【重庆】")
    assert "\n（二）加强资金保障\n· 丙[2]\n\n" in text


def test_frames_have_every_phrase_in_both_languages():
    chinese, english = frames_for("zh"), frames_for("en")
    assert chinese.refusals.keys() == english.refusals.keys()
    assert chinese.notices.keys() == english.notices.keys()
    for code in chinese.notices:
        names = set(chinese.notices[code].get_identifiers())
        assert names == set(english.notices[code].get_identifiers()), code
