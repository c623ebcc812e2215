"""What became of the letters, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from analyser.analysis import Analysis
from analyser.codebook import load_codebook
from analyser.reading import Failure
from analyser.reporting.parts import first_of

_SHOWN_FAILURES = 10


@dataclass(slots=True)
class Summary:
    """What became of the letters.

    Attributes
    ----------
    letters, failed
        How many were read, and how many rows ``failed.csv`` has.
    without_date
        Letters read that have no date.
    dxa, dental, dialogue, language
        Letters by label, in the codebook's order, zeros included; one letter may have several labels
        of ``dental`` and ``dialogue``.
    with_dental, with_dialogue, with_first
        Letters that have any; ``with_first`` counts those with a remark to read before all else.
    failures
        The first rows of ``failed.csv``.
    failed_codes
        Rows of ``failed.csv`` by code.
    duplicates
        Letters with the content of an earlier one; they are analysed once.
    reused
        Contents whose result was there from an earlier run that was gone on with.
    """

    letters: int = 0
    failed: int = 0
    without_date: int = 0
    dxa: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dxa, 0)))
    dental: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dental, 0)))
    dialogue: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dialogue, 0)))
    language: Counter[str] = field(default_factory=lambda: Counter({"nb": 0, "nn": 0, "mixed": 0}))
    with_dental: int = 0
    with_dialogue: int = 0
    with_first: int = 0
    failures: list[Failure] = field(default_factory=list)
    failed_codes: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    reused: int = 0

    def add(self, item: Analysis | Failure) -> None:
        """Count one letter, or one row of what failed."""
        if isinstance(item, Failure):
            self.failed += 1
            self.failed_codes[item.code] += 1
            if len(self.failures) < _SHOWN_FAILURES:
                self.failures.append(item)
            return
        self.letters += 1
        self.without_date += item.letter.date is None
        self.language[item.language] += 1
        self.dxa[item.assessment.dxa] += 1
        self.dental.update(item.assessment.dental)
        self.dialogue.update(item.assessment.dialogue)
        self.with_dental += bool(item.assessment.dental)
        self.with_dialogue += bool(item.assessment.dialogue)
        self.duplicates += item.letter.duplicate_of is not None
        self.with_first += bool(first_of(item.assessment.reasons))

    @property
    def counts(self) -> dict[str, int]:
        """What the audit log tells of the letters."""
        return {
            "letters": self.letters,
            "failed": self.failed,
            "duplicates": self.duplicates,
            "reused": self.reused,
        }

    def to_dict(self) -> dict[str, Any]:
        """The part of ``run.json`` that tells of the letters: the same however often the run was gone on with."""
        return {
            "letters": self.letters,
            "failed": self.failed,
            "failed_by_code": dict(sorted(self.failed_codes.items())),
            "without_date": self.without_date,
            "dxa": dict(self.dxa),
            "dental": dict(self.dental),
            "dialogue": dict(self.dialogue),
            "read_first": self.with_first,
            "duplicates": self.duplicates,
            "language": dict(self.language),
        }
