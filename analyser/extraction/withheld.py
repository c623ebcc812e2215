"""A bone drug that is held back because of teeth: done, asked about, or expressly not."""

from __future__ import annotations

from analyser.extraction.finding import Finding, Range
from analyser.extraction.mouth import Mouth

_CONCEPT = "treatment_withheld"
_REASONS = ("tooth", "dentist", "jaw_bone", "necrosis", "implant", "invasive", "visit", "subject", "infection")


def find_withheld(mouth: Mouth) -> None:
    """Add a finding for each sentence in which a bone drug is, or may have to be, held back."""
    state = mouth.state
    bounds = state.transcript.bounds
    for sentence, scope in enumerate(bounds):
        if state.sections[sentence] in ("drugs", "past_drugs", "family", "allergy"):
            continue
        going_on = mouth.first(("go_on",), scope)
        hold = mouth.first(("hold",), scope)
        if going_on is None and hold is None:
            continue
        drug = _drug(mouth, sentence, going_on or hold)
        if drug is None:
            continue
        if not _for_teeth(mouth, sentence):
            continue
        status, cue = _status(mouth, scope, going_on, hold)
        if status is None or cue is None:
            continue
        finding = Finding(_CONCEPT, status, *cue, cue=cue, anchor=cue[0])
        finding.widen(drug if scope[0] <= drug[0] < scope[1] else None)
        state.findings.append(finding)


def _drug(mouth: Mouth, sentence: int, cue: Range | None) -> Range | None:
    """The drug of which a sentence speaks: named in it, or meant by "den" after the sentence before."""
    bounds = mouth.state.transcript.bounds
    named = mouth.first(("named_drug", "drug_noun"), bounds[sentence])
    if named is not None:
        return named
    for back in (1, 2):
        if sentence >= back:
            found = mouth.within("named_drug", bounds[sentence - back])
            if found:
                return found[-1]
    return None


def _for_teeth(mouth: Mouth, sentence: int) -> bool:
    """Whether the sentence, or those right before it, tell of teeth or a dentist, and no other reason is given."""
    bounds = mouth.state.transcript.bounds
    scope = bounds[sentence]
    if mouth.first(_REASONS, scope) is not None:
        return True
    if mouth.has("other_reason", scope):
        return False
    if mouth.by_dentist:
        return True
    for back in (1, 2):
        if sentence >= back and mouth.first(("dentist", "invasive", "necrosis", "implant", "jaw_bone", "pull_done", "pull_coming"), bounds[sentence - back]):
            return True
    ahead = bounds[sentence + 1] if sentence + 1 < len(bounds) else None
    return ahead is not None and mouth.has("dentist", (ahead[0], min(ahead[1], ahead[0] + 2)))


def _status(mouth: Mouth, scope: Range, going_on: Range | None, hold: Range | None) -> tuple[str | None, Range | None]:
    forms = mouth.state.forms
    question = "?" in forms[scope[0] : scope[1]] or mouth.first(("asks",), scope) is not None
    anchor = hold or going_on
    assert anchor is not None
    if question and (mouth.asks(anchor[0]) or mouth.first(("asks",), mouth.clause(anchor[0])) is not None):
        return "uncertain", hold or going_on
    if going_on is not None and not mouth.has("conditional", mouth.clause(going_on[0])):
        return "absent", going_on
    if hold is None:
        return None, None
    denial = mouth.nearest(("no",), hold, (max(scope[0], hold[0] - 4), hold[0]))
    if denial is not None:
        return "absent", (denial[0], hold[1])
    for done in mouth.within("hold_done", scope):
        clause = mouth.clause(done[0])
        wanted = mouth.nearest(("wanted",), done, (max(clause[0], done[0] - 6), done[0]))
        if wanted is None:
            return "present", done
    return None, None
