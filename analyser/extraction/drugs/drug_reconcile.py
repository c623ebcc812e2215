"""Of several statuses of one drug, those that the letter says of different things."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.drugs.bone_remedies import is_named
from analyser.extraction.finding import Finding
from analyser.extraction.state import State

_HAD = frozenset(["brukt", "fått", "stått", "gått", "tatt", "hatt"])
_FOR_NOW = frozenset(["inntil", "foreløpig", "midlertidig", "bero", "pause", "pauset"])
CLASS = "unspecified_bone_drug"
_EXCEPT = frozenset(["utenom", "bortsett", "unntatt", "foruten", "utover", "annet"])
_LIMITED = frozenset(["nå", "ellers", "mellom", "fast", "siste", *_EXCEPT])
"""A denial with these is of a time, or of all but what follows."""


def reconcile(state: State) -> None:
    """Drop what a letter's clearer words on the same drug make void."""
    concepts = load_codebook().concepts
    by_concept: dict[str, list[Finding]] = {}
    for finding in state.findings:
        if concepts[finding.concept].group in ("drug", "treatment"):
            by_concept.setdefault(finding.concept, []).append(finding)
    dropped: set[int] = set()
    for name, group in by_concept.items():
        if not name.startswith("treatment_"):
            said = {(f.status, f.cue is not None, _is_listed(state, f) or "months" in f.attributes) for f in group}
            dropped |= {
                id(finding)
                for finding in group
                if _is_void(state, finding, said) or (len(said) > 1 and _is_label(state, finding))
            }
    dropped |= _ended_since(state, by_concept) | _named_closer(state, by_concept) | _contradicted(state, by_concept)
    state.findings = [finding for finding in state.findings if id(finding) not in dropped]


def _ended_since(state: State, by_concept: dict[str, list[Finding]]) -> set[int]:
    """As in "Har brukt Evista i fire år ... jeg har stoppet Evista": the same name, ended further on."""
    dropped: set[int] = set()
    for group in by_concept.values():
        ends = [
            f
            for f in group
            if f.status == "past"
            and f.cue is not None
            and state.has("rx_stop", *f.cue)
            and _FOR_NOW.isdisjoint(state.forms[f.first : f.last + 6])
        ]
        for f in group:
            had = f.status == "present" and f.cue is not None and not _HAD.isdisjoint(state.forms[slice(*f.cue)])
            end = next((e for e in ends if had and f.last <= e.first and _name(state, f) == _name(state, e)), None)
            if end is not None:
                dropped.add(id(f))
                end.attributes = {**f.attributes, **end.attributes}
    return dropped


def _name(state: State, finding: Finding) -> str:
    return state.forms[finding.first if finding.anchor is None else finding.anchor]


def _contradicted(state: State, by_concept: dict[str, list[Finding]]) -> set[int]:
    """What a copied older note says of a drug as taken or planned, where the present text says something else."""
    older, sentence = state.older, state.transcript.sentence
    dropped: set[int] = set()
    for name, group in by_concept.items():
        now = {f.status for f in group if not older[sentence[f.first]]}
        if now and not name.startswith("treatment_"):
            dropped |= {
                id(f)
                for f in group
                if older[sentence[f.first]] and f.status in ("present", "planned") and f.status not in now
            }
    return dropped


def _is_void(state: State, finding: Finding, said: set[tuple[str, bool, bool]]) -> bool:
    """Whether the others of a drug, as (status, has a cue, is listed or timed), leave nothing to one of them."""
    others = [other for other in said if other[0] != finding.status]
    statuses = {status for status, _, _ in others}
    if finding.status == "present" and finding.cue is None and not _is_listed(state, finding):
        # A bare name beside words that decide; a drug "i 4 år" is taken whatever is planned with it.
        timed = "months" in finding.attributes
        return any(cued for status, cued, _ in others if not (timed and status == "planned"))
    before = finding.cue is not None and "før" in state.forms[max(0, finding.cue[0] - 1) : finding.cue[0] + 1]
    if finding.status == "planned" and before and "past" in statuses:
        return True  # "brukte Femar til 2020. DXA før oppstart av Femar var normal"
    if finding.status == "planned" and "present" in statuses:
        # Whether to go on with what is taken.
        return any(status == "present" and (cued or listed) for status, cued, listed in others)
    if finding.status == "past" and finding.cue is not None and "present" in statuses:
        # "Forsteo pågår, Aclasta etter endt Forsteo"
        if finding.concept not in ("zoledronate", "denosumab") and state.forms[slice(*finding.cue)] == ["fikk"]:
            return True  # "Fikk alendronat ... Kan alendronat stoppes?"
        return state.forms[finding.cue[0]] == "etter" and finding.cue[1] <= (finding.anchor or 0)
    if finding.status == "absent" and "past" in statuses:
        # "Ingen kortison nå" beside a course that has ended.
        return not _LIMITED.isdisjoint(state.forms[finding.first : finding.last + 3])
    if finding.status == "absent" and "present" in statuses:
        return finding.concept == "glucocorticoid" and not _EXCEPT.isdisjoint(state.forms[finding.last :][:2])
    return finding.status == "uncertain" and bool(statuses)


def _is_label(state: State, finding: Finding) -> bool:
    """Whether a bare name is the label of what is told behind it: "Kortison: prednisolonkur i fjor"."""
    return finding.cue is None and finding.status == "present" and state.forms[finding.last : finding.last + 1] == [":"]


def _is_headed(state: State, finding: Finding) -> bool:
    """Whether a class is the label before its drugs: "Beinmedisin: Zometa planlagt fra mai"."""
    return state.forms[finding.last : finding.last + 1] == [":"]


def _is_listed(state: State, finding: Finding) -> bool:
    """With its dose, or in the list of medicines."""
    forms = state.forms[finding.first : finding.last]
    return state.section(finding.first) == "drugs" or any(form in ("mg", "ie", "x", "µg") for form in forms)


def _is_alternative(state: State, finding: Finding) -> bool:
    """As in "bisfosfonat eller Prolia": the class is one of two that are asked about."""
    first = finding.first if finding.anchor is None else finding.anchor
    return state.forms[first + 1 : first + 2] == ["eller"]


def _named_closer(state: State, by_concept: dict[str, list[Finding]]) -> set[int]:
    """As in "Sprøyte (Prolia)", "bisfosfonat, helst Aclasta": the class adds nothing to the drug named beside it."""
    sentence = state.transcript.sentence
    named = {
        (sentence[finding.first], finding.status)
        for name in ("oral_bisphosphonate", "zoledronate", "denosumab", "bone_anabolic", "raloxifene")
        for finding in by_concept.get(name, ())
    }
    places = {place for place, _ in named}
    refused = {sentence[f.first] for f in by_concept.get("treatment_declined", ()) if f.status == "present"}
    dropped: set[int] = set()
    for finding in by_concept.get(CLASS, ()):
        place = sentence[finding.first]
        if finding.status != "absent":
            void = (place, finding.status) in named and not _is_alternative(state, finding)
            void = void or (finding.cue is None and place in places and _is_headed(state, finding))
        else:
            void = place in refused and not is_named(state, finding.anchor or finding.first)
        if void:
            dropped.add(id(finding))
    return dropped
