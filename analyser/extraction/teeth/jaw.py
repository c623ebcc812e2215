"""Dead bone and infection in the jaw."""

from __future__ import annotations

from analyser.extraction.context.answers import Answer
from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.mouth import Mouth


def find_jaw(mouth: Mouth) -> None:
    """Add findings of jaw osteonecrosis and of infection."""
    _necrosis(mouth)
    if mouth.state.of("jaw_osteonecrosis", "present"):
        mouth.state.findings = [
            f for f in mouth.state.findings if (f.concept, f.status) != ("jaw_osteonecrosis", "uncertain")
        ]
    _infection(mouth)


def _add(mouth: Mouth, concept: str, status: str, hit: Range, cue: Range | None) -> None:
    finding = Finding(concept, status, *hit, cue=cue, anchor=hit[0])
    finding.widen(cue)
    mouth.state.findings.append(finding)


_ANSWERS = {"yes": "present", "no": "absent", "unknown": "uncertain"}


def _answered(mouth: Mouth, concept: str, hit: Range, answer: Answer) -> None:
    """What a form says of it: "Kjevenekrose [ ] ja [x] nei"; a question left open says nothing."""
    if answer.kind in _ANSWERS:
        _add(mouth, concept, _ANSWERS[answer.kind], hit, answer.span)


def _necrosis(mouth: Mouth) -> None:
    state = mouth.state
    for hit in mouth.all("necrosis"):
        if state.context.relative(*hit) is not None or state.section(hit[0]) == "family":
            continue
        if (answer := mouth.answered(hit)) is not None:
            _answered(mouth, "jaw_osteonecrosis", hit, answer)
            continue
        sentence = mouth.sentence(hit[0])
        clause = mouth.clause(hit[0])
        status, cue = state.context.status(*hit)
        established = mouth.nearest(
            ("established", "site"), hit, (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 5))
        )
        surely = mouth.nearest(("surely",), hit, (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 5)))
        warned = mouth.has("warn", clause) and (mouth.by_dentist or mouth.has("dentist", clause))
        worries = warned or mouth.first(("fear", "risk"), clause) is not None
        if worries and (surely is None or mouth.has("risk", clause)):
            near = (max(clause[0], hit[0] - 8), min(clause[1], hit[1] + 4))
            wonders_else = mouth.first(("fear",), (clause[0], hit[0])) is not None and not mouth.has(
                "suspects", (near[0], hit[0])
            )
            suspects = mouth.has("suspects", (near[0], hit[0])) and not mouth.has("risk", clause) and not wonders_else
            if not suspects:
                continue
        if mouth.has("in_general", sentence) or mouth.has("generic_person", (sentence[0], hit[0])):
            continue
        if status == "present" and hit[0] > clause[0] and state.forms[hit[0] - 1] == "om":
            continue  # "en brosjyre om kjevenekrose"
        judged = cue is not None and (
            state.forms[cue[0]] == "er" or "som" in state.forms[cue[0] : hit[0]] and state.has("judged", *cue)
        )
        if status == "uncertain" and judged and not mouth.asks(hit[0]):
            status, cue = "present", None  # "etter mitt skjønn er dette kjevenekrose", "vurderes som kjevenekrose"
        if mouth.has("elsewhere", (hit[1], min(clause[1], hit[1] + 4))):
            continue
        if _any_bone(mouth, hit, sentence):
            continue
        if (
            status == "present"
            and not mouth.asks(hit[0])
            and mouth.nearest(("suspects_firmly",), hit, (max(clause[0], hit[0] - 8), hit[0])) is not None
        ):
            status, cue = "uncertain", mouth.nearest(("suspects_firmly",), hit, (max(clause[0], hit[0] - 8), hit[0]))
        if status == "present" and mouth.asks(hit[0]):
            end = mouth.clause(hit[0])[1]
            status, cue = "uncertain", (end, end + 1)
        if status == "present" and established is None and clause[0] != hit[0] and hit[0] - sentence[0] > 3:
            continue
        _add(mouth, "jaw_osteonecrosis", status, hit, cue)
    for hit in mouth.all("bare"):
        clause = mouth.clause(hit[0])
        bone = mouth.nearest(("bone",), hit, (max(clause[0], hit[0] - 5), min(clause[1], hit[1] + 5)))
        index = state.transcript.sentence[hit[0]]
        spoken_of = (
            mouth.by_dentist or mouth.speaks(index, back=3, ahead=1) or mouth.has("invasive", mouth.sentence(hit[0]))
        )
        if bone is None or not spoken_of or (mouth.has("elsewhere_bone", clause) and not mouth.has("jaw", clause)):
            continue
        both = (min(hit[0], bone[0]), max(hit[1], bone[1]))
        status, cue = state.context.status(*both)
        denial = mouth.first(("no",), both) or mouth.first(("not_seen",), (both[1], min(clause[1], both[1] + 6)))
        if denial is not None:
            status, cue = "absent", denial
        elif status == "absent" and cue is not None and mouth.first(("dentist", "seen_by"), (cue[1], both[0])):
            status, cue = "present", None  # "det har ikke grodd, og tannlegen ser bart bein"
        _add(mouth, "jaw_osteonecrosis", status, both, cue)
    for hit in mouth.all("sequester"):
        status, cue = state.context.status(*hit)
        if status != "absent":  # there may be dead bone without one
            _add(mouth, "jaw_osteonecrosis", status, hit, cue)
    if state.of("jaw_osteonecrosis", "uncertain"):
        state.findings = [f for f in state.findings if (f.concept, f.status) != ("jaw_osteonecrosis", "absent")]


def _any_bone(mouth: Mouth, hit: Range, sentence: Range) -> bool:
    """Whether the word is the plain "osteonekrose" in a sentence that names no jaw."""
    state = mouth.state
    plain = state.transcript.quote(*hit).lower().startswith(("osteon", "beinn", "benn"))
    index = state.transcript.sentence[hit[0]]
    others = [k for k in (index - 2, index - 1, index + 1) if 0 <= k < len(state.transcript.bounds)]
    near = any(mouth.speaks(k, back=0, ahead=0) for k in others)
    return plain and not near and mouth.first(("jaw", "jaw_bone", "dentist", "tooth"), sentence) is None


def _of_another(mouth: Mouth, cue: Range, hit: Range) -> bool:
    """Whether the doubt is of what stands before a colon: "Obs kjevenekrose: puss fra såret"."""
    between = (cue[1], hit[0])
    return ":" in mouth.state.forms[slice(*between)] and mouth.has("necrosis", between)


def _infection(mouth: Mouth) -> None:
    state = mouth.state
    for kind in ("infection", "pus"):
        for hit in mouth.all(kind):
            if state.context.relative(*hit) is not None or state.section(hit[0]) == "family":
                continue
            answer = mouth.answered(hit)
            if answer is not None and kind == "infection":
                _answered(mouth, "oral_infection", hit, answer)
                continue
            clause = mouth.clause(hit[0])
            sentence = state.transcript.sentence[hit[0]]
            if kind == "pus":
                if (
                    mouth.has("elsewhere", state.transcript.bounds[sentence])
                    and mouth.first(("jaw", "tooth"), clause) is None
                ):
                    continue
                at_tooth = mouth.tooth_number(clause, hit, within=3) is not None
                if (
                    not at_tooth
                    and not mouth.speaks(sentence, back=2, ahead=1)
                    and mouth.first(("invasive", "minor"), clause) is None
                    and not (mouth.by_dentist and mouth.speaks(sentence, back=3, ahead=3))
                ):
                    continue
                if mouth.has("drug_like", (hit[1], hit[1] + 2)):
                    continue
            status, cue = state.context.status(*hit)
            if status == "uncertain" and cue is not None and not mouth.asks(hit[0]) and state.forms[cue[0]] == "er":
                status, cue = "present", None  # "derimot er det litt hevelse"
            if status == "present" and mouth.asks(hit[0]) and kind == "pus":
                status = "uncertain"
            if status == "uncertain" and cue is not None and _of_another(mouth, cue, hit):
                status, cue = "present", None
            condition = mouth.nearest(("condition_infection",), hit, (max(clause[0], hit[0] - 6), hit[0]))
            if condition is not None and (state.forms[condition[0]] != "ved" or hit[0] - condition[1] <= 1):
                continue  # "ved sondering kommer det puss" is no condition
            _add(mouth, "oral_infection", status, hit, cue)
