"""Laboratory tests: the value behind the name, or that it was taken, or will be."""

from __future__ import annotations

from functools import cache

from analyser.extraction.data import load_toml
from analyser.extraction.finding import Finding, Range
from analyser.extraction.lexicon import Lexicon
from analyser.extraction.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.numbers import number, tidy
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_ENDS = frozenset([".", ";", "?", "!"])
_REFERENCE = frozenset(["ref", "ref.", "referanse", "(", "normalområde"])
_MAX_BETWEEN = 6


class Labs:
    """The tests of labs.toml, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        data = load_toml("labs.toml")
        self.names: PhraseMatcher[int] = PhraseMatcher()
        self.tests = data["test"]
        for index, test in enumerate(self.tests):
            for name in test["names"]:
                self.names.add(phrase_forms(name, lexicon.forms), index)
        words = data["words"]
        self.between = frozenset(f for w in words["between"] for f in lexicon.forms(w))
        self.status: PhraseMatcher[str] = PhraseMatcher()
        for kind in ("taken", "planned", "not_taken"):
            for phrase in words[kind]:
                self.status.add(phrase_forms(phrase, lexicon.forms), kind)


@cache
def _labs(lexicon: Lexicon) -> Labs:
    return Labs(lexicon)


def find_labs(state: State) -> None:
    """Add one finding for each test that is reported or planned."""
    labs = _labs(state.lexicon)
    forms = state.transcript.forms
    mentions: list[tuple[int, int, int]] = []
    for first, last, index in sorted(labs.names.find(forms), key=lambda m: (m[0] - m[1], m[0])):
        if all(last <= m[0] or first >= m[1] for m in mentions) and last <= state.sentence(first)[1]:
            mentions.append((first, last, index))
    if not mentions:
        return
    mentions.sort()
    status = [(a, b, kind) for a, b, kind in labs.status.find(forms)]
    starts = {m[0] for m in mentions}
    best: dict[tuple[str, str], tuple[tuple[int, ...], Finding]] = {}
    for order, (first, last, index) in enumerate(mentions):
        test = labs.tests[index]
        finding = _reading(state, labs, test, first, last, starts, status)
        if finding is None:
            continue
        key = (finding.concept, finding.status)
        has_value = "value" in finding.attributes
        rank = (int(has_value or "range" not in test), -test["rank"], order)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, finding)
    for _, finding in best.values():
        state.findings.append(finding)


def _reading(
    state: State, labs: Labs, test: dict[str, object], first: int, last: int, starts: set[int],
    status: list[tuple[int, int, str]],
) -> Finding | None:  # fmt: skip
    concept = str(test["concept"])
    forms = state.transcript.forms
    begin, end = state.sentence(first)
    limits = test.get("range")
    is_ca = forms[first:last] == ["ca"]
    if isinstance(limits, list):
        value = _value(state, labs, last, end, starts, (float(limits[0]), float(limits[1])))
        if value is not None:
            number_value, at = value
            if not (is_ca and number_value == int(number_value) and "." not in forms[at]):
                return Finding(concept, "present", first, at + 1, attributes={"value": tidy(number_value)})
    if is_ca and not _in_list(state, first, starts):
        return None
    kind, span = _told(state, labs, first, last, begin, end, status)
    if kind == "planned":
        return Finding(concept, "planned", min(first, span[0]), max(last, span[1]), cue=span)
    if kind == "taken":
        return Finding(concept, "present", min(first, span[0]), max(last, span[1]), cue=span)
    return None


def _in_list(state: State, first: int, starts: set[int]) -> bool:
    """Whether "Ca" stands among other tests, so that it is no "cirka"."""
    return any(abs(other - first) in (2, 3, 4) for other in starts if other != first)


def _value(
    state: State, labs: Labs, at: int, end: int, starts: set[int], limits: tuple[float, float]
) -> tuple[float, int] | None:
    forms = state.transcript.forms
    stop = min(end, at + _MAX_BETWEEN)
    depth = 0
    values: list[tuple[float, int]] = []
    while at < stop:
        form = forms[at]
        if at in starts and not values:
            return None
        if form == "(":
            depth += 1
            at += 1
            continue
        if form == ")":
            depth -= 1
            at += 1
            continue
        found = number(form) if form[0].isdigit() or form[0] == "-" else None
        if found is not None:
            after = forms[at + 1] if at + 1 < end else ""
            if after in ("mg", "µg", "mikrogram", "ie", "mcg", "µ", "mikrog", "mikrogr", "x", "g", "tablett", "dråper"):
                return None
            if limits[0] <= found <= limits[1]:
                return _latest(forms, at, end, found, limits)
            return None
        if form not in labs.between:
            if form.isalpha() and depth > 0:
                at += 1
                continue
            if form in ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
                        "november", "desember"):  # fmt: skip
                at += 1
                continue
            return None
        at += 1
    return None


def _latest(forms: list[str], at: int, end: int, value: float, limits: tuple[float, float]) -> tuple[float, int]:
    """A row of a table gives the newest value last; "28 i januar, nå 61" gives it after "nå"."""
    k = at + 1
    row = False
    last_value, last_at = value, at
    while k < end and (forms[k] == COLUMN or forms[k] == "-" or number(forms[k]) is not None):
        if forms[k] == COLUMN:
            row = True
        elif row:
            found = number(forms[k])
            if found is not None and limits[0] <= found <= limits[1] and forms[k - 1] == COLUMN:
                last_value, last_at = found, k
        k += 1
    if last_at != at:
        return last_value, last_at
    for k in range(at + 1, min(end, at + 16)):
        if forms[k] in (".", ";", COLUMN):
            break
        found = number(forms[k]) if forms[k][0].isdigit() else None
        if found is not None and limits[0] <= found <= limits[1]:
            if forms[k - 1] == "nå" or (k + 1 < end and forms[k + 1] == "nå"):
                return found, k
    return value, at


def _told(
    state: State, labs: Labs, first: int, last: int, begin: int, end: int, status: list[tuple[int, int, str]]
) -> tuple[str, Range]:
    """Whether the sentence says that the test was taken or will be; the nearest such word decides."""
    forms = state.transcript.forms
    best: tuple[int, str, Range] | None = None
    for a, b, kind in status:
        if a < begin or b > end or (a < last and b > first):
            continue
        low, high = (b, first) if b <= first else (last, a)
        between = forms[low:high]
        if any(f in _ENDS for f in between) or COLUMN in between:
            continue
        if any(number(f) is not None and len(f) < 5 for f in between) and kind != "planned":
            continue
        distance = high - low
        if distance > 16:
            continue
        longer = -(b - a)
        rank = distance * 2 + longer
        if best is None or rank < best[0]:
            best = (rank, kind, (a, b))
    if best is None:
        return "", (first, last)
    return best[1], best[2]
