"""Whether a word about fractures tells of one, and not of a breach, a risk, or one that may come."""

from __future__ import annotations

from analyser.extraction.fractures.fracture_status import CLAUSE_ENDS, ENDS
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number
from analyser.extraction.text.transcript import COLUMN

_LINKS = frozenset(["på", "med", "av", "i", "fra", "om", "mellom"])
_CONFIRMED_WITHIN = 4
_DEFINITE = ("fallet", "fallene", "falla", "bruddet", "bruddene", "brotet", "brota", "sjonen", "sjonene")


def is_event(state: State, first: int, last: int) -> bool:
    """Whether a fracture is told of at all, and not a breach, a risk or a percentage."""
    forms = state.forms
    begin, end = state.sentence(first)
    for at in range(first - 1, max(begin, first - 5) - 1, -1):
        form = forms[at]
        if form in ENDS or form in (",", "etter", ":", "(", COLUMN):
            break
        if form in ("har", "er"):
            break  # "redd hun har et brudd"
        if state.in_class(at, "fx_risk_before") or form in ("%", "prosent"):
            return False
        if (form, forms[at + 1]) in (("far", "for"), ("ende", "med")) and at not in state.context.kin:
            return False
    if _is_supposed(state, begin, first) or _read_about(state, begin, first):
        return False
    if last < end and state.in_class(last, "fx_risk_after"):
        return False
    if last + 1 < end and forms[last] in _LINKS and forms[last + 1] != "forbindelse":
        for at in range(last + 1, min(end, last + 4)):
            if state.in_class(at, "fx_breach") or (forms[last] == "med" and state.context.kin.get(at)):
                return False
            if forms[at] not in ("den", "det", "sin", "sitt", "en", "et", "flere", "alle", "sin", "de"):
                break
    if state.has("frax_word", begin, first):
        if state.has("frax_word", max(begin, first - 2), first) and forms[first - 1] not in (",", ":", ".", "og"):
            return False  # "FRAX for hoftebrudd"
        return not any(
            number(forms[at]) is not None and at + 1 < end and forms[at + 1] in ("%", "prosent")
            for at in range(last, min(end, last + 4))
        )
    return True


def _read_about(state: State, begin: int, first: int) -> bool:
    """As in "har lest om atypiske lårbeinsbrudd"."""
    about = next((at for at in range(first - 1, max(begin, first - 4) - 1, -1) if state.forms[at] == "om"), None)
    return about is not None and state.has("media", max(begin, about - 5), about)


def may_come(state: State, first: int) -> bool:
    """As in "redd for at hun skal få sammenfall"; not "skal få sammenfallet vurdert", of one that is there."""
    forms = state.forms
    if state.transcript.written(first).lower().endswith(_DEFINITE) or _gets_seen(state, first):
        return False
    at = first - 1
    while at > 0 and forms[at] in ("et", "nye", "nytt", "flere"):
        at -= 1
    return at > 0 and forms[at] == "få" and forms[at - 1] in ("kan", "skal", "vil", "kunne", "skulle", "å")


def _gets_seen(state: State, first: int) -> bool:
    """As in "kan få sammenfall bekreftet på røntgen"."""
    for at in range(first + 1, min(state.sentence(first)[1], first + 1 + _CONFIRMED_WITHIN)):
        if state.forms[at] in CLAUSE_ENDS:
            return False
        if state.in_class(at, "fx_examined"):
            return True
    return False


def _is_supposed(state: State, begin: int, first: int) -> bool:
    """As in "ved nytt brudd må hun behandles": one that may come."""
    forms = state.forms
    at = first - 1
    if at < begin or forms[at] not in ("nytt", "ny", "nye", "eventuelt"):
        return False
    while at > begin and forms[at - 1] in ("et", "en", "eventuelt", "nytt"):
        at -= 1
    if at == begin or forms[at - 1] not in ("ved", "før", "inntil"):
        return False
    end = state.sentence(first)[1]
    return state.has("fx_must", first, end) or state.has("fx_must", begin, first)
