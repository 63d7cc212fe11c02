"""What stands before and after the body of an official text: title, number, addressee, preamble; signature and date.

The order follows GB/T 9704-2012 §7. A notice that issues or forwards another text (印发, 转发) comes first, as ``cover``.
"""

from itertools import groupby

from index import line_kinds
from index.structure.node import Node, leaf

_LABELS = {
    "title": "标题",
    "issuer": "发文机关",
    "number": "发文字号",
    "addressee": "主送机关",
    "byline": "署名",
    "signature": "落款",
    "date": "成文日期",
    "disclosure": "附注",
    "enactment": "题注",
    "fact": "发布信息",
    "attachments": "附件说明",
    "imprint": "版记",
}
_CONTAINER_RANK = 4

Lines = list[tuple[int, int]]


def read_front(text: str, lines: Lines) -> list[Node]:
    """The nodes before the first heading: ``cover`` if a notice wraps the text, then title … preamble."""
    split = _inner_title(text, lines)
    nodes = list[Node]()
    for is_preamble, group in groupby(_read(text, lines[split:]), key=lambda node: node.kind == "p"):
        run = list(group)
        nodes += _preamble(run) if is_preamble else run
    return [_container("cover", "印发通知", _read(text, lines[:split])), *nodes] if split else nodes


def _preamble(paragraphs: list[Node]) -> list[Node]:
    """Paragraphs that stand together before the first heading: one leaf if there is one, else a container of them."""
    if len(paragraphs) > 1:
        return [_container("preamble", "前言", paragraphs)]
    return [leaf("preamble", paragraphs[0].start, paragraphs[0].end, "前言")]


def read_closing(text: str, lines: Lines) -> list[Node]:
    """The nodes after the last clause: one ``closing`` that holds provision on application, signature and date."""
    return [_container("closing", "文末", _read(text, lines))] if lines else []


def _container(kind: str, label: str, children: list[Node]) -> Node:
    start = children[0].start
    return Node(kind, kind, _CONTAINER_RANK, start, start, label, children=children)


def _inner_title(text: str, lines: Lines) -> int:
    """How many lines a wrapping notice takes: all before the last title, if they address somebody or say something."""
    titles = [i for i, span in enumerate(lines) if line_kinds.is_title(text[slice(*span)])]
    if not titles:
        return 0
    before = [text[slice(*span)] for span in lines[: titles[-1]]]
    return titles[-1] if any(line_kinds.is_addressee(line) or "。" in line for line in before) else 0


def _read(text: str, lines: Lines) -> list[Node]:
    nodes = list[Node]()
    for place, (start, end) in enumerate(lines):
        line = text[start:end]
        following = text[slice(*lines[place + 1])] if place + 1 < len(lines) else ""
        kind = _kind(line, following)
        nodes.append(leaf(kind, start, end, _LABELS.get(kind, "")))
    return nodes


def _kind(line: str, following: str) -> str:
    kind = line_kinds.kind_of(line)
    if kind == "authority":
        return "issuer" if line_kinds.is_title(following) else "signature"
    return kind or "p"
