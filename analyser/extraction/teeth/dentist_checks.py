"""Visits that name no dentist: in a sentence about teeth, or in what a dentist writes."""

from __future__ import annotations

from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.dental_time import moment
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.visits import OF_LATE, add_visit, own_stretch, works

_DENIES = 4  # words that a denial may stand before a visit
_ROUTINE = 9  # words between a dentist and what is only routine


def drop_routine(mouth: Mouth) -> None:
    """A dentist's check-up is none of the bones: "tannlegebesøk 12. februar, rutinekontroll"."""
    state = mouth.state

    def of_teeth(finding: Finding) -> bool:
        before = (max(state.sentence(finding.first)[0], finding.first - _ROUTINE), finding.first)
        return finding.concept == "routine_check" and mouth.first(("dentist", "visit"), before) is not None

    state.findings = [finding for finding in state.findings if not of_teeth(finding)]


def read_check(mouth: Mouth, hit: Range) -> None:
    """As in "Går til faste sjekker", "siste kontroll i mars", "var der i januar", in a sentence about teeth."""
    state = mouth.state
    sentence = state.transcript.sentence[hit[0]]
    begin, end = state.transcript.bounds[sentence]
    there = (
        state.forms[hit[0]] == "der" or mouth.is_a(hit, "goes") or "(" in state.forms[max(begin, hit[0] - 2) : hit[0]]
    )
    if (
        not mouth.speaks(sentence, back=1)
        or (mouth.has("dentist", mouth.clause(hit[0])) and not there)
        or mouth.has("visit", (begin, end))
    ):
        return
    about = mouth.first(("subject", "dentist", "tooth", "implant", "minor"), (begin, min(end, hit[1] + 2)))
    before_it = (
        mouth.first(("subject", "dentist", "tooth"), state.transcript.bounds[sentence - 1]) if sentence else None
    )
    if (
        about is None
        and state.sections[sentence] != "dental"
        and (before_it is None or mouth.has("other_check", (begin, end)))
    ):
        return
    clause = mouth.clause(hit[0])
    if (
        mouth.has("other_check", (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 5)))
        or mouth.asks(hit[0])
        or works(mouth, own_stretch(mouth, hit[0]))
    ):
        return
    stretch = own_stretch(mouth, hit[0])
    denial = mouth.nearest(("no",), hit, (max(stretch[0], hit[0] - _DENIES), hit[0]))
    if mouth.is_a(hit, "goes") and denial is None:
        add_visit(mouth, "present", 0.5, hit)
        return
    form = state.forms[hit[0]]
    if (
        form in ("undersøkelse", "undersøkt")
        and state.forms[hit[0] - 1] in ("ved", "klinisk", "min")
        and not mouth.by_dentist
    ):
        return  # the doctor's own
    if form in ("sjekket", "undersøkt", "kontrollert") and "få" in state.forms[max(begin, hit[0] - 5) : hit[0]]:
        add_visit(mouth, "planned", 0.5, hit)  # "bedt ham få tennene sjekket"
        return
    recent = mouth.nearest(("regular", "recent"), hit, (max(stretch[0], hit[0] - 4), min(stretch[1], hit[1] + 3)))
    when = moment(mouth, stretch)
    if denial is not None:
        if form == "der" and mouth.has("been", stretch):
            add_visit(mouth, "absent", 1, denial, hit)
        return
    if (
        mouth.has("appoint", (max(stretch[0], hit[0] - 5), min(stretch[1], hit[1] + 4)))
        and not mouth.has("last", stretch)
        and form != "der"
    ):
        if (
            form in ("time", "kontroll", "sjekk")
            and when is not None
            and when.ahead
            and about is not None
            and not works(mouth, clause)
        ):
            add_visit(mouth, "planned", 0.5, hit, when.span)
        elif form == "time" and mouth.has("booked", stretch) and not works(mouth, (begin, end)):
            add_visit(mouth, "planned", 0.5, hit)
        return
    if recent is not None or (when is not None and not when.ahead and form != "time"):
        if when is not None and when.years > OF_LATE:
            add_visit(mouth, "absent", 0.5, hit, when.span)
        else:
            add_visit(mouth, "present", 0.5, recent or hit, hit)


def read_dentists_own(mouth: Mouth) -> None:
    """A dentist writes of what was seen."""
    for hit in mouth.all("own_finding"):
        add_visit(mouth, "present", 0.4, hit)
    for hit in mouth.all("check_noun"):
        begin = mouth.state.sentence(hit[0])[0]
        when = moment(mouth, (begin, begin + 1)) if hit[0] - begin <= 3 else None
        if when is not None and not when.ahead and when.years <= OF_LATE:
            add_visit(mouth, "present", 0.4, when.span, hit)  # a line of the journal: "06.11.25  Kontroll"
    for hit in mouth.all("our_place"):
        stretch = own_stretch(mouth, hit[0])
        went = mouth.nearest(("went", "regular"), hit, stretch)
        if went is None or mouth.asks(hit[0]) or mouth.first(("no", "drug", "named_drug"), stretch) is not None:
            continue
        when = moment(mouth, stretch)
        if when is not None and not when.ahead and when.years > OF_LATE:
            continue
        coming = when is not None and when.ahead and when.certain
        if not works(mouth, stretch):
            add_visit(mouth, "planned" if coming else "present", 0.4, went, hit)
