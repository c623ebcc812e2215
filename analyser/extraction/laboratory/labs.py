"""Laboratory tests: the value behind the name, or that the test was taken, or will be."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left

from analyser.extraction.drugs.vitamin_d import by_doctor
from analyser.extraction.finding import Finding, Range
from analyser.extraction.laboratory.lab_names import Labs, Name, groups_of, labs_of, names_of
from analyser.extraction.laboratory.lab_values import ENDS, value_of
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy

_DATE_REACH = 60  # tokens from a date to a name
_STATUS_REACH = 10  # tokens from a list of names to the word that says what became of them
_ASIDE = 4  # how much farther a word seems that a comma parts from the list behind it
_LEADS = frozenset(["sist", "til", "(", "på", "nivå", "verdi", "prøve", "måling", "svar", "=", ":"])
_SUPPLEMENTS = frozenset(["lab_vitamin_d", "lab_calcium"])  # what can be taken as a drug too


def find_labs(state: State) -> None:
    """Add one finding for each test that is reported or planned: the newest value, the preferred test."""
    labs = labs_of(state.lexicon)
    names = names_of(state, labs)
    if not names:
        return
    best: dict[tuple[str, str], tuple[tuple[bool, int, dt.date, int], Finding]] = {}
    for group in groups_of(state, names):
        status = _status(state, labs, group)
        supplements = all(name.test.concept in _SUPPLEMENTS for name in group)
        for n, name in enumerate(group):
            stop = group[n + 1].first if n + 1 < len(group) else state.sentence(name.first)[1]
            listed = supplements and state.section(name.first) in ("drugs", "past_drugs")
            finding = _finding(state, labs, name, stop, status, alone=len(group) == 1, listed=listed)
            if finding is None:
                continue
            key = (finding.concept, finding.status)
            told = "value" in finding.attributes or name.test.limits is None
            order = (told, -name.test.rank, _date(state, name.first), name.first)
            if key not in best or order > best[key][0]:
                best[key] = (order, finding)
    state.findings += [finding for _, finding in best.values()]


def _finding(
    state: State, labs: Labs, name: Name, stop: int, status: tuple[str, Range] | None, *, alone: bool, listed: bool
) -> Finding | None:
    """The finding of one test; what is ``listed`` among drugs is a supplement."""
    concept, limits = name.test.concept, name.test.limits
    if limits is not None:
        value = value_of(state, labs, name, stop)
        bare = value is not None and "." not in state.forms[value[1]] and not _is_measured(state, value[1])
        weak = name.weak and state.section(name.first) != "laboratory"  # "Prøver: Ca 2,33. D 49."
        if value is not None and not ((weak or listed) and bare and alone):
            return Finding(concept, "present", name.first, value[1] + 1, attributes={"value": tidy(value[0])})
    elif any(number(form) is not None for form in state.forms[name.last : min(stop, name.last + 4)]):
        return Finding(concept, "present", name.first, name.last)
    if (
        status is None
        or (name.weak and alone and not by_doctor(state, name.first, name.last))
        or listed
        or status[0] == "not_taken"
    ):
        return None
    kind, cue = status
    if _is_dose(state, labs, name):
        return None
    finding = Finding(concept, "planned" if kind == "planned" else "present", name.first, name.last, cue=cue)
    finding.widen(cue)
    return finding


def _is_measured(state: State, at: int) -> bool:
    """As in "D-vitaminmangel (17)", "med 22 nmol/l", "på 19": a number in brackets, with its unit or led up to."""
    return state.forms[at - 1] in _LEADS or state.forms[at + 1 : at + 2] == ["nmol"]


def _is_dose(state: State, labs: Labs, name: Name) -> bool:
    """Whether a supplement is meant: a dose behind the name, or somebody takes it."""
    behind = state.forms[name.last : name.last + 4]
    before = max(0, name.first - 1)
    taken = name.test.concept in _SUPPLEMENTS and state.in_class(before, "takes")
    if taken and by_doctor(state, name.first, name.last):
        taken = False
    if taken and state.forms[before] == "på" and state.has("vitd_result", before - 1, before):
        taken = False  # "sendt prøve på vitamin D"
    return taken or any(form in labs.doses for form in behind)


def _status(state: State, labs: Labs, group: list[Name]) -> tuple[str, Range] | None:
    """What the sentence says became of the tests of a list; the nearest such word decides."""
    first, last = group[0].first, group[-1].last
    begin, end = state.sentence(first)
    begin, end = max(begin, first - _STATUS_REACH), min(end, last + _STATUS_REACH)
    best: tuple[int, int, str, Range] | None = None
    cues = [(a + begin, b + begin, kind) for a, b, kind in labs.status.find(state.forms[begin:end])]
    for a, b, kind in cues:
        if b <= first and any(b <= other[0] and other[1] <= first for other in cues):
            continue  # "når de er tatt (bestilt: Ca, PTH)": the nearer word
        if a < last and b > first and all(any(name.first <= k < name.last for name in group) for k in range(a, b)):
            continue
        between = state.forms[b:first] if b <= first else state.forms[last:a]  # none where it stands in the list
        if any(form in ENDS for form in between):
            continue
        told_of_others = _ASIDE * (b <= first and "," in between)  # "er tatt, Ca og vit D tas neste uke"
        rank = (len(between) - 2 * (b - a - 1) + told_of_others, a - b, kind, (a, b))
        if best is None or rank < best:
            best = rank
    if best is None:
        return None
    if best[2] == "not_taken":  # "rekvirert D-vitamin, svar foreligger ikke"
        ahead = next(((a, b) for a, b, kind in cues if kind == "planned" and not best[3][0] <= a < best[3][1]), None)
        return best[2:] if ahead is None else ("planned", ahead)
    return best[2], best[3]


def _date(state: State, at: int) -> dt.date:
    """The last date before a token, in its paragraph: when the tests were taken."""
    transcript = state.transcript
    dates = state.dates
    before = bisect_left(dates, (at,)) - 1
    if before < 0:
        return dt.date.min
    k, date = dates[before]
    near = at - k < _DATE_REACH
    paragraph, sentence = transcript.paragraph, transcript.sentence
    return date if near and paragraph[sentence[k]] == paragraph[sentence[at]] else dt.date.min
