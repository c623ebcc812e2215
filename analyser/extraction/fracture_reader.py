"""Reads the words about fractures of each sentence: which site, whose, and whether it happened."""

from __future__ import annotations

import re
from dataclasses import replace

from analyser.extraction.finding import Range
from analyser.extraction.fracture import Fracture
from analyser.extraction.fracture_hints import pictured, rest_denied, whole_bones
from analyser.extraction.fracture_sites import Sites
from analyser.extraction.fracture_status import in_childhood, is_event, status_of
from analyser.extraction.fracture_words import Mark, all_by_sentence, told
from analyser.extraction.numbers import number, year_of
from analyser.extraction.owner import also_relatives, nor_of, owner_of, same_of
from analyser.extraction.state import State

_TOOTH = re.compile(r"[1-4][1-8]")
_LABEL_AT = 3  # words before a label
_LABEL_COLON = 6
_MOST_MARKS = 150  # of one sentence; no letter has more


def read_fractures(state: State, marks: list[Mark]) -> list[Fracture]:
    """Every fracture that a sentence tells of, denies or doubts."""
    found: list[Fracture] = []
    groups = all_by_sentence(state, marks)
    for index in told(state, groups):
        found += _Sentence(state, groups[index][:_MOST_MARKS], groups).read()
    return found


class _Sentence:
    """The fractures of one sentence."""

    def __init__(self, state: State, marks: list[Mark], by_sentence: dict[int, list[Mark]]) -> None:
        self.state = state
        self.forms = state.forms
        self.marks = marks
        self.by_sentence = by_sentence
        self.sites = Sites(state, marks)
        self.begin, self.end = self.sites.begin, self.sites.end
        self.found: list[Fracture] = []
        self.passed_over = False

    def read(self) -> list[Fracture]:
        whole = whole_bones(self.state, self.sites)
        label = 0
        anchors = [mark for mark in self.marks if mark.anchors]
        for place, anchor in enumerate(anchors):
            if anchor.first in self.sites.taken or self._is_other(anchor):
                continue
            if anchor.kind in ("noun", "history") and self._is_label(anchor):
                label = label or anchor.last
                following = anchors[place + 1] if place + 1 < len(anchors) else None
                if following is not None and self._is_empty_label(anchor, following):
                    continue
            own, apart = self.sites.of(anchor)
            own, drop = self._settled(anchor, own)
            if not drop:
                self.found += self._fractures(anchor, own, apart=apart)
        if not anchors:
            return [*self._listed(self.begin), *whole]  # a line under "Tidligere brudd:"
        if self.found and not (label and self.found[0].status == "absent"):
            self.found += self._listed(label)
        self.found += self._left_out()
        self.found += self._same()
        if self.found or label or self.passed_over:
            self.found += self._nothing_else(label or anchors[0].last)
        return [*self.found, *whole]

    def _is_other(self, anchor: Mark) -> bool:
        """Whether the word means no fracture here."""
        if anchor.kind == "compound" and anchor.site == "none":
            return True
        if self.forms[self.end - 1] == ":" and not any(
            year_of(form, None) for form in self.forms[self.begin : self.end]
        ):
            return True  # a field of a form that was not filled in, or the heading of a list
        before = self.forms[anchor.first - 1] if anchor.first > self.begin else ""
        behind = self.forms[anchor.last] if anchor.last < self.end else ""
        if anchor.kind == "noun" and (_TOOTH.fullmatch(behind) or _TOOTH.fullmatch(before)) and self._of_mouth():
            return True  # "frakturert 46"
        if anchor.kind == "noun" and before.startswith("patologisk"):
            return True
        if anchor.kind == "verb" and behind == "i":
            return True  # "det knakk i ryggen"
        if anchor.kind == "named" and self.forms[anchor.first] == "sammenfall":
            return before in ("tidsmessig", "i") or self.forms[anchor.last : anchor.last + 2] == ["i", "tid"]
        if anchor.kind == "snap":
            return not any(m.kind == "site" and -3 <= m.first - anchor.last <= 1 for m in self.marks)
        return anchor.kind != "shape" and not is_event(self.state, anchor.first, anchor.last)

    def _of_mouth(self) -> bool:
        """Whether the letter speaks of teeth."""
        return any(form.startswith(("tann", "tenner", "jeksel", "kjeve")) for form in self.forms)

    def _is_label(self, anchor: Mark) -> bool:
        """Whether what follows is a list under the word: "Tidl. brudd: håndledd 2012, ankel 2015"."""
        colon = self.forms[anchor.last : min(self.end, anchor.last + _LABEL_COLON)]
        return anchor.first - self.begin <= _LABEL_AT and ":" in colon

    def _is_empty_label(self, anchor: Mark, following: Mark) -> bool:
        """Whether a label only heads another fracture: "Brudd: har aldri brukket noe", "Brudd: FCF 2019"."""
        between = self.forms[anchor.last : following.first]
        return ":" in between and not any(self.state.has(name, anchor.last, following.first) for name in _ANSWERS)

    def _settled(self, anchor: Mark, own: list[Mark]) -> tuple[list[Mark], bool]:
        """The sites of a fracture set right, and whether it is none."""
        if any(site.site != "none" for site in own):
            own = [site for site in own if site.site != "none"]
        elif own:
            self.passed_over = True
            return own, True
        if anchor.kind in ("crack", "fixed", "snap") and not own:
            return own, True
        if anchor.kind == "shape" and not any(site.site == "vertebral" for site in own):
            return [anchor], not self._denied_shape(anchor)
        if anchor.kind in ("noun", "compound") and self._interprets(anchor, own):
            self._doubt_shape(anchor)
            return own, True
        return [self._refined(site) for site in own], False

    def _denied_shape(self, anchor: Mark) -> bool:
        """As in "Ingen kompresjon" under a picture of the spine."""
        if not self.forms[anchor.first].startswith("kompr"):
            return False
        behind = self.forms[anchor.last : anchor.last + 1]
        before = self.forms[max(self.begin, anchor.first - 3) : anchor.first]
        return behind not in (["av"], ["på"], ["mot"]) and any(form in ("ingen", "ikke", "uten") for form in before)

    def _interprets(self, anchor: Mark, own: list[Mark]) -> bool:
        """Whether a fracture only says what a deformed vertebra before it is: "kileformet Th7, trolig brudd"."""
        if own and own != [anchor] and any(site.first >= anchor.first for site in own):
            return False
        if anchor.kind == "compound" and anchor.site != "vertebral":
            return False
        return any(
            f.anchor.kind == "shape" and f.status == "present" and anchor.first - f.last <= 14 for f in self.found
        )

    def _doubt_shape(self, anchor: Mark) -> None:
        """A shape is in doubt with the fracture that it may be: "lett kileform, brudd kan ikke utelukkes"."""
        status, cue = status_of(self.state, anchor.first, anchor.last)
        if status != "uncertain" or cue is None or cue[0] < anchor.last:
            return  # "trolig brudd" says what the shape is
        for fracture in self.found:
            if fracture.anchor.kind == "shape" and fracture.status == "present":
                fracture.status, fracture.cue = "uncertain", cue

    def _refined(self, site: Mark) -> Mark:
        """The end of a long bone that is named: "proksimal femur", "distal fibula"."""
        state = self.state
        near = range(max(self.begin, site.first - 2), site.first)
        for bone, part, named in (("site_thigh_bone", "fx_upper", "hip"), ("site_calf_bone", "fx_lower", "ankle")):
            if site.site == "other" and state.in_class(site.first, bone) and any(state.in_class(k, part) for k in near):
                return replace(site, site=named)
        return site

    def _fractures(self, anchor: Mark, own: list[Mark], *, apart: bool) -> list[Fracture]:
        """The fractures of one word: one for each site, one without a site."""
        state = self.state
        last = max([anchor.last, *(s.last for s in own if s.first >= anchor.first and not apart)])
        first = min([anchor.first, *(s.first for s in own)])
        owner = owner_of(state, anchor.first, last)
        reach = None if owner is None or owner.span[0] < last or owner.span[1] - last > 8 else owner.span[1]
        status, cue = status_of(state, anchor.first, last, reach=reach)
        if (
            anchor.kind == "verb"
            and status == "present"
            and self.forms[anchor.last : anchor.last + 1] in (["ikke"], ["aldri"])
        ):
            status, cue = "absent", (anchor.last, anchor.last + 1)  # "far brakk aldri hofta"
        if status != "absent" and in_childhood(state, anchor.first, last):
            self.passed_over = True
            return []
        if status == "present" and anchor.first > self.begin and state.in_class(anchor.first - 1, "fx_doubt"):
            status, cue = "uncertain", (anchor.first - 1, anchor.first)
        if status == "absent" and cue is not None and owner is not None and self._unaware(cue):
            status = "uncertain"
        if status == "absent" and anchor.kind == "noun" and not own:
            own = pictured(state, anchor, self.marks, self.by_sentence) if cue is not None else []
        kinds: dict[str, Mark] = {}
        for site in own:
            if site.site != "none":
                kinds.setdefault(site.site, site)
        if anchor.site and not kinds:
            kinds[anchor.site] = anchor
        if anchor.kind == "history" and (status == "absent" or not kinds):
            if status != "absent":
                return []
            kinds = {"": anchor}
        elif (anchor.kind == "noun" and not kinds) or (apart and status == "absent"):
            site_behind = self._doubted_site(anchor) if status == "uncertain" else None
            kinds.setdefault(site_behind.site if site_behind else "", anchor)
        elif anchor.kind == "verb" and not kinds:
            if not self._breaks_something(anchor):
                return []
            kinds[""] = anchor
        if status == "absent" and kinds and "" not in kinds and self._or_another(last):
            kinds[""] = anchor
        if len(kinds) > 1 and "other" in kinds and self._is_detail(kinds):
            del kinds["other"]
        if list(kinds) == ["other"] and self._says_more(anchor, kinds["other"]):
            return []
        relatives = also_relatives(state, anchor.last) if owner is None else None
        end = anchor.last if apart else last
        return [
            Fracture(site, min(first, mark.first), max(end, mark.last), anchor, status, cue, who)
            for site, mark in kinds.items()
            for who in ([owner] if relatives is None else [owner, relatives])
        ]

    def _unaware(self, cue: Range) -> bool:
        """Whether nobody knows of it: "kjenner ikke til brudd i familien"."""
        denied = self.forms[cue[0]] == "ikke" or self.forms[cue[1] - 1] == "ikke"
        return denied and self.state.has("fx_unaware", max(self.begin, cue[0] - 2), cue[0] + 1)

    def _left_out(self) -> list[Fracture]:
        """As in "Ingen brudd utenom håndledd i 2015": the fracture that a denial leaves out."""
        state = self.state
        if not any(f.status == "absent" and f.owner is None for f in self.found):
            return []
        return [
            Fracture(mark.site, mark.first, mark.last, mark, "present", None, None)
            for mark in self.sites.unclaimed(self.found[0].anchor.last)
            if mark.site != "none"
            and state.has("fx_except", max(self.begin, mark.first - 5), mark.first)
            and not in_childhood(state, mark.first, mark.last)
        ]

    def _same(self) -> list[Fracture]:
        """What another relative had too: "mor brakk lårhalsen, mormor likeså"."""
        same: list[Fracture] = []
        for at in self.state.where("kin_same", self.begin, self.end):
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

    def _doubted_site(self, anchor: Mark) -> Mark | None:
        """The site that hurts, before a doubt: "vondt i håndleddet, mulig brudd"."""
        before = [m for m in self.marks if m.kind == "site" and m.last <= anchor.first and anchor.first - m.last <= 4]
        return before[-1] if before and before[-1].site != "none" else None

    def _or_another(self, last: int) -> bool:
        """As in "Aldri brukket hofta eller andre bein"."""
        following = self.forms[last : min(self.end, last + 3)]
        return following[:1] in (["eller"], ["og"]) and any(form in ("andre", "annet", "noe") for form in following[1:])

    def _is_detail(self, kinds: dict[str, Mark]) -> bool:
        """Whether a general word only says more of a named site: "lårhals femur"."""
        other = kinds["other"]
        near = any(abs(mark.first - other.first) <= 2 for name, mark in kinds.items() if name not in ("other", ""))
        return near and self.state.in_class(other.first, "site_general")

    def _says_more(self, anchor: Mark, mark: Mark) -> bool:
        """As in "Pertrokantær femurfraktur": the bone of the site that stands before it."""
        if not (self.state.in_class(mark.first, "site_general") or self.state.in_class(mark.first, "site_thigh_bone")):
            return False
        return any(
            m.last in (anchor.first, anchor.first - 1) and m.site in ("hip", "ankle", "wrist") for m in self.marks
        )

    def _breaks_something(self, anchor: Mark) -> bool:
        """Whether a verb without a site breaks a bone: "aldri brukket noe"; not "brekker seg"."""
        state = self.state
        for at in range(anchor.last, min(self.end, anchor.last + 4)):
            if state.in_class(at, "fx_object"):
                return True
            if self.forms[at] in (",", ".", ";", "og", "seg") or state.in_class(at, "own_patient"):
                return False
        if self.forms[anchor.last - 1 : anchor.last + 1] == ["brakk", "."] or anchor.last >= self.end:
            return any(self.forms[at] == "aldri" for at in range(max(self.begin, anchor.first - 3), anchor.first))
        return state.has("fx_object", max(self.begin, anchor.first - 4), anchor.first)

    def _listed(self, label: int) -> list[Fracture]:
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
        at = mark.first - 1
        while at > self.begin and (
            self.state.in_class(at, "fx_side") or self.forms[at] in ("også", "så") or number(self.forms[at]) is not None
        ):
            at -= 1  # "og 2 ribber -15"
        if self.forms[at] not in (",", ";", "og", ")", "samt", "+") or not any(
            f.status == "present" for f in self.found
        ):
            return False
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

    def _nothing_else(self, label: int) -> list[Fracture]:
        """As in "Håndledd 2012, ellers ingen", "Brakk ankelen. Ikke noe annet.": no other fracture."""
        patients = [f for f in self.found if f.owner is None]
        if not patients and self.found:
            return []
        for at in range(patients[0].anchor.last if patients else label, self.end - 1):
            end = rest_denied(self.state, at, self.end)
            if end is not None and self._of_fractures(at, end, patients):
                return [self._denied(at, end)]
            later = self.forms[at] == "ingen" and self.state.in_class(at + 1, "fx_later")
            if later and self.forms[at - 1] in (",", "men", ";", "."):
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


_ANSWERS = ("answer_no", "answer_yes", "answer_unknown")
