"""What goes on about fractures where no word for one stands: lists, the same of another, none of the rest."""

from __future__ import annotations

from dataclasses import replace

from analyser.extraction.context.owner import owner_of
from analyser.extraction.context.owner_shared import nor_of, same_of
from analyser.extraction.finding import Range
from analyser.extraction.fractures.fracture import Fracture
from analyser.extraction.fractures.fracture_childhood import in_childhood
from analyser.extraction.fractures.fracture_hints import rest_denied
from analyser.extraction.fractures.fracture_sites import Sites
from analyser.extraction.fractures.fracture_status import status_of
from analyser.extraction.fractures.fracture_words import Mark
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, year_of

_ASIDE = 6  # words of a sentence that only says "the same"


class FractureLists:
    """A sentence, with what has been found in it; the base of the reader of its fractures."""

    def __init__(self, state: State, marks: list[Mark], by_sentence: dict[int, list[Mark]]) -> None:
        self.state = state
        self.forms = state.forms
        self.marks = marks
        self.by_sentence = by_sentence
        self.sites = Sites(state, marks)
        self.begin, self.end = self.sites.begin, self.sites.end
        self.found: list[Fracture] = []
        self.passed_over = False

    def left_out(self) -> list[Fracture]:
        """As in "Ingen brudd utenom håndledd i 2015", "siden håndleddet i 2015": what a denial leaves out."""
        state = self.state
        if not any(f.status == "absent" and f.owner is None for f in self.found):
            return []
        return [
            Fracture(mark.site, mark.first, mark.last, mark, "present", None, None)
            for mark in self.sites.unclaimed(self.found[0].anchor.last)
            if mark.site != "none"
            and (state.has("fx_except", max(self.begin, mark.first - 5), mark.first) or self._was_before(mark))
            and not in_childhood(state, mark.first, mark.last)
        ]

    def _was_before(self, mark: Mark) -> bool:
        """Whether a site names the last fracture there was: "ingen nye brudd siden håndleddet (2015)"."""
        behind = self.forms[mark.last : mark.last + 1]
        closes = behind in ([], ["."], [","], ["("], ["i"]) or year_of(behind[0], None) is not None
        return self.forms[mark.first - 1] in ("siden", "etter") and closes

    def nor_in(self) -> list[Fracture]:
        """Further sites that are denied: "Ingen kjente brudd, heller ikke i hofta", "brakk ryggen, ikke hofta"."""
        if not self.found:
            return []
        more: list[Fracture] = []
        for mark in self.sites.unclaimed(self.found[0].last):
            at = mark.first - 1
            while at > self.begin and self.forms[at] in ("i", "på", "av"):
                at -= 1
            before = [f for f in self.found if f.last <= at]
            if not before or mark.site == "none":
                continue
            nor = self.forms[at - 1 : at + 1] in (["heller", "ikke"], ["ikke", "heller"], ["ei", "heller"])
            if (nor and before[-1].status == "absent") or (
                self.forms[at] == "ikke" and self.forms[at - 1] in (",", "men", "og", "(")
            ):
                self.sites.taken.add(mark.first)
                cue = (at - nor, at + 1)
                more.append(Fracture(mark.site, cue[0], mark.last, mark, "absent", cue, before[-1].owner))
        return more

    def same(self) -> list[Fracture]:
        """What another relative had too: "mor brakk lårhalsen, mormor likeså"."""
        same: list[Fracture] = []
        for at in self.state.where("kin_same", self.begin, self._end_of_aside()):
            owner = same_of(self.state, at)
            before = [f for f in self.found if f.owner is not None and f.last <= at]
            if owner is not None and before and owner.span != (before[-1].owner or owner).span:
                same.append(replace(before[-1], owner=owner, first=owner.span[0], last=at + 1, cue=None))
        denied = [f for f in self.found if f.status == "absent"]
        for at in range(denied[0].last, self.end - 1) if denied else ():
            owner = nor_of(self.state, at, self.end)
            if owner is not None:
                same.append(replace(denied[-1], owner=owner, last=owner.span[1], cue=(at, at + 2)))
        return same

    def _end_of_aside(self) -> int:
        """The end of the sentence, or of a short one behind it: "Mor brakk hofta. Mormor likeså."."""
        transcript = self.state.transcript
        index = transcript.sentence[self.begin] + 1
        if index >= len(transcript.bounds) or index in self.by_sentence:
            return self.end
        begin, end = transcript.bounds[index]
        return end if end - begin <= _ASIDE else self.end

    def listed(self, label: int) -> list[Fracture]:
        """Further sites of a list: all under a label, otherwise those with a year or a bracket behind them."""
        state, forms = self.state, self.forms
        more: list[Fracture] = []
        start = label or min((f.anchor.first for f in self.found), default=self.begin)
        label = label or int(not self.found)
        for mark in self.sites.unclaimed(start):
            if mark.site == "none" or in_childhood(state, mark.first, mark.last):
                continue
            before = forms[mark.first - 1] if mark.first > self.begin else ""
            if before in ("fra", "til", "mot", "på", "for", "av") or state.has(
                "fx_pain", max(self.begin, mark.first - 4), mark.first
            ):
                continue
            if state.context.kin.get(mark.first - 1):
                continue
            if not label and not self._is_item(mark):
                continue
            status, cue = status_of(state, mark.first, mark.last)
            owner = self.found[-1].owner if self.found else owner_of(state, mark.first, mark.last)
            more.append(Fracture(mark.site, mark.first, mark.last, mark, status, cue, owner))
        return more

    def _is_item(self, mark: Mark) -> bool:
        """Whether a site stands in a list of fractures: "håndledd 2012, overarm 2015 (fall)"."""
        at, dated = mark.first - 1, False
        while at > self.begin and (when := self._when(at)) is not None:
            at, dated = at - 1, dated or when  # "og 2 ribber -15", "og i november en lendevirvel"
        if self.forms[at] not in (",", ";", "og", ")", "samt", "+") or not any(
            f.status == "present" for f in self.found
        ):
            return False
        if dated:
            return True
        at = mark.last
        state = self.state
        while at < self.end and (
            state.in_class(at, "fx_side") or state.in_class(at, "fx_treated") or self.forms[at] in ("i", ",")
        ):
            at += 1
        if at < self.end and any(state.in_class(at, name) for name in ("fx_when", "season", "month")):
            return self.forms[at - 1] in ("i", "siste", "sist", "forrige")
        if at < self.end and self.forms[at] == "for":
            return self.forms[at + 1] in ("noen", "flere", "mange", "lenge") or number(self.forms[at + 1]) is not None
        if self.forms[at : at + 2] == ["samme", "år"]:
            return True
        if at + 1 < self.end and self.forms[at].isdigit() and self.forms[at + 1] == "/":
            return True  # "ankel ve. 12/1"
        return at < self.end and (year_of(self.forms[at], self.state.date) is not None or self.forms[at] in ("(", "x"))

    def _when(self, at: int) -> bool | None:
        """Whether a word before a site of a list tells when; ``None`` for one that cannot stand there."""
        state, form = self.state, self.forms[at]
        if year_of(form, state.date) is not None or any(state.in_class(at, n) for n in ("fx_when", "season", "month")):
            return True
        if state.in_class(at, "fx_side") or form in ("også", "så", "i", "en", "et", "to", "tre", "noen", "senere"):
            return False
        return False if number(form) is not None else None

    def nothing_else(self, label: int) -> list[Fracture]:
        """As in "Håndledd 2012, ellers ingen", "Brakk ankelen. Ikke noe annet.": no other fracture."""
        patients = [f for f in self.found if f.owner is None]
        if not patients and self.found:
            return []
        for at in range(patients[0].anchor.last if patients else label, self.end - 1):
            end = rest_denied(self.state, at, self.end)
            if end is not None and self._of_fractures(at, end, patients):
                return [self._denied(at, end)]
            later = self.forms[at] == "ingen" and self.state.in_class(at + 1, "fx_later")
            if later and (self.passed_over or self.forms[at - 1] in (",", "men", ";", ".")):
                return [self._denied(at, at + 2)]
        index = self.state.transcript.sentence[self.begin]
        bounds = self.state.transcript.bounds
        if index + 1 < len(bounds) and index + 1 not in self.by_sentence:
            end = rest_denied(self.state, *bounds[index + 1])
            if end is not None and self._of_fractures(bounds[index + 1][0], end, patients):
                return [self._denied(bounds[index + 1][0], end)]
        return []

    def _of_fractures(self, at: int, end: int, patients: list[Fracture]) -> bool:
        """Whether a rest that is denied is one of fractures: "ingen", or no fracture of another site is told of."""
        return "ingen" in self.forms[at:end] or not any(f.site == "other" and f.status == "present" for f in patients)

    def _denied(self, at: int, end: int) -> Fracture:
        cue: Range = (at, end)
        return Fracture("", at, end, Mark(at, end, "noun"), "absent", cue, None)
