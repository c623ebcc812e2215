"""Blocks of a message to the text of a letter: headings, free text, and a readable line for each coded entry."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from analyser.letter import Entry


@dataclass(frozen=True, slots=True)
class Headings:
    """``headings.toml``: names of headings by their code, and the order of the blocks.

    Attributes
    ----------
    names
        Code to the name that is printed where the message gives none.
    ranks
        Code to its place in the letter.
    statuses
        Words in the name of a medicine's status to the status.
    """

    names: dict[str, str]
    ranks: dict[str, int]
    statuses: dict[str, str]


@cache
def load_headings() -> Headings:
    """Read the packaged file (cached)."""
    text = resources.files("analyser.reading.message").joinpath("headings.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    ranks = {code: rank for rank, code in enumerate(data["order"])}
    statuses = {word: status for status, words in data["status"].items() for word in words}
    return Headings(data["heading"], ranks, statuses)


@dataclass(slots=True)
class _Block:
    heading: str
    rank: int
    items: list[tuple[str, Entry | None]] = field(default_factory=list)


class Composer:
    """Gathers blocks and writes them out in the order of the printed form; blocks of one heading are joined."""

    def __init__(self) -> None:
        self._blocks: dict[str, _Block] = {}

    def add(self, code: str, text: str, *, heading: str = "", entry: Entry | None = None) -> None:
        """Add free text, or the line of an entry, under a heading.

        Parameters
        ----------
        code
            Of the heading, as in ``headings.toml``; an unknown one stands behind the known.
        text
            Trimmed; nothing is added when it is empty.
        heading
            As the message names it; the usual name of the code when empty.
        entry
            What the line codes, its offsets not yet set.
        """
        text = text.strip()
        if not text:
            return
        known = load_headings()
        heading = heading or known.names.get(code, "")
        block = self._blocks.get(heading)
        if block is None:
            rank = known.ranks.get(code, len(known.ranks))
            block = self._blocks[heading] = _Block(heading, rank)
        block.items.append((re.sub(r"\s*\n\s*", " ", text) if entry is not None else text, entry))

    def compose(self) -> tuple[str, tuple[Entry, ...]]:
        """The text, and the entries with the offsets of their lines."""
        parts: list[str] = []
        entries: list[Entry] = []
        length = 0

        def write(text: str) -> None:
            nonlocal length
            parts.append(text)
            length += len(text)

        for block in sorted(self._blocks.values(), key=lambda one: one.rank):
            write("\n\n" if parts else "")
            write(f"{block.heading}:\n" if block.heading else "")
            for at, (text, entry) in enumerate(block.items):
                write("\n" if at else "")
                if entry is not None:
                    entries.append(dataclasses.replace(entry, start=length, end=length + len(text)))
                write(text)
        return "".join(parts), tuple(entries)
