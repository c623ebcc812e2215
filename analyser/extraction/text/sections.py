"""Headings and the lines that they govern; copied older notes."""

from __future__ import annotations

import datetime as dt

from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of
from analyser.extraction.text.transcript import COLUMN

_LABEL_TOKENS = 7
_CARRIED = frozenset(
    ["family", "negative", "drugs", "past_drugs", "allergy", "diseases", "dental", "laboratory", "fractures"]
)
_OLD = dt.timedelta(days=14)
_NOTE_HEAD = 14  # tokens of a line that heads a copied note
_QUOTES = (("«", "»"), ('"', '"'), ("\u201c", "\u201d"))
_LISTED = 3  # lines under a heading that tell whether it lists medicines
_NOTE_FOOT = 8  # tokens of a line that ends one


def find_sections(state: State) -> None:
    """Give every sentence the kind of heading that governs it, and mark copied older notes."""
    transcript = state.transcript
    headings = state.lexicon.headings
    kind, paragraph, older = "", -1, False
    quoted = -1  # character at which a quoted older note ends
    copied = bool(state.where("copied_note"))
    for index in range(len(transcript.bounds)):
        if 0 <= quoted <= transcript.starts[transcript.bounds[index][0]]:
            older, quoted = False, -1
        if copied and not older and _heads_older(state, index):
            older, quoted = True, _quote_end(state, index)
            state.older[index] = True
            continue
        if older and _ends_older(state, index):
            older = False
            continue
        label = _label(state, index)
        known = None if label is None else headings.get(label[0])
        if known == "family" and label is not None and label[0] == ("fam",) and _lists_drugs(state, index):
            known = "drugs"  # "FAM" is short for both
        if known is None and label is not None and kind == "family" and _names_kin(state, index, label[1]):
            known = "family"  # "Familie" with "Mor: ...", "Søster: ..." under it
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
    words = forms[first:last]
    if ":" not in words and COLUMN not in words:
        return None
    at, bracket = first, last
    while at < min(last, first + _LABEL_TOKENS + at - min(at, bracket)):
        if forms[at] == "(" and ")" in forms[at:last] and at > first:
            bracket, at = at, forms.index(")", at) + 1  # "Bruddliste (fra epikriser):"
            continue
        if forms[at] == ":":
            label = tuple(form for form in forms[first : min(at, bracket)] if form not in (COLUMN, "-"))
            dated = all(form.isdigit() or date_of(form) is not None for form in label)
            return (label, at + 1) if label and not dated else None  # "2018: håndledd" is a line of a list
        if forms[at] == COLUMN and tuple(forms[first:at]) in state.lexicon.headings:
            return tuple(forms[first:at]), at + 1  # "Mor    lårhals 1987"
        if forms[at] in (".", ",", ";", "?"):
            return None
        at += 1
    return None


def _names_kin(state: State, index: int, end: int) -> bool:
    """Whether a label names a relative."""
    return any(
        state.context.kin.get(at, "patient") != "patient" for at in range(state.transcript.bounds[index][0], end)
    )


def _lists_drugs(state: State, index: int) -> bool:
    transcript = state.transcript
    last = index
    while (
        last + 1 < len(transcript.bounds)
        and last - index < _LISTED
        and (transcript.paragraph[last + 1] == transcript.paragraph[index])
    ):
        last += 1
    words = transcript.forms[transcript.bounds[index][0] : transcript.bounds[last][1]]
    return any(form in ("mg", "µg", "tablett", "x", "mikrogram") for form in words)


def _begins_line(state: State, index: int) -> bool:
    return index == 0 or state.transcript.line[index] != state.transcript.line[index - 1]


def _heads_older(state: State, index: int) -> bool:
    """Whether a line heads a copied note of an earlier date: ">>> kopi notat 22.11.2023", "Gml. notat 2/11-23: «"."""
    first, last = state.transcript.bounds[index]
    head = min(last, first + _NOTE_HEAD)
    if not _begins_line(state, index) or not state.has("copied_note", first, head):
        return False
    labelled = ":" in state.transcript.forms[first:head]
    if last - first <= _NOTE_FOOT and index + 1 < len(state.transcript.bounds):
        begin, end = state.transcript.bounds[index + 1]
        if _dated_before(state, begin, min(end, begin + 2)):
            return True  # the date heads the note itself
    return (labelled or last <= head) and _dated_before(state, first, head)


def _ends_older(state: State, index: int) -> bool:
    """Whether a line ends a copied note: "<<< slutt kopi", "*** slutt ***"."""
    first, last = state.transcript.bounds[index]
    return _begins_line(state, index) and last - first <= _NOTE_FOOT and state.has("copied_end", first, last)


def _quote_end(state: State, index: int) -> int:
    """The character at which the quotation that a heading opens ends; -1 where it opens none."""
    text = state.transcript.text
    first, last = state.transcript.bounds[index]
    begin, end = state.transcript.starts[first], state.transcript.ends[last - 1]
    marks = [(place, closing) for mark, closing in _QUOTES if (place := text.find(mark, max(0, begin - 1), end)) >= 0]
    if not marks:
        return -1
    opened, closing = min(marks)
    return text.find(closing, opened + 1)


def _dated_before(state: State, first: int, last: int) -> bool:
    """Whether a date well before the letter's stands among the tokens."""
    if state.date is None:
        return False
    dates = [date_of(form) for form in state.transcript.forms[first:last] if form[0].isdigit()]
    return any(date is not None and state.date - date > _OLD for date in dates)


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


def note_date(state: State, at: int) -> dt.date | None:
    """The date of the copied note that a token stands in; ``None`` outside of one."""
    index = state.transcript.sentence[at]
    if not state.older[index]:
        return None
    while index and state.older[index - 1]:
        index -= 1
    first = state.transcript.bounds[index][0]
    return next((date for k, date in state.dates if first <= k < at), None)
