"""What the rest of a letter says of a measurement of bone that it does not name: asked for, done, or never done."""

from __future__ import annotations

from analyser.extraction.context.times import time_at
from analyser.extraction.context.titles import names_clinic
from analyser.extraction.finding import Finding, Range
from analyser.extraction.measurement.dxa_request import Anchor, never_done
from analyser.extraction.measurement.dxa_time import time_of
from analyser.extraction.state import State
from analyser.extraction.text.numbers import SEASONS

_SHORT = 8  # words of a clause that asks for nothing by name


def implied(state: State, earlier: list[Finding], asked: list[Finding]) -> None:
    """A request that names no measurement: to look into osteoporosis, or for a control after an earlier one."""
    if any(finding.weight >= 1 for finding in asked):
        return
    for at in state.any_of("osteoporosis_name", *(["control_word"] if earlier else [])):
        begin, end = state.sentence(at)
        near = state.where("assess_word", max(begin, at - 6), min(end, at + 5))
        for k in state.where("asking_verb", at, end):
            near = [
                *near,
                *state.where("assess_word", k + 1, min(end, k + 5)),
            ]  # "lest om benskjørhet og ber om å bli sjekket"
        words = [k for k in near if state.forms[k + 1 : k + 2] != ["som"]]  # "vurderes som osteoporose"
        if state.forms[at + 1 : min(end, at + 2)] == ["?"]:
            words.append(at + 1)
        if state.section(at) == "request" and state.in_class(at, "control_word"):
            words.append(at)  # "Problemstilling: kontroll"
        if not words or state.context.relative(at, at + 1) is not None or names_clinic(state, at):
            continue
        if at and state.forms[at - 1] == "enn":
            continue  # "en annen årsak enn beinskjørhet"
        word = min(words, key=lambda k: abs(k - at))
        finding = Finding("dxa_request", "planned", at, at + 1, cue=(word, word + 1), anchor=at, weight=1)
        finding.widen(finding.cue)
        if not state.in_class(at, "osteoporosis_name"):
            finding.attributes["purpose"] = "follow_up"
        asked.append(finding)
        return
    for prior in earlier:
        begin, end = state.sentence(prior.last - 1)
        wish = next((k for k in state.where("asking_verb", prior.last, end)), None)
        denial = None if wish is None else state.context.before(wish, "negation")
        if prior.status == "absent" and wish is not None and (denial is None or denial[0] < prior.last):
            # "målt er han aldri blitt, og det ber jeg dere gjøre noe med"
            asked.append(Finding("dxa_request", "planned", prior.first, wish + 1, cue=(wish, wish + 1), weight=1))
            return
        if prior.status == "absent" and (due := _due(state, prior)) is not None:
            asked.append(Finding("dxa_request", "planned", *due, anchor=due[0], weight=1))
            return
    for begin, end in state.transcript.bounds if earlier else ():
        # "Har aldri vært målt. Tar dere henne?"
        if state.forms[begin : begin + 2] == ["tar", "dere"] and state.forms[end - 1] == "?" and end - begin <= _SHORT:
            asked.append(Finding("dxa_request", "planned", begin, end, cue=(end - 1, end), anchor=begin, weight=1))
            return


def _due(state: State, prior: Finding) -> Range | None:
    """As in "DXA er ikke gjort. Bør vel gjøres?", "aldri målt, det bør gjøres nå": it is to be made."""
    index, bounds = state.transcript.sentence[prior.last - 1], state.transcript.bounds
    for begin, end in ((prior.last, bounds[index][1]), *bounds[index + 1 : index + 2]):
        for at in state.any_of("dxa_carried_out", "dxa_make", begin=begin, end=min(end, begin + _SHORT)):
            if state.has("dxa_ought", begin, at) and "ikke" not in state.forms[begin:at]:
                return begin, at + 1
    return None


def scored(state: State, earlier: list[Finding]) -> None:
    """T-scores, or "siste svar fra dere", tell of an earlier measurement that nothing names."""
    if any(f.status == "present" for f in earlier):
        return
    sentence = state.transcript.sentence
    scores: dict[int, Finding] = {}
    for found in state.findings:
        if found.concept.startswith("t_score"):
            scores.setdefault(sentence[found.first], found)
    places: dict[int, int] = {}
    for at in state.where("here"):
        if at > state.sentence(at)[0] and state.forms[at - 1] in ("hos", "fra"):
            places.setdefault(sentence[at], at)
    for index in sorted({*scores, *places}):
        begin, end = state.transcript.bounds[index]
        scored, here = scores.get(index), places.get(index)
        done = here is not None and state.has("measured_here", max(begin, here - 6), min(end, here + 6))
        if scored is None and not done:
            continue
        at = places[index] if scored is None else scored.first
        time = time_of(state, Anchor(at, at + 1, weak=True))
        if scored is None and (time is None or time.years < 0.1):
            continue
        finding = Finding("prior_dxa", "present", at, at + 1, anchor=at)
        if time is not None:
            finding.attributes["years_ago"] = time.years
            finding.widen(time.span)
        earlier.append(finding)
        return


def since_last(state: State, earlier: list[Finding], asked: list[Finding]) -> None:
    """Around a request, when the last one was: "Kan vi få ny måling? Sist i 2020", "5 år siden sist"."""
    if earlier:
        return
    forms, bounds = state.forms, state.transcript.bounds
    for request in asked:
        if request.attributes.get("purpose") is None and request.status != "absent":
            continue
        index = state.transcript.sentence[request.first]
        begin, end = bounds[max(0, index - 1)][0], bounds[min(index + 2, len(bounds) - 1)][1]
        for at in (k for word in ("sist", "siste", "forrige") for k in state.named(word) if begin <= k < end):
            first, last = state.sentence(at)
            opens = at == first or forms[at - 1] in (",", "(", "-", ".")
            behind = time_at(forms, at + 1, last, state.date) or time_at(forms, at + 2, last, state.date)
            if forms[at - 1] == "den" and (forms[at + 1 : at + 2] in (["er"], ["var"], ["ble"])):
                # "den forrige ble gjort hos dere for et år siden"
                opens, behind = True, time_of(state, Anchor(at, at + 1, weak=True))
            ahead = next((t for k in range(max(first, at - 4), at) if (t := time_at(forms, k, last, state.date))), None)
            time = behind if opens else ahead if ahead is not None and ahead.span[1] == at else None
            if time is not None and time.years > 0 and forms[at + 1] not in SEASONS:
                finding = Finding("prior_dxa", "present", at, at + 1, anchor=at, attributes={"years_ago": time.years})
                finding.widen(time.span)
                earlier.append(finding)
                return


def never(state: State, earlier: list[Finding], asked: list[Finding]) -> None:
    """Behind a request, the word that the measurement was never made: "DXA. Ikke gjort før"."""
    if earlier:
        return
    for request in asked:
        index = state.transcript.sentence[request.first]
        last = state.transcript.bounds[min(index + 1, len(state.transcript.bounds) - 1)][1]
        for at in range(request.last, last - 1):
            if state.forms[at] in ("ikke", "aldri") and never_done(state, at):
                earlier.append(Finding("prior_dxa", "absent", at, at + 2, cue=(at, at + 2), anchor=at))
                return


def controls(state: State, present: list[Finding]) -> list[Finding]:
    """Later measurements that are told by their T-score: "ved kontrollen i 2023 var hun -2,2"."""
    out: list[Finding] = []
    for at in state.where("control_word") if present else ():
        end = state.sentence(at)[1]
        time = next(
            (t for k in range(at + 1, min(end, at + 3)) if (t := time_at(state.forms, k, end, state.date))), None
        )
        if time is None or not any(f.concept.startswith("t_score") and at < f.first < end for f in state.findings):
            continue
        finding = Finding("prior_dxa", "present", at, at + 1, anchor=at, attributes={"years_ago": time.years})
        finding.widen(time.span)
        out.append(finding)
    return out
