"""Fractures: what broke, whose it was, whether it happened, how, and whether a picture shows it."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.extraction.finding import Finding, Range
from analyser.extraction.fracture_sites import Sites
from analyser.extraction.fracture_status import in_childhood, is_event, status_of
from analyser.extraction.fracture_words import Mark, by_sentence, fracture_words
from analyser.extraction.imaging import is_shown
from analyser.extraction.mechanism import Mechanisms
from analyser.extraction.owner import Owner, owner_of
from analyser.extraction.state import State


@dataclass(slots=True)
class Fracture:
    """A fracture in the making.

    Attributes
    ----------
    site
        Ending of the class of its site; "" when none is named.
    first, last
        The words that name it with its site.
    anchor
        The word that says that something broke.
    status, cue
        As in a finding.
    owner
        The relatives who had it; ``None`` for the patient.
    mechanism
        ``low_energy``, ``high_energy`` or ``unknown``.
    shown
        Whether a picture shows it (of a vertebra).
    """

    site: str
    first: int
    last: int
    anchor: Mark
    status: str
    cue: Range | None
    owner: Owner | None
    mechanism: str = "unknown"
    shown: bool = False


def find_fractures(state: State) -> None:
    """Add the fractures of the patient and of the family."""
    marks = fracture_words().marks(state)
    if not marks:
        return
    found: list[Fracture] = []
    for group in by_sentence(state, marks).values():
        found += _of_sentence(state, group)
    for fracture in found:
        if fracture.site == "vertebral" and fracture.status == "present" and fracture.owner is None:
            fracture.shown = is_shown(state, fracture.first, fracture.last)
    Mechanisms(state, found).assign()
    for fracture in _merged(state, found):
        state.findings += _findings(state, fracture)


def _merged(state: State, found: list[Fracture]) -> list[Fracture]:
    """One fracture for a site and status; a fracture without a site is one of those that have one, where there are any."""
    named = any(f.site and f.owner is None and f.status != "absent" for f in found)
    kept: dict[tuple[str, str, bool], Fracture] = {}
    relatives: list[Fracture] = []
    for fracture in found:
        if fracture.owner is not None:
            relatives.append(fracture)
            continue
        if not fracture.site and fracture.status != "absent" and (named or not _is_told(state, fracture)):
            continue
        key = fracture.site, fracture.status, state.older[state.transcript.sentence[fracture.first]]
        first = kept.setdefault(key, fracture)
        if first.mechanism == "unknown" or fracture.mechanism == "low_energy":
            first.mechanism = fracture.mechanism if fracture.mechanism != "unknown" else first.mechanism
        first.shown = first.shown or fracture.shown
    return [*kept.values(), *relatives]


def _is_told(state: State, fracture: Fracture) -> bool:
    """Whether a fracture without a site is said to have happened, and is not only a word in passing."""
    begin, end = state.sentence(fracture.first)
    return (
        fracture.mechanism != "unknown"
        or fracture.anchor.kind == "verb"
        or fracture.cue is not None
        or any(state.in_class(at, "fx_told") for at in range(max(begin, fracture.first - 4), min(end, fracture.last + 3)))
    )


def _of_sentence(state: State, marks: list[Mark]) -> list[Fracture]:
    sites = Sites(state, marks)
    found: list[Fracture] = []
    label = 0
    for anchor in (mark for mark in marks if mark.anchors):
        if anchor.first in sites.taken or _is_other(state, sites, anchor):
            continue
        own, apart = sites.of(anchor)
        if not own and anchor.kind in ("crack", "shape", "fixed"):
            continue
        own = [site for site in own if site.site != "none"] if any(site.site != "none" for site in own) else own
        if own and all(site.site == "none" for site in own):
            continue
        found += _fractures(state, anchor, own, apart=apart)
        if not label and anchor.kind == "noun" and _is_label(state, anchor):
            label = anchor.last
    if label:
        found += _listed(state, sites, label, found)
    return found


def _is_other(state: State, sites: Sites, anchor: Mark) -> bool:
    """Whether the word means no fracture here."""
    forms = state.forms
    begin, end = sites.begin, sites.end
    if anchor.kind == "compound" and anchor.site == "none":
        return True
    if anchor.kind == "noun":
        before = forms[anchor.first - 1] if anchor.first > begin else ""
        return before.startswith("patologisk") or not is_event(state, anchor.first, anchor.last)
    if anchor.kind == "verb":
        behind = forms[anchor.last] if anchor.last < end else ""
        return behind == "i" or not is_event(state, anchor.first, anchor.last)
    if anchor.kind == "named" and forms[anchor.first] == "sammenfall" and anchor.first > begin:
        return forms[anchor.first - 1] in ("tidsmessig", "i", "tilfeldig")
    return anchor.kind != "shape" and not is_event(state, anchor.first, anchor.last)


def _is_label(state: State, anchor: Mark) -> bool:
    """Whether what follows is a list under the word: "Tidl. brudd: håndledd 2012, ankel 2015"."""
    begin, end = state.sentence(anchor.first)
    return anchor.first - begin <= 3 and ":" in state.forms[anchor.last : min(end, anchor.last + 6)]


def _fractures(state: State, anchor: Mark, own: list[Mark], *, apart: bool) -> list[Fracture]:
    """The fractures of one word: one for each site, one without a site."""
    last = max([anchor.last, *(s.last for s in own if s.first >= anchor.first and not apart)])
    first = min([anchor.first, *(s.first for s in own)])
    status, cue = status_of(state, anchor.first, last)
    owner = owner_of(state, anchor.first, last)
    if status != "absent" and in_childhood(state, anchor.first, last):
        return []
    kinds: dict[str, Mark] = {}
    for site in own:
        if site.site != "none":
            kinds.setdefault(site.site, site)
    if anchor.site and not kinds:
        kinds[anchor.site] = anchor
    if anchor.kind == "noun" and not kinds or apart and status == "absent":
        kinds.setdefault("", anchor)
    elif anchor.kind == "verb" and not kinds:
        if not _breaks_something(state, anchor):
            return []
        kinds[""] = anchor
    if len(kinds) > 1 and "other" in kinds and kinds["other"].site == "other" and _is_detail(state, kinds):
        del kinds["other"]
    return [
        Fracture(site, min(first, mark.first), max(last if not apart else anchor.last, mark.last), anchor, status, cue, owner)
        for site, mark in kinds.items()
    ]


def _is_detail(state: State, kinds: dict[str, Mark]) -> bool:
    """Whether a general word only says more of a named site: "pertrokantær femurfraktur", "brakk armen, håndleddet"."""
    other = kinds["other"]
    return state.in_class(other.first, "site_general") and any(
        abs(mark.first - other.first) <= 2 for name, mark in kinds.items() if name != "other"
    )


def _breaks_something(state: State, anchor: Mark) -> bool:
    """Whether a verb without a site breaks a bone: "aldri brukket noe", "brakk et bein"; not "brekker seg"."""
    end = state.sentence(anchor.first)[1]
    forms = state.forms
    for at in range(anchor.last, min(end, anchor.last + 4)):
        if state.in_class(at, "fx_object"):
            return True
        if forms[at] in (",", ".", ";", "og", "seg"):
            break
    begin = state.sentence(anchor.first)[0]
    return any(state.in_class(at, "fx_object") for at in range(max(begin, anchor.first - 4), anchor.first))


def _listed(state: State, sites: Sites, label: int, found: list[Fracture]) -> list[Fracture]:
    """Further fractures in a list under a label."""
    more: list[Fracture] = []
    for mark in sites.unclaimed(label):
        if mark.site == "none" or in_childhood(state, mark.first, mark.last):
            continue
        before = state.forms[mark.first - 1]
        if before in ("fra", "til", "mot", "på") or state.context.kin.get(mark.first - 1):
            continue
        status, cue = status_of(state, mark.first, mark.last)
        owner = found[0].owner if found else None
        more.append(Fracture(mark.site, mark.first, mark.last, mark, status, cue, owner))
    return more


def _findings(state: State, fracture: Fracture) -> list[Finding]:
    if fracture.owner is not None:
        return [_finding(fracture, concept) for concept in _family_concepts(fracture)]
    concept = f"{fracture.site or 'other'}_fracture"
    finding = _finding(fracture, concept)
    finding.attributes["mechanism"] = fracture.mechanism
    if fracture.site == "vertebral":
        finding.attributes["imaging_confirmed"] = fracture.shown
    finding.weight = 0 if fracture.site else -1
    return [finding]


def _finding(fracture: Fracture, concept: str) -> Finding:
    finding = Finding(concept, fracture.status, fracture.first, fracture.last, cue=fracture.cue, anchor=fracture.anchor.first)
    finding.widen(fracture.cue)
    if fracture.owner is not None:
        finding.widen(fracture.owner.span)
    return finding


def _family_concepts(fracture: Fracture) -> list[str]:
    """What a relative's fracture counts as; a denial for both parents or the family denies their hips too."""
    owner = fracture.owner
    assert owner is not None
    kinds, hip = owner.kinds, fracture.site == "hip"
    if kinds <= {"other"}:
        return []
    concepts: list[str] = []
    if hip and ("parent" in kinds or (fracture.status != "present" and "family" in kinds)):
        concepts.append("parental_hip_fracture")
    if not hip or kinds & {"relative", "family"}:
        concepts.append("family_fracture")
    if not fracture.site and fracture.status != "present" and owner.both:
        concepts.append("parental_hip_fracture")
    return concepts
