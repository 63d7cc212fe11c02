"""What the repository says of itself holds: settings, container, versions, layout, texts."""

import json
import re
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import chain

import pytest

import index
import rag
import service
from index.embedding.static import SHIPPED_MODEL
from index.structure import PARSER_VERSION
from service.settings import Settings
from tests.conftest import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_every_setting_is_documented():
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(ZHANGJU_\w+)` \| (.*?) \|", page, re.MULTILINE))
    fields = Settings.model_fields
    assert set(rows) == {f"ZHANGJU_{name}".upper() for name in fields}
    for name, field in fields.items():
        assert field.description, name
        default = "" if field.default is None else f"`{field.default}`"
        assert rows[f"ZHANGJU_{name}".upper()] == default, name


@pytest.mark.parametrize("package", [index, rag, service])
def test_the_public_surface_is_what_is_listed(package):
    assert sorted(package.__all__) == list(package.__all__)
    for name in package.__all__:
        assert getattr(package, name)


def test_version_and_changelog_agree():
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest[1] == PYPROJECT["project"]["version"]


def test_every_dependency_is_pinned():
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    project = PYPROJECT["project"]
    wanted = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    assert {re.split(r"[<>=]", name)[0].lower() for name in wanted} <= pinned
    assert "torch==2.13.0" in project["optional-dependencies"]["models"]


def test_the_packages_are_those_there_are():
    inits = [
        ROOT.glob("*/__init__.py"),
        *(ROOT.glob(f"{name}/*/__init__.py") for name in ("index", "rag", "service", "eval")),
    ]
    found = {str(p.parent.relative_to(ROOT)).replace("/", ".") for p in chain.from_iterable(inits)}
    assert set(PYPROJECT["tool"]["setuptools"]["packages"]) == found | {"prompts"}


def test_every_path_the_container_copies_exists():
    copies = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    sources = [name for line in copies for name in line.split()[:-1]]
    assert len(sources) >= 10
    for name in sources:
        assert (ROOT / name).exists(), name
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not set(sources) & set(ignored)


def test_the_container_runs_unprivileged_and_is_probed():
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.count("FROM ") == 2
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_entrypoint_runs():
    command = json.loads(re.search(r"^ENTRYPOINT (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])
    assert command[0] == "python"
    done = subprocess.run([sys.executable, *command[1:], "--help"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


class _Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" and self.server.ready else 503)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.mark.parametrize(("ready", "code"), [(True, 0), (False, 1)])
def test_the_health_check_tells_ready_from_not(ready, code):
    command = json.loads(re.search(r"HEALTHCHECK [^\[]*CMD (\[.*?\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)[1])
    server = HTTPServer(("127.0.0.1", 0), _Ready)
    server.ready = ready
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    script = command[2].replace(":8000", f":{server.server_port}")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=20)
    server.shutdown()
    server.server_close()
    assert done.returncode == code


def test_files_stay_small():
    for path in tracked():
        if path.suffix == ".py" and path.exists():
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_no_path_of_a_machine_is_in_the_repository():
    pattern = re.compile(r"(?<![\w./])/(?:root|home|work|Users)/\w")
    for path in tracked():
        if (
            path.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".js", ".css", ".html", ".json", ""}
            and path.exists()
        ):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not pattern.search(text), path


def test_every_report_that_is_named_is_there():
    named = {
        match[0]
        for path in tracked()
        if path.suffix in (".py", ".md") and "CHANGELOG" not in path.name
        for match in re.finditer(r"(?:docs/)?reports/[a-z][a-z-]*(?=[/)`:;, .])", path.read_text(encoding="utf-8"))
    }
    folders = {name.removeprefix("docs/") for name in named} - {"reports/footprint"}
    assert folders >= {"reports/eval", "reports/retrieval"}
    assert not [name for name in sorted(folders) if not (ROOT / "docs" / name).is_dir()]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_quotes_the_reports(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    footprint = json.loads((ROOT / "docs/reports/footprint.json").read_text(encoding="utf-8"))
    report = json.loads((ROOT / "docs/reports/eval/report.json").read_text(encoding="utf-8"))["all"]
    assert f"{footprint['ready_s']:.1f} s" in text
    assert f"{footprint['resident_mb_ready']:.0f} MB" in text
    assert f"{footprint['ms_per_answer_over_http']:.1f} ms" in text
    assert f"{report['flawless']['count']}/{report['questions']}" in text
    for metric in ("citation_validity", "refused", "citation_precision", "faithfulness"):
        assert f"{100 * report['scores'][metric]['mean']:.0f} %" in text
    unseen = json.loads((ROOT / "docs/reports/eval-held-out/report.json").read_text(encoding="utf-8"))["all"]
    held_out = f"{unseen['flawless']['count']}/{unseen['questions']}; {100 * unseen['scores']['refused']['mean']:.0f} %"
    assert held_out in text.replace("；", "; ")
    beside = json.loads((ROOT / "docs/reports/baselines/report.json").read_text(encoding="utf-8"))[
        "ip_policy_test.jsonl"
    ]["systems"]
    for row in ("citation_recall", "citation_precision", "refused", "validity_notices"):
        assert " | ".join(f"{100 * of['scores'][row]['mean']:.0f} %" for of in beside.values()) in text, row
    assert " | ".join(str(of["flawless"]["count"]) for of in beside.values()) in text
    assert " | ".join(f"{of['cost']['characters_cited']:,.0f}" for of in beside.values()) in text
    speed = json.loads((ROOT / "docs/reports/speed/report.json").read_text(encoding="utf-8"))
    assert speed["embedder"] == SHIPPED_MODEL.name, "run python -m eval speed again"
    medians = (f"{speed['sizes'][size]['stages']['fused']['p50_ms']:.1f} ms" for size in ("56000", "1000000"))
    assert ", ".join(medians) in text
    structure = json.loads((ROOT / "docs/reports/structure/report.json").read_text(encoding="utf-8"))
    assert f"{structure['laws']:,}" in text
    assert text.count(f"{100 * structure['articles']['recall']:.3f} %") >= 1
    assert text.count(f"{100 * structure['articles']['precision']:.3f} %") >= 1
    assert structure["parser"] == PARSER_VERSION, "run python -m eval structure again"
    retrieval = json.loads((ROOT / "docs/reports/retrieval/report.json").read_text(encoding="utf-8"))
    stages = retrieval["groups"]["tuning"]["stages"]
    fused, lexical = (f"{100 * stages[name]['scores']['R@10']['mean']:.0f} %" for name in ("fused", "lexical"))
    assert f"{retrieval['passages']:,}" in text
    assert f"{fused} ({lexical})" in text.replace("（", " (").replace("）", ")")
    assert retrieval["embedder"] == SHIPPED_MODEL.name, "run python -m eval retrieval again"
    for command in ("make serve", "make test"):
        assert command in text
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
