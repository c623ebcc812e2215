"""Which site a word for a fracture speaks of: behind it, before it, or in a list under a label."""

from __future__ import annotations

from analyser.extraction.fractures.fracture_words import Mark
from analyser.extraction.state import State
from analyser.extraction.text.numbers import year_of
from analyser.extraction.text.transcript import COLUMN

_ENDS = frozenset([".", ";", "?", "!", COLUMN])
_LISTED = frozenset([",", "og", "eller", "samt", "+", "/", "-", "&", "hverken", "både", "(", "i", "på"])
_ORDERED = frozenset([".", ",", "og", "til", "-", "/", "+"])
_GAP = 6  # words between a fracture and its site
_NEXT = 4  # words between two sites of a list
_BEFORE = 5
_NEAR = 3  # words between "etter" and the fracture it was operated for
_WHICH = frozenset(["eneste", "første", "siste", "forrige", "andre", "tredje", "nyeste"])
_PICTURE = 9  # words between the site that an X-ray shows and what it shows


class Sites:
    """The sites of one sentence and the fractures that take them."""

    def __init__(self, state: State, marks: list[Mark]) -> None:
        self.state = state
        self.forms = state.forms
        self.marks = marks
        self.at = {mark.first: mark for mark in marks}
        self.ending = {mark.last: mark for mark in marks}
        self.taken: set[int] = set()
        self.begin, self.end = state.sentence(marks[0].first)

    def of(self, anchor: Mark) -> tuple[list[Mark], bool]:
        """The sites of a fracture, and whether they stand in a clause of their own behind it."""
        if anchor.kind == "compound" or (anchor.kind == "named" and anchor.site != "vertebral"):
            return [anchor, *self._joined_before(anchor), *self._joined_behind(anchor)], False
        own: list[Mark] = []
        close = self._close_before(anchor) if anchor.kind != "verb" else []
        behind, apart = self._behind(anchor)
        if close and (not behind or self.forms[anchor.last] not in ("i", "på", "av")):
            own = close if not behind or apart else [*close, *behind]
        elif behind:
            own = behind
        elif anchor.kind != "shape":
            own = self._far_before(anchor)
        if not own and anchor.kind == "shape":
            own = close
        if not own and anchor.kind == "verb":
            own = self._named_by_relative(anchor)
        if not own and anchor.kind == "snap":
            own = [mark for mark in self.marks if mark.kind == "site" and self.snaps(mark, anchor)][-1:]
        self.taken.update(mark.first for mark in own)
        return own, apart and not close

    def snaps(self, site: Mark, anchor: Mark) -> bool:
        """Whether it is the site that snaps: "lårhalsen røk", "lårhalsen på høyre side røk"."""
        between = range(site.last, anchor.first)
        sided = all(self.state.in_class(at, "fx_side") or self.forms[at] == "på" for at in between)
        return -3 <= site.first - anchor.last <= 1 or (len(between) > 0 and sided)

    def unclaimed(self, first: int) -> list[Mark]:
        """Sites from a token on that no fracture has taken."""
        return [m for m in self.marks if m.kind == "site" and m.first >= first and m.first not in self.taken]

    def _joined_before(self, anchor: Mark) -> list[Mark]:
        """As in "hofte- og ryggbrudd"."""
        at = anchor.first - 1
        if at - 1 < self.begin or self.forms[at] not in ("og", "eller", ",", "/", "+", "samt"):
            return []
        at -= 1
        while at > self.begin and self.forms[at] == "-":
            at -= 1
        mark = self.ending.get(at + 1)
        if mark is None or mark.kind != "site" or mark.first in self.taken or self.forms[at + 1] != "-":
            return []
        self.taken.add(mark.first)
        return [mark]

    def _joined_behind(self, anchor: Mark) -> list[Mark]:
        """As in "lårhalsbrudd og håndledd"; and words that only say more of the same site are taken with it."""
        found: list[Mark] = []
        at = anchor.last
        joined = False
        while at < min(self.end, anchor.last + 5):
            mark = self.at.get(at)
            if mark is not None and mark.kind == "site":
                if mark.site == anchor.site or not joined:
                    self.taken.add(mark.first)
                elif not self._followed_by_anchor(mark):
                    self.taken.add(mark.first)
                    found.append(mark)
                at = mark.last
                continue
            form = self.forms[at]
            if form in ("og", "eller", "samt", "+"):
                joined = True
            elif mark is not None or not (form in ("i", "(", "på") or self.state.in_class(at, "fx_side")):
                break
            at += 1
        return found

    def _followed_by_anchor(self, mark: Mark) -> bool:
        following = self.at.get(mark.last)
        return following is not None and following.anchors and following.kind != "verb"

    def _behind(self, anchor: Mark) -> tuple[list[Mark], bool]:
        """Sites behind a fracture: "i rygg eller hofte"; and whether only behind a comma or colon."""
        found: list[Mark] = []
        at, free, apart = anchor.last, _GAP, False
        while at < self.end and free > 0:
            mark = self.at.get(at)
            form = self.forms[at]
            if mark is not None and mark.first in self.taken:
                break
            if mark is not None and mark.kind == "site":
                if self._followed_by_anchor(mark) and at > anchor.last and self.forms[at - 1] in (",", "og", "(", "/"):
                    break
                found.append(mark)
                at, free = mark.last, _NEXT
                continue
            if mark is not None and mark.kind in ("crack", "shape"):
                at, free = mark.last, free - 1
                continue
            if form == "." and self.forms[at - 1].isdigit() and (ordered := self._ordered(at)) is not None:
                at = ordered
                continue
            if form == "kan" and self.forms[at + 1 : at + 2] in (["nevnes"], ["nemnast"]):
                at += 2  # "av tidligere brudd kan nevnes venstre overarm"
                continue
            if at == anchor.last and anchor.kind == "verb" and self.state.context.kin.get(at, "patient") != "patient":
                at += 1 + (self.forms[at + 1 : at + 2] == ["også"])  # "der brakk mor også hofta"
                continue
            if at == anchor.last and form in ("er", "var") and self.forms[anchor.first - 1] in _WHICH:
                at += 1  # "det eneste bruddet er en ankel"
                continue
            if mark is not None or form in _ENDS or self._stops(at) or (found and form == "ikke"):
                break
            if form in (",", ":") and not found:
                # "Ikke hatt brudd, verken i rygg eller hofte"; "Tidl. brudd: håndledd 2012"
                if form == ":" or (at + 1 < self.end and self.forms[at + 1] in ("hverken", "eller", "i", "(", "denne")):
                    apart = form == ","
                else:
                    break
            elif found and (form == ")" or (form == "," and not self._site_within(at + 1, 3))):
                break
            if not (self.state.in_class(at, "fx_side") or form in ("i", "på", "av")):
                free -= 1
            at += 1
        return found, apart

    def _ordered(self, at: int) -> int | None:
        """Where the site of ordinals stands: "brudd i 3. lendevirvel", "brudd i 5., 6. og 7. ribbein"."""
        while at < self.end and (self.forms[at] in _ORDERED or self.forms[at].isdigit()):
            at += 1
        mark = self.at.get(at)
        return at if mark is not None and mark.kind == "site" else None

    def _named_by_relative(self, anchor: Mark) -> list[Mark]:
        """As in "venstre overarm, som hun brakk i 2015"."""
        at = anchor.first - 1
        at -= self.forms[at] in ("hun", "han", "pasienten")
        if at <= self.begin or self.forms[at] != "som":
            return []
        at -= self.forms[at - 1] == ","
        mark = self.ending.get(at)
        return [mark] if mark is not None and mark.kind == "site" and mark.first not in self.taken else []

    def _site_within(self, at: int, words: int) -> bool:
        for k in range(at, min(self.end, at + words)):
            mark = self.at.get(k)
            if mark is not None:
                return mark.kind == "site" and not self._followed_by_anchor(mark)
            if self.forms[k] == "ikke" or self.state.in_class(k, "fx_stop"):
                return False
        return False

    def _stops(self, at: int) -> bool:
        if self.forms[at] == "siden" and (site := self.at.get(at + 1)) is not None and site.kind == "site":
            return True  # "ingen nye brudd siden håndleddet": that one there was
        if self.forms[at] == "ved" and at + 1 < self.end:
            following = self.at.get(at + 1)
            return following is None or following.kind != "site"  # "brakk v. håndledd"
        if self.forms[at - 1] in ("på", "ved") and self.state.in_class(at, "fx_imaging"):
            return False  # "ikke brudd på rtg. håndledd"
        return self.state.context.kin.get(at, "patient") != "patient" or self.state.in_class(at, "fx_stop")

    def _close_before(self, anchor: Mark) -> list[Mark]:
        """As in "distal radius fraktur", "Th12: kompresjon", "håndledd (brudd)"."""
        found: list[Mark] = []
        at, free = anchor.first, 2
        while at > self.begin and free > 0:
            mark = self.ending.get(at)
            if mark is not None:
                if mark.kind != "site" or mark.first in self.taken:
                    break
                found.insert(0, mark)
                at, free = mark.first, 1
                continue
            form = self.forms[at - 1]
            if found and form in ("og", "/", "+", "-", ",") and self.ending.get(at - 1) is not None:
                at -= 1
                continue
            if form in (",", "og", "eller", "i", "på", "av", "fra", "men", "over") or form in _ENDS:
                break
            if not self.state.in_class(at - 1, "fx_side"):
                free -= 1
            at -= 1
        if found and found[0].first > self.begin and self.forms[found[0].first - 1] in ("fra", "over", "under", "på"):
            return []
        return found

    def _far_before(self, anchor: Mark) -> list[Mark]:
        """As in "Hofta har han aldri brukket", "Rtg. hofte: ikke brudd", "Hofte, rygg og bekken: aldri brudd"."""
        at = anchor.first
        picture = self.state.has("fx_imaging", self.begin, at)
        label = metal = False
        reach = _PICTURE if picture or anchor.kind == "fixed" else _BEFORE
        while at > self.begin and anchor.first - at < reach:
            mark = self.ending.get(at)
            if mark is not None and mark.kind == "site":
                return self._list_before(mark, picture=picture or label or metal or anchor.kind == "verb")
            form = self.forms[at - 1]
            if form == "etter" and self.state.has("fx_metal", self.begin, at):
                reach = _PICTURE if anchor.first - at < _NEAR else reach
                metal, at = True, at - 1  # "plate i underarmen etter et brudd"
                continue
            if metal and form in ("for", "i") and self._is_time(at):
                at -= 1  # "opererte skulderen for to år siden etter brudd"
                continue
            if form == "," and anchor.kind == "fixed":
                at -= 1  # "lårhals høyre side, operert med glidenagle"
                continue
            if (
                form in _ENDS
                or form in (",", "etter", "men", "pga", "i", "på", "fra")
                and not (picture and form in (",", "i", "på"))
            ):
                return []
            label = label or form == ":"
            if mark is not None or self.state.context.kin.get(at - 1, "patient") != "patient":
                return []
            at -= 1
        return []

    def _is_time(self, at: int) -> bool:
        forms = self.forms
        return year_of(forms[at], None) is not None or forms[at] == "fjor" or "siden" in forms[at + 1 : at + 3]

    def _list_before(self, mark: Mark, *, picture: bool) -> list[Mark]:
        if mark.first > self.begin and not picture and self.forms[mark.first - 1] in ("i", "på", "fra", "over", "av"):
            return []
        found, at = [mark], mark.first
        while at > self.begin:
            form = self.forms[at - 1]
            before = self.ending.get(at)
            if before is not None and before.kind == "site" and before.first not in self.taken:
                found.insert(0, before)
                at = before.first
            elif form in _LISTED or self.state.in_class(at - 1, "fx_side"):
                at -= 1
            else:
                break
        return found
