"""Markdown: marks off, nothing lost."""

import pytest

from index.formats import read_source


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("# 办法\n\n1. 甲\n2. 乙", ["办法", "1. 甲", "2. 乙"]),
        ("后文。[^1]又。\n\n[^1]: 参见要点。", ["后文。 ^①又。", "①参见要点。"]),
        ("见[官网][1]。\n\n[1]: http://example.com 说明", ["见[官网][1]。", "[1]: http://example.com 说明"]),
        ("| 指标 | 目标 |\n|---|---|\n|  | 5 |", ["指标\t目标", "\t5"]),
        ("```\n甲\n```", ["甲"]),
        ("**加强**保护<b>工作</b>。", ["加强保护工作。"]),
    ],
)
def test_lines(markdown, lines):
    source = read_source(markdown.encode(), "a.md")
    assert [line for line in source.text.split("\n") if line] == lines


def test_blocks_of_html_are_left_out_on_record():
    source = read_source("甲。\n\n<div>乙</div>\n\n丙。".encode(), "a.md")
    assert [source.text[left.start : left.end] for left in source.left_out] == ["<div>乙</div>"]
