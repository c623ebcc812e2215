"""The patient's age."""

from __future__ import annotations

import re

from analyser.extraction.finding import Finding
from analyser.extraction.patient.birth import AGE_FILL, YOUNGEST, born, whole_years
from analyser.extraction.patient.sex import SEX_AND_AGE, married, sex_letter
from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of, number, number_word, tidy
from analyser.extraction.text.transcript import COLUMN

_OLDEST = 110
_SPELLED_FROM = 18  # "tre år" is a time; nobody spells a patient's age below this
_BEHIND_PRONOUN = frozenset(["er", "på", "(", "nå", ",", "snart", "fylt", "nettopp", "blitt", "nesten", "cirka", "ble"])
_ENDS = frozenset(["", ",", ".", ";", "og"])
_DECADE = frozenset(["årene", "åra", "åri", "åran"])
"""As in "i slutten av 60-årene", which is no age."""
_YEAR_ONLY = re.compile(r"-(\d\d)")
_REACH = 8  # words between "skriver om" and the age
# The less sure a way of telling an age is, the higher its rank; the lowest wins, then the first.
_TODAY, _SAID, _NOUN, _BORN, _PLAIN = 0, 1, 2, 3, 6
_NAMED_WITHIN = 5  # sentences in which the patient may be brought in by name
_NO_NAME = frozenset(["det", "dette", "den", "her", "der", "alder", "i", "hva"])


def find_age(state: State) -> None:
    """The patient's age: said, or from the date of birth and the letter's date (whole years)."""
    forms = state.forms
    best = min(filter(None, (_coded(state), _by_name(state))), key=lambda offer: offer[0], default=None)
    for at in state.any_of(
        "years_word",
        "years_spelled",
        "age_reached",
        "on_word",
        "born",
        "aged",
        "sex_letter",
        "female_noun",
        "male_noun",
    ):
        form, offer = forms[at], None
        if form == "år" and at > state.sentence(at)[0]:
            offer = _in_years(state, at)
        elif state.in_class(at, "years_spelled"):
            if at and forms[at - 1] == "som":
                continue  # "fikk tannregulering som tjueåring"
            value = number_word(form[: form.rindex("åring")])
            offer = _age(value, _SAID, at, at + 1) if value is None or value >= _SPELLED_FROM else None
        elif state.in_class(at, "age_reached"):
            closes = forms[at + 2 : at + 3] in ([], ["år"], ["."], [","], ["og"], ["med"])
            offer = _age(number(forms[at + 1]), _NOUN, at, at + 2) if closes and forms[at + 1].isdigit() else None
        elif form == "på" and at and (state.transcript.sentence[at] < 2 or _introduces(state, at)):
            offer = _behind_trade(state, at)
        elif state.in_class(at, "born"):
            told = born(state, at)
            offer = None if told is None else _age(told[0], _BORN, at, told[1])
        elif _is_person(state, at) or sex_letter(state, at):
            offer = _behind_noun(state, at)
        if offer is None or (best is not None and best[0] <= offer[0]):
            continue
        finding = offer[1]
        if state.section(finding.first) == "family":
            continue
        this = finding.first > 0 and forms[finding.first - 1] == "denne"  # "mor ..., og no vil denne 47-åringen"
        if not this and state.context.relative(finding.first, finding.last):
            continue
        best = offer
    if best is not None:
        state.findings.append(best[1])


def _age(value: float | None, rank: int, first: int, last: int) -> tuple[int, Finding] | None:
    if value is None or not YOUNGEST <= value <= _OLDEST or value != int(value):
        return None
    return rank, Finding("age", "present", first, last, value=tidy(value))


def _in_years(state: State, at: int) -> tuple[int, Finding] | None:
    """As in "72 år", "72-åring", "syttito år gammel"; not "i 3 år", "3 år siden", "menopause 51 år"."""
    forms = state.forms
    begin, end = state.sentence(at)
    start = at - 1
    if state.transcript.written(at).lower().lstrip("-") in _DECADE:
        return None
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
        people = [k for k in range(max(begin, start - 4), start) if _is_person(state, k)]
        if before == "på" and state.has("rx_not", people[-1] if people else max(begin, start - _REACH), start):
            return None  # "har ikke vært hos tannlege på 15 år"
        close = bool(people)
        if close and after not in ("siden", "før", "etter", "mellom"):
            today = state.forms[start - 3 : start] in (["nå", "er", "hun"], ["nå", "er", "han"])
            return _age(value, _TODAY if today else _SAID, start - (before == "på"), at + 1)
        if (
            before == "på"
            and start - 2 >= begin
            and not state.in_class(start - 2, "no_age_noun")
            and forms[start - 2].isalpha()
        ):
            # "har ikke røykt på 20 år" says how long
            lasts = state.context.before(start, "negation") is not None
            return None if lasts else _age(value, _NOUN, start - 1, at + 1)
    event = state.has("at_an_age", max(state.context.clause(start)[0], start - 7), start)
    behind = any(_is_person(state, k) and forms[k] != "alder" for k in range(at + 1, min(end, at + 5)))
    if event and not behind:
        return None
    ones = number_word(forms[start - 2]) if before == "og" and start - 2 >= begin else None
    if ones is not None and ones < 10 and value % 10 == 0:
        value, start = value + ones, start - 2  # "tre og sytti år gammel"
    old = written.startswith(("årig", "årg")) or after == "gammel"
    if not (old or behind):
        if after and state.in_class(at + 1, "no_age_after") and not (after == "nå" and before in (",", "(")):
            return None
        if before and state.in_class(start - 1, "no_age_before"):
            return None
    if old or behind:
        return _age(value, _SAID if behind else _NOUN, start, at + 1)
    return _age(value, _BORN + 2 if before in ("", ",", ":", "(", ".", COLUMN) else _PLAIN, start, at + 1)


def _is_person(state: State, at: int) -> bool:
    """Whether a token names the patient in a noun or a pronoun."""
    if at < 0:
        return False
    return state.in_class(at, "aged") or state.in_class(at, "female_noun") or state.in_class(at, "male_noun")


def _behind_noun(state: State, at: int) -> tuple[int, Finding] | None:
    """As in "Kvinne 72", "K 79", "Ho på 52", "hun er femtiåtte", "mora, 86"."""
    forms = state.forms
    if married(state, at):
        return None
    end = state.sentence(at)[1]
    if forms[at] == "k" and not sex_letter(state, at) and at != state.sentence(at)[0]:
        return None
    k = at + 1
    if forms[k : k + 1] == ["/"] and sex_letter(state, at):
        k += 1  # "M/81"
    if forms[k : k + 1] == ["."] and state.transcript.written(at).lower() in ("kv", "k", "m"):
        k += 1  # "Kv. 83"
    while k < end and k - at <= 3 and forms[k] in AGE_FILL:
        k += 1
    if k >= end or k == at:
        return None
    if (
        state.date is not None
        and state.transcript.sentence[at] < 2
        and (birth := date_of(forms[k], century_before=state.date.year))
    ):
        return _age(float(whole_years(birth, state.date)), _BORN, at, k + 1)  # "Pas. K 07.02.1953"
    year = _YEAR_ONLY.fullmatch(forms[k])
    if year is not None and k == at + 1 and state.date is not None and _opens(state, at):
        return _age(float(state.date.year - 1900 - int(year.group(1))), _BORN, at, k + 1)  # "Kv -49"
    digits = forms[k].isdigit()
    value = number(forms[k]) if digits else number_word(forms[k])
    if value is None or (digits and len(forms[k]) > 3) or (not digits and value < _SPELLED_FROM):
        return None
    follow = forms[k + 1] if k + 1 < end else ""
    if follow == "år":
        return None  # _in_years sees it
    if forms[k - 1] == "ble" and (follow != "i" or forms[k + 2 : k + 3] == [] or forms[k + 2].isdigit()):
        return None  # "ble 78 i januar", but not "ble 45 da", "ble 50 i 2010"
    spaced = follow == "-" and state.transcript.ends[k] < state.transcript.starts[k + 1]  # "Mann 81 - falt hjemme"
    if (follow in ("/", "x", "-", "%") and not spaced) or state.in_class(min(k + 1, len(forms) - 1), "no_score_unit"):
        return None
    pronoun = forms[at] in ("hun", "han", "vedkommende")
    led = k == at + 1 and (_opens(state, at) or forms[at - 1] == "er")  # "ho 58", "selv er hun 70"
    if pronoun and forms[k - 1] not in _BEHIND_PRONOUN and not led:
        return None
    if forms[k - 1] == "," and follow not in (",", ".", "", ")", ";"):
        return None
    return _age(value, _NOUN, k if forms[k - 1] != "på" else k - 1, k + 1)


def _opens(state: State, at: int) -> bool:
    """Whether a token is the first of one of the first sentences, or of a label's answer."""
    return state.transcript.sentence[at] < 2 and at == state.sentence(at)[0]


def _behind_trade(state: State, at: int) -> tuple[int, Finding] | None:
    """As in "Pensjonert skomaker på 87", in the first sentences of a letter."""
    forms = state.forms
    begin, end = state.sentence(at)
    follow = forms[at + 2] if at + 2 < end else ""
    if (
        married(state, at)
        or at == begin
        or at + 1 >= end
        or not forms[at + 1].isdigit()
        or state.in_class(at - 1, "no_age_noun")
        or state.has("rx_not", max(begin, at - _REACH), at)
    ):
        return None
    if not forms[at - 1].isalpha() or follow not in ("", ",", ".", "som", "med", "fra", "(", "og", "år", ";"):
        return None
    return _age(number(forms[at + 1]), _BORN + 1, at, at + 2)


def _by_name(state: State) -> tuple[int, Finding] | None:
    """As in "Hildur er 91 og bor på sykehjem", "Margit på 72 løftet", "Olav (70)", in the first sentences."""
    forms, bounds = state.forms, state.transcript.bounds
    last = bounds[min(_NAMED_WITHIN, len(bounds)) - 1][1] if bounds else 0
    for at in sorted({k for form in ("er", "på", "(", ",") for k in state.named(form) if 0 < k < last - 2}):
        measured = state.in_class(at - 1, "no_age_noun") or any(
            state.has(name, *state.sentence(at)) for name in ("kilogram", "centimetre", "bmi_label", "body_name")
        )
        plain = forms[at - 1] in (",", "og") or (not state.classes[at - 1] and forms[at - 1].isalpha())
        if forms[at : at + 2] in (["er", "nå"], ["er", "selv"]) and forms[at + 2].isdigit() and plain and not measured:
            if len(forms[at + 2]) == 2 and forms[at + 3 : at + 4] in ([","], ["."], ["og"]):
                return _age(float(forms[at + 2]), _PLAIN, at + 2, at + 3)  # "den gamle fiskeren er nå 80"
            continue
        age = forms[at + 1]
        if not (age.isdigit() and len(age) == 2) or not _is_name(state, at - 1):
            continue
        end = state.sentence(at)[1]
        follow = forms[at + 2] if at + 2 < end else ""
        closes = {"(": (")", "år"), ",": (",", "år"), "er": ("", ".", ",", "og", "år", "nå", ";")}.get(forms[at])
        if forms[at] == "," and follow == "." and state.has("introduces", state.sentence(at)[0], at):
            follow = ","  # "Vedr. Gunn, 64."
        if follow in closes if closes is not None else follow.isalpha() and not state.in_class(at + 2, "no_score_unit"):
            return _age(float(age), _NOUN, at + 1, at + 2)
    return None


def _is_name(state: State, at: int) -> bool:
    """Whether a word may be somebody's name: a capital and small letters, and nothing that the lexicon knows."""
    written = state.transcript.written(at)
    return (
        written.istitle()
        and written.isalpha()
        and len(written) > 2
        and not state.classes[at]
        and state.forms[at] not in _NO_NAME
        and at not in state.context.kin
        and not _is_relatives(state, at)
    )


def _is_relatives(state: State, at: int) -> bool:
    """Whether a name is a relative's: "bestemor Olga (94)", "søsteren hennes, Kari, 70"."""
    begin = state.sentence(at)[0]
    k = at - 1
    while k >= begin and (state.forms[k] == "," or state.in_class(k, "kin_attribute")):
        k -= 1
    return k >= begin and state.context.kin.get(k, "patient") != "patient"


def _introduces(state: State, at: int) -> bool:
    """As in "Jeg skriver om en snart pensjonert bibliotekar på 66", also after a page of other things."""
    before = range(max(state.sentence(at)[0], at - _REACH), at)
    return any(state.in_class(k, "introduces") for k in before)


def _coded(state: State) -> tuple[int, Finding] | None:
    """As in "M72", "K 68" written in one, and "Hun er lærer, 55", in the first sentences of a letter."""
    forms, bounds = state.forms, state.transcript.bounds
    end = bounds[min(1, len(bounds) - 1)][1] if bounds else 0
    for at in range(end) if SEX_AND_AGE.search(state.transcript.text) else state.numbered(0, end):
        if (coded := SEX_AND_AGE.fullmatch(state.transcript.written(at))) is not None:
            return _age(float(coded.group(2)), _NOUN, at, at + 1)
        if (
            at > 1
            and forms[at - 1] == ","
            and forms[at - 2].endswith(("pasient", "beboer"))
            and forms[at].isdigit()
            and (at + 1 >= end or forms[at + 1] in _ENDS)
        ):
            return _age(number(forms[at]), _BORN + 1, at, at + 1)
        trade = at > 2 and forms[at - 1] == "," and forms[at - 2].isalpha() and state.in_class(at - 3, "before_trade")
        follow = forms[at + 1] if at + 1 < state.sentence(at)[1] else ""
        if trade and forms[at].isdigit() and follow in _ENDS and not state.in_class(at - 2, "no_age_noun"):
            return _age(number(forms[at]), _BORN + 1, at, at + 1)
    return None
