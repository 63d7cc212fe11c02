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
