"""Visits to a dentist: made of late, to come, or not made for years.

A procedure that is booked or done is no visit of itself (rule 21): where a clause tells of one, the visit
must be said in its own words.
"""

from __future__ import annotations

from analyser.extraction.context.answers import Answer
from analyser.extraction.finding import Range
from analyser.extraction.teeth.dental_time import moment
from analyser.extraction.teeth.dentist_acts import dentist_acts
from analyser.extraction.teeth.dentist_checks import drop_routine, read_check, read_dentists_own
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.visits import OF_LATE, add_visit, advises, own_stretch, reach, works

_ANSWERS = {"yes": "present", "no": "absent"}
_LABEL = 5  # words of a label before the dentist
_SINCE = frozenset(["på", "siden", ".", ",", "siste", "vært", "brukt", "sett"])


def find_dental_check(mouth: Mouth) -> None:
    """Add a finding for every visit, appointment or lack of visits."""
    for hit in [*mouth.all("dentist"), *mouth.all("visit")]:
        _at_dentist(mouth, hit)
    for hit in [*mouth.all("check"), *mouth.all("goes")]:
        read_check(mouth, hit)
    if mouth.by_dentist:
        read_dentists_own(mouth)
    drop_routine(mouth)


def _at_dentist(mouth: Mouth, hit: Range) -> None:
    forms = mouth.state.forms
    clause = mouth.clause(hit[0])
    if (answer := _form_answer(mouth, hit, clause)) is not None:
        if answer.kind in _ANSWERS:
            add_visit(mouth, _ANSWERS[answer.kind], 2, hit, answer.span)
        return
    stretch = own_stretch(mouth, hit[0])
    if (seen := _seen_before(mouth, hit, clause)) is not None:
        add_visit(mouth, "present", 1, seen, hit)
        return
    if advises(mouth, clause) or mouth.has("agreed_with", (max(clause[0], hit[0] - 3), hit[0])):
        return
    visit = mouth.is_a(hit, "visit")
    taken = mouth.first(("carried_out",), (max(clause[0], hit[0] - 3), min(clause[1], hit[1] + 1))) if visit else None
    if taken is not None and not mouth.has("no", (max(clause[0], taken[0] - 2), taken[0])):
        add_visit(mouth, "present", 1, hit, taken)
        return
    led = mouth.has("to_dentist", (max(clause[0], hit[0] - 4), hit[0])) or (
        mouth.has("to_dentist_close", (max(clause[0], hit[0] - 1), hit[0]))
        or mouth.first(("visits", "check_noun"), (max(clause[0], hit[0] - 2), hit[0])) is not None
        or mouth.has("referred", (max(clause[0], hit[0] - 1), hit[0]))
    )
    if mouth.has("from_dentist", (max(clause[0], hit[0] - 2), hit[0])):
        last = mouth.nearest(("last",), hit, (max(clause[0], hit[0] - 1), hit[0])) if visit else None
        if last is not None:
            add_visit(mouth, "present", 1, last, hit)  # "etter siste tannlegebesøk"
        return
    if forms[hit[0] - 1] in ("av", "fra") and mouth.has("hold", (max(clause[0], hit[0] - 4), hit[0])):
        return  # "Alendronat tatt bort av tannlegen"
    agent = not led and not visit  # the dentist does something
    after = (hit[1], clause[1])
    seldom = _not_gone(mouth, hit, clause, stretch)
    if seldom is not None:
        add_visit(mouth, "absent", 2, hit, seldom)
        return
    if mouth.is_a(hit, "dread"):
        return
    when = moment(mouth, stretch) or (moment(mouth, (hit[1], min(clause[1], hit[1] + 10))))
    went = mouth.nearest(("went",), hit, (max(stretch[0], hit[0] - 7), stretch[1]))
    if when is not None and not when.ahead and when.years > OF_LATE and not works(mouth, stretch):
        if went is not None or visit or not agent or forms[hit[1] : hit[1] + 1] == [":"]:
            add_visit(mouth, "absent", 1, hit, when.span)
        return
    regular = mouth.nearest(("regular",), hit, (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 7)))
    if agent:
        dentist_acts(mouth, hit, clause, regular)
        return
    booked = _booked(mouth, hit, clause, stretch)
    if booked is not None:
        if not mouth.asks(hit[0]) and not works(mouth, (stretch[0], clause[1])):
            add_visit(mouth, "planned", 1, booked, hit)
        return
    if mouth.asks(hit[0]):
        return
    done = mouth.nearest(("carried_out",), hit, (hit[1], min(stretch[1], hit[1] + 6))) if visit else None
    if done is not None:
        denial = mouth.nearest(("no",), done, (hit[1], done[0]))
        add_visit(mouth, "present" if denial is None else "absent", 1, hit, done)
        return
    if regular is not None and not works(mouth, (min(regular[0], hit[0]), max(regular[1], hit[1]))):
        add_visit(mouth, "present", 1, regular, hit)
    elif mouth.has("treated_there", (max(clause[0], hit[0] - 6), hit[0])):
        add_visit(mouth, "present", 0.5, hit)
    elif went is not None and not works(mouth, (went[1], hit[0])):
        if when is not None and when.ahead and mouth.is_a(went, "check_noun"):
            add_visit(mouth, "planned", 1, went, when.span)
            return
        if forms[went[1] - 1] in ("har", "hatt", "time") and when is None and not visit:
            return
        add_visit(mouth, "present", 1, went, hit)
    elif when is not None and not works(mouth, stretch) and forms[hit[0] - 1] not in ("av", "fra"):
        add_visit(mouth, "planned" if when.ahead else "present", 1, hit, when.span)
    elif visit and mouth.first(("good", "regular", "recent"), after) is not None:
        add_visit(mouth, "present", 1, hit)
    elif (
        not visit and not works(mouth, clause) and not mouth.has("from_dentist", (max(clause[0], hit[0] - 2), hit[0]))
    ) and mouth.first(("good",), after) is not None:
        add_visit(mouth, "present", 0.5, hit)


def _form_answer(mouth: Mouth, hit: Range, clause: Range) -> Answer | None:
    """As in "Tannlege siste år: ja", "Går til tannlege [ ] ja [x] nei", where the label asks for visits only."""
    answer = mouth.answered(hit)
    if answer is None or hit[0] - clause[0] > _LABEL:
        return None
    label = (clause[0], max(hit[1], answer.span[0]))
    if (
        works(mouth, label)
        or mouth.first(("generic", "cared_for"), label) is not None
        or mouth.first(("warn", "fear", "demand", "hold", "named_drug"), label) is not None
    ):
        return None
    return answer


def _seen_before(mouth: Mouth, hit: Range, clause: Range) -> Range | None:
    """As in "I går så tannlegen på henne": the time, the verb, the dentist; "så tannlegen" alone may mean "hence"."""
    saw = mouth.first(("saw",), (max(clause[0], hit[0] - 1), hit[0]))
    if saw is None or saw[0] == clause[0]:
        return None
    before = (max(clause[0], saw[0] - 6), saw[0])
    when = moment(mouth, before)
    if when is None and mouth.has("check_noun", before):
        return saw  # "på kontroll mandag så tannlegen"
    return saw if when is not None and not (when.ahead and when.certain) else None


def _not_gone(mouth: Mouth, hit: Range, clause: Range, stretch: Range) -> Range | None:
    """As in "Ikke vært hos tannlege", "går sjelden til tannlege", "tannlege: ikke siden 2015"."""
    forms = mouth.state.forms
    before = reach(mouth, hit[0], (max(clause[0], hit[0] - 7), hit[0]))
    seldom = mouth.nearest(("rare",), hit, before)
    if seldom is not None and seldom[1] == hit[0] and forms[seldom[1] - 1] == "på":
        seldom = None  # "venter ikke på tannlegen"
    if seldom is not None and not works(mouth, (seldom[1], hit[0])):
        return seldom
    for denial in reversed(mouth.within("no", before)):
        between = (denial[1], hit[0])
        if (
            mouth.first(("generic", "named_drug", "drug_noun"), between) is not None
            or mouth.has("no_denial", (denial[0], hit[0]))
            or (denial[1] == hit[0] and any(warn[0] < denial[0] < warn[1] for warn in mouth.within("warn", before)))
            or mouth.has("not_visited_why", between)
            or mouth.first(("necrosis", "infection", "pus"), between) is not None
            or works(mouth, between)
        ):
            continue
        gone = mouth.nearest(("went", "regular", "to_dentist"), hit, between)
        if gone is not None or denial[1] == hit[0]:
            return denial
    after = (hit[1], min(clause[1], hit[1] + (9 if mouth.is_a(hit, "visit") else 6)))
    seldom = mouth.nearest(("rare",), hit, after)
    # "tannlegen vil ha den utsatt", "hos tannlegen, neste Prolia er utsatt", "tannlegen utsatte den"
    wants = seldom is not None and (
        mouth.first(("demand", "named_drug", "drug_noun"), (hit[1], seldom[0])) is not None
        or (forms[seldom[1] : seldom[1] + 1] in (["den"], ["det"], ["dette"], ["denne"]))
        or mouth.first(("named_drug", "drug_noun"), (seldom[1], min(clause[1], seldom[1] + 2))) is not None
    )
    refuses = any(seldom is not None and warn[0] <= seldom[0] < warn[1] for warn in mouth.within("warn", after))
    if seldom is not None and not wants and not refuses and not works(mouth, (hit[1], seldom[0])):
        return seldom
    for denial in mouth.within("no", after):
        gone = mouth.nearest(("went",), denial, (denial[1], min(after[1] + 3, denial[1] + 4)))
        if (
            gone is not None
            and forms[gone[1] : gone[1] + 1]
            and any(word in ("på", "siden", "de") for word in forms[gone[1] : gone[1] + 3])
            and not works(mouth, (hit[1], gone[1]))
        ):
            return denial
        if forms[hit[1]] == "har" and denial[1] == clause[1]:
            return denial  # "tannlege har hun ikke"
        follows = forms[denial[1] : denial[1] + 2]
        ends = not follows or denial[1] >= clause[1] or follows[0] in _SINCE
        close = denial[0] == hit[1] or (denial[0] - hit[1] == 1 and not mouth.has("warn", (hit[1], denial[1])))
        if close and ends:
            return denial
    return None


def _booked(mouth: Mouth, hit: Range, clause: Range, stretch: Range) -> Range | None:
    """As in "Time hos tannlege 3. mai", "skal til tannlege", "tannlegesjekk er bestilt"."""
    before = reach(mouth, hit[0], (max(clause[0], hit[0] - 8), hit[0]))
    booked = mouth.nearest(("appoint",), hit, before) or mouth.nearest(
        ("appoint",), hit, _booked_behind(mouth, hit, clause, stretch)
    )
    if booked is None or mouth.has("hold", (max(clause[0], booked[0] - 1), hit[0])):
        return None
    behind = (hit[1], clause[1])
    if (
        mouth.is_a(hit, "surgeon")
        and mouth.is_a(booked, "referred")
        and moment(mouth, behind) is None
        and not mouth.has("appoint_sure", behind)
    ):
        return None  # a referral with no appointment
    if mouth.state.forms[booked[0]] in ("fått", "får") and mouth.state.forms[hit[0] - 1] in ("av", "fra"):
        return None  # "fått penicillin av tannlegen"
    if mouth.state.forms[booked[0]] == "får" and mouth.has("cared_for", (booked[1], hit[0])):
        return None  # "vil vente til tannlegen er beroliget" is no appointment
    if (mouth.has("been", before) and not mouth.has("will", before)) or mouth.has(
        "last", (max(clause[0], booked[0] - 2), booked[0])
    ):
        return None
    when = moment(mouth, (hit[0], clause[1])) or moment(mouth, stretch)
    if when is not None and when.certain and not when.ahead:
        return None
    return booked


def _booked_behind(mouth: Mouth, hit: Range, clause: Range, stretch: Range) -> Range:
    """Where behind a dentist an appointment may stand: in the same stretch, or in brackets."""
    in_brackets = stretch[1] < clause[1] and mouth.state.forms[stretch[1]] == "("
    return hit[1], min(clause[1] if in_brackets else stretch[1], hit[1] + 5)
