from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.matching.words import words
from index.text import fold, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。乙！丙", ["甲。", "乙！", "丙"]),
        ("他说“好。”走了。", ["他说“好。”", "走了。"]),
        ("一;二;三。", ["一;二;三。"]),
        (" 甲。\n　乙。", ["甲。", "乙。"]),
        ("", []),
        ("。。", ["。。"]),
    ],
)
def test_sentences(text, parts):
    assert [text[start:end] for start, end in sentences(text)] == parts


@given(st.text(max_size=80))
def test_sentences_lose_only_white_space(text):
    spans = list(sentences(text))
    assert "".join("".join(text[s:e] for s, e in spans).split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_fold():
    assert fold("１２％“甲”ＡＢ") == '12%"甲"ab'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("专利质押融资", ("专利", "质押", "融资")),
        ("怎么做红烧肉", ("怎么", "做", "红烧肉")),
        ("TISC 60%", ("tisc", "60%")),
        ("打官司服判", ("打官司", "服判")),
        ("员工年假怎么算", ("员工", "年假", "怎么", "算")),
        ("哪几个市抓", ("哪", "几个", "市", "抓")),
        ("", ()),
    ],
)
def test_words(text, expected):
    assert words(text) == expected
