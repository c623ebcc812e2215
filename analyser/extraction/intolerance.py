"""Side effects of and contraindications to a drug for bone, and whether the patient wants one."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.drug_cues import Cue
from analyser.extraction.drug_names import Drug
from analyser.extraction.finding import Finding
from analyser.extraction.state import State

_NOT_FOR_THIS = ("calcium_vitamin_d", "hormone_therapy")


def note_allergy(state: State, group: list[Drug]) -> None:
    """A drug for bone under "Cave" or "Allergi"."""
    for drug in group:
        if _is_bone_drug(drug) and not drug.vague:
            state.findings.append(Finding("treatment_intolerance", "present", drug.first, drug.last, anchor=drug.first))


def note_attitude(state: State, group: list[Drug], cue: Cue | None) -> None:
    """What the words that decided on a drug for bone say of tolerating or refusing it."""
    if cue is None or cue.also is None or not any(_is_bone_drug(drug) for drug in group):
        return
    if cue.also == "treatment_intolerance" and all(drug.vague for drug in group):
        if cue.status != "absent" or state.forms[group[0].first] != "tablett":
            return
    finding = Finding(cue.also, "present", group[0].first, group[-1].last, cue=cue.span, anchor=group[0].first)
    finding.widen(cue.span)
    state.findings.append(finding)


def find_tolerance(state: State) -> None:
    """Side effects in sentences of their own, and the lack of them: "Fikk magesmerter", "tåler det godt"."""
    concepts = load_codebook().concepts
    places = sorted({state.transcript.sentence[f.first] for f in state.findings if _bone_finding(concepts, f)})
    taken = any(_bone_finding(concepts, f) and f.status != "absent" for f in state.findings)
    for index in range(len(state.transcript.bounds)) if taken else ():
        if index not in places and index - 1 not in places:
            _tolerance(state, index, following=False, only="absent")
    for place in places:
        for index in (place, place + 1):
            if index < len(state.transcript.bounds) and (index == place or index not in places):
                _tolerance(state, index, following=index != place)


def _tolerance(state: State, index: int, *, following: bool, only: str | None = None) -> None:
    first, last = state.transcript.bounds[index]
    if following and state.transcript.paragraph[index] != state.transcript.paragraph[index - 1]:
        return
    for pattern, status, alone in _patterns(state):
        if (following and not alone) or only not in (None, status):
            continue
        for match in pattern.find(state.transcript, index):
            finding = Finding("treatment_intolerance", status, match.first, match.last, anchor=match.first)
            state.findings.append(finding)
            return


def _patterns(state: State) -> list[tuple]:
    lexicon = state.lexicon
    key = id(lexicon)
    found = _CACHE.get(key)
    if found is None:
        from analyser.extraction.data import load_toml

        found = _CACHE[key] = [
            (lexicon.pattern(source, "tolerance.toml"), block["status"], block["alone"])
            for block in load_toml("tolerance.toml")["rule"]
            for source in block["match"]
        ]
    return found


_CACHE: dict[int, list[tuple]] = {}


def _is_bone_drug(drug: Drug) -> bool:
    concept = load_codebook().concepts[drug.concept]
    return concept.group == "treatment" and drug.concept not in _NOT_FOR_THIS


def _bone_finding(concepts, finding: Finding) -> bool:
    concept = concepts[finding.concept]
    return (
        concept.group == "treatment"
        and finding.concept not in ("calcium_vitamin_d", "treatment_declined", "treatment_withheld", "treatment_intolerance")
        and finding.status in ("present", "past", "absent")
    )
