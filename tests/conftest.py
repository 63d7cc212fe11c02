"""Shared fixtures: the real corpus built once, and no way out to the network."""

import os
import socket
from datetime import date
from pathlib import Path

import pytest

from index import SnapshotIndex, open_current
from index.build import build
from index.embedding.static import StaticEmbedder
from rag import ExtractiveGenerator, Pipeline

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["LANGSMITH_TRACING"] = "false"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith("ZHANGJU_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def embedder():
    return StaticEmbedder()


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory, embedder):
    """A folder of generations built from the real corpus; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("index")
    build(ROOT / "corpus", folder, embedder, progress=lambda line: None)
    return folder


@pytest.fixture(scope="session")
def index(snapshots, embedder):
    return SnapshotIndex(open_current(snapshots, embedder), embedder)


@pytest.fixture(scope="session")
def pipeline(index):
    return Pipeline(index, ExtractiveGenerator(), today=lambda: TODAY)
