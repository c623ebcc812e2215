"""Visits to a dentist: made of late, to come, or not made for years.

A procedure that is booked or done is no visit of itself (rule 21): where a clause tells of one, the visit
must be said in its own words.
"""

from __future__ import annotations

from analyser.extraction.dental_time import moment
from analyser.extraction.finding import Finding, Range
from analyser.extraction.mouth import Mouth
from analyser.extraction.transcript import COLUMN

_CONCEPT = "dental_check"
_PERIOD = frozenset(
    ["siste", "sist", "år", "året", "måned", "det", "de", "halvår", "i", "besøkt", "sett", "vært", "hos"]
)
_SINCE = frozenset(["på", "siden", ".", ",", "siste", "vært", "brukt", "sett"])
_ROUTINE = 9  # words between a dentist and what is only routine
_OF_LATE = 2.4
"""Years: a last visit further back counts as not seen for years."""


def find_dental_check(mouth: Mouth) -> None:
    """Add a finding for every visit, appointment or lack of visits."""
    for hit in [*mouth.all("dentist"), *mouth.all("visit")]:
        _at_dentist(mouth, hit)
    for hit in [*mouth.all("check"), *mouth.all("goes")]:
        _check(mouth, hit)
    if mouth.by_dentist:
        _by_dentist(mouth)
    _no_routine(mouth)


def _no_routine(mouth: Mouth) -> None:
    """A dentist's check-up is none of the bones: "tannlegebesøk 12. februar, rutinekontroll"."""
    state = mouth.state

    def of_teeth(finding: Finding) -> bool:
        before = (max(state.sentence(finding.first)[0], finding.first - _ROUTINE), finding.first)
        return finding.concept == "routine_check" and mouth.first(("dentist", "visit"), before) is not None

    state.findings = [finding for finding in state.findings if not of_teeth(finding)]


def _add(mouth: Mouth, status: str, weight: float, *spans: Range | None) -> None:
    said = [span for span in spans if span is not None]
    first, last = min(s[0] for s in said), max(s[1] for s in said)
    if mouth.state.context.relative(first, last) is None and mouth.state.section(first) != "family":
        mouth.state.findings.append(Finding(_CONCEPT, status, first, last, anchor=first, weight=weight, cue=said[-1]))


def _reach(mouth: Mouth, at: int, scope: Range) -> Range:
    """The part of a range before a token that no comma, colon or "men" cuts off."""
    forms = mouth.state.forms
    first = at
    while first > scope[0] and forms[first - 1] not in (",", ":", "men", "(", ")"):
        first -= 1
    return first, at


def _stretch(mouth: Mouth, at: int) -> Range:
    stretches, own = mouth.stretches(at)
    return stretches[own]


def _at_dentist(mouth: Mouth, hit: Range) -> None:
    forms = mouth.state.forms
    if (answer := _form_answer(mouth, hit)) is not None:
        _add(mouth, answer[0], 2, hit, answer[1])
        return
    clause = mouth.clause(hit[0])
    stretch = _stretch(mouth, hit[0])
    if (seen := _seen_before(mouth, hit, clause)) is not None:
        _add(mouth, "present", 1, seen, hit)
        return
    visit = mouth.is_a(hit, "visit")
    led = mouth.has("to_dentist", (max(clause[0], hit[0] - 4), hit[0])) or (
        mouth.has("to_dentist_close", (max(clause[0], hit[0] - 1), hit[0]))
        or mouth.has("visits", (max(clause[0], hit[0] - 2), hit[0]))
    )
    if mouth.has("from_dentist", (max(clause[0], hit[0] - 2), hit[0])):
        return
    agent = not led and not visit  # the dentist does something
    after = (hit[1], clause[1])
    seldom = _not_gone(mouth, hit, clause, stretch)
    if seldom is not None:
        _add(mouth, "absent", 2, hit, seldom)
        return
    when = moment(mouth, stretch) or (moment(mouth, (hit[1], min(clause[1], hit[1] + 10))))
    went = mouth.nearest(("went",), hit, (max(stretch[0], hit[0] - 7), stretch[1]))
    if when is not None and not when.ahead and when.years > _OF_LATE and not _works(mouth, stretch):
        if went is not None or visit or not agent or forms[hit[1] : hit[1] + 1] == [":"]:
            _add(mouth, "absent", 1, hit, when.span)
        return
    regular = mouth.nearest(("regular",), hit, (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 7)))
    if agent:
        _dentist_acts(mouth, hit, clause, regular)
        return
    booked = _booked(mouth, hit, clause, stretch)
    if booked is not None:
        if not mouth.asks(hit[0]) and not _works(mouth, (stretch[0], clause[1])):
            _add(mouth, "planned", 1, booked, hit)
        return
    if mouth.asks(hit[0]):
        return
    done = mouth.nearest(("carried_out",), hit, (hit[1], min(stretch[1], hit[1] + 6))) if visit else None
    if done is not None:
        _add(mouth, "present", 1, hit, done)
        return
    if regular is not None and not _works(mouth, (min(regular[0], hit[0]), max(regular[1], hit[1]))):
        _add(mouth, "present", 1, regular, hit)
    elif mouth.has("treated_there", (max(clause[0], hit[0] - 6), hit[0])):
        _add(mouth, "present", 0.5, hit)
    elif went is not None:
        if when is not None and when.ahead and mouth.is_a(went, "check_noun"):
            _add(mouth, "planned", 1, went, when.span)
            return
        if forms[went[1] - 1] in ("har", "hatt", "time") and when is None and not visit:
            return
        _add(mouth, "present", 1, went, hit)
    elif when is not None and not _works(mouth, stretch):
        _add(mouth, "planned" if when.ahead else "present", 1, hit, when.span)
    elif visit and mouth.first(("good", "regular", "recent"), after) is not None:
        _add(mouth, "present", 1, hit)
    elif (
        not visit and not _works(mouth, clause) and not mouth.has("from_dentist", (max(clause[0], hit[0] - 2), hit[0]))
    ) and mouth.first(("good",), after) is not None:
        _add(mouth, "present", 0.5, hit)


def _form_answer(mouth: Mouth, hit: Range) -> tuple[str, Range] | None:
    """As in "Tannlege siste år: ja", "Tannlege siste 12 mnd    nei"."""
    state, forms = mouth.state, mouth.state.forms
    end = state.sentence(hit[0])[1]
    at = hit[1]
    while at < min(end, hit[1] + 6) and (forms[at] in _PERIOD or forms[at].isdigit()):
        at += 1
    period = at > hit[1]
    if at >= end or forms[at] not in (":", COLUMN) or not period:
        return None
    while at < end and forms[at] in (":", COLUMN):
        at += 1
    if at >= end:
        return None
    if state.in_class(at, "answer_yes"):
        return "present", (at, at + 1)
    return ("absent", (at, at + 1)) if state.in_class(at, "answer_no") else None


def _seen_before(mouth: Mouth, hit: Range, clause: Range) -> Range | None:
    """As in "I går så tannlegen på henne": the time, the verb, the dentist; "så tannlegen" alone may mean "hence"."""
    saw = mouth.first(("saw",), (max(clause[0], hit[0] - 1), hit[0]))
    if saw is None or saw[0] == clause[0]:
        return None
    when = moment(mouth, (max(clause[0], saw[0] - 6), saw[0]))
    return saw if when is not None and not (when.ahead and when.certain) else None


def _works(mouth: Mouth, scope: Range) -> bool:
    """Whether a procedure is told of there."""
    return mouth.first(
        ("pull_infinitive", "pull_coming", "pull_past", "pull_done", "invasive", "implant", "minor_verb"), scope
    ) is not None or (mouth.has("minor", scope))


def _not_gone(mouth: Mouth, hit: Range, clause: Range, stretch: Range) -> Range | None:
    """As in "Ikke vært hos tannlege", "går sjelden til tannlege", "tannlege: ikke siden 2015"."""
    forms = mouth.state.forms
    before = _reach(mouth, hit[0], (max(clause[0], hit[0] - 7), hit[0]))
    seldom = mouth.nearest(("rare",), hit, before)
    if seldom is not None and seldom[1] == hit[0] and forms[seldom[1] - 1] == "på":
        seldom = None  # "venter ikke på tannlegen"
    if seldom is not None and not _works(mouth, (seldom[1], hit[0])):
        return seldom
    for denial in reversed(mouth.within("no", before)):
        between = (denial[1], hit[0])
        if (
            mouth.first(("generic", "named_drug", "drug_noun"), between) is not None
            or mouth.has("no_denial", (denial[0], hit[0]))
            or mouth.has("not_visited_why", between)
            or mouth.first(("necrosis", "infection", "pus"), between) is not None
            or _works(mouth, between)
        ):
            continue
        gone = mouth.nearest(("went", "regular", "to_dentist"), hit, between)
        if gone is not None or denial[1] == hit[0]:
            return denial
    after = (hit[1], min(clause[1], hit[1] + 6))
    seldom = mouth.nearest(("rare",), hit, after)
    if seldom is not None and not _works(mouth, (hit[1], seldom[0])):
        return seldom
    for denial in mouth.within("no", after):
        gone = mouth.nearest(("went",), denial, (denial[1], min(after[1] + 3, denial[1] + 4)))
        if (
            gone is not None
            and forms[gone[1] : gone[1] + 1]
            and any(word in ("på", "siden", "de") for word in forms[gone[1] : gone[1] + 3])
            and not _works(mouth, (hit[1], gone[1]))
        ):
            return denial
        if forms[hit[1]] == "har" and denial[1] == clause[1]:
            return denial  # "tannlege har hun ikke"
        follows = forms[denial[1] : denial[1] + 2]
        ends = not follows or denial[1] >= clause[1] or follows[0] in _SINCE
        if denial[0] - hit[1] <= 1 and ends:
            return denial
    return None


def _booked(mouth: Mouth, hit: Range, clause: Range, stretch: Range) -> Range | None:
    """As in "Time hos tannlege 3. mai", "skal til tannlege", "tannlegesjekk er bestilt"."""
    before = _reach(mouth, hit[0], (max(clause[0], hit[0] - 8), hit[0]))
    booked = mouth.nearest(("appoint",), hit, before) or mouth.nearest(
        ("appoint",), hit, _booked_behind(mouth, hit, clause, stretch)
    )
    if booked is None or mouth.has("hold", (booked[0], hit[0])):
        return None  # "vil vente til tannlegen er beroliget" is no appointment
    if mouth.has("been", before) or mouth.has("last", (max(clause[0], booked[0] - 2), booked[0])):
        return None
    when = moment(mouth, (hit[0], clause[1])) or moment(mouth, stretch)
    if when is not None and when.certain and not when.ahead:
        return None
    return booked


def _booked_behind(mouth: Mouth, hit: Range, clause: Range, stretch: Range) -> Range:
    """Where behind a dentist an appointment may stand: in the same stretch, or in brackets."""
    in_brackets = stretch[1] < clause[1] and mouth.state.forms[stretch[1]] == "("
    return hit[1], min(clause[1] if in_brackets else stretch[1], hit[1] + 5)


def _dentist_acts(mouth: Mouth, hit: Range, clause: Range, regular: Range | None) -> None:
    """The dentist sees the patient, or the entry is only "Tannlege: årlig", "tannlege i mars"."""
    forms = mouth.state.forms
    after = (hit[1], min(clause[1], hit[1] + 9))
    if mouth.asks(hit[0]):
        return
    seen = mouth.nearest(("seen_by",), hit, after)
    if seen is not None and regular is not None and regular[0] - seen[1] <= 3:
        _add(mouth, "present", 1, seen, hit)
        return
    if seen is not None and forms[seen[1] : seen[1] + 1] not in (["å"], ["om"]):
        again = moment(mouth, (seen[1], clause[1]))
        coming = mouth.has("will", (hit[1], seen[0])) or (
            forms[seen[0]] in ("ser", "undersøker", "finner", "beskriver", "kommer", "tar")
            and again is not None
            and again.ahead
        )
        if not _works(mouth, (hit[1], min(clause[1], seen[1] + 5) if forms[hit[1]] == "har" else seen[0])):
            _add(mouth, "planned" if coming else "present", 1, hit, seen)
        return
    follows = forms[hit[1]] if hit[1] < clause[1] else ""
    if regular is not None and abs(regular[0] - hit[1]) <= 4 and not _works(mouth, (hit[1], regular[0])):
        _add(mouth, "present", 1, regular, hit)
        return
    own = _stretch(mouth, hit[0])
    label = _label_booked(mouth, hit, clause)
    if label is not None:
        _add(mouth, "planned", 1, hit, label)
        return
    last = mouth.first(("last",), (max(own[0], hit[0] - 1), hit[0])) is not None
    entry = (
        hit[0] in (clause[0], own[0])
        or last
        or follows
        in (
            ":",
            "sist",
            "i",
            "for",
            "nylig",
            "(",
            "siste",
            "forrige",
            "neste",
            "om",
        )
    )
    if not entry or _works(mouth, _stretch(mouth, hit[0])):
        return
    stop = mouth.first(("agent_verb",), after)
    when = moment(mouth, (hit[1], stop[0] if stop is not None else after[1]))
    if when is None or (stop is not None and stop[0] - hit[1] < 2):
        return
    if when.ahead and not last:
        _add(mouth, "planned", 1, hit, when.span)
    elif when.years <= _OF_LATE:
        _add(mouth, "present", 1, hit, when.span)


def _label_booked(mouth: Mouth, hit: Range, clause: Range) -> Range | None:
    """As in "Tannlege: time er bestilt 12. mars", "henvist kjevekirurg, time 2.12."."""
    if mouth.state.forms[hit[1] : hit[1] + 1] != [":"] and mouth.state.forms[hit[1] : hit[1] + 2] != [",", "time"]:
        return None
    behind = (hit[1] + 1, min(clause[1], hit[1] + 8))
    booked = mouth.first(("booked", "appoint_sure"), behind)
    if booked is None or _works(mouth, behind) or mouth.has("last", behind):
        return None
    when = moment(mouth, behind)
    return booked if when is None or when.ahead or not when.certain else None


def _check(mouth: Mouth, hit: Range) -> None:
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
    about = mouth.first(("subject", "dentist", "tooth", "implant", "minor"), (begin, hit[0]))
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
        or _works(mouth, _stretch(mouth, hit[0]))
    ):
        return
    stretch = _stretch(mouth, hit[0])
    denial = mouth.nearest(("no",), hit, (stretch[0], hit[0]))
    if mouth.is_a(hit, "goes") and denial is None:
        _add(mouth, "present", 0.5, hit)
        return
    form = state.forms[hit[0]]
    recent = mouth.nearest(("regular", "recent"), hit, (max(stretch[0], hit[0] - 4), min(stretch[1], hit[1] + 3)))
    when = moment(mouth, stretch)
    if denial is not None:
        if form == "der" and mouth.has("been", stretch):
            _add(mouth, "absent", 1, denial, hit)
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
            and not _works(mouth, clause)
        ):
            _add(mouth, "planned", 0.5, hit, when.span)
        elif form == "time" and mouth.has("booked", stretch) and not _works(mouth, (begin, end)):
            _add(mouth, "planned", 0.5, hit)
        return
    if recent is not None or (when is not None and not when.ahead and form != "time"):
        if when is not None and when.years > _OF_LATE:
            _add(mouth, "absent", 0.5, hit, when.span)
        else:
            _add(mouth, "present", 0.5, recent or hit, hit)


def _by_dentist(mouth: Mouth) -> None:
    """A dentist writes of what was seen."""
    for hit in mouth.all("own_finding"):
        _add(mouth, "present", 0.4, hit)
    for hit in mouth.all("check_noun"):
        begin = mouth.state.sentence(hit[0])[0]
        when = moment(mouth, (begin, begin + 1)) if hit[0] - begin <= 3 else None
        if when is not None and not when.ahead and when.years <= _OF_LATE:
            _add(mouth, "present", 0.4, when.span, hit)  # a line of the journal: "06.11.25  Kontroll"
    for hit in mouth.all("our_place"):
        stretch = _stretch(mouth, hit[0])
        went = mouth.nearest(("went", "regular"), hit, stretch)
        if went is None or mouth.asks(hit[0]) or mouth.first(("no", "drug", "named_drug"), stretch) is not None:
            continue
        when = moment(mouth, stretch)
        if when is not None and not when.ahead and when.years > _OF_LATE:
            continue
        coming = when is not None and when.ahead and when.certain
        if not _works(mouth, stretch):
            _add(mouth, "planned" if coming else "present", 0.4, went, hit)
