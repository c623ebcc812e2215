"""The words that tell of a fracture, and the sites of one, wherever a letter has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from analyser.extraction.matching.lexicon import Lexicon, load_lexicon
from analyser.extraction.matching.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.state import State
from analyser.extraction.text.normaliser import is_slip
from analyser.extraction.text.numbers import year_of
from analyser.extraction.text.transcript import COLUMN

Kind = Literal[
    "site", "noun", "compound", "verb", "named", "crack", "shape", "fixed", "history", "operated", "snap", "short"
]

SITES = ("hip", "vertebral", "wrist", "humerus", "pelvic", "ankle", "rib", "other", "none")
"""Endings of the classes ``site_...``; a site of ``none`` is one whose fracture does not count."""
_NEVER_SNAP = frozenset(["vertebral", "none"])
_SHORTEST_STEM = 3
_LONG_STEM = 5
_PARTED_BY = frozenset(["var", "er", "ble", "gikk"])
_AFTER_PARTED = frozenset([".", ",", ";", "!", ")", "og", "men", "i"])
_AFTER_WENT = frozenset(["da", "for", "ved", ",", ".", "etter"])
_AFTER_INHERITED = frozenset([".", ",", ";", ")", "(", COLUMN, "da", "ved", "og", "som", "cirka", "+"])
_WHOLE_WORD = 99  # a compound of "brudd" outweighs its first part
_PARTS_LIST = frozenset([",", ";", ":", "(", ")", "-", "+", "/", "og", COLUMN])
_ACHES_WITHIN = 4  # words before "fr."
_SHORT = "fr"  # "fr. colli femoris", "håndledd fr. 2012"
_LINK = 3  # letters that may stand between the parts of a compound


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase of the letter with what it is and the site it names ("" when none)."""

    first: int
    last: int
    kind: Kind
    site: str = ""

    @property
    def anchors(self) -> bool:
        """Whether a fracture may be told of here."""
        return self.kind != "site"


class FractureWords:
    """The classes of words about fractures, compiled for one pass over a letter."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._matcher: PhraseMatcher[tuple[Kind, str, int]] = PhraseMatcher()
        self._stems: list[tuple[str, bool, str]] = []
        self._compounds: dict[str, tuple[Kind, str] | None] = {}
        for site in SITES:
            for phrase in lexicon.classes[f"site_{site}"]:
                self._add(phrase, ("site", site))
                forms = phrase_forms(phrase, lexicon.forms)
                if len(forms) == 1:
                    stem = forms[0].strip("*")
                    self._stems.append((stem.removesuffix("s") if len(stem) > 4 else stem, forms[0][-1] == "*", site))
            if f"fx_named_{site}" in lexicon.classes:
                for phrase in lexicon.classes[f"fx_named_{site}"]:
                    self._add(phrase, ("named", site))
        self._stems.sort(key=lambda stem: -len(stem[0]))
        for phrase in lexicon.classes["fx_crack"]:
            self._add(phrase, ("crack", ""))
        for phrase in lexicon.classes["fx_vertebral_shape"]:
            self._add(phrase, ("shape", "vertebral"))
        for phrase in lexicon.classes["fx_fixed"]:
            self._add(phrase, ("fixed", "hip"))
        self._add("brudd", ("noun", ""))
        self._add("brakk", ("verb", ""))
        for phrase in lexicon.classes["fx_snap"]:
            self._add(phrase, ("snap", ""))
        for phrase in lexicon.classes["fx_history"]:
            self._add(phrase, ("history", ""))
        for phrase in lexicon.classes["fx_operated_hip"]:
            self._add(phrase, ("operated", "hip"))
        for kind in lexicon.classes["fx_vertebral_kind"]:
            self._add(f"{kind} {_SHORT}", ("named", "vertebral"))
        self._add(_SHORT, ("short", ""))
        for ending in ("*brudd", "*fr"):
            self._matcher.add((ending,), ("compound", "", _WHOLE_WORD))

    def _add(self, phrase: str, payload: tuple[Kind, str]) -> None:
        self._matcher.add(phrase_forms(phrase, self._lexicon.forms), (*payload, len(phrase)))

    def marks(self, state: State) -> list[Mark]:
        """Every word about fractures, the longest at each place; empty where none is named and no heading says so."""
        forms = state.forms
        found: list[tuple[int, int, int, int, Kind, str]] = []
        shortened: list[int] = []
        anchored = "fractures" in state.sections
        for first, last, (kind, site, size) in self._matcher.find_in(state.transcript):
            if kind == "compound" and forms[first] != "brudd":
                what = self._compound(forms[first])
                if what is None:
                    continue
                kind, site = what
            elif kind == "compound":
                continue
            if kind == "short":
                shortened.append(first)
                continue
            anchored = anchored or kind != "site"
            found.append((first - last, 0 if kind != "site" else 1, first, -size, kind, site))
        sites = [(first, first - size) for size, _, first, _, kind, _ in found if kind == "site"] if shortened else []
        beside = {at for first, last in sites for at in (first - 1, last)}
        for at in shortened:
            if at in beside and _stands_for_fracture(state, at):
                anchored = True
                found.append((-1, 0, at, 0, "noun", ""))
        parted = [
            _parted(forms, first, first - length)
            for length, _, first, _, kind, site in found
            if kind == "site" and site not in _NEVER_SNAP
        ]
        found += [(-1, 0, at, 0, "snap", "") for at in parted if at is not None]
        for size, _, first, _, _, site in found[:]:
            if site == "hip" and _is_inherited(state, first, first - size):
                anchored = True
                found.append((size, -1, first, 0, "named", site))
        if not anchored and all(at is None for at in parted):
            return []
        found.sort()
        taken: set[int] = set()
        marks: list[Mark] = []
        for negative, _, first, _, kind, site in found:
            last = first - negative
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                marks.append(Mark(first, last, kind, site))
        marks.sort(key=lambda mark: mark.first)
        return marks

    def _compound(self, form: str) -> tuple[Kind, str] | None:
        """What a compound of "brudd" breaks; ``None`` when it is no fracture (samlivsbrudd)."""
        if form not in self._compounds:
            if len(self._compounds) > 50_000:
                self._compounds.clear()
            self._compounds[form] = self._read(form)
        return self._compounds[form]

    def _read(self, form: str) -> tuple[Kind, str] | None:
        short = form.endswith("fr") and not form.endswith("brudd")
        head = form[:-2] if short else form[:-5]
        lexicon = self._lexicon
        if not head:
            return None
        if lexicon.in_class(head, "fx_vertebral_kind"):
            return "compound", "vertebral"
        if not short and lexicon.in_class(head, "fx_kind"):
            return "noun", ""
        head = lexicon.normaliser.form(head)
        for stem, open_end, site in self._stems:
            if len(stem) < _SHORTEST_STEM:
                if head in (stem, stem + "s"):
                    return "compound", site
            elif head.startswith(stem) and (open_end or len(head) - len(stem) <= _LINK):
                return "compound", site
        for stem, _, site in self._stems:
            if len(stem) >= _LONG_STEM and (stem in head or is_slip(head.removesuffix("s"), stem)):
                return "compound", site
        return None


def _stands_for_fracture(state: State, at: int) -> bool:
    """Whether "fr." beside a site is one: no slip of "fra", no Friday with its date, not since when it hurts.

    With a year behind it, the site has to begin its part of a list: "hofte fr. 2012" may ache since then.
    """
    forms, begin = state.forms, state.sentence(at)[0]
    behind = forms[at + 1] if at + 1 < len(forms) else ""
    year = year_of(behind, state.date)
    if not state.transcript.written(at).endswith(".") or (behind[:1].isdigit() and year is None):
        return False
    if state.has("weekday", at + 1, at + 2):
        return False
    clause = at
    while clause > begin and clause > at - _ACHES_WITHIN and forms[clause - 1] not in _PARTS_LIST:
        clause -= 1
    if any(state.has(name, clause, at) for name in ("fx_pain", "fx_ailment")):
        return False
    return year is None or state.section(at) == "fractures" or clause == begin or forms[clause - 1] in _PARTS_LIST


def _is_inherited(state: State, first: int, last: int) -> bool:
    """Whether a bare hip is a parent's broken one, as a list says it: "arv: mor hofte", "far: lårhals 78 år"."""
    forms, begin, end = state.forms, *state.sentence(first)
    named = first - 1 - (forms[first - 1] in (":", COLUMN, "(", "-"))
    if (
        first - 1 < begin
        or named < begin
        or forms[first] not in ("hofte", "lårhals")
        or state.context.kin.get(named) != "parent"
    ):
        return False
    behind = forms[last] if last < end else ""
    return not behind or behind in _AFTER_INHERITED or behind[0].isdigit()


def _parted(forms: list[str], first: int, last: int) -> int | None:
    """Where the "av" stands of "da var lårhalsen av", "så røk håndleddet av", or the "gikk" of "hofta gikk da"."""
    if last + 1 < len(forms) and forms[last] == "gikk" and forms[last + 1] in _AFTER_WENT:
        return last
    if last >= len(forms) or forms[last] != "av" or first == 0 or forms[first - 1] not in _PARTED_BY:
        return None
    return last if last + 1 == len(forms) or forms[last + 1] in _AFTER_PARTED else None


@cache
def fracture_words() -> FractureWords:
    """The words of the packaged lexicon (compiled once a process)."""
    return FractureWords(load_lexicon())
