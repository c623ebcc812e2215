"""The value behind the name of a laboratory test: the newest, and no reference range, date or dose."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.laboratory.lab_names import VALUE_REACH, Labs, Name
from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS, date_of, number
from analyser.extraction.text.tables import newest_column
from analyser.extraction.text.transcript import COLUMN

ENDS = frozenset([".", ";", "?", "!"])
_JOINTS = frozenset([",", "og", "/", "+", "samt", "(", ")", "&", COLUMN, "eller", "-"])
_LATEST = frozenset(["siste", "sist", "nyeste", "seneste"])
_VALUES = frozenset(["verdi", "verdien", "prøve", "prøven", "måling", "målingen", "målt", "nivå", "svar"])
_LATEST_WITHIN = 10  # words from a name to the words that lead up to its value
_MOVES_WITHIN = 10  # words from a name to where its value has gone
_OF_BODY = frozenset(["1.73", "1.73m2", "1.73m²"])  # the surface of a body that a filtration is told for


def value_of(state: State, labs: Labs, name: Name, stop: int) -> tuple[float, int] | None:
    """The newest believable value between a name and the next name: ``(value, token)``."""
    forms, limits = state.forms, name.test.limits
    assert limits is not None
    cells: list[tuple[float, int]] = []
    at, end = name.last, min(stop, state.sentence(name.first)[1])
    fillers = 0
    while at < end:
        form = forms[at]
        reference = _reference_end(forms, at, end)
        if reference is None and form in _OF_BODY:
            reference = at + 1  # "85 ml/min/1,73m²"
        if reference is not None:
            at = reference
            continue
        found = number(form) if form[0].isdigit() else None
        if found is not None and _is_day(forms, at, end):
            at += 2 if forms[at + 1 : at + 2] == ["."] else 1
            continue
        if found is not None:
            if forms[at + 1 : at + 2] and (forms[at + 1] in labs.doses or _of_other(state, at + 1)):
                return _newest(state, _latest(state, labs, (at + 2, end), limits))
            if limits[0] <= found <= limits[1]:
                cells.append((found, at))
            elif not cells:
                return None
        elif date_of(form) is None and form not in labs.between and form not in _JOINTS:
            if cells or form in ENDS or not form.isalpha() or fillers > 0:
                break
            fillers += 1
        if not cells and at - name.last > VALUE_REACH:
            break
        at += 1
    if not cells:
        cells = _latest(state, labs, (name.last, end), limits) or _moved(state, name.last, end, limits)
    elif len(cells) == 1:
        cells += _told_anew(labs, forms, cells[0][1] + 1, end, limits)
    return _newest(state, cells)


def _of_other(state: State, at: int) -> bool:
    """Whether a unit is none of a test's: "ca. 2,5 cm", "1x1"."""
    form = state.forms[at]
    if form[0] == "x" and form[1:].isdecimal():
        return True
    return any(state.in_class(at, name) for name in ("centimetre", "kilogram", "years_word"))


def _told_anew(labs: Labs, forms: list[str], at: int, end: int, limits: tuple[float, float]) -> list[tuple[float, int]]:
    """A later value in the same sentence: "28 i januar, ... nå 61", "29 for eitt år sidan og 58 no"."""
    for k in range(at, min(end - 1, at + 16)):
        if forms[k] in ENDS or forms[k] == COLUMN:
            break
        if "nå" in (forms[k], forms[k + 1]):
            number_at = k + 1 if forms[k] == "nå" else k
            found = number(forms[number_at]) if forms[number_at][0].isdigit() else None
            if forms[number_at + 1 : number_at + 2] and forms[number_at + 1] in labs.doses:
                return []  # "31 i mai, tar nå 40 mikrogram"
            if found is not None and limits[0] <= found <= limits[1]:
                return [(found, number_at)]
    return []


def _latest(state: State, labs: Labs, scope: Range, limits: tuple[float, float]) -> list[tuple[float, int]]:
    """A value that words lead up to: "mangel, siste prøve 28", "80 mikrogram, siste verdi var 46"."""
    forms, (at, end) = state.forms, scope
    for k in range(at, min(end - 2, at + _LATEST_WITHIN)):
        if forms[k] in ENDS or forms[k] == COLUMN:
            break
        if forms[k : k + 2] == [",", "sist"]:  # "mangel trass i Calcigran, sist 29"
            found = number(forms[k + 2]) if forms[k + 2][0].isdigit() else None
            alone = forms[k + 3 : k + 4] in ([], ["."], [","], ["nmol"], [";"])
            return [(found, k + 2)] if found is not None and alone and limits[0] <= found <= limits[1] else []
        if forms[k] not in _LATEST or forms[k + 1] not in _VALUES:
            continue
        number_at = k + 2
        while number_at < end - 1 and forms[number_at] in ("er", "var", "på", ":", "viste", "viser"):
            number_at += 1
        found = number(forms[number_at]) if forms[number_at][0].isdigit() else None
        other = _is_time(state, number_at) or {*forms[number_at + 1 : number_at + 2]} & labs.doses
        return [(found, number_at)] if found is not None and not other and limits[0] <= found <= limits[1] else []
    return []


def _moved(state: State, at: int, end: int, limits: tuple[float, float]) -> list[tuple[float, int]]:
    """Where a value has gone: "eGFR har i vinter falt fra 41 til 28", "PTH er steget til 14"."""
    forms = state.forms
    for k in range(at, min(end - 1, at + _MOVES_WITHIN)):
        if forms[k] in ENDS or forms[k] in (",", ":", COLUMN):
            break
        if forms[k] != "til" or not state.has("lab_moved", at, k):
            continue
        found = number(forms[k + 1]) if forms[k + 1][0].isdigit() else None
        return [(found, k + 1)] if found is not None and limits[0] <= found <= limits[1] else []
    return []


def _is_time(state: State, at: int) -> bool:
    """As in "siste prøve 12. januar", "siste svar 3 måneder gammelt": a number that is a date or a length of time."""
    behind = at + 2 if state.forms[at + 1 : at + 2] == ["."] else at + 1
    return behind < len(state.forms) and (state.forms[behind] in MONTHS or state.has("rx_time", behind, behind + 1))


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
