"""A run written down: figures over all and by tag, the scores of every case, and in full what was not right."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.bootstrap import written
from eval.errors import DatasetError, ReportError
from eval.json_lines import read_lines, write_lines
from eval.line_store import fingerprint
from eval.metrics.scores import METRICS, label
from eval.report_files import write_files
from eval.runs.figures import figures, flawless, latency, scores
from eval.runs.html import page
from eval.runs.mistakes import mistake_of
from eval.runs.outcome import AS_OF, Outcome
from eval.runs.provenance import provenance
from index.search import ClauseIndex

FORMAT = 3
_CASES = "cases.jsonl"
_OF_A_TAG = ("answered", "citation_recall", "citation_precision", "faithfulness", "required_strings", "refused")
Report = Mapping[str, Any]


def make_report(
    outcomes: Sequence[Outcome],
    identity: Mapping[str, str],
    dataset: Path,
    index: ClauseIndex,
    *,
    figures_only: bool = False,
) -> Report:
    """The report as JSON values; ``figures_only`` leaves out questions and answers, so that nobody tunes to them.

    All but ``made`` is the same whenever the same system is asked the same.
    """
    tags = sorted({tag for outcome in outcomes for tag in outcome.case.tags})
    return {
        "format": FORMAT,
        "dataset": {"name": dataset.name, "sha256": hashlib.sha256(dataset.read_bytes()).hexdigest()},
        "as_of": AS_OF.isoformat(),
        "system": dict(identity),
        "all": figures(outcomes),
        "by_tag": {tag: _of_tag([o for o in outcomes if tag in o.case.tags]) for tag in tags},
        "cases": {outcome.case.id: _scores(outcome) for outcome in outcomes},
        "not_right": [] if figures_only else [_case(o, index) for o in outcomes if not o.is_flawless],
        "made": {**provenance(index.generation), "latency": latency(outcomes)},
    }


def write_report(report: Report, folder: Path) -> Path:
    """Write ``report.json``, ``cases.jsonl``, ``report.md`` and ``report.html`` into ``folder``; the path of the page.

    A report that is there already and says the same keeps the moment at which it was first made.
    """
    if (old := _read(folder)) and _lasting(old) == _lasting(report):
        report = {**report, "made": old["made"]}
    write_files({name: value for name, value in report.items() if name != "cases"}, _markdown(report), folder)
    write_lines(folder / _CASES, ({"id": identifier, **case} for identifier, case in report["cases"].items()))
    path = folder / "report.html"
    path.write_text(page(report), encoding="utf-8")
    return path


def read_report(folder: Path) -> Report:
    """The report in ``folder``.

    Raises:
        ReportError: There is none, or one of another format.
    """
    found = _read(folder)
    if found is None:
        raise ReportError(f"{folder}: holds no report of this format. Make one: python -m eval run --out {folder}.")
    return found


def _read(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        cases = {case.pop("id"): case for _, case in read_lines(folder / _CASES, "scores of cases")}
    except (OSError, ValueError, KeyError, DatasetError):
        return None
    return {**found, "cases": cases} if isinstance(found, dict) and found.get("format") == FORMAT else None


def _lasting(report: Report) -> Any:
    """All of ``report`` but when and where it was made, as it is once read back."""
    return json.loads(json.dumps({name: value for name, value in report.items() if name != "made"}))


def _of_tag(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {"questions": len(outcomes), "flawless": flawless(outcomes), "scores": scores(outcomes, _OF_A_TAG)}


def _scores(outcome: Outcome) -> dict[str, Any]:
    """What there is to compare of a case; nothing of what it asks."""
    return {
        "asked": fingerprint({"question": outcome.case.conversation})[:12],
        "flawless": outcome.is_flawless,
        "status": outcome.response.status,
        "confidence": None if outcome.response.confidence is None else round(outcome.response.confidence, 4),
        "scores": {name: round(value, 4) for name, value in outcome.scores.items()},
    }


def _case(outcome: Outcome, index: ClauseIndex) -> dict[str, Any]:
    case, response = outcome.case, outcome.response
    return {
        "id": case.id,
        "question": case.question,
        "history": [turn.question for turn in case.history],
        "tags": list(case.tags),
        "mistake": mistake_of(outcome),
        "wanted": {
            "gold": [[_clause(identifier, index) for identifier in group] for group in case.gold],
            "required": list(case.required),
            "forbidden": list(case.forbidden),
            "reason": case.reason,
        },
        "given": {
            "status": response.status,
            "reason": response.reason,
            "text": response.text,
            "cited": [
                {**_clause(identifier, index), "number": citation.number, "text": citation.text}
                for citation in response.citations
                for identifier in citation.clause_ids[:1]
            ],
            "error": response.error,
        },
    }


def _clause(identifier: str, index: ClauseIndex) -> dict[str, Any]:
    clause = index.clause(identifier)
    if clause is None:
        return {"id": identifier, "address": "", "text": ""}
    document = index.documents[clause.document_id]
    return {"id": identifier, "address": f"{document.name} {clause.address}", "text": clause.reading[:400]}


def _markdown(report: Report) -> str:
    found, system, made = report["all"], report["system"], report["made"]
    lines = [
        "# Evaluation",
        "",
        f"Dataset `{report['dataset']['name']}` (sha256 `{report['dataset']['sha256'][:12]}…`), system "
        + ", ".join(f"{name} `{_short(str(value))}`" for name, value in system.items())
        + f"; validity as of {report['as_of']}, commit `{_commit(made['git'])}`. "
        "The page beside this one shows it all: `report.html`.",
        "",
        f"**{found['flawless']['count']} of {found['questions']} questions without fault** "
        f"({written(found['flawless'])}); {found['failed']} could not be asked.",
        "",
        "| | mean, 95 % interval | questions | share of |",
        "|---|---|---|---|",
    ]
    lines += [f"| {label(n)} | {written(v)} | {v['n']} | {METRICS[n]} |" for n, v in found["scores"].items()]
    refusal, selective, cost = found["refusal"], found["selective"], found["cost"]
    lines += [
        f"| refusals, F1 | {written(refusal['f1'])} | {found['questions']} | precision "
        f"{written(refusal['precision'])}, recall as refused |",
        f"| false refusals | {written(refusal['false'])} | {found['answerable']} | answerable questions refused |",
        f"| coverage | {written(selective['coverage'])} | {found['questions']} | questions answered |",
        f"| risk | {written(selective['risk'])} | {found['questions']} | answers that cite no gold clause, or to what is not "
        "said |",
    ]
    if "aurc" in selective:
        lines.append(f"| AURC | {selective['aurc']:.3f} | {found['questions']} | area under the risk–coverage curve |")
    if cost["citations"] is not None:
        lines += [
            "",
            f"An answer has {cost['characters_said']} characters and {cost['citations']} citations of "
            f"{cost['characters_cited']} characters together, on average.",
        ]
    lines += [
        "",
        "What goes wrong: " + (", ".join(f"{n} {what}" for what, n in found["mistakes"].items()) or "nothing") + ".",
    ]
    lines += ["", f"| | questions | without fault | {' | '.join(map(label, _OF_A_TAG))} |"]
    lines += [f"|---|---|---|{'---|' * len(_OF_A_TAG)}"]
    for tag, row in report["by_tag"].items():
        cells = [_cell(row["scores"].get(name)) for name in _OF_A_TAG]
        lines.append(f"| {tag} | {row['questions']} | {row['flawless']['count']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _commit(git: Mapping[str, Any]) -> str:
    return (git["commit"] or "none")[:12] + (" with changes" if git["changed"] else "")


def _short(value: str) -> str:
    return f"{value[:12]}…" if len(value) == 64 else value


def _cell(value: Mapping[str, float] | None) -> str:
    return "–" if value is None else f"{value['mean']:.2f}"
