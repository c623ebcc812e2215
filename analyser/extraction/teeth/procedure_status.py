"""Whether a dental procedure is to come, done, going on or denied.

The nearest words that tell it decide, first in the anchor's own stretch of the sentence, then in its neighbours;
then a time; and last what the anchor itself says ("trekkes" is to come, "trakk" is done).
"""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.context.titles import in_title
from analyser.extraction.finding import Range
from analyser.extraction.teeth.dental_time import Moment, moment
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.tooth_work import MINOR, Anchor

_RELUCTANT = frozenset(["vil", "ville", "tør", "kan", "torde", "turte", "ønsker", "ønsket", "våger"])
_NOT_AFTER = frozenset(["nei", "ikke", "ingen", "0", "aldri"])
_ENTRY = 4
_NOT_IN_FORM = frozenset(["nei", "ingen", "0", "-", "aldri"])


class Status(NamedTuple):
    """A status, the words that decided it, and whether a later word may overrule it."""

    status: str
    cue: Range | None
    weak: bool = False


def status_of(mouth: Mouth, anchor: Anchor) -> Status | None:
    """The status of a procedure; none where the letter asks about it or only mentions it."""
    answer = mouth.answered((anchor.first, anchor.last))
    if answer is not None and answer.kind != "yes":
        return Status("absent", answer.span) if answer.kind == "no" else None
    if mouth.is_a((anchor.first, anchor.last), "socket"):
        return Status("past", (anchor.first, anchor.last))  # what is left of an extraction
    if mouth.has("instead", (max(0, anchor.first - 3), anchor.first)):
        return None  # "rotfylling i stedet for trekking"
    stretches, own = mouth.stretches(anchor.first)
    denied = _denied(mouth, anchor, stretches[own])
    if denied is None and own and mouth.state.forms[stretches[own][0] - 1] in ("eller", "og", ","):
        denied = _shared_denial(mouth, anchor, stretches[own - 1], stretches[own])
    if anchor.form == "generic":
        return None if denied is None or mouth.has("sanitation_need", mouth.clause(anchor.first)) else denied
    if denied is not None:
        return denied
    off = mouth.first(("called_off",), (anchor.last, mouth.clause(anchor.first)[1]))
    if off is not None and mouth.first(("drug_noun", "named_drug"), (anchor.last, off[0])) is None:
        return Status("absent", off)  # "planer om implantat, men har slått dem fra seg"
    named = anchor.form == "noun" and mouth.is_a((anchor.first, anchor.last), "work")
    if anchor.concept == MINOR and (named or anchor.form == "coming"):
        often = mouth.nearest(("regular",), (anchor.first, anchor.last), stretches[own])
        if often is not None and mouth.state.forms[often[0]] != "systematisk":
            return Status("present", often)  # "tannrens hver tredje måned"
    told = _told(mouth, anchor, stretches[own])
    when = None if told is not None else moment(mouth, stretches[own])
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
        told = _by_form(mouth, anchor, when or _entry(mouth, anchor))
    if told.status == "past" and told.cue is None:  # an implant that is only named
        if mouth.asks(anchor.first) and in_title(mouth.state, anchor.first):
            return None  # "Alendronat og implantater - hva først?"
        maybe = mouth.nearest(("maybe",), (anchor.first, anchor.last), (stretches[own][0], anchor.first))
        if maybe is not None and mouth.first(("infection", "pus", "necrosis"), (maybe[1], anchor.first)) is None:
            return Status("uncertain", maybe)
        if (later := mouth.first(("later",), (anchor.last, stretches[own][1]))) is not None:
            return Status("planned", later)
    if told.status == "planned" and (maybe := mouth.first(("maybe",), _doubted(mouth, stretches, own))) is not None:
        return Status("uncertain", maybe)
    return told


def _entry(mouth: Mouth, anchor: Anchor) -> Moment | None:
    """The date at the head of a line of a journal: "17.09.25  Ekstr. 36"."""
    begin = mouth.state.sentence(anchor.first)[0]
    found = moment(mouth, (begin, begin + 1))
    return found if found is not None and anchor.first - begin <= _ENTRY else None


def _doubted(mouth: Mouth, stretches: list[Range], own: int) -> Range:
    """The stretch of a procedure, with the one before it that "eller" joins: "usikkert om 46 reddes eller trekkes"."""
    first, last = stretches[own]
    joined = own > 0 and mouth.state.forms[first - 1] == "eller"
    return (stretches[own - 1][0] if joined else first), last


def _denied(mouth: Mouth, anchor: Anchor, stretch: Range) -> Status | None:
    forms = mouth.state.forms
    refused = mouth.first(("declined",), (stretch[0], anchor.first))
    if refused is not None and mouth.first(("no",), (refused[1], anchor.first)) is None:
        if mouth.has("dentist", (stretch[0], refused[0])):
            return Status("planned", refused, weak=True)  # "tannlegen sier nei til implantat"
        return Status("absent", refused)  # "har avslått forslaget om å trekke 17"
    for hit in reversed(mouth.within("no", (stretch[0], anchor.first))):
        between = (hit[1], anchor.first)
        if mouth.first(("after", "paused"), between) is not None or mouth.has(
            "not_a_denial", (hit[0], min(anchor.first + 4, stretch[1]))
        ):
            return None
        modal = hit[0] - 2 if mouth.has("dentist", (max(stretch[0], hit[0] - 1), hit[0])) else hit[0] - 1
        gets = anchor.form == "done" and forms[modal] in ("får", "fikk")  # "får ikke trukket tannen"
        if modal >= stretch[0] and (gets or forms[modal] in _RELUCTANT):
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
    if going_on is not None and mouth.first(("to_come",), (going_on[1], anchor.first)) is None:
        return Status("present", going_on)
    before, after = (scope[0], anchor.first), (anchor.last, scope[1])
    if anchor.form == "coming" and (own := mouth.first(("firmly_to_come",), to)) is not None:
        return Status("planned", own)  # "tok pause da jekselen skulle ut"
    mark = mouth.first(("past_marks",), (max(scope[0], anchor.first - 2), anchor.first))
    if mark is not None and "så" not in mouth.state.forms[mark[0] - 2 : mark[0]]:
        # "til etter tanntrekkingen" is still to come, as is "nå, eller etter implantatene?"
        to_come = mark[0] > scope[0] and mouth.state.forms[mark[0] - 1] in ("til", "eller")
        return Status("planned" if to_come else "past", mark)
    if anchor.form in ("done", "has") and mouth.has("until", (max(scope[0], anchor.first - 4), anchor.first)):
        return Status("planned", mouth.nearest(("until",), to, before))
    if anchor.form == "noun" and (carried := mouth.first(("carried_out",), after)) is not None:
        if (until := mouth.nearest(("until",), to, (max(scope[0], anchor.first - 2), anchor.first))) is not None:
            return Status("planned", until)  # "venter til sanering er utført"
        return Status("past", carried)  # "planlagt trekking av 46 ble utført"
    for side in (before, after):
        planned = mouth.nearest(("to_come",), to, side)
        done = mouth.nearest(("done",), to, side)
        if side is after and anchor.form == "noun" and done is not None and mouth.state.forms[done[0]] == "etter":
            done = None  # "tannsanering og beinmedisin etter hoftebrudd"
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
            thought_of = mouth.asks(anchor.first) and mouth.has("with_a_view", planned)
            return Status("planned", planned, weak=thought_of or mouth.is_a(planned, "would"))
        if done is not None and (side is before or anchor.form != "coming"):
            return Status("past", done)
    gets = mouth.nearest(("gets",), to, before)
    if gets is not None:
        when = moment(mouth, scope)
        return Status("planned" if when is not None and when.ahead or anchor.form == "noun" else "present", gets)
    puts = mouth.nearest(("puts_in",), to, before) if anchor.form == "has" else None
    return None if puts is None else Status("planned", puts)


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
        if done is not None and anchor.form == "noun" and mouth.state.forms[done[0]] == "etter":
            done = None
        if planned is not None and (done is None or planned[0] <= done[0]):
            return Status("planned", planned)
        if done is not None and anchor.form != "coming":
            return Status("past", done)
        by_time = _by_time(moment(mouth, scope))
        if by_time is not None and not (anchor.form == "coming" and by_time.status == "past"):
            return by_time
    return None


def _by_form(mouth: Mouth, anchor: Anchor, when: Moment | None) -> Status:
    if anchor.form == "coming" or (anchor.form == "noun" and (when is None or when.ahead)):
        noun = anchor.form == "noun"
        return Status("planned", None if noun else (anchor.first, anchor.last), weak=noun)
    if anchor.form == "done" and mouth.state.forms[anchor.first - 1] == "få":
        return Status("planned", (anchor.first - 1, anchor.last))  # "bedt ham få trukket restene"
    return Status("past", None)
