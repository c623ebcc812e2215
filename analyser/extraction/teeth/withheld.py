"""A bone drug that is held back because of teeth: done, asked about, or expressly not."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.mouth import Mouth

_CONCEPT = "treatment_withheld"
_REASONS = (
    "tooth", "dentist", "jaw_bone", "necrosis", "implant", "invasive", "visit", "subject", "infection", "pull_sure",
    "tooth_trouble_word",
)  # fmt: skip
_STRONG = ("dentist", "invasive", "necrosis", "implant", "jaw_bone", "pull_done", "pull_coming", "pull_infinitive")
_GROUNDS = (
    "warn", "hold", "fear", "pull_coming", "pull_infinitive", "invasive", "implant", "necrosis", "infection", "pus",
)  # fmt: skip
_ASKED_GROUNDS = (*(kind for kind in _GROUNDS if kind != "hold"), "minor", "minor_verb", "pull_done", "pull_past")
_OTHER_SECTIONS = ("drugs", "past_drugs", "family", "allergy")
_BACK = 3
_MODALS = frozenset(["skal", "bør", "kan", "må", "burde", "fortsette", "skulle", "er"])
_MINE = frozenset(["jeg", "vi"])
_SHORT = 7
_NEAR = 5
_ASKED = 4  # sentences behind a demand in which it may be asked about
_WAITS = frozenset(["venter", "ventet", "vente"])


def find_withheld(mouth: Mouth) -> None:
    """Add a finding for each sentence in which a bone drug is, or may have to be, held back."""
    state = mouth.state
    for sentence, scope in enumerate(state.transcript.bounds):
        if state.sections[sentence] in _OTHER_SECTIONS:
            continue
        going_on, hold = mouth.first(("go_on",), scope), mouth.first(("hold",), scope)
        if going_on is None and hold is None and not mouth.has("despite", scope):
            continue
        drug = _drug(mouth, sentence)
        found = None if drug is None else _status(mouth, sentence, scope)
        if drug is None or found is None:
            continue
        status, cue = found
        waits = state.forms[cue[0]] in _WAITS
        reasons = mouth.first((*_REASONS, "heals"), scope) or _said_before(mouth, sentence)
        if waits and reasons is None and not mouth.by_dentist:
            continue  # more often for a measurement
        if not _for_teeth(mouth, sentence, status):
            continue
        finding = Finding(_CONCEPT, status, *cue, cue=cue, anchor=cue[0])
        if scope[0] <= drug[0] < scope[1]:
            finding.widen(drug)
        state.findings.append(finding)
        if status == "present" and not mouth.has("never_resumed", _rest(mouth, sentence, cue)):
            _still_taken(mouth, finding)
    if state.of(_CONCEPT, "present"):
        # whether it should have been is asked of what has been done
        state.findings = [f for f in state.findings if (f.concept, f.status) != (_CONCEPT, "uncertain")]


def _said_before(mouth: Mouth, sentence: int) -> Range | None:
    """The dentist's worry, where the sentence before tells of it and this one only of waiting."""
    bounds = mouth.state.transcript.bounds
    if not sentence or mouth.has("other_reason", bounds[sentence]):
        return None
    before = (bounds[max(0, sentence - 2)][0], bounds[sentence - 1][1])
    if mouth.has("therefore", bounds[sentence]) and mouth.first(_STRONG, before) is not None:
        return before  # "Jeg har ventet på grunn av dette"
    objects = mouth.has("dentist", before) and mouth.first(("necrosis", "fear", "warn"), before) is not None
    return before if objects else None


def _still_taken(mouth: Mouth, withheld: Finding) -> None:
    """A drug that is paused for the sake of teeth stays present."""
    concepts = load_codebook().concepts
    for finding in mouth.state.findings:
        of_dose = finding.status == "absent" and mouth.has("hold_dose", (withheld.first, withheld.last))
        paused = (
            (finding.status == "past" or of_dose) and finding.first < withheld.last and finding.last > withheld.first
        )
        if paused and concepts[finding.concept].group == "treatment":
            finding.status = "present"


def _drug(mouth: Mouth, sentence: int) -> Range | None:
    """The drug of which a sentence speaks: named in it, or meant by "den" after the sentence before."""
    bounds = mouth.state.transcript.bounds
    named = mouth.first(("named_drug", "drug_noun"), bounds[sentence])
    if named is not None:
        return named
    for back in (1, 2, 3) if mouth.by_dentist else (1, 2):
        if sentence >= back:
            near = back == 1 or mouth.by_dentist
            found = mouth.first(("named_drug", "drug_noun") if near else ("named_drug",), bounds[sentence - back])
            if found is not None:
                return found
    # only what is taken can be paused; what the dentist asked to stop has been named
    if mouth.has("dentist", bounds[sentence]) and mouth.has("refusal_firm", bounds[sentence]):
        return mouth.first(("named_drug",), (0, len(mouth.state.forms)))
    paused = mouth.has("paused", bounds[sentence]) or _asked_before(mouth, sentence)
    return mouth.first(("named_drug",), (0, bounds[sentence][0])) if paused else None


def _for_teeth(mouth: Mouth, sentence: int, status: str) -> bool:
    """Whether the sentence, or those before it, tell of teeth or a dentist, and no other reason is given."""
    bounds = mouth.state.transcript.bounds
    scope, asked = bounds[sentence], status == "uncertain"
    if mouth.first(_REASONS, scope) is not None or mouth.by_dentist:
        return True
    if sentence + 1 < len(bounds) and not (status == "absent" and mouth.has("other_reason", scope)):
        begin, end = bounds[sentence + 1]
        if mouth.has("dentist", (begin, min(end, begin + 2))) and ":" not in mouth.state.forms[begin : begin + 3]:
            return True
        if mouth.has("the_reason", (begin, min(end, begin + 3))) and mouth.first(_REASONS, (begin, end)) is not None:
            return True
    if mouth.has("other_reason", scope):
        return False
    before = bounds if asked else bounds[max(0, sentence - _BACK) : sentence]
    grounds = _ASKED_GROUNDS if asked else _GROUNDS
    if not before:
        return False
    told = (before[0][0], before[-1][1])
    dares_not = mouth.has("fear", scope)
    if mouth.first(_STRONG, told) is None:
        return False
    if dares_not or mouth.first(grounds, told) is not None:
        return True
    # asked about what a dentist wants, and not by the question alone
    return asked and mouth.first(("hold",), (told[0], scope[0])) is not None


def _status(mouth: Mouth, sentence: int, scope: Range) -> tuple[str, Range] | None:
    holds = [hold for hold in mouth.within("hold", scope) if not _of_procedure(mouth, hold)]
    for hold in holds:
        if _asked(mouth, hold):
            return "uncertain", hold
    for going_on in mouth.within("go_on", scope):
        clause = mouth.clause(going_on[0])
        if (wonders := mouth.first(("wonders",), (going_on[1], clause[1]))) is not None:
            return "uncertain", wonders
        if mouth.has("asks_whether", (clause[0], going_on[0])):
            continue  # "spørsmålet er om Xgeva skal fortsette"
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
    if bare and named is None and not _asked_before(mouth, sentence):
        return None
    return None if label else ("present", hold)


def _rest(mouth: Mouth, sentence: int, hold: Range) -> Range:
    """What follows on words that hold back, to the end of the next sentence."""
    bounds = mouth.state.transcript.bounds
    return hold[1], bounds[min(sentence + 1, len(bounds) - 1)][1]


def _asked_before(mouth: Mouth, sentence: int) -> bool:
    """As in "Tannlegen vil at hun stopper med tablettene. Hun har allerede sluttet"."""
    before = mouth.state.transcript.bounds[sentence - 1] if sentence else (0, 0)
    return mouth.has("dentist", before) and mouth.has("hold", before)


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
