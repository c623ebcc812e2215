"""Of what the components found, what the letter says: one fact for a concept and status."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.finding import Finding
from analyser.extraction.state import State

# Where a letter says several of these of one thing, the first that it says holds.
PREFERRED: dict[str, tuple[str, ...]] = {
    "smoking": ("present", "past", "absent", "uncertain"),
    "alcohol_excess": ("present", "absent", "uncertain"),
}
_REASONS = ("routine_check", "patient_request")
_BESIDES = frozenset(["andre", "før", "flere", "øvrige"])  # "ingen andre": what is told of now is left out of it
_MAY_SPREAD = ("malignancy", "mgus_or_myeloma")
"""Diseases of which one may be known and another, or its spread, be suspected."""


def settle(state: State) -> None:
    """Drop what a present note contradicts in an older one, what is said twice, and what outranks itself."""
    concepts = load_codebook().concepts
    groups: dict[str, list[Finding]] = {}
    if any(state.older):
        _drop_overtaken(state)
        # what a patient came for then is not why this letter is sent
        state.findings = [f for f in state.findings if f.concept not in _REASONS or not _is_older(state, f)]
    for finding in state.findings:
        groups.setdefault(finding.concept, []).append(finding)
    kept: list[Finding] = []
    for name, group in groups.items():
        concept = concepts[name]
        if len(group) == 1:
            if group[0].status in concept.statuses:
                kept.append(group[0])
            continue
        candidates = [f for f in group if not _is_older(state, f)] or group
        if concept.kind == "finding":
            # what the older note says alike stays, for its attributes
            statuses = {f.status for f in candidates}
            candidates = [f for f in group if f.status in statuses]
        chosen = [f for f in candidates if f.status in concept.statuses]
        if concept.kind != "finding":
            kept += sorted(chosen, key=lambda f: (-f.weight, f.first))[:1]
            continue
        by_status: dict[str, list[Finding]] = {}
        for finding in chosen:
            by_status.setdefault(finding.status, []).append(finding)
        preferred = PREFERRED.get(name)
        if preferred is not None and by_status:
            best = min(by_status, key=preferred.index)
            by_status = {best: by_status[best]}
        elif "present" in by_status and concept.group == "disease" and name not in _MAY_SPREAD:
            # a suspicion of what is known adds nothing; a suspected spread of a known cancer does
            by_status.pop("uncertain", None)
        kept += [_joined(same) for same in by_status.values()]
    state.findings = kept


def _drop_overtaken(state: State) -> None:
    """Drop what an older note denies, "ingen brudd", where a fracture is told of now."""
    concepts = load_codebook().concepts
    broken = any(
        f.status == "present" and concepts[f.concept].group == "fracture" and not _is_older(state, f)
        for f in state.findings
    )
    if broken:
        state.findings = [
            f
            for f in state.findings
            if not (f.concept == "other_fracture" and f.status == "absent" and _is_older(state, f))
            or not _BESIDES.isdisjoint(state.forms[f.first : f.last + 1])
        ]


def _is_older(state: State, finding: Finding) -> bool:
    return state.older[state.transcript.sentence[finding.first]]


def _joined(same: list[Finding]) -> Finding:
    """One of several findings that say the same: the heaviest, then the one that says most, then the first."""
    best = min(same, key=lambda f: (-round(f.weight), -len(f.attributes), f.first))
    for other in same:
        for name, value in other.attributes.items():
            best.attributes.setdefault(name, value)
    return best
