"""The verifier against sentences that were made false on purpose, kind by kind, and against true ones."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from eval.parsing.structure import read_laws
from eval.report_files import write_files
from index.inspect import source_to_inspect
from index.parse import parse_file
from index.search import ClauseIndex
from index.text import sentences
from index.types import Clause, Document
from rag.answering.support import support_fault

Lie = Callable[[str], str | None]
"""A sentence in, a false one out; ``None`` where the sentence holds nothing to change."""

_NOT_SAID = frozenset("heading title number issuer signature date".split())  # noqa: SIM905
_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence of a clause, ``clause.text[start:end]``, and the next one of the same document."""

    document: Document
    clause: Clause
    start: int
    end: int
    following: "Said | None" = None

    @property
    def text(self) -> str:
        """The sentence."""
        return self.clause.text[self.start : self.end]


def _swap(*pairs: tuple[str, str]) -> Lie:
    def lie(said: str) -> str | None:
        return next((said.replace(old, new, 1) for old, new in pairs if old in said), None)

    return lie


def _change(pattern: str, new: Callable[[re.Match[str]], str]) -> Lie:
    found = re.compile(pattern)
    return lambda said: found.sub(new, said, count=1) if found.search(said) else None


def _raised(match: re.Match[str]) -> str:
    return str((int(match[0]) + 1) % 10)


def _without_negated_part(said: str) -> str | None:
    parts = re.split(r"(?<=[，,；;])", said)
    negated = [place for place, part in enumerate(parts) if re.search(r"不得|不予|未经|没有|禁止|除外|但", part)]
    if len(parts) < 2 or not negated:
        return None
    return "".join("…" if place == negated[0] else part for place, part in enumerate(parts))


def _spliced(said: str) -> str | None:
    """The beginning of one part and the end of the next: 对甲给予50万元，对乙给予100万元 → 对甲给予100万元."""
    parts = re.split(r"[，,；;]", said.rstrip("。"))
    long = [(one, other) for one, other in pairwise(parts) if len(one) >= 8 <= len(other)]
    return f"{long[0][0][: len(long[0][0]) // 2]}{long[0][1][len(long[0][1]) // 2 :]}。" if long else None


LIES: Mapping[str, Lie] = {
    "a digit": _change(r"\d(?!\d*〕)", _raised),
    "a unit": _swap(
        ("万元", "亿元"), ("亿元", "万元"), ("%", "个百分点"), ("个月", "年"), ("万件", "件"), ("家", "万家")
    ),
    "a year": _change(r"(?:19|20)\d{2}(?=年)", lambda m: str(int(m[0]) + 1)),
    "a document number": _change(r"(?<=〕)\d+(?=号)", lambda m: str(int(m[0]) + 1)),
    "an article or box": _change(r"(第|专栏)\d+", lambda m: f"{m[1]}13"),
    "a region": _swap(("四川", "重庆"), ("重庆", "四川"), ("成都", "绵阳"), ("天津", "北京")),
    "an agency or subject": _swap(
        ("知识产权局", "财政局"),
        ("市场监管", "税务"),
        ("企业", "个人"),
        ("专利", "商标"),
        ("高校", "医院"),
        ("法院", "公安"),
    ),
    "a modal word": _swap(
        ("应当", "可以"),
        ("必须", "可以"),
        ("不得", "可以"),
        ("鼓励", "要求"),
        ("可以", "必须"),
        ("支持", "禁止"),
        ("优先", "一律"),
    ),
    "a verb": _swap(("加强", "减弱"), ("建立", "撤销"), ("增长", "下降"), ("提高", "降低"), ("扩大", "缩小")),
    "a bound": _swap(("以上", "以下"), ("不低于", "不高于"), ("超过", "低于"), ("以内", "以外")),
    "a negation dropped": _change(r"不得|不予|未经|没有|不(?!断|少|仅|同)|未(?!来)|禁止|严禁", lambda _: ""),
    "a negation put in": lambda said: said[:4] + "不" + said[4:] if len(said) > 8 else None,
    "a negated part left out": _without_negated_part,
    "a turning word dropped": _change(
        r"停止|暂停|终止|取消|拒绝|废止|虚假|伪造|力争|争取|原则上|逐步|免(?!费)|无(?=需|须|权)", lambda _: ""
    ),
    "a condition dropped": _change(r"(?<=[，,])[^，,；;。、]{3,12}的(?=[^，,；;。、的]{2,})", lambda _: ""),
    "one of two figures dropped": _change(r"\d+(?:万元|亿元|[家个件项])、(?=\d)", lambda _: ""),
    "two parts spliced": _spliced,
    "a minus put in": _change(r"(?<![\d.〔])(?=\d)", lambda _: "-"),
    "a clause put in": lambda said: said.rstrip("。；;") + "，并给予资金奖励。",
    "an invented box": lambda said: said.rstrip("。；;") + "（见专栏13）。",
    "an invented document number": lambda said: said.rstrip("。；;") + "（川府发〔2099〕1号）。",
}
"""By kind how a sentence is made false."""


Texts = Iterable[tuple[Document, Sequence[Clause]]]
"""Documents with their clauses."""


def corpus_texts(index: ClauseIndex) -> Texts:
    """The documents of ``index``."""
    return [(document, index.clauses_of(document.id)) for document in index.documents.values()]


def law_texts(archive: Path, count: int) -> Texts:
    """The first ``count`` laws of an archive, parsed: what negates, forbids and refers to articles."""
    with tempfile.TemporaryDirectory() as folder:
        for number, law in enumerate(islice(read_laws(archive), count)):
            path = Path(folder) / f"law-{number}.txt"
            path.write_text(law.text, encoding="utf-8")
            yield from parse_file(source_to_inspect(str(path), Path(folder)))


def said_in(texts: Texts) -> Iterator[Said]:
    """Every sentence of ``texts`` that an answer could quote."""
    for document, clauses in texts:
        following: Said | None = None
        found = list[Said]()
        for clause in reversed([c for c in clauses if c.is_leaf and not c.columns]):
            if clause.kind in _NOT_SAID:
                continue
            for start, end in reversed(list(sentences(clause.text))):
                following = Said(document=document, clause=clause, start=start, end=end, following=following)
                found.append(following)
        yield from reversed(found)


def measure(texts: Texts) -> dict[str, Any]:
    """The figures over ``texts``: for each kind how many were tried and caught, with examples of what passed."""
    every = list(said_in(texts))
    kinds = {name: _caught((lie(each.text), each, each) for each in every) for name, lie in LIES.items()}
    kinds["the next sentence cited instead"] = _caught(
        (each.text, each, each.following) for each in every if each.following
    )
    kinds["stitched to the next sentence"] = _caught(
        (_stitched(each.text, each.following.text), each, each) for each in every if each.following
    )
    true = {
        "quoted whole": [(each.text, each) for each in every],
        "cut after two parts": [(text, each) for each in every if (text := _opening(each.text))],
        "with the place said": [
            (f"{each.clause.address}规定，{each.text}", each) for each in every if each.clause.label not in each.text
        ],
    }
    return {
        "sentences": len(every),
        "lies": kinds,
        "true": {name: _refused(pairs) for name, pairs in true.items()},
    }


def _caught(tried: Iterator[tuple[str | None, Said, Said | None]]) -> dict[str, Any]:
    count, passed = 0, list[str]()
    for lie, source, cited in tried:
        if lie is None or cited is None or lie == cited.text or not lie.strip():
            continue
        count += 1
        if support_fault(lie, cited.clause, cited.start, cited.end, source.document) is None:
            passed.append(lie)
    share = 1 - len(passed) / count if count else 1.0
    return {"tried": count, "caught": round(share, 4), "passed": passed[:_EXAMPLES]}


def _refused(pairs: Sequence[tuple[str, Said]]) -> dict[str, Any]:
    refused = [
        text
        for text, each in pairs
        if support_fault(text, each.clause, each.start, each.end, each.document) is not None
    ]
    return {
        "tried": len(pairs),
        "refused": round(len(refused) / max(1, len(pairs)), 4),
        "examples": refused[:_EXAMPLES],
    }


def _stitched(one: str, other: str) -> str | None:
    first, second = re.split(r"[，,]", one), re.split(r"[，,]", other)
    if len(first) < 2 or len(second) < 2:
        return None
    return f"{first[0]}，{second[-1]}"


def _opening(said: str) -> str | None:
    """The first two parts of a sentence that has more, unless the rest takes something back."""
    parts = re.split(r"[，,]", said)
    if len(parts) < 3 or re.search(r"除外|但|除.{1,20}外|不得|不予|未|禁止", "".join(parts[2:])):
        return None
    return "，".join(parts[:2]) + "。"


def write(found: Mapping[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# The verifier",
        "",
        "Sentences made false kind by kind and held against the stretch they cite; and true ones, which should pass. "
        "Made by `python -m eval verifier --laws <file>`.",
    ]
    for name, figures in found.items():
        lines += ["", f"## {name}: {figures['sentences']:,} sentences", ""]
        lines += ["| made false by | tried | caught |", "|---|---|---|"]
        lines += [f"| {kind} | {of['tried']:,} | {100 * of['caught']:.1f} % |" for kind, of in figures["lies"].items()]
        lines += ["", "| true, | tried | wrongly refused |", "|---|---|---|"]
        lines += [f"| {kind} | {of['tried']:,} | {100 * of['refused']:.1f} % |" for kind, of in figures["true"].items()]
        passed = [f"- {kind}: {text}" for kind, of in figures["lies"].items() for text in of["passed"]]
        refused = [
            f"- {kind}, wrongly refused: {text}" for kind, of in figures["true"].items() for text in of["examples"]
        ]
        lines += ["", "Examples of what went wrong:", "", *(passed + refused or ["- none"])]
    return write_files(dict(found), "\n".join(lines) + "\n", folder)
