"""DXA: earlier measurements with how long ago they were, and whether the letter asks for one."""

from __future__ import annotations

from analyser.extraction.dxa_request import NEAR, Anchor, control_of, never_done, request_of, window
from analyser.extraction.finding import Finding, Range
from analyser.extraction.numbers import MONTHS
from analyser.extraction.sections import note_date
from analyser.extraction.state import State
from analyser.extraction.times import Time, time_at

_FAR = 14
_SHORT = 6  # words of a question that asks for nothing by name


def find_dxa(state: State) -> None:
    """Tell earlier measurements from the one that is asked for."""
    earlier: list[Finding] = []
    asked: list[Finding] = []
    weak: set[int] = set()
    for anchor in _anchors(state):
        if anchor.weak:
            weak.add(anchor.first)
        prior = _prior(state, anchor)
        if prior is not None:
            earlier.append(prior)
            if (control := control_of(state, anchor, prior)) is not None:
                asked.append(control)
            continue
        request = request_of(state, anchor)
        if request is not None:
            asked.append(request)
    if any(f.status == "absent" and state.has("dxa_about", f.first, f.last) for f in asked):
        # "spørsmålet gjelder ikke måling": a word for the skeleton asks for none either
        asked = [f for f in asked if f.status == "absent" or f.anchor not in weak]
    _implied(state, earlier, asked)
    _scored(state, earlier)
    _never(state, earlier, asked)
    state.findings += _newest(earlier)
    if asked:
        sure = [f for f in asked if f.status == "absent" or f.weight > 1]
        if any(f.status == "absent" for f in sure) and not any(f.status == "planned" for f in sure):
            asked = sure
        best = min(asked, key=lambda f: (-f.weight, f.first))
        if "purpose" not in best.attributes and any(
            f.attributes.get("purpose") and f.weight >= 1 for f in asked if f.status == best.status
        ):
            best.attributes["purpose"] = "follow_up"
        state.findings.append(best)


def _anchors(state: State) -> list[Anchor]:
    """Names of the measurement; of several in one clause all are kept, for each may be said otherwise."""
    out: list[Anchor] = []
    treated = -_FAR
    for at in state.any_of("dxa_name", "bone_density", "skeleton", "measure_verb"):
        begin, end = state.sentence(at)
        if state.in_class(at, "dxa_name"):
            out.append(Anchor(at, at + 1, weak=False))
        elif at > begin + 1 and state.forms[at - 1] in ("for", "mot") and state.forms[at - 2] == "noe":
            treated = at  # "aldri fått noe for skjelettet" is said of treatment
        elif state.in_class(at, "bone_density"):
            told = at > begin and state.forms[at - 1] == "mål"  # "mål beinmassen"
            out.append(Anchor(at, at + 1, weak=not (told or _by(state, at, begin, end, "measure_verb", "look_verb"))))
        elif state.in_class(at, "skeleton"):
            if _by(state, at, begin, end, "measure_verb"):
                out.append(Anchor(at, at + 1, weak=False))
        elif _asked_anew(state, at, begin) or not _by(
            state, at, max(begin, treated + 1), end, "dxa_name", "bone_density", "skeleton", "not_bone"
        ):
            out.append(Anchor(at, at + 1, weak=True))
    return out


def _asked_anew(state: State, at: int, begin: int) -> bool:
    """As in "ber om ny måling", where what stands behind it may be of something else."""
    lead = range(max(begin, at - 3), at - 1)
    return at > begin and state.in_class(at - 1, "dxa_new") and any(state.in_class(k, "asking_verb") for k in lead)


def _by(state: State, at: int, begin: int, end: int, *names: str) -> bool:
    """Whether a word of one of some classes stands near."""
    return any(state.has(name, max(begin, at - 6), at) or state.has(name, at + 1, min(end, at + 6)) for name in names)


def _prior(state: State, anchor: Anchor) -> Finding | None:
    """An earlier measurement, or the word that there was none."""
    forms = state.forms
    begin, end = window(state, anchor, NEAR)
    never = [at for at in state.where("dxa_never", begin, end) if _joined(state, at, anchor)]
    before = any(not _leads(state, at) for at in state.where("dxa_before", begin, end))
    ever = state.has("dxa_ever", begin, end) or any(
        forms[k : k + 2] == ["noen", "gang"] for k in range(anchor.last, end - 1)
    )
    new = state.has("dxa_new", max(begin, anchor.first - 4), anchor.first)
    denial = state.context.before(anchor.first, "negation") or state.context.after(anchor.last, "negation")
    need = state.has("dxa_need", begin, end)
    if state.context.relative(anchor.first, anchor.last) is not None and not need:
        return None
    undone = _undone(state, anchor, end)
    if never or undone or (denial is not None and ever and not need and not new):
        cue = (never[0], never[0] + 1) if never else undone or denial
        assert cue is not None
        finding = Finding("prior_dxa", "absent", anchor.first, anchor.last, cue=cue, anchor=anchor.first)
        finding.widen(cue)
        return finding
    time = _time(state, anchor)
    here = state.has("here", anchor.last, min(end, anchor.last + 3))  # "måling hos dere i mai i år viste"
    done = state.has("dxa_done", max(begin, anchor.first - 5), min(end, anchor.last + (8 if here else 5)))
    scored = any(
        form[0] == "-" and form[1:2].isdigit() and "." in form
        for form in forms[anchor.last : min(end, anchor.last + _FAR)]
    )
    asks = _asks(state, anchor)
    if denial is not None and need:
        return None
    if new and not done and not scored and time is not None and (time.span[1] <= anchor.first or time.years == 0):
        return None  # "enke siden i høst, til ny måling", "kontroll-DXA 2026 som avtalt"
    if (
        time is not None
        and not _is_future(state, anchor, time)
        and (done or scored or not asks or time.span[0] <= anchor.last + 2)
    ):
        if anchor.weak and not (done or before) and not scored:
            return None
        finding = Finding("prior_dxa", "present", anchor.first, anchor.last, anchor=anchor.first)
        finding.attributes["years_ago"] = time.years
        finding.widen(time.span)
        return finding
    if (before and done and not asks) or scored:
        return (
            Finding("prior_dxa", "present", anchor.first, anchor.last, anchor=anchor.first)
            if not anchor.weak or before
            else None
        )
    return None


def _undone(state: State, anchor: Anchor, end: int) -> Range | None:
    """The denial in "beintettleiken er ikkje målt", where it is not of a time since the last one."""
    for at in range(anchor.last, min(end - 1, anchor.last + 3)):
        if state.forms[at] in (",", ";", ":"):
            return None
        if state.forms[at] == "ikke" and state.in_class(at + 1, "dxa_carried_out"):
            return None if "siden" in state.forms[at : min(end, at + 5)] else (at, at + 1)
    return None


def _leads(state: State, at: int) -> bool:
    """Whether a word leads up to a time to come: "DXA før vinteren"."""
    forms = state.forms
    return forms[at] == "før" and at + 1 < len(forms) and (state.in_class(at + 1, "season") or forms[at + 1] in MONTHS)


def _joined(state: State, at: int, anchor: Anchor) -> bool:
    """Whether nothing parts a word from a measurement: "aldri målt", "DXA: aldri", but not "aldri: trenger DXA"."""
    low, high = (at + 1, anchor.first) if at < anchor.first else (anchor.last, at)
    between = state.forms[low:high]
    return len(between) <= 5 and not any(
        form in (",", ";", "-") or (form == ":" and at < anchor.first) for form in between
    )


def _time(state: State, anchor: Anchor) -> Time | None:
    """The time of a measurement: behind its name, or before it in the clause or at the head of the line."""
    forms = state.forms
    sentence = state.sentence(anchor.first)
    said = note_date(state, anchor.first)
    begin, end = window(state, anchor, _FAR)
    for at in range(anchor.last, min(end, sentence[1])):
        if _subordinate(state, at):
            break  # "siden hun brakk hoften i 2023" tells when something else was
        if state.in_class(at, "measure_verb") and state.has("dxa_new", anchor.last, at):
            break  # "bør måles på nytt, for målingen i 2019 ...": the time is of the other
        time = time_at(forms, at, sentence[1], state.date, said=said)
        if time is not None and time.years >= 0:
            return time
    for at in range(anchor.first - 1, max(begin, sentence[0]) - 1, -1):
        if state.in_class(at, "asking_verb"):
            break  # "letrozol fra januar, onkolog ønsker måling"
        time = time_at(forms, at, sentence[1], state.date, said=said)
        if time is not None and time.years >= 0:
            # "siden 2019": the last token of a time says no less than its first
            for back in (2, 1):
                if at - back >= sentence[0]:
                    earlier = time_at(forms, at - back, sentence[1], state.date, said=said)
                    if earlier is not None and earlier.span[1] == time.span[1]:
                        return earlier
            return time
    return None


def _subordinate(state: State, at: int) -> bool:
    forms = state.forms
    if forms[at] in ("fordi", "da"):
        return True
    return (
        forms[at] == "siden"
        and forms[at + 1 : at + 2] != []
        and forms[at + 1] in ("hun", "han", "pasienten", "jeg", "mor", "de")
    )


def _is_future(state: State, anchor: Anchor, time: Time) -> bool:
    """As in "DXA i april": a month to come, when the letter orders it."""
    begin, end = window(state, anchor, 5)
    if time.span[0] > begin and state.forms[time.span[0] - 1] == "før":
        return time.years < 1
    return state.has("to_come", begin, end) and time.years < 1


def _asks(state: State, anchor: Anchor) -> bool:
    begin, end = window(state, anchor, NEAR)
    return state.has("ask_word", begin, end) or "?" in state.forms[begin:end]


def _implied(state: State, earlier: list[Finding], asked: list[Finding]) -> None:
    """A request that names no measurement: to look into osteoporosis, or for a control after an earlier one."""
    if any(finding.weight >= 1 for finding in asked):
        return
    for at in state.any_of("osteoporosis_name", *(["control_word"] if earlier else [])):
        begin, end = state.sentence(at)
        words = [*state.where("assess_word", max(begin, at - 6), min(end, at + 5))]
        if state.forms[at + 1 : min(end, at + 2)] == ["?"]:
            words.append(at + 1)
        if not words or state.context.relative(at, at + 1) is not None:
            continue
        word = min(words, key=lambda k: abs(k - at))
        finding = Finding("dxa_request", "planned", at, at + 1, cue=(word, word + 1), anchor=at, weight=1)
        finding.widen(finding.cue)
        if not state.in_class(at, "osteoporosis_name"):
            finding.attributes["purpose"] = "follow_up"
        asked.append(finding)
        return
    for prior in earlier:
        begin, end = state.sentence(prior.last - 1)
        wish = next((k for k in state.named("ber") if prior.last <= k < end), None)
        if prior.status == "absent" and wish is not None and state.context.before(wish, "negation") is None:
            # "målt er han aldri blitt, og det ber jeg dere gjøre noe med"
            asked.append(Finding("dxa_request", "planned", prior.first, wish + 1, cue=(wish, wish + 1), weight=1))
            return
    for begin, end in state.transcript.bounds if earlier else ():
        # "Har aldri vært målt. Tar dere henne?"
        if state.forms[begin : begin + 2] == ["tar", "dere"] and state.forms[end - 1] == "?" and end - begin <= _SHORT:
            asked.append(Finding("dxa_request", "planned", begin, end, cue=(end - 1, end), anchor=begin, weight=1))
            return


def _scored(state: State, earlier: list[Finding]) -> None:
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
        time = _time(state, Anchor(at, at + 1, weak=True))
        if scored is None and (time is None or time.years < 0.1):
            continue
        finding = Finding("prior_dxa", "present", at, at + 1, anchor=at)
        if time is not None:
            finding.attributes["years_ago"] = time.years
            finding.widen(time.span)
        earlier.append(finding)
        return


def _never(state: State, earlier: list[Finding], asked: list[Finding]) -> None:
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


def _newest(earlier: list[Finding]) -> list[Finding]:
    """The newest measurement; the word that there was none only where nothing says otherwise."""
    present = [finding for finding in earlier if finding.status == "present"]
    if present:
        return [min(present, key=lambda f: (float(f.attributes.get("years_ago", 999)), f.first))]
    return earlier[:1]
