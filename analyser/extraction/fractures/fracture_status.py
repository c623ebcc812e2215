"""Whether a fracture has happened: denied, doubted, answered in a form, or feared only."""

from __future__ import annotations

from analyser.extraction.context.answers import answer
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of, number, year_of
from analyser.extraction.text.transcript import COLUMN

ENDS = frozenset([".", ";", "?", "!"])
_ANSWER_WITHIN = 8  # words between what was asked and its answer
_LABEL_REACH = 6  # words of a label before the thing that it asks for
_STATUS: dict[str, str] = {"no": "absent", "yes": "present", "unknown": "uncertain"}

_NEVER = frozenset(["aldri", "ingen", "hverken"])
_KNOWS = frozenset(["vet", "er"])
_NOT_KNOWN = frozenset(["uvisst", "usikkert", "usikker", "ukjent", "uklart", "uklar", "uavklart", "usikre"])
_HAD = frozenset(["hatt", "fått", "til", "brakk", ".", "pådratt", "vært", "noen", "så", "tidligere", "før"])

_ASKS = frozenset(["om", "spør", "spurt", "spurte"])
_NOT_SO = frozenset(["ikke", "aldri"])
CLAUSE_ENDS = ENDS | {",", ")", "og", "men"}

Status = tuple[str, Range | None]


def status_of(state: State, first: int, last: int, *, reach: int | None = None) -> Status:
    """``present``, ``absent`` or ``uncertain`` with the words that decided.

    ``reach`` is the token behind those who had it, where they stand behind it: "hoftebrudd hos mor?"
    """
    said = _answer(state, first, last)
    if said is None and reach is not None and state.forms[last] == ":":
        said = _signed(state, reach)
    if said is not None:
        return said
    if first > state.sentence(first)[0] and state.forms[first - 1] == "?" and _opens(state, first - 1):
        return "uncertain", (first - 1, first)  # "? hoftebrudd"
    status, cue = state.context.status(first, last if reach is None else reach)
    if status == "present":
        return _said_behind(state, last)
    if status == "uncertain" and cue is not None and cue[0] >= last and _knows_not_how(state, cue):
        return "present", None
    if cue is None or cue[0] >= last:
        return status, cue
    if _cut_off(state, cue, first, last):
        status, cue = _behind_only(state, last)
        if status == "present":
            return _said_behind(state, last)
    if status == "uncertain" and cue is not None and cue[0] >= last and _knows_not_how(state, cue):
        return "present", None
    if status == "uncertain" and cue is not None:
        denied = _denied_in_answer(state, cue, last)
        if denied is not None:
            return "absent", denied
        shown = _shown(state, last)
        if shown is not None:
            return "present", shown
        negative = _negative_picture(state, last)
        if negative is not None:
            return "absent", negative
    return status, cue


def _opens(state: State, at: int) -> bool:
    """Whether a question mark stands before what it asks for."""
    return at == state.sentence(at)[0] or state.forms[at - 1] in (":", ",", "(", ";", COLUMN)


def _knows_not_how(state: State, cue: Range) -> bool:
    """As in "brakk noe i foten, vet ikke hva", "kompresjon av ukjent alder": not whether, but what, how or when."""
    forms = state.forms
    if forms[cue[0]] == "ukjent" and forms[cue[1] : cue[1] + 1] in (["alder"], ["årsak"], ["dato"], ["tidspunkt"]):
        return True
    return forms[cue[0]] == "vet" and forms[cue[1] : cue[1] + 1] in (["hva"], ["hvordan"], ["hvorfor"], ["når"])


def _answer(state: State, first: int, last: int) -> Status | None:
    """What a form says behind a label or in its boxes: "Brudd etter 40 ....: nei", "Fall: [ ] ja [x] nei"."""
    begin = state.sentence(first)[0]
    if first - max(begin, state.transcript.headed[state.transcript.sentence[first]]) > _LABEL_REACH:
        return None
    said = answer(state, first, last)
    return None if said is None or said.kind == "blank" else (_STATUS[said.kind], said.span)


def _signed(state: State, at: int) -> Status | None:
    """What the sign behind relatives says under a label: "Hoftebrudd: mor -", "Osteoporose: far +"."""
    end = state.sentence(at - 1)[1]
    if at >= end or (at + 1 < end and state.forms[at + 1] not in (",", ".", ";", ")", "/", COLUMN)):
        return None
    for name, status in (("answer_no", "absent"), ("answer_unknown", "uncertain"), ("answer_yes", "present")):
        if state.in_class(at, name) or (status == "absent" and state.forms[at] in ("-", "÷")):
            return status, (at, at + 1)
    return None


def _cut_off(state: State, cue: Range, first: int, last: int) -> bool:
    """Whether a cue before a fracture speaks of something else: "ikke behandling etter hoftebrudd"."""
    forms = state.forms
    for at in range(cue[1], first):
        if forms[cue[1] - 1] == "om" and forms[at] in ("pasienten", "kvinne", "mann"):
            continue  # "uklart om pasienten har hatt brudd"
        if forms[at : at + 2] == ["operert", "for"] and forms[cue[0]] in _NEVER:
            continue  # "aldri operert for hoftebrudd"
        if state.in_class(at, "fx_cut") and forms[at + 1] not in ("tyder", "tilsier", "taler"):
            return True
    if any(_starts_anew(state, cue[1], at) for at in range(cue[1] + 1, first)):
        return True
    words = tuple(forms[cue[0] : cue[1]])
    if words[:1] == ("spør",) and ":" in forms[cue[1] : first]:
        return True  # "Spør om brudd: brakk håndleddet i 2017"
    if words[:1] in (("vurdere",), ("spørsmål",)) and ":" in forms[cue[1] : first]:
        # "Spørsmål om nyrene: kvinne med hoftebrudd"; "Spørsmål: hoftebrudd" asks
        return words[0] == "vurdere" or (words[-1] == "om" and forms[cue[1]] != ":")
    if words[:1] in (("har",), ("er",)) and "?" not in forms[last : state.sentence(first)[1]]:
        return True
    if "," in forms[cue[1] : first] and _dated(state, last):
        return True
    return words[:1] == ("vurdere",) and any(state.in_class(at, "fx_shown") for at in range(cue[1], first))


def _starts_anew(state: State, begin: int, at: int) -> bool:
    """Whether a relative begins something new without a comma: "ikke røyk lite vin mor lårhalsbrudd"."""
    if state.context.kin.get(at) not in ("parent", "relative"):
        return False
    if state.forms[at - 1] in ("hos", "av", "på", "til", "i", "eller", "og", "/"):
        return False
    own = any(state.has(name, begin, at) for name in ("sm_noun", "sm_verb", "al_word", "al_drink"))
    return own or (
        state.forms[at - 1].endswith("brudd") and state.forms[at + 1 : at + 2] not in ([], ["eller"], ["og"])
    )


def _said_behind(state: State, last: int) -> Status:
    """A denial or a doubt that follows with its own verb: "Brudd har hun ikke hatt", "..., vet han ikke"."""
    forms = state.forms
    end = state.sentence(last - 1)[1]
    for at in range(last, min(end, last + 9)):
        form = forms[at]
        if form in (".", ";", "?", "(") or (form == "," and not _goes_on(forms, at + 1)):
            break
        if form in ("er", "var", "ble", "blitt") and forms[at + 1 : at + 2] in (["utelukket"], ["avkreftet"]):
            return "absent", (at, at + 2)
        if form == "er" and at + 1 < end and forms[at + 1] in _NOT_KNOWN:
            return "uncertain", (at, at + 2)
        if form not in ("har", "hadde", "fikk", "kjenner", "vet", "er"):
            continue
        for k in range(at + 1, min(end, at + 5)):
            if forms[k] in (".", ",", ";"):
                break
            if forms[k] not in ("ikke", "aldri", "ingen", "hverken"):
                continue
            following = forms[k + 1] if k + 1 < end else "."
            if form == "vet":
                if following not in ("hva", "hvordan", "hvorfor", "når", "hvor"):
                    return "uncertain", (at, k + 1)
            elif form == "er":
                if following in ("kjent", "sikkert", "kjente", "sikker", "klart"):
                    return "uncertain", (at, k + 2)
            elif following in _HAD or forms[k] == "hverken" or (forms[k] == "ingen" and following == "av"):
                return "absent", (at, min(end, k + 2) if following in _HAD - {"."} else k + 1)
        break
    return "present", None


def _goes_on(forms: list[str], at: int) -> bool:
    """Whether behind a comma the same is said to be known or not: "vet ikke", "hun er ikke sikker"."""
    following = forms[at : at + 2]
    return bool(following) and (following[0] in _KNOWS or (following[0] in ("hun", "han") and following[1] in _KNOWS))


def _denied_in_answer(state: State, cue: Range, last: int) -> Range | None:
    """As in "jeg spurte om hun har brukket noe, og det har hun ikke"; not "mulig brudd, det har hun ikke sjekket"."""
    forms = state.forms
    if _ASKS.isdisjoint(forms[cue[0] : cue[1]]):
        return None
    end = state.sentence(last - 1)[1]
    for at in range(last, min(end, last + _ANSWER_WITHIN)):
        if forms[at : at + 2] not in (["det", "har"], ["det", "hadde"]):
            continue
        for k in range(at + 2, min(end, at + 5)):
            if forms[k] in _NOT_SO:
                stop = k + 1 + (forms[k + 1 : k + 2] in (["hatt"], ["gjort"], ["fått"]))
                return (at, k + 1) if stop >= end or forms[stop] in CLAUSE_ENDS else None
        return None
    return None


def _behind_only(state: State, last: int) -> Status:
    doubt = state.context.after(last, "uncertain", within=1)
    denial = state.context.after(last, "negation")
    if denial is not None:
        return "absent", denial
    return ("uncertain", doubt) if doubt is not None else ("present", None)


def _dated(state: State, last: int) -> bool:
    """Whether a time stands right behind a fracture, which states it: "lårhalsbrudd i 2019"."""
    end = state.sentence(last - 1)[1]
    for at in range(last, min(end, last + 4)):
        form = state.forms[at]
        if form in (",", ".", ";"):
            return False
        if year_of(form, state.date) is not None or date_of(form) is not None or state.in_class(at, "month"):
            return True
        if (
            form == "for"
            and at + 2 < end
            and (state.in_class(at + 2, "rx_time") or number(state.forms[at + 1]) is not None)
        ):
            return True
    return False


def _shown(state: State, last: int) -> Range | None:
    end = state.sentence(last - 1)[1]
    for at in range(last, min(end, last + 6)):
        form = state.forms[at]
        if form in (".", ";", "?", "ikke", "ingen", "ble ikke"):
            return None
        if form in ("påvist", "verifisert", "bekreftet") or form == "stadfestet":
            return at, at + 1
    return None


def _negative_picture(state: State, last: int) -> Range | None:
    """As in "Mistenkt kompresjonsbrudd, rtg neg"."""
    end = state.sentence(last - 1)[1]
    forms = state.forms
    for at in range(last, min(end, last + 6)):
        if forms[at] in (".", ";", "?"):
            return None
        if state.in_class(at, "fx_imaging"):
            for k in range(at + 1, min(end, at + 6)):
                if forms[k] in (".", ";"):
                    return None
                if forms[k] == "ikke" and state.has("fx_undecided", k + 1, min(end, k + 3)):
                    return None  # "men radiologen var ikke sikker"
                if state.in_class(k, "fx_negative") and not state.has("fx_not_there", k + 1, min(end, k + 3)):
                    return at, k + 1
    return None
