"""Letters for the command line to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import TEXT


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker processes, whose start takes seconds: tests/batch is about those."""
    monkeypatch.setenv("ANALYSER_WORKERS", "0")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "brev.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with a good letter and everything that goes wrong in real ones."""
    folder = tmp_path / "innboks"
    folder.mkdir()
    (folder / "god.txt").write_text(TEXT, encoding="utf-8")
    (folder / "tom.txt").write_bytes(b"")
    (folder / "nuller.txt").write_bytes(bytes(4096))
    (folder / "stor.txt").write_text("Kvinne 72 år. " * 400_000, encoding="utf-8")
    (folder / "latin.txt").write_bytes("Mann 81 år. Lårhalsbrudd etter fall på gulvet.".encode("latin-1"))
    (folder / "bom.txt").write_bytes(b"\xef\xbb\xbf" + "Kvinne 60 år. Ønsker DXA.".encode())
    (folder / "uten.csv").write_text("nr;navn;alder\n1;A;72\n", encoding="utf-8")
    (folder / "bilde.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "skannet.pdf").write_bytes(b"%PDF-1.7\n")
    return folder
