"""Which articles belong together: one that cites another of its law, and provisions of two places on the same subject."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.matching.lexical import LexicalIndex
from index.regions import without_regions
from index.tokens import tokenize
from index.training.articles import LABEL, Article

Links = Mapping[int, tuple[int, ...]]
"""By the row of an article the rows of those it belongs with."""

_CITED = re.compile(rf"本(?:法|条例|办法|规定|规则)({LABEL})")
_QUOTED = re.compile(r"《(.+?)》")
_KIND_OF_TEXT = re.compile(r"(?:法|条例|办法|规定|规则|细则|决定)+$")
_LEAST_ALIKE, _MOST_ALIKE = 0.35, 0.9
"""Share of an article's own BM25 score that its counterpart reaches: below it is another matter, above it a copy."""


def cited(articles: Sequence[Article]) -> Links:
    """The articles of the same law that each article cites by number (本法第X条)."""
    rows = {(article.title, article.label): row for row, article in enumerate(articles)}
    links = dict[int, tuple[int, ...]]()
    for row, article in enumerate(articles):
        found = (rows.get((article.title, label)) for label in _CITED.findall(article.body))
        if targets := tuple(sorted({target for target in found if target is not None and target != row})):
            links[row] = targets
    return links


def counterparts(articles: Sequence[Article]) -> Links:
    """For an article the most alike one of another law on the same subject: national law ↔ local rule, place ↔ place."""
    links = dict[int, tuple[int, ...]]()
    for laws in _by_subject(articles):
        rows = [row for law in laws for row in law]
        law_of = np.repeat(np.arange(len(laws)), [len(law) for law in laws])
        texts = [tokenize(articles[row].body) for row in rows]
        index = LexicalIndex.build(texts)
        for place, text in enumerate(texts):
            scores = index.scores(text)
            own = float(scores[place])
            scores[law_of == law_of[place]] = 0.0
            nearest = int(scores.argmax())
            if _LEAST_ALIKE * own <= scores[nearest] <= _MOST_ALIKE * own:
                links[rows[place]] = (rows[nearest],)
    return links


def subject(title: str) -> str:
    """What a law is about: its title without the place and the kind of text, 上海市实施《中华人民共和国教师法》办法 → 教师."""
    quoted = _QUOTED.search(title)
    name = quoted[1] if quoted else title
    return _KIND_OF_TEXT.sub("", without_regions(name.removeprefix("中华人民共和国"))).strip()


def _by_subject(articles: Sequence[Article]) -> Iterator[list[list[int]]]:
    """The rows of each law, by subject, where two laws or more share one."""
    laws: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, article in enumerate(articles):
        laws[subject(article.title)][article.title].append(row)
    yield from ([*group.values()] for group in laws.values() if len(group) > 1)
