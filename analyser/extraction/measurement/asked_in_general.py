"""A letter that asks to be assessed and names no measurement: "takk for vurdering", "hva tenker dere?"."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.finding import Finding
from analyser.extraction.state import State

_BONE_DRUGS = frozenset(
    ["oral_bisphosphonate", "zoledronate", "denosumab", "bone_anabolic", "raloxifene", "unspecified_bone_drug"]
)
_OF_TEETH = frozenset(["jaw_osteonecrosis", "dentist_concern", "treatment_withheld", "oral_infection"])
_OF_BONE = frozenset(
    ["osteoporosis", "osteopenia", "kyphosis", "height_loss", "early_menopause", "glucocorticoid", "prior_dxa",
     "aromatase_inhibitor", "androgen_deprivation", "t_score_spine", "t_score_femoral_neck", "t_score_total_hip",
     "t_score_other", "frax_major"]
)  # fmt: skip
_OF_BONE_GROUPS = frozenset(["fracture", "family"])
_HELD = ("present", "planned", "uncertain")


def ask_in_general(state: State) -> None:
    """Keep what the lexicon's phrases say of a request only where nothing else is asked and the matter is bone.

    The phrases stand at no weight; what names a measurement (:mod:`analyser.extraction.measurement.dxa`) weighs more.
    """
    phrased = [f for f in state.of("dxa_request") if f.weight <= 0]
    if not phrased:
        return
    named = any(f.weight > 0 for f in state.of("dxa_request"))
    kept = [] if named or _is_of_teeth(state) or not _is_of_bone(state) else _beside_drugs(state, phrased)[:1]
    state.findings = [f for f in state.findings if f not in phrased or f in kept]


def _is_of_teeth(state: State) -> bool:
    return any(
        (f.concept in _OF_TEETH or f.concept == "invasive_dental_procedure") and f.status in _HELD
        for f in state.findings
    )


def _is_of_bone(state: State) -> bool:
    """Whether bone is told of; a drug that harms it is no ground where the letter asks after another disease."""
    concepts = load_codebook().concepts
    told = {
        f.concept
        for f in state.findings
        if f.status in _HELD and (f.concept in _OF_BONE or concepts[f.concept].group in _OF_BONE_GROUPS)
    }
    if state.of("prior_dxa"):
        return True
    asked = any(f.status == "uncertain" and concepts[f.concept].group == "disease" for f in state.findings)
    return bool(told) and not (asked and all(concepts[concept].group == "drug" for concept in told))


def _beside_drugs(state: State, phrased: list[Finding]) -> list[Finding]:
    """Where a bone drug is named, the question may be of the drug: then only an examination in person is one of DXA."""
    drugs = [f for f in state.findings if f.concept in _BONE_DRUGS and f.status in _HELD]
    if not drugs:
        return phrased
    if any(f.status != "present" for f in drugs):
        return []
    return [f for f in phrased if state.has("in_person", f.first, f.last)]
