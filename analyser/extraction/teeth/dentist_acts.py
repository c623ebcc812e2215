"""A dentist who does something: sees the patient, finds, calls in; or an entry such as "Tannlege: årlig"."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.teeth.dental_time import moment
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.visits import OF_LATE, add_visit, own_stretch, works

_ENTRY = frozenset([":", "sist", "i", "for", "nylig", "(", "siste", "forrige", "neste", "om"])
"""Words behind a dentist who is only an entry of a list."""


def dentist_acts(mouth: Mouth, hit: Range, clause: Range, regular: Range | None) -> None:
    """The dentist sees the patient, or the entry is only "Tannlege: årlig", "tannlege i mars"."""
    forms = mouth.state.forms
    after = (hit[1], min(clause[1], hit[1] + 9))
    if mouth.asks(hit[0]):
        return
    seen = mouth.nearest(("seen_by",), hit, after)
    if seen is not None and regular is not None and regular[0] - seen[1] <= 3:
        add_visit(mouth, "present", 1, seen, hit)
        return
    until = seen is not None and mouth.has("until", (hit[1], seen[0]))  # "før kjeven er sjekket"
    if seen is not None and mouth.is_a(seen, "finds") and _finds_only(mouth, hit, clause):
        return  # "tannlegen har funnet en rot som må trekkes"
    if seen is not None and not until and forms[seen[1] : seen[1] + 1] not in (["å"], ["om"]):
        again = moment(mouth, (seen[1], clause[1]))
        if _is_awaited(mouth, hit, clause):
            return
        coming = mouth.has("will", (hit[1], seen[0])) or (
            forms[seen[0]] in ("ser", "undersøker", "finner", "beskriver", "kommer", "tar")
            and again is not None
            and again.ahead
        )
        if not works(mouth, (hit[1], min(clause[1], seen[1] + 5) if forms[hit[1]] == "har" else seen[0])):
            add_visit(mouth, "planned" if coming else "present", 1, hit, seen)
        return
    follows = forms[hit[1]] if hit[1] < clause[1] else ""
    if regular is not None and abs(regular[0] - hit[1]) <= 4 and not works(mouth, (hit[1], regular[0])):
        add_visit(mouth, "present", 1, regular, hit)
        return
    own = own_stretch(mouth, hit[0])
    label = _label_booked(mouth, hit, clause)
    if label is not None:
        add_visit(mouth, "planned", 1, hit, label)
        return
    last = mouth.first(("last",), (max(own[0], hit[0] - 1), hit[0])) is not None
    entry = hit[0] in (clause[0], own[0]) or last or follows in _ENTRY
    if not entry or works(mouth, own_stretch(mouth, hit[0])):
        return
    stop = mouth.first(("agent_verb",), after)
    when = moment(mouth, (hit[1], stop[0] if stop is not None else after[1]))
    if when is None or (stop is not None and stop[0] - hit[1] < 2):
        return
    behind = when.span[1] + (forms[when.span[0]] in ("neste", "forrige", "sist", "siste"))
    if mouth.first(("named_drug", "drug_noun"), (hit[1], behind)) is not None:
        return  # "Tannlege: neste injeksjon ønskes utsatt"
    if when.ahead and not last:
        add_visit(mouth, "planned", 1, hit, when.span)
    elif when.years <= OF_LATE:
        add_visit(mouth, "present", 1, hit, when.span)


def _is_awaited(mouth: Mouth, hit: Range, clause: Range) -> bool:
    """Whether a drug waits for what the dentist has yet to do: "alendronat når tannlegen har sett på tannen"."""
    joint = (max(clause[0], hit[0] - 2), hit[0])
    waits = mouth.has("until", joint) or mouth.state.forms[slice(*joint)] == ["etter", "at"]
    return waits and mouth.first(("named_drug", "drug_noun"), (clause[0], hit[0])) is not None


def _finds_only(mouth: Mouth, hit: Range, clause: Range) -> bool:
    """Whether what is to be done or is ill is told of, and no visit: "tannlegen har funnet en rot som må trekkes"."""
    if mouth.has("check_noun", clause) or moment(mouth, (hit[1], clause[1])) is not None:
        return False
    return works(mouth, clause) or mouth.first(("infection", "pus", "necrosis", "bare"), clause) is not None


def _label_booked(mouth: Mouth, hit: Range, clause: Range) -> Range | None:
    """As in "Tannlege: time er bestilt 12. mars", "henvist kjevekirurg, time 2.12."."""
    if mouth.state.forms[hit[1] : hit[1] + 1] != [":"] and mouth.state.forms[hit[1] : hit[1] + 2] != [",", "time"]:
        return None
    behind = (hit[1] + 1, min(clause[1], hit[1] + 8))
    booked = mouth.first(("booked", "appoint_sure"), behind)
    if booked is None or works(mouth, behind) or mouth.first(("last", "named_drug", "drug_noun"), behind) is not None:
        return None
    when = moment(mouth, behind)
    return booked if when is None or when.ahead or not when.certain else None
