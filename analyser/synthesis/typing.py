"""What the fingers do to a text: slips, and keyboards without the Norwegian letters."""

from __future__ import annotations

import dataclasses
import re
from random import Random

from analyser.synthesis.expand import Words

_LONG = re.compile(r"(?<![\w/.,-])[a-zæøå]{7,}(?![\w/-])")
_ASCII = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}
_PLAIN = str.maketrans(_ASCII)


class Keyboard:
    """Types a text; facts keep pointing at their words.

    Parameters
    ----------
    typos
        Share of long lower-case words that get one slip: a letter lost, doubled or swapped with the next.
    layout
        ``""``, ``ascii`` (ae, oe, aa), ``lower`` or ``upper``.
    """

    def __init__(self, typos: float, layout: str, rng: Random) -> None:
        self.typos = typos
        self.layout = layout
        self.rng = rng

    def typed(self, words: Words) -> Words:
        """The words as they come out."""
        text = words.text
        edits = self._slips(text)
        if self.layout == "ascii":
            slipped = {at for start, end, _ in edits for at in range(start, end)}
            edits += [(k, k + 1, _ASCII[sign]) for k, sign in enumerate(text) if sign in _ASCII and k not in slipped]
        new, moved = _replaced(text, sorted(edits))
        if self.layout == "lower":
            new = new.lower()
        elif self.layout == "upper" and len(new.upper()) == len(new):
            new = new.upper()
        facts = [
            dataclasses.replace(fact, start=moved[fact.start or 0], end=moved[fact.end or 0]) for fact in words.facts
        ]
        return Words(new, facts)

    def _slips(self, text: str) -> list[tuple[int, int, str]]:
        found = []
        for match in _LONG.finditer(text):
            if self.rng.random() >= self.typos:
                continue
            at = self.rng.randint(match.start() + 2, match.end() - 2)
            pair = text[at : at + 2]
            new = self.rng.choice((pair[1] + pair[0], pair[0], pair[0] * 2 + pair[1]))
            found.append((at, at + 2, new.translate(_PLAIN) if self.layout == "ascii" else new))
        return found


def _replaced(text: str, edits: list[tuple[int, int, str]]) -> tuple[str, list[int]]:
    """The text with its edits, and where each old offset now lies."""
    out: list[str] = []
    moved = [0] * (len(text) + 1)
    length = at = 0
    for start, end, new in edits:
        for k in range(at, start):
            moved[k] = length + k - at
        out.append(text[at:start])
        length += start - at
        for k in range(start, end):
            moved[k] = length + min(k - start, len(new))
        out.append(new)
        length += len(new)
        at = end
    for k in range(at, len(text) + 1):
        moved[k] = length + k - at
    out.append(text[at:])
    return "".join(out), moved
