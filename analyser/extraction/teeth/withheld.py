"""A bone drug that is held back because of teeth: done, asked about, or expressly not."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.dental_time import moment
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.withheld_reasons import (
    REASONS,
    asked_before,
    drug_held,
    for_measurement,
    for_teeth,
    said_before,
)
from analyser.extraction.text.numbers import number

_CONCEPT = "treatment_withheld"
_OTHER_SECTIONS = ("drugs", "past_drugs", "family", "allergy")
_MODALS = frozenset(["skal", "bør", "kan", "må", "burde", "fortsette", "skulle", "er"])
_DOSED = frozenset(["denosumab", "zoledronate"])
_MINE = frozenset(["jeg", "vi"])
_SHORT = 7
_NEAR = 5
_ASKED = 4  # sentences behind a demand in which it may be asked about
_WAITS = frozenset(["venter", "ventet", "vente"])


def find_withheld(mouth: Mouth) -> None:
    """Add a finding for each sentence in which a bone drug is, or may have to be, held back."""
    state = mouth.state
    for sentence in mouth.sentences("go_on", "hold", "despite"):
        scope = state.transcript.bounds[sentence]
        if state.sections[sentence] in _OTHER_SECTIONS:
            continue
        if mouth.first(("go_on", "hold", "despite"), scope) is None:
            continue  # a phrase that runs into the next sentence
        drug = drug_held(mouth, sentence)
        found = None if drug is None else _status(mouth, sentence, scope)
        if drug is None or found is None:
            continue
        status, cue = found
        waits = state.forms[cue[0]] in _WAITS
        reasons = mouth.first((*REASONS, "heals"), scope) or said_before(mouth, sentence)
        if waits and reasons is None and not mouth.by_dentist:
            continue  # more often for a measurement
        if not for_teeth(mouth, sentence, status, cue):
            continue
        finding = Finding(_CONCEPT, status, *cue, cue=cue, anchor=cue[0])
        if scope[0] <= drug[0] < scope[1]:
            finding.widen(drug)
        state.findings.append(finding)
        if status == "present" and not mouth.has("never_resumed", _rest(mouth, sentence, cue)):
            _still_taken(mouth, finding)
    held = [f for f in state.of(_CONCEPT) if f.status != "absent"]
    state.findings = [  # it is for the teeth that one waits, not for a measurement
        f
        for f in state.findings
        if f.concept != "waiting_for_dxa"
        or for_measurement(mouth, (f.first, f.last))
        or not any(h.first < f.last and f.first < h.last for h in held)
    ]
    if state.of(_CONCEPT, "present"):
        # whether it should have been is asked of what has been done
        state.findings = [f for f in state.findings if (f.concept, f.status) != (_CONCEPT, "uncertain")]


def _still_taken(mouth: Mouth, withheld: Finding) -> None:
    """A drug that is paused for the sake of teeth stays present."""
    concepts = load_codebook().concepts
    for finding in mouth.state.findings:
        of_dose = finding.status == "absent" and (
            mouth.has("hold_dose", (withheld.first, withheld.last)) or _of_one_time(mouth, finding)
        )
        told = [(finding.first, finding.last), *([finding.cue] if finding.cue is not None else [])]
        here = any(first < withheld.last and last > withheld.first for first, last in told)
        if (finding.status == "past" or of_dose) and here and concepts[finding.concept].group == "treatment":
            finding.status = "present"


def _of_one_time(mouth: Mouth, finding: Finding) -> bool:
    """As in "Prolia ble ikke satt i høst": a dose that was left out, of a drug that is given again and again."""
    when = moment(mouth, mouth.clause(finding.first)) if finding.concept in _DOSED else None
    return when is not None and not when.ahead


def _status(mouth: Mouth, sentence: int, scope: Range) -> tuple[str, Range] | None:
    holds = [
        hold for hold in mouth.within("hold", scope) if not (_of_procedure(mouth, hold) or _tells_when(mouth, hold))
    ]
    for hold in holds:
        if _asked(mouth, hold):
            return "uncertain", hold
    for going_on in mouth.within("go_on", scope):
        clause = mouth.clause(going_on[0])
        if (wonders := mouth.first(("wonders",), (going_on[1], clause[1]))) is not None:
            return "uncertain", wonders
        if mouth.has("asks_whether", (clause[0], going_on[0])):
            continue  # "spørsmålet er om Xgeva skal fortsette"
        if mouth.is_a(going_on, "still_taken") and not asked_before(mouth, sentence):
            continue  # "bruker fortsatt Fosamax" says nothing of a pause unless one was asked for
        dares = mouth.first(("dares_not",), (max(clause[0], going_on[0] - 4), going_on[0]))
        if dares is not None:
            return "present", dares  # "ikke våget å fortsette"
        asking = mouth.state.forms[clause[0]] in _MODALS or _label_asks(mouth, clause)
        question = mouth.asks(going_on[0]) and asking
        if not mouth.has("conditional", clause):
            return ("uncertain" if question else "absent"), going_on
    despite = mouth.first(("despite",), scope)
    if despite is not None and (given := mouth.first(("given",), (scope[0], despite[0]))) is not None:
        return "absent", (given[0], despite[1])  # "Prolia gitt på tross av at tannlegen ville utsette"
    for hold in holds:
        found = _held(mouth, sentence, hold)
        if found is not None:
            return found
    return None


def _tells_when(mouth: Mouth, hold: Range) -> bool:
    """As in "brudd fire år etter at Prolia ble stoppet"."""
    lead = mouth.state.forms[max(mouth.clause(hold[0])[0], hold[0] - _NEAR) : hold[0]]
    return any(lead[at : at + 2] == ["etter", "at"] for at in range(len(lead)))


def _of_procedure(mouth: Mouth, hold: Range) -> bool:
    """Whether it is the dentist's work that waits: "trekking av 46 er utsatt"."""
    clause = mouth.clause(hold[0])
    if mouth.state.forms[hold[0] - 1 : hold[1]] == ["i", "vente"]:
        return True  # "tre fyllinger i vente"
    if mouth.first(("invasive", "implant"), (hold[1], hold[1] + 1)) is not None:
        return True  # "har avlyst implantatoperasjonen"
    before = (max(clause[0], hold[0] - _NEAR), hold[0])
    if mouth.state.forms[hold[0] - 1] == "vært" and mouth.has("until", before) and mouth.has("dentist", clause):
        return True  # "vil ikke trekke før Prolia har vært stoppet": that is only asked for
    work = mouth.nearest(("invasive", "implant", "minor", "generic"), hold, before)
    if work is None or mouth.first(("past_marks", "until"), (max(clause[0], work[0] - 2), work[0])) is not None:
        return False
    return mouth.first(("named_drug", "drug_noun", "drug"), clause) is None


def _label_asks(mouth: Mouth, clause: Range) -> bool:
    """As in "Vennligst råd: Bør infusjonen gis som planlagt?"."""
    forms = mouth.state.forms
    return any(forms[at] == ":" and forms[at + 1] in _MODALS for at in range(clause[0], min(clause[1], clause[0] + 4)))


def _asked(mouth: Mouth, hold: Range) -> bool:
    """As in "Skal vi utsette sprøyten?", "usikker på om neste dose bør utsettes"."""
    if mouth.asks(hold[0]):
        return True
    clause = mouth.clause(hold[0])
    asks = mouth.nearest(("asks",), hold, (clause[0], hold[0]))
    return asks is not None and not mouth.has("dentist", (asks[1], hold[0]))


def _held(mouth: Mouth, sentence: int, hold: Range) -> tuple[str, Range] | None:
    forms = mouth.state.forms
    clause = mouth.clause(hold[0])
    stretches, own = mouth.stretches(hold[0])
    stretch = stretches[own]
    if forms[hold[0]] == "ikke" and mouth.has("break", (hold[1], hold[1] + 2)):
        return None  # "ikke tatt pause" is said by "tatt pause"
    if forms[hold[1] - 1] == "liggende" and any(number(form) is not None for form in forms[hold[1] : hold[1] + 2]):
        return None  # "fikk feber og ble liggende i tre dager"
    before = forms[max(clause[0], hold[0] - 6) : hold[0]]
    if "fikk" in before and "til" in before:
        return "present", hold
    if mouth.has("past_drug", (max(clause[0], hold[0] - 9), hold[0])):
        return None  # "tidl. Fosamax i tre år, avsluttet 2023"
    told = mouth.nearest(("told_to",), hold, (max(stretch[0], hold[0] - 7), hold[0]))
    if (
        told is not None
        and not mouth.has("dentist", (stretch[0], told[0]))
        and not mouth.has("no", stretch)
        and (forms[told[0]] != "ber" or mouth.state.transcript.quote(*told).lower() not in ("ber", "bed"))
    ):
        return "present", (told[0], hold[1])
    wanted = mouth.nearest(("wanted",), hold, (max(stretch[0], hold[0] - 7), hold[0]))
    if (
        wanted is not None
        and forms[wanted[0]] in ("sagt", "sa", "sier")
        and _MINE.intersection(forms[max(stretch[0], wanted[0] - 2) : wanted[0] + 2])
    ):
        wanted = None  # "jeg har sagt at vi venter"
    late = mouth.has("overdue", mouth.state.transcript.bounds[sentence])
    if wanted is not None and late and forms[wanted[0]] == "skulle" and forms[hold[0]] == "ikke":
        wanted = None  # "sprøyta han skulle hatt i januar er ikke satt"
    if wanted is not None and mouth.first(("not_resumed", "done_so"), _rest(mouth, sentence, hold)) is not None:
        return "present", hold
    refused = mouth.first(("not_done_so",), _rest(mouth, sentence, hold)) if wanted is not None else None
    if refused is not None:
        return "absent", refused
    if wanted is not None:
        if mouth.has("dentist", stretch) and mouth.has("overdue", mouth.state.transcript.bounds[sentence]):
            return "present", hold
        end = mouth.clause(hold[0])[1]
        if "?" in forms[end + 1 : end + 1 + _SHORT] and "." not in forms[end + 1 : forms.index("?", end + 1)]:
            return "uncertain", hold  # the question runs on in the same sentence
        by_dentist = mouth.by_dentist or mouth.has("dentist", mouth.state.transcript.bounds[sentence])
        return ("uncertain", hold) if by_dentist and _question_follows(mouth, sentence) else None
    denial = mouth.nearest(("no",), hold, (max(clause[0], hold[0] - 4), hold[0]))
    if denial is not None:
        return "absent", (denial[0], hold[1])
    if not mouth.is_a(hold, "hold_done"):
        return None
    named = mouth.first(("named_drug", "drug_noun"), clause) or mouth.first(("drug",), (clause[0], hold[0]))
    label = named is not None and named[1] < len(forms) and forms[named[1]] == ":"
    bare = forms[hold[0]] in ("sluttet", "flyttet", "pause", "avbrutt", "venter", "ventet")
    if bare and named is None and not asked_before(mouth, sentence):
        return None
    return None if label else ("present", hold)


def _rest(mouth: Mouth, sentence: int, hold: Range) -> Range:
    """What follows on words that hold back, to the end of the next sentence."""
    bounds = mouth.state.transcript.bounds
    return hold[1], bounds[min(sentence + 1, len(bounds) - 1)][1]


def _question_follows(mouth: Mouth, sentence: int) -> bool:
    """As in "Tannlegen mener at den må stoppes. Er det rett?", or further on "Skal vi følge det rådet?"."""
    bounds = mouth.state.transcript.bounds
    for at in range(sentence + 1, min(len(bounds), sentence + 1 + _ASKED)):
        begin, end = bounds[at]
        forms = mouth.state.forms[begin:end]
        if "?" in forms and (
            mouth.has("that_advice", (begin, end)) or (at == sentence + 1 and forms.index("?") < _SHORT)
        ):
            return True
    return False
