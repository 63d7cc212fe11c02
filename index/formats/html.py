"""Web pages as government portals write them: the main column alone; what is hidden or beside it is left out, on record."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree, html

from index import line_kinds
from index.errors import DocumentError
from index.formats.cells import Cell, rows_of
from index.formats.source import Line, Source, source_of

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "  # noqa: SIM905
    "header hr html legend li main nav ol p pre section table tbody td tfoot th thead tr ul br".split()
)
_CODE = frozenset(
    ["script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "link", "meta"]
)
_FURNITURE = frozenset(["nav", "header", "footer", "aside", "button", "select", "dialog", "datalist", "textarea"])
_OF_ARTICLE = ("header", "footer")  # which may hold a document's own title and signature
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
_MAIN = re.compile(
    r"ucap-?content|trs_editor|pages_content|article-?(?:con|body|text)|news_?(?:con|text)|zoom|xxgk[^ ]{0,20}con", re.I
)
_MAIN_SHARE = 0.6  # of a page's own text that an element must hold to be its main column
_TITLE = re.compile(r"h1|title|biaoti", re.I)
_LONGEST_TITLE = 120  # characters


def read_html(data: bytes, name: str) -> Source:
    """The text of a web page, a line for each block, a row for each row of a table with data.

    Raises:
        DocumentError: The page cannot be parsed, or holds no text (libxml2 reads 256 elements deep).
    """
    parser = html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_decoded(data), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: the web page cannot be parsed ({error}). Save it again or as text.") from error
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise DocumentError(f"{name}: the web page cannot be read to its end. Save it again or as text.")
    main = _main_column(root)
    lines = list(_page(root, main))
    if not any(line.text and not line.left_out for line in lines):
        raise DocumentError(f"{name}: no text in the page; it may be written by a script. Save the text it shows.")
    return source_of(lines, kind="html")


def _decoded(data: bytes) -> str:
    """The characters of a page: UTF-8 if it is that, else what it declares, else GB18030; a stray byte becomes U+FFFD."""
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", data[:4096], re.I)
    name = declared[1].decode("ascii").lower() if declared else ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8" if name.startswith("utf") else "gb18030", "replace")
    return _DECLARATION.sub("", text.replace("\0", ""), count=1)


def _main_column(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the document: one that calls itself so, else the innermost with most of the text."""
    body = root.find("body")
    start = root if body is None else body
    weights = _own_text(start)
    whole = weights[start] or 1
    named = [e for e in start.iter("div", "article", "main", "td", "section") if _is_named_main(e)]
    best = max(named, key=lambda element: weights.get(element, 0), default=None)
    if best is not None and weights.get(best, 0) >= 0.2 * whole:
        return best
    main = start
    while True:
        inner = max(main, key=lambda child: weights.get(child, 0), default=None)
        if (
            inner is None
            or inner.tag in ("p", "table", "tbody", "tr")
            or weights.get(inner, 0) < _MAIN_SHARE * weights[main]
        ):
            return main
        main = inner


def _is_named_main(element: html.HtmlElement) -> bool:
    return (
        element.tag in ("article", "main")
        or _MAIN.search(f"{element.get('id', '')} {element.get('class', '')}") is not None
    )


def _own_text(start: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """For each element the characters of text in it that no link, menu or hidden part holds."""
    weights: dict[html.HtmlElement, int] = {}
    for element in reversed(list(start.iter(etree.Element))):
        if element.tag in _CODE or _is_furniture(element) or element.tag == "a" or _is_hidden(element):
            weights[element] = 0
            continue
        own = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        weights[element] = own + sum(weights.get(child, 0) for child in element)
    return weights


def _is_furniture(element: html.HtmlElement) -> bool:
    if element.tag not in _FURNITURE:
        return False
    return element.tag not in _OF_ARTICLE or next(element.iterancestors("article", "main"), None) is None


def _is_hidden(element: html.HtmlElement) -> bool:
    return (
        "hidden" in element.attrib
        or _HIDING.search(element.get("style", "")) is not None
        or (element.tag == "input" and element.get("type") == "hidden")
    )


def _page(root: html.HtmlElement, main: html.HtmlElement) -> Iterator[Line]:
    """The lines of the page in order; those outside ``main`` left out, but for what stands above it and belongs to it.

    That is the title, also where it is set in several lines, the number, and the facts that a portal states (发布日期：…).
    """
    inside = {main, *main.iter(etree.Element)}
    tables = (table for table in main.iterdescendants("table") if _is_frame(table))
    framed = {element: number for number, table in enumerate(tables) for element in table.iter(etree.Element)}
    title = next(main.iter("h1"), None)
    reached, of_title = False, list[str]()
    for element, line in _Walk(root).lines():
        reached = reached or element in inside
        if of_title and element is not title:
            yield Line(text="".join(of_title))
            of_title.clear()
        if line.left_out or element in inside:
            yield replace(line, frame=framed.get(element))
        elif reached:
            yield Line(text=line.text, left_out="beside_main")
        elif title in (None, element) and _is_title(element) and len(line.text) <= _LONGEST_TITLE:
            title = element
            of_title.append(line.text)
        else:
            facts = [fact for fact in _facts(line.text) if line_kinds.kind_of(fact) in ("fact", "number")]
            yield from (Line(text=fact) for fact in facts)
            if not facts:
                yield Line(text=line.text, left_out="beside_main")


def _facts(text: str) -> list[str]:
    """``text`` as the facts that it may be: a line, or a row of a table of labels and values."""
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) == 1:
        return cells
    return [f"{label.rstrip('：:')}：{value}" for label, value in zip(cells[::2], cells[1::2], strict=False)]


def _is_frame(table: html.HtmlElement) -> bool:
    """Whether ``table`` has a single cell: a drawn frame around paragraphs."""
    return sum(1 for _ in table.iterdescendants("td", "th")) == 1


def _is_title(element: html.HtmlElement) -> bool:
    return element.tag == "h1" or _TITLE.search(f"{element.get('id', '')} {element.get('class', '')}") is not None


class _Walk:
    """One pass over a page: text gathered until a block begins or ends."""

    def __init__(self, root: html.HtmlElement) -> None:
        self._root = root
        self._parts: list[str] = []
        self._hidden: list[str] = []  # of the line in hand
        self._counted: dict[html.HtmlElement, int] = {}  # by ordered list, the number of its last item
        self._found: list[tuple[html.HtmlElement, Line]] = []

    def lines(self) -> list[tuple[html.HtmlElement, Line]]:
        """The lines of the page, each with the block it stands in."""
        self._walk(self._root, self._root, None)
        self._flush(self._root, None)
        return self._found

    def _walk(self, element: html.HtmlElement, block: html.HtmlElement, hidden: str | None) -> None:
        if not isinstance(element.tag, str) or element.tag in _CODE:
            return
        inner = hidden or ("hidden" if _is_hidden(element) else "page_furniture" if _is_furniture(element) else None)
        is_block = element.tag in _BLOCKS
        if inner == "hidden" and hidden is None and not is_block:
            self._hidden.append("".join(element.itertext()))  # inside a sentence that goes on behind it
            return
        if element.tag == "sup":
            self._parts.append("^")  # 10⁴ is not 104, and a mark of a note no figure
        if is_block or inner != hidden:
            self._flush(block, hidden)
        if element.tag == "table" and (rows := _data_rows(element)):
            self._found += [(element, Line(text="\t".join(row), left_out=inner)) for row in rows]
            self._found += [(element, Line(text=text, left_out="hidden")) for text in _unseen(element) if text]
            return
        own = element if is_block else block
        self._parts.append(self._number(element) + (element.text or ""))
        for child in element:
            self._walk(child, own, inner)
            self._parts.append(child.tail or "")
        if is_block or inner != hidden:
            self._flush(own, inner)

    def _number(self, element: html.HtmlElement) -> str:
        """The number that a browser shows before an item of an ordered list."""
        parent = element.getparent()
        if element.tag != "li" or parent is None or parent.tag != "ol" or (parent.get("type") or "1") != "1":
            return ""
        first = parent.get("start", "1")
        before = int(first) - 1 if first.isdecimal() and len(first) < 6 else 0
        self._counted[parent] = self._counted.get(parent, before) + 1
        return f"{self._counted[parent]}."

    def _flush(self, block: html.HtmlElement, hidden: str | None) -> None:
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        if text:
            self._found.append((block, Line(text=text, left_out=hidden)))
        if unseen := " ".join("".join(self._hidden).split()):
            self._found.append((block, Line(text=unseen, left_out="hidden")))
        self._hidden.clear()


def _data_rows(table: html.HtmlElement) -> list[tuple[str, ...]]:
    """The rows of a table of data; none for one that only lays out a page (a single column, or a table or list inside)."""
    if next(table.iterdescendants("table", "ul", "ol", "h1", "h2"), None) is not None:
        return []
    order = {"thead": 0, "tfoot": 2}  # as a browser shows them
    lines = sorted(table.iterdescendants("tr"), key=lambda row: order.get(getattr(row.getparent(), "tag", ""), 1))
    rows = [
        [
            Cell(text=_shown(cell), across=_span(cell, "colspan"), down=_span(cell, "rowspan"))
            for cell in row.iterdescendants("td", "th")
        ]
        for row in lines
        if not _is_hidden(row)
    ]
    grid = rows_of(rows)
    if max(map(len, grid), default=0) < 2:
        return []
    captions = [(text,) for caption in table.iterdescendants("caption") if (text := _shown(caption))]
    return [*captions, *grid]


def _unseen(table: html.HtmlElement) -> Iterator[str]:
    """What stands hidden in a table."""
    for element in table.iterdescendants():
        if isinstance(element.tag, str) and element.tag not in _CODE and _is_hidden(element):
            yield " ".join("".join(element.itertext()).split())


def _shown(cell: html.HtmlElement) -> str:
    """The text of a cell as it shows: its lines apart by a space, nothing that is hidden."""
    parts = [cell.text or ""]
    for child in cell:
        if isinstance(child.tag, str) and child.tag not in _CODE and not _is_hidden(child):
            apart = " " if child.tag in _BLOCKS else "^" if child.tag == "sup" else ""
            parts += [apart, _shown(child), " " if child.tag in _BLOCKS else ""]
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(int(value), 100) if value.isdecimal() and len(value) < 6 and int(value) else 1
