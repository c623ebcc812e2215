"""Where "hun" or "han" is a relative named before, and not the patient."""

from __future__ import annotations

from analyser.extraction.state import State


def goes_back(state: State, begin: int, at: int) -> bool:
    """Whether a pronoun goes back to a relative before it: "da hun var 80"."""
    if at - 1 < begin:
        return False
    said = state.forms[at - 1] == "at" and not state.has("learnt", at - 3, at - 1)
    linked = state.context.has(at - 1, "subordinate.words") and not said
    if linked or state.in_class(at - 1, "pronoun_link"):
        return any(state.context.kin.get(k, "patient") != "patient" for k in range(begin, at))
    return False


def asked_of(state: State, begin: int, at: int) -> int | None:
    """Of whom one does not know something: "Mora hadde osteoporose, men pasienten vet ikke om hun brakk hofta"."""
    wanted = {"hun": "kin_female", "han": "kin_male"}.get(state.forms[at])
    if wanted is None or not state.has("not_known", max(begin, at - 5), at):
        return None
    for k in range(at - 1, begin - 1, -1):
        if state.forms[k] in (".", "!", "?", ";"):
            return None
        if state.context.kin.get(k) in ("parent", "relative") and state.in_class(k, wanted):
            return k
    return None
