"""Words about teeth, mouth and dentist: looked for in one pass, then asked for by kind and place.

The kinds are those of ``teeth_words.toml``. A sentence is cut into
stretches (between commas, "og", "eller", "men") and clauses (between points and the like), because
teeth are spoken of in one breath: "fikk trukket 36 i mars, 37 skal trekkes og har ny krone på 46".
"""

from __future__ import annotations

from bisect import bisect_left

from analyser.extraction.context.answers import Answer, answer
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.teeth.mouth_words import mouth_words
from analyser.extraction.text.numbers import MONTHS

_JOINTS = frozenset([",", "og", "eller", "men", "samt", "mens", "så", "(", ")", "+", "/", ":"])
_QUADRANTS = frozenset(f"{quadrant}{tooth}" for quadrant in "1234" for tooth in "12345678")
_GREETINGS = frozenset(["hilsen", "helsing", "hilsing", "mvh", "vh"])
_NO_TOOTH_AFTER = frozenset(["kl", "/", "uke", "for", "siden", "alder", "fylte", "cirka", "dag", "døgn", "nr", "side"])
_HEAD_WORDS = frozenset(["avdeling", "for", "fra", ":", "klinikk", "poliklinikk", "seksjon", "brev", "spesialist", "i"])
_LETTERHEAD = 14
_LONGEST = 45  # tokens that a sentence is read to either side of a word
_UNITS = frozenset(
    [
        "år",
        "cm",
        "kg",
        "mg",
        "%",
        "måned",
        "uke",
        "ganger",
        "dager",
        "dag",
        "mm",
        "g",
        "ml",
        "nmol",
        "prosent",
        "x",
        "kr",
    ]
)


class Mouth:
    """Where a letter speaks of the mouth.

    Attributes
    ----------
    state
        The letter.
    by_dentist
        Whether a dentist wrote the letter.
    """

    __slots__ = ("_kinds", "_sets", "_speaks", "by_dentist", "state")

    def __init__(self, state: State) -> None:
        self.state = state
        self._kinds = mouth_words(state, _TELLING)
        self._sets: dict[str, frozenset[Range]] = {}
        self._speaks: set[int] = set()
        self.by_dentist = False
        if not self:
            return
        self._speaks = {
            state.transcript.sentence[first] for kind in _SPEAKING for first, _ in self._kinds.get(kind, ())
        } | {
            state.transcript.sentence[hit[0]]
            for kind in ("invasive", "minor")
            for hit in self._kinds.get(kind, ())
            if not (self.is_a(hit, "vague") or self.is_a(hit, "ambiguous"))
        }
        self._speaks |= {
            state.transcript.sentence[hit[0]]
            for hit in self._kinds.get("pull_sure", ())
            if self.tooth_number(self.clause(hit[0]), hit) is not None
        }
        plain = [
            hit
            for hit in self._kinds.get("plain_necrosis", ())
            if self.speaks(state.transcript.sentence[hit[0]], back=1)
        ]
        if plain:
            self._kinds["necrosis"] = sorted([*self._kinds.get("necrosis", ()), *plain])
        self.by_dentist = bool(self._speaks) and self._written_by_dentist()

    def __bool__(self) -> bool:
        return not _TELLING.isdisjoint(self._kinds) or "dental" in self.state.sections

    def all(self, kind: str) -> list[Range]:
        """Every place where a word of a kind stands."""
        return self._kinds.get(kind, [])

    def sentences(self, *kinds: str) -> list[int]:
        """The sentences in which a word of any of some kinds begins, in order."""
        sentence = self.state.transcript.sentence
        return sorted({sentence[first] for kind in kinds for first, _ in self._kinds.get(kind, ())})

    def within(self, kind: str, scope: Range) -> list[Range]:
        """The places of a kind inside a token range."""
        hits = self._kinds.get(kind)
        if hits is None:
            return []
        begin, end = scope
        found: list[Range] = []
        for at in range(bisect_left(hits, (begin,)), len(hits)):
            hit = hits[at]
            if hit[0] >= end:
                break
            if hit[1] <= end:
                found.append(hit)
        return found

    def first(self, kinds: tuple[str, ...], scope: Range) -> Range | None:
        """The first place in a token range of any of some kinds."""
        best: Range | None = None
        begin, end = scope
        for kind in kinds:
            hits = self._kinds.get(kind)
            if hits is None:
                continue
            for at in range(bisect_left(hits, (begin,)), len(hits)):
                hit = hits[at]
                if hit[0] >= end or (best is not None and hit >= best):
                    break
                if hit[1] <= end:
                    best = hit
                    break
        return best

    def is_a(self, hit: Range, kind: str) -> bool:
        """Whether the words of a place are of a kind too."""
        found = self._sets.get(kind)
        if found is None:
            found = self._sets[kind] = frozenset(self._kinds.get(kind, ()))
        return hit in found

    def has(self, kind: str, scope: Range) -> bool:
        """Whether a word of a kind stands inside a token range."""
        return kind in self._kinds and self.first((kind,), scope) is not None

    def nearest(self, kinds: tuple[str, ...], to: Range, scope: Range) -> Range | None:
        """The place of any of some kinds inside a token range that lies nearest to another."""
        best: tuple[int, Range] | None = None
        for kind in kinds:
            for hit in self.within(kind, scope):
                if hit[0] < to[1] and hit[1] > to[0]:
                    continue
                distance = to[0] - hit[1] if hit[1] <= to[0] else hit[0] - to[1]
                if best is None or distance < best[0]:
                    best = (distance, hit)
        return None if best is None else best[1]

    def speaks(self, sentence: int, *, back: int = 0, ahead: int = 0) -> bool:
        """Whether a sentence, or one of so many before or behind it, names teeth, mouth, jaw or dentist."""
        bounds = self.state.transcript.bounds
        near = range(max(0, sentence - back), min(len(bounds), sentence + ahead + 1))
        return not self._speaks.isdisjoint(near) or self.state.sections[sentence] == "dental"

    def sentence(self, at: int) -> Range:
        """The sentence of a token, or as much of it as a sentence can be."""
        begin, end = self.state.sentence(at)
        return max(begin, at - _LONGEST), min(end, at + _LONGEST)

    def clause(self, at: int) -> Range:
        """The clause around a token: to the nearest point, question mark, semicolon or column."""
        begin, end = self.state.sentence(at)
        begin, end = max(begin, at - _LONGEST), min(end, at + _LONGEST)
        stops = self.state.transcript.stops
        place = bisect_left(stops, at)
        first, last = begin, end
        for stop in stops[place:]:
            if stop >= end:
                break
            if not self._dates(stop):
                last = stop
                break
        for k in range(place - 1, -1, -1):
            if stops[k] < begin:
                break
            if not self._dates(stops[k]):
                first = stops[k] + 1
                break
        return first, max(last, at + 1)

    def _dates(self, at: int) -> bool:
        """Whether a point belongs to a date: "4. mars", "02. 26"."""
        forms = self.state.forms
        if forms[at] != "." or not at or not forms[at - 1].isdigit():
            return False
        follows = forms[at + 1] if at + 1 < len(forms) else ""
        return follows in MONTHS or follows.isdigit()

    def stretches(self, at: int) -> tuple[list[Range], int]:
        """The stretches of the clause of a token, and the index of the one it stands in."""
        begin, end = self.clause(at)
        forms = self.state.forms
        found: list[Range] = []
        first = begin
        for k in range(begin, end):
            if forms[k] in _JOINTS and not self._joins_teeth(k, begin, end):
                if k > first:
                    found.append((first, k))
                first = k + 1
        if end > first:
            found.append((first, end))
        for number, (first, last) in enumerate(found):
            if first <= at < last:
                return found, number
        return [*found, (at, at + 1)], len(found)

    def _joins_teeth(self, at: int, begin: int, end: int) -> bool:
        """Whether a comma or "og" parts two teeth, a date or two words of one kind: "36 og 37", "24/10"."""
        forms = self.state.forms
        return begin < at < end - 1 and forms[at - 1][:1].isdigit() and forms[at + 1][:1].isdigit()

    def is_tooth_number(self, at: int) -> bool:
        """Whether a token may be the number of a tooth ("36"), by itself and by what stands around it."""
        forms = self.state.forms
        if forms[at] not in _QUADRANTS:
            return False
        after = forms[at + 1] if at + 1 < len(forms) else ""
        before = forms[at - 1] if at else ""
        if after in _UNITS or before in _NO_TOOTH_AFTER:
            return False
        if after == "." and at + 2 < len(forms) and forms[at + 2] in MONTHS:
            return False
        return not (after == "/" or after in MONTHS)

    def tooth_number(self, scope: Range, to: Range, *, within: int = 5) -> Range | None:
        """The number of a tooth that stands near a range."""
        found = [
            at
            for at in range(max(scope[0], to[0] - within), min(scope[1], to[1] + within))
            if not to[0] <= at < to[1] and self.is_tooth_number(at)
        ]
        best = min(found, key=lambda at: max(to[0] - at, at - to[1] + 1), default=None)
        return None if best is None else (best, best + 1)

    def answered(self, hit: Range) -> Answer | None:
        """What a form answers to the label that the words of a place are, or in their box."""
        return answer(self.state, *hit)

    def asks(self, at: int) -> bool:
        """Whether the clause of a token ends with a question mark."""
        end = self.clause(at)[1]
        forms = self.state.forms
        return end < len(forms) and forms[end] == "?"

    def _letterhead(self, begin: int, end: int) -> bool:
        """Whether a first sentence is a letterhead and tells nothing."""
        if self.state.sections[0] or end - begin > _LETTERHEAD or len(self.state.transcript.bounds) < 3:
            return False
        return self.first(("agent_verb", "went", "regular", "recent"), (begin, end)) is None

    def _written_by_dentist(self) -> bool:
        """Its letterhead or its closing line is a dentist's, or the writer says so."""
        state = self.state
        forms, bounds = state.forms, state.transcript.bounds
        dentists = {first for first, _ in self.all("dentist")}
        for first in dentists:
            sentence = state.transcript.sentence[first]
            begin, end = bounds[sentence]
            before = forms[max(begin, first - 8) : first]
            if "undertegnede" in before or ("jeg" in before and "er" in before):
                return True
            heads = first == begin or "fra" in before or _HEAD_WORDS.issuperset(before)
            if sentence == 0 and heads and self._letterhead(begin, end):
                return True
            if (
                sentence >= len(bounds) - 2
                and end - begin <= 6
                and (first >= begin)
                and (first == begin or before[-1:] == [","] or any(form in _GREETINGS for form in before))
                and self.first(_NOT_SIGNED, (begin, end)) is None
            ):
                return True
        return False


_NOT_SIGNED = ("agent_verb", "went", "regular", "recent", "rare", "appoint", "good", "bad", "no", "warn")
"""Words that a line which names a dentist has when it is no signature: "Tannlege sist i fjor"."""
_SPEAKING = (
    "tooth", "subject", "jaw", "dentist", "visit", "toothless", "denture", "partial", "necrosis", "infection", "sign",
    "implant", "tooth_trouble_word", "tooth_denture", "sound",
)  # fmt: skip
_WORK = ("pull_sure", "invasive", "minor", "minor_verb", "bare", "sequester")
_TELLING = frozenset([*_SPEAKING, *_WORK, "any_denture", "tooth_work"])
"""A letter with no word of these kinds does not speak of the mouth."""
