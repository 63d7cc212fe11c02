"""Pictures of pages: what is recognised in them, and that it is flagged."""

import io
import re
import sys
from pathlib import Path

import pytest
from PIL import Image
from reportlab.platypus import SimpleDocTemplate, Table

from index.corpus import SourceFile
from index.errors import DocumentError
from index.formats import read_source
from index.parse import parse_file
from index.structure.reading import read
from index.text import fold
from tests.index.formats.test_every_format import BLOCKS, PLAIN, tree
from tests.rendering import as_pdf, as_scan


def squeezed(text):
    """The tree of ``text`` without what a picture does not show: spaces, and the width of a bracket."""
    return [(eid, fold(re.sub(r"\s", "", heading or "")), fold(text)) for eid, heading, text in tree(text)]


@pytest.mark.parametrize("kind", ["PDF", "PNG", "TIFF"])
def test_a_scan_gives_the_tree_of_the_plain_text(kind):
    source = read_source(as_scan(BLOCKS, kind), "a.bin")
    assert source.recognised
    assert squeezed(read(source).text) == squeezed(PLAIN)
    assert {each.kind for each in source.left_out} <= {"page_header", "page_footer", "page_number"}


def test_a_document_read_off_a_scan_says_so():
    data = as_scan(BLOCKS, "PNG")
    ((document, _),) = parse_file(SourceFile(id="d", path=Path("a.png"), data=data, sha256=""))
    assert document.recognised
    text = PLAIN.encode()
    assert not parse_file(SourceFile(id="d", path=Path("a.txt"), data=text, sha256=""))[0][0].recognised


@pytest.mark.parametrize(("kind", "said"), [("PDF", "no text in the PDF"), ("PNG", "no text is recognised")])
def test_a_blank_page_is_refused(kind, said):
    stream = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(stream, kind)
    with pytest.raises(DocumentError, match=said):
        read_source(stream.getvalue(), "a.bin")


def test_what_cannot_be_read_for_sure_is_left_out_on_record(monkeypatch):
    from index.formats import ocr

    monkeypatch.setattr(ocr, "_SURE", 1.1)
    with pytest.raises(DocumentError, match="no text is recognised"):
        read_source(as_scan(BLOCKS, "PNG"), "a.png")


@pytest.mark.parametrize(("kind", "said"), [("PDF", "page 1 is a scan"), ("PNG", "needs the package")])
def test_without_the_extra_a_scan_is_refused_with_the_remedy(monkeypatch, kind, said):
    data = as_scan(BLOCKS, kind)
    monkeypatch.delitem(sys.modules, "index.formats.ocr", raising=False)
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(DocumentError, match=said) as raised:
        read_source(data, "a.bin")
    assert "pip install 'zhangju[ocr]'" in str(raised.value)


def test_merged_cells_of_a_pdf_are_repeated():
    as_pdf(["字体"])  # registers the font
    style = [("GRID", (0, 0), (-1, -1), 1, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 12)]
    style += [("SPAN", (0, 1), (0, 2)), ("SPAN", (1, 0), (2, 0))]
    stream = io.BytesIO()
    rows = [["类别", "指标和目标", ""], ["创造", "专利", "10"], ["", "商标", "20"]]
    SimpleDocTemplate(stream).build([Table(rows, style=style)])
    assert read_source(stream.getvalue(), "a.pdf").text.splitlines() == [
        "类别\t指标和目标\t指标和目标",
        "创造\t专利\t10",
        "创造\t商标\t20",
    ]
