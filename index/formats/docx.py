"""Word documents: paragraphs with their automatic numbers, tables, footnotes, text boxes; deleted and hidden text left out.

Source: ECMA-376-1 (WordprocessingML). The parts are read with lxml, since numbers, notes and boxes are what matters here.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

from lxml import etree

from index.errors import DocumentError
from index.formats.cells import Cell, rows_of
from index.formats.numbering import Counters
from index.formats.source import Line, Source, source_of
from index.formats.word import W, is_on, number_of, value_of
from index.formats.word_lists import lists_of, number_levels, numbered_styles
from index.numerals import CIRCLED

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")} | {
    f"{_COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice")
}
_FALLBACK = f"{_COMPATIBILITY}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CHARACTERS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_MOST_BYTES = 256 * 1024 * 1024  # a part may unpack to; a zip bomb claims more


def read_docx(data: bytes, name: str) -> Source:
    """The text of a .docx, a line for each paragraph and for each row of a table.

    A one-cell table is a frame: its paragraphs are lines. Footnotes stand behind the block they belong to, marked ①②.

    Raises:
        DocumentError: Not a .docx, damaged, locked with a password, or built to exhaust memory.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
        raise DocumentError(f"{name}: a damaged .docx ({error}). Save it again in Word or WPS.") from error
    names = set(archive.namelist())
    if "OFD.xml" in names:
        raise DocumentError(f"{name}: an OFD file, which is not read. Export it as PDF or .docx and try again.")
    if "word/document.xml" not in names:
        raise DocumentError(f"{name}: a zip file without a Word document in it. Save the document as .docx.")
    parts = {part: _part(archive, part, name) for part in ("document", "numbering", "styles", "footnotes", "endnotes")}
    body = None if parts["document"] is None else parts["document"].find(f"{W}body")
    if body is None:
        raise DocumentError(f"{name}: the Word document has no body. Save it again in Word or WPS.")
    reader = _Reader(
        styles=numbered_styles(parts["styles"]),
        contents=_contents_styles(parts["styles"]),
        lists=lists_of(parts["numbering"]),
        counters=Counters(number_levels(parts["numbering"])),
        notes={**_notes(parts["footnotes"], "footnote"), **_notes(parts["endnotes"], "endnote")},
    )
    furniture = sorted(
        part for part in names if part.startswith(("word/header", "word/footer")) and part.endswith(".xml")
    )
    lines = [*reader.blocks(body)]
    for part in furniture:
        root = _part(archive, part.removeprefix("word/").removesuffix(".xml"), name)
        kind = "page_header" if "header" in part else "page_footer"
        if root is not None:
            lines += [Line(text=line.text, left_out=kind) for line in reader.blocks(root)]
    if not any(line.text.strip() and not line.left_out for line in lines):
        raise DocumentError(f"{name}: no text in the Word document; it may hold only pictures. Provide the text.")
    return source_of(lines, kind="docx")


def _part(archive: zipfile.ZipFile, part: str, name: str) -> "etree._Element | None":
    path = f"word/{part}.xml"
    try:
        if archive.getinfo(path).file_size > _MOST_BYTES:
            raise DocumentError(f"{name}: {path} unpacks to more than {_MOST_BYTES >> 20} MiB. Split the document.")
        with archive.open(path) as stream:
            data = stream.read(_MOST_BYTES + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser=parser)
    except KeyError:
        return None
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        IndexError,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        etree.XMLSyntaxError,
    ) as error:
        raise DocumentError(f"{name}: {path} cannot be read ({error}). Save it again, without a password.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(f"{name}: {path} declares a document type, which Word never does. Save it again in Word.")
    return root


@dataclass(slots=True)
class _Reader:
    """Walks the blocks of a part in order, counting numbers and notes as it goes."""

    styles: Mapping[str, tuple[str, int]]
    contents: frozenset[str]
    lists: Mapping[str, str]
    counters: Counters
    notes: Mapping[tuple[str, str], str]
    _marked: int = 0
    _frames: int = 0
    _pending: list[Line] = field(default_factory=list)

    def blocks(self, parent: "etree._Element") -> Iterator[Line]:
        """The lines of the paragraphs and tables of ``parent``."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                is_contents = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery") is not None
                for line in self.blocks(child):
                    yield replace(line, left_out="contents") if is_contents else line

    def _paragraph(self, paragraph: "etree._Element") -> Iterator[Line]:
        properties = paragraph.find(f"{W}pPr")
        style = value_of(properties, "pStyle") or ""
        text, hidden = self._text(paragraph)
        if text.strip():
            contents = "contents" if style in self.contents else None
            label = self._label(properties, style) if not contents else ""
            for place, line in enumerate(text.split("\n")):
                yield Line(text=line if place else f"{label}{line}", left_out=contents)
        if hidden.strip():
            yield Line(text=hidden, left_out="hidden")
        yield from self._notes_due()
        for box in paragraph.iter(f"{W}txbxContent"):
            # A box inside a box is read with the outer one.
            if not any(ancestor.tag in (_FALLBACK, f"{W}txbxContent") for ancestor in _between(box, paragraph)):
                yield from self._framed([box])

    def _framed(self, parts: "Iterable[etree._Element]") -> Iterator[Line]:
        """The lines of ``parts``, which one drawn frame surrounds."""
        self._frames += 1
        frame = self._frames
        for part in parts:
            yield from (replace(line, frame=frame) for line in self.blocks(part))

    def _label(self, properties: "etree._Element | None", style: str) -> str:
        own = None if properties is None else properties.find(f"{W}numPr")
        list_id, level = self.styles.get(style, ("", 0))
        if own is not None:
            list_id = value_of(own, "numId") or list_id
            level = number_of(value_of(own, "ilvl"), level)
        label = self.counters.next(self.lists.get(list_id, list_id), level) if list_id != "0" else ""
        return f"{label} " if label and label[-1] not in "、）).．" else label

    def _text(self, paragraph: "etree._Element") -> tuple[str, str]:
        """``(shown, hidden)``: the text of a paragraph's runs; hidden is what is deleted or formatted as hidden."""
        shown, hidden = list[str](), list[str]()
        stack = [(child, False) for child in reversed(paragraph)]
        while stack:
            element, gone = stack.pop()
            if element.tag in (f"{W}pPr", f"{W}rPr", f"{W}rt", f"{W}txbxContent", f"{W}instrText", _FALLBACK):
                continue
            if element.tag in (f"{W}del", f"{W}moveFrom"):
                gone = True
            elif element.tag == f"{W}r":
                gone = gone or is_on(element.find(f"{W}rPr/{W}vanish"))
            parts = hidden if gone else shown
            if element.tag == f"{W}r" and _is_raised(element):
                parts.append("^")  # 10⁴ is not 104, and a mark of a note no figure
            if element.tag in (f"{W}t", f"{W}delText", _MATH_TEXT):
                parts.append(element.text or "")
            elif element.tag in _CHARACTERS:
                parts.append(_CHARACTERS[element.tag])
            elif element.tag in (f"{W}footnoteReference", f"{W}endnoteReference") and not gone:
                parts.append(self._note(element))
            stack += [(child, gone) for child in reversed(element)]
        return "".join(shown), " ".join("".join(hidden).split())

    def _note(self, reference: "etree._Element") -> str:
        kind = "footnote" if "footnote" in reference.tag else "endnote"
        text = self.notes.get((kind, reference.get(f"{W}id", "")))
        if not text:
            return ""
        mark = CIRCLED[self._marked % len(CIRCLED)]
        self._marked += 1
        self._pending.append(Line(text=f"{mark}{text}"))
        return f" ^{mark}"

    def _notes_due(self) -> list[Line]:
        due = list(self._pending)
        self._pending.clear()
        return due

    def _table(self, table: "etree._Element") -> Iterator[Line]:
        rows = list(_inside(table, f"{W}tr"))
        if all(len(list(_inside(row, f"{W}tc"))) == 1 for row in rows):
            yield from self._framed(cell for row in rows for cell in _inside(row, f"{W}tc"))
            return
        after = [Line(text=text, left_out="hidden") for row in rows if _is_deleted(row) and (text := _plain(row))]
        rows = [row for row in rows if not _is_deleted(row)]
        grid, above = list[list[Cell]](), dict[int, str]()
        for row in rows:
            cells, column = list[Cell](), 0
            for cell in _inside(row, f"{W}tc"):
                properties = cell.find(f"{W}tcPr")
                across = min(max(number_of(value_of(properties, "gridSpan"), 1), 1), 100)
                inner = list(self.blocks(cell))
                text = " ".join(line.text for line in inner if not line.left_out).replace("\t", " ")
                after += [line for line in inner if line.left_out]
                merged = None if properties is None else properties.find(f"{W}vMerge")
                if merged is not None and merged.get(f"{W}val", "continue") == "continue":
                    text = above.get(column, text)
                above[column] = text
                cells.append(Cell(text=" ".join(text.split()), across=across))
                column += across
            grid.append(cells)
        yield from (Line(text="\t".join(row)) for row in rows_of(grid))
        yield from after


def _inside(parent: "etree._Element", tag: str) -> "Iterator[etree._Element]":
    """The children of ``parent`` with that tag, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _between(inner: "etree._Element", outer: "etree._Element") -> "Iterator[etree._Element]":
    """The elements that ``inner`` stands in, below ``outer``."""
    return takewhile(lambda element: element is not outer, inner.iterancestors())


def _is_deleted(row: "etree._Element") -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and (properties.find(f"{W}del") is not None or is_on(properties.find(f"{W}hidden")))


def _plain(element: "etree._Element") -> str:
    return " ".join("".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText")).split())


def _is_raised(run: "etree._Element") -> bool:
    """Whether a run with text of its own is set as superscript."""
    raised = value_of(run.find(f"{W}rPr"), "vertAlign") == "superscript"
    return raised and run.find(f"{W}t") is not None


def _contents_styles(styles: "etree._Element | None") -> frozenset[str]:
    every = [] if styles is None else list(styles.iter(f"{W}style"))
    names = ((style.get(f"{W}styleId", ""), (value_of(style, "name") or "").lower()) for style in every)
    return frozenset(identifier for identifier, name in names if name.startswith("toc "))


def _notes(part: "etree._Element | None", kind: str) -> dict[tuple[str, str], str]:
    """``(kind, id)`` → the text of a footnote or endnote; the separators that Word keeps among them left out."""
    return {
        (kind, note.get(f"{W}id", "")): " ".join("".join(t.text or "" for t in note.iter(f"{W}t")).split())
        for note in ([] if part is None else part.findall(f"{W}{kind}"))
        if note.get(f"{W}type") in (None, "normal")
    }
