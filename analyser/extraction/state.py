"""What the components of the pipeline hand to one another for one letter."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from analyser.extraction.context.context import Context
from analyser.extraction.finding import Finding, Range
from analyser.extraction.matching.lexicon import Lexicon
from analyser.extraction.text.numbers import DATES, NUMBERS
from analyser.extraction.text.transcript import Transcript
from analyser.extraction.text.word_classes import Classes

if TYPE_CHECKING:
    from analyser.extraction.context.mentions import Mention


class State:
    """Transcript, context and findings of one letter.

    Attributes
    ----------
    transcript, lexicon, context
        The letter's tokens, the data, the cues around them.
    forms
        Normal form of every token.
    date
        Date of the letter; ``None`` when unknown.
    findings
        What has been found so far.
    sections
        For each sentence the kind of heading that governs it (see ``sections.toml``), or "".
    older
        For each sentence whether it stands in a copied older note.
    classes
        For each token the classes of words that it belongs to.
    events
        For each kind of event that was asked for how long before the letter it was, where it is dated: the token that
        names it, and years; see :func:`analyser.extraction.context.events.years_since_event`.
    mentions
        The terms that the letter names, once :func:`analyser.extraction.context.mentions.mentions` has looked for them.
    """

    __slots__ = (
        "_ages",
        "_dates",
        "_named",
        "_numbered",
        "_places",
        "_sought",
        "classes",
        "context",
        "date",
        "events",
        "findings",
        "forms",
        "lexicon",
        "mentions",
        "older",
        "sections",
        "transcript",
    )

    def __init__(self, transcript: Transcript, lexicon: Lexicon, date: dt.date | None) -> None:
        self.transcript = transcript
        self.forms = transcript.forms
        self.lexicon = lexicon
        self.date = date
        self.context = Context(transcript, lexicon)
        self.findings: list[Finding] = []
        self._dates: Sequence[tuple[int, dt.date]] | None = None
        self._numbered: list[int] | None = None
        self._named: Mapping[str, list[int]] = {}
        self.classes: Sequence[Classes] = transcript.hits.column(lexicon.word_classes)  # type: ignore[assignment]
        self._sought = sought = lexicon.word_classes.sought
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        places = self._places
        wanted = [*map(sought.__getitem__, self.classes)]
        for at, names in compress(enumerate(wanted), wanted):
            for name in names:
                places[name].append(at)
        self.mentions: list[Mention] | None = None
        self.events: dict[str, list[tuple[int, float]]] = {}
        self._ages: list[Finding] | None = None
        self.sections: list[str] = [""] * len(transcript.bounds)
        self.older: list[bool] = [False] * len(transcript.bounds)

    def sentence(self, token: int) -> Range:
        """Token range of the sentence that holds a token."""
        return self.transcript.bounds[self.transcript.sentence[token]]

    def section(self, token: int) -> str:
        """Kind of heading that governs the sentence of a token."""
        return self.sections[self.transcript.sentence[token]]

    def of(self, concept: str, status: str | None = None) -> list[Finding]:
        """The findings so far of one concept."""
        return [f for f in self.findings if f.concept == concept and (status is None or f.status == status)]

    def in_class(self, token: int, name: str) -> bool:
        """Whether a token's form is a word of a class of classes.toml (phrases of the class do not count)."""
        return name in self.classes[token]

    def named(self, form: str) -> Sequence[int]:
        """The tokens of a form, in order."""
        if not self._named:
            named: defaultdict[str, list[int]] = defaultdict(list)
            for at, one in enumerate(self.forms):
                named[one].append(at)
            self._named = named
        return self._named.get(form, ())

    @property
    def ages(self) -> Sequence[Finding]:
        """What tells the patient's age; to be asked for once the patient has been read."""
        if self._ages is None:
            self._ages = self.of("age")
        return self._ages

    @property
    def dates(self) -> Sequence[tuple[int, dt.date]]:
        """The tokens that are a date, in order, with it."""
        if self._dates is None:
            self._dates = self.transcript.hits.of(DATES)
        return self._dates

    def numbered(self, begin: int = 0, end: int | None = None) -> Sequence[int]:
        """The tokens that are a number, in digits or in words, in order."""
        if self._numbered is None:
            self._numbered = [at for at, _ in self.transcript.hits.of(NUMBERS)]
        places = self._numbered
        return places[bisect_left(places, begin) : None if end is None else bisect_left(places, end)]

    def where(self, name: str, begin: int = 0, end: int | None = None) -> list[int]:
        """The tokens of a class, in order; ``begin`` and ``end`` limit them to a half-open range."""
        places = self._places.get(name)
        if places is None and name not in self._sought.names:
            places = self._sought_first(name)
        if not places:
            return []
        if begin <= places[0] and (end is None or places[-1] < end):
            return places
        return places[bisect_left(places, begin) : None if end is None else bisect_left(places, end)]

    def _sought_first(self, name: str) -> list[int]:
        """The tokens of a class whose places were not sought before."""
        self.lexicon.word_classes.seek(name)
        found = self._places[name] = [at for at, names in enumerate(self.classes) if name in names]
        return found

    def any_of(self, *names: str, begin: int = 0, end: int | None = None) -> list[int]:
        """The tokens of any of some classes, in order, each once."""
        found = [places for name in names if (places := self.where(name, begin, end))]
        if len(found) < 2:
            return found[0] if found else []
        return sorted({at for places in found for at in places})

    def has(self, name: str, begin: int, end: int) -> bool:
        """Whether a word of a class stands in a half-open range of tokens."""
        places = self._places.get(name)
        if places is None and name not in self._sought.names:
            places = self._sought_first(name)
        if not places:
            return False
        at = bisect_left(places, begin)
        return at < len(places) and places[at] < end

    def near(self, first: int, last: int, name: str, *, within: int = 4) -> int | None:
        """The token of a class that lies nearest to a range, within its sentence; ``None`` when there is none."""
        begin, end = self.sentence(first)
        best: tuple[int, int] | None = None
        for at in self.where(name, max(begin, first - within), min(end, last + within)):
            if not first <= at < last:
                distance = first - at if at < first else at - last + 1
                if best is None or distance < best[0]:
                    best = (distance, at)
        return None if best is None else best[1]
