"""Word: automatic numbers, merged cells, footnotes, text boxes, what is deleted or hidden."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from index.errors import DocumentError
from index.formats import read_source
from index.formats.numbering import Counters, NumberLevel, written
from index.formats.source import LeftOut
from index.formats.word_lists import numbered_styles


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def body_of(xml):
    """A .docx with ``xml`` as the content of its body."""
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    return saved(document)


def lines(data):
    return read_source(data, "a.docx").text.split("\n")


def numbered(*levels):
    """A .docx whose list 77 has ``levels`` of (format, text), with one paragraph each call of ``add``."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'{"<w:isLgl/>" * (place == 2)}<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (kind, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def add(text, level):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level), ("w:numId", 77)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            number.append(child)
        properties.append(number)

    return document, add


def test_automatic_numbers_are_read_as_they_are_shown():
    document, add = numbered(("chineseCounting", "第%1章"), ("chineseCounting", "%2、"), ("decimal", "%2.%3"))
    for text, level in [("总则", 0), ("目标", 1), ("指标", 2), ("任务", 1), ("措施", 2), ("附则", 0), ("解释", 1)]:
        add(text, level)
    assert lines(saved(document)) == [
        "第一章 总则",
        "一、目标",
        "1.1 指标",
        "二、任务",
        "2.1 措施",
        "第二章 附则",
        "一、解释",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (12, "decimal", "12"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (12, "decimalFullWidth", "１２"),
        (4, "decimalZero", "04"),
        (14, "lowerRoman", "xiv"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (2, "upperLetter", "B"),
        (25, "ideographDigital", "二五"),
        (10, "taiwaneseCountingThousand", "十"),
        (7, "someFormatToCome", "7"),
    ],
)
def test_number_formats(number, kind, text):
    assert written(number, kind) == text


def test_bullets_and_unknown_lists_have_no_label():
    counters = Counters({"a": {0: NumberLevel(format="bullet", text="·")}})
    assert counters.next("a", 0) == counters.next("b", 0) == counters.next("a", 3) == ""


def test_a_level_that_never_restarts_counts_on():
    levels = {
        0: NumberLevel(format="chineseCounting", text="第%1章"),
        1: NumberLevel(format="chineseCounting", text="第%2条", restarts_after=0),
    }
    counters = Counters({"law": levels})
    assert [counters.next("law", level) for level in (0, 1, 1, 0, 1)] == [
        "第一章",
        "第一条",
        "第二条",
        "第二章",
        "第三条",
    ]


def test_numbers_that_are_none_are_taken_for_the_usual():
    document, add = numbered(("decimal", "%1."))
    add("甲", "x")
    add("乙", "99999999999")
    assert lines(saved(document)) == ["1.甲", "2.乙"]


def test_merged_cells_are_repeated_so_that_each_row_reads_by_itself():
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in enumerate([("类别", "指标", "目标"), ("创造", "专利", "10"), ("", "商标", "20")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert lines(saved(document)) == ["类别\t指标\t目标", "创造\t专利\t10", "创造\t商标\t20"]


def test_a_table_of_one_column_is_a_frame_around_paragraphs():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "专栏1 重点工程"
    cell.add_paragraph("专利导航工程。")
    document.add_paragraph("框外的话。")
    assert lines(saved(document)) == ["专栏1 重点工程", "专利导航工程。", "框外的话。"]
    source = read_source(saved(document), "a.docx")
    assert [source.text[start:end] for start, end in source.frames] == ["专栏1 重点工程\n专利导航工程。"]


def test_text_boxes_are_read_once_and_deleted_and_hidden_text_is_left_out():
    box = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>框中的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    changed = (
        "<w:p><w:r><w:t>保留</w:t></w:r><w:del w:id='1'><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>增加</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    )
    source = read_source(body_of(box + changed), "a.docx")
    assert source.text.split("\n") == ["甲", "框中的话", "保留增加", "删去隐藏"]
    start = source.text.index("删去")
    assert source.left_out == (LeftOut(start=start, end=start + 4, kind="hidden"),)


def test_footnotes_stand_behind_their_paragraph_with_a_mark():
    data = body_of('<w:p><w:r><w:t>高价值专利</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>指下列之一。</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert lines(stream.getvalue()) == ["高价值专利 ^①", "①指下列之一。"]


def test_headers_footers_and_contents_are_left_out():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("第一章 总则 1", style="toc 1")
    document.add_paragraph("第一章 总则")
    source = read_source(saved(document), "a.docx")
    assert {source.text[s.start : s.end]: s.kind for s in source.left_out} == {
        "第一章 总则 1": "contents",
        "内部资料": "page_header",
    }


def test_raised_characters_are_no_part_of_a_figure():
    document = docx.Document()
    paragraph = document.add_paragraph("专利1200")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run("件。")
    assert lines(saved(document)) == ["专利1200^1件。"]


def test_rows_in_content_controls_are_read_and_deleted_ones_left_out():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{cell}{cell}</w:tr>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell}{cell}</w:tr>".format("旧", "3")
    controlled = f"<w:sdt><w:sdtContent>{row.format('专利', '5')}</w:sdtContent></w:sdt>"
    table = f"<w:tbl>{row.format('指标', '值')}{controlled}{deleted}</w:tbl>"
    source = read_source(body_of(f"<w:p><w:r><w:t>甲</w:t></w:r></w:p>{table}"), "a.docx")
    left = [source.text[each.start : each.end] for each in source.left_out]
    assert (source.text.split("\n")[:3], left) == (["甲", "指标\t值", "专利\t5"], ["旧3"])


def test_a_box_inside_a_box_is_read_once():
    def box(inner):
        return f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"

    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r>{}</w:p>"
    nested = paragraph.format("三", "")
    for text in ("二", "一"):
        nested = paragraph.format(text, box(nested))
    assert read_source(body_of(nested), "a.docx").text.split("\n") == ["一", "二", "三"]
    for number in range(24):
        nested = paragraph.format(number, box(nested))
    assert len(read_source(body_of(nested), "a.docx").text.split("\n")) == 27


def test_a_text_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("index.formats._MOST_CHARACTERS", 3)
    with pytest.raises(DocumentError, match="longer than 3 characters"):
        read_source(body_of("<w:p><w:r><w:t>一二三四</w:t></w:r></w:p>"), "a.docx")


def test_a_style_is_numbered_as_the_one_it_is_based_on():
    based = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n - 1}"/></w:style>' for n in range(1, 5_000))
    first = (
        '<w:style w:styleId="s0"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    found = numbered_styles(parse_xml(f"<w:styles {nsdecls('w')}>{first}{based}</w:styles>"))
    assert found["s9"] == ("7", 1)
    assert "s4000" not in found
