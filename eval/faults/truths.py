"""Perfect answers in another form: what they state stays true, and the metrics should see that it does."""

import re
from collections.abc import Callable, Mapping

from eval.cases.case import Case
from eval.faults.systems import Faulty, World, said
from eval.response import Response

_SYNONYMS = {
    "给予": "提供",
    "建立": "设立",
    "完善": "健全",
    "推动": "推进",
    "加大": "增强",
    "组织": "安排",
    "方式": "办法",
}


def _everywhere(change: Callable[[str], str]) -> Faulty:
    """Changes the whole text."""

    def ask(case: Case, world: World) -> Response:
        truth = world.truth(case)
        return Response(
            status=truth.status,
            text=change(truth.text),
            citations=truth.citations,
            notices=truth.notices,
            retrieved=truth.retrieved,
            confidence=truth.confidence,
        )

    return ask


def _numbered(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(f"{place}. {line[2:]}" if line.startswith("· ") else line for place, line in enumerate(lines, 1))


def _wide(text: str) -> str:
    return re.sub(r"(?<!\[)\d(?![\d]*\])", lambda match: chr(ord(match[0]) + 0xFEE0), text)


def _in_full(stated: str) -> str:
    return re.sub(
        r"(?<![\d.])(\d{1,4})万(?=元|件|家)", lambda match: f"{int(match[1]) * 10_000:,}", stated.replace(" ", "")
    )


def _without_its_end(stated: str) -> str:
    """Without its last part, where that takes nothing back."""
    head, comma, tail = stated.rpartition("，" if "，" in stated else ",")
    takes_back = re.search(r"不|未|除外|但|仅|条件", tail)
    return f"{head}。" if comma and len(head) > 12 and not takes_back else stated


def _in_synonyms(stated: str) -> str:
    for word, other in _SYNONYMS.items():
        stated = stated.replace(word, other)
    return stated


TRUTHS: Mapping[str, Faulty] = {
    "figures in bold": _everywhere(lambda text: re.sub(r"(\d+(?:\.\d+)?万?元)", r"**\1**", text)),
    "a numbered list": _everywhere(_numbered),
    "markers 【1】": _everywhere(lambda text: re.sub(r"\[(\d+)\]", r"【\1】", text)),
    "figures of full width": _everywhere(_wide),
    "amounts in full": said(_in_full),
    "a table's years said plainly": said(
        lambda stated: stated.replace("2020年基期值", "2020年为").replace("2025年目标值", "2025年为")
    ),
    "a word before it": said(lambda stated: f"此外，{stated}"),
    "the last part left out": said(_without_its_end),
    "synonyms": said(_in_synonyms),
}
"""By name, forms that change nothing of what is said."""
