"""Reading in a process of its own: the same result, within bounds."""

import pytest

from index.errors import DocumentError
from index.formats import read_source
from index.formats.isolated import read_isolated
from index.inspect import source_to_inspect
from index.parse import parse_file
from tests.index.formats.test_every_format import FRAMED
from tests.rendering import as_docx, as_html, as_pdf, as_scan


@pytest.mark.parametrize("render", [as_docx, as_html, as_pdf])
def test_the_same_source_as_in_this_process(render):
    data = render(FRAMED)
    assert read_isolated(data, "a.bin") == read_source(data, "a.bin")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_the_same_refusal_as_in_this_process(data):
    with pytest.raises(DocumentError) as here:
        read_source(data, "a.bin")
    with pytest.raises(DocumentError) as there:
        read_isolated(data, "a.bin")
    assert str(here.value) == str(there.value)


def test_time_is_bounded():
    with pytest.raises(DocumentError, match=r"more than 1 s|exit -"):
        read_isolated(as_scan(FRAMED, "PNG"), "a.png", seconds=1)


def test_memory_is_bounded():
    with pytest.raises(DocumentError, match="most likely for memory"):
        read_isolated(as_docx(["甲"]), "a.docx", memory=32 << 20)


def test_a_file_of_very_many_lines_is_refused(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("第一条 甲。\n" * 100_002, encoding="utf-8")
    with pytest.raises(DocumentError, match="lines"):
        parse_file(source_to_inspect(str(path), tmp_path))
