"""Whether a letter asks for the measurement that it names."""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.finding import Finding, Range
from analyser.extraction.state import State

_TITLE = 6  # words of a title
_UNTIL = frozenset(["før", "inntil"])
NEAR = 8  # tokens around a measurement in which a word speaks of it


class Anchor(NamedTuple):
    """Where a measurement of bone is named; a weak name ("måling") needs words of bone or asking near it."""

    first: int
    last: int
    weak: bool


def window(state: State, anchor: Anchor, reach: int) -> Range:
    """The tokens of a clause that lie no further than so many from a measurement."""
    begin, end = state.context.clause(anchor.first)
    return max(begin, anchor.first - reach), min(max(end, anchor.last), anchor.last + reach)


def begins_line(state: State, at: int, before: int) -> bool:
    """Whether a token begins a line below an earlier one, in a letter that ends its lines without points."""
    transcript = state.transcript
    return before < at and "\n" in transcript.text[transcript.ends[at - 1] : transcript.starts[at]]


def control_of(state: State, anchor: Anchor, prior: Finding) -> Finding | None:
    """As in "kontroll-DXA, forrige i mai 2023", "vil ha måling, men det er bare et år siden": asked for and told of."""
    forms = state.forms
    if prior.status != "present":
        return None
    denial = state.context.before(anchor.first, "negation")
    if denial is not None and forms[denial[1] : anchor.first] == ["ny"]:
        # "ingen ny DXA nå, den er fra april"
        return Finding("dxa_request", "absent", denial[0], anchor.last, cue=denial, anchor=anchor.first, weight=2)
    between = forms[anchor.last : prior.last]
    if "men" in between and state.has("ask_word", max(state.sentence(anchor.first)[0], anchor.first - 3), anchor.first):
        return Finding("dxa_request", "planned", anchor.first, anchor.last, anchor=anchor.first, weight=2)
    lead = (max(state.sentence(anchor.first)[0], anchor.first - NEAR), anchor.first)
    again = state.has("dxa_new", max(lead[0], anchor.first - 2), anchor.first) and (
        state.has("ask_word", *lead) or state.has("due_word", *lead)
    )
    if forms[anchor.last : anchor.last + 1] in (["hver"], ["hvert"]) and state.has("asking_verb", *lead):
        again = True  # "de ber oss ordne DXA hvert femte år, sist i 2020"
    named = state.in_class(anchor.first, "dxa_new") or (anchor.first > 0 and forms[anchor.first - 1] == "kontroll")
    if not again and (anchor.weak or not named):
        return None
    last = any(form in ("forrige", "sist", "siste") for form in forms[anchor.last : anchor.last + 6])
    if not last and not (again and "," in forms[anchor.last : anchor.last + 2]):
        return None  # "ønsker ny DXA, har ikke vært målt siden 2015": the time is told in a clause of its own
    finding = Finding("dxa_request", "planned", anchor.first, anchor.last, anchor=anchor.first, weight=2)
    finding.attributes["purpose"] = "follow_up"
    return finding


def request_of(state: State, anchor: Anchor) -> Finding | None:
    """What a name of the measurement asks for, by how sure that is; a weak name must be asked for in words."""
    forms = state.forms
    begin, end = window(state, anchor, NEAR)
    near_begin, near_end = window(state, anchor, 5)
    denial = state.context.before(anchor.first, "negation") or state.context.after(anchor.last, "negation")
    if denial is None:
        denial = next(
            (
                (at, at + 1)
                for at in range(begin, end)
                if state.in_class(at, "needless")
                or (anchor.last <= at and forms[at : at + 2] in (["kan", "vente"], ["får", "vente"]))
                or (
                    forms[at] in ("ikke", "ingen", "unødvendig", "neppe")
                    and forms[at - 1] != "om"
                    and not never_done(state, at)
                    and needed(state, max(begin, at - 4), min(end, at + 4))
                )
            ),
            None,
        )  # fmt: skip
    if (
        denial is not None
        and (
            _is_elses(state, denial, anchor)
            or (denial[1] + 1 < anchor.first and begins_line(state, anchor.first, denial[0]))
            or not _UNTIL.isdisjoint(forms[denial[1] : anchor.first])  # "vil ikke starte før DXA"
            or state.has("dxa_attended", max(begin, denial[0] - 2), denial[0])  # "møtte ikke til DXA"
            or forms[denial[1] : denial[1] + 2] in (["om", "hun"], ["om", "han"])  # "husker ikke om hun er målt"
        )
    ):
        denial = None
    denial = denial or _not_asked(state, anchor)
    need = needed(state, begin, end)
    if (
        denial is not None
        and (need or not anchor.weak or state.has("dxa_new", near_begin, near_end))
        and forms[denial[0]] != "?"
    ):
        close = range(max(near_begin, anchor.first - 4), min(near_end, anchor.last + 4))
        if anchor.weak and not (
            state.has("dxa_new", close.start, close.stop) or needed(state, close.start, close.stop)
        ):
            return None
        if (persists := _persists(state, anchor)) is not None:
            return Finding(
                "dxa_request", "planned", anchor.first, anchor.last, cue=persists, anchor=anchor.first, weight=2
            )
        finding = Finding("dxa_request", "absent", anchor.first, anchor.last, cue=denial, anchor=anchor.first, weight=1)
        finding.widen(denial)
        return finding
    words = [at for at in range(begin, end) if state.in_class(at, "ask_word") or forms[at] == "?"]
    relative = state.context.relative(anchor.first, anchor.last)
    asks = state.has("asking_verb", begin, end) or "?" in forms[begin:end]
    asks = asks or any(forms[at] not in ("få", "kan", "vil") for at in words)
    done = state.has("dxa_done", max(begin, anchor.first - 5), anchor.first)
    if relative is not None and done and not asks and not begins_line(state, anchor.first, relative[1]):
        return None  # "mor fikk påvist osteoporose ved DXA"
    thanks = range(anchor.last, min(end, anchor.last + 3))
    words += [at for at in thanks if forms[at] == "takk"]  # "og ny måling, takk"
    if state.has("dxa_new", near_begin, anchor.first):
        words += state.where("due_word", begin, anchor.first)  # "på tide med en ny måling"
    section = state.section(anchor.first) == "request"
    alone = state.in_class(anchor.first, "bone_density") and (
        near_end - near_begin <= 2 or _heads_letter(state, anchor)
    )
    lead = range(state.sentence(anchor.first)[0], anchor.first - 1)
    heads = state.in_class(anchor.first - 1, "dxa_new") and all(forms[k] in ("nå", "derfor", "og", "så") for k in lead)
    if anchor.weak and not words and not section and not alone and not heads:
        return None
    weight = 3.0 if words and (not anchor.weak or section) else 2.0 if section or words else 0.5
    finding = Finding("dxa_request", "planned", anchor.first, anchor.last, anchor=anchor.first, weight=weight)
    if words:
        nearest = min(words, key=lambda at: abs(at - anchor.first))
        finding.cue = (nearest, nearest + 1)
        finding.widen(finding.cue)
    if state.has("dxa_new", near_begin, near_end) or _of_effect(state, anchor):
        finding.attributes["purpose"] = "follow_up"
    return finding


_TO_SEE = frozenset(["å", "om", "av"])


def _of_effect(state: State, anchor: Anchor) -> bool:
    """As in "DXA for å se om medisinen virker": what a treatment has done can only be seen in a later measurement."""
    end = min(state.sentence(anchor.first)[1], anchor.last + 10)
    at = next((k for k in range(anchor.last, end) if state.in_class(k, "dxa_effect")), None)
    between = {*state.forms[anchor.last : at]} if at is not None else set()
    return not between.isdisjoint(_TO_SEE) and between.isdisjoint({",", ";", "men"})


def needed(state: State, begin: int, end: int) -> bool:
    """Whether a word speaks of need or of asking: "behov", "indikasjon", "bruk for"."""
    forms = state.forms
    return any(forms[at] != "bruk" or forms[at + 1 : at + 2] == ["for"] for at in state.where("dxa_need", begin, end))


def _persists(state: State, anchor: Anchor) -> Range | None:
    """As in "ikke grunnlag for måling, men hun insisterer": it is sent all the same."""
    forms, end = state.forms, state.sentence(anchor.first)[1]
    but = next((k for k in range(anchor.last, end) if forms[k] == "men"), None)
    if but is None or not state.has("dxa_grounds", max(0, anchor.first - NEAR), but):
        return None
    wishes = (
        k
        for k in range(but + 1, end - 1)
        if forms[k] in ("vil", "ønsker")
        and forms[k - 1] in ("hun", "han", "pasienten")
        and _is_of_it(state, k + 1, end)
    )
    return next(((k, k + 1) for k in [*state.where("dxa_persists", but, end), *wishes]), None)


def _is_of_it(state: State, at: int, end: int) -> bool:
    """Whether the measurement is wished for: "hun ønsker det", "han vil gjerne", not "ønsker råd om trening"."""
    while at < end and state.in_class(at, "dxa_wish_skip"):
        at += 1
    if at >= end or state.forms[at] in (".", "!", "det", "den"):
        return True
    return state.in_class(at, "dxa_name") or state.in_class(at, "measure_verb")


def _heads_letter(state: State, anchor: Anchor) -> bool:
    """As in "BENTETTHET - skjema fastlege": a title of few words."""
    begin, end = state.sentence(anchor.first)
    titled = anchor.first == begin == 0 and end - begin <= _TITLE and state.forms[1:2] in (["-"], [":"], ["("])
    return titled and not state.has("dxa_done", begin, end) and not any(form[0].isdigit() for form in state.forms[:end])


def _is_elses(state: State, denial: Range, anchor: Anchor) -> bool:
    """Whether a denial speaks of what waits for DXA, or only asks: "ikke startet i påvente av", "om hun ikke burde"."""
    forms = state.forms
    between = forms[denial[1] : anchor.first]
    waits = "påvente" in between or "venter" in between or state.has("no_access", denial[1], anchor.first)
    if any(_is_apart(state, denial, at) for at in state.where("asking_verb", denial[1], anchor.first)):
        return True
    elsewhere = "," in between and needed(state, denial[1], denial[1] + between.index(","))
    # "vil ikke ha medisin for skjelettet"
    remedy = forms[anchor.first - 1] in ("for", "mot") and state.has("bone_remedy", denial[1], anchor.first)
    waits = waits or elsewhere or remedy  # "ingen spesiell grunn, kun en sjekk, DXA"
    return waits or (denial[0] > 1 and forms[denial[0] - 2] == "om" and forms[denial[0] - 1] in ("hun", "han"))


def _is_apart(state: State, denial: Range, asking: int) -> bool:
    """Whether a denial is over before an asking word, also without a point: "ingen diabetes  treng beintettleik"."""
    between = range(denial[1], asking)
    return any(not state.in_class(at, "who_asks") for at in between)


def _not_asked(state: State, anchor: Anchor) -> Range | None:
    """As in "DXA tar dere stilling til selv, vi ber ikke om det", "den ber jeg ikke om her"."""
    forms = state.forms
    begin, end = state.sentence(anchor.first)
    for at in range(begin, end - 2):
        if forms[at] == "ber" and "ikke" in forms[at + 1 : at + 3] and "om" in forms[at + 2 : at + 4]:
            om = forms.index("om", at + 2)
            if om + 1 >= end or forms[om + 1] in ("det", "den", "dette", "her", ".", ",", ";"):
                return at, om + 1
    return None


def never_done(state: State, at: int) -> bool:
    """As in "ikke målt tidligere", "aldri gjort": it was never measured."""
    forms = state.forms
    if at + 1 >= len(forms) or not state.in_class(at + 1, "dxa_carried_out"):
        return False
    return forms[at] == "aldri" or (at + 2 < len(forms) and state.in_class(at + 2, "dxa_ever"))
