"""What the lead's half counts: a few words about each letter, none of its text."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from analyser.analysis import Analysis
from analyser.guideline import Pack

_ABSENT = "absent"
_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Row:
    """One letter as it is counted.

    Attributes
    ----------
    date
        Of the letter; ``None`` when unknown.
    sender
        As :func:`practice_key` gives it; empty when unknown.
    dxa, dental, dialogue
        Labels of the codebook.
    missing
        Items of letter quality that apply and are not mentioned.
    denied
        Items that are mentioned by denials only.
    stated
        Items that are mentioned otherwise.
    score
        Letter quality, 0 to 100.
    """

    date: dt.date | None
    sender: str
    dxa: str
    dental: tuple[str, ...]
    dialogue: tuple[str, ...]
    missing: tuple[str, ...]
    denied: frozenset[str]
    stated: frozenset[str]
    score: int


@dataclass(slots=True)
class Tally:
    """Takes letters one at a time.

    Parameters
    ----------
    pack
        Tells which items of letter quality apply to a letter, and which it denies; without it only what a letter
        lacks is known.

    Attributes
    ----------
    rows
        One a letter, in their order.
    """

    pack: Pack | None = None
    rows: list[Row] = field(default_factory=list)
    _names: dict[str, Counter[str]] = field(default_factory=dict)
    _known: dict[Hashable, Hashable] = field(default_factory=dict)

    def add(self, analysis: Analysis) -> None:
        """Count one letter."""
        assessment, letter = analysis.assessment, analysis.letter
        said, denied = self._said(analysis)
        self.rows.append(
            Row(
                date=self._one(letter.date),
                sender=self._one(self._practice(letter.sender)),
                dxa=self._one(assessment.dxa),
                dental=self._one(assessment.dental),
                dialogue=self._one(assessment.dialogue),
                missing=self._one(assessment.missing),
                denied=self._one(denied),
                stated=self._one(said - denied),
                score=assessment.score,
            )
        )

    def practices(self) -> dict[str, str]:
        """The name of each practice by its key, in the order of the alphabet; letters without a sender have none."""
        names = {key: min(found, key=lambda name: (-found[name], name)) for key, found in self._names.items()}
        return dict(sorted(names.items()))

    def _practice(self, sender: str | None) -> str:
        key = practice_key(sender or "")
        if key:
            self._names.setdefault(key, Counter())[" ".join((sender or "").split())] += 1
        return key

    def _said(self, analysis: Analysis) -> tuple[frozenset[str], frozenset[str]]:
        """Items that are mentioned, and those among them that only denials mention."""
        if self.pack is None:
            return frozenset(), frozenset()
        said = frozenset(item for item, mentioned in self.pack.said(analysis.facts).items() if mentioned)
        others = [fact for fact in analysis.facts if fact.status != _ABSENT]
        if len(others) == len(analysis.facts):
            return said, frozenset()
        left = self.pack.said(others)
        return said, frozenset(item for item in said if not left.get(item, False))

    def _one(self, value: _Value) -> _Value:
        # Many letters say the same things: each is kept once.
        known = self._known.setdefault(value, value)
        assert isinstance(known, type(value))
        return known


def practice_key(sender: str) -> str:
    """A practice's name without differences of case and white space."""
    return " ".join(sender.split()).casefold()
