import fcntl
import hashlib
import json
import shutil
from pathlib import Path

import faiss
import pytest

from index import SnapshotIndex, open_current
from index.build import build, index_text, is_stale
from index.cli import main
from index.errors import CorpusError, DocumentError, SnapshotDamaged, SnapshotError, SnapshotMismatch, SnapshotMissing
from index.snapshot import current_generation, verify
from index.snapshot.manifest import FORMAT
from tests.conftest import ROOT
from tests.contracts import clause_index as contract
from tests.fakes import LetterEmbedder


@pytest.fixture
def folder(tmp_path, snapshots):
    shutil.copytree(snapshots, tmp_path / "index", symlinks=True)
    return tmp_path / "index"


@pytest.fixture
def corpus(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    return tmp_path / "corpus"


def quiet(line):
    pass


def test_contract(index):
    contract.check(index)


def test_contract_with_another_embedder(tmp_path):
    build(ROOT / "corpus", tmp_path, LetterEmbedder(), progress=quiet)
    contract.check(SnapshotIndex(open_current(tmp_path, LetterEmbedder()), LetterEmbedder()))


def test_manifest_tells_what_was_built_from_what(folder, embedder):
    manifest = verify(current_generation(folder))
    assert manifest.generation == "gen-000001"
    assert manifest.origin.embedder == embedder.id
    assert manifest.origin.weights_sha256 == embedder.weights_sha256
    assert manifest.counts["documents"] == 6
    assert set(manifest.files) >= {"documents.jsonl", "clauses.jsonl", "vectors.faiss", "rows.npy"}
    assert not list(folder.rglob("*.pkl"))


def test_the_same_corpus_gives_the_same_bytes(folder, corpus, embedder):
    first = verify(current_generation(folder))
    second = build(corpus, folder, embedder, progress=quiet)
    assert second.generation == "gen-000002"
    assert second.files == first.files
    assert (folder / "CURRENT").readlink().name == "gen-000002"


def test_three_generations_are_kept(folder, corpus, embedder):
    for _ in range(4):
        build(corpus, folder, embedder, progress=quiet)
    assert sorted(p.name for p in folder.glob("gen-*")) == [f"gen-00000{n}" for n in (3, 4, 5)]


FILES = ["documents.jsonl", "clauses.jsonl", "vectors.faiss", "rows.npy", "lexical/weights.npy", "manifest.json"]


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "flip": flip,
    "truncate": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
}


# One flipped bit may leave a manifest that says the same: it is checked for what it says, not by a hash of its own.
@pytest.mark.parametrize(
    ("name", "damage"),
    [(n, DAMAGES[d]) for n in FILES for d in DAMAGES if (n, d) != ("manifest.json", "flip")],
    ids=[f"{n}-{d}" for n in FILES for d in DAMAGES if (n, d) != ("manifest.json", "flip")],
)
def test_any_damage_is_refused_by_file(folder, embedder, name, damage):
    damage(folder / "gen-000001" / name)
    with pytest.raises(SnapshotDamaged, match=r"gen-000001.*Build the index again"):
        open_current(folder, embedder)


def test_a_file_too_many_is_refused(folder, embedder):
    (folder / "gen-000001" / "extra").write_text("x")
    with pytest.raises(SnapshotDamaged, match="extra: not listed"):
        open_current(folder, embedder)


def test_the_newest_sound_generation_serves_when_current_is_damaged(folder, corpus, embedder):
    build(corpus, folder, embedder, progress=quiet)
    flip(folder / "gen-000002" / "vectors.faiss")
    assert open_current(folder, embedder).manifest.generation == "gen-000001"
    (folder / "CURRENT").unlink()
    assert open_current(folder, embedder).manifest.generation == "gen-000001"


def test_nothing_there_is_said(tmp_path, embedder):
    with pytest.raises(SnapshotMissing, match="python -m index build"):
        open_current(tmp_path, embedder)


def test_another_embedder_is_refused_by_field(folder):
    with pytest.raises(SnapshotMismatch, match="embedder is 'zhangju-static-v3', the one asked for has 'letters'"):
        open_current(folder, LetterEmbedder())


def test_other_weights_under_the_same_name_are_refused(folder, embedder):
    class Other(LetterEmbedder):
        id = embedder.id
        weights_sha256 = "1" * 64

    with pytest.raises(SnapshotMismatch, match="weights_sha256"):
        open_current(folder, Other())


def test_another_format_is_refused_with_both_numbers(folder, embedder):
    path = folder / "gen-000001" / "manifest.json"
    values = json.loads(path.read_text())
    values["origin"]["format"] = 99
    path.write_text(json.dumps(values))
    with pytest.raises(SnapshotMismatch, match=f"format is 99, this version reads {FORMAT}"):
        open_current(folder, embedder)


def test_a_document_altered_unawares_leaves_the_old_generation(folder, corpus, embedder):
    (corpus / "cq-opinion-2016.txt").write_bytes(b"\x00\xff")
    with pytest.raises(DocumentError, match=r"cq-opinion-2016.txt"):
        build(corpus, folder, embedder, progress=quiet)
    assert open_current(folder, embedder).manifest.generation == "gen-000001"
    assert not list(folder.glob(".tmp-*"))


def listed(corpus, name, data):
    """Put a file into ``corpus`` and list it."""
    (corpus / name).write_bytes(data)
    entry = f'\n[documents.{name.replace(".", "-")}]\nfile = "{name}"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
    with (corpus / "corpus.toml").open("a") as stream:
        stream.write(entry)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("broken.pdf", b"%PDF-1.7 and no more", "damaged PDF"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it as .docx"),
        ("noise.txt", b"\x00\xff", "noise.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_quarantined_and_the_rest_is_indexed(
    tmp_path, corpus, embedder, name, data, reason
):
    listed(corpus, name, data)
    said = list[str]()
    manifest = build(corpus, tmp_path, embedder, progress=said.append)
    assert reason in manifest.quarantined[name.replace(".", "-")]
    assert any("quarantined" in line for line in said)
    assert open_current(tmp_path, embedder).manifest.counts["documents"] == 6


def test_a_corpus_of_which_nothing_can_be_read_is_refused(tmp_path, embedder):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "corpus.toml").write_text("")
    listed(corpus, "empty.txt", b"")
    with pytest.raises(CorpusError, match=r"no document of the corpus can be read: .*the file is empty"):
        build(corpus, tmp_path / "index", embedder, progress=quiet)


def test_a_build_that_fails_half_way_leaves_the_old_generation(folder, corpus, embedder, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda self, target: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(SnapshotError, match=r"cannot be written \(No space left\)"):
        build(corpus, folder, embedder, progress=quiet)
    monkeypatch.undo()
    assert open_current(folder, embedder).manifest.generation == "gen-000001"
    assert not list(folder.glob(".tmp-*"))


def test_a_link_that_a_crash_left_does_not_stop_the_next_build(folder, corpus, embedder):
    (folder / ".tmp-current").symlink_to("gen-000001")
    (folder / ".tmp-000009").mkdir()
    assert build(corpus, folder, embedder, progress=quiet).generation == "gen-000002"
    assert not list(folder.glob(".tmp-*"))


def test_a_folder_that_cannot_be_written_is_said(tmp_path, corpus, embedder):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SnapshotError, match="cannot be written"):
        build(corpus, tmp_path / "file" / "index", embedder, progress=quiet)


def test_one_writer_at_a_time(folder, corpus, embedder):
    with (folder / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SnapshotError, match="another build is writing"):
            build(corpus, folder, embedder, progress=quiet)


def test_stale_when_anything_it_was_built_from_changed(folder, corpus, embedder):
    assert not is_stale(corpus, folder, embedder)
    assert is_stale(corpus, folder, LetterEmbedder())
    manifest = corpus / "corpus.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert is_stale(corpus, folder, embedder)


def test_same_question_same_clauses_over_reloads_generations_and_threads(folder, embedder):
    """The same ids in the same order, with the same scores."""
    threads, runs = faiss.omp_get_max_threads(), []
    try:
        for count in (1, 2, threads):
            faiss.omp_set_num_threads(count)
            for rebuild in (False, True):
                if rebuild:
                    build(ROOT / "corpus", folder, embedder, progress=quiet)
                index = SnapshotIndex(open_current(folder, embedder), embedder)
                found = index.candidates([("质押融资", 1.0)], "质押融资", count=20)
                runs.append([(c.clause.id, c.lexical, c.cosine) for c in found])
    finally:
        faiss.omp_set_num_threads(threads)
    assert all(run == runs[0] for run in runs)


def test_vectors_are_those_of_the_embedder(index, embedder, snapshots):
    snapshot = open_current(snapshots, embedder)
    documents = {document.id: document for document in snapshot.documents}
    clause = snapshot.clauses[snapshot.rows[7]]
    expected = embedder.embed_query(index_text(documents[clause.document_id], clause))
    rows, cosines = snapshot.dense.search(expected, None, 1)
    assert rows.tolist() == [7]
    assert cosines[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        (["info"], 0, '"generation": "gen-000001"', ""),
        (["verify"], 0, "files as written", ""),
        (["search", "质押融资", "-k", "2"], 0, "(lexical ", ""),
        (["search", "质押融资", "--json"], 0, '"clause_id"', ""),
        (["inspect", "sc-plan-2021"], 0, "doubled at 6714", ""),
        (["inspect", "sc-plan-2021", "--json"], 0, '"repairs"', ""),
        (["inspect", "nope"], 1, "", "error: nope: neither a file nor a document"),
        (["build", "--if-stale"], 0, "", "up to date"),
        (["build"], 0, "gen-000002", "published gen-000002"),
        (["--corpus", "/no/such", "build"], 1, "", "corpus.toml: not found"),
        (["--snapshots", "/no/such", "info"], 1, "", "python -m index build"),
        (["--embedder", "/no/such", "build"], 1, "", "cannot be loaded"),
    ],
)
def test_command_line(folder, capsys, arguments, code, out, err):
    given = ["--snapshots", str(folder), "--corpus", str(ROOT / "corpus"), *arguments]
    assert main(given) == code
    printed = capsys.readouterr()
    assert out in printed.out
    assert err in printed.err
    if code:
        assert printed.err.count("\n") == 1
