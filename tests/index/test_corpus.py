import shutil

import pytest

from index.corpus import read_corpus
from index.corpus_edit import add_to_corpus, remove_from_corpus
from index.errors import CorpusError, DocumentError
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    return tmp_path / "corpus"


def edit(folder, old, new):
    path = folder / "corpus.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_five_documents_byte_for_byte(folder):
    corpus = read_corpus(folder)
    assert len(corpus.files) == 5
    assert {source.given.region.name for source in corpus.files} == {"四川省", "成都市", "重庆市", "天津市"}
    assert read_corpus(folder).sha256 == corpus.sha256


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (shutil.rmtree, CorpusError, r"corpus.toml: not found. Point --corpus"),
        (lambda f: (f / "corpus.toml").write_text("[documents]"), CorpusError, "lists no document. Add"),
        (lambda f: (f / "corpus.toml").write_text("[documents"), CorpusError, "not valid TOML"),
        (lambda f: (f / "corpus.toml").write_bytes(b"\xff"), CorpusError, "not valid TOML in UTF-8"),
        (lambda f: edit(f, 'region = "510000"', 'region = "999999"'), CorpusError, "no region has the code '999999'"),
        (lambda f: edit(f, 'region = "5', 'regoin = ""\nregion = "5'), CorpusError, "regoin"),
        (lambda f: edit(f, "sc-plan-2021.txt", "../x.txt"), CorpusError, "must be a plain file name"),
        (lambda f: edit(f, "[documents.sc-plan-2021]", '[documents."a/b"]'), CorpusError, "may hold only"),
        (lambda f: (f / "sc-plan-2021.txt").unlink(), DocumentError, r"sc-plan-2021.txt: listed .* but not found"),
        (lambda f: (f / "sc-plan-2021.txt").write_text("x"), DocumentError, "sha256 is .* Restore the file"),
        (lambda f: (f / "new.txt").write_text("x"), CorpusError, "new.txt: not listed"),
    ],
)
def test_faults_are_named_with_their_remedy(folder, change, error, said):
    change(folder)
    with pytest.raises(error, match=said):
        read_corpus(folder)


def test_a_file_is_added_and_listed(tmp_path):
    file = tmp_path / "某 Policy 2024.TXT"
    file.write_text("某办法\n第一条 甲。")
    corpus = tmp_path / "corpus"
    assert add_to_corpus(corpus, file, region="510000") == "Policy-2024"
    (source,) = read_corpus(corpus).files
    assert (source.path.name, source.data, source.given.region.name) == ("Policy-2024.txt", file.read_bytes(), "四川省")
    assert 'original_name = "某 Policy 2024.TXT"' in (corpus / "corpus.toml").read_text()
    with pytest.raises(CorpusError, match="has a document with that id"):
        add_to_corpus(corpus, file)
    assert add_to_corpus(corpus, file, identifier="second") == "second"


@pytest.mark.parametrize(("identifier", "region"), [("bad id", None), ("good", "999999"), ("../up", None)])
def test_what_cannot_be_listed_leaves_the_corpus_as_it_was(folder, identifier, region):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CorpusError):
        add_to_corpus(folder, ROOT / "corpus/cq-opinion-2016.txt", identifier=identifier, region=region)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_adding_never_overwrites_what_lies_in_the_folder(folder, tmp_path):
    mine = folder / "mine.bin"
    mine.write_text("甲")
    with pytest.raises(CorpusError, match="there already"):
        add_to_corpus(folder, mine)
    assert mine.read_text() == "甲"
    strange = tmp_path / "q\udcff.txt"
    strange.write_text("某办法\n第一条 乙。")
    assert add_to_corpus(folder, strange) == "q"
    assert len(read_corpus(folder).files) == 6


@pytest.mark.parametrize(
    ("table", "left"),
    [
        ("", True),
        ("box_paragraphs = { 1 = 2 }\n", True),
        ("\n[documents.b.box_paragraphs]\n1 = 2\n", False),
        ('issuing_authority = [\n"甲",\n["x"][0],\n]\n', False),
    ],
)
def test_a_document_is_taken_out_or_nothing_is(tmp_path, table, left):
    for name in ("a", "b", "c"):
        file = tmp_path / f"{name}.txt"
        file.write_text(f"{name}办法\n第一条 甲。")
        add_to_corpus(tmp_path / "corpus", file)
    manifest = tmp_path / "corpus" / "corpus.toml"
    text = manifest.read_text().replace("\n[documents.c]", f"{table}\n[documents.c]")
    manifest.write_text(text)
    if left:
        remove_from_corpus(tmp_path / "corpus", "b")
        assert [source.id for source in read_corpus(tmp_path / "corpus").files] == ["a", "c"]
        assert not (tmp_path / "corpus" / "b.txt").exists()
    else:
        with pytest.raises(CorpusError):
            remove_from_corpus(tmp_path / "corpus", "b")
        assert manifest.read_text() == text
        assert (tmp_path / "corpus" / "b.txt").exists()
