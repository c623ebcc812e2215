"""DXA: earlier measurements with how long ago they were, and whether the letter asks for one."""

from __future__ import annotations

from analyser.extraction.context.lengths import length_at
from analyser.extraction.context.times import Time
from analyser.extraction.finding import Finding, Range
from analyser.extraction.measurement.dxa_around import controls, implied, never, scored, since_last
from analyser.extraction.measurement.dxa_request import (
    NEAR,
    Anchor,
    begins_line,
    control_of,
    needed,
    request_of,
    window,
)
from analyser.extraction.measurement.dxa_time import FAR, time_of
from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS

_SOMETHING = frozenset(["noe", "annet", "mer"])
_PASSIVES = frozenset(["måles", "målast", "skannes", "scannes"])

_YEAR = 12  # months


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
    implied(state, earlier, asked)
    scored(state, earlier)
    since_last(state, earlier, asked)
    never(state, earlier, asked)
    state.findings += _newest(state, earlier)
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
    treated = -FAR
    for at in state.any_of("dxa_name", "bone_density", "skeleton", "measure_verb"):
        begin, end = state.sentence(at)
        if state.in_class(at, "dxa_name"):
            out.append(Anchor(at, at + 1, weak=False))
        elif at > begin + 1 and state.forms[at - 1] in ("for", "mot") and state.forms[at - 2] in _SOMETHING:
            treated = at  # "aldri fått noe for skjelettet" is said of treatment
        elif state.in_class(at, "bone_density") and state.has("metastasis", max(begin, at - 3), at):
            continue  # "spredning til skjelettet"
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
    if at - 1 > begin and state.forms[at - 1] == "ikke" and state.in_class(at - 2, "dxa_about"):
        return True  # "gjelder ikke måling, men tannlegens råd"
    asks = any(state.in_class(k, "asking_verb") or state.in_class(k, "dxa_about") for k in lead)
    return at > begin and state.in_class(at - 1, "dxa_new") and asks


def _by(state: State, at: int, begin: int, end: int, *names: str) -> bool:
    """Whether a word of one of some classes stands near."""
    return any(state.has(name, max(begin, at - 6), at) or state.has(name, at + 1, min(end, at + 6)) for name in names)


def _prior(state: State, anchor: Anchor) -> Finding | None:
    """An earlier measurement, or the word that there was none."""
    forms = state.forms
    begin, end = window(state, anchor, NEAR)
    never = [at for at in state.where("dxa_never", begin, end) if _joined(state, at, anchor)]
    time = time_of(state, anchor)
    span = range(*time.span) if time is not None else ()  # "i forrige uke" tells of no earlier measurement
    before = any(at not in span and not _leads(state, at) for at in state.where("dxa_before", begin, end))
    ever = state.has("dxa_ever", begin, end) or any(
        forms[k : k + 2] == ["noen", "gang"] for k in range(anchor.last, end - 1)
    )
    new = state.has("dxa_new", max(begin, anchor.first - 4), anchor.first)
    denial = state.context.before(anchor.first, "negation") or state.context.after(anchor.last, "negation")
    if denial is not None and "før" in forms[denial[1] + (forms[denial[0]] == "ikke") : anchor.first]:
        denial = None  # "ikke startet behandling før beintettheten er målt"
    need = needed(state, begin, end)
    relative = state.context.relative(anchor.first, anchor.last)
    if relative is not None and not need and not begins_line(state, anchor.first, relative[1]):
        return None
    if denial is not None and (lapsed := _not_since(state, anchor)) is not None:
        return lapsed
    undone = _undone(state, anchor, end)
    not_made = denial is not None and state.has("dxa_carried_out", denial[1], denial[1] + 2)
    if never or undone or (denial is not None and ever and not new and (not_made or not need)):
        cue = (never[0], never[0] + 1) if never else undone or denial
        assert cue is not None
        finding = Finding("prior_dxa", "absent", anchor.first, anchor.last, cue=cue, anchor=anchor.first)
        finding.widen(cue)
        return finding
    here = state.has("here", anchor.last, min(end, anchor.last + 3))  # "måling hos dere i mai i år viste"
    told = state.where("dxa_done", max(begin, anchor.first - 5), min(end, anchor.last + (8 if here else 5)))
    done = any(at not in span for at in told)
    scored = any(
        form[0] == "-" and form[1:2].isdigit() and "." in form
        for form in forms[anchor.last : min(end, anchor.last + FAR)]
    )
    asks = _asks(state, anchor)
    if (denial is not None and need) or _not_needed(state, anchor, end) or _to_be_made(state, anchor):
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
    if (before and done and not asks) or scored or (not anchor.weak and _told(state, anchor)):
        return (
            Finding("prior_dxa", "present", anchor.first, anchor.last, anchor=anchor.first)
            if not anchor.weak or before
            else None
        )
    return None


def _not_needed(state: State, anchor: Anchor, end: int) -> bool:
    """As in "DXA er ikke nødvendig nå, hun ble målt i fjor": the time is of the other."""
    close = range(anchor.last, min(end - 1, anchor.last + 3))
    return any(state.forms[at] == "ikke" and state.has("dxa_need", at + 1, at + 3) for at in close)


def _to_be_made(state: State, anchor: Anchor) -> bool:
    """As in "nå skal også mannen måles": a passive behind its modal."""
    written = state.transcript.written(anchor.first).lower()
    lead = range(max(state.sentence(anchor.first)[0], anchor.first - 5), anchor.first)
    return written in _PASSIVES and any(state.in_class(at, "dxa_ought") for at in lead)


def _not_since(state: State, anchor: Anchor) -> Finding | None:
    """As in "har ikke vært målt på fem år": so long ago it was made."""
    forms, end = state.forms, state.sentence(anchor.first)[1]
    for at in range(anchor.last, min(end, anchor.last + 3)):
        length = length_at(state, at + 1, end) if forms[at] == "på" else None
        if length is not None and length.value >= _YEAR:
            years = round(length.value / _YEAR, 1)
            span = (anchor.first, length.span[1])
            return Finding("prior_dxa", "present", *span, anchor=anchor.first, attributes={"years_ago": years})
    return None


def _told(state: State, anchor: Anchor) -> bool:
    """Whether it has shown something: "DXA viste osteopeni", "var normal"; not "hvis DXA viser osteopeni"."""
    begin, end = state.sentence(anchor.first)
    showed = next(iter(state.where("dxa_told", anchor.last, min(end, anchor.last + 3))), None)
    if showed is None:
        was = next(iter(state.where("dxa_was", anchor.last, min(end, anchor.last + 6))), end)
        asked = {"om", "å"} & {*state.forms[anchor.last : was]}
        showed = None if asked else next(iter(state.where("dxa_found", was + 1, min(end, was + 4))), None)
    if showed is None or "?" in state.forms[showed:end]:
        return False
    return not state.has("dxa_supposed", max(begin, anchor.first - 4), anchor.first)


def _undone(state: State, anchor: Anchor, end: int) -> Range | None:
    """The denial in "beintettleiken er ikkje målt", where it is not of a time since the last one, or "uten at"."""
    for at in range(max(state.sentence(anchor.first)[0], anchor.first - 6), anchor.first):
        if state.forms[at : at + 2] == ["uten", "at"] and state.has("dxa_carried_out", at + 2, anchor.last + 3):
            return at, at + 2  # "har brukt Fosamax i to år uten at det er tatt DXA"
    for at in range(anchor.last, min(end - 1, anchor.last + 3)):
        if state.forms[at] in (",", ";", ":"):
            return None
        if state.forms[at] == "ikke" and state.in_class(at + 1, "dxa_carried_out"):
            return None if "siden" in state.forms[at : min(end, at + 5)] else (at, at + 1)
    return None


def _leads(state: State, at: int) -> bool:
    """Whether a word leads up to a time to come, "DXA før vinteren", or is none of time: "sette i gang"."""
    forms = state.forms
    if forms[at] == "gang" and forms[at - 1] == "i":
        return True
    return forms[at] == "før" and at + 1 < len(forms) and (state.in_class(at + 1, "season") or forms[at + 1] in MONTHS)


def _joined(state: State, at: int, anchor: Anchor) -> bool:
    """Whether nothing parts a word from a measurement: "aldri målt", "DXA: aldri", but not "aldri: trenger DXA"."""
    low, high = (at + 1, anchor.first) if at < anchor.first else (anchor.last, at)
    between = state.forms[low:high]
    return len(between) <= 5 and not any(
        form in (",", ";", "-") or (form == ":" and at < anchor.first) for form in between
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


def _newest(state: State, earlier: list[Finding]) -> list[Finding]:
    """The newest measurement; the word that there was none only where nothing says otherwise."""
    present = [finding for finding in earlier if finding.status == "present"]
    if present:
        present += controls(state, present)
        return [min(present, key=lambda f: (float(f.attributes.get("years_ago", 999)), f.first))]
    return earlier[:1]
