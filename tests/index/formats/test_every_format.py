"""The same document in every format reads the same; a file that cannot be read says what to do."""

import io
import re
import zipfile

import pytest

from index.errors import DocumentError
from index.formats import LARGEST_FILE, read_source
from index.structure import parse
from index.structure.reading import read, undo
from tests.rendering import as_docx, as_html, as_markdown, as_pdf

BLOCKS = (
    "某市知识产权促进办法",
    "第一章 总则",
    "第一条 为了促进知识产权的创造和运用，鼓励发明创造，推动发明创造的应用，提高创新能力，根据有关法律，制定本办法。",
    "本市行政区域内的有关活动，适用本办法。",
    "第二条 市人民政府应当采取下列措施：",
    "（一）设立专项资金；",
    "（二）完善服务体系，为企业、高等学校、科研院所以及其他单位和个人提供公益性、便利化的知识产权公共服务。",
    "第二章 目标",
    "第三条 主要目标如下表所列。",
    (("指标", "单位", "2025年目标值"), ("质押融资登记金额", "亿元", "120"), ("社会满意度", "%", "80")),
    "第四条 本办法自2025年1月1日起施行。",
)
PLAIN = "\n".join(block if isinstance(block, str) else "\n".join("\t".join(row) for row in block) for block in BLOCKS)
RENDERED = {"docx": as_docx, "html": as_html, "md": as_markdown, "pdf": as_pdf}


def tree(text):
    return [(clause.eid, clause.heading, re.sub(r"\s", "", clause.text)) for clause in parse(text, "d")]


@pytest.mark.parametrize("suffix", RENDERED)
def test_every_format_gives_the_tree_of_the_plain_text(suffix):
    source = read_source(RENDERED[suffix](BLOCKS), f"a.{suffix}")
    reading = read(source)
    assert source.format == suffix
    assert tree(reading.text) == tree(read(read_source(PLAIN.encode(), "a.txt")).text)
    assert undo(reading.text, reading.repairs) == source.text


FRAMED = (
    "某市专利规划",
    "一、重点任务",
    "（一）加强创造。推动创新主体提升专利质量。",
    (("专栏1 专利工程\n专利导航工程。建设专利导航服务基地，面向重点产业开展专利导航。\n1.培育。\n2.转化。",),),
    "各区县应当根据本地实际组织实施。",
    "（二）加强保护。",
)


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_a_box_ends_where_its_frame_does(suffix):
    reading = read(read_source(RENDERED[suffix](FRAMED), f"a.{suffix}"))
    clauses = {clause.eid: clause.text for clause in parse(reading.text, "d", frames=reading.frames)}
    box = "h1_1__h2_1__box_1"
    assert clauses[f"{box}__p_1"].startswith("专利导航工程。")
    assert clauses[f"{box}__h3_2"] == "2.转化。"
    assert clauses["h1_1__h2_1__p_2"] == "各区县应当根据本地实际组织实施。"
    assert clauses["h1_1__h2_2"] == "（二）加强保护。"


@pytest.mark.parametrize("suffix", RENDERED)
def test_the_content_tells_the_format_and_not_the_name(suffix):
    if suffix != "md":  # which nothing but the name tells
        assert read_source(RENDERED[suffix](BLOCKS), "a.txt").format == suffix


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
BOMB = "0" * (257 * 1024 * 1024)
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + WORD.format("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.docx", b" \n", "empty"),
        ("a.txt", b"\x00\x01\xff" * 9, "UTF-8 or GB18030"),
        ("a.txt", b"x" * (LARGEST_FILE + 1), "larger than 64 MiB"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "Save it as .docx"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "Save it as .docx"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "picture cannot be read"),
        ("a.ofd", zipped(OFD_xml="<x/>"), "Export it as PDF or .docx"),
        ("a.docx", zipped(x="y"), "without a Word document"),
        ("a.docx", b"PK\x03\x04" + b"\xff" * 99, "damaged .docx"),
        ("a.docx", zipped(word__document_xml="<not closed"), "cannot be read"),
        ("a.docx", zipped(word__document_xml=BOMB), "unpacks to more than"),
        ("a.docx", zipped(word__document_xml=ENTITY), "document type"),
        ("a.docx", zipped(word__document_xml=WORD.format("")), "no text"),
        ("a.docx", zipped(word__document_xml="<x/>"), "no body"),
        (
            "a.html",
            b"<!DOCTYPE html><html><body><script>document.write('x')</script></body></html>",
            "no text in the page",
        ),
        ("a.html", b"<html><body>" + b"<div>" * 10_000 + "文".encode() + b"</body></html>", "to its end"),
        ("a.pdf", b"%PDF-1.7\nrubbish", "damaged PDF"),
        ("a.pdf", as_pdf(["正文"], password="p"), "locked with a password"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(name, data, said):
    with pytest.raises(DocumentError, match=said) as raised:
        read_source(data, name)
    assert str(raised.value).startswith(f"{name}: ")


@pytest.mark.parametrize("suffix", ["docx", "pdf", "html"])
def test_damage_anywhere_is_an_error_or_a_text_and_never_a_crash(suffix):
    whole = RENDERED[suffix](BLOCKS)
    step = max(1, len(whole) // 60)
    for place in range(0, len(whole), step):
        for damaged in (whole[:place], whole[:place] + b"\x00\xff\x41" + whole[place + 3 :]):
            try:
                reading = read(read_source(damaged, "a"))
            except DocumentError:
                continue
            parse(reading.text, "d")
