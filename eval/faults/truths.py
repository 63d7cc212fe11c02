"""Perfect answers in another form: what they state stays true, and the metrics should see that it does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from eval.cases.case import Case
from eval.faults.systems import Faulty, World, said
from eval.metrics.gold import document_of
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
        return replace(truth, text=change(truth.text))

    return ask


def _polite(text: str) -> str:
    return f"您好，根据收录的文件，回答如下：\n{text}\n\n希望以上信息对您有帮助！以上内容仅供参考，请以官方文件为准。"


def _headed(text: str) -> str:
    return f"## 政策依据\n{text}"


def _said_of(case: Case, world: World) -> Response:
    """Each statement behind the name of its document."""
    truth = world.truth(case)
    names = {
        citation.number: world.index.documents[document_of(citation.clause_ids[0])].short_name
        for citation in truth.citations
    }
    text = re.sub(r"(?m)^· (.*\[(\d+)\])$", lambda match: f"· 根据{names[int(match[2])]}，{match[1]}", truth.text)
    return replace(truth, text=text)


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
    "courtesies around it": _everywhere(_polite),
    "a heading above it": _everywhere(_headed),
    "the document named": _said_of,
    "a bound in other words": said(lambda stated: re.sub(r"(\d+(?:家|个|件|%))以上", r"至少\1", stated)),
    "a word of connection": said(lambda stated: f"也就是说，{stated}"),
    "a word before it": said(lambda stated: f"此外，{stated}"),
    "the last part left out": said(_without_its_end),
    "synonyms": said(_in_synonyms),
}
"""By name, forms that change nothing of what is said."""
