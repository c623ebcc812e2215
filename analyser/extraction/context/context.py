"""What stands around a finding: denial, doubt, relatives, and how far each of them reaches.

A cue works in one direction, within its clause. A comma or "og" ends its reach only when a clause of
its own begins there, so that "ingen feber, hoste eller dyspné" denies all three. Longer phrases that
only look like a denial ("kan ikke utelukkes") win over it. Of several cues the nearest decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

from analyser.extraction.context.no_kin import is_danger, is_nobodys
from analyser.extraction.context.word_order import fronted_row, is_fronted, said_possible, told_inverted
from analyser.extraction.finding import Range
from analyser.extraction.matching.lexicon import Lexicon
from analyser.extraction.text.transcript import CLAUSE_ENDS, COLUMN, Transcript

Group = Literal["negation", "uncertain"]
Kin = Literal["parent", "relative", "family", "other"]

_STATUS = frozenset(f"{group}.{side}" for group in ("negation", "uncertain") for side in ("before", "after", "none"))
"""The kinds of cues that have a status to give, or look as if; only of these the end matters."""
_JOINTS = frozenset([",", "og", "samt", "+", "-", "/"])
_REACH = 14  # tokens that a denial or a doubt may lie before its finding


class Context:
    """The cues of one letter, by the token where they begin and end."""

    __slots__ = ("_begin", "_by_end", "_by_start", "_end", "_related", "kin", "transcript")

    def __init__(self, transcript: Transcript, lexicon: Lexicon) -> None:
        self.transcript = transcript
        # denials and doubts, by the tokens at which they begin and before which they end
        self._by_start: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._by_end: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._end: defaultdict[str, set[int]] = defaultdict(set)
        self._begin: defaultdict[str, set[int]] = defaultdict(set)  # where cues of any kind begin
        self.kin: dict[int, str] = {}
        whole: dict[int, str] = {}
        for first, last, kind in lexicon.cues.find_in(transcript):
            if kind in _STATUS:
                self._by_start[first].append((last, kind))
                self._by_end[last].append((first, kind))
                self._begin[kind].add(first)
                self._end[kind].add(last)
            elif is_danger(transcript, first) or (kind == "kin.other" and first and is_nobodys(transcript, first)):
                continue
            elif kind[:4] == "kin.":
                self.kin.setdefault(first, kind[4:])
                if last - first > 1:
                    whole.update(dict.fromkeys(range(first, last), kind[4:]))  # "min egen far" is the doctor's
            else:
                self._begin[kind].add(first)
        if whole:
            self.kin.update({at: kind for at, kind in whole.items() if at in self.kin})
        for at in [at for at, kind in self.kin.items() if kind != "patient" and at + 1 in self.kin]:
            if transcript.written(at).lower().endswith("s"):
                self._of_relative(at)
        # the sentences that name another than the patient
        self._related = {transcript.sentence[at] for at, kind in self.kin.items() if kind != "patient"}

    def _of_relative(self, at: int) -> None:
        """A relative of a relative: "mors søster", "konas mor"; "mors slekt" is still the family."""
        if self.kin[at + 1] != "family":
            owner = self.kin.pop(at)
            self.kin[at + 1] = "other" if "other" in (owner, self.kin[at + 1]) else "relative"

    def others(self, tokens: Iterable[int]) -> None:
        """Take tokens for one who is no relation by blood: "Mannen" in the letter of a woman."""
        for at in tokens:
            self.kin.setdefault(at, "other")
            self._related.add(self.transcript.sentence[at])

    def has(self, at: int, kind: str) -> bool:
        """Whether a cue of the kind begins at the token."""
        return kind in self._begin and at in self._begin[kind]

    def clause(self, at: int) -> Range:
        """The clause around a token: to the nearest point, semicolon, question mark or column."""
        begin, end = self.transcript.bounds[self.transcript.sentence[at]]
        stops = self.transcript.stops
        place = bisect_left(stops, at)
        first = max(begin, stops[place - 1] + 1) if place else begin
        return first, min(stops[place] + 1, end) if place < len(stops) else end

    def status(self, first: int, last: int) -> tuple[str, Range | None]:
        """``present``, ``absent`` or ``uncertain`` for a finding, and the words that decided."""
        forms = self.transcript.forms
        doubt = self.after(last, "uncertain", within=1)
        if doubt is not None and forms[doubt[0]] == "?":
            # "Brystkreft? Nei"
            answer = self.answer(doubt[1])
            return ("absent", answer) if answer is not None else ("uncertain", doubt)
        if doubt is not None:
            return "uncertain", doubt
        denial = self.after(last, "negation") or self.before(first, "negation") or fronted_row(self, first, last)
        if denial is not None and denial[0] >= last:
            return "absent", denial
        doubt = self.before(first, "uncertain") or said_possible(self, last)
        if doubt is not None and forms[doubt[0]] == "tanken":
            return "uncertain", doubt  # "får ikke slått fra meg tanken på"
        if denial is not None and doubt is not None and "," in forms[denial[1] : doubt[0]]:
            return "uncertain", doubt  # "gror ikke, mistanke om"
        if denial is not None and (doubt is None or denial[0] <= doubt[0] or denial[1] > doubt[1]):
            return "absent", denial
        if doubt is not None:
            # "Ikke mistanke om": the denial reaches the doubt.
            denial = self.before(doubt[0], "negation")
            reaches = denial is not None and "," not in forms[denial[1] : doubt[0]]
            return ("absent", denial) if reaches else ("uncertain", doubt)
        return "present", None

    def answer(self, at: int) -> Range | None:
        """A denial that answers a question which ends before a token."""
        transcript = self.transcript
        if at >= len(transcript.forms):
            return None
        for last, kind in self._by_start.get(at, ()):
            answers = ("nei", "-", "0", "aldri", "ingen", "n", "avkreftet", "utelukket")
            if kind != "negation.after" or transcript.forms[at] not in answers:
                continue
            goes_on = last < len(transcript.forms) and transcript.forms[last] not in (*CLAUSE_ENDS, ",")
            if transcript.forms[at] != "aldri" or not goes_on:  # "Beinskjørhet? Aldri målt"
                return at, last
        return None

    def before(self, first: int, group: Group) -> Range | None:
        """The nearest cue of ``group`` before a token that reaches it."""
        transcript = self.transcript
        begin = transcript.bounds[transcript.sentence[first]][0]
        if not self._any(self._end, f"{group}.before", max(begin, first - _REACH) + 1, first + 1):
            return None
        forms = transcript.forms
        own_clause = self.has(first, "stop.breakers") or self._affirmed(first)
        colon = False
        at = first
        while at > begin and first - at < _REACH:
            found: Range | None = None
            masked: int | None = None
            for start, kind in self._by_end.get(at, ()):
                if start < begin:
                    continue
                if kind == "negation.none":
                    masked = start if masked is None else min(masked, start)
                elif (
                    kind == f"{group}.before"
                    and (found is None or start < found[0])
                    and not told_inverted(self, start, at)
                ):
                    found = (start, at)
            if found is not None and group == "negation" and forms[found[0] : at + 1] == ["ikke", ","]:
                found = None  # "såret gror ikke, blottet bein": it denies what stands before it
            if found is not None and (masked is None or found[0] < masked or group != "negation"):
                return found
            if masked is not None:
                at = masked
                continue
            at -= 1
            form = forms[at]
            if form in CLAUSE_ENDS or (own_clause and form in _JOINTS) or forms[at : at + 2] == [",", "med"]:
                return None  # "et sår som ikke vil gro, med litt puss"
            if form == "(" and self.has(at + 1, "stop.breakers"):
                return None  # "ingen brudd siste år (hadde to sammenfall i 2019)"
            if form == ":":
                # A label may itself hold the cue: "Har ikke: kreft, diabetes".
                if colon or at - 1 < begin:
                    return None
                colon = True
                continue
            if self.has(at, "stop.words") and not self.has(at, f"{group}.before"):
                return None
            own_clause = own_clause or self.has(at, "stop.breakers")
        return None

    @staticmethod
    def _any(places: Mapping[str, set[int]], kind: str, begin: int, end: int) -> bool:
        """Whether cues of a kind have one of their places in a range."""
        return kind in places and not places[kind].isdisjoint(range(begin, end))

    def _affirmed(self, first: int) -> bool:
        """Whether the words behind a finding, up to the next comma, state it: "RA siden 2010"."""
        transcript = self.transcript
        forms = transcript.forms
        end = transcript.bounds[transcript.sentence[first]][1]
        for at in range(first, min(end, first + 6)):
            if forms[at] in CLAUSE_ENDS or forms[at] in (",", "og", "eller"):
                return False
            if self.has(at, "stop.affirms"):
                return forms[at] != "siden" or forms[at + 1 : at + 2] not in (["hun"], ["han"])  # and no reason why
        return False

    def after(self, last: int, group: Group, *, within: int = 2) -> Range | None:
        """A cue of ``group`` that follows a token directly, or after a few words of its own clause."""
        transcript = self.transcript
        forms = transcript.forms
        end = transcript.bounds[transcript.sentence[last - 1]][1]
        if not self._any(self._begin, f"{group}.after", last, min(end, last + within + 1)):
            return None
        for at in range(last, min(end, last + within + 1)):
            best: Range | None = None
            masked = False
            for stop, kind in self._by_start.get(at, ()):
                if forms[at] == "-" and stop == at + 1 < end and forms[stop][:1].isalnum():
                    continue  # a dash between words
                if kind == "negation.none" and group == "negation":
                    masked = True
                if kind == f"{group}.after" and (best is None or stop > best[1]):
                    best = (at, stop)
            sure = at == last or group != "negation" or best is not None and best[1] - best[0] > 1
            if best is not None and not masked and (sure or is_fronted(self, last, at)):
                return best
            if forms[at] in (".", ";", ",", "!", COLUMN, "og", "men", "eller", "?"):
                return None
        return None

    def _closes_aside(self, at: int, begin: int) -> bool:
        """Whether a comma belongs to an aside on a relative: "Søsteren, 61, får Prolia", "mor, som jeg kjente, ble"."""
        forms = self.transcript.forms
        opens = next((k for k in range(at, max(begin, at - _REACH), -1) if forms[k : k + 2] == [",", "som"]), None)
        if opens is not None and not self.kin.keys().isdisjoint((opens - 1, opens - 2)):
            return True
        first = at - 2 if at - 2 > begin and forms[at - 2] == "," else at
        age = forms[first + 1 : first + 2]
        return bool(age) and age[0].isdigit() and forms[first + 2 : first + 3] == [","] and first - 1 in self.kin

    def _of_patient(self, at: int) -> bool:
        """Whether the patient is named only for whose relative is meant: "moren til pas."."""
        of = self.kin.get(at) == "patient" and self.transcript.forms[at - 1] == "til"
        return of and self.kin.get(at - 2, "patient") != "patient"

    def relative(self, first: int, last: int, *, commas: bool = True) -> tuple[str, int] | None:
        """The relative whose finding it is: ``(parent|relative|family|other, token)``."""
        transcript = self.transcript
        if transcript.sentence[first] not in self._related:
            return None
        forms = transcript.forms
        begin, end = transcript.bounds[transcript.sentence[first]]
        behind = self._relative_behind(last, end)
        if behind is not None and (forms[last] == ":" or self.has(last, "hos.words") or behind == ("other", last)):
            return behind  # "hun kjenner ikke til osteoporose i slekten", "har en dement ektemann"
        at = first
        while at > begin:
            at -= 1
            form = forms[at]
            kind = self.kin.get(at)
            if self._of_patient(at) and forms[first] not in ("hun", "han"):
                continue  # "moren til pasienten"
            if kind == "patient" or form in ("hun", "han", "jeg", "vi"):
                # "Mor brakk hoften da hun var 80": "hun" is the mother.
                if at - 1 >= begin and self.has(at - 1, "subordinate.words"):
                    continue
                if kind == "patient" and self._is_spouses(at, begin):
                    continue  # "kona til pasienten"
                return None
            if kind is not None:
                speaks = self.has(at + 1, "says.words") or (at > begin and self.has(at - 1, "says.words"))
                if speaks or (forms[at - 1] == "etter" and forms[at + 1] == "død"):
                    return None  # "..., sier kona til denne karen på 70"
                return kind, at
            if form in CLAUSE_ENDS or (form == "," and not commas and not self._closes_aside(at, begin)):
                break
        return behind

    def _is_spouses(self, at: int, begin: int) -> bool:
        """Whether the patient is named to tell whose spouse it is: "kona til pasienten"."""
        return at - 2 >= begin and self.transcript.forms[at - 1] in ("til", "av") and self.kin.get(at - 2) == "other"

    def _relative_behind(self, last: int, end: int) -> tuple[str, int] | None:
        """The relative named behind a finding: "hos mor", "i nær slekt"."""
        forms = self.transcript.forms
        if last + 1 < end and forms[last] == ":" and self.kin.get(last + 1) in ("parent", "relative"):
            return self.kin[last + 1], last + 1  # "Osteoporose: mor"
        for at in range(last, min(end, last + 5)):
            if self.has(at, "hos.words") or (at == last and self.kin.get(at) in ("parent", "other")):
                for k in range(at, min(end, at + 4)):
                    if self.kin.get(k, "patient") != "patient" and (k > at or at == last):
                        return self.kin[k], k
                    if forms[k] in ("da", "mens", "fordi"):
                        break  # "på hylla da mannen fikk slag"
            if forms[at] in (".", ";", ",", "?", "!", COLUMN, "da", "men", "etter"):
                break
        return None
