"""Datasets and runs in the formats of TREC: ``topics.tsv``, ``qrels.txt``, ``run.txt``. As lossy as BEIR's layout."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.cases.beir import case_of
from eval.cases.case import Case
from eval.errors import DatasetError


def read_trec(folder: Path) -> tuple[Case, ...]:
    """The cases of ``topics.tsv`` (id, question) judged by ``qrels.txt`` (id, 0, clause, relevance).

    A topic without a relevant clause is not answerable.

    Raises:
        DatasetError: A file cannot be read, or a line is not of its form.
    """
    judged: dict[str, dict[str, int]] = {}
    for place, line in _lines(folder / "qrels.txt"):
        match line.split():
            case [topic, _, clause, relevance] if relevance.lstrip("-").isdigit():
                judged.setdefault(topic, {})[clause] = int(relevance)
            case _:
                raise DatasetError(f"{place}: wanted topic, 0, clause, relevance. Correct the line.")
    cases = list[Case]()
    for place, line in _lines(folder / "topics.tsv"):
        topic, tab, question = line.partition("\t")
        if not tab or not question.strip():
            raise DatasetError(f"{place}: wanted topic and question by a tab. Correct the line.")
        cases.append(case_of(topic, question, judged.get(topic, {})))
    return tuple(cases)


def write_trec(cases: Sequence[Case], folder: Path, runs: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
    """Write topics and judgements of ``cases`` into ``folder``, and with ``runs`` the clauses retrieved for each by its id."""
    folder.mkdir(parents=True, exist_ok=True)
    topics = (f"{case.id}\t{case.conversation}\n" for case in cases)
    (folder / "topics.tsv").write_text("".join(topics), encoding="utf-8")
    judged = (f"{case.id} 0 {clause} 1\n" for case in cases for group in case.gold for clause in group)
    (folder / "qrels.txt").write_text("".join(judged), encoding="utf-8")
    if runs is not None:
        lines = (line for topic, passages in runs.items() for line in run_lines(topic, _ranked(passages), "zhangju"))
        (folder / "run.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def run_lines(topic: str, ranked: Sequence[tuple[str, float]], name: str) -> Iterator[str]:
    """``(passage, score)`` best first as a TREC run file has them: topic, Q0, passage, rank, score, name of the run."""
    for rank, (passage, score) in enumerate(ranked, 1):
        yield f"{topic} Q0 {passage} {rank} {score:.6f} {name}"


def _ranked(passages: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
    """The clauses of ``passages``, each once; TREC sorts by score, so that falls with the rank."""
    ids = dict.fromkeys(clause for passage in passages for clause in passage)
    return [(clause, 1 / rank) for rank, clause in enumerate(ids, 1)]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """``(place, line)`` of every line that is not empty."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"{path}: cannot be read ({error}). Wanted: topics.tsv and qrels.txt in one folder."
        ) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{path}:{number}", line
