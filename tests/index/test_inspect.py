"""What ``python -m index inspect`` says of a file."""

import json

import pytest

from index.cli import main
from tests.rendering import as_docx

LINES = ("某办法", "第一条 甲。", "第三条 违反第一条、第九条的。", f"第四条 {'乙' * 1600}。")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "某 办法.txt"
    file.write_text("\r\n".join(LINES))
    return file


def test_a_file_outside_any_corpus(path, capsys):
    assert main(["--corpus", "/no/such", "inspect", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "title                某办法   [0:3 '某办法']" in printed
    assert "document_number      —" in printed
    assert "art_3: 第三条 leaves numbers out after 1" in printed
    assert "art_4: 1605 characters in one clause" in printed
    assert "region: the text does not state it" in printed
    assert "  → 第一条: art_1" in printed
    assert "  → 第九条: unresolved" in printed


def test_the_same_for_machines(path, capsys):
    assert main(["inspect", str(path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["document"]["title"] == "某办法"
    assert found["document"]["origins"]["title"] == "0:3"
    assert [clause["eid"] for clause in found["clauses"]] == ["title", "art_1", "art_3", "art_4"]
    assert found["clauses"][2]["references"][1] == {"start": 10, "end": 13, "target": None}
    assert len(found["warnings"]) == 6


def test_a_file_of_another_format(tmp_path, capsys):
    file = tmp_path / "a.docx"
    file.write_bytes(as_docx(LINES))
    assert main(["inspect", str(file)]) == 0
    assert "art_4" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_says_why(tmp_path, capsys):
    file = tmp_path / "a.docx"
    file.write_bytes(b"PK\x03\x04 and no more")
    assert main(["inspect", str(file)]) == 1
    assert f"error: {file}: " in capsys.readouterr().err
