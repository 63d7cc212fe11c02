"""Links between articles, and the pairs that are drawn from them."""

import numpy as np
import pytest

from index.training.articles import Article
from index.training.links import cited, counterparts, subject
from index.training.pairs import Kinds, PairSampler, TokenisedArticle


def article(title, number, body):
    return Article(title=title, headings="总则", label=f"第{number}条", body=body)


LAW, RULE, OTHER = "中华人民共和国教师法", "上海市实施《中华人民共和国教师法》办法", "上海市消防条例"
ARTICLES = [
    article(LAW, "一", "为了保障教师的合法权益，建设具有良好思想品德修养和业务素质的教师队伍，制定本法。"),
    article(
        LAW, "二", "教师享有按时获取工资报酬的权利，以及寒暑假期的带薪休假。违反本法第一条的，依照本法第九条处罚。"
    ),
    article(RULE, "一", "教师按时获取工资报酬，享有寒暑假期的带薪休假，任何单位不得拖欠或者克扣。依照本法第二条办理。"),
    article(OTHER, "一", "单位应当落实消防安全责任制，制定本单位的消防安全制度和操作规程，教师除外。"),
]


@pytest.mark.parametrize(
    ("title", "about"),
    [
        (LAW, "教师"),
        (RULE, "教师"),
        (OTHER, "消防"),
        ("四川省专利保护条例", "专利保护"),
        ("规划环境影响评价条例", "规划环境影响评价"),
    ],
)
def test_subject(title, about):
    assert subject(title) == about


def test_an_article_is_linked_to_those_of_its_law_that_it_cites():
    assert cited(ARTICLES) == {1: (0,)}  # there is no 第九条, and the rule's 第二条 would be another law's


def test_counterparts_are_the_most_alike_articles_of_another_law_on_the_subject():
    links = counterparts(ARTICLES)
    assert links[1] == (2,)
    assert links[2] == (1,)
    assert 3 not in links  # nothing else is about fire


def test_a_copy_is_no_counterpart():
    assert counterparts([ARTICLES[1], article(RULE, "五", ARTICLES[1].body)]) == {}


TOKENS = [
    TokenisedArticle(
        heading=np.array([1000 + row, 2000 + row], np.int32),
        body=np.arange(row * 20, row * 20 + 20, dtype=np.int32),
        opening=6 if row % 2 else 0,
    )
    for row in range(40)
]
IDF = np.ones(3000, np.float32)


def pairs_of(*names, size=8, **more):
    sampler = PairSampler(TOKENS, IDF, Kinds(names=names, **more), seed=5)
    return list(zip(*sampler.batch(size), strict=True))


def row_of(tokens):
    return int(tokens[-1]) // 20


def test_each_kind_of_pair():
    for query, positive in pairs_of("heading"):
        assert query.tolist() == TOKENS[row_of(positive)].heading.tolist()
    for query, positive in pairs_of("crop"):
        assert set(query.tolist()) <= set(TOKENS[row_of(positive)].body.tolist())
        assert positive[0] == 1000 + row_of(positive)
    for query, positive in pairs_of("keyword"):
        assert set(query.tolist()) - set(positive.tolist())  # half of the words are taken out of the text
    for query, positive in pairs_of("opening"):
        row = row_of(positive)
        assert row % 2 == 1
        assert query.tolist() + positive[2:].tolist() == TOKENS[row].body.tolist()
    links = {3: (7,), 9: (1, 2)}
    for query, positive in pairs_of("cited", cited=links) + pairs_of("counterpart", counterparts=links):
        assert row_of(positive) in links[row_of(query)]


def test_no_article_twice_in_a_batch():
    rows = [row_of(positive) for _, positive in pairs_of("heading", "crop", size=40)]
    assert len(rows) == len(set(rows))
    assert len(rows) > 20


def test_neighbours_come_together():
    rows = sorted(row_of(positive) for _, positive in pairs_of("crop", neighbours=4))
    runs = [rows[:4], rows[4:]]
    assert all((run[-1] - run[0]) % 40 == 3 or 0 in run for run in runs)


def test_the_same_seed_draws_the_same_pairs():
    one, two = pairs_of("heading", "crop", "keyword"), pairs_of("heading", "crop", "keyword")
    assert all(a.tolist() == b.tolist() for x, y in zip(one, two, strict=True) for a, b in zip(x, y, strict=True))
