"""Laboratory tests: the value behind the name, or that the test was taken, or will be."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from analyser.extraction.data import load_toml
from analyser.extraction.finding import Finding, Range
from analyser.extraction.lexicon import Lexicon
from analyser.extraction.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.numbers import MONTHS, date_of, number, tidy
from analyser.extraction.state import State
from analyser.extraction.tables import newest_column
from analyser.extraction.transcript import COLUMN

_ENDS = frozenset([".", ";", "?", "!"])
_JOINTS = frozenset([",", "og", "/", "+", "samt", "(", ")", "&", COLUMN, "eller", "-"])
_VALUE_REACH = 9  # tokens from a name to its value
_DATE_REACH = 60  # tokens from a date to a name
_STATUS_REACH = 10  # tokens from a list of names to the word that says what became of them


@dataclass(frozen=True, slots=True)
class Test:
    """One test of labs.toml: its concept, believable values, and which of two of a concept is preferred."""

    concept: str
    limits: tuple[float, float] | None
    rank: int


class Name(NamedTuple):
    """Where a test is named; a weak name counts only with a value, or beside other tests."""

    first: int
    last: int
    test: Test
    weak: bool


class Labs:
    """The tests of labs.toml, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        data = load_toml("labs.toml")
        self.names: PhraseMatcher[tuple[Test, bool]] = PhraseMatcher()
        for entry in data["test"]:
            limits = entry.get("range")
            test = Test(
                entry["concept"], None if limits is None else (float(limits[0]), float(limits[1])), entry["rank"]
            )
            for key, weak in (("names", False), ("weak", True)):
                for name in entry.get(key, ()):
                    self.names.add(phrase_forms(name, lexicon.forms), (test, weak))
        words = data["words"]
        self.between = frozenset(
            form for word in words["between"] for form in phrase_forms(word, lexicon.forms)
        ) | frozenset(MONTHS)
        self.doses = frozenset(form for word in words["doses"] for form in phrase_forms(word, lexicon.forms))
        self.status: PhraseMatcher[str] = PhraseMatcher()
        for kind in ("taken", "planned", "not_taken"):
            for phrase in words[kind]:
                self.status.add(phrase_forms(phrase, lexicon.forms), kind)


@cache
def _labs(lexicon: Lexicon) -> Labs:
    return Labs(lexicon)


def find_labs(state: State) -> None:
    """Add one finding for each test that is reported or planned: the newest value, the preferred test."""
    labs = _labs(state.lexicon)
    names = _names(state, labs)
    if not names:
        return
    best: dict[tuple[str, str], tuple[tuple[bool, int, dt.date, int], Finding]] = {}
    for group in _groups(state, names):
        status = _status(state, labs, group)
        for n, name in enumerate(group):
            stop = group[n + 1].first if n + 1 < len(group) else state.sentence(name.first)[1]
            finding = _finding(state, labs, name, stop, status, alone=len(group) == 1)
            if finding is None:
                continue
            key = (finding.concept, finding.status)
            told = "value" in finding.attributes or name.test.limits is None
            order = (told, -name.test.rank, _date(state, name.first), name.first)
            if key not in best or order > best[key][0]:
                best[key] = (order, finding)
    state.findings += [finding for _, finding in best.values()]


def _names(state: State, labs: Labs) -> list[Name]:
    """Every name of a test, the longest at each place."""
    found = [Name(first, last, *payload) for first, last, payload in labs.names.find_in(state.transcript)]
    found.sort(key=lambda name: (name.first - name.last, name.first))
    kept: list[Name] = []
    taken: set[int] = set()
    for name in found:
        tokens = range(name.first, name.last)
        if name.last <= state.sentence(name.first)[1] and taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept)


def _groups(state: State, names: list[Name]) -> list[list[Name]]:
    """Names of one sentence that stand in a list: only values, units and joints between them."""
    groups: list[list[Name]] = []
    for name in names:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and state.transcript.sentence[last.first] == state.transcript.sentence[name.first]
            and name.first - last.last <= _VALUE_REACH
            and not any(form in (".", ";") for form in state.forms[last.last : name.first])
        ):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _finding(
    state: State, labs: Labs, name: Name, stop: int, status: tuple[str, Range] | None, *, alone: bool
) -> Finding | None:
    concept, limits = name.test.concept, name.test.limits
    listed = state.section(name.first) in ("drugs", "past_drugs")  # in a medicine list it is a supplement
    if limits is not None:
        value = _value(state, labs, name, stop)
        bare = value is not None and "." not in state.forms[value[1]] and not _is_measured(state, value[1])
        if value is not None and not ((name.weak or listed) and bare and alone):
            return Finding(concept, "present", name.first, value[1] + 1, attributes={"value": tidy(value[0])})
    elif any(number(form) is not None for form in state.forms[name.last : min(stop, name.last + 4)]):
        return Finding(concept, "present", name.first, name.last)
    if status is None or (name.weak and alone) or listed or status[0] == "not_taken":
        return None
    kind, cue = status
    if _is_dose(state, labs, name):
        return None
    finding = Finding(concept, "planned" if kind == "planned" else "present", name.first, name.last, cue=cue)
    finding.widen(cue)
    return finding


def _is_measured(state: State, at: int) -> bool:
    """As in "D-vitaminmangel (17)", "med 22 nmol/l": a number in brackets or with its unit."""
    forms = state.forms
    return forms[at - 1] == "(" or forms[at + 1 : at + 2] == ["nmol"]


def _is_dose(state: State, labs: Labs, name: Name) -> bool:
    """Whether a supplement is meant: a dose behind the name, or somebody takes it."""
    behind = state.forms[name.last : name.last + 4]
    return any(form in labs.doses for form in behind) or state.in_class(max(0, name.first - 1), "takes")


def _value(state: State, labs: Labs, name: Name, stop: int) -> tuple[float, int] | None:
    """The newest believable value between a name and the next name: ``(value, token)``."""
    forms, limits = state.forms, name.test.limits
    assert limits is not None
    cells: list[tuple[float, int]] = []
    at, end = name.last, min(stop, state.sentence(name.first)[1])
    fillers = 0
    while at < end:
        form = forms[at]
        reference = _reference_end(forms, at, end)
        if reference is not None:
            at = reference
            continue
        found = number(form) if form[0].isdigit() else None
        if found is not None and _is_day(forms, at, end):
            at += 2 if forms[at + 1 : at + 2] == ["."] else 1
            continue
        if found is not None:
            if forms[at + 1 : at + 2] and (forms[at + 1] in labs.doses or _of_other(state, at + 1)):
                return None
            if limits[0] <= found <= limits[1]:
                cells.append((found, at))
            elif not cells:
                return None
        elif date_of(form) is None and form not in labs.between and form not in _JOINTS:
            if cells or form in _ENDS or not form.isalpha() or fillers > 0:
                break
            fillers += 1
        if not cells and at - name.last > _VALUE_REACH:
            break
        at += 1
    if len(cells) == 1:
        cells += _told_anew(labs, forms, cells[0][1] + 1, end, limits)
    return _newest(state, cells)


def _of_other(state: State, at: int) -> bool:
    """Whether a unit is none of a test's: "ca. 2,5 cm"."""
    return any(state.in_class(at, name) for name in ("centimetre", "kilogram", "years_word"))


def _told_anew(labs: Labs, forms: list[str], at: int, end: int, limits: tuple[float, float]) -> list[tuple[float, int]]:
    """A later value in the same sentence: "28 i januar, ... nå 61", "29 for eitt år sidan og 58 no"."""
    for k in range(at, min(end - 1, at + 16)):
        if forms[k] in _ENDS or forms[k] == COLUMN:
            break
        if "nå" in (forms[k], forms[k + 1]):
            number_at = k + 1 if forms[k] == "nå" else k
            found = number(forms[number_at]) if forms[number_at][0].isdigit() else None
            if forms[number_at + 1 : number_at + 2] and forms[number_at + 1] in labs.doses:
                return []  # "31 i mai, tar nå 40 mikrogram"
            if found is not None and limits[0] <= found <= limits[1]:
                return [(found, number_at)]
    return []


def _newest(state: State, cells: list[tuple[float, int]]) -> tuple[float, int] | None:
    if not cells:
        return None
    forms = state.forms
    if len(cells) > 1 and forms[cells[0][1] - 1] == "fra" and forms[cells[1][1] - 1] in ("til", ">", "→"):
        return cells[1]  # "falt fra 71 til 4"
    if len(cells) > 1 and all(_in_month(forms, at) for _, at in cells):
        return cells[-1]  # "41 (mars), 68 (sept)"
    # a limit in a column of its own ("<5") is a reference
    cells = [cell for n, cell in enumerate(cells) if n == 0 or forms[cell[1] - 1] not in ("<", ">")]
    row = [cell for n, cell in enumerate(cells) if n == 0 or {COLUMN, "/"} & {*forms[cells[n - 1][1] : cell[1]]}]
    if len(row) > 1:
        return row[newest_column(state, row[0][1])]
    for value, at in cells[1:]:
        if "nå" in (forms[at - 1], forms[at + 1] if at + 1 < len(forms) else ""):
            return value, at
    return cells[0]


def _in_month(forms: list[str], at: int) -> bool:
    return forms[at + 1 : at + 2] == ["("] and at + 2 < len(forms) and forms[at + 2] in MONTHS


def _reference_end(forms: list[str], at: int, end: int) -> int | None:
    """The token behind a reference range that begins here: "(2,15-2,51)", "(ref. > 50)", "60–105"."""
    if forms[at] == "(":
        close = next((k for k in range(at, min(end, at + 9)) if forms[k] == ")"), None)
        if close is None:
            return None
        inside = forms[at + 1 : close]
        numbers = [form for form in inside if number(form) is not None]
        if len(numbers) != 1 or any(form in ("<", ">", "ref", "-", "referanse") for form in inside):
            return close + 1
        return None
    if at + 2 < end and number(forms[at]) is not None and forms[at + 1] == "-" and number(forms[at + 2]) is not None:
        return at + 3
    return None


def _is_day(forms: list[str], at: int, end: int) -> bool:
    """As in "fra 20.01.: 38", "3/2": a number that is a day of the year and no value."""
    if forms[at - 1] in ("fra", "den", "dato", "per") and "." in forms[at]:
        return True
    return (
        at + 1 < end
        and (forms[at + 1] == "/" and forms[at + 2 : at + 3] != [] and forms[at + 2].isdigit())
        and forms[at].isdigit()
    )


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
        if any(form in _ENDS for form in between):
            continue
        rank = (len(between) - 2 * (b - a - 1), a - b, kind, (a, b))
        if best is None or rank < best:
            best = rank
    return None if best is None else (best[2], best[3])


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
