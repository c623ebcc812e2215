"""Dead bone and infection in the jaw, and the worry about them."""

from __future__ import annotations

from analyser.extraction.answers import Answer
from analyser.extraction.finding import Finding, Range
from analyser.extraction.mouth import Mouth

_WIDE = 12


def find_jaw(mouth: Mouth) -> None:
    """Add findings of jaw osteonecrosis, of infection, and of a dentist's or the patient's concern."""
    _necrosis(mouth)
    if mouth.state.of("jaw_osteonecrosis", "present"):
        mouth.state.findings = [
            f for f in mouth.state.findings if (f.concept, f.status) != ("jaw_osteonecrosis", "uncertain")
        ]
    _infection(mouth)
    _concern(mouth)


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
        established = mouth.nearest(("established",), hit, (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 5)))
        surely = mouth.nearest(("surely",), hit, (max(clause[0], hit[0] - 6), min(clause[1], hit[1] + 5)))
        if mouth.first(("fear", "risk", "warn"), clause) is not None and (surely is None or mouth.has("risk", clause)):
            near = (max(clause[0], hit[0] - 8), min(clause[1], hit[1] + 4))
            wonders_else = mouth.first(("fear",), (clause[0], hit[0])) is not None and not mouth.has(
                "suspects", (near[0], hit[0])
            )
            suspects = mouth.has("suspects", near) and not mouth.has("risk", clause) and not wonders_else
            if not suspects:
                continue
        if mouth.has("in_general", sentence) or mouth.has("generic_person", (sentence[0], hit[0])):
            continue
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
        spoken_of = mouth.by_dentist or mouth.speaks(index, back=3, ahead=1)
        if bone is None or not spoken_of or mouth.has("elsewhere_bone", clause):
            continue
        both = (min(hit[0], bone[0]), max(hit[1], bone[1]))
        status, cue = state.context.status(*both)
        if mouth.has("no", both):
            status, cue = "absent", mouth.within("no", both)[0]
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
                    and not (mouth.by_dentist and mouth.speaks(sentence, back=3, ahead=3))
                ):
                    continue
                if mouth.has("drug_like", (hit[1], hit[1] + 2)):
                    continue
            status, cue = state.context.status(*hit)
            if status == "uncertain" and cue is not None and not mouth.asks(hit[0]) and state.forms[cue[0]] == "er":
                status, cue = "present", None  # "derimot er det litt hevelse"
            condition = mouth.nearest(("condition_infection",), hit, (max(clause[0], hit[0] - 6), hit[0]))
            if condition is not None and (state.forms[condition[0]] != "ved" or hit[0] - condition[1] <= 1):
                continue  # "ved sondering kommer det puss" is no condition
            _add(mouth, "oral_infection", status, hit, cue)


def _concern(mouth: Mouth) -> None:
    state = mouth.state
    for sentence, (begin, end) in enumerate(state.transcript.bounds):
        scope = (begin, end)
        necrosis = mouth.first(("necrosis",), scope) or _ruined_jaw(mouth, scope)
        for_jaw = necrosis or _for_the_jaw(mouth, scope)
        dentist = mouth.first(("dentist",), scope)
        if for_jaw is not None:
            _about_jaw(mouth, scope, for_jaw, dentist)
        if dentist is not None:
            _dentist_objects(mouth, scope, dentist)
        elif mouth.first(("warn",), scope) is not None and mouth.by_dentist and for_jaw is None:
            _dentist_objects(mouth, scope, (begin, begin))
        elif for_jaw is None and mouth.first(("warn",), scope) is not None and mouth.speaks(sentence, back=1):
            subject = state.forms[begin] in ("han", "hun", "vedkommende", "denne", "der")
            told = mouth.first(("hold", "pull_infinitive", "pull_coming", "implant", "invasive"), scope) is not None
            if sentence and subject and told and mouth.has("dentist", state.transcript.bounds[sentence - 1]):
                _dentist_objects(mouth, scope, (begin, begin))


def _ruined_jaw(mouth: Mouth, scope: Range) -> Range | None:
    """As in "Kjeven ødelagt", "ryker i kjeven", "du kan miste kjeven"."""
    no_ruin = mouth.has("no_ruin", scope)
    for hit in mouth.within("jaw_bone", scope):
        ruin = mouth.nearest(("ruin",), hit, (max(scope[0], hit[0] - 4), min(scope[1], hit[1] + 5)))
        if ruin is not None and not no_ruin:
            return min(hit[0], ruin[0]), max(hit[1], ruin[1])
    return None


def _for_the_jaw(mouth: Mouth, scope: Range) -> Range | None:
    """As in "Av hensyn til kjeven", "fare for kjevebeinet", "redd for kjeven"."""
    for hit in mouth.within("jaw_bone", scope):
        for kind in ("risk", "fear", "because_of"):
            near = mouth.nearest((kind,), hit, (max(scope[0], hit[0] - 5), min(scope[1], hit[1] + 3)))
            if kind == "because_of" and near is not None and hit[0] - near[1] not in (0, 1):
                continue
            if near is not None:
                return min(hit[0], near[0]), max(hit[1], near[1])
    return None


def _about_jaw(mouth: Mouth, scope: Range, jaw: Range, dentist: Range | None) -> None:
    state = mouth.state
    fear = mouth.nearest(("fear", "warn"), (jaw[0], jaw[0]), scope) or mouth.nearest(("fear", "warn"), jaw, scope)
    risk = mouth.nearest(("risk",), (jaw[0], jaw[0]), scope)
    if fear is not None:
        denial = mouth.nearest(("no",), fear, (max(scope[0], fear[0] - 5), fear[0]))
        if denial is not None and not mouth.has("no_denial_fear", (denial[0], fear[1])):
            _concern_added(mouth, "absent", (min(fear[0], jaw[0]), max(fear[1], jaw[1])), denial)
            return
        if mouth.has("suspects", scope) and not mouth.has("true_fear", scope):
            return
        _concern_added(mouth, "present", (min(fear[0], jaw[0]), max(fear[1], jaw[1])), fear)
        return
    if dentist is not None and (risk is not None or _ruined_jaw(mouth, scope) is not None or mouth.has("hold", scope)):
        _concern_added(mouth, "present", (min(dentist[0], jaw[0]), max(dentist[1], jaw[1])), risk)
        return
    if (
        risk is not None
        and not mouth.has("inform", scope)
        and mouth.has("because", (max(scope[0], risk[0] - 3), risk[1]))
    ):
        _concern_added(mouth, "present", (min(risk[0], jaw[0]), max(risk[1], jaw[1])), risk)
        return
    if _ruined_jaw(mouth, scope) is not None or mouth.has("in_general", scope):
        sentence = state.transcript.sentence[scope[0]]
        if (
            mouth.speaks(sentence, back=1)
            and mouth.first(("dentist", "fear", "warn"), (max(0, scope[0] - 30), scope[1])) is not None
        ):
            _concern_added(mouth, "present", jaw, None)


def _concern_added(mouth: Mouth, status: str, hit: Range, cue: Range | None) -> None:
    if mouth.asks(hit[0]) and mouth.first(("dentist", "fear"), hit) is None:
        return
    _add(mouth, "dentist_concern", status, hit, cue)


def _dentist_objects(mouth: Mouth, scope: Range, dentist: Range) -> None:
    """The dentist warns, refuses or asks for a pause because of a bone drug."""
    after = (dentist[1], scope[1])
    if _inverted_refusal(mouth, scope, dentist) and _drug_in_letter_near(mouth, scope):
        _add(mouth, "dentist_concern", "present", (dentist[0] - 1, dentist[1] + 1), (dentist[1], dentist[1] + 1))
        return
    for objection in mouth.within("no_concern", after):
        denial = mouth.nearest(("no",), objection, (max(after[0], objection[0] - 4), objection[0]))
        if denial is not None:
            _add(mouth, "dentist_concern", "absent", (dentist[0], objection[1]), denial)
            return
    warn = mouth.nearest(("warn",), dentist, after)
    drug = mouth.first(("named_drug",), scope) or mouth.nearest(("drug_noun",), dentist, after)
    hold = mouth.nearest(("hold",), dentist, after)
    work = mouth.first(("pull_infinitive", "pull_coming", "invasive", "implant", "minor", "minor_verb"), after)
    if warn is not None and warn[0] - dentist[1] <= _WIDE:
        denial = mouth.nearest(("no",), warn, (max(after[0], warn[0] - 3), warn[0]))
        if denial is not None and "like" in mouth.state.forms[denial[1] : warn[0]]:
            return  # "ikke like engstelig" says little
        if denial is not None and denial not in mouth.within("warn", after):
            _add(mouth, "dentist_concern", "absent", (dentist[0], warn[1]), denial)
            return
        if drug is not None or (work is not None and _while_treated(mouth, scope)) or mouth.has("risk", scope):
            _add(
                mouth, "dentist_concern", "present", (dentist[0] if dentist[1] > dentist[0] else warn[0], warn[1]), warn
            )
            return
        touches = work is not None or mouth.has("untouched", after)
        if touches and mouth.has("refusal", (warn[0], warn[1])) and _drug_in_letter_near(mouth, scope):
            _add(
                mouth, "dentist_concern", "present", (dentist[0] if dentist[1] > dentist[0] else warn[0], warn[1]), warn
            )
            return
    demand = mouth.nearest(("demand",), dentist, after)
    if hold is not None and demand is not None and (drug is not None or _drug_in_letter_near(mouth, scope)):
        _add(
            mouth, "dentist_concern", "present", (dentist[0] if dentist[1] > dentist[0] else demand[0], hold[1]), demand
        )


def _inverted_refusal(mouth: Mouth, scope: Range, dentist: Range) -> bool:
    """As in "derfor vil tannlegen ikke trekke"."""
    forms = mouth.state.forms
    within = scope[0] < dentist[0] and dentist[1] < scope[1]
    return within and forms[dentist[1]] == "ikke" and forms[dentist[0] - 1] in ("vil", "tør", "ville", "torde")


def _while_treated(mouth: Mouth, scope: Range) -> bool:
    """As in "Så lenge hun får Prolia", "før sprøyten er stoppet"."""
    return mouth.has("while", scope) or mouth.has("named_drug", scope)


def _drug_in_letter_near(mouth: Mouth, scope: Range) -> bool:
    begin = max(0, scope[0] - 40)
    return mouth.has("named_drug", (begin, min(scope[1] + 30, len(mouth.state.forms))))
