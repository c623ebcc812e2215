"""Answers to the labels of a form that asks for habits, and what a reading of a habit is."""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of, number, year_of
from analyser.extraction.text.transcript import COLUMN

_SEPARATORS = frozenset([":", "=", COLUMN, "?", "."])
_LABEL_SIGNS = frozenset(["/", "(", ")", ">", "<", ","])
_LABELS = 12  # tokens that the names under one label may fill


class Said(NamedTuple):
    """A status, the words it rests on, and how sure it is: the surest of a letter holds."""

    status: str
    span: Range
    cue: Range | None
    weight: int


def never(state: State, at: int) -> Said | None:
    """As in "Tobakk har hun aldri brukt", "Røyking og brennevin har han aldri villet vite av", "Røyker ei"."""
    forms, end = state.forms, state.sentence(at)[1]
    if forms[at + 1 : at + 2] == ["ei"] and closes(forms, at + 2, end):
        return Said("absent", (at, at + 2), (at + 1, at + 2), 5)
    k = at + 1
    while k < end and (forms[k] in ("og", "eller", ",") or _names(state, k) or state.in_class(k, "al_drink")):
        k += 1
    if k >= end or forms[k] not in ("har", "hadde"):
        return None
    cue = next((n for n in range(k + 1, min(end, k + 4)) if forms[n] == "aldri"), None)
    return None if cue is None else Said("absent", (at, cue + 1), (cue, cue + 1), 5)


def _no(state: State, at: int) -> bool:
    return state.in_class(at, "answer_no") or state.forms[at] in ("-", "÷")


def answered(state: State, at: int, concept: str) -> Said | None:
    """The answer of a form, As in "Røyk: nei", "Røyk/alkohol: 0 / 0", "røyker    N", "Alkohol ÷"."""
    forms = state.forms
    begin, end = state.sentence(at)
    first, last = at, at + 1
    while last < min(end, at + _LABELS) and (
        (forms[last] == "+" and last + 1 < end and (_names(state, last + 1) or forms[last - 1] == "3"))
        or forms[last] in _LABEL_SIGNS
        or state.in_class(last, "habit_label")
        or _names(state, last)
    ):
        if forms[last] == "," and not (last + 1 < end and _names(state, last + 1)):
            break
        last += 1
    while first > max(begin, at - _LABELS) and (forms[first - 1] in ("/", "og") or _names(state, first - 1)):
        first -= 1
    labelled = first == begin or forms[first - 1] in (COLUMN, ".", ",", ":", ";")
    answer = last
    while answer < end and forms[answer] in _SEPARATORS:
        answer += 1
    if not labelled or answer >= end:
        return _long_label(state, at)
    if forms[answer] == "0" and forms[answer + 1 : answer + 2] == ["-"] and forms[answer + 2 : answer + 3] != []:
        return None  # "Røyk: 0-3 pr dag"
    closed = answer + 1 >= end or closes(forms, answer + 1, end) or _names(state, answer + 1)
    if answer == last and not (closed and (_no(state, answer) or forms[answer] == "+")):
        return _long_label(state, at)
    if forms[answer] in ("bruker", "har") and any(_no(state, k) for k in range(answer + 1, min(end, answer + 3))):
        return Said("absent", (at, min(end, answer + 3)), (answer, min(end, answer + 3)), 5)
    # "røyk / alkohol : nei / sjelden": the second answer is of the second name
    order = [k for k in range(first, last) if _names(state, k)]
    slash = next((k for k in range(answer, min(end, answer + 4)) if forms[k] == "/"), None)
    if len(order) > 1 and order.index(at) > 0 and slash is not None and slash + 1 < end:
        answer = slash + 1
    span = (at, answer + 1)
    if concept == "alcohol_excess" and len(order) > 1 and state.in_class(answer, "al_little"):
        return Said("absent", span, (answer, answer + 1), 4)
    behind = range(answer + 1, min(end, answer + 6))
    if concept == "smoking" and (_stopped(state, answer) or _until(state, answer, end)):
        return Said("past", (at, min(end, answer + 2)), (answer, answer + 1), 6)
    if _no(state, answer) and (forms[answer] not in ("ikke", "ingen") or closes(forms, answer + 1, end)):
        ended = any(
            (state.in_class(k, "sm_ended") and forms[k] != "før")
            or forms[k] == "stumpet"
            or (forms[k] == "siden" and not _is_reason(state, k))
            for k in behind
        )
        if concept == "smoking" and ended:
            return Said("past", (at, behind[-1] + 1), (answer, behind[-1] + 1), 6)
        return Said("absent", span, (answer, answer + 1), 5)
    if state.in_class(answer, "answer_yes") or forms[answer] in ("x", "+"):
        return Said("present", span, (answer, answer + 1), 5) if concept == "smoking" else None
    value = number(forms[answer]) if forms[answer][0].isdigit() else None
    if concept == "smoking" and (
        state.in_class(answer, "sm_some") or forms[answer : answer + 3] == ["av", "og", "til"]
    ):
        return Said("present", (at, answer + 1), (answer, answer + 1), 4)
    if forms[answer] in ("?", "ukjent", "usikker", "usikkert") or (forms[answer - 1] == "?" and answer - 1 > last):
        return Said("uncertain", (at, answer + 1), (answer, answer + 1), 2)
    quit_at = next((k for k in behind if _stopped(state, k)), None)
    if concept == "smoking" and value is not None and quit_at is not None:
        return Said("past", (at, quit_at + 1), (quit_at, quit_at + 1), 6)  # "Røyk: 15 pakkeår, sluttet 2012"
    if concept == "smoking" and value is not None and value < 100 and not forms[answer].startswith("-"):
        return Said("present" if value else "absent", span, (answer, answer + 1), 4)
    return None


def _is_reason(state: State, at: int) -> bool:
    """As in "Røyker ikke, siden hun er syk", ", siden 40 kg vekttap", where "siden" tells of no time."""
    forms, behind = state.forms, state.forms[at + 1 : at + 2]
    if forms[at - 1] != "," or not behind:
        return False
    amount = behind[0][0].isdigit() and year_of(behind[0], state.date) is None and date_of(behind[0]) is None
    return amount or behind[0] in ("hun", "han", "det", "pasienten")


def _stopped(state: State, at: int) -> bool:
    """As in "Røyk   sluttet 1998": nothing of trying or wanting to."""
    return state.in_class(at, "sm_ended") and state.forms[at] not in ("før", "tidligere", "ga", "gav", "la")


def _until(state: State, at: int, end: int) -> bool:
    """As in "Tobakk: pipe til 2021"."""
    k = next((k for k in range(at, min(end, at + 4)) if state.forms[k] == "til"), None)
    return k is not None and k + 1 < end and len(state.forms[k + 1]) == 4 and state.forms[k + 1].isdecimal()


def _long_label(state: State, at: int) -> Said | None:
    """As in "Alkohol 3 eller flere enheter: nei", "Mer enn tre enheter alkohol daglig: nei"."""
    forms = state.forms
    end = min(state.sentence(at)[1], at + 9)
    sign = next((k for k in range(at + 1, end) if forms[k] in (":", COLUMN, "?")), None)
    if sign is None or any(forms[k] in (".", ",", ";") for k in range(at, sign)):
        return None
    answer = sign
    while answer < end and forms[answer] in _SEPARATORS:
        answer += 1
    if answer < end and _no(state, answer) and closes(forms, answer + 1, state.sentence(at)[1]):
        return Said("absent", (at, answer + 1), (answer, answer + 1), 5)
    return None


def _names(state: State, at: int) -> bool:
    return any(state.in_class(at, name) for name in ("sm_verb", "sm_past_verb", "sm_noun", "al_word", "al_verb"))


def closes(forms: list[str], at: int, end: int) -> bool:
    """Whether an answer ends before a token."""
    return at >= end or forms[at] in (".", ",", ";", COLUMN, "/", "(", ")", "-")
