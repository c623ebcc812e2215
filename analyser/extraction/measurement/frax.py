"""FRAX as the letter states it: which percentage is of any major fracture and which of the hip."""

from __future__ import annotations

from collections.abc import Mapping

from analyser.extraction.finding import Finding
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy
from analyser.extraction.text.transcript import COLUMN

_CARRIED = 2  # sentences behind "FRAX" in which a percentage with a label still is one
_PASTED = 14  # sentences for which a pasted calculator goes on
_REACH = 5


def find_frax(state: State) -> None:
    """Add the two percentages; one without a label is of any major fracture."""
    if not state.where("frax_word"):
        return
    said_at = -9
    found: dict[str, Finding] = {}
    for index, (begin, end) in enumerate(state.transcript.bounds):
        said = next(iter(state.where("frax_word", begin, end)), None)
        if said is not None:
            said_at = index
        if index - said_at > (_PASTED if state.has("frax_pasted", begin, end) else _CARRIED):
            continue
        first = begin if said is None else said
        if said is not None and said > begin and state.forms[said - 1] == "(":
            first = max(begin, said - _REACH)  # "10 års risiko 33 % (FRAX)"
        for finding in _percentages(state, first, end, said=said is not None):
            found.setdefault(finding.concept, finding)
    state.findings += found.values()


def _percentages(state: State, begin: int, end: int, *, said: bool) -> list[Finding]:
    forms = state.forms
    values = [at for at in range(begin, end) if _is_percentage(state, at, begin, end, said=said)]
    labels = {at: _label(state, at) for at in range(begin, end) if _label(state, at)}
    out: list[Finding] = []
    taken: set[str] = set()
    used: set[int] = set()
    for n, at in enumerate(values):
        following = values[n + 1] if n + 1 < len(values) else end
        previous = values[n - 1] if n else begin - 1
        ahead = [k for k in labels if previous < k < at and k not in used]
        behind = [
            k for k in labels if at < k < min(following, at + _REACH) and k not in used and not _parted(forms, at, k)
        ]
        pick = ahead[-1] if ahead and at - ahead[-1] <= _REACH else None
        if behind and (
            pick is None or forms[at + 1 : at + 3].count("for") or forms[behind[0] - 1] in ("(", "for", "i")
        ):
            # "24 % (hofte 9,8 %)": a bracket with a percentage of its own belongs to that
            own = forms[behind[0] - 1] == "(" and following < end and following - behind[0] <= 3
            pick = pick if own else behind[0]
        concept = labels[pick] if pick is not None else ""
        if not concept:
            if not said and not taken:
                continue
            concept = "frax_hip" if "frax_major" in taken else "frax_major"
        if concept in taken:
            continue
        taken.add(concept)
        if pick is not None:
            used.update(_run(labels, pick))
        span = (at, at + 1) if pick is None else (min(at, pick), max(at, pick) + 1)
        value = number(forms[at])
        assert value is not None
        out.append(Finding(concept, "present", *span, value=tidy(value)))
    return out


def _run(labels: Mapping[int, str], at: int) -> range:
    """The labels that stand side by side with one: "større osteoporotisk brudd" is one label."""
    first = last = at
    while labels.get(first - 1) == labels[at]:
        first -= 1
    while labels.get(last + 1) == labels[at]:
        last += 1
    return range(first, last + 1)


def _label(state: State, at: int) -> str:
    if state.in_class(at, "frax_hip_label") or (at and state.in_class(at - 1, "frax_hip_label")):
        return "frax_hip"  # "Hip fracture 14 %"
    return "frax_major" if state.in_class(at, "frax_major_label") else ""


def _is_percentage(state: State, at: int, begin: int, end: int, *, said: bool) -> bool:
    """A number with a percent sign, or one of a pair, or one that follows "FRAX" closely."""
    forms = state.forms
    value = number(forms[at]) if forms[at][0].isdigit() else None
    if value is None or not 0 <= value <= 100:
        return False
    follow = forms[at + 1] if at + 1 < end else ""
    if state.has("hypothetical", max(begin, at - 2), at):
        return False
    if follow in ("%", "prosent"):
        return True
    if (
        follow in ("år", "års", "kg", "cm")
        or forms[at].endswith("-")
        or (at + 2 < end and follow == "-" and forms[at + 2] == "år")
    ):
        return False
    if follow == "/" and at + 2 < end and number(forms[at + 2]) is not None:
        return said
    if at > begin + 1 and forms[at - 1] == "/" and number(forms[at - 2]) is not None:
        return said
    if said and follow == "(" and at + 3 < end and _label(state, at + 2) and forms[at + 3] == ")":
        return True  # "6,2 (stor) og 0,9 (hofte)"
    if said and follow == "for" and any(_label(state, k) for k in range(at + 2, min(end, at + 4))):
        return True  # "31 prosent for større brudd og 17 for hofte"
    return said and (
        at - begin <= 4
        or (
            at > begin
            and bool(
                _label(state, at - 1) or (at - 2 >= begin and forms[at - 1] in (":", "=") and _label(state, at - 2))
            )
        )
    )


def _parted(forms: list[str], at: int, k: int) -> bool:
    return any(form in (".", ";", ",", COLUMN, "og") for form in forms[at:k])
