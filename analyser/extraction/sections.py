"""Headings and the lines that they govern; copied older notes."""

from __future__ import annotations

import datetime as dt

from analyser.extraction.numbers import date_of
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_LABEL_TOKENS = 7
_CARRIED = frozenset(
    ["family", "negative", "drugs", "past_drugs", "allergy", "diseases", "dental", "laboratory", "fractures"]
)
_OLD = dt.timedelta(days=14)


def find_sections(state: State) -> None:
    """Give every sentence the kind of heading that governs it, and mark copied older notes."""
    transcript = state.transcript
    headings = state.lexicon.headings
    kind, paragraph, older = "", -1, False
    for index in range(len(transcript.bounds)):
        label = _label(state, index)
        known = None if label is None else headings.get(label[0])
        if known == "family" and label is not None and label[0] == ("fam",) and _lists_drugs(state, index):
            known = "drugs"  # "FAM" is short for both
        if label is not None:
            older = _is_older(state, index, known, was=older)
            state.sections[index] = known or ""
            kind = known if known in _CARRIED else ""
            paragraph = transcript.paragraph[index]
        elif transcript.paragraph[index] != paragraph:
            kind = ""
        else:
            state.sections[index] = kind
        state.older[index] = older


def _label(state: State, index: int) -> tuple[tuple[str, ...], int] | None:
    """The words before a colon at the beginning of a line, and the token behind it."""
    transcript = state.transcript
    first, last = transcript.bounds[index]
    if index and transcript.line[index] == transcript.line[index - 1]:
        return None
    forms = transcript.forms
    for at in range(first, min(last, first + _LABEL_TOKENS)):
        if forms[at] == ":":
            words = tuple(form for form in forms[first:at] if form not in (COLUMN, "-"))
            return (words, at + 1) if words else None
        if forms[at] in (".", ",", ";", "?"):
            return None
    return None


def _lists_drugs(state: State, index: int) -> bool:
    first, last = state.transcript.bounds[index]
    return any(form in ("mg", "µg", "tablett", "x", "mikrogram") for form in state.transcript.forms[first:last])


def _is_older(state: State, index: int, known: str | None, *, was: bool) -> bool:
    """Whether a copied note of an earlier date begins here, or goes on."""
    if known in ("current", "request"):
        return False
    if known != "older":
        return was
    first, last = state.transcript.bounds[index]
    for form in state.transcript.forms[first:last]:
        date = date_of(form) if form[0].isdigit() else None
        if date is not None and state.date is not None:
            return state.date - date > _OLD
    return was
