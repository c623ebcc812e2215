"""What the words around a drug say of it: taken, ended, proposed, never taken.

The words that belong to one drug are written as a short line in which the drug, or several joined ones, is the
single word ``drug``. The patterns are tried on that line: phrases that turn the sense of a single word in their
order, then single cues, the nearest of which decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analyser.extraction.data import LexiconError, load_toml
from analyser.extraction.finding import Range
from analyser.extraction.matching.lexicon import Lexicon, load_lexicon
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.matching.patterns import Pattern

DRUG = "drug"
_STATUSES = ("present", "past", "planned", "absent", "uncertain", "none")
"""``none``: the drug is only talked of, and no fact is made of it."""
_FILES = (("drug_taken.toml", 1), ("drug_not_taken.toml", 1), ("drug_nearest.toml", 2))
"""Where the patterns stand, with their level: 1 for phrases that decide in their order, 2 for the nearest cue."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A status with the tokens that say it, how far from the drug they stand, and what they say besides."""

    status: str
    level: int
    distance: int
    span: Range
    also: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    order: int
    status: str
    level: int
    exclude: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    concepts: frozenset[str]
    also: str | None


class DrugCues:
    """The patterns of :data:`_FILES`, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        entries: list[tuple[Pattern, _Rule]] = []
        blocks = [(name, level, block) for name, level in _FILES for block in load_toml(name)["rule"]]
        for order, (name, level, block) in enumerate(blocks):
            if block["status"] not in _STATUSES:
                msg = f"lexicon/{name}: no status is called {block['status']!r}"
                raise LexiconError(msg)
            read = {
                key: tuple(lexicon.pattern(source, name) for source in block.get(key, ()))
                for key in ("match", "not", "unless")
            }
            rule = _Rule(
                order, block["status"], level, read["not"], read["unless"],
                frozenset(block.get("concepts", ())), block.get("also"),
            )  # fmt: skip
            entries += [(pattern, rule) for pattern in read["match"]]
        self._index = PatternIndex(entries)
        self._needs = lexicon.normaliser.needs

    def find(self, forms: Sequence[str], tokens: Sequence[int], concept: str) -> list[Cue]:
        """Every cue of a line, the one that decides first; ``tokens`` are the places of its forms in the letter."""
        lacking = self._needs.lacking(forms)
        candidates = self._index.candidates(forms, lacking)
        if not candidates:
            return []
        canon = "\n " + " ".join(forms) + " \n"
        offsets, at = [], 2
        for form in forms:
            offsets.append(at)
            at += len(form) + 1
        middle = forms.index(DRUG)
        name = offsets[middle]
        found: list[tuple[int, int, int, Cue]] = []
        for order, (pattern, rule) in enumerate(candidates):
            if rule.concepts and concept not in rule.concepts:
                continue
            for match in pattern.parts[0].finditer(canon):
                if not match.start() <= name < match.end() or _masked(rule, canon, lacking, match):
                    continue
                start, end = match.span("cue")
                first, last = bisect_left(offsets, start), bisect_left(offsets, end)
                distance = middle - last if last <= middle else first - middle - 1
                cue = Cue(rule.status, rule.level, distance, (tokens[first], tokens[last - 1] + 1), rule.also)
                found.append((rule.level, rule.order if rule.level == 1 else distance, order, cue))
        return [cue for *_, cue in sorted(found, key=lambda f: f[:3])]


def _masked(rule: _Rule, canon: str, lacking: int, match: re.Match[str]) -> bool:
    """Whether a phrase that turns the sense overlaps a match, or stands anywhere in the line."""
    for pattern in rule.unless:
        if pattern.may_match(lacking) and pattern.parts[0].search(canon):
            return True
    first, last = match.span()
    return any(
        other.start() < last and other.end() > first
        for pattern in rule.exclude
        if pattern.may_match(lacking)
        for other in pattern.parts[0].finditer(canon)
    )


@cache
def load_drug_cues() -> DrugCues:
    """The packaged cues (compiled once a process)."""
    return DrugCues(load_lexicon())
