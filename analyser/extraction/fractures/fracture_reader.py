"""Reads the words about fractures of each sentence: which site, whose, and whether it happened."""

from __future__ import annotations

import re
from dataclasses import replace

from analyser.extraction.context.owner import owner_of, subject_behind
from analyser.extraction.context.owner_shared import also_relatives
from analyser.extraction.finding import Range
from analyser.extraction.fractures.fracture import Fracture
from analyser.extraction.fractures.fracture_childhood import in_childhood
from analyser.extraction.fractures.fracture_event import is_event, may_come
from analyser.extraction.fractures.fracture_hints import pictured, whole_bones
from analyser.extraction.fractures.fracture_lists import FractureLists
from analyser.extraction.fractures.fracture_sentences import all_by_sentence, told
from analyser.extraction.fractures.fracture_status import status_of
from analyser.extraction.fractures.fracture_words import Mark
from analyser.extraction.state import State
from analyser.extraction.text.numbers import year_of

_TOOTH = re.compile(r"[1-4][1-8]")
_PART_OF = frozenset(["del", "delen", "ende", "enden", "tredjedel", "tredel", "parten", "part", "av", "på"])
_SO_MUCH = ["så", "mye", "som"]
_LABEL_AT = 3  # words before a label
_LABEL_COLON = 9
_IT = frozenset(["den", "det", "de", "dei", "disse", ","])
_MAY = frozenset(["kan", "kunne", "være"])
_MOST_MARKS = 150  # of one sentence; no letter has more


def read_fractures(state: State, marks: list[Mark]) -> list[Fracture]:
    """Every fracture that a sentence tells of, denies or doubts."""
    found: list[Fracture] = []
    groups = all_by_sentence(state, marks)
    for index in told(state, groups):
        found += _Sentence(state, groups[index][:_MOST_MARKS], groups).read()
    return found


class _Sentence(FractureLists):
    """The fractures of one sentence."""

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
            return [*self.listed(self.begin), *whole]  # a line under "Tidligere brudd:"
        self.found += self.nor_in()
        if self.found and not (label and self.found[0].status == "absent"):
            self.found += self.listed(label)
        self.found += self.left_out()
        self.found += self.same()
        if self.found or label or self.passed_over:
            self.found += self.nothing_else(label or anchors[0].last)
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
        if anchor.kind == "verb" and before == "man":
            return True  # "hva som skjer om man brekker hofta"
        if anchor.kind == "verb" and behind == "i" and self.sites.at.get(anchor.last + 1) is not None:
            return True  # "det knakk i ryggen"
        if anchor.kind == "named" and self.forms[anchor.first] == "sammenfall":
            in_time = before in ("tidsmessig", "i") or self.forms[anchor.last : anchor.last + 2] == ["i", "tid"]
            return in_time or may_come(self.state, anchor.first)
        if anchor.kind == "snap":
            if self.state.has("fx_soft", max(self.begin, anchor.first - 4), anchor.last + 2):
                return True  # "leddbåndet røk i kneet"
            return not any(m.kind == "site" and self.sites.snaps(m, anchor) for m in self.marks)
        if anchor.kind == "shape":
            return may_come(self.state, anchor.first)
        return not is_event(self.state, anchor.first, anchor.last)

    def _of_mouth(self) -> bool:
        """Whether the letter speaks of teeth."""
        return any(form.startswith(("tann", "tenner", "jeksel", "kjeve")) for form in self.forms)

    def _is_label(self, anchor: Mark) -> bool:
        """Whether what follows is a list under the word: "Tidl. brudd: håndledd 2012, ankel 2015"."""
        if anchor.first - self.begin > _LABEL_AT:
            return False
        at, stop = anchor.last, min(self.end, anchor.last + _LABEL_COLON)
        while at < stop:
            if self.forms[at] == ":":
                return True
            if self.forms[at] == "(" and ")" in self.forms[at : self.end]:
                close = self.forms.index(")", at)
                at, stop = close, min(self.end, stop + close - at)  # "Brudd etter 50 (ja/nei, hvilke):"
            at += 1
        return False

    def _is_empty_label(self, anchor: Mark, following: Mark) -> bool:
        """Whether a label only heads another fracture: "Brudd: har aldri brukket noe", "Brudd: FCF 2019"."""
        between = self.forms[anchor.last : following.first]
        if between[-1:] != [":"] and self.forms[following.first - 1] in _IT and self._site_in(anchor, following):
            return False  # "Brudd: ankelen i 2015, den knakk da hun skled"
        return ":" in between and not any(self.state.has(name, anchor.last, following.first) for name in _ANSWERS)

    def _site_in(self, anchor: Mark, following: Mark) -> bool:
        return any(m.kind == "site" and anchor.last <= m.first < following.first for m in self.marks)

    def _settled(self, anchor: Mark, own: list[Mark]) -> tuple[list[Mark], bool]:
        """The sites of a fracture set right, and whether it is none."""
        if any(site.site != "none" for site in own):
            own = [site for site in own if site.site != "none"]
        elif own and self._is_least(anchor, own[0]):
            return [], False
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

    def _is_least(self, anchor: Mark, site: Mark) -> bool:
        """As in "aldri brukket annet enn en tå", "uten å brekke så mye som en finger": all else is denied."""
        between = self.forms[anchor.last : site.first]
        return between[:3] == _SO_MUCH or self.state.has("fx_except", anchor.last, site.first)

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
        if status != "uncertain" or cue is None:
            return
        if cue[0] < anchor.last and not _MAY.intersection(self.forms[cue[0] : cue[1]]):
            return  # "trolig brudd" says what the shape is; "kan være brudd" does not
        for fracture in self.found:
            if fracture.anchor.kind == "shape" and fracture.status == "present":
                fracture.status, fracture.cue = "uncertain", cue

    def _refined(self, site: Mark) -> Mark:
        """The end of a long bone that is named: "proksimal femur", "distal fibula"."""
        state = self.state
        begin = site.first
        while begin > self.begin and begin > site.first - 5 and self.forms[begin - 1] in _PART_OF:
            begin -= 1  # "øvre del av lårbeinet"
        near = range(max(self.begin, begin - 2), site.first)
        if site.site == "other" and state.in_class(site.first, "site_thigh_bone"):
            at = site.last + (self.forms[site.last : site.last + 1] in ([","], ["("]))
            told = self.sites.at.get(at)
            if told is not None and told.site == "hip" and self.forms[told.first] != "hofte":
                self.sites.taken.add(told.first)  # "brakk lårbeinet, pertrokantært"
                return replace(site, site="hip", last=told.last)
        for bone, part, named in (("site_thigh_bone", "fx_upper", "hip"), ("site_calf_bone", "fx_lower", "ankle")):
            if site.site == "other" and state.in_class(site.first, bone) and any(state.in_class(k, part) for k in near):
                return replace(site, site=named)
        return site

    def _fractures(self, anchor: Mark, own: list[Mark], *, apart: bool) -> list[Fracture]:
        """The fractures of one word: one for each site, one without a site."""
        state = self.state
        last = max([anchor.last, *(s.last for s in own if s.first >= anchor.first and not apart)])
        first = min([anchor.first, *(s.first for s in own)])
        owner = subject_behind(state, anchor.last) if anchor.kind == "verb" else None
        owner = owner or owner_of(state, anchor.first, last)
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
        denial = state.context.before(first, "negation") if status == "present" and first < anchor.first else None
        if denial is not None and denial[1] >= first - 1:
            status, cue = "absent", denial  # "verken håndleddet eller hofta har vært brukket"
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
        if self.forms[anchor.last : anchor.last + 3] == _SO_MUCH:
            return True
        for at in range(anchor.last, min(self.end, anchor.last + 4)):
            if state.in_class(at, "fx_object"):
                return True
            if self.forms[at] in (",", ".", ";", "og", "seg") or state.in_class(at, "own_patient"):
                return False
        if self.forms[anchor.last - 1 : anchor.last + 1] == ["brakk", "."] or anchor.last >= self.end:
            return any(self.forms[at] == "aldri" for at in range(max(self.begin, anchor.first - 3), anchor.first))
        return state.has("fx_object", max(self.begin, anchor.first - 4), anchor.first)


_ANSWERS = ("answer_no", "answer_yes", "answer_unknown")
