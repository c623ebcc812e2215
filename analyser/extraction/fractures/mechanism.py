"""How a fracture came about, told in its own sentence or in one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyser.extraction.context.owner import owner_of
from analyser.extraction.fractures.mechanism_cues import HIGH, LOW, SENTENCES_BEFORE, UNKNOWN, Cue, Cues
from analyser.extraction.state import State
from analyser.extraction.text.numbers import year_of

if TYPE_CHECKING:
    from analyser.extraction.fractures.fracture import Fracture
    from analyser.extraction.fractures.fracture_words import Mark

_START = 9  # words at the beginning of a next sentence within which it still explains the fracture
_OLD = frozenset(["gammel", "gammelt", "gamle", "eldre"])
_OLD_WITHIN = 9  # words behind a fracture that is called old
_JOINT = 5
_LABEL_AT = 2  # words before a label
_LABEL_COLON = 7


class Mechanisms:
    """Gives each fracture of a letter the mechanism that is told of it."""

    def __init__(self, state: State, fractures: list[Fracture]) -> None:
        self.state = state
        self.fractures = fractures
        self.sentence = state.transcript.sentence
        self.bounds = state.transcript.bounds
        self.by_sentence: dict[int, list[Fracture]] = {}
        for fracture in fractures:
            self.by_sentence.setdefault(self.sentence[fracture.anchor.first], []).append(fracture)
        self.cues = Cues(state, self.by_sentence).of

    def assign(self) -> None:
        """Set ``mechanism`` on every fracture."""
        if all(f.status == "absent" or f.owner is not None for f in self.fractures):
            return
        for index, group in self.by_sentence.items():
            self._within(index, group)
        for fracture in self.fractures:
            if self._open(fracture):
                fracture.mechanism = self._beside(fracture)
        self._across()

    @staticmethod
    def _open(fracture: Fracture) -> bool:
        return fracture.owner is None and fracture.status != "absent" and fracture.mechanism == UNKNOWN

    def _within(self, index: int, group: list[Fracture]) -> None:
        """Each cue of a sentence belongs to the fracture before it or, led up to without a comma, behind it."""
        cues = self.cues(index)
        if not cues:
            return
        anchors = sorted({f.anchor.first: f.anchor for f in group}.values(), key=lambda a: a.first)
        energies: dict[int, str] = {}
        for cue in cues:
            before = [a for a in anchors if a.first < cue.last]
            behind = [a for a in anchors if a.first >= cue.last]
            if before and behind:
                leads = self._leads(before[-1].last, cue, behind[0].first)
                target = behind[0] if leads else before[-1]
            else:
                target = before[-1] if before else behind[0]
            if energies.get(target.first) != HIGH:
                energies[target.first] = cue.energy
        self._hand_on(anchors, group, energies)
        heading = self._of_label(cues, index)
        if heading is not None:
            energies = {a.first: heading for a in anchors} | energies
        for one, other in [*zip(anchors, anchors[1:], strict=False)]:
            if self._joined(one.last, other.first):
                shared = energies.get(other.first) or energies.get(one.first)
                if shared:
                    energies.setdefault(one.first, shared)
                    energies.setdefault(other.first, shared)
        for fracture in group:
            if not self._called_old(fracture):
                fracture.mechanism = energies.get(fracture.anchor.first, UNKNOWN)

    @staticmethod
    def _hand_on(anchors: list[Mark], group: list[Fracture], energies: dict[int, str]) -> None:
        """As in "håndleddsbrudd 2022, spontanfraktur": what only says how goes to the fracture before it."""
        bare = {f.anchor.first for f in group if not f.site}
        for before, anchor in zip(anchors, anchors[1:], strict=False):
            if anchor.first in bare and anchor.first in energies and before.first not in bare:
                energies.setdefault(before.first, energies[anchor.first])

    def _of_label(self, cues: list[Cue], index: int) -> str | None:
        """The energy that a label has of all under it: "Lavenergibrudd: håndledd 2014, skulder 2019"."""
        begin, end = self.bounds[index]
        first = cues[0]
        forms = self.state.forms
        fell = self.state.in_class(first.first, "fx_fell") and forms[first.last : first.last + 1] == ["med"]
        named = first.last - first.first == 1 and self.state.in_class(first.first, "fx_energy")
        if not fell and (not named or first.first - begin > _LABEL_AT):
            return None  # "tre fall med brudd: håndledd (2023), skulder (2025)"
        return first.energy if ":" in self.state.forms[first.last : min(end, first.last + _LABEL_COLON)] else None

    def _called_old(self, fracture: Fracture) -> bool:
        """As in "sparket av en rein, rtg viste kompresjonsfraktur som radiologen mener er gammel"."""
        forms, last = self.state.forms, fracture.anchor.last
        end = min(self.state.sentence(fracture.anchor.first)[1], last + _OLD_WITHIN)
        return any(forms[at - 1] in ("er", "var") and forms[at] in _OLD for at in range(last + 1, end))

    def _leads(self, last: int, cue: Cue, first: int) -> bool:
        """Whether a cue between two fractures leads up to the second."""
        forms = self.state.forms
        between = forms[last : cue.first]
        if between.count("(") > between.count(")") or (
            between and between[-1] in ("etter", "ved", "da", "når", "pga", "under", "i")
        ):
            return "," in between and between[-1] == "da"
        if not any(form in (",", ".", ";", ")", ":") for form in forms[cue.last : first]):
            return any(form in (",", ".", ";", "og", "men", ")") for form in between)
        return False

    def _joined(self, last: int, first: int) -> bool:
        forms = self.state.forms
        between = forms[last:first]
        return (
            len(between) <= _JOINT
            and any(form in ("og", "samt", "+", "/", "både", "&") for form in between)
            and not any(form in (".", ";", "(", ")") or year_of(form, None) for form in between)
            and not any(self.state.in_class(at, "rx_verb") for at in range(last, first))
        )

    def _is_patients(self, cue: Cue) -> bool:
        return owner_of(self.state, cue.first, cue.last) is None

    def _told_apart(self, fracture: Fracture) -> bool:
        """Whether a fracture is of another time than what is told around it."""
        forms, state = self.state.forms, self.state
        begin, end = state.sentence(fracture.anchor.first)
        first, last = max(begin, fracture.first - 4), min(end, fracture.last + 5)
        years = [year for at in range(first, last) if (year := year_of(forms[at], state.date)) is not None]
        if state.date is not None and any(year < state.date.year - 1 for year in years):
            return True
        return state.has("fx_earlier", max(begin, fracture.first - 3), min(end, fracture.last + 1))

    def _beside(self, fracture: Fracture) -> str:
        """What the sentences before and behind tell."""
        index = self.sentence[fracture.anchor.first]
        paragraph = self.state.transcript.paragraph
        own = self.by_sentence[index]
        leads = fracture.anchor.first == min(f.anchor.first for f in own if self._open(f))
        shared = [
            f.mechanism
            for f in own
            if f is not fracture and f.mechanism == HIGH and f.anchor.first < fracture.anchor.first
        ]
        if not leads and shared and fracture.anchor.first not in self._apart_in_time(own):
            return HIGH  # all that broke in one accident
        if not self._told_apart(fracture) and leads:
            for before in range(index - 1, max(-1, index - 1 - SENTENCES_BEFORE), -1):
                if paragraph[before] != paragraph[index] or self._holds_fracture(before):
                    break
                cues = self._apart(before, fracture.site)
                if cues:
                    return self._strongest(cues)
        following = index + 1
        if (
            following < len(self.bounds)
            and paragraph[following] == paragraph[index]
            and following not in self.by_sentence
            and fracture.anchor.first == max(f.anchor.first for f in own)
        ):
            start = self.bounds[following][0]
            cues = [c for c in self._apart(following, fracture.site) if c.first - start <= _START]
            if cues:
                return self._strongest(cues)
        return UNKNOWN

    def _apart_in_time(self, fractures: list[Fracture]) -> set[int]:
        return {f.anchor.first for f in fractures if self._told_apart(f)}

    def _holds_fracture(self, index: int) -> bool:
        return any(f.status != "absent" for f in self.by_sentence.get(index, ()))

    def _apart(self, index: int, site: str) -> list[Cue]:
        """The cues of a sentence that may explain a fracture told elsewhere."""
        state = self.state
        begin, end = self.bounds[index]
        painless = any(state.has("fx_harm_denied", at - 3, at) for at in state.where("fx_pain", begin, end))
        if painless:
            return []
        tendency = self._is_tendency(index)
        found: list[Cue] = []
        for cue in self.cues(index):
            denied = state.has("fx_harm_denied", max(begin, cue.first - 3), cue.last)
            if denied and site != "vertebral" and not state.has("fx_injury", cue.first, min(end, cue.last + 2)):
                continue
            if tendency and state.has("fx_fell", cue.first, cue.last):
                continue
            if self._is_patients(cue):
                found.append(cue)
        return found

    def _is_tendency(self, index: int) -> bool:
        return self.state.has("fx_tendency", *self.bounds[index])

    @staticmethod
    def _strongest(cues: list[Cue]) -> str:
        return HIGH if any(cue.energy == HIGH for cue in cues) else LOW

    def _across(self) -> None:
        """A single fracture takes what the letter tells elsewhere: "Gled på badegulvet ...", "Lavenergibrudd."."""
        bare = [
            f
            for f in self.fractures
            if f.owner is None and not f.site and f.mechanism != UNKNOWN and f.status == "present"
        ]
        for fracture in list(bare):
            # "Colles-brudd", "pertrokantært brudd": the word belongs to the site right before it
            beside = next(
                (o for o in self.fractures if o.site and o.last in (fracture.first, fracture.first - 1)), None
            )
            if beside is not None:
                bare.remove(fracture)
                beside.mechanism = fracture.mechanism if self._open(beside) else beside.mechanism
        left = [f for f in self.fractures if self._open(f) and f.site and not self._told_apart(f)]
        if bare:
            for fracture in left:
                fracture.mechanism = bare[0].mechanism
            return
        if len({f.site for f in left}) != 1:
            return
        own = self.sentence[left[0].anchor.first]
        alone = len(self.fractures) == 1
        behind = range(own + 1, len(self.bounds)) if left[0].site == "vertebral" or alone else ()
        explained = {self.sentence[f.anchor.first] for f in self.fractures if self._explained(f)}
        for index in (*range(own - 1, -1, -1), *behind):
            if index in self.by_sentence or self.state.older[index]:
                continue
            if any(index < other < own for other in explained):
                continue  # the fall has broken something else
            cues = [cue for cue in self._apart(index, left[0].site) if self._is_told(cue, left[0].site)]
            if cues and self.state.sections[index] not in ("family", "drugs", "laboratory"):
                for fracture in left:
                    fracture.mechanism = self._strongest(cues)
                return

    @staticmethod
    def _explained(fracture: Fracture) -> bool:
        return fracture.owner is None and fracture.status == "present" and fracture.mechanism != UNKNOWN

    def _is_told(self, cue: Cue, site: str) -> bool:
        """Whether words apart may explain a fracture: a fall; for a vertebra any act or denied injury with pain."""
        state = self.state
        if state.has("fx_fell", cue.first, cue.last) and not state.has("fx_harm_denied", cue.first, cue.last):
            return True
        if site != "vertebral":
            return False
        begin, end = state.sentence(cue.first)
        return state.has("fx_harm", cue.first, cue.last) or state.has("fx_pain", begin, end)
