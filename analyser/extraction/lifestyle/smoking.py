"""Smoking: who smokes, has stopped, or never did."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.lifestyle.habits import Said, closes
from analyser.extraction.state import State
from analyser.extraction.text.numbers import year_of
from analyser.extraction.text.transcript import COLUMN

SMOKING = ("sm_verb", "sm_past_verb", "sm_noun", "sm_never", "sm_quit")
"""The classes of words that name smoking."""

_REACH = 7  # tokens around a name in which a word speaks of it
_JOINTS = frozenset([",", "-", "og", "+"])
_STOPS = frozenset([".", ";", "!", COLUMN, "men"])


def smoking(state: State, at: int) -> Said | None:
    """What the words around one mention of smoking say."""
    forms = state.forms
    low, high = _window(state, at)
    ended = [k for k in state.where("sm_ended", low, high) if k != at]
    if _wants_to_stop(state, at, low, high):
        return Said("present", (low, at + 1), None, 3)
    if _never_stops(state, at, low):
        return Said("present", (low, at + 1), None, 5)
    if forms[at] == "sigarett" and state.transcript.quote(at, at + 1).lower() == "sig" and not _counted(state, at):
        return None  # "sig i virvlane"
    tries = state.has("sm_try", low, at) and not state.in_class(at, "sm_past_verb")
    if _smokes(state, at) or state.in_class(at, "sm_noun"):
        stayed = any(k > low and forms[k - 1] in ("ikke", "å") and "ikke" in forms[max(low, k - 3) : k] for k in ended)
        if stayed or (_smokes(state, at) and at + 1 < high and state.in_class(at + 1, "sm_now")):
            return Said("present", (low, at + 1), None, 5)
        again = next((k for k in range(at, min(state.sentence(at)[1], at + 12)) if forms[k] == "igjen"), None)
        if ended and again is not None:
            return Said("present", (at, again + 1), (again, again + 1), 5)
    if _smokes(state, at):
        after = state.sentence(at)[1]
        gone = at > low and forms[at - 1] in ("var", "vært") and "aldri" not in forms[low:at]
        if gone or (after < len(forms) and forms[after] == "sluttet"):
            cue = (at - 1, at) if gone else (after, after + 1)
            return Said("past", (at, at + 1), cue, 4)
    if (state.in_class(at, "sm_noun") or state.in_class(at, "sm_verb")) and _until_year(forms, at, high):
        return Said("past", (at, high), (at, at + 1), 4)
    if (ended_at := _ended_at(state, at, low, high)) is not None:
        return Said("past", (min(at, ended_at), max(at, ended_at) + 1), (ended_at, ended_at + 1), 4)
    denial = state.context.after(at + 1, "negation") or state.context.before(at, "negation")
    if denial is not None and denial[0] > at and "," in forms[at : denial[0]]:
        denial = None
    if (
        denial is not None and denial[0] > at and forms[denial[1] - 1] in ("ikke", "ingen") and not _smokes(state, at)
    ) and not closes(forms, denial[1], state.sentence(at)[1]):
        denial = None  # "Røyk: ikke registrert"
    if denial is not None and forms[denial[1] - 1] == "0" and forms[denial[1] : denial[1] + 1] == ["-"]:
        denial = None  # "Røyker 0-3 sigaretter"
    longer = any(forms[k] in ("lenger", "mer") for k in range(at, min(high, at + 4)))
    if state.has("sm_food", at, min(high, at + 3)):
        return None
    if state.in_class(at, "sm_quit"):
        if any(forms[k] in ("hele", "alltid") for k in range(at, high)):
            return Said("absent", (at, at + 1), (at, at + 1), 4)
        noun = forms[at].startswith(("røykestopp", "røykeslutt"))
        behind = forms[at + 1 : high]
        told = any(form.lstrip("-").isdigit() or form in ("siden", "år", "etter", "fjor") for form in behind)
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
        if "siden" in forms[at + 1 : at + 3]:
            return Said("past", (at, at + 2), (at, at + 2), 4)  # "ikke-røyker siden 2020"
        return Said("absent", (at, at + 1), (at, at + 1), 4)
    if denial is not None and denial[0] < at and state.in_class(at, "sm_noun"):
        lately = next((k for k in range(at + 1, min(high, at + 3)) if forms[k] in ("siste", "på", "siden", "de")), None)
        if lately is not None and "år" in forms[lately : lately + 4]:
            return Said("past", (denial[0], lately + 1), denial, 4)  # "ikke røyk siste 20 år"
    if denial is not None and longer:
        return Said("past", (at, at + 1), denial, 4)
    if ended and not tries and not any(forms[k - 1] == "ikke" for k in ended if k > low):
        nearest = min(ended, key=lambda k: abs(k - at))
        quit_said = denial is None or forms[nearest] == "sluttet"
        if quit_said or (abs(nearest - at) <= 3 and denial is not None and denial[0] > at):
            return Said("past", (min(at, nearest), max(at, nearest) + 1), (nearest, nearest + 1), 4)
    if denial is not None and (until := _stopped_in(state, max(at + 1, denial[1]), high)) is not None:
        return Said("past", (min(at, denial[0]), until), denial, 4)
    if denial is not None:
        return Said("absent", (at, at + 1), denial, 4)
    doubt = state.context.after(at + 1, "uncertain", within=1) or state.context.before(at, "uncertain")
    if doubt is not None and forms[doubt[0]] == "?" and forms[doubt[1] : doubt[1] + 1] in (["ja"], ["j"]):
        return Said("present", (at, at + 1), doubt, 4)  # "Røyker? Ja"
    if doubt is not None:
        return Said("uncertain", (at, at + 1), doubt, 3)
    if state.in_class(at, "sm_past_verb"):
        since = (
            any(forms[k] == "siden" and "år" not in forms[k - 1 : k] for k in range(at, high))
            and "har" in forms[low:at]
        )
        behind = forms[at : state.sentence(at)[1]]
        since = since or any(behind[k : k + 2] == ["gjør", "det"] for k in range(len(behind)))  # "og gjør det ennå"
        whole = "hele" in forms[at:high] or "alle" in forms[at:high]
        return Said("present" if since or whole else "past", (at, min(high, at + 3)), (at, at + 1), 3)
    if _smokes(state, at):
        return Said("present", (at, at + 1), (at, at + 1), 3)
    amount = any(form.isdigit() for form in forms[max(low, at - 2) : min(high, at + 5)])
    if (amount or state.has("sm_some", low, high)) and not state.has("sm_ended", low, high):
        return Said("present", (max(low, at - 1), min(high, at + 2)), None, 2)
    return None


def _ended_at(state: State, at: int, low: int, high: int) -> int | None:
    """The word that tells of an end: "storrøyker fram til slaget", "tok siste røyken da barnebarnet kom"."""
    forms = state.forms
    if state.in_class(at, "sm_noun") and forms[max(low, at - 1) : at] == ["siste"]:
        return at - 1 if any(form in ("tok", "tente", "sneipet", "røykte") for form in forms[low:at]) else None
    until = next((k for k in range(at + 1, high) if forms[k] in ("fram", "frem", "inntil")), None)
    if (
        until is None
        or not _JOINTS.isdisjoint(forms[at:until])
        or (forms[until] != "inntil" and forms[until + 1 : until + 2] != ["til"])
    ):
        return None
    behind = forms[until + 1 : until + 4]
    return None if any(form in ("nå", "dag", "dags") for form in behind) else until


def _stopped_in(state: State, begin: int, high: int) -> int | None:
    """Behind the year in "ikke-røyker siden 1985", "røyker ikke etter 2010"; "siden 40 kg vekttap" tells of none."""
    forms = state.forms
    for k in range(begin, min(begin + 2, high - 1)):
        if forms[k] in ("siden", "etter") and year_of(forms[k + 1], state.date) is not None:
            return k + 2
    return None


def _until_year(forms: list[str], at: int, high: int) -> bool:
    """As in "Pipe til 2021"."""
    return any(
        forms[k] == "til" and forms[k + 1].isdecimal() and len(forms[k + 1]) == 4
        for k in range(at + 1, min(high - 1, at + 8))
    )


def _window(state: State, at: int) -> Range:
    """The words around a name that can speak of it: to the next stop, or a comma behind which another clause begins."""
    begin, end = state.sentence(at)
    low = high = at
    while low > begin and at - low < _REACH and state.forms[low - 1] not in _STOPS:
        low -= 1
    while high < end and high - at <= _REACH and state.forms[high] not in _STOPS:
        high += 1
    return low, high


def _wants_to_stop(state: State, at: int, low: int, high: int) -> bool:
    """Whether it is said that somebody wants, tries or does not manage to stop: "klarer ikke å slutte å røyke"."""
    forms = state.forms
    return any(
        forms[k - 1] in ("å", "vil", "bør", "må") and forms[k] in ("sluttet", "slutt") or state.in_class(k, "sm_stop")
        for k in range(low + 1, high)
        if k != at
    )


def _never_stops(state: State, at: int, low: int) -> bool:
    """As in "slutter nok aldri å røyke", "sluttar vel ikkje å røykje"."""
    forms = state.forms
    if forms[at - 1] != "å":
        return False
    denial = next((k for k in range(low, at) if forms[k] in ("slutter", "sluttet", "slutte")), at) + 1
    while denial < at and state.in_class(denial, "sm_adverb"):
        denial += 1
    return forms[denial] in ("aldri", "ikke") if denial < at else False


def _counted(state: State, at: int) -> bool:
    return any(form[0].isdigit() for form in state.forms[max(0, at - 2) : at])


def _smokes(state: State, at: int) -> bool:
    """Whether the word is one for smoking now, "selskapsrøyker", and none for one who has stopped or never did."""
    return state.in_class(at, "sm_verb") and not (state.in_class(at, "sm_quit") or state.in_class(at, "sm_never"))
