"""From the reading text to the clause tree: front matter, body and closing, frozen to clauses with eids and addresses."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from index import line_kinds
from index.numerals import to_chinese
from index.structure import grammar, paragraphs
from index.structure.body import read_body
from index.structure.front import read_closing, read_front
from index.structure.grammar import PARAGRAPH_RANK
from index.structure.node import LEAF_RANK, Node, leaf
from index.structure.references import with_references
from index.structure.scheme import Scheme, scheme_of
from index.text import line_spans
from index.types import Clause

PARSER_VERSION = "8"
"""Part of a snapshot's identity: raise it whenever the same file would give other clauses, metadata or index texts."""

_SENTENCE_HEADING_MAX = 24  # a paragraph's first sentence heads it (坚持质量优先。) only when it is this short
_MAY_BE_ATTACHMENT = re.compile(r"[0-9０-９]{1,2}[.．、][^。；;：:]{1,60}")  # 2．申请书, behind 附件：1．分工表
_ARTICLE_HEADING = re.compile(r"[（(【][^（）()【】]{1,30}[）)】]|[^。；;，,：:、]{1,20}")  # （目的和依据）, 申请
_FOOTNOTE_MARK = re.compile(r"(?<!\s)\s*+\^[①-⑳]")
_LONGEST_HEADING = 200  # characters; it stands in the path of every clause below it


def parse(
    text: str,
    document_id: str,
    *,
    frames: Sequence[tuple[int, int]] = (),
    box_paragraphs: Mapping[int, int] | None = None,
) -> tuple[Clause, ...]:
    """The clauses of ``text`` in document order, parents before their children.

    Args:
        text: A reading text: paragraphs apart by one line feed.
        document_id: The first half of every clause id.
        frames: The stretches that a drawn frame surrounds, in order: a 专栏 in one ends with it.
        box_paragraphs: How many paragraphs a 专栏 holds, by its number, where a frame that plain text does not show ended
            it. A 专栏 without an entry and without a frame goes on to the next heading.
    """
    lines = list(line_spans(text))
    scheme = scheme_of([text[start:end] for start, end in lines])
    annexes = _annexes_start(lines, text)
    front_end = _first_heading(lines[:annexes], text, scheme)
    nodes = read_front(text, lines[:front_end])
    for part in (lines[front_end:annexes], lines[annexes:]):
        closing = _closing_start(part, text, scheme)
        nodes += read_body(text, part[:closing], scheme, frames, box_paragraphs or {})
        nodes += read_closing(text, part[closing:])
    root = _Freezer(text, document_id)
    for node in nodes:
        root.freeze(node, parent=None, labels=(), path=())
    return with_references(root.clauses)


def _first_heading(lines: list[tuple[int, int]], text: str, scheme: Scheme) -> int:
    for number, (start, end) in enumerate(lines):
        marker = scheme.marker(text[start:end], in_article=False, last_article=0)
        if (marker is not None and marker.level.kind != "note") or grammar.is_unnumbered_heading(text[start:end]):
            return number
    return len(lines)


def _annexes_start(lines: list[tuple[int, int]], text: str) -> int:
    """The line of the first annex that follows the signature of the text itself; the end if none does."""
    for number in range(1, len(lines)):
        marker = grammar.marker_of(text[slice(*lines[number])])
        if marker is not None and marker.level.kind == "annex":
            before = text[slice(*lines[number - 1])]
            if _ends_text(before) or line_kinds.is_attachment_note(before):
                return number
    return len(lines)


def _closing_start(lines: list[tuple[int, int]], text: str, scheme: Scheme) -> int:
    """Where what stands behind the last clause begins: list of attachments, signature, date, provision on application.

    The last article of a law may say from when it applies: that is a provision like any other.
    """
    first = place = len(lines)
    while place > 0:
        line = text[slice(*lines[place - 1])]
        provides = line_kinds.is_closing_provision(line) and not scheme.has_articles
        if _ends_text(line) or provides or line_kinds.is_attachment_note(line):
            first = place - 1
        elif not _MAY_BE_ATTACHMENT.fullmatch(line):
            break
        place -= 1
    return first


def _ends_text(line: str) -> bool:
    return line_kinds.kind_of(line) in ("date", "authority", "disclosure", "imprint")


def _paragraphs_of(article: Node, text: str) -> list[Node]:
    """The 款 of an article that has more than its own line: that line is the first, and holds the 项 right behind it.

    An article of one 款 keeps its 项 beside it (第五条第（三）项). A line that is but the article's heading is none.
    """
    said = text[article.said : article.end].strip()
    if article.children and article.children[0].kind == "para" and _ARTICLE_HEADING.fullmatch(said):
        return [leaf("heading", article.start, article.end, "标题"), *article.children]
    first = Node("para", "para", PARAGRAPH_RANK, article.start, article.end)
    inner = list(takewhile(lambda child: child.kind != "para", article.children))
    others = article.children[len(inner) :]
    if not others:
        return [first, *inner]
    first.children = inner
    return [first, *others]


def _title_line(node: Node, heading: str | None) -> str:
    """The label and heading of ``node`` as its heading line reads: 第五章 推动…, 三、促进…, 专栏6 实施…"""
    if node.kind == "lead":
        return heading or ""
    apart = " " if node.label[-1:] not in "、）).．" else ""
    return f"{node.label}{apart}{heading}" if heading else node.label


class _Freezer:
    """Turns nodes into clauses: gives every node its eid, address, path and heading."""

    def __init__(self, text: str, document_id: str) -> None:
        self._text = text
        self._document_id = document_id
        self._given = Counter[str]()
        self._clauses: list[Clause | None] = []

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What was frozen, in document order."""
        return tuple(clause for clause in self._clauses if clause is not None)

    def freeze(
        self, node: Node, *, parent: str | None, labels: tuple[str, ...], path: tuple[str, ...], prefix: str = ""
    ) -> tuple[str, int]:
        """Append the clauses of ``node``; its clause id and where its text ends."""
        eid = self._unique(f"{prefix}__{self._token(node)}" if prefix else self._token(node))
        identifier = f"{self._document_id}/{eid}"
        heading = self._heading(node)
        own_labels = (*labels, node.label) if node.label else labels
        place = self._reserve()
        children, end = list[str](), node.end
        for child in self._with_own_paragraph(node):
            child_path = (*path, _title_line(node, heading))
            child_id, end = self.freeze(child, parent=identifier, labels=own_labels, path=child_path, prefix=eid)
            children.append(child_id)
        self._clauses[place] = Clause(
            id=identifier,
            document_id=self._document_id,
            eid=eid,
            kind=node.kind,
            number=node.number,
            label=node.label,
            heading=heading,
            address=" ".join(own_labels),
            path=path,
            start=node.start,
            end=end,
            text=self._text[node.start : end],
            parent=parent,
            children=tuple(children),
            columns=node.columns if node.kind == "row" else (),
        )
        return identifier, end

    def _reserve(self) -> int:
        """A place for a clause before those of its children, which are made first."""
        self._clauses.append(None)
        return len(self._clauses) - 1

    def _with_own_paragraph(self, node: Node) -> list[Node]:
        """The children of ``node``, led by a leaf for its own paragraph; unnumbered ones numbered by position."""
        if not node.children:
            return []
        children = _paragraphs_of(node, self._text) if node.kind == "article" else list(node.children)
        if node.end > node.start and node.kind != "article":
            is_heading = node.kind in ("lead", "box") or not paragraphs.lead_sentence(
                self._text[node.said : node.end].strip()
            )
            kind = "heading" if is_heading else "p"
            children.insert(0, leaf(kind, node.start, node.end, "标题" if is_heading else ""))
        for token, label in (("p", "第{}段"), ("para", "第{}款")):
            for position, child in enumerate((child for child in children if child.token == token), 1):
                number = to_chinese(position) if token == "para" else str(position)
                child.number, child.label = str(position), label.format(number)
        return children

    def _token(self, node: Node) -> str:
        return f"{node.token}_{node.number}" if node.number is not None else node.token

    def _unique(self, eid: str) -> str:
        """``eid``, or where it was given before ``eid~2`` and so on."""
        self._given[eid] += 1
        return eid if self._given[eid] == 1 else f"{eid}~{self._given[eid]}"

    def _heading(self, node: Node) -> str | None:
        own = self._text[node.start : node.end]
        if node.kind == "lead":
            return own
        if node.kind == "p":
            if line_kinds.is_closing_provision(own):
                return None
            return paragraphs.lead_sentence(own, longest=_SENTENCE_HEADING_MAX)
        if node.rank == LEAF_RANK or node.end == node.start:
            return None
        rest = self._text[node.said : node.end].strip()
        in_law = node.kind in ("article", "para", "item", "sub")
        if not in_law and (lead := paragraphs.lead_sentence(rest)):
            return lead
        says = re.search(r"[。；;，,：:]" if in_law else r"[。；;]", rest) is not None
        stated = "" if (says and (in_law or not node.children)) or len(rest) > _LONGEST_HEADING else rest
        return _FOOTNOTE_MARK.sub("", stated).removesuffix("。") or None
