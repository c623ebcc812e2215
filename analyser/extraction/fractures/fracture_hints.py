"""Fractures denied without their word: a whole bone, or a picture of which the next sentence says "ingen brudd"."""

from __future__ import annotations

from dataclasses import replace

from analyser.extraction.context.owner import owner_of
from analyser.extraction.fractures.fracture import Fracture
from analyser.extraction.fractures.fracture_sites import Sites
from analyser.extraction.fractures.fracture_words import Mark
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

_REACH = 6  # words between a picture and what it was taken of
_SHORT = 7  # words of a sentence that only says that nothing is broken
_SENTENCES_BEFORE = 3
_NONE = frozenset(["ingen", "nei", "ikke", "ingenting", "intet", "aldri", "0"])
_ELSE = frozenset(["andre", "annet", "annen", "øvrige", "mer", "flere"])
_ALL = frozenset(["er", "har", "alt", "alle", "hun", "han", "bein", "ben", "beina", "bena", "holdt", "vært"])
_LATER = frozenset(["ellers", "siden", "senere", "etterpå"])
_WHOLE_WITHIN = 6
_FILL = frozenset(["noe", "noen", "kjente", "kjent", "tidligere", "så", "som"])
_STOPS = frozenset([".", ",", ";", ")", COLUMN])


def pictured(state: State, anchor: Mark, marks: list[Mark], by_sentence: dict[int, list[Mark]]) -> list[Mark]:
    """The sites of the picture that shows no fracture: "Rtg. hofte: artrose. Ingen brudd."."""
    transcript = state.transcript
    index = transcript.sentence[anchor.first]
    begin, end = transcript.bounds[index]
    if state.has("fx_earlier", begin, end) or transcript.forms[anchor.first - 1] in _ELSE:
        return []
    if state.has("fx_imaging", begin, anchor.first):
        if "vfa" in transcript.forms[begin : anchor.first]:
            return [replace(anchor, site="vertebral")]  # it shows nothing but vertebrae
        found = [mark for mark in marks if mark.kind == "site"]
    elif end - begin > _SHORT:
        return []
    else:
        found = _of_sentence_before(state, index, by_sentence)
    return [replace(mark, first=anchor.first, last=anchor.last) for mark in found if mark.site != "none"]


def _of_sentence_before(state: State, index: int, by_sentence: dict[int, list[Mark]]) -> list[Mark]:
    transcript = state.transcript
    for before in range(index - 1, max(-1, index - 1 - _SENTENCES_BEFORE), -1):
        if transcript.paragraph[before] != transcript.paragraph[index]:
            break
        begin, end = transcript.bounds[before]
        pictures = state.where("fx_imaging", begin, min(end, begin + 4))
        if pictures:
            marks = by_sentence.get(before, [])
            return [m for m in marks if m.kind == "site" and pictures[0] < m.first < pictures[0] + _REACH]
    return []


def whole_bones(state: State, sites: Sites) -> list[Fracture]:
    """As in "anklene er hele", "hofta holdt": said beside fractures, it denies one."""
    found: list[Fracture] = []
    for mark in sites.marks:
        if mark.kind != "site" or mark.site == "none":
            continue
        for at in range(mark.last, min(sites.end, mark.last + 3)):
            if state.in_class(at, "fx_whole"):
                owner = owner_of(state, mark.first, mark.last)
                found.append(Fracture(mark.site, mark.first, at + 1, mark, "absent", (at, at + 1), owner))
                sites.taken.add(mark.first)
                break
            if not state.in_class(at, "fx_whole_link"):
                break
    return found


def rest_denied(state: State, at: int, end: int) -> int | None:
    """Where the words end that deny all the rest: "ellers ingen", "ikke noe annet", "ingen andre"."""
    forms = state.forms
    first = at
    if forms[at] in _LATER and (whole := _rest_whole(state, at + 1, end)) is not None:
        return whole
    if forms[at : at + 2] == ["som", "voksen"]:
        at += 2 + (forms[at + 2 : at + 3] == [":"])  # "Brudd som barn: arm. Som voksen: ingen."
        closed = at < end and forms[at] in _NONE and (at + 1 >= end or forms[at + 1] in _STOPS)
        return at + 1 if closed else None
    rest = forms[at] == "ellers"
    at += rest
    if at >= end or forms[at] not in _NONE or (not rest and forms[at] == "nei"):
        return None
    at += 1
    while at < end and forms[at] in _FILL:
        at += 1
    while at < end and forms[at] in _ELSE:
        rest, at = True, at + 1
    closed = at >= end or forms[at] in _STOPS
    return at if rest and closed and at - first <= _SHORT else None


def _rest_whole(state: State, at: int, end: int) -> int | None:
    """As in "ellers er alt helt", "siden har hun vært hel"."""
    stop = min(end, at + _WHOLE_WITHIN)
    while at < stop and state.forms[at] in _ALL:
        at += 1
    whole = at < stop and state.in_class(at, "fx_whole")
    return at + 1 if whole and (at + 1 >= end or state.forms[at + 1] in (*_STOPS, "og")) else None
