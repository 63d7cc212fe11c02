"""``python -m index``: build, search, inspect and verify the index."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.build import build, is_stale
from index.corpus_edit import add_to_corpus, remove_from_corpus
from index.embedding import load_embedder
from index.errors import ZhangjuError
from index.inspect import as_json, as_text, source_to_inspect
from index.matching.fusion import fused
from index.parse import parse_file
from index.search import Candidate, SnapshotIndex
from index.settings import IndexSettings
from index.snapshot import current_generation, open_current, roll_back, verify
from index.snapshot.manifest import read_manifest

_POOL = 60  # candidates of each search


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 on success, 1 with one line on stderr if it failed, 2 for wrong usage."""
    args = _parser().parse_args(argv)
    try:
        settings = IndexSettings.from_environment(corpus=args.corpus, snapshots=args.snapshots, embedder=args.embedder)
        return int(args.run(args, settings))
    except BrokenPipeError:  # the reader of the output has seen enough: inspect FILE | head
        sys.stdout = None  # so that nothing is flushed into the closed pipe at exit
        return 0
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="corpus folder (ZHANGJU_CORPUS)")
    parser.add_argument("--snapshots", type=Path, help="folder of generations (ZHANGJU_SNAPSHOTS)")
    parser.add_argument("--embedder", help="'shipped' or a sentence-transformers model (ZHANGJU_EMBEDDER)")
    commands = parser.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("build", help="parse the corpus and publish a generation")
    command.add_argument("--if-stale", action="store_true", help="do nothing if the current generation is up to date")
    command.set_defaults(run=_build)

    command = commands.add_parser("search", help="search the current generation")
    command.add_argument("query")
    command.add_argument(
        "-k", type=int, choices=range(1, 101), metavar="N", default=5, help="how many clauses (default 5)"
    )
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_search)

    command = commands.add_parser("info", help="what the current generation was built from")
    command.set_defaults(run=_info)

    command = commands.add_parser("verify", help="check every file of the current generation")
    command.set_defaults(run=_verify)

    command = commands.add_parser("rollback", help="make the generation before the current one current again")
    command.set_defaults(run=_rollback)

    command = commands.add_parser("remove", help="take a document out of the corpus")
    command.add_argument("id")
    command.set_defaults(run=_remove)

    command = commands.add_parser("add", help="put a file into the corpus and list it in corpus.toml")
    command.add_argument("file", type=Path)
    command.add_argument("--id", help="of the document; else made from the file's name")
    command.add_argument("--region", help="GB/T 2260 code, where the text does not say it")
    command.set_defaults(run=_add)

    command = commands.add_parser("inspect", help="how a file was read: metadata, repairs, tree, warnings")
    command.add_argument("file", help="a file, or the id of a document in corpus.toml")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_inspect)
    return parser


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _build(args: argparse.Namespace, settings: IndexSettings) -> int:
    embedder = load_embedder(settings.embedder_options())
    if args.if_stale and not is_stale(settings.corpus, settings.snapshots, embedder):
        _say(f"{settings.snapshots}: up to date")
        return 0
    print(build(settings.corpus, settings.snapshots, embedder, progress=_say).generation)
    return 0


def _search(args: argparse.Namespace, settings: IndexSettings) -> int:
    embedder = load_embedder(settings.embedder_options())
    index = SnapshotIndex(open_current(settings.snapshots, embedder), embedder)
    found = index.candidates([(args.query, 1.0)], args.query, count=max(args.k, _POOL))
    scores = fused([candidate.lexical for candidate in found], [candidate.cosine for candidate in found])
    best = sorted(zip(scores.tolist(), found, strict=True), key=lambda item: -item[0])[: args.k]
    if not best:
        _say("nothing found: the query holds no word that any clause has, and nothing to compare")
    if args.json:
        print(json.dumps([_hit(score, candidate) for score, candidate in best], ensure_ascii=False, indent=1))
        return 0
    for score, candidate in best:
        clause = candidate.clause
        print(
            f"{score:.3f} (lexical {candidate.lexical:.2f}, cosine {candidate.cosine:.2f})  {clause.id}  {clause.address}"
        )
        print(f"    {clause.reading[:80]}")
    return 0


def _hit(score: float, candidate: Candidate) -> dict[str, Any]:
    return {
        "clause_id": candidate.clause.id,
        "address": candidate.clause.address,
        "text": candidate.clause.text,
        "score": round(score, 4),
        "lexical": round(candidate.lexical, 4),
        "cosine": round(candidate.cosine, 4),
    }


def _info(args: argparse.Namespace, settings: IndexSettings) -> int:
    manifest = read_manifest(current_generation(settings.snapshots))
    print(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return 0


def _verify(args: argparse.Namespace, settings: IndexSettings) -> int:
    generation = current_generation(settings.snapshots)
    manifest = verify(generation)
    print(f"{manifest.generation}: {len(manifest.files)} files as written; {manifest.counts}")
    return 0


def _rollback(args: argparse.Namespace, settings: IndexSettings) -> int:
    print(roll_back(settings.snapshots).generation)
    _say(f"{settings.corpus} is as it was: the next build publishes what it lists. Take out what is not to come back.")
    return 0


def _remove(args: argparse.Namespace, settings: IndexSettings) -> int:
    remove_from_corpus(settings.corpus, args.id)
    _say(f"index what is left with: python -m index --corpus {settings.corpus} build")
    return 0


def _add(args: argparse.Namespace, settings: IndexSettings) -> int:
    print(add_to_corpus(settings.corpus, args.file, identifier=args.id, region=args.region))
    corpus = f"python -m index --corpus {settings.corpus}"
    _say(f"read it with: {corpus} inspect {args.file}; index it with: {corpus} build")
    return 0


def _inspect(args: argparse.Namespace, settings: IndexSettings) -> int:
    parsed = parse_file(source_to_inspect(args.file, settings.corpus))
    if args.json:
        print(json.dumps(as_json(parsed), ensure_ascii=False, indent=1, default=str))
    else:
        print("\n".join(as_text(parsed)))
    return 0
