"""What a dentist does: invasive and minor procedures, and whether they are to come, done or denied.

An anchor names the procedure ("trukket" beside "36", "implantat", "ny krone"). Its status is decided by
the nearest words that tell it, first in the anchor's own stretch of the sentence, then in its neighbours;
then by a time; and last by what the anchor itself says ("trekkes" is to come, "trakk" is done).
"""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.dental_time import Moment, moment
from analyser.extraction.finding import Finding, Range
from analyser.extraction.mouth import Mouth
from analyser.extraction.numbers import number

INVASIVE, MINOR = "invasive_dental_procedure", "minor_dental_procedure"
_PULLS = {"pull_infinitive": "coming", "pull_coming": "coming", "pull_past": "past", "pull_done": "done"}
_RELUCTANT = frozenset(["vil", "ville", "tør", "kan", "torde", "turte"])
_REACH = 8  # words between a verb and the tooth it pulls
_NOT_AFTER = frozenset(["nei", "ikke", "ingen", "0", "aldri"])
_NOT_IN_FORM = frozenset(["nei", "ingen", "0", "-", "aldri"])
_MOST_CROWNS = 28


class Anchor(NamedTuple):
    """Words that name a procedure; ``form`` is what they say of its time by themselves."""

    first: int
    last: int
    concept: str
    form: str
    object: Range | None


class Status(NamedTuple):
    """A status, the words that decided it, and whether a later word may overrule it."""

    status: str
    cue: Range | None
    weak: bool = False


def find_procedures(mouth: Mouth) -> None:
    """Add a finding for each procedure and status."""
    state = mouth.state
    found: list[tuple[Finding, bool]] = []
    for anchor in _anchors(mouth):
        if state.section(anchor.first) == "family" or state.context.relative(anchor.first, anchor.last) is not None:
            continue
        status = _status(mouth, anchor)
        if status is None:
            continue
        finding = Finding(anchor.concept, status.status, anchor.first, anchor.last, cue=status.cue, anchor=anchor.first)
        finding.widen(anchor.object)
        finding.widen(status.cue)
        found.append((finding, status.weak))
    done = {finding.concept for finding, _ in found if finding.status == "past"}
    state.findings += [f for f, weak in found if not (weak and f.status == "planned" and f.concept in done)]


def _anchors(mouth: Mouth) -> list[Anchor]:
    found: dict[int, Anchor] = {}

    def keep(anchor: Anchor | None) -> None:
        if anchor is not None:
            known = found.get(anchor.first)
            if known is None or anchor.last > known.last or (anchor.last == known.last and anchor.form == "done"):
                found[anchor.first] = anchor

    for kind, form in _PULLS.items():
        for hit in mouth.all(kind):
            keep(_pulled(mouth, hit, form))
    for hit in mouth.all("pull_took"):
        keep(_took(mouth, hit))
    for hit in mouth.all("invasive"):
        keep(_named(mouth, hit))
    for hit in mouth.all("implant"):
        keep(_near_mouth(mouth, hit, INVASIVE, "has"))
    for hit in mouth.all("minor"):
        keep(_minor(mouth, hit))
    for hit in mouth.all("minor_verb"):
        keep(_filled(mouth, hit))
    for hit in mouth.all("generic"):
        keep(_near_mouth(mouth, hit, INVASIVE, "generic"))
    covered: set[int] = set()
    anchors: list[Anchor] = []
    for anchor in sorted(found.values(), key=lambda a: (a.first, -a.last)):
        if anchor.first not in covered:
            anchors.append(anchor)
            covered.update(range(anchor.first, anchor.last))
    return anchors


def _pulled(mouth: Mouth, hit: Range, form: str) -> Anchor | None:
    """A verb that pulls, with the tooth it pulls."""
    state = mouth.state
    clause = mouth.clause(hit[0])
    tooth = mouth.nearest(("tooth",), hit, (max(clause[0], hit[0] - _REACH), min(clause[1], hit[1] + _REACH)))
    tooth = tooth or mouth.tooth_number(clause, hit, within=_REACH)
    if "tannstein" in state.forms[max(clause[0], hit[0] - 3) : hit[1] + 3]:
        return None
    if tooth is None:
        sentence = state.transcript.sentence[hit[0]]
        sure = mouth.is_a(hit, "pull_sure")
        spoken_of = mouth.has("tooth", state.transcript.bounds[sentence]) or (
            sentence > 0 and mouth.has("tooth", state.transcript.bounds[sentence - 1])
        )
        if not (sure and mouth.speaks(sentence, back=1)) and not (form == "coming" and spoken_of):
            return None
    if form == "past" and state.forms[hit[0]] == "dro" and tooth is None:
        return None
    return Anchor(*hit, INVASIVE, form, tooth)


def _took(mouth: Mouth, hit: Range) -> Anchor | None:
    """As in "Tok to jeksler", "visdomstennene er operert": plain verbs with one certain tooth right beside them."""
    forms = mouth.state.forms
    clause = mouth.clause(hit[0])
    operates = forms[hit[0]].startswith("oper")
    near = (max(clause[0], hit[0] - 5) if operates else hit[1], min(clause[1], hit[1] + 5 if operates else hit[1] + 3))
    for tooth in mouth.within("tooth", near):
        if (
            forms[tooth[0]] != "tenner" or forms[tooth[0] - 1] in ("to", "tre", "fire", "fem", "noen", "flere")
        ) and not (mouth.first(("elsewhere",), clause)):
            form = {"tok": "past", "tas": "coming", "tar": "coming", "ta": "coming", "opererte": "past"}.get(
                forms[hit[0]], "done"
            )
            return Anchor(*hit, INVASIVE, form, tooth)
    return None


def _named(mouth: Mouth, hit: Range) -> Anchor | None:
    sentence = mouth.state.transcript.sentence[hit[0]]
    if mouth.is_a(hit, "vague"):
        clause = mouth.clause(hit[0])
        here = mouth.first(("tooth", "jaw", "dentist", "jaw_bone", "subject", "visit"), clause) or mouth.tooth_number(
            clause, hit
        )
        form = mouth.state.forms[hit[0]]
        sure = form.startswith(("ekstraksjon", "extraksjon", "trekking"))
        if here is None and not sure and not (form.startswith("saner") and mouth.speaks(sentence, back=1)):
            return None
    if mouth.is_a(hit, "sanitation") and mouth.has("sanitation_need", mouth.clause(hit[0])):
        return None
    return Anchor(*hit, INVASIVE, "noun", mouth.tooth_number(mouth.clause(hit[0]), hit))


def _near_mouth(mouth: Mouth, hit: Range, concept: str, form: str) -> Anchor | None:
    """A word that is a procedure only where teeth are spoken of."""
    clause = mouth.clause(hit[0])
    tooth = mouth.tooth_number(clause, hit)
    if form != "has" and tooth is None and not mouth.speaks(mouth.state.transcript.sentence[hit[0]], back=1):
        return None
    return Anchor(*hit, concept, form, tooth)


def _minor(mouth: Mouth, hit: Range) -> Anchor | None:
    state = mouth.state
    forms = state.forms
    clause = mouth.clause(hit[0])
    sentence = state.transcript.sentence[hit[0]]
    tooth = mouth.tooth_number(clause, hit)
    if mouth.is_a(hit, "ambiguous"):
        if hit[0] - clause[0] >= 2 and forms[hit[0] - 2] == "brudd" and forms[hit[0] - 1] in ("av", "i"):
            return None
        if forms[hit[0]] == "krone" and _is_money(mouth, hit, clause):
            return None
        beside = (max(clause[0], hit[0] - 4), min(clause[1], hit[1] + 4))
        if mouth.has("new_work", beside) and forms[hit[0]] in ("krone", "bro"):
            return Anchor(*hit, MINOR, "has", tooth)
        if tooth is None and not mouth.speaks(sentence, back=1) and len(_kinds_of_work(mouth, clause)) < 2:
            return None
    return Anchor(*hit, MINOR, "noun" if mouth.is_a(hit, "work") else "has", tooth)


def _kinds_of_work(mouth: Mouth, clause: Range) -> set[str]:
    """Which of crown, bridge and filling a clause names; two of them make one another believable."""
    return {mouth.state.forms[first] for first, _ in mouth.within("minor", clause)}


def _is_money(mouth: Mouth, hit: Range, clause: Range) -> bool:
    before = mouth.state.forms[hit[0] - 1] if hit[0] > clause[0] else ""
    amount = number(before)
    if amount is not None and amount > _MOST_CROWNS and not mouth.is_tooth_number(hit[0] - 1):
        return True
    return mouth.has("money", clause)


def _filled(mouth: Mouth, hit: Range) -> Anchor | None:
    """A verb of minor treatment; those that other trades use need a tooth or a hole in their clause."""
    clause = mouth.clause(hit[0])
    tooth = mouth.nearest(("tooth", "weak_sign", "calculus"), hit, clause) or mouth.tooth_number(
        clause, hit, within=_REACH
    )
    if tooth is None and not mouth.has("minor", clause) and not mouth.state.forms[hit[0]].startswith("rot"):
        return None
    form = "done" if mouth.is_a(hit, "minor_done") else "coming"
    return Anchor(*hit, MINOR, form, tooth)


def _status(mouth: Mouth, anchor: Anchor) -> Status | None:
    stretches, own = mouth.stretches(anchor.first)
    denied = _denied(mouth, anchor, stretches[own])
    if denied is None and own and mouth.state.forms[stretches[own][0] - 1] in ("eller", "og", ","):
        denied = _shared_denial(mouth, anchor, stretches[own - 1], stretches[own])
    if anchor.form == "generic":
        return None if denied is None or mouth.has("sanitation_need", mouth.clause(anchor.first)) else denied
    if denied is not None:
        return denied
    told = _told(mouth, anchor, stretches[own])
    when = moment(mouth, stretches[own])
    if when is not None and anchor.form == "coming" and not when.ahead and not when.certain:
        when = None  # "skal ut i mars": the verb knows better than the month
    if told is None and (by_time := _by_time(when)) is not None and anchor.form not in ("past", "done"):
        return by_time
    if told is None and anchor.form == "done" and when is not None and when.ahead and when.certain:
        return _by_time(when)
    if told is None and anchor.form == "past":
        return Status("past", (anchor.first, anchor.last))
    if told is None:
        told = _beside(mouth, anchor, stretches, own)
    if told is None and mouth.asks(anchor.first) and anchor.form == "noun":
        end = mouth.clause(anchor.first)[1]
        return Status("uncertain", (end, end + 1))
    if told is None:
        told = _by_form(mouth, anchor, when)
    if told.status == "planned" and (maybe := mouth.first(("maybe",), stretches[own])) is not None:
        return Status("uncertain", maybe)
    return told


def _denied(mouth: Mouth, anchor: Anchor, stretch: Range) -> Status | None:
    forms = mouth.state.forms
    for hit in reversed(mouth.within("no", (stretch[0], anchor.first))):
        between = (hit[1], anchor.first)
        if mouth.has("after", between) or mouth.has("not_a_denial", (hit[0], min(anchor.first + 4, stretch[1]))):
            return None
        modal = hit[0] - 2 if mouth.has("dentist", (max(stretch[0], hit[0] - 1), hit[0])) else hit[0] - 1
        if modal >= stretch[0] and forms[modal] in _RELUCTANT:
            # who will or dares not pull it, thinks of pulling it
            return Status("planned", (modal, hit[1]), weak=True)
        if mouth.has("not_yet", stretch):
            return Status("planned", hit)
        return Status("absent", hit)
    for at in range(anchor.last, min(stretch[1], anchor.last + 3)):
        last_word = at + 1 == stretch[1] or mouth.has("firm_after", (at + 1, at + 4))
        if forms[at] in _NOT_AFTER and last_word and not mouth.has("not_a_denial", (at, min(at + 4, stretch[1]))):
            return Status("planned" if mouth.has("not_yet", stretch) else "absent", (at, at + 1))
    if stretch[1] < len(forms) - 1 and forms[stretch[1]] == ":" and forms[stretch[1] + 1] in _NOT_IN_FORM:
        return Status("absent", (stretch[1] + 1, stretch[1] + 2))
    return None


def _shared_denial(mouth: Mouth, anchor: Anchor, before: Range, own: Range) -> Status | None:
    """As in "Ingen trekking eller kirurgi planlagt": the denial of another procedure right before."""
    other = mouth.first(("invasive", "implant", "minor", "generic"), before)
    denial = mouth.first(("no",), before)
    if (
        other is None
        or denial is None
        or denial[0] > other[0]
        or mouth.first(("done",), (own[0], anchor.first)) is not None
    ):
        return None
    return Status("absent", denial)


def _told(mouth: Mouth, anchor: Anchor, scope: Range) -> Status | None:
    """The status that the words of one stretch tell: those before the anchor first, the nearest of them."""
    to = (anchor.first, anchor.last)
    going_on = mouth.nearest(("ongoing",), to, scope)
    if going_on is not None:
        return Status("present", going_on)
    before, after = (scope[0], anchor.first), (anchor.last, scope[1])
    mark = mouth.first(("past_marks",), (max(scope[0], anchor.first - 2), anchor.first))
    if mark is not None and "så" not in mouth.state.forms[mark[0] - 2 : mark[0]]:
        # "til etter tanntrekkingen" is still to come
        to_come = mark[0] > scope[0] and mouth.state.forms[mark[0] - 1] == "til"
        return Status("planned" if to_come else "past", mark)
    if anchor.form == "done" and mouth.has("until", (max(scope[0], anchor.first - 4), anchor.first)):
        return Status("planned", mouth.nearest(("until",), to, before))
    for side in (before, after):
        planned = mouth.nearest(("to_come",), to, side)
        done = mouth.nearest(("done",), to, side)
        if side is after and anchor.form in ("done", "past"):
            planned = mouth.nearest(("firm_after",), to, (after[0], min(after[1], after[0] + 2)))
        leads = mouth.state.forms[done[0] - 1] if done is not None and done[0] > scope[0] else ""
        if leads == "få" or (leads == "å" and done is not None and mouth.state.forms[done[0]] == "måtte"):
            done = None
        elif leads == "får" and done is not None:
            when = moment(mouth, scope)
            return Status("planned" if when is not None and when.ahead else "present", (done[0] - 1, done[1]))
        if planned is not None and (
            done is None or side is before and planned[0] > done[0] or _outranks(mouth, planned)
        ):
            return Status("planned", planned, weak=mouth.is_a(planned, "would"))
        if done is not None and (side is before or anchor.form != "coming"):
            return Status("past", done)
    gets = mouth.nearest(("gets",), to, before)
    if gets is not None:
        when = moment(mouth, scope)
        return Status("planned" if when is not None and when.ahead else "present", gets)
    return None


def _outranks(mouth: Mouth, planned: Range) -> bool:
    """As in "Skal ha trukket", "ble anbefalt trekking": what must still be done was not done."""
    return mouth.is_a(planned, "firmly_to_come")


def _by_time(when: Moment | None) -> Status | None:
    if when is None:
        return None
    return Status("planned" if when.ahead else "past", when.span)


def _beside(mouth: Mouth, anchor: Anchor, stretches: list[Range], own: int) -> Status | None:
    """What the stretches before, then those behind, tell of a procedure of which its own tells nothing."""
    if anchor.form == "done" and not mouth.has("bare_verb", stretches[own]):
        before = [s for s in reversed(stretches[:own]) if mouth.has("to_come", s)][:1]
        if not before or mouth.has("done", before[0]):
            return Status("past", (anchor.first, anchor.last))
    for scope in reversed(stretches[:own]):
        to = (anchor.first, anchor.last)
        planned, done = mouth.nearest(("to_come",), to, scope), mouth.nearest(("done",), to, scope)
        if planned is not None and (done is None or planned[0] > done[0] or _outranks(mouth, planned)):
            return Status("planned", planned, weak=mouth.is_a(planned, "would"))
        if done is not None and anchor.form != "coming":
            return Status("past", done)
    for scope in stretches[own + 1 : own + 3]:
        if mouth.first(("tooth", "minor", "implant", "invasive", "subject", "dentist"), scope) is not None:
            break
        planned, done = mouth.first(("to_come",), scope), mouth.first(("done",), scope)
        if planned is not None and (done is None or planned[0] <= done[0]):
            return Status("planned", planned)
        if done is not None:
            return Status("past", done)
        by_time = _by_time(moment(mouth, scope))
        if by_time is not None:
            return by_time
    return None


def _by_form(mouth: Mouth, anchor: Anchor, when: Moment | None) -> Status:
    if anchor.form == "coming" or (anchor.form == "noun" and (when is None or when.ahead)):
        noun = anchor.form == "noun"
        return Status("planned", None if noun else (anchor.first, anchor.last), weak=noun)
    return Status("past", None)
