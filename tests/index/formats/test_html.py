"""Web pages: the main column, hidden text, tables, the encodings that portals use."""

import pytest

from index.formats import read_source
from index.structure.reading import read


def page(body, head='<meta charset="utf-8">'):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def shown(body):
    return read(read_source(page(body).encode(), "a.html")).text.split("\n")


LONG = "为了促进知识产权的创造和运用，制定本办法。" * 5


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f'<div class="menu"><a>首页</a></div><div class="TRS_Editor"><p>{LONG}</p></div>', [LONG]),
        (f'<h1>关于测试的通知</h1><div id="zoom"><p>{LONG}</p></div><div>相关链接</div>', ["关于测试的通知", LONG]),
        (f"<div><div><a>菜单</a></div><div><p>一、目标</p><p>{LONG}</p></div></div>", ["一、目标", LONG]),
        (f"<div>{LONG}<br>某某市人民政府<br/>2024年1月1日</div>", [LONG, "某某市人民政府", "2024年1月1日"]),
        (f'<article>{LONG}<p style="display: none">隐藏</p><p hidden>藏</p></article>', [LONG]),
        ("<article><ol start=3><li>甲</li><li>乙</li></ol></article>", ["3.甲", "4.乙"]),
        ("<article><table><tr><td rowspan=2>甲<td>1<tr><td>2</table></article>", ["甲\t1", "甲\t2"]),
        ("<article><table><tr><td colspan=2>总<td>1<tr><td>a<td>b<td>c</table></article>", ["总\t总\t1", "a\tb\tc"]),
        (f"<table><tr><td><p>一、目标</p><p>{LONG}</p></td></tr></table>", ["一、目标", LONG]),
    ],
)
def test_what_a_visitor_reads(body, lines):
    assert shown(body) == lines


def test_what_is_left_out_is_on_record():
    source = read_source(page(f"<nav>菜单</nav><article>{LONG}<i hidden>藏</i></article><div>旁边</div>").encode(), "a")
    assert {source.text[s.start : s.end]: s.kind for s in source.left_out} == {
        "菜单": "page_furniture",
        "藏": "hidden",
        "旁边": "beside_main",
    }


@pytest.mark.parametrize(
    ("encoding", "head"),
    [("gb18030", '<meta charset="gb2312">'), ("gb18030", ""), ("utf-8", ""), ("utf-8", '<meta charset="utf-8">')],
)
def test_encodings(encoding, head):
    source = read_source(page(f"<p>{LONG}</p>", head).encode(encoding), "a.html")
    assert LONG in source.text


def lines_of(page):
    source = read_source(page.encode(), "a.html")
    out = {(left.start, left.end) for left in source.left_out}
    kept, position = list[str](), 0
    for line in source.text.split("\n"):
        if (position, position + len(line)) not in out:
            kept.append(line)
        position += len(line) + 1
    return kept


def test_a_title_in_two_lines_a_number_and_facts_above_the_main_column():
    page = (
        "<!DOCTYPE html><html><body><div class=nav>首页</div><h2 class=title>四川省人民政府<br>关于加强专利工作的意见</h2>"
        "<p>川府发〔2020〕5号</p><table><tr><td>发文机关</td><td>四川省人民政府</td><td>发布日期</td><td>2020-03-05</td></tr></table>"
        "<div>分享到微信</div><div class=TRS_Editor><p>各市人民政府：</p>"
        "<p>一、加强专利创造、运用、保护、管理和服务，推动高质量发展。</p></div><div>相关链接</div></body></html>"
    )
    assert lines_of(page) == [
        *(
            "四川省人民政府关于加强专利工作的意见",
            "川府发〔2020〕5号",
            "发文机关：四川省人民政府",
            "发布日期：2020-03-05",
        ),
        *("各市人民政府：", "一、加强专利创造、运用、保护、管理和服务，推动高质量发展。"),
    ]


def test_hidden_words_do_not_break_the_sentence_they_stand_in():
    page = '<html><body><p>（一）加强<span style="display:none">水印</span>研发。</p></body></html>'
    assert lines_of(page) == ["（一）加强研发。"]
    source = read_source(page.encode(), "a.html")
    assert [source.text[left.start : left.end] for left in source.left_out] == ["水印"]


def test_raised_characters_are_no_part_of_a_figure():
    assert lines_of("<html><body><p>装机10<sup>4</sup>千瓦。</p></body></html>") == ["装机10^4千瓦。"]


def test_a_caption_and_notes_that_span_a_table_are_said_once():
    cells = "<tr><td colspan=2>专栏2 指标</td></tr><tr><td>指标</td><td>目标</td></tr><tr><td>专利</td><td>5</td></tr>"
    page = f"<html><body><p>一、甲</p><table>{cells}<tr><td colspan=2>注：含外观设计。</td></tr></table></body></html>"
    assert lines_of(page) == ["一、甲", "专栏2 指标", "指标\t目标", "专利\t5", "注：含外观设计。"]


def test_deep_and_damaged_pages_are_read_to_their_end():
    deep = "".join(f"<p><font>第{number}段" for number in range(400))
    assert lines_of(f"<html><body>{deep}</body></html>")[-1] == "第399段"
    damaged = "<html><body><p>第一段</p><p>甲@乙</p><p>末段</p></body></html>".encode("gb18030").replace(
        b"@", b"\xff\x20"
    )
    text = read_source(damaged, "a.html").text
    assert text.startswith("第一段")
    assert text.endswith("末段")


def test_a_page_inside_a_form_is_a_page():
    page = "<html><body><form id=f><h1>某办法</h1><p>第一条 甲。</p></form><footer>主办单位</footer></body></html>"
    assert lines_of(page) == ["某办法", "第一条 甲。"]


def test_header_and_footer_of_an_article_are_its_own():
    page = (
        "<html><body><header>网站</header><article><header><h1>某办法</h1></header><p>第一条 甲，乙，丙，丁，戊。</p>"
        "<footer>某某局</footer></article></body></html>"
    )
    assert lines_of(page) == ["某办法", "第一条 甲，乙，丙，丁，戊。", "某某局"]


def test_cells_show_what_a_visitor_sees():
    page = (
        "<html><body><p>一、甲</p><table><caption>表1 目标</caption><tfoot><tr><td>合计</td><td>9</td></tr></tfoot>"
        "<tr><th>指标</th><th>值</th></tr><tr><td>专利</td><td><p>10</p><p>20</p></td></tr>"
        '<tr><td>商标<script>x</script></td><td>100<span style="display:none">999</span></td></tr>'
        '<tr style="display:none"><td>隐</td><td>藏</td></tr></table></body></html>'
    )
    assert lines_of(page) == ["一、甲", "表1 目标", "指标\t值", "专利\t10 20", "商标\t100", "合计\t9"]
    source = read_source(page.encode(), "a.html")
    assert [source.text[left.start : left.end] for left in source.left_out] == ["999", "隐藏"]
