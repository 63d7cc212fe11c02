"""How search grows with the collection: milliseconds of each stage, clauses built a second, bytes of memory a clause."""

import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from eval.search.stages import Searchable, dense_stage, fused_stage, lexical_stage
from index.embedding import Embedder, Vectors
from index.embedding.static import StaticEmbedder
from index.matching.dense import DenseIndex, factory
from index.matching.lexical import LexicalIndex
from index.tokens import tokenize
from index.training.articles import Article

_SEED = 20261122
_BATCH = 20_000  # texts embedded at once
_DEPTH = 10  # of the recall against exact search

Log = Callable[[str], None]


def varied(articles: Sequence[Article], count: int) -> list[str]:
    """``count`` clauses: the articles as they are, then halves of two of them joined, no two the same by design."""
    chance = random.Random(_SEED)
    texts = [f"{article.heading} {article.body}" for article in articles[:count]]
    while len(texts) < count:
        one, other = chance.choice(articles), chance.choice(articles)
        texts.append(f"{one.heading} {one.body[: len(one.body) // 2]}{other.body[len(other.body) // 2 :]}")
    return texts


def measure(articles: Sequence[Article], queries: Sequence[str], sizes: Sequence[int], *, log: Log) -> dict[str, Any]:
    """The figures of the report, by size. Each collection is built here and served by a process of its own."""
    shuffled = list(articles)
    random.Random(_SEED).shuffle(shuffled)
    found = dict[str, Any]()
    with tempfile.TemporaryDirectory() as work:
        for size in sizes:
            log(f"{size} clauses")
            folder = Path(work) / str(size)
            folder.mkdir()
            built, exact = _build(varied(shuffled, size), queries, folder)
            context = multiprocessing.get_context("spawn")
            with context.Pool(1) as pool:
                served = pool.apply(_serve, (folder, list(queries), exact))
            found[str(size)] = {"kind": factory(size), **built, **served}
            log(str(found[str(size)]))
    return {"cores": os.cpu_count(), "queries": len(queries), "embedder": StaticEmbedder().id, "sizes": found}


def _build(texts: Sequence[str], queries: Sequence[str], folder: Path) -> tuple[dict[str, Any], list[list[int]]]:
    """Build and save both indexes: seconds of each step; and for each query the rows that exact search finds."""
    embedder = StaticEmbedder()
    started = time.perf_counter()
    vectors = _embed(texts, embedder)
    embedded = time.perf_counter()
    lexical = LexicalIndex.build([tokenize(text) for text in texts])
    lexical.save(folder / "lexical")
    del lexical
    indexed = time.perf_counter()
    DenseIndex.build(vectors).save(folder / "vectors.faiss")
    ended = time.perf_counter()
    exact = [np.argsort(-(vectors @ embedder.embed_query(query)), kind="stable")[:_DEPTH].tolist() for query in queries]
    written = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "build_s": {
            "embed": round(embedded - started, 2),
            "lexical": round(indexed - embedded, 2),
            "vectors": round(ended - indexed, 2),
        },
        "clauses_per_s": round(len(texts) / (ended - started)),
        "bytes_on_disk_per_clause": round(written / len(texts)),
    }, exact


def _embed(texts: Sequence[str], embedder: Embedder) -> Vectors:
    vectors = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    for start in range(0, len(texts), _BATCH):
        vectors[start : start + _BATCH] = embedder.embed_passages(texts[start : start + _BATCH])
    return vectors


def _serve(folder: Path, queries: Sequence[str], exact: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Load what was saved and ask it: in a process of its own, so that its memory is that of serving."""
    embedder = StaticEmbedder()
    before = _resident()
    lexical, dense = LexicalIndex.load(folder / "lexical"), DenseIndex.load(folder / "vectors.faiss")
    found = Searchable(passages=(), texts={}, lexical=lexical, dense=dense, embed_query=embedder.embed_query)
    figures = dict[str, Any]()
    fused = fused_stage(found)
    for stage in (lexical_stage(found), dense_stage(found), fused):
        milliseconds = list[float]()
        first = queries[:20]  # asked twice: the files are then in memory
        for query in [*first, *queries]:
            started = time.perf_counter()
            stage.rank(query)
            milliseconds.append((time.perf_counter() - started) * 1000)
        p50, p99 = np.percentile(milliseconds[len(first) :], [50, 99])
        figures[stage.name] = {"p50_ms": round(float(p50), 2), "p99_ms": round(float(p99), 2)}
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fused.rank, queries))
    rate = len(queries) / (time.perf_counter() - started)
    near = (dense.search(embedder.embed_query(query), None, _DEPTH)[0].tolist() for query in queries)
    shares = [len(set(rows) & set(best)) / len(best) for rows, best in zip(near, exact, strict=True)]
    anonymous, mapped = (now - then for now, then in zip(_resident(), before, strict=True))
    return {
        "stages": figures,
        "queries_per_s": round(rate),
        f"recall_at_{_DEPTH}_of_exact_vectors": round(float(np.mean(shares)), 4),
        "resident_bytes_per_clause": round(anonymous / dense.size),
        "mapped_bytes_per_clause": round(mapped / dense.size),
    }


def _resident() -> tuple[int, int]:
    """Bytes of memory of this process: its own, and pages of files that the system may drop (Linux only)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    values = {
        name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines) if "Rss" in name
    }
    return values["RssAnon"], values["RssFile"]
