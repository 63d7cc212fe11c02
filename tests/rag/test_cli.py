import json

import pytest

from rag.cli import main


@pytest.fixture(autouse=True)
def _environment(monkeypatch, snapshots):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))


@pytest.mark.parametrize(
    ("arguments", "code", "out"),
    [
        (["ask", "成都示范项目能拿多少钱"], 0, "[1] 成都市知识产权局意见（成知发〔2024〕3号） 五、 (二) 第1段"),
        (["ask", "上海的专利补贴标准"], 3, "不在收录范围内"),
        (["ask", "专利申请费多少钱"], 3, "相近条款"),
        (["ask", "质押融资", "--region", "500000", "--as-of", "2020-01-01"], 0, "【重庆】"),
    ],
)
def test_ask(capsys, arguments, code, out):
    assert main(arguments) == code
    assert out in capsys.readouterr().out


def test_json(capsys):
    assert main(["ask", "成都示范项目能拿多少钱", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["citations"][0]["clause"]["id"] == "cd-opinion-2024/h1_5__h2_2__p_1"


def test_errors_are_one_line(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(tmp_path))
    assert main(["ask", "好"]) == 1
    assert "python -m index build" in capsys.readouterr().err
    monkeypatch.setenv("ZHANGJU_GENERATOR_MAX_TOKENS", "x")
    assert main(["ask", "好"]) == 1
    assert "ZHANGJU_GENERATOR_MAX_TOKENS" in capsys.readouterr().err
