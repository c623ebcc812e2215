"""Fractures and osteoporosis in the family."""

from __future__ import annotations

from analyser.extraction.context.mentions import mentions
from analyser.extraction.context.owner import owner_of
from analyser.extraction.finding import Finding
from analyser.extraction.fractures.fracture import Fracture
from analyser.extraction.fractures.fracture_status import status_of
from analyser.extraction.state import State


def family_findings(state: State, found: list[Fracture]) -> list[Finding]:
    """What the fractures of relatives count as; one that is told of twice counts as what says most."""
    counted = [(fracture, concept) for fracture in found for concept in _concepts(fracture)]
    told = any(fracture.status == "present" and fracture.site for fracture, _ in counted)
    return [
        fracture.finding(concept)
        for fracture, concept in counted
        if not (told and fracture.status == "present" and _is_echo(state, fracture))
    ]


def _is_echo(state: State, fracture: Fracture) -> bool:
    """Whether a fracture only goes back to one told of: "det er mor som hadde bruddet", "arv for hoftebrudd"."""
    assert fracture.owner is not None
    return not fracture.site or state.in_class(fracture.owner.span[0], "fx_inheritance")


def _concepts(fracture: Fracture) -> list[str]:
    """A denial for both parents denies their hips too; one for the family's hips is about the parents' first of all."""
    owner, status = fracture.owner, fracture.status
    assert owner is not None
    kinds, hip = owner.kinds, fracture.site == "hip"
    if kinds <= {"other"}:
        return []
    concepts: list[str] = []
    if hip and ("parent" in kinds or ("family" in kinds and status != "present")):
        concepts.append("parental_hip_fracture")
    if not hip or not concepts or (kinds & {"relative", "family"} and status == "present"):
        concepts.append("family_fracture")
    if not fracture.site and status != "present" and owner.both:
        concepts.append("parental_hip_fracture")
    return concepts


def find_family(state: State) -> None:
    """Osteoporosis of a relative by blood, whatever its status."""
    named = [(first, last) for first, last, term in mentions(state) if term.concept == "osteoporosis"]
    covered = {at for first, last in named for at in range(first, last)}
    # "medisin mot beinskjørhet" names no disease of the patient, but one of the relative who takes it
    named += [
        (at, at + 1)
        for at in state.where("osteoporosis_name")
        if at not in covered
        and state.forms[at - 1] in ("mot", "for")
        and not state.has("kin_says", max(0, at - 12), at)
    ]
    for first, last in sorted(named):
        owner = owner_of(state, first, last)
        if owner is None or owner.kinds <= {"other"}:
            continue
        reach = owner.span[1] if owner.span[0] >= last else None
        status, cue = status_of(state, first, last, reach=reach)
        finding = Finding("family_osteoporosis", status, first, last, cue=cue, anchor=first)
        finding.widen(cue)
        finding.widen(owner.span)
        state.findings.append(finding)
