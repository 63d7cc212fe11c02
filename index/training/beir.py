"""A retrieval collection as BEIR lays it out (Thakur et al. 2021): ``corpus.jsonl[.gz]``, ``queries.jsonl``, ``qrels/*.tsv``."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import CorpusError

Qrels = Mapping[str, Mapping[str, int]]
"""By query id the relevance of each passage id that was judged; above 0 is relevant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Passages and queries in file order, and which passages answer which query."""

    passage_ids: tuple[str, ...]
    titles: tuple[str, ...]
    passages: tuple[str, ...]
    queries: Mapping[str, str]
    qrels: Qrels


def read_collection(folder: Path, split: str) -> Collection:
    """The collection in ``folder`` with the queries of ``qrels/<split>.tsv``; a passage's text follows its title.

    Raises:
        CorpusError: A file is missing or damaged, or a judgement names a query or passage that is not there.
    """
    corpus = folder / "corpus.jsonl"
    passages = list(_lines(corpus if corpus.is_file() else folder / "corpus.jsonl.gz", ("_id", "text")))
    queries = {line["_id"]: line["text"] for line in _lines(folder / "queries.jsonl", ("_id", "text"))}
    qrels = _qrels(folder / "qrels" / f"{split}.tsv")
    known = {line["_id"] for line in passages}
    for query, judged in qrels.items():
        if query not in queries or not known.issuperset(judged):
            raise CorpusError(f"{folder}: qrels/{split}.tsv judges query {query}, but it or a passage is missing.")
    return Collection(
        passage_ids=tuple(line["_id"] for line in passages),
        titles=tuple(line.get("title") or "" for line in passages),
        passages=tuple(f"{line.get('title') or ''} {line['text']}".strip() for line in passages),
        queries={query: queries[query] for query in qrels},
        qrels=qrels,
    )


def _lines(path: Path, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as stream:
            for number, text in enumerate(stream, 1):
                line = json.loads(text)
                if any(not isinstance(line.get(name), str) for name in names):
                    raise CorpusError(f"{path}:{number}: lacks one of {', '.join(names)}. Correct the line.")
                yield line
    except (OSError, ValueError, AttributeError) as error:
        raise CorpusError(f"{path}: cannot be read ({error}). Wanted: a folder in BEIR's layout.") from error


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    try:
        _, *lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            query, passage, relevance = line.split("\t")
            found.setdefault(query, {})[passage] = int(relevance)
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path}: cannot be read ({error}). Wanted: query-id, corpus-id, score, by tabs.") from error
    return found
