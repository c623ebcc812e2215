"""Relatives of whom the same is said as of another: "verken han selv eller foreldre", "mormor likeså"."""

from __future__ import annotations

from analyser.extraction.context.relatives import JOINTS, Owner, joined
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

_CLOSED: tuple[list[str], ...] = ([], ["."], [","], [";"], ["heller"], [COLUMN])


def also_relatives(state: State, last: int) -> Owner | None:
    """The relatives who share the patient's finding: "ingen brudd, verken han selv eller foreldre"."""
    forms, kin = state.forms, state.context.kin
    end = state.sentence(last - 1)[1]
    for at in range(last, min(end, last + 6)):
        if forms[at] in ("hverken", "både"):
            for k in range(at + 1, min(end, at + 8)):
                if forms[k] in (".", ";", ":", COLUMN):
                    return None
                if kin.get(k, "patient") not in ("patient", "other"):
                    last = _row_end(state, k, end)
                    # "aldri brukket noe, og verken mor eller far har hatt hoftebrudd": that is said of them alone
                    return (
                        None
                        if forms[last + 1 : last + 2] in (["har"], ["hadde"], ["fikk"])
                        else joined(state, at, last)
                    )
    return None


def _row_end(state: State, at: int, end: int) -> int:
    """The last of the relatives who are joined to one: "hos mor eller far"."""
    kin = state.context.kin
    while at + 2 < end and state.forms[at + 1] in JOINTS and kin.get(at + 2, "patient") not in ("patient", "other"):
        at += 2
    return at


def same_of(state: State, at: int) -> Owner | None:
    """The relative before a word like "likeså"."""
    begin = state.sentence(at)[0]
    for k in (at - 1, at - 2):
        if k >= begin and state.context.kin.get(k, "patient") not in ("patient", "other"):
            return Owner(frozenset([state.context.kin[k]]), both=state.forms[k] == "foreldre", span=(k, k + 1))
    return None


def nor_of(state: State, at: int, end: int) -> Owner | None:
    """The relative of whom the same is denied: "ikke hatt brudd, heller ikke faren", "ingen i familien"."""
    forms, kin = state.forms, state.context.kin
    nobody = forms[at - 1 : at + 1] == [",", "ingen"] and state.context.has(at + 1, "hos.words")
    if not nobody and forms[at : at + 2] not in (["heller", "ikke"], ["ikke", "heller"]):
        return None
    k = at + 2
    while k < end and (state.in_class(k, "kin_attribute") or state.context.has(k, "hos.words")):
        k += 1
    if k >= end or kin.get(k, "patient") in ("patient", "other"):
        return None
    k = _row_end(state, k, end)
    if nobody and forms[k + 1 : k + 2] not in _CLOSED:
        return None  # "ingen i familien med diabetes"
    return joined(state, at, k)
