"""When a measurement of bone was made."""

from __future__ import annotations

from analyser.extraction.context.events import years_since_event
from analyser.extraction.context.times import Time, time_at
from analyser.extraction.measurement.dxa_request import Anchor, window
from analyser.extraction.patient.birth import born
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number
from analyser.extraction.text.sections import note_date

FAR = 14  # tokens around a measurement in which its time may stand
_BIRTH_DATE = 6  # tokens of a date of birth with its word: "født den 14. mars 1957"


def time_of(state: State, anchor: Anchor) -> Time | None:
    """The time of a measurement: behind its name, or before it in the clause or at the head of the line."""
    forms = state.forms
    sentence = state.sentence(anchor.first)
    said = note_date(state, anchor.first)
    begin, end = window(state, anchor, FAR)
    for at in range(anchor.last, min(end, sentence[1])):
        if _subordinate(state, at) or (forms[at - 1] == ":" and forms[at] in ("hun", "han", "jeg", "vi")):
            break  # "siden hun brakk hoften i 2023" tells when something else was
        if state.in_class(at, "measure_verb") and state.has("dxa_new", anchor.last, at):
            break  # "bør måles på nytt, for målingen i 2019 ...": the time is of the other
        time = time_at(forms, at, sentence[1], state.date, said=said) or _aged(forms, at, sentence[1])
        if time is not None and time.years >= 0:
            return _again(state, time, sentence[1])
    for at in range(anchor.last, min(end, sentence[1]) - 1):
        if forms[at] == "ved" and (years := years_since_event(state, at + 1)) is not None:
            return Time(years, (at, at + 2))  # "målt ved transplantasjonen"
    for at in range(anchor.first - 1, max(begin, sentence[0]) - 1, -1):
        if state.in_class(at, "asking_verb"):
            break  # "letrozol fra januar, onkolog ønsker måling"
        if _of_birth(state, at, sentence[0]):
            continue
        time = time_at(forms, at, sentence[1], state.date, said=said)
        if time is not None and time.years >= 0 and _of_fracture(state, at, anchor.first):
            break
        if time is not None and time.years >= 0:
            # "siden 2019": the last token of a time says no less than its first
            for back in (2, 1):
                if at - back >= sentence[0]:
                    earlier = time_at(forms, at - back, sentence[1], state.date, said=said)
                    if earlier is not None and earlier.span[1] == time.span[1]:
                        return earlier
            return time
    return None


def _of_birth(state: State, at: int, begin: int) -> bool:
    """Whether a token is of a date of birth: "kvinne født 14.03.1957 til måling"."""
    for k in state.where("born", max(begin, at - _BIRTH_DATE), at):
        told = born(state, k)
        if told is not None and at < told[1]:
            return True
    return False


def _of_fracture(state: State, at: int, anchor: int) -> bool:
    """Whether a time is a fracture's, told before it in a clause of its own: "brakk armen i 2015, DXA viste"."""
    forms = state.forms
    if "," not in forms[at:anchor]:
        return False
    begin = next((k for k in range(at - 1, state.sentence(at)[0] - 1, -1) if forms[k] == ","), state.sentence(at)[0])
    return any(begin <= f.first < at and f.concept.endswith("_fracture") for f in state.findings)


def _aged(forms: list[str], at: int, end: int) -> Time | None:
    """As in "DXA er tre år gammel"."""
    years = number(forms[at])
    if years is None or at + 2 >= end or forms[at - 1] not in ("er", "cirka", "snart") or forms[at + 2] != "gammel":
        return None
    return Time(years, (at, at + 3)) if forms[at + 1] == "år" else None


def _again(state: State, time: Time, end: int) -> Time:
    """The later of two times: "målt i 2022 og igjen i mars 2025"."""
    forms, at = state.forms, time.span[1]
    if forms[at : at + 1] != ["og"]:
        return time
    while at < end and forms[at] in ("og", "igjen", "sist", "i", "på", "nytt", "senest"):
        at += 1
    later = time_at(forms, at, end, state.date) if at < end else None
    return later if later is not None and 0 <= later.years < time.years else time


def _subordinate(state: State, at: int) -> bool:
    forms = state.forms
    if forms[at] in ("fordi", "da"):
        return True
    return (
        forms[at] == "siden"
        and forms[at + 1 : at + 2] != []
        and forms[at + 1] in ("hun", "han", "pasienten", "jeg", "mor", "de")
    )
