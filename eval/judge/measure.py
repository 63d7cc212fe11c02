"""What a judge says of answers, and how far judge, metrics and readers agree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from eval.bootstrap import interval, rounded, written
from eval.cases.case import Case
from eval.errors import DatasetError, TargetError
from eval.judge.agreement import Agreement, agreement
from eval.judge.judge import Item, Judge, judge_all
from eval.judge.labels import ASPECTS, Labelled, Labels, by_metrics, share
from eval.line_store import LineStore, fingerprint
from eval.metrics.scores import scores_of
from eval.report_files import write_files
from eval.response import Cited, Response
from eval.runs.records import Quotation, Record
from index.search import ClauseIndex

Ask = Callable[[Sequence[Item]], Sequence[Labels | None]]
"""Items in, their labels out."""


def asker(judge: Judge, address: str, folder: Path, *, at_once: int, progress: Callable[[], object]) -> Ask:
    """``judge`` as a function that keeps its labels in ``folder``, by model, address and prompt."""
    identity = {"judge": judge.id, "address": address, "prompt": judge.prompt_sha256}
    store = LineStore(folder / f"{fingerprint(identity)[:24]}.jsonl")

    def ask(items: Sequence[Item]) -> Sequence[Labels | None]:
        found = judge_all(items, judge, store, at_once=at_once, progress=progress)
        if items and not any(found):
            raise TargetError(f"{judge.id}: gave no labels to any of {len(items)} answers: {judge.last_error}")
        return found

    return ask


def agreements(
    labelled: Sequence[Labelled], cases: Mapping[str, Case], index: ClauseIndex, as_of: date, ask: Ask | None
) -> dict[str, Any]:
    """By aspect how far the readers agree with each other, and with them, where they do, the metrics and the judge.

    Raises:
        DatasetError: A label is of a case that there is not.
    """
    if missing := [each.id for each in labelled if each.id not in cases]:
        raise DatasetError(f"the labels name the case {missing[0]}, which the dataset does not have.")
    ours = [by_metrics(scores_of(_response(each), cases[each.id], index, as_of)) for each in labelled]
    theirs = ask([_item(each, cases[each.id]) for each in labelled]) if ask else []
    return {
        "answers": len(labelled),
        "aspects": {
            aspect: {
                "readers": asdict(_readers(labelled, aspect)),
                "metrics and readers": asdict(_with_readers(labelled, ours, aspect)),
                **({"judge and readers": asdict(_with_readers(labelled, theirs, aspect))} if ask else {}),
                **({"judge and metrics": asdict(_both(theirs, ours, aspect))} if ask else {}),
            }
            for aspect in ASPECTS
        },
        "metrics differ from readers": [
            {
                "id": each.id,
                "system": each.system,
                "aspect": aspect,
                "readers": agreed,
                "metrics": getattr(mine, aspect),
            }
            for each, mine in zip(labelled, ours, strict=True)
            for aspect in ASPECTS
            if (agreed := each.agreed(aspect)) is not None and agreed != getattr(mine, aspect)
        ],
    }


def judged(said: Sequence[Record], ask: Ask) -> dict[str, Any]:
    """What the judge says of the answers of a run, with intervals, and how far that agrees with the metrics."""
    answered = [one for one in said if one.status in ("answered", "partial")]
    found = list(ask([item_of(one.question, one.answer, one.citations, one.reference) for one in answered]))
    ours = [by_metrics(one.scores) for one in answered]
    given = [labels for labels in found if labels is not None]
    return {
        "answers": len(answered),
        "without labels": len(found) - len(given),
        "aspects": {
            aspect: {
                **rounded(interval([share([labels], aspect) for labels in given])),
                "judge and metrics": asdict(_both(found, ours, aspect)),
            }
            for aspect in ASPECTS
        },
    }


def write_agreements(found: Mapping[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` of :func:`agreements` into ``folder``; the path of the latter."""
    pairs = list(next(iter(found["aspects"].values())))
    lines = [
        "# Metrics and judge against readers",
        "",
        f"{found['answers']} answers, labelled by two readers who knew neither each other's labels nor which system said what. "
        "Given is the share labelled alike and Cohen's kappa; against the readers, over the answers that both labelled alike. "
        "The answers are quotations, and quotations altered on purpose: how metrics fare with a model's own words they do not "
        "tell.",
        "",
        f"| | {' | '.join(pairs)} |",
        f"|---|{'---|' * len(pairs)}",
    ]
    for aspect, row in found["aspects"].items():
        lines.append(f"| {aspect} | {' | '.join(_cell(row[pair]) for pair in pairs)} |")
    differing = found["metrics differ from readers"]
    lines += ["", f"Where the metrics differ from the readers ({len(differing)}):", ""]
    lines += [
        f"- {each['id']}, {each['system']}: {each['aspect']} {each['readers']}, by the metrics {each['metrics']}"
        for each in differing
    ]
    return write_files(dict(found), "\n".join(lines) + "\n", folder)


def write_judged(found: Mapping[str, Any], title: str, folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` of :func:`judged` into ``folder``; the path of the latter."""
    lines = [
        f"# {title}",
        "",
        f"{found['answers']} answers, {found['without labels']} without labels. An opinion, and no gate.",
        "",
        "| | judged, 95 % interval | judge and metrics alike, κ |",
        "|---|---|---|",
    ]
    for aspect, row in found["aspects"].items():
        lines.append(f"| {aspect} | {written(row)} | {_cell(row['judge and metrics'])} |")
    return write_files(dict(found), "\n".join(lines) + "\n", folder)


def _readers(labelled: Sequence[Labelled], aspect: str) -> Agreement:
    pairs = [each.labels[:2] for each in labelled if len(each.labels) >= 2]
    return agreement([getattr(one, aspect) for one, _ in pairs], [getattr(other, aspect) for _, other in pairs])


def _with_readers(labelled: Sequence[Labelled], labels: Sequence[Labels | None], aspect: str) -> Agreement:
    pairs = [
        (agreed, getattr(given, aspect))
        for each, given in zip(labelled, labels, strict=True)
        if given is not None and (agreed := each.agreed(aspect)) is not None
    ]
    return agreement([one for one, _ in pairs], [other for _, other in pairs])


def _both(one: Sequence[Labels | None], other: Sequence[Labels], aspect: str) -> Agreement:
    pairs = [(getattr(a, aspect), getattr(b, aspect)) for a, b in zip(one, other, strict=True) if a is not None]
    return agreement([a for a, _ in pairs], [b for _, b in pairs])


def _response(labelled: Labelled) -> Response:
    citations = (Cited(number=c.number, clause_ids=c.clause_ids, text=c.text) for c in labelled.citations)
    return Response(status="answered", text=labelled.answer, citations=tuple(citations))


def _item(labelled: Labelled, case: Case) -> Item:
    return item_of(case.conversation, labelled.answer, labelled.citations, case.reference)


def item_of(question: str, answer: str, citations: Sequence[Quotation], reference: str) -> Item:
    """An answer as the judge takes it, under a key of all that it is shown."""
    asked = {"question": question, "answer": answer, "cited": [c.text for c in citations], "reference": reference}
    return fingerprint(asked), lambda judge: judge.labels(question, answer, citations, reference)


def _cell(value: Mapping[str, Any]) -> str:
    kappa = "–" if value["kappa"] is None else f"{value['kappa']:.2f}"
    return f"{100 * value['alike']:.0f} %, κ {kappa} (of {value['count']})"
