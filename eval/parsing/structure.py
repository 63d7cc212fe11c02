"""How well structure is read: laws with marked headings, speed and its growth, hostile lines, mutated documents.

The truth is Markdown whose marks are taken off before it is parsed: headings are ``#`` lines, articles are lines that open
with 第X条 and a space. Counts are per document and label, so that an article in the wrong place of the order still counts,
and one too many does not hide one too few elsewhere.
"""

import random
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from index.errors import ZhangjuError
from index.formats.source import Source
from index.numerals import NUMERAL
from index.structure import PARSER_VERSION, parse
from index.structure.checks import faults
from index.structure.reading import read, undo
from index.text import squeeze
from index.types import Clause

_HEADING = re.compile(r"#{1,6}(?:\s+|$)(.*)")
_ARTICLE = re.compile(rf"(第[{NUMERAL}]{{1,12}}条(?:之[{NUMERAL}]{{1,12}})?)\s")
_HEADING_KINDS = ("part", "subpart", "chapter", "section", "h1", "h2", "h3", "annex")
_NAMED_KINDS = (
    "part",
    "subpart",
    "chapter",
    "section",
)  # whose precision can be held against the truth: all are marked
_REPEATS, _GROWTH, _SEED = 3, (1, 10, 100), 20261122
_HOSTILE_SIZE = 1_000_000  # characters
_HOSTILE = {
    "one line of （": "（",
    "one line of ）": "）",
    "one line of （一）": "（一）",
    "one line of 第": "第",
    "one line of 一": "一",
    "one line of 1.": "1.",
    "one line of “": "“",
    "lines 第一条 甲": "第一条 甲\n",
    "lines （一）甲": "（一）甲\n",
    "lines that all go on": "甲，乙，丙\n",
    "lines of a doubled character": "甲，乙，知\n知，\n",
    "rows of a table": "甲\t乙\n",
    "one line of blanks behind 索引号": "索引号" + " " * 400_000 + "x",
    "one line of 前款、第一条": "前款、第一条",
    "lines 目录": "目录\n甲\n",
}
_SLICE = 4_000  # characters of a mutated document


class StructureError(ZhangjuError):
    """The laws cannot be read."""

    code = "structure_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A law with its marks taken off, and what they marked: squeezed headings and articles, in order."""

    name: str
    text: str
    headings: tuple[str, ...]
    articles: tuple[str, ...]


def read_laws(archive: Path) -> Iterator[Marked]:
    """The laws of a ``.tar.xz`` of Markdown files; templates and index pages left out.

    Raises:
        StructureError: The archive is missing or none.
    """
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                name = Path(member.name)
                if member.isfile() and name.suffix == ".md" and name.stem not in ("_index", "README", "法律法规模版"):
                    stream = tar.extractfile(member)
                    yield marked(member.name, stream.read().decode("utf-8") if stream else "")
    except (OSError, tarfile.TarError) as error:
        raise StructureError(f"{archive}: cannot be read ({error}). Point --laws at the archive of laws.") from error


def marked(name: str, markdown: str) -> Marked:
    """``markdown`` split into bare text and what its marks say."""
    lines, headings, articles = list[str](), list[str](), list[str]()
    for line in markdown.replace("<!-- INFO END -->", "").splitlines():
        heading = _HEADING.fullmatch(line.strip())
        bare = heading[1] if heading else line
        if heading and line.lstrip().startswith("##") and squeeze(bare):
            headings.append(squeeze(bare))
        if article := _ARTICLE.match(bare.strip()):
            articles.append(article[1])
        lines.append(bare)
    return Marked(name=name, text="\n".join(lines), headings=tuple(headings), articles=tuple(articles))


def measure(
    laws: Iterable[Marked], *, mutations: int, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """The figures of the report. ``mutations`` real documents are altered at random and read."""
    every = list(laws)
    if not every:
        raise StructureError("no law in the archive. Point --laws at the archive of laws.")
    progress(f"{len(every)} laws: accuracy")
    accuracy = _accuracy(every)
    progress("speed")
    speed = _speed(every)
    progress("growth and hostile lines")
    largest = max(every, key=lambda law: len(law.text)).text
    growth = [{"times": times, **_timed(largest + ("\n" + largest) * (times - 1))} for times in _GROWTH]
    hostile = {name: _timed("一、甲\n" + _repeated(unit))["seconds"] for name, unit in _HOSTILE.items()}
    progress(f"{mutations} mutated documents")
    return {
        "parser": PARSER_VERSION,
        "laws": len(every),
        "megabytes": round(sum(len(law.text.encode()) for law in every) / 1e6, 1),
        **accuracy,
        "megabytes_per_second": speed,
        "growth": growth,
        "hostile_seconds": hostile,
        "mutations": {"documents": mutations, "unsound": _mutated(every, mutations)},
    }


def _tree(text: str) -> tuple[str, tuple[Clause, ...], bool]:
    """``(reading text, clauses, conserved)`` of a plain text."""
    reading = read(Source(text=text, format="txt"))
    clauses = parse(reading.text, "d")
    return reading.text, clauses, undo(reading.text, reading.repairs) == text and not faults(reading.text, clauses)


def _accuracy(laws: Sequence[Marked]) -> dict[str, Any]:
    counts, missed, extra, unsound = Counter[str](), list[str](), list[str](), list[str]()
    for law in laws:
        _, clauses, conserved = _tree(law.text)
        if not conserved:
            unsound.append(law.name)
        found_articles = Counter(clause.label for clause in clauses if clause.kind == "article")
        headings = [clause for clause in clauses if clause.kind in _HEADING_KINDS]
        found_headings = Counter(squeeze(clause.label + (clause.heading or "")) for clause in headings)
        named = Counter(squeeze(c.label + (c.heading or "")) for c in headings if c.kind in _NAMED_KINDS)
        for kind, true, found, judged in (
            ("articles", Counter(law.articles), found_articles, found_articles),
            ("headings", Counter(law.headings), found_headings, named),
        ):
            counts[f"{kind} true"] += true.total()
            counts[f"{kind} hit"] += (true & found).total()
            counts[f"{kind} found"] += judged.total()
            counts[f"{kind} right"] += (true & judged).total()
            missed += [f"{law.name}: {label}" for label in (true - found).elements()]
            extra += [f"{law.name}: {label}" for label in (judged - true).elements()]
    return {
        **{
            kind: {
                "true": counts[f"{kind} true"],
                "recall": counts[f"{kind} hit"] / max(1, counts[f"{kind} true"]),
                "precision": counts[f"{kind} right"] / max(1, counts[f"{kind} found"]),
            }
            for kind in ("articles", "headings")
        },
        "conserved": 1 - len(unsound) / len(laws),
        "not_conserved": unsound,
        "missed": missed,
        "extra": extra,
    }


def _speed(laws: Sequence[Marked]) -> float:
    """Megabytes of UTF-8 a second on one core, text to clauses, the median of three runs."""
    size = sum(len(law.text.encode()) for law in laws) / 1e6
    rates = list[float]()
    for _ in range(_REPEATS):
        started = time.perf_counter()
        for law in laws:
            parse(read(Source(text=law.text, format="txt")).text, "d")
        rates.append(size / (time.perf_counter() - started))
    return round(median(rates), 2)


def _repeated(unit: str) -> str:
    return (unit * (_HOSTILE_SIZE // len(unit) + 1))[:_HOSTILE_SIZE]


def _timed(text: str) -> dict[str, float]:
    started = time.perf_counter()
    parse(read(Source(text=text, format="txt")).text, "d")
    seconds = time.perf_counter() - started
    return {"seconds": round(seconds, 3), "megabytes_per_second": round(len(text.encode()) / 1e6 / seconds, 2)}


def _mutated(laws: Sequence[Marked], count: int) -> list[str]:
    """The mutated documents whose tree is unsound or that raised, by what was done to them; none, it is hoped."""
    chance, bad = random.Random(_SEED), list[str]()
    for number in range(count):
        law = chance.choice(laws)
        start = chance.randrange(max(1, len(law.text) - _SLICE))
        text = mutated(law.text[start : start + _SLICE], chance)
        try:
            conserved = _tree(text)[2]
        except Exception as error:  # noqa: BLE001 — the very thing that is looked for
            bad.append(f"{number} {law.name}: {error!r}")
        else:
            if not conserved:
                bad.append(f"{number} {law.name}: unsound")
    return bad


def mutated(text: str, chance: random.Random) -> str:
    """``text`` with one to eight faults: characters lost, doubled, moved or put in; lines cut, joined or swapped."""
    noise = "（）()“”《》第条章编节一二十千〇、.1①\t\r\n\u3000\u2028\ufeff\ud800等 in"
    for _ in range(chance.randint(1, 8)):
        place, other = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        end = min(place + chance.choice((1, 1, 3, 40)), len(text))
        text = chance.choice(
            (
                text[:place] + text[end:],
                text[:end] + text[place:],
                text[:place] + chance.choice(noise) * chance.choice((1, 1, 2, 50)) + text[place:],
                text[:place] + "\n" + text[place:],
                text[:place] + text[place:].replace("\n", "", 1),
                text[:place] + text[other:] + text[place:other],
            )
        )
    return text
