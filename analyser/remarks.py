"""What the reading noted of a letter, and where its fields and its text differ, as remarks of its assessment."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from analyser.analysis import Analysis
from analyser.assessment import Reason
from analyser.codebook.labels import load_labels
from analyser.fact import TEXT, Fact
from analyser.letter import Letter
from analyser.reading.failure import messages

_ROUNDED_AGE = 1  # years; a letter rounds: "snart 72"


def with_remarks(analysis: Analysis, *, lang: str) -> Analysis:
    """The analysis with its remarks behind the other reasons.

    One for each fact of a message's fields that the text contradicts, and one for each of its letter's notes.

    Parameters
    ----------
    analysis
        One without these remarks.
    lang
        Their language: ``nb``, ``nn`` or ``en``.
    """
    return _with(analysis, remarks(analysis, lang=lang))


def remarks(analysis: Analysis, *, lang: str) -> list[Reason]:
    """The remarks alone, in the order of :func:`with_remarks`."""
    different = [_difference(field, text, lang) for field, text in disagreements(analysis.facts)]
    return [*different, *_notes(analysis.letter, lang)]


def with_notes(analysis: Analysis, *, lang: str) -> Analysis:
    """The analysis with a remark for each of its letter's notes, which are not of its content, behind the others."""
    return _with(analysis, _notes(analysis.letter, lang))


def _notes(letter: Letter, lang: str) -> list[Reason]:
    return [
        Reason(
            kind="remark",
            outcome=note,
            rule="reading",
            source="",
            message=messages().say(lang, f"note.{note}", first=letter.duplicate_of),
        )
        for note in letter.notes
    ]


def _with(analysis: Analysis, more: Sequence[Reason]) -> Analysis:
    if not more:
        return analysis
    assessment = analysis.assessment
    reasons = (*assessment.reasons, *more)
    return dataclasses.replace(analysis, assessment=dataclasses.replace(assessment, reasons=reasons))


def disagreements(facts: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Pairs of a fact of a field and a fact of the text that cannot both be true; the field's stands first.

    An age that differs by one year is a rounding. A status differs only where the text nowhere says the field's.
    """
    found: list[tuple[Fact, Fact]] = []
    for fact in facts:
        if fact.origin == TEXT:
            continue
        others = [one for one in facts if one.concept == fact.concept and one.origin == TEXT]
        if not any(one.agrees(fact) for one in others):
            found += [(fact, one) for one in others if not _rounded(fact, one)]
    return found


def _rounded(one: Fact, other: Fact) -> bool:
    numbers = [fact.value for fact in (one, other) if isinstance(fact.value, int | float)]
    return len(numbers) == 2 and abs(numbers[0] - numbers[1]) <= _ROUNDED_AGE


def _difference(field: Fact, text: Fact, lang: str) -> Reason:
    labels = load_labels(lang)

    def said(fact: Fact) -> str:
        value = fact.attributes.get("value")
        number = "" if isinstance(value, str | bool | None) else labels.number(value)
        return labels.value(fact) or " ".join(filter(None, (labels.status(fact), number)))

    name = labels.concepts[field.concept]
    what = name[:1].upper() + name[1:]
    message = messages().say(lang, "note.differs", what=what, field=said(field), text=said(text))
    places = ((fact.start, fact.end) for fact in (field, text))
    evidence = tuple((start, end) for start, end in places if start is not None and end is not None)
    return Reason("remark", "differs", "reading", "", message, evidence)
