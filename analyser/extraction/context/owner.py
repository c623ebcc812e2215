"""Whose finding it is: the patient's, or which relative's.

A sentence is read from its beginning: a relative in the place of the subject or of a label takes what follows,
until the patient comes back ("selv", "pasienten", "hun" in a clause of her own). "Hos mor", "i slekten" behind
the finding takes it too. A relative who only speaks, is visited or is cared for takes nothing.
"""

from __future__ import annotations

from analyser.extraction.context.pronouns import asked_of, goes_back
from analyser.extraction.context.relatives import Owner, joined
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

_REACH = 60  # words of a sentence before a finding in which its owner is sought
_SENTENCES = 3  # before "noen av dem", which no patient is, in which those are sought who are meant
_PLURAL = frozenset(["foreldre", "besteforeldre", "søsken"])
_HAD = frozenset(["har", "hadde", "fikk"])


def owner_of(state: State, first: int, last: int) -> Owner | None:
    """The relatives who have what stands at ``first`` to ``last``; ``None`` for the patient."""
    begin, end = state.sentence(first)
    begin = max(begin, first - _REACH)
    behind = _behind(state, last, end)
    if isinstance(behind, Owner):
        return _named_behind(state, behind, end) or behind
    if behind is not None:
        return None
    family = state.section(first) == "family"
    owner = _before(state, begin, first)
    if owner is not None:
        return owner if isinstance(owner, Owner) else None
    owner = _carried(state, begin, first)
    if owner is not None:
        return owner
    if family:
        return _section_owner(state, begin) or Owner(frozenset(["family"]), both=False, span=(first, first + 1))
    return None


def subject_behind(state: State, at: int) -> Owner | None:
    """The relative right behind a verb whose subject it is: "der brakk mor hofta"."""
    if at >= len(state.forms) or state.context.kin.get(at, "patient") in ("patient", "family"):
        return None
    return joined(state, at, at) if at < state.sentence(at - 1)[1] else None


def _named_behind(state: State, owner: Owner, end: int) -> Owner | None:
    """Who of the family it is: "hoftebrudd i familien: far"."""
    at = owner.span[1]
    if owner.kinds != {"family"} or at + 1 >= end or state.forms[at] not in (":", "(", COLUMN, "-"):
        return None
    return joined(state, at, at + 1) if state.context.kin.get(at + 1, "patient") not in ("patient", "family") else None


def _before(state: State, begin: int, first: int) -> Owner | bool | None:
    """Who is spoken of before the finding: an owner, ``True`` for the patient, ``None`` for nobody named."""
    context, forms = state.context, state.forms
    at = first - 1
    while at >= begin:
        form = forms[at]
        kind = context.kin.get(at)
        if _of_patient(state, begin, at):
            at -= 2  # "en bror av ham brakk hofta", "mor til pasienten hadde hoftebrudd"
            kind = context.kin.get(at)
        if kind == "patient" or form in ("egne", "egen"):
            return True
        if forms[at - 1] == "vidt" and form in ("hun", "han", "jeg", "vi", "de"):
            at -= 1  # "har så vidt hun vet aldri brukket noe"
            continue
        if (
            state.transcript.written(at).lower() in ("de", "dei")
            and (they := _plural_before(state, begin, at)) is not None
        ):
            return joined(state, begin, they)  # "Foreldrene døde tidlig, hun vet ikke om de hadde brudd"
        if forms[at - 1] == "av" and state.in_class(at, "kin_anaphor") and (some := _carried(state, begin, at + 1)):
            return some  # "jeg spurte om noen av dem hadde brukket noe"
        if forms[at - 1] in ("om", "hvorvidt") and (meant := asked_of(state, begin, at)) is not None:
            return joined(state, begin, meant)
        if kind is None and form in ("hun", "han", "jeg", "vi") or state.in_class(at, "own_patient"):
            if not goes_back(state, begin, at):
                return True
        elif kind is not None and kind != "patient" and _is_subject(state, begin, at, first):
            return joined(state, begin, at)
        elif (
            form == ";"
            and state.section(first) != "family"
            or form in (".", "!", "?")
            or (form == COLUMN and at + 1 < first - 6)
        ):
            return None
        at -= 1
    return None


def _of_patient(state: State, begin: int, at: int) -> bool:
    """Whether a word for the patient only says whose relative it is: "en bror av ham", "mor til pasienten"."""
    if at - 2 < begin or state.forms[at - 1] not in ("av", "til"):
        return False
    patient = state.context.kin.get(at) == "patient" or state.forms[at] in ("hun", "han")
    return (patient or state.in_class(at, "own_patient")) and state.context.kin.get(at - 2, "patient") != "patient"


def _plural_before(state: State, begin: int, at: int) -> int | None:
    """The relatives in the plural who are "they"; in the sentence before too, where "they" had something."""
    forms = state.forms
    if _HAD.intersection(forms[at - 1 : at + 2]) and (index := state.transcript.sentence[at]):
        begin = min(begin, max(state.transcript.bounds[index - 1][0], at - _REACH))
    return next((k for k in range(at - 1, begin - 1, -1) if forms[k] in _PLURAL and k in state.context.kin), None)


def _is_subject(state: State, begin: int, at: int, first: int) -> bool:
    """Whether a relative is the one of whom the sentence tells, and not one who speaks or is visited."""
    forms, context = state.forms, state.context
    for k in range(at + 1, min(at + 4, first)):
        if context.has(k, "says.words"):
            return False
    if context.kin[at] == "parent" and _child_speaks(state, begin, at):
        return False
    behind = forms[at + 1 : at + 3]
    of_patient = at + 2 < first and _of_patient(state, begin, at + 2)
    if behind[:1] == ["til"] and not of_patient:
        return False
    if behind == [",", "som"]:
        return True
    before = at - 1
    while before >= begin and (
        state.in_class(before, "kin_attribute") or context.kin.get(before, "patient") != "patient"
    ):
        before -= 1
    if before < begin or not state.in_class(before, "kin_visited") or state.in_class(before, "kin_clause"):
        return True
    if before == begin or forms[before - 1] in (":", ";", ".", COLUMN, "(", ",", "-", "og", "/", "eller", "men"):
        # "Hos mor påvist brudd" begins so; "på besøk hos datteren" does not.
        return forms[before] in ("hos", "i", "på", "blant")
    return state.in_class(before - 1, "kin_share") or (context.kin[at] == "family" and forms[before] in ("i", "på"))


def _child_speaks(state: State, begin: int, at: int) -> bool:
    """As in "Datteren krever måling fordi mor brakk håndleddet": the mother is the patient."""
    return state.has("kin_child", begin, at) and state.has("kin_says", begin, at)


def _behind(state: State, last: int, end: int) -> Owner | bool | None:
    """Who is named behind the finding: "hos mor", "mor/far", "i slekten"."""
    forms, context = state.forms, state.context
    at, linked = last, False
    while at < min(end, last + 7):
        form = forms[at]
        kind = context.kin.get(at)
        if context.has(at, "hos.words") and form != "til" or form in ("blant", "både", "hverken"):
            linked = True
        elif at == last and form in (":", COLUMN) and context.kin.get(at + 1, "patient") not in ("patient", "other"):
            linked = True  # "Hoftebrudd: mor"
        elif at == last and form in ("har", "hadde", "fikk") and _relative_subject(state, at + 1, end):
            linked = True  # "Hoftebrudd har verken mor eller far hatt"
        elif linked and state.in_class(at, "kin_anaphor"):
            if (named := _carried(state, state.sentence(last - 1)[0], at)) is not None:
                return named  # "Foreldrene er friske. Ingen kjent osteoporose hos noen av dem"
        elif kind is not None or state.in_class(at, "own_patient") or (linked and form in ("hun", "han")):
            if kind in (None, "patient") or (linked and form in ("hun", "han")):
                return (_meant(state, last, form) or True) if linked else None
            near = at - last <= 1 and (kind in ("parent", "family") or linked)
            if not linked and kind == "parent" and _told_of(state, at + 1, end):
                return None  # "ingen brudd mor beinskjør": of her something else is told
            if not linked and not near:
                return None
            if kind == "other" and not linked:
                return None
            stop = at + 1
            while stop < end and (
                context.kin.get(stop, "patient") != "patient"
                or forms[stop] in ("/", "og", "eller", "-")
                and stop + 1 < end
                and context.kin.get(stop + 1, "patient") != "patient"
            ):
                stop += 1
            return joined(state, last, max(k for k in range(at, stop) if context.kin.get(k, "patient") != "patient"))
        elif form == "," and at + 1 < end and forms[at + 1] in ("hverken", "både") and at == last:
            pass
        elif (
            form in (",", ".", ";", "?", "!", COLUMN, ":", "men", "og", "da", "etter")
            or state.in_class(at, "rx_verb")
            or linked
            and not state.in_class(at, "kin_attribute")
            and form not in ("av", "på", "i")
        ):
            return None
        at += 1
    return None


def _meant(state: State, last: int, pronoun: str) -> Owner | None:
    """The relative whom a pronoun means: "Far er 84 år. Hoftebrudd hos ham i fjor."."""
    index = state.transcript.sentence[last - 1]
    begin = state.transcript.bounds[max(0, index - 1)][0]
    if pronoun not in ("han", "ham", "hun", "henne"):
        return None
    wanted = "kin_male" if pronoun in ("han", "ham") else "kin_female"
    for at in range(last - 1, max(begin, last - _REACH) - 1, -1):
        kind = state.context.kin.get(at)
        if kind in ("parent", "relative") and state.in_class(at, wanted):
            return joined(state, at, at)
        if kind == "patient" or state.in_class(at, "own_patient"):
            return None
    return None


def _told_of(state: State, at: int, end: int) -> bool:
    """Whether a finding of a relative's own stands at a token."""
    if at >= end:
        return False
    verb = state.forms[at] in ("brakk", "hadde", "fikk", "er") and at + 1 < end
    return verb or state.in_class(at, "osteoporosis_name") or state.forms[at].endswith(("brudd", "skjør"))


def _relative_subject(state: State, at: int, end: int) -> bool:
    while at < end and (state.forms[at] in ("hverken", "også", "både", "av") or state.in_class(at, "kin_attribute")):
        at += 1
    return at < end and state.context.kin.get(at, "patient") not in ("patient", "other")


def _carried(state: State, begin: int, first: int) -> Owner | None:
    """As in "Foreldrene er i live. Ingen av dem har hatt hoftebrudd": who "dem" are stands in the sentence before."""
    forms = state.forms
    if not state.has("kin_anaphor", begin, min(len(forms), first + 4)):
        return None
    here = [k for k in range(begin, first) if state.context.kin.get(k, "patient") != "patient"]
    if here:
        return joined(state, begin, here[-1])  # "Mor og far er friske, ingen hoftebrudd hos dem"
    index = state.transcript.sentence[begin]
    some = any(forms[at - 1] == "av" for at in state.where("kin_anaphor", begin, first + 4))
    for before in range(index - 1, max(-1, index - 1 - (_SENTENCES if some else 1)), -1):
        start, end = state.transcript.bounds[before]
        start = max(start, end - _REACH)
        kin = [k for k in range(start, end) if state.context.kin.get(k, "patient") != "patient"]
        if kin:
            return joined(state, start, kin[-1])
    return None


def _section_owner(state: State, begin: int) -> Owner | None:
    """Under "Arv:" a line without a subject goes on about the relative of the line before."""
    index = state.transcript.sentence[begin]
    if index == 0 or state.sections[index - 1] != "family":
        return None
    before = state.transcript.bounds[index - 1]
    before = max(before[0], before[1] - _REACH), before[1]
    kin = [k for k in range(*before) if state.context.kin.get(k, "patient") != "patient"]
    return joined(state, before[0], kin[-1]) if kin else None
