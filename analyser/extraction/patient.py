"""Age and sex."""

from __future__ import annotations

import datetime as dt

from analyser.extraction.finding import Finding
from analyser.extraction.numbers import MONTHS, date_of, number, number_word, tidy, year_of
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_YOUNGEST, _OLDEST = 14, 110
_SPELLED_FROM = 18  # "tre år" is a time; nobody spells a patient's age below this
_BETWEEN = frozenset(
    [",", "(", ":", "blitt", "er", "på", COLUMN, "nå", "-", "=", "en", "ei", "cirka", "snart", "fylt", "nettopp"]
)
# The less sure a way of telling an age is, the higher its rank; the lowest wins, then the first.
_SAID, _NOUN, _BORN, _PLAIN = 1, 2, 3, 6


def find_age(state: State) -> None:
    """The patient's age: said, or from the date of birth and the letter's date (whole years)."""
    forms = state.forms
    best: tuple[int, Finding] | None = None
    for at in state.any_of("years_word", "on_word", "born", "aged", "sex_letter", "female_noun", "male_noun"):
        form, offer = forms[at], None
        if form == "år" and at > state.sentence(at)[0]:
            offer = _in_years(state, at)
        elif form == "på" and at and state.transcript.sentence[at] < 2:
            offer = _behind_trade(state, at)
        elif state.in_class(at, "born"):
            offer = _born(state, at)
        elif _is_person(state, at) or _letter(state, at):
            offer = _behind_noun(state, at)
        if offer is None or (best is not None and best[0] <= offer[0]):
            continue
        finding = offer[1]
        if state.section(finding.first) == "family" or state.context.relative(finding.first, finding.last):
            continue
        best = offer
    if best is not None:
        state.findings.append(best[1])


def _age(value: float | None, rank: int, first: int, last: int) -> tuple[int, Finding] | None:
    if value is None or not _YOUNGEST <= value <= _OLDEST or value != int(value):
        return None
    return rank, Finding("age", "present", first, last, value=tidy(value))


def _in_years(state: State, at: int) -> tuple[int, Finding] | None:
    """As in "72 år", "72-åring", "syttito år gammel"; not "i 3 år", "3 år siden", "menopause 51 år"."""
    forms = state.forms
    begin, end = state.sentence(at)
    start = at - 1
    value = number(forms[start]) if forms[start].isdigit() else number_word(forms[start])
    if value is None or (not forms[start].isdigit() and value < _SPELLED_FROM):
        return None
    before = forms[start - 1] if start > begin else ""
    after = forms[at + 1] if at + 1 < end else ""
    written = state.transcript.written(at).lower().lstrip("-")
    if written.startswith("åring"):
        return None if before == "som" else _age(value, _SAID, start, at + 1)
    if before in ("på", "er", ",", "(", ":") or _is_person(state, start - 1):
        # "kvinne på 57 år til måling", "fisker på 81 år", "hun er 64 år"
        close = any(_is_person(state, k) for k in range(max(begin, start - 4), start))
        if close and after not in ("siden", "før", "etter", "mellom"):
            return _age(value, _SAID, start - (before == "på"), at + 1)
        if (
            before == "på"
            and start - 2 >= begin
            and not state.in_class(start - 2, "no_age_noun")
            and forms[start - 2].isalpha()
        ):
            return _age(value, _NOUN, start - 1, at + 1)
    event = state.has("at_an_age", max(begin, start - 7), start)
    behind = any(_is_person(state, k) for k in range(at + 1, min(end, at + 5)))
    if event and not behind:
        return None
    old = written.startswith(("årig", "årg")) or after == "gammel"
    if not (old or behind):
        if after and state.in_class(at + 1, "no_age_after") and not (after == "nå" and before in (",", "(")):
            return None
        if before and state.in_class(start - 1, "no_age_before"):
            return None
    if old or behind:
        return _age(value, _SAID, start, at + 1)
    return _age(value, _BORN + 2 if before in ("", ",", ":", "(", ".", COLUMN) else _PLAIN, start, at + 1)


def _is_person(state: State, at: int) -> bool:
    """Whether a token names the patient in a noun or a pronoun."""
    if at < 0:
        return False
    return state.in_class(at, "aged") or state.in_class(at, "female_noun") or state.in_class(at, "male_noun")


def _behind_noun(state: State, at: int) -> tuple[int, Finding] | None:
    """As in "Kvinne 72", "K 79", "Ho på 52", "hun er femtiåtte", "mora, 86"."""
    forms = state.forms
    end = state.sentence(at)[1]
    if forms[at] == "k" and not _letter(state, at) and at != state.sentence(at)[0]:
        return None
    k = at + 1
    if forms[k : k + 1] == ["."] and state.transcript.written(at).lower() in ("kv", "k", "m"):
        k += 1  # "Kv. 83"
    while k < end and k - at <= 3 and forms[k] in _BETWEEN:
        k += 1
    if k >= end or k == at:
        return None
    digits = forms[k].isdigit()
    value = number(forms[k]) if digits else number_word(forms[k])
    if value is None or (digits and len(forms[k]) > 3) or (not digits and value < _SPELLED_FROM):
        return None
    follow = forms[k + 1] if k + 1 < end else ""
    if follow == "år":
        return None  # _in_years sees it
    if follow in ("/", "x", "-", "%") or state.in_class(min(k + 1, len(forms) - 1), "no_score_unit"):
        return None
    if forms[at] in ("hun", "han", "vedkommende") and forms[k - 1] not in (
        "er",
        "på",
        "(",
        "nå",
        ",",
        "snart",
        "fylt",
        "nettopp",
    ):
        return None
    if forms[k - 1] == "," and follow not in (",", ".", "", ")", ";"):
        return None
    return _age(value, _NOUN, k if forms[k - 1] != "på" else k - 1, k + 1)


def _behind_trade(state: State, at: int) -> tuple[int, Finding] | None:
    """As in "Pensjonert skomaker på 87", in the first sentences of a letter."""
    forms = state.forms
    begin, end = state.sentence(at)
    follow = forms[at + 2] if at + 2 < end else ""
    if at == begin or at + 1 >= end or not forms[at + 1].isdigit() or state.in_class(at - 1, "no_age_noun"):
        return None
    if not forms[at - 1].isalpha() or follow not in ("", ",", ".", "som", "med", "(", "og", "år", ";"):
        return None
    return _age(number(forms[at + 1]), _BORN + 1, at, at + 2)


def _born(state: State, at: int) -> tuple[int, Finding] | None:
    forms, today = state.forms, state.date
    end = state.sentence(at)[1]
    if today is None:
        return None
    k = at + 1
    while k < end and k - at <= 4 and (forms[k] in _BETWEEN or forms[k] in ("dato", "i", ".", "den", "år", "/", "nr")):
        k += 1
    if k >= end:
        return None
    date = (
        date_of(forms[k], century_before=today.year - _YOUNGEST)
        or _six_digits(forms[k], today)
        or _parts(forms, k, end, today)
    )
    if date is not None:
        last = k + 1 if date_of(forms[k]) or len(forms[k]) >= 6 else min(end, k + 5)
        return _age(float(whole_years(date, today)), _BORN, at, last)
    if k + 1 < end and forms[k] in MONTHS:
        year = year_of(forms[k + 1], today)
        if year is not None:
            passed = today.month >= MONTHS[forms[k]]
            return _age(float(today.year - year - (not passed)), _BORN, at, k + 2)
    year = year_of(forms[k].lstrip("-"), today)
    if year is None and len(forms[k].lstrip("-")) == 2 and forms[k].lstrip("-").isdigit():
        year = 1900 + int(forms[k].lstrip("-"))
    return None if year is None else _age(float(today.year - year), _BORN, at, k + 1)


def _six_digits(form: str, today: dt.date) -> dt.date | None:
    """A date of birth as it begins an identity number: "140250"."""
    if not (form.isdigit() and len(form) in (6, 8, 9)):
        return None
    year = int(form[4:8]) if len(form) == 8 and form[4:6] in ("19", "20") else int(form[4:6])
    if year < 100:
        year += 2000 if 2000 + year <= today.year - _YOUNGEST else 1900
    try:
        return dt.date(year, int(form[2:4]), int(form[:2]))
    except ValueError:
        return None


def _parts(forms: list[str], at: int, end: int, today: dt.date) -> dt.date | None:
    """As in "14. februar 1950", "14 / 2 1950"."""
    parts = [form for form in forms[at : min(end, at + 5)] if form not in (".", "/", "-")]
    if len(parts) < 3 or not parts[0].isdigit():
        return None
    month = MONTHS.get(parts[1]) or (int(parts[1]) if parts[1].isdigit() else 0)
    year = year_of(parts[2], today)
    try:
        return None if year is None else dt.date(year, month, int(parts[0]))
    except ValueError:
        return None


def whole_years(born: dt.date, today: dt.date) -> int:
    """Age in whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_SEXED = ("female_noun", "male_noun", "female_only", "male_only", "female_pronoun", "male_pronoun")


def find_sex(state: State) -> None:
    """The sex that the letter's words settle: nouns beside the age weigh most, pronouns least."""
    votes = {"female": 0.0, "male": 0.0}
    first_word: dict[str, int] = {}
    for at in state.any_of(*_SEXED, "sex_letter"):
        sex, weight = _vote(state, at)
        if sex == "":
            continue
        bodily = state.in_class(at, "female_only") or state.in_class(at, "male_only")
        if state.context.relative(at, at + 1) is not None or (state.section(at) == "family" and not bodily):
            continue
        votes[sex] += weight
        if sex not in first_word or (weight > 2 and not _is_noun(state, first_word[sex])):
            first_word[sex] = at
    if votes["female"] != votes["male"]:
        sex = "female" if votes["female"] > votes["male"] else "male"
        at = first_word[sex]
        state.findings.append(Finding("sex", "present", at, at + 1, value=sex))


def _is_noun(state: State, at: int) -> bool:
    return state.in_class(at, "female_noun") or state.in_class(at, "male_noun")


def _vote(state: State, at: int) -> tuple[str, float]:
    forms = state.forms
    form = forms[at]
    if state.in_class(at, "no_man"):
        return "", 0
    for sex in ("female", "male"):
        if state.in_class(at, f"{sex}_noun"):
            if form == "mann" and _husband(state, at):
                return "", 0
            aged = any(f in ("år", "født") or f.isdigit() for f in forms[max(0, at - 4) : at + 5])
            return sex, 12.0 if aged else 4.0
        if state.in_class(at, f"{sex}_only"):
            return sex, 2.0
        if state.in_class(at, f"{sex}_pronoun"):
            return sex, 1.0
    letter = _letter(state, at)
    if letter:
        said = "kjønn" in forms[max(0, at - 3) : at]
        aged = at + 1 < len(forms) and (forms[at + 1] in (",", "født", "/", "på") or forms[at + 1].isdigit())
        begins = at == state.sentence(at)[0] or forms[at - 1] in (":", COLUMN, ",", "pasienten", "(")
        if said or (aged and begins):
            return ("female" if letter == "K" else "male"), 12.0 if said else 6.0
    return "", 0


def _letter(state: State, at: int) -> str:
    """As in "K" or "M" where a capital stands for the sex; "" otherwise."""
    if state.forms[at] not in ("k", "m", "med"):
        return ""
    written = state.transcript.written(at).rstrip(".")
    return written if written in ("K", "M") else ""


def _husband(state: State, at: int) -> bool:
    """As in "Mannen hennes", "gift med en mann", "bor med mannen": not the patient."""
    forms = state.forms
    after = forms[at + 1] if at + 1 < len(forms) else ""
    before = forms[at - 1] if at else ""
    if after in ("hennes", "sin") or before in ("syk", "hennes", "sin", "gift"):
        return True
    written = state.transcript.written(at).lower()
    return written == "mannen" and bool(state.where("female_pronoun"))
