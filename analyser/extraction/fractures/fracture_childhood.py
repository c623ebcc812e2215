"""Fractures of childhood, which do not count."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, year_of

_ENDS = frozenset([".", ";", "?", "!"])
_LATER = frozenset(["sist", "nå", "senest", "igjen", "siden"])
_CHILD = 18.0
_POINTS_BACK = frozenset(["det", "dette", "da", "hun", "han", "begge"])


def in_childhood(state: State, first: int, last: int) -> bool:
    """Whether the words around a fracture put it in childhood: "som 9-åring", "i barndommen"."""
    if _of_childhood(state, *_part(state, first, last), last):
        return not _again_later(state, last)
    bounds = state.transcript.bounds
    following = state.transcript.sentence[first] + 1
    if following >= len(bounds) or state.transcript.paragraph[following] != state.transcript.paragraph[following - 1]:
        return False
    begin, end = bounds[following]
    if state.forms[begin] not in _POINTS_BACK or not {"brudd", "brakk"}.isdisjoint(state.forms[begin:end]):
        return False
    return _of_childhood(state, begin, end, begin)  # "Brudd i albuen. Det var på barneskolen."


def _again_later(state: State, last: int) -> bool:
    """As in "da hun var 8, 14 og nå sist i 2021": the last of them counts."""
    forms, end = state.forms, state.sentence(last - 1)[1]
    for at in range(last, end - 3):
        if forms[at : at + 2] == ["og", "i"] and year_of(forms[at + 2], state.date) is not None:
            return True  # "som tiåring og i 2020"
        if forms[at] == "og" and not _LATER.isdisjoint(forms[at + 1 : at + 3]):
            return any(year_of(form, state.date) is not None or form == "fjor" for form in forms[at + 2 : at + 6])
    return False


def _of_childhood(state: State, begin: int, end: int, last: int) -> bool:
    forms = state.forms
    words = state.any_of("fx_child_age", "fx_child", begin=begin, end=end)
    for at in sorted({*words, *state.numbered(begin, end)}):
        if state.in_class(at, "fx_child_age"):
            return forms[at - 1 : at] not in (["siden"], ["etter"])
        if state.in_class(at, "fx_child"):
            before = forms[at - 1] if at > begin else ""
            if forms[at] in ("barn", "liten") and "var" not in forms[at - 2 : at] and before != "som":
                continue
            if before in ("siden", "etter") or state.near(at, at + 1, "fx_adult", within=3) is not None:
                continue
            return True
        value = number(forms[at])
        if value is None or not 1 <= value < _CHILD:
            continue
        if _was_so_old(state, at, begin, end):
            return True
        if at + 1 >= end or forms[at + 1] != "år":
            continue
        before = forms[at - 1] if at > begin else ""
        behind = forms[at + 2] if at + 2 < len(forms) else ""
        if (
            before in ("som", "var")
            or forms[at - 2 : at - 1] == ["var"]
            or (behind in ("gammel", "gamal") and before not in ("for",))
        ):
            return True
        if before in (",", "(") and behind in (")", ",", ".") and 0 <= at - last <= 6:
            return True
    return False


def _was_so_old(state: State, at: int, begin: int, end: int) -> bool:
    """As in "da hun var ni": an age without its unit."""
    forms = state.forms
    if at - 3 < begin or forms[at - 1] != "var" or forms[at - 3] not in ("da", "når"):
        return False
    pronoun = state.in_class(at - 2, "own_patient") or forms[at - 2] in ("hun", "han", "jeg")
    return pronoun and (at + 1 >= end or forms[at + 1] in (".", ",", ")", "og", ";", "gammel", "eller"))


def _part(state: State, first: int, last: int) -> Range:
    """The stretch between two commas or sentence ends; brackets and years do not end it."""
    forms = state.forms
    begin, end = state.sentence(first)
    low, high = first, last
    while low > begin and forms[low - 1] not in _ENDS and not (forms[low - 1] in (",", "men") and low < first):
        low -= 1
    commas = 0
    while high < end and forms[high] not in _ENDS:
        if forms[high] in (",", "men"):
            commas += 1
            following = forms[high + 1 : high + 3]
            late = bool(following) and (
                number(following[0]) is not None or following[0] in ("da", "som", "det", "den", "begge", "men")
            )
            if commas > 2 or not late:
                break
        high += 1
    return low, min(end, high + 1)
