"""Worry about the jaw: a dentist who warns, refuses or wants a pause, a patient who is afraid."""

from __future__ import annotations

from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.visits import works

_CONCEPT = "dentist_concern"
_WIDE = 12
_BEFORE = 5
_NEAR, _FAR = 5, 9
_PLAIN = -1.0
"""Weight of a pause that is asked for without a reason: no worry of its own where the drug was paused."""
_OF_WHAT = frozenset(["for", "over", "på", "til", "av", "om"])
_CUTS = frozenset([",", "men", "og", "(", ")", ":"])
_SUBJECTS = frozenset(["seg", "hun", "han", "pasienten", "er", "var", "jeg", "de", "verken", "selv"])


def find_concern(mouth: Mouth) -> None:
    """Add a finding for each worry about the jaw, or its denial."""
    state = mouth.state
    for sentence in mouth.sentences("necrosis", "jaw_bone", "dentist", "core_fear", "warn"):
        scope = begin, _ = state.transcript.bounds[sentence]
        necrosis = mouth.first(("necrosis",), scope) or _ruined_jaw(mouth, scope)
        for_jaw = necrosis or _for_the_jaw(mouth, scope)
        dentist = mouth.first(("dentist",), scope)
        if for_jaw is not None:
            _about_jaw(mouth, scope, for_jaw, dentist)
        elif sentence and dentist is None:
            _afraid_of_it(mouth, scope, state.transcript.bounds[sentence - 1])
        if dentist is not None:
            _dentist_objects(mouth, scope, dentist)
        elif mouth.first(("warn",), scope) is not None and mouth.by_dentist and for_jaw is None:
            _dentist_objects(mouth, scope, (begin, begin))
        elif for_jaw is None and mouth.first(("warn",), scope) is not None and mouth.speaks(sentence, back=1):
            subject = state.forms[begin] in ("han", "hun", "vedkommende", "denne", "der")
            told = mouth.first(("hold", "pull_infinitive", "pull_coming", "implant", "invasive"), scope) is not None
            if sentence and subject and told and mouth.has("dentist", state.transcript.bounds[sentence - 1]):
                _dentist_objects(mouth, scope, (begin, begin))


def _afraid_of_it(mouth: Mouth, scope: Range, before: Range) -> None:
    """As in "Hun er ikke lenger redd", behind a sentence about dead jaw bone that the patient does not have."""
    fear = mouth.first(("core_fear",), scope)
    if fear is None or not mouth.has("necrosis", before):
        return
    if any(before[0] <= finding.first < before[1] for finding in mouth.state.of("jaw_osteonecrosis", "present")):
        return
    denial = _denied(mouth, fear, scope)
    _add(mouth, "present" if denial is None else "absent", fear, denial)


def drop_plain_demands(mouth: Mouth) -> None:
    """A pause that the dentist asked for, with no reason told, and that was made, is told by the pause."""
    state = mouth.state
    if state.of("treatment_withheld", "present"):
        state.findings = [f for f in state.findings if f.concept != _CONCEPT or f.weight != _PLAIN]


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
            back = _FAR if kind == "fear" and mouth.state.forms[hit[0] - 1] in ("om", "med", "på", "av") else _NEAR
            near = mouth.nearest((kind,), hit, (max(scope[0], hit[0] - back), min(scope[1], hit[1] + 3)))
            if kind == "because_of" and near is not None and (hit[0] - near[1] not in (0, 1) or _is_ill(mouth)):
                continue
            if near is not None and mouth.state.forms[near[1] : near[1] + 2] == ["fra", "dere"]:
                continue  # "på vent av hensyn til kjeven til jeg hører fra dere"
            if near is not None:
                return min(hit[0], near[0]), max(hit[1], near[1])
    return None


def _is_ill(mouth: Mouth) -> bool:
    """Whether the jaw is, or may be, ill already."""
    return any(finding.status in ("present", "uncertain") for finding in mouth.state.of("jaw_osteonecrosis"))


def _about_jaw(mouth: Mouth, scope: Range, jaw: Range, dentist: Range | None) -> None:
    state = mouth.state
    fear = mouth.nearest(("fear", "warn"), (jaw[0], jaw[0]), scope) or mouth.nearest(("fear", "warn"), jaw, scope)
    risk = mouth.nearest(("risk",), (jaw[0], jaw[0]), scope)
    if fear is not None:
        denial = _denied(mouth, fear, scope)
        if denial is not None:
            if not _only_less(mouth, denial, fear):
                _concern_added(mouth, "absent", (min(fear[0], jaw[0]), max(fear[1], jaw[1])), denial)
            return
        if mouth.has("suspects", scope) and not mouth.has("true_fear", scope):
            return
        _concern_added(mouth, "present", (min(fear[0], jaw[0]), max(fear[1], jaw[1])), fear)
        return
    ruined = _ruined_jaw(mouth, scope)
    is_found = any(scope[0] <= finding.first < scope[1] for finding in state.of("jaw_osteonecrosis"))
    if (
        dentist is not None
        and not is_found
        and (risk is not None or ruined is not None or mouth.has("hold", scope) or _only_spoken_of(mouth, scope))
    ):
        _concern_added(mouth, "present", (min(dentist[0], jaw[0]), max(dentist[1], jaw[1])), risk)
        return
    if (
        risk is not None
        and not mouth.has("inform", scope)
        and mouth.has("because", (max(scope[0], risk[0] - 3), risk[1]))
    ):
        _concern_added(mouth, "present", (min(risk[0], jaw[0]), max(risk[1], jaw[1])), risk)
        return
    if ruined is not None or mouth.has("in_general", scope):
        sentence = state.transcript.sentence[scope[0]]
        if mouth.speaks(sentence, back=1) and (
            mouth.first(("dentist", "fear", "warn"), (max(0, scope[0] - 30), scope[1])) is not None
            or (ruined is not None and mouth.has("named_drug", scope))
        ):
            _concern_added(mouth, "present", jaw, None)


def _denied(mouth: Mouth, fear: Range, scope: Range) -> Range | None:
    """What denies a fear: "ikke redd for", "uroer seg ikke for"."""
    forms = mouth.state.forms
    denial = mouth.nearest(("no",), fear, (max(scope[0], fear[0] - 5), fear[0]))
    if denial is not None and forms[denial[0]] == "nei" and forms[denial[1]] != ",":
        return None  # "har takket nei fordi hun er redd for kjeven"
    if (
        denial is not None
        and not mouth.has("no_denial_fear", (denial[0], fear[1]))
        and not _CUTS.intersection(forms[denial[1] : fear[0]])
    ):
        return denial
    behind = mouth.first(("no",), (fear[1], min(scope[1], fear[1] + 4)))
    if behind is None or not _SUBJECTS.issuperset(forms[fear[1] : behind[0]]):
        return None
    return None if mouth.has("no_denial", (behind[0], min(scope[1], behind[0] + 3))) else behind


def _only_less(mouth: Mouth, denial: Range, fear: Range) -> bool:
    """As in "ikke like engstelig", which says little."""
    return "like" in mouth.state.forms[denial[1] : fear[0]]


def _only_spoken_of(mouth: Mouth, scope: Range) -> bool:
    """Whether dead jaw bone is named, and neither explained nor asked about."""
    if not mouth.has("necrosis", scope):
        return False
    return not mouth.has("inform", scope) and not mouth.asks(mouth.within("necrosis", scope)[0][0])


def _concern_added(mouth: Mouth, status: str, hit: Range, cue: Range | None) -> None:
    if mouth.asks(hit[0]) and mouth.first(("dentist", "fear"), hit) is None:
        return
    _add(mouth, status, hit, cue)


def _add(mouth: Mouth, status: str, hit: Range, cue: Range | None, *, weight: float = 0) -> None:
    finding = Finding(_CONCEPT, status, *hit, cue=cue, anchor=hit[0], weight=weight)
    finding.widen(cue)
    mouth.state.findings.append(finding)


def _dentist_objects(mouth: Mouth, scope: Range, dentist: Range) -> None:
    """The dentist warns, refuses or asks for a pause because of a bone drug."""
    after = (dentist[1], scope[1])
    if (approval := _approves(mouth, dentist, after)) is not None:
        both = (min(dentist[0], approval[0]), max(dentist[1], approval[1]))
        _add(mouth, "absent", both, approval)
        return
    of_dentist = mouth.first(("fear_noun",), (dentist[1], min(scope[1], dentist[1] + 1)))
    if of_dentist is not None:
        _add(mouth, "present", (dentist[0], of_dentist[1]), of_dentist)  # "tannlegens engstelse"
        return
    named = dentist[1] > dentist[0]
    begin = dentist[0] if named else None
    drug = mouth.first(("named_drug",), scope) or mouth.nearest(("drug_noun",), dentist, after)
    warn = _said(mouth, ("warn",), dentist, scope)
    if warn is not None:
        denial = _denied(mouth, warn, after)
        if denial is not None and denial not in mouth.within("warn", after):
            if not _only_less(mouth, denial, warn):
                _add(mouth, "absent", (dentist[0], warn[1]), denial)
            return
        if drug is not None or mouth.has("risk", scope) or _refuses(mouth, warn, scope, after):
            first, last = (warn[0] if begin is None else min(begin, warn[0])), max(dentist[1], warn[1])
            _add(mouth, "present", (first, last), warn)
            return
    demand = _said(mouth, ("demand",), dentist, scope)
    if demand is None or not (drug is not None or _drug_in_letter_near(mouth, scope)):
        return
    if mouth.has("asks", (dentist[1], demand[0])):
        return  # "tannlegen lurer på om den må stoppes"
    own = demand[0] - dentist[1] <= 1  # "tannlegens ønske": what is asked for may stand before it
    hold = mouth.nearest(("hold",), dentist, after) or (mouth.nearest(("hold",), dentist, scope) if own else None)
    if hold is not None and mouth.has("without", (max(scope[0], hold[0] - 2), hold[0])):
        return  # "kan gjøres uten å pausere"
    if hold is None or _denied(mouth, demand, (dentist[1], scope[1])) is not None:
        return
    first = demand[0] if begin is None else min(begin, demand[0])
    _add(mouth, "present", (min(first, hold[0]), max(hold[1], dentist[1])), demand, weight=_PLAIN)


def _approves(mouth: Mouth, dentist: Range, after: Range) -> Range | None:
    """As in "tannlegen har ingen innvendinger"."""
    forms, begin = mouth.state.forms, mouth.state.sentence(dentist[0])[0]
    if dentist[0] > begin and forms[dentist[0] - 1] in ("fra", "av", "hos"):
        after = (max(begin, dentist[0] - _WIDE), after[1])  # "ingen innvendinger fra tannlegen"
    for objection in mouth.within("no_concern", after):
        denial = mouth.nearest(("no",), objection, (max(after[0], objection[0] - 4), objection[0]))
        between = mouth.state.forms[denial[1] : objection[0]] if denial is not None else ()
        obstacle = mouth.state.forms[objection[0]].startswith("hind") and "ser" not in forms[dentist[1] : objection[0]]
        if (
            denial is None
            or obstacle
            or _CUTS.intersection(between)
            or works(mouth, (dentist[1], max(dentist[1], denial[0])))
        ):
            continue
        return denial[0], objection[1]
    return None


def _said(mouth: Mouth, kinds: tuple[str, ...], dentist: Range, scope: Range) -> Range | None:
    """What a dentist says, behind the dentist, or before: "frarådet av tannlegen", "beskjed fra tannlegen"."""
    behind = mouth.nearest(kinds, dentist, (dentist[1], min(scope[1], dentist[1] + _WIDE)))
    if behind is not None:
        return behind
    around = next((hit for kind in kinds for hit in mouth.within(kind, scope) if hit[0] < dentist[0] < hit[1]), None)
    if around is not None:
        return around  # "derfor vil tannlegen ikke trekke"
    if dentist[0] == scope[0]:
        return None
    asked = next((hit for kind in kinds for hit in mouth.within(kind, scope) if hit[1] == dentist[0]), None)
    if asked is not None and mouth.state.forms[dentist[0] - 1] == "ikke":
        return asked  # "hvorfor vil ikke tannlegen trekke"
    if mouth.state.forms[dentist[0] - 1] not in ("av", "fra", "hos"):
        return None
    return mouth.nearest(kinds, dentist, (max(scope[0], dentist[0] - _BEFORE), dentist[0]))


def _refuses(mouth: Mouth, warn: Range, scope: Range, after: Range) -> bool:
    """Whether the bone drug makes the dentist refuse; where the letter names one, a firm refusal is enough."""
    work = mouth.first(("pull_infinitive", "pull_coming", "invasive", "implant", "minor", "minor_verb"), after)
    if (work is not None and _while_treated(mouth, scope)) or (
        mouth.is_a(warn, "refusal_firm") and mouth.has("if_started", after)
    ):
        return True
    if not _drug_in_letter_near(mouth, scope) or not mouth.has("refusal", warn):
        return False
    return (
        work is not None
        or mouth.has("untouched", after)
        or (mouth.is_a(warn, "core_fear") and mouth.state.forms[warn[1]] not in _OF_WHAT)
        or (mouth.is_a(warn, "refusal_firm") and not mouth.has("busy", after))
    )


def _while_treated(mouth: Mouth, scope: Range) -> bool:
    """As in "Så lenge hun får Prolia", "før sprøyten er stoppet"."""
    return mouth.has("while", scope) or mouth.has("named_drug", scope)


def _drug_in_letter_near(mouth: Mouth, scope: Range) -> bool:
    begin = max(0, scope[0] - 40)
    return mouth.has("named_drug", (begin, min(scope[1] + 30, len(mouth.state.forms))))
