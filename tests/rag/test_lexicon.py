"""What people say for what official texts say."""

import pytest

from rag import lexicon
from rag.terms import terms_of


@pytest.mark.parametrize(
    ("run", "equivalent"),
    [
        (["专利", "抵押"], "知识产权质押融资"),
        (["trade", "secrets"], "商业秘密"),
        (["trade", "secret"], "商业秘密"),
        (["lawsuits"], "诉讼"),
    ],
)
def test_equivalents(run, equivalent):
    assert equivalent in lexicon.equivalents(run)


def test_what_the_thesaurus_does_not_have():
    assert lexicon.equivalents(["红烧肉"]) == ()


@pytest.mark.parametrize(
    ("text", "place", "phrase"), [("能不能坐下来谈谈", 3, "坐下来谈"), ("能不能坐下来谈谈", 2, ""), ("公告", 1, "")]
)
def test_long_phrases_are_found_wherever_they_stand(text, place, phrase):
    assert lexicon.spoken(text, place) == phrase


def test_every_entry_can_be_found():
    """An entry whose words the segmentation never joins that way would be dead."""

    def found(phrase):
        terms = terms_of(phrase, lambda word: 1.0, lambda text: False)
        return any(term.alternatives for term in terms)

    lines = [line for line in lexicon._lines("thesaurus.tsv") if "\t" in line]
    dead = [line for line in lines if not found(line.partition("\t")[0])]
    assert len(dead) <= 0.01 * len(lines), dead


def test_entries_are_whole():
    lines = [line.split("\t") for line in lexicon._lines("thesaurus.tsv")]
    assert all(len(line) == 2 and all(part.strip() for part in (line[0], *line[1].split(","))) for line in lines)
    assert len({line[0] for line in lines}) == len(lines)
