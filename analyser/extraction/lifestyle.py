"""Smoking and alcohol: what is said of them in words, in amounts, and as the answer of a form."""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.finding import Finding, Range
from analyser.extraction.numbers import number
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_EXCESS_A_DAY = 3.0  # units; the codebook's limit
_BOTTLE = 7.0  # units in a bottle of wine
_REACH = 7  # tokens around a name in which a word speaks of it
_SEPARATORS = frozenset([":", "=", COLUMN, "?", "."])
_STOPS = frozenset([".", ";", "!", COLUMN, "men"])


class Said(NamedTuple):
    """A status, the words it rests on, and how sure it is: the surest of a letter holds."""

    status: str
    span: Range
    cue: Range | None
    weight: int


def find_habits(state: State) -> None:
    """One fact each of smoking and alcohol: what is said most plainly, then first."""
    for concept, names, read in (("smoking", _SMOKING, _smoking), ("alcohol_excess", _ALCOHOL, _alcohol)):
        found: list[Said] = []
        for at in state.any_of(*names):
            if state.context.relative(at, at + 1, commas=False) is None and state.section(at) != "family":
                said = _answered(state, at, concept) or read(state, at)
                if said is not None:
                    found.append(said)
        if found:
            best = min(found, key=lambda s: (-s.weight, s.span[0]))
            finding = Finding(concept, best.status, *best.span, cue=best.cue, anchor=best.span[0])
            finding.widen(best.cue)
            state.findings.append(finding)


_SMOKING = ("sm_verb", "sm_past_verb", "sm_noun", "sm_never", "sm_quit")
_ALCOHOL = ("al_word", "al_verb", "al_excess", "al_dry", "al_drink")


def _window(state: State, at: int) -> Range:
    """The words around a name that can speak of it: to the next stop, or a comma behind which another clause begins."""
    begin, end = state.sentence(at)
    low = high = at
    while low > begin and at - low < _REACH and state.forms[low - 1] not in _STOPS:
        low -= 1
    while high < end and high - at <= _REACH and state.forms[high] not in _STOPS:
        high += 1
    return low, high


def _no(state: State, at: int) -> bool:
    return state.in_class(at, "answer_no") or state.forms[at] == "-"


# Answers of a form.


def _answered(state: State, at: int, concept: str) -> Said | None:
    """As in "Røyk: nei", "Røyk/alkohol: 0 / 0", "røyker    N", "Alkohol ÷", "ja [ ] nei [x]"."""
    forms = state.forms
    begin, end = state.sentence(at)
    first, last = at, at + 1
    while last < end and (
        forms[last] in ("/", "og", "+", "(", ")", "3", ">", "<", ",", "snus", "enhet", "d", "nå", "bruk", "vaner")
        or _names(state, last)
    ):
        if forms[last] == "," and not (last + 1 < end and _names(state, last + 1)):
            break
        last += 1
    while first > begin and (forms[first - 1] in ("/", "og") or _names(state, first - 1)):
        first -= 1
    labelled = first == begin or forms[first - 1] in (COLUMN, ".", ",", ":", ";")
    answer = last
    while answer < end and forms[answer] in _SEPARATORS:
        answer += 1
    if not labelled or answer >= end:
        return _long_label(state, at)
    closed = answer + 1 >= end or _closes(forms, answer + 1, end) or _names(state, answer + 1)
    if answer == last and not (closed and (_no(state, answer) or forms[answer] == "+")):
        return _long_label(state, at)
    if forms[answer] in ("bruker", "har") and any(_no(state, k) for k in range(answer + 1, min(end, answer + 3))):
        return Said("absent", (at, min(end, answer + 3)), (answer, min(end, answer + 3)), 5)
    if "[" in forms[answer:end]:
        ticked = next((k for k in range(answer, end) if forms[k] == "x"), None)
        word = next(
            (
                k
                for k in range((ticked or answer) - 1, answer - 1, -1)
                if state.in_class(k, "answer_no") or state.in_class(k, "answer_yes")
            ),
            None,
        )
        answer = answer if word is None else word
    # "røyk / alkohol : nei / sjelden": the second answer is of the second name
    order = [k for k in range(first, last) if _names(state, k)]
    slash = next((k for k in range(answer, min(end, answer + 4)) if forms[k] == "/"), None)
    if len(order) > 1 and order.index(at) > 0 and slash is not None and slash + 1 < end:
        answer = slash + 1
    span = (at, answer + 1)
    behind = range(answer + 1, min(end, answer + 6))
    if _no(state, answer) and (forms[answer] not in ("ikke", "ingen") or _closes(forms, answer + 1, end)):
        ended = any(
            state.in_class(k, "sm_ended") and forms[k] != "før" or forms[k] in ("siden", "stumpet") for k in behind
        )
        if concept == "smoking" and ended:
            return Said("past", (at, behind[-1] + 1), (answer, behind[-1] + 1), 6)
        return Said("absent", span, (answer, answer + 1), 5)
    if state.in_class(answer, "answer_yes") or forms[answer] in ("x", "+"):
        return Said("present", span, (answer, answer + 1), 5) if concept == "smoking" else None
    value = number(forms[answer]) if forms[answer][0].isdigit() else None
    if concept == "smoking" and (
        state.in_class(answer, "sm_some") or forms[answer : answer + 3] == ["av", "og", "til"]
    ):
        return Said("present", (at, answer + 1), (answer, answer + 1), 4)
    if forms[answer] in ("?", "ukjent", "usikker", "usikkert") or (forms[answer - 1] == "?" and answer - 1 > last):
        return Said("uncertain", (at, answer + 1), (answer, answer + 1), 2)
    if concept == "smoking" and value is not None and value < 100 and not forms[answer].startswith("-"):
        return Said("present" if value else "absent", span, (answer, answer + 1), 4)
    return None


def _long_label(state: State, at: int) -> Said | None:
    """As in "Alkohol 3 eller flere enheter: nei", "Mer enn tre enheter alkohol daglig: nei"."""
    forms = state.forms
    end = min(state.sentence(at)[1], at + 9)
    sign = next((k for k in range(at + 1, end) if forms[k] in (":", COLUMN, "?")), None)
    if sign is None or any(forms[k] in (".", ",", ";") for k in range(at, sign)):
        return None
    answer = sign
    while answer < end and forms[answer] in _SEPARATORS:
        answer += 1
    if answer < end and _no(state, answer) and _closes(forms, answer + 1, state.sentence(at)[1]):
        return Said("absent", (at, answer + 1), (answer, answer + 1), 5)
    return None


def _names(state: State, at: int) -> bool:
    return any(state.in_class(at, name) for name in ("sm_verb", "sm_past_verb", "sm_noun", "al_word", "al_verb"))


def _closes(forms: list[str], at: int, end: int) -> bool:
    return at >= end or forms[at] in (".", ",", ";", COLUMN, "/", "(", ")", "-")


# Smoking.


def _smoking(state: State, at: int) -> Said | None:
    forms = state.forms
    low, high = _window(state, at)
    ended = [k for k in state.where("sm_ended", low, high) if k != at]
    tries = state.has("sm_try", low, at) and not state.in_class(at, "sm_past_verb")
    if state.in_class(at, "sm_verb") or state.in_class(at, "sm_noun"):
        stayed = any(k > low and forms[k - 1] in ("ikke", "å") and "ikke" in forms[max(low, k - 3) : k] for k in ended)
        if stayed or (state.in_class(at, "sm_verb") and at + 1 < high and state.in_class(at + 1, "sm_now")):
            return Said("present", (low, at + 1), None, 5)
        again = next((k for k in range(at, min(state.sentence(at)[1], at + 12)) if forms[k] == "igjen"), None)
        if ended and again is not None:
            return Said("present", (at, again + 1), (again, again + 1), 5)
    if state.in_class(at, "sm_verb"):
        after = state.sentence(at)[1]
        gone = forms[at - 1] in ("var", "vært") if at > low else False
        if gone or (after < len(forms) and forms[after] == "sluttet"):
            cue = (at - 1, at) if gone else (after, after + 1)
            return Said("past", (at, at + 1), cue, 4)
    denial = state.context.after(at + 1, "negation") or state.context.before(at, "negation")
    if denial is not None and denial[0] > at and "," in forms[at : denial[0]]:
        denial = None
    if (
        denial is not None
        and denial[0] > at
        and forms[denial[1] - 1] in ("ikke", "ingen")
        and not state.in_class(at, "sm_verb")
    ) and not _closes(forms, denial[1], state.sentence(at)[1]):
        denial = None  # "Røyk: ikke registrert"
    longer = any(forms[k] in ("lenger", "mer") for k in range(at, min(high, at + 4)))
    if state.has("sm_food", at, min(high, at + 3)):
        return None
    if state.in_class(at, "sm_quit"):
        if any(forms[k] in ("hele", "alltid") for k in range(at, high)):
            return Said("absent", (at, at + 1), (at, at + 1), 4)
        noun = forms[at].startswith(("røykestopp", "røykeslutt"))
        told = any(form.isdigit() or form in ("siden", "år", "etter", "fjor") for form in forms[at + 1 : high])
        if noun and not told:
            return Said("present", (low, at + 1), None, 1) if tries else None
        return Said("past", (at, at + 1), (at, at + 1), 4)
    for k in range(at, min(high, at + 5)):
        if forms[k] == "ikke" and forms[k + 1 : k + 2] in (["lenger"], ["mer"], ["lengre"]):
            return Said("past", (at, k + 2), (k, k + 2), 4)
    if (
        state.in_class(at, "sm_past_verb")
        and denial is not None
        and denial[1] <= at + 1
        and forms[denial[0]] != "aldri"
    ) and any(forms[k] in ("siden", "på", "de") for k in range(at + 1, min(high, at + 3))):
        return Said("past", (denial[0], min(high, at + 3)), denial, 4)  # "har ikke røykt siden studietiden"
    if state.in_class(at, "sm_never"):
        return Said("absent", (at, at + 1), (at, at + 1), 4)
    if denial is not None and longer:
        return Said("past", (at, at + 1), denial, 4)
    if ended and not tries and not any(forms[k - 1] == "ikke" for k in ended if k > low):
        nearest = min(ended, key=lambda k: abs(k - at))
        quit_said = denial is None or forms[nearest] == "sluttet"
        if quit_said or (abs(nearest - at) <= 3 and denial is not None and denial[0] > at):
            return Said("past", (min(at, nearest), max(at, nearest) + 1), (nearest, nearest + 1), 4)
    if denial is not None:
        return Said("absent", (at, at + 1), denial, 4)
    doubt = state.context.after(at + 1, "uncertain", within=1) or state.context.before(at, "uncertain")
    if doubt is not None:
        return Said("uncertain", (at, at + 1), doubt, 3)
    if state.in_class(at, "sm_past_verb"):
        since = (
            any(forms[k] == "siden" and "år" not in forms[k - 1 : k] for k in range(at, high))
            and "har" in forms[low:at]
        )
        whole = "hele" in forms[at:high] or "alle" in forms[at:high]
        return Said("present" if since or whole else "past", (at, min(high, at + 3)), (at, at + 1), 3)
    if state.in_class(at, "sm_verb"):
        return Said("present", (at, at + 1), (at, at + 1), 3)
    amount = any(form.isdigit() for form in forms[max(low, at - 2) : min(high, at + 5)])
    if (amount or state.has("sm_some", low, high)) and not state.has("sm_ended", low, high):
        return Said("present", (max(low, at - 1), min(high, at + 2)), None, 2)
    return None


# Alcohol.


def _alcohol(state: State, at: int) -> Said | None:
    forms = state.forms
    low, high = _window(state, at)
    named = state.has("al_word", *state.sentence(at))
    if (state.has("al_other_drink", low, high) or "spiser" in forms[low:at]) and not named:
        return None
    if state.in_class(at, "al_measure") and not named and not _is_drink(state, low, high):
        return None
    if state.in_class(at, "al_dry"):
        return Said("absent", (at, at + 1), (at, at + 1), 4)
    amount = _units_a_day(state, at, low, high)
    if amount is not None:
        return Said("present" if amount[0] >= _EXCESS_A_DAY else "absent", amount[1], amount[1], 4)
    denial = state.context.after(at + 1, "negation") or state.context.before(at, "negation")
    if state.in_class(at, "al_excess"):
        ended = next(iter(state.where("al_ended", low, min(state.sentence(at)[1], high + 4))), None)
        if denial is not None or ended is not None:
            return Said("absent", (at, at + 1), denial or (ended or at, (ended or at) + 1), 5)
        doubt = state.context.before(at, "uncertain") or state.context.after(at + 1, "uncertain", within=1)
        if doubt is not None:
            return Said("uncertain", (at, at + 1), doubt, 5)
        return Said("present", (at, at + 1), (at, at + 1), 5)
    little = next((k for k in state.where("al_little", low, high) if k != at), None)
    excess = next(iter(state.where("al_excess", low, high)), None)
    if excess is not None:
        return None  # read at its own place
    if denial is not None:
        return Said("absent", (at, at + 1), denial, 4) if not state.in_class(at, "al_drink") or denial[0] < at else None
    if state.in_class(at, "al_verb") or state.in_class(at, "al_word"):
        much = next((k for k in state.where("al_much", low, high) if abs(k - at) <= 4), None)
        if much is not None and little is None:
            return Said("present", (min(at, much), max(at, much) + 1), (much, much + 1), 4)
    if little is not None:
        return Said("absent", (min(at, little), max(at, little) + 1), (little, little + 1), 3)
    if state.in_class(at, "al_drink") and at > low and forms[at - 1] in ("en", "et", "ett", "ei", "1", "litt"):
        return Said("absent", (at - 1, at + 1), (at - 1, at), 2)
    return None


def _is_drink(state: State, low: int, high: int) -> bool:
    """Whether a measure ("glass") is one of drink: a drink or drinking is named by it."""
    drinks = state.where("al_drink", low, high)
    return state.has("al_verb", low, high) or any(not state.in_class(k, "al_measure") for k in drinks)


def _units_a_day(state: State, at: int, low: int, high: int) -> tuple[float, Range] | None:
    """Units a day from "fire øl hver kveld", "1–2 glass vin i helgen", "5-6 E/d"; with the words that say it."""
    forms = state.forms
    if not (state.in_class(at, "al_drink") or state.in_class(at, "al_word")):
        return None
    comma = next((k for k in range(at, low - 1, -1) if forms[k] == ","), low - 1)
    ahead = range(at - 1, max(comma, at - 5), -1)
    spot = next((k for k in ahead if number(forms[k]) is not None or forms[k] == "halv"), None)
    if spot is None and state.in_class(at, "al_word"):
        stop = next((k for k in range(at, high) if forms[k] == ","), high)
        spot = next((k for k in range(at + 1, min(stop, at + 4)) if number(forms[k]) is not None), None)
    if spot is None:
        return None
    value = 0.5 if forms[spot] == "halv" else abs(number(forms[spot]) or 0.0)
    if spot - 2 >= low and forms[spot - 1] == "-" and number(forms[spot - 2]) is not None:
        spot -= 2
        value = number(forms[spot]) or 0.0
    if value > 60:
        return None
    if state.has("al_below", max(low, spot - 2), spot):
        value = min(value, _EXCESS_A_DAY - 0.1)
    if any(state.in_class(k, "al_bottle") for k in range(spot, min(high, spot + 4))):
        value *= _BOTTLE
    behind = range(spot + 1, min(high, spot + 10))
    day = next((k for k in behind if state.in_class(k, "al_day")), None)
    week = next((k for k in behind if state.in_class(k, "al_week") or state.in_class(k, "al_rarely")), None)
    if day is None and week is None:
        earlier = [*state.where("al_week", low, spot), *state.where("al_rarely", low, spot)]
        if earlier:
            return value / 7, (earlier[-1], spot + 1)
        return (1.0, (spot, at + 1)) if value <= _EXCESS_A_DAY and at > spot else None
    if week is not None and (day is None or week < day):
        return value / 7, (spot, week + 1)
    if day is not None:
        return value, (spot, day + 1)
    return None
