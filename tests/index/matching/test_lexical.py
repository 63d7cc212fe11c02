import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.matching.lexical import LexicalIndex, best
from index.tokens import is_pair, tokenize

TEXTS = ["知识产权质押融资", "质押贷款与融资担保", "专利申请条件", "RCEP 成员国 2025年", "", "融资融资融资"]


def brute_force(texts, query):
    """BM25 (k1 1.2, b 0.75) written as the formula reads."""
    bags = [Counter(tokenize(text).tolist()) for text in texts]
    lengths = [sum(bag.values()) for bag in bags]
    average = max(1.0, sum(lengths) / len(texts))
    scores = []
    for bag, length in zip(bags, lengths, strict=True):
        score = 0.0
        for token in set(tokenize(query).tolist()):
            holders = sum(token in other for other in bags)
            if bag[token]:
                idf = math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
                score += idf * bag[token] * 2.2 / (bag[token] + 1.2 * (0.25 + 0.75 * length / average))
        scores.append(score)
    return np.array(scores)


@pytest.mark.parametrize("query", ["质押融资", "rcep", "2025", "条件", "没有的词", "", "融资 融资"])
def test_scores_equal_the_formula(query):
    index = LexicalIndex.build([tokenize(text) for text in TEXTS])
    assert index.scores(tokenize(query)) == pytest.approx(brute_force(TEXTS, query), abs=1e-5)


@given(
    st.lists(st.text(alphabet="知识产权质押融资专利ab12 ，", max_size=12), min_size=1, max_size=8),
    st.text("知识产权ab1"),
)
def test_scores_equal_the_formula_on_any_texts(texts, query):
    index = LexicalIndex.build([tokenize(text) for text in texts])
    assert index.scores(tokenize(query)) == pytest.approx(brute_force(texts, query), abs=1e-4)


def test_saved_and_loaded_it_scores_the_same(tmp_path):
    index = LexicalIndex.build([tokenize(text) for text in TEXTS])
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert np.array_equal(loaded.scores(tokenize("融资")), index.scores(tokenize("融资")))
    assert loaded.size == len(TEXTS)


def test_tokens_are_characters_pairs_and_words():
    tokens = tokenize("质押 RCEP")
    assert len(tokens) == 4  # 质, 押, 质押, rcep
    assert sorted(is_pair(tokens).tolist()) == [False, False, True, True]
    assert set(tokenize("１２３")) == set(tokenize("123"))
    assert len(tokenize("")) == 0


def test_boosts_weigh_tokens():
    index = LexicalIndex.build([tokenize(text) for text in TEXTS])
    tokens = np.unique(tokenize("融资"))
    plain = index.scores(tokens)
    assert index.scores(tokens, np.full(len(tokens), 2, np.float32)) == pytest.approx(2 * plain)


def test_best_breaks_ties_by_row():
    scores = np.array([1, 3, 3, 0, 2], dtype=np.float32)
    assert best(scores, None, 3).tolist() == [1, 2, 4]
    assert best(scores, np.array([True, False, True, True, True]), 9).tolist() == [2, 4, 0]
    assert best(np.zeros(3, np.float32), None, 3).tolist() == []


def test_an_unknown_token_weighs_most():
    index = LexicalIndex.build([tokenize(text) for text in TEXTS])
    [known] = tokenize("融")
    [unknown] = tokenize("鑫")
    assert index.weight(unknown) > index.weight(known) > 0
