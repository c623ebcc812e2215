"""What the tests of the reading room share: read, and show what came of it."""

from __future__ import annotations

from pathlib import Path

from analyser.letter import Letter
from analyser.reading import Columns, Failure, Finder, Options, Reader

Item = Letter | Failure


def read(*inputs: Path, columns: Columns | None = None) -> list[Item]:
    reader = Reader(Options(columns=columns or Columns(), lang="en"))
    items: list[Item] = []
    for found in Finder(lang="en").find(inputs):
        items.extend([found] if isinstance(found, Failure) else reader.read(found))
    return items


def shown(items: list[Item]) -> list[str]:
    """``id: text`` of each letter, ``code @ place`` of each failure."""
    return [f"{i.id}: {i.text}" if isinstance(i, Letter) else f"{i.code} @ {i.place}" for i in items]


def one_letter(path: Path) -> Letter:
    (item,) = read(path)
    assert isinstance(item, Letter), item
    return item
