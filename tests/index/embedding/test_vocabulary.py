"""The vocabulary of the shipped model: cut by the project and by a Hugging Face tokenizer, the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.vocabulary import UNKNOWN, Vocabulary
from index.tokens import code_of, piece_of, tokenize, tokenize_in_order
from index.training.tokenizer import as_tokenizer, character_map, choose_vocabulary

TEXTS = (
    "专利权质押登记的办理程序。AI产品2025年达到3.5%",
    "商标注册申请，著作权登记",
    "鼓励企业以专利权质押方式取得融资",
)
VOCABULARY = Vocabulary(choose_vocabulary(TEXTS, size=200))
TOKENIZER = as_tokenizer(VOCABULARY.pieces)


def both(text):
    encoded = TOKENIZER.encode(text, add_special_tokens=False).ids
    return sorted(row for row in encoded if row), sorted(VOCABULARY.rows(text).tolist())


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "",
        "专",
        "专利",
        "专利专利。专，利",
        "未鑫利专利 ＡＩ产品",
        "人人㐀",
        "\U00020000专利\U00020001",
        "3.5.5 ai2 3.",
        "專利﨑",
    ],
)
def test_two_ways_to_cut_give_the_same_rows(text):
    theirs, ours = both(text)
    assert theirs == ours


@given(st.text(st.sampled_from("专利权质押登记鑫 ，。aiAI2025.3㐀\U00020000\n"), max_size=40))
def test_they_agree_on_any_text(text):
    theirs, ours = both(text)
    assert theirs == ours


def test_pairs_overlap_and_order_is_that_of_the_text():
    pieces = [VOCABULARY.pieces[row] for row in VOCABULARY.rows_in_order("专利权，2025")]
    assert pieces == ["专", "专利", "利", "利权", "权", "2025"]
    assert sorted(tokenize_in_order(TEXTS[0]).tolist()) == sorted(tokenize(TEXTS[0]).tolist())


def test_the_most_common_pieces_are_chosen():
    pieces = choose_vocabulary(["专利", "专利", "商标"], size=4)
    assert pieces == (UNKNOWN, *sorted(["专", "利", "专利"]))


@pytest.mark.parametrize("piece", ["专", "专利", "ai", "2025", "3.5"])
def test_codes_are_those_of_the_tokens(piece):
    assert code_of(piece) in tokenize(piece).tolist()
    if not piece.isascii():
        assert piece_of(code_of(piece)) == piece


def test_nothing_known_gives_nothing():
    assert Vocabulary([UNKNOWN]).rows("专利").tolist() == []
    assert VOCABULARY.rows("\U00020000").dtype == np.int32


def test_a_character_map_replaces_what_it_holds():
    from tokenizers import normalizers

    mapped = normalizers.Precompiled(character_map({"甲": "乙乙", "乙": "丙", "𠀀": "丁", "a": ""}))
    assert mapped.normalize_str("甲乙丙𠀀ab") == "乙乙丙丙丁b"
