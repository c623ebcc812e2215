"""Vitamin D and calcium named as such: a supplement that is taken, or a blood test."""

from __future__ import annotations

from analyser.extraction.drugs.drug import Drug
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number
from analyser.extraction.text.transcript import COLUMN

_NAMES = (["vit", "d"], ["d", "vit"], ["oh", "d"], ["25ohd"], ["25", "oh"])
_JOINTS = frozenset([",", "og", "/", "+"])
_STOPS = frozenset([".", ";", "!", "?", COLUMN])


def supplements(state: State) -> list[Drug]:
    """The places where "D-vitamin" is something the patient takes."""
    forms = state.forms
    found: list[Drug] = []
    for first, last in _named(state):
        at = first
        if (
            at
            and forms[at - 1] in ("oh", "25", "s", "p")
            or (at and state.transcript.starts[at] == state.transcript.starts[at - 1])
        ):
            continue
        drug = _supplement(state, first, last)
        if drug is not None:
            found.append(drug)
    return [*found, *_told_on(state, found)]


def _told_on(state: State, named: list[Drug]) -> list[Drug]:
    """A supplement that is not named again: "vit D 19, tar tilskudd nå", "D-vitamin 31, tar nå 40 mikrogram"."""
    taken = {at for drug in named for at in range(drug.first, drug.last)}
    found: list[Drug] = []
    for at in state.any_of("vitd_bare", "vitd_unit"):
        begin, end = state.sentence(at)
        lacking = state.has("vitd_lack", begin, at)
        bare = state.in_class(at, "vitd_bare")  # "etter tilskudd er vit D nå 64"
        named_in = range(begin, end if bare else at)
        if at in taken or not (lacking or any(state.forms[k : k + 2] in _NAMES for k in named_in)):
            continue
        if state.in_class(at, "vitd_bare"):
            if not (at > begin and state.in_class(at - 1, "vitd_other")):
                found.append(Drug("calcium_vitamin_d", at, at + 1, _dose(state, at + 1, end)))
        elif number(state.forms[at - 1]) is not None and state.has("vitd_verb", max(begin, at - 4), at - 1):
            found.append(Drug("calcium_vitamin_d", at - 1, at + 1, at + 1))
    return found


def in_tests(state: State, first: int, last: int) -> bool:
    """Whether a name stands in a row of blood tests: "SR, kalsium, D-vitamin, kreatinin"."""
    forms = state.forms
    begin, end = state.sentence(first)
    before = first - 2 >= begin and forms[first - 1] in _JOINTS and state.in_class(first - 2, "blood_test")
    while last + 2 < end and forms[last] in _JOINTS and state.in_class(last + 1, "calcium_substance"):
        last += 2  # "D-vitamin, kalsium og testosteron"
    return before or (last + 1 < end and forms[last] in _JOINTS and state.in_class(last + 1, "blood_test"))


def by_doctor(state: State, first: int, last: int) -> bool:
    """Whether it is the doctor who takes it, as a test: "D-vitamin tar jeg på fredag", "jeg tar kalsium"."""
    forms = state.forms
    return (
        (forms[first - 1 : first] == ["tar"] and forms[first - 2 : first - 1] in (["jeg"], ["vi"]))
        or forms[last : last + 2] in (["tar", "jeg"], ["tar", "vi"])
    )  # fmt: skip


def _named(state: State) -> list[Range]:
    """Where "D vit", "vit D" and "vit. D" stand, in order."""
    forms = state.forms
    found: list[Range] = []
    for at in state.named("vit"):
        if at and forms[at - 1] in ("d", "d3"):
            found.append((at - 1, at + 1))
        if forms[at + 1 : at + 2] in (["d"], ["d3"]):
            found.append((at, at + 2))
        elif forms[at + 1 : at + 2] == ["."] and forms[at + 2 : at + 3] in (["d"], ["d3"]):
            found.append((at, at + 3))
    return found


def _supplement(state: State, first: int, last: int) -> Drug | None:
    forms = state.forms
    begin, end = state.sentence(first)
    at, size = last, min(end, last + 5)
    unit = result = taken = False
    if in_tests(state, first, last) or by_doctor(state, first, last):
        return None
    if first > begin and state.in_class(first - 1, "vitd_verb"):
        return Drug("calcium_vitamin_d", first, last, _dose(state, last, end))
    while at < size and forms[at] not in _STOPS and forms[at] != ",":
        unit = unit or state.in_class(at, "vitd_unit") or state.in_class(at, "vitd_replaced")
        if forms[at][0].isdecimal() and not any(state.in_class(k, "vitd_unit") for k in range(at, min(at + 2, end))):
            result = result or not any(forms[k] in ("x", "tablett") for k in range(at, min(at + 2, end)))
        result = result or state.in_class(at, "vitd_result")
        taken = taken or state.in_class(at, "vitd_taken")
        at += 1
    if unit or (taken and not result and forms[last : last + 1] != [":"]):
        return Drug("calcium_vitamin_d", first, last, min(at, _dose(state, last, end)))
    if result:
        return None
    if state.section(first) == "drugs":
        return Drug("calcium_vitamin_d", first, last, last)
    if state.section(first) == "laboratory":
        return None
    at = first - 1
    while at >= max(begin, first - 8) and forms[at] not in _STOPS:
        if state.in_class(at, "vitd_taken") and forms[at] not in ("tatt", "behandling", "dose", "på"):
            return Drug("calcium_vitamin_d", first, last, last)
        if forms[at] == "på" and state.near(at, at + 1, "rx_verb", within=2) is not None:
            return Drug("calcium_vitamin_d", first, last, last)
        at -= 1
    return None


def is_test(state: State, first: int, last: int) -> bool:
    """Whether calcium named as a substance is a blood test: "kalk 2,31", "kalsium og vit D er rekvirert"."""
    forms = state.forms
    begin, end = state.sentence(first)
    form = forms[last] if last < end else ""
    if "." in form and 1.5 < (number(form) or 0) < 4 and forms[last + 1 : last + 2] != ["mg"]:
        return True
    if not state.in_class(first, "calcium_substance"):
        return False
    if in_tests(state, first, last) or by_doctor(state, first, last) or forms[last : last + 2] == ["blir", "tatt"]:
        return True  # "Kalsium og D-vitamin blir tatt neste uke"
    follows = range(last, min(end, last + 3))
    if any(state.in_class(at, "diet_word") for at in follows):
        return True
    if any(state.in_class(at, "vitd_result") and not state.in_class(at, "rx_had") for at in follows):
        return True
    if last - first > 1 or state.section(first) == "drugs":
        return False
    return not any(
        forms[at] == ":" or any(state.in_class(at, name) for name in ("vitd_taken", "rx_not", "rx_wish"))
        for at in range(begin, end)
        if not first <= at < last
    )


def _dose(state: State, at: int, end: int) -> int:
    while at < end and (state.forms[at][0].isdecimal() or state.in_class(at, "rx_dose")):
        at += 1
    return at
