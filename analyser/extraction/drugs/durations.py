"""How long a drug has been taken: which of the times that a letter names belongs to it."""

from __future__ import annotations

import datetime as dt

from analyser.extraction.context.events import years_since_event
from analyser.extraction.context.lengths import Months, length_at, months_since, range_of_years
from analyser.extraction.context.titles import in_title
from analyser.extraction.data import load_toml
from analyser.extraction.drugs.drug_scope import REACH
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS, number
from analyser.extraction.text.transcript import COLUMN

_CLAUSE = (["hun"], ["han"], ["det"], ["den"], ["pasienten"], ["jeg"], ["vi"])
_BESIDE = 5  # words between a switch and the drug it leads to


def months_of(state: State, name: Range, scope: Range, *, status: str) -> Months | None:
    """The length of time that belongs to a drug: behind it, before it, or in a sentence of its own."""
    if state.forms[name[0] - 1 : name[0]] == ["uten"] or in_title(state, name[0]):
        return None  # "før hun har vært uten Prolia i et halvt år"
    whole = None
    if status in ("present", "planned"):
        whole = _whole(state, name[1]) or _expected(state, name[1])
    if whole is not None:
        return whole
    behind, ahead = (name[1], scope[1]), (scope[0], name[0])
    for part in (behind, ahead):
        row = (part[0], state.sentence(name[0])[1]) if part is behind else part
        found = (
            range_of_years(state, part)
            or _given_since(state, row, status)
            or _stated(state, part, behind=part is behind)
        )
        since = _since(state, part) if status == "present" else None
        if since is not None and (found is None or since.span[0] < found.span[0] or part is ahead):
            return since
        if found is not None:
            return found
    switched = state.has("rx_switch", max(state.sentence(name[0])[0], name[0] - _BESIDE), name[0])
    begins = switched or state.has("months_began", *ahead)
    if status == "present" and begins:
        # "Startet prednisolon 15 mg for 4 måneder siden", "skiftet til Prolia i mars 2022"
        begun = _first_time(state, behind, state.date)
        if begun is not None:
            return begun
    found = _bracketed(state, scope[1]) or _next_sentences(state, scope[1], status)
    return _some_time(state.forms, scope) if found is None and status == "present" else found


def _whole(state: State, begin: int) -> Months | None:
    """The whole time that is planned, wherever it is said of the drug: "planlagt samlet varighet 12 måneder"."""
    for at in state.where("months_duration", begin, begin + REACH):
        if not state.has("months_whole", at - 3, at) or state.has("rx_other", begin, at):
            continue
        end = state.sentence(at)[1]
        for k in range(at + 1, min(end, at + 4)):
            found = length_at(state, k, end)
            if found is not None:
                return found
    return None


def _expected(state: State, begin: int) -> Months | None:
    """How long it is to be taken in all: "regner med minst ett års behandling", "planlagt i 6 mnd"."""
    for at in state.where("months_expected", begin, begin + REACH):
        if state.has("rx_other", begin, at):
            return None
        end = state.sentence(at)[1]
        k = at + 1
        while k < end and (state.in_class(k, "months_expected_by") or state.in_class(k, "months_expected")):
            k += 1
        found = length_at(state, k, end) or length_at(state, k - 1, end)
        if found is not None and state.forms[k - 1] not in ("om", "for"):
            more = state.forms[found.span[1] : found.span[1] + 2]
            if more[:1] != ["til"] or more == ["til", "sammen"]:  # "regner med minst ett år til"
                return found
    return None


def _bracketed(state: State, at: int) -> Months | None:
    """A length in a later column of the drug's own line: "Alendronat 70 mg   1 x ukentlig   (i 2 år)"."""
    end = state.sentence(at - 1)[1]
    if at >= end or state.forms[at] != COLUMN:
        return None
    for k in range(at, end - 1):
        if state.forms[k] in ("(", ",") and state.forms[k + 1] == "i":
            found = length_at(state, k + 1, end)
            if found is not None and state.forms[found.span[1] : found.span[1] + 1] == [")"]:
                return found
    return None


def _given_since(state: State, part: Range, status: str) -> Months | None:
    """The first of the times at which a drug was given: "okt. 2022, okt. 2023", "første gang i november 2024"."""
    today = state.date
    if today is None or status != "present":
        return None
    row: list[Months] = []
    at = part[0]
    while at < part[1]:
        found = months_since(state, at, part[1], today)
        if found is None:
            if len(row) > 1 or (row and state.forms[at] not in ("og", ",", "(", ")", "i", "samt", "/", "+", ".")):
                break
            first = state.forms[at] in ("første", "først") and state.has("given_time", at + 1, min(part[1], at + 3))
            if first:
                for k in range(at + 2, min(part[1], at + 6)):
                    begun = months_since(state, k, part[1], today)
                    if begun is not None:
                        return Months(begun.value, (at, begun.span[1]))
            at += 1
            continue
        row.append(found)
        at = found.span[1]
        while at < part[1] and state.forms[at] in ("og", ",", "i", "samt", "/", "+"):
            at += 1
    if len(row) < 2 or row[0].value <= row[-1].value:
        return None
    return Months(row[0].value, (row[0].span[0], row[-1].span[1]))


def _some_time(forms: list[str], scope: Range) -> Months | None:
    some_time = load_toml("lengths.toml")["some_time"]
    for at in range(*scope):
        if forms[at] in some_time and forms[at - 1 : at] not in (["hvor"], ["så"]):
            return Months(some_time[forms[at]], (at, at + 1))
    return None


def _next_sentences(state: State, end: int, status: str) -> Months | None:
    """As in "Fem måneders behandling til nå": sentences that go on about the drug just named."""
    transcript = state.transcript
    index = transcript.sentence[end - 1]
    rest: Range = (end, transcript.bounds[index][1])
    places = [rest] if rest[1] > rest[0] and state.forms[rest[0]] in (".", ";", ",", "-") else []
    for following in (index + 1, index + 2):
        if following < len(transcript.bounds) and transcript.line[following] - transcript.line[index] <= 1:
            places.append(transcript.bounds[following])
    for first, stop in places:
        last = min(stop, first + REACH)
        if any(state.in_class(at, "rx_other") for at in range(first, last)):
            return None
        if not any(state.in_class(at, "rx_anaphor") for at in range(first, min(last, first + 8))):
            continue
        found = _stated(state, (first, last)) or range_of_years(state, (first, last))
        if found is None and status == "present":
            found = _since(state, (first, last))
        if found is not None:
            return found
    return None


def _stated(state: State, part: Range, *, behind: bool = False) -> Months | None:
    """As in "I fem år", "17 mnd", and no age, interval or time ago."""
    at, end = part
    while at < end:
        found = length_at(state, at, end)
        if found is not None and _is_length(state, at, found.span[1], part, behind=behind):
            return found
        at = at + 1 if found is None else found.span[1]
    return None


def _is_length(state: State, first: int, last: int, part: Range, *, behind: bool) -> bool:
    if any(age.first < last and first < age.last for age in state.ages):
        return False
    if last < part[1] and state.in_class(last, "months_not_before"):
        # "fem år før" is a distance, "i fem år før hun byttet" a length
        within = behind and "i" in state.forms[max(part[0], first - 1) : first + 1]
        within = within and state.forms[last + 1 : last + 2] in _CLAUSE
        return state.forms[last] == "før" and (within or _ends(state, last))
    if first > part[0] and state.in_class(first - 1, "months_not_after"):
        return False
    return (
        first == part[0]
        or last >= part[1]
        or state.in_class(first, "months_in")
        or state.in_class(first - 1, "months_span")
        or state.in_class(last, "months_follow")
    )


def _ends(state: State, at: int) -> bool:
    """Whether a "før" leads to the end of the time: "i to måneder før hun ga opp", "tre år før den ble seponert"."""
    near = (at + 1, min(at + 5, len(state.forms)))
    return state.has("rx_stop", *near) or any(form in ("måtte", "ga", "gav") for form in state.forms[slice(*near)])


def _since(state: State, part: Range) -> Months | None:
    """As in "Siden 2019", "fra mai i fjor", "startet våren 2023", "juni 2025: startet"."""
    forms, today = state.forms, state.date
    if today is None:
        return None
    for at in range(*part):
        if not state.in_class(at, "months_began") or state.has("rx_modal", at - 2, at):
            continue  # "skulle vært satt i desember" tells of no beginning
        if (lived := _since_age(state, at)) is not None:
            return lived
        if forms[at] == "siden" and at + 1 < part[1] and (years := years_since_event(state, at + 1)) is not None:
            return Months(round(years * 12), (at, at + 2))
        ago = forms[at] == "siden" and "for" in forms[max(0, at - 4) : at]  # "for fem uker siden da hun falt"
        if forms[at] == "siden" and not ago and _ends_stretch(state, at + 1):
            told = _earlier(state, at, today)  # "fikk PMR i mars i fjor. Har stått på det siden, nå 5 mg"
            if told is not None:
                return Months(told.value, (at, at + 1))
        for k in range(at + 1, min(part[1], at + 6)):
            if forms[k] in (".", ";", "?", "mg"):
                break
            back = forms[k] == "da" and not ago
            months = _earlier(state, at, today) if back else months_since(state, k, part[1], today)
            if months is not None:
                return Months(months.value, (at, max(k + 1, months.span[1])))
        if forms[at] not in ("fra", "siden"):
            before = _first_time(state, (part[0], at), today)
            if before is not None:
                return Months(before.value, (before.span[0], at + 1))
    return None


def _since_age(state: State, at: int) -> Months | None:
    """As in "siden hun var 12": from that age to today's."""
    then = state.forms[at : at + 4]
    if then[:1] != ["siden"] or then[1:2] not in (["hun"], ["han"]) or then[2:3] not in (["var"], ["fylte"]):
        return None
    begun = number(then[3]) if len(then) > 3 else None
    age = next((f.value for f in state.ages if isinstance(f.value, int | float)), None)
    return None if begun is None or age is None or begun >= age else Months(int(age - begun) * 12, (at, at + 4))


def _ends_stretch(state: State, at: int) -> bool:
    return at >= len(state.forms) or state.forms[at] in (".", ",", ";", "(", COLUMN)


def _first_time(state: State, part: Range, today: dt.date | None) -> Months | None:
    if today is None:
        return None
    return next((found for at in range(*part) if (found := months_since(state, at, part[1], today)) is not None), None)


def _earlier(state: State, at: int, today: dt.date) -> Months | None:
    """The last time named before a token that says "da"."""
    for k in range(at - 1, max(at - 30, -1), -1):
        found = months_since(state, k, at, today)
        if found is not None:
            month = months_since(state, k - 1, at, today) if k and state.forms[k - 1] in MONTHS else None
            return month or found
    return None
