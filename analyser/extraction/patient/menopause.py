"""Menopause: whether it has come, at what age, and whether that was early."""

from __future__ import annotations

import re

from analyser.extraction.context.answers import answer
from analyser.extraction.context.times import time_at
from analyser.extraction.finding import Finding, Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy
from analyser.extraction.text.transcript import COLUMN

_EARLY = 45  # years; the codebook's limit
_YOUNGEST, _OLDEST = 20, 62
_REACH = 14
_CLAUSE = (["han"], ["jeg"], ["vi"], ["pasienten"], ["vedkommende"], ["de"], ["dette"])
_CYCLE = 0.25  # years since the last one, within which the next may be waited for
_AGO = 7  # words from menstruation to how long ago it ended
_DECADE = frozenset(["årene", "åra", "åri", "åran"])
_WHOLE = re.compile(r"\d\d(?:\.5)?$")


def find_menopause(state: State) -> None:
    """Read every sentence that speaks of menopause, menstruation or the ovaries."""
    read = -1
    for at in state.any_of("menopause_word", "menopause_label", "premenopausal", "menstruation", "ovaries"):
        begin, end = state.sentence(at)
        if begin < read:
            continue  # the first of a sentence speaks for it
        kind = _kind(state, at, begin, end)
        others = state.where("menstruation", at, end) if kind == "named" else ()
        lasting = next((k for k in others if _kind(state, k, begin, end) == "goes on"), None)
        if lasting is not None:
            kind = "goes on"  # "overgangsalder i gang, men menser ennå"
        if kind and state.context.relative(at, at + 1) is None:
            _read(state, at if lasting is None else lasting, begin, end, kind)
            read = end


def _kind(state: State, at: int, begin: int, end: int) -> str:
    """``came``, ``long ago``, ``goes on`` or ``named`` (menopause is spoken of), or "" where a token is none of it."""
    if state.in_class(at, "premenopausal"):
        return "goes on"
    if state.in_class(at, "menopause_word"):
        return "" if state.forms[at + 1 : at + 2] in (["sjekk"], ["plager"]) else "named"
    if state.in_class(at, "menopause_label"):
        labels = at == begin and state.forms[at + 1 : at + 2] in ([":"], [COLUMN])
        return "named" if labels and _age(state, at, begin, end) is not None else ""
    if state.in_class(at, "menstruation"):
        forms = state.forms
        lead = range(max(begin, at - 3), at)
        written = state.transcript.written(at).lower()
        if is_while(state, at):
            return ""
        goes_on = state.has("menopause_not_yet", max(begin, at - 2), min(end, at + 4))
        gone = [k for k in range(max(begin, at - 2), min(end, at + 5)) if state.in_class(k, "menstruation_paused")]
        if any(_lasted(state, k, begin, end, at) for k in gone):
            return ""  # "mensen borte i seks år": it came back
        if "tilbake" in forms[at + 1 : min(end, at + 5)] and any(
            f in ("ikke", "aldri") for f in forms[at + 1 : at + 4]
        ):
            return ""  # "mensen har ikke kommet tilbake" after a birth or an illness
        last = any(forms[k] in ("siste", "sist") for k in lead)
        none_since = "siden" in forms[at + 1 : at + 3] and any(forms[k] in ("ikke", "ingen") for k in lead)
        ended = (
            state.has("menstruation_ended", max(begin, at - 3), min(end, at + 7))
            or _gave_up(state, at, end)
            or _until(state, at, end)
        )
        if none_since:
            return "came" if _age(state, at, begin, end) is not None else "long ago"
        ago = _years_ago(state, at, end)
        if ago is not None and ago < _CYCLE and last:
            return "goes on"
        if ago is not None and ago >= _CYCLE and ended and not last:
            return "long ago"
        if last or (ended and not goes_on):
            return "came"
        if _long_ago(state, at, begin, end):
            return "long ago"
        return "goes on" if goes_on or written.startswith("menstruer") else ""
    if state.in_class(at, "ovaries"):
        near = range(max(begin, at - 6), min(end, at + 5))
        if any(state.in_class(k, "removed") for k in near):
            return "came"
    return ""


def _lasted(state: State, gone: int, begin: int, end: int, event: int) -> bool:
    """As in "mens borte i seks år", "i fem av disse årene var mens borte", "borte mens to år"."""
    forms = state.forms
    if forms[gone + 1 : gone + 2] in (["i"], ["over"]):
        return True
    before = forms[max(begin, event - 7) : event]
    if "i" in before and "år" in before[before.index("i") :]:
        return True
    behind = forms[max(gone, event) + 1 : min(end, max(gone, event) + 3)]
    return len(behind) > 1 and behind[1] == "år" and (number(behind[0]) or 99) < _YOUNGEST


def _long_ago(state: State, at: int, begin: int, end: int) -> bool:
    """As in "Har ikke hatt mens på mange år"."""
    forms = state.forms
    behind = forms[at + 1 : min(end, at + 8)]
    return (
        (behind[:1] == ["på"] or "siste" in behind[:2])
        and ("år" in behind or "året" in behind)
        and any(f in ("ikke", "ingen", "aldri") for f in forms[max(begin, at - 3) : at])
    )


def _years_ago(state: State, at: int, end: int) -> float | None:
    """How long ago it was said to be: "mens ble borte for tre år siden", "siste mens for to uker siden"."""
    for k in range(at, min(end, at + _AGO)):
        time = time_at(state.forms, k, end, state.date) if state.forms[k] == "for" else None
        if time is not None:
            return time.years
    return None


def _gave_up(state: State, at: int, end: int) -> bool:
    """As in "menstruasjonen holdt opp da hun var 47", "mensen ga seg"."""
    held = state.where("menstruation_gave", at + 1, min(end, at + 4))
    return any(state.forms[k + 1 : k + 2] in (["opp"], ["seg"]) for k in held)


def _until(state: State, at: int, end: int) -> bool:
    """As in "mens frem til 52"."""
    forms = state.forms
    k = at + 1
    while k < min(end, at + 3) and forms[k] in ("fram", "frem", "helt", "inn"):
        k += 1
    return k + 1 < end and forms[k] == "til" and _years(state, k + 1, end) is not None


def _read(state: State, event: int, begin: int, end: int, kind: str) -> None:
    denied = state.context.after(event + 1, "negation") or state.context.before(event, "negation")
    if denied is not None and denied[1] < event and state.has("menopause_remedy", denied[1], event):
        denied = None  # "brukte ikke hormoner i overgangsalderen"
    if kind == "goes on":
        if denied is None or (denied[1] < event and state.forms[event - 1] == ","):  # "ingen brudd, mens regelm."
            _add(state, "postmenopausal", "absent", (event, event + 1), None)
        return
    young = any(float(f.value or 0) < _EARLY for f in state.of("age"))
    if kind == "came" and young and state.in_class(event, "menstruation") and _age(state, event, begin, end) is None:
        kind = "long ago"  # "Jente på 19, mensen borte siden 2023"
    if kind == "long ago":
        _add(state, "hypogonadism" if young else "postmenopausal", "present", (event, event + 1), denied)
        return
    age = _age(state, event, begin, end)
    if age is not None:
        at, value = age
        span = (min(event, at), max(event, at) + 1)
        state.findings.append(Finding("menopause_age", "present", *span, value=tidy(value), anchor=event))
        _add(state, "postmenopausal", "present", span, None)
        if value < _EARLY:
            _add(state, "early_menopause", "present", span, None)
        elif denied is not None and state.has("menopause_early", denied[1], event):
            _add(state, "early_menopause", "absent", (event, event + 1), denied)
        return
    early = [at for at in range(max(begin, event - 3), min(end, event + 4)) if state.in_class(at, "menopause_early")]
    early = early or [at for at in range(event + 1, min(end, event + 4)) if _is_limit(state, at, _EARLY)]
    if kind == "named" and early:
        said = answer(state, event, max(event, *early) + 1)
        if said is not None and said.kind == "blank":
            return
        if said is not None and said.kind == "no":
            denied = said.span
        status = "absent" if denied is not None else "present"
        _add(state, "early_menopause", status, (min(early[0], event), max(early[0], event) + 1), denied)
        if status == "present":
            _add(state, "postmenopausal", "present", (event, event + 1), None)
        return
    as_usual = state.forms[event + 1 : event + 3] in (["som", "normalt"], ["som", "normal"], ["som", "vanlig"])
    if kind == "named" and (as_usual or state.has("normal_time", event, min(end, event + 5))):
        _add(state, "early_menopause", "absent", (event, event + 1), None)
        _add(state, "postmenopausal", "present", (event, event + 1), None)
        return
    not_yet = kind == "named" and any(
        state.in_class(at, "menopause_not_yet") and state.forms[at] not in ("ja", "har", "hver")
        for at in range(max(begin, event - 3), min(end, event + 4))
    )
    if event > begin and state.in_class(event - 1, "answer_unknown"):
        _add(state, "postmenopausal", "uncertain", (event, event + 1), (event - 1, event))
        return  # "uviss overgangsalder"
    if kind == "named" and event + 1 < end and state.in_class(event + 1, "answer_unknown"):
        return  # "menopause ukjent"
    if denied is not None or not_yet:
        _add(state, "postmenopausal", "absent", (event, event + 1), denied)
    elif state.context.after(event + 1, "uncertain", within=1) is None:
        _add(state, "postmenopausal", "present", (event, event + 1), None)


def _add(state: State, concept: str, status: str, span: Range, cue: Range | None) -> None:
    finding = Finding(concept, status, *span, cue=cue, anchor=span[0])
    finding.widen(cue)
    state.findings.append(finding)


def _age(state: State, event: int, begin: int, end: int) -> tuple[int, float] | None:
    """The age at the event: a number behind it in its clause, or "51 år ved menopause" before it."""
    forms = state.forms
    for at in range(event + 1, min(end, event + _REACH)):
        if forms[at] in (";", COLUMN) and at > event + 4:
            break
        if forms[at] == "." or (forms[at] in ("vekt", "høyde", "bmi", "kmi") and at > event + 1):
            break
        value = _years(state, at, end)
        if value is not None:
            return at, value
    for at in range(max(begin, event - 4), event):
        if at + 1 < end and forms[at + 1] == "år" and forms[event - 1] in ("ved", "da", "i", "med", "hadde"):
            value = _years(state, at, end)
            if value is not None:
                return at, value
    return None


def _is_limit(state: State, at: int, limit: int) -> bool:
    """Whether an age is one that a form asks about: "Menopause før 45 år", "tidlig menopause (<45)"."""
    return state.forms[at - 1] in ("<", "≤", "før", "under") and number(state.forms[at]) == limit


def _years(state: State, at: int, end: int) -> float | None:
    forms = state.forms
    if _is_limit(state, at, _EARLY):
        return None
    value = number(forms[at])
    if value is None or not _YOUNGEST <= value <= _OLDEST or not (_WHOLE.match(forms[at]) or forms[at].isalpha()):
        return None
    if at + 1 < end and state.transcript.written(at + 1).lower().lstrip("-") in _DECADE:
        return None  # "tidlig i 40-årene"
    before = forms[at - 1]
    follow = forms[at + 1 : min(end, at + 3)]
    if before == "/" and forms[at - 2] != "ved":
        return None
    if (
        follow[:2] in (["år", "siden"], ["år", "nå"])
        or before in ("for", "siden")
        or follow[:1] in (["kg"], ["cm"], ["/"], ["%"], ["mg"])
    ):
        return None
    return value


def is_while(state: State, at: int) -> bool:
    """Whether a word is the "mens" that means "while": nothing of menstruation stands right before it."""
    begin = state.sentence(at)[0]
    if state.transcript.written(at).lower() == "mens" and state.forms[at + 1 : at + 2] in _CLAUSE:
        return True  # "Mens han var på ferie"
    if state.transcript.written(at).lower() != "mens" or at == begin or state.forms[at - 1] in (",", COLUMN):
        return False
    return not any(state.in_class(k, "before_mens") for k in range(max(begin, at - 3), at))
