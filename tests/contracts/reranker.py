"""What every ``Reranker`` does."""

PASSAGES = ["知识产权质押融资", "申报条件", "", "知识产权质押融资"]


def check(reranker):
    scores = reranker.scores("质押融资怎么办", PASSAGES)
    assert len(scores) == len(PASSAGES)
    assert all(isinstance(score, float) and 0 <= score <= 1 for score in scores)
    assert abs(scores[0] - scores[3]) < 1e-5
    assert reranker.scores("质押融资怎么办", []) == []
    assert isinstance(reranker.id, str)
