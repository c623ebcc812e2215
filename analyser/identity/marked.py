"""Letters with their identifiers marked by hand, and how well they are found.

In the files, letters are parted by a line ``===`` and an identifier is written ``{Kari Nordmann|name}``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analyser.identity.find import find
from analyser.identity.identifier import Identifier, kinds

_BREAK = re.compile(r"^===$\n?", re.MULTILINE)
_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


@dataclass(frozen=True, slots=True)
class MarkedLetter:
    """A text without its marks, and what they said."""

    text: str
    identifiers: tuple[Identifier, ...]


def parse_marked(source: str) -> list[MarkedLetter]:
    """Letters of a marked file.

    Raises
    ------
    ValueError
        A mark is not closed, is empty or has an unknown kind; the message names the letter's number.
    """
    letters = []
    for number, piece in enumerate(_BREAK.split(source), start=1):
        parts: list[str] = []
        found: list[Identifier] = []
        length = last = 0
        for match in _MARK.finditer(piece):
            if match[2] not in kinds() or not match[1].strip():
                msg = f"letter {number}: {match[2]!r} is no kind of identifier, or its mark is empty"
                raise ValueError(msg)
            parts.append(piece[last : match.start()])
            length += match.start() - last
            found.append(Identifier(length, length + len(match[1]), match[2]))
            parts.append(match[1])
            length += len(match[1])
            last = match.end()
        parts.append(piece[last:])
        text = "".join(parts)
        if "{" in text or "}" in text:
            msg = f"letter {number}: a mark is not closed"
            raise ValueError(msg)
        if not text.strip():
            msg = f"letter {number}: it is empty"
            raise ValueError(msg)
        letters.append(MarkedLetter(text.rstrip("\n"), tuple(found)))
    return letters


def read_listed(path: Path, folder: Path) -> list[MarkedLetter]:
    """Letters whose identifiers are listed apart: a TOML file with ``files`` and, by letter, ``"words|kind"``.

    Raises
    ------
    ValueError
        A letter that is listed is in none of the files, or its words are not in it.
    """
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    wanted: dict[str, list[str]] = dict(listed["letters"])
    letters = []
    for name in listed["files"]:
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            entries = wanted.pop(data["id"], [])
            letters.append(MarkedLetter(data["text"], tuple(sorted(_places(data["id"], data["text"], entries)))))
    if wanted:
        msg = f"there is no letter {', '.join(sorted(wanted))}"
        raise ValueError(msg)
    return letters


def _places(letter: str, text: str, entries: Iterable[str]) -> Iterator[Identifier]:
    for entry in entries:
        words, _, kind = entry.rpartition("|")
        found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        if kind not in kinds() or not found:
            msg = f"{letter}: {kind!r} is no kind of identifier, or its words are not there"
            raise ValueError(msg)
        yield from (Identifier(start, end, kind) for start, end in found)


@dataclass(slots=True)
class Figures:
    """Counts over marked letters.

    Attributes
    ----------
    gold, found, right_kind
        Identifiers that are there, those of them of which every letter and digit is masked, and those where
        the mask has the right kind too; by kind.
    masks, right
        Masks that were made, and those that touch an identifier; by the mask's kind.
    """

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right_kind: Counter[str] = field(default_factory=Counter)
    masks: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    missed: list[tuple[int, Identifier]] = field(default_factory=list)
    wrong: list[tuple[int, Identifier]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the identifiers that are wholly masked."""
        return self.found.total() / self.gold.total() if self.gold else 1.0

    @property
    def precision(self) -> float:
        """Share of the masks that touch an identifier."""
        return self.right.total() / self.masks.total() if self.masks else 1.0


def figures(letters: Iterable[MarkedLetter]) -> Figures:
    """Measure :func:`analyser.identity.find` on marked letters."""
    out = Figures()
    for number, letter in enumerate(letters, start=1):
        out.letters += 1
        masks = find(letter.text)
        masked = {at: mask.kind for mask in masks for at in range(mask.start, mask.end)}
        for one in letter.identifiers:
            out.gold[one.kind] += 1
            marks = [masked.get(at) for at in range(one.start, one.end) if letter.text[at].isalnum()]
            if None in marks:
                out.missed.append((number, one))
                continue
            out.found[one.kind] += 1
            out.right_kind[one.kind] += set(marks) == {one.kind}
        there = {at for one in letter.identifiers for at in range(one.start, one.end)}
        for mask in masks:
            out.masks[mask.kind] += 1
            if there.isdisjoint(range(mask.start, mask.end)):
                out.wrong.append((number, mask))
            else:
                out.right[mask.kind] += 1
    return out
