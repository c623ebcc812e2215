"""Words that tell how a fracture came about: of high energy, of low, or of neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from analyser.extraction.data import load_toml
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

if TYPE_CHECKING:
    from analyser.extraction.fractures.fracture import Fracture

HIGH, LOW, UNKNOWN = "high_energy", "low_energy", "unknown"
_ENERGY = {"high": HIGH, "low": LOW, "none": UNKNOWN}
SENTENCES_BEFORE = 3
"""How many sentences before a fracture may tell of it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell how it happened."""

    first: int
    last: int
    energy: str


@cache
def _index() -> PatternIndex[str]:
    lexicon = load_lexicon()
    return PatternIndex(
        [
            (lexicon.pattern(source, "mechanism.toml"), _ENERGY[name])
            for name, block in load_toml("mechanism.toml").items()
            for source in block["match"]
        ]
    )


class Cues:
    """Finds such words in the sentences of a letter."""

    def __init__(self, state: State, by_sentence: dict[int, list[Fracture]]) -> None:
        self.state = state
        self.by_sentence = by_sentence
        self.sentence = state.transcript.sentence
        self.bounds = state.transcript.bounds
        self._cues: dict[int, list[Cue]] = {}
        self._read: dict[int, list[Cue]] = {}

    def of(self, index: int) -> list[Cue]:
        """The cues of a sentence; a fall that goes back to one of before is as high as that was."""
        if index not in self._cues:
            read = self._of_itself(index)
            self._cues[index] = [
                Cue(c.first, c.last, HIGH) if self._names_one_before(c) and self._was_high(c, index, read) else c
                for c in read
            ]
        return self._cues[index]

    def _of_itself(self, index: int) -> list[Cue]:
        """The cues of a sentence by its own words; a high one wins over a low one that it overlaps."""
        if index not in self._read:
            transcript = self.state.transcript
            begin, end = self.bounds[index]
            found = [
                Cue(match.first, match.last, energy)
                for pattern, energy in _index().candidates(transcript.forms[begin:end], transcript.lacking(index))
                for match in pattern.find(transcript, index)
                if not self._crosses(match.first, match.last, energy)
            ]
            strong = [cue for cue in found if cue.energy != LOW]
            low = [
                c for c in found if c.energy == LOW and not any(c.first < s.last and c.last > s.first for s in strong)
            ]
            high = [cue for cue in strong if cue.energy == HIGH]
            self._read[index] = sorted([*low, *high], key=lambda c: c.first)
        return self._read[index]

    def _names_one_before(self, cue: Cue) -> bool:
        """Whether a fall is one that was told of before: "i samme fall", "ved fallet"."""
        at = cue.last - 1
        if cue.energy != LOW or self.state.forms[at] != "fall":
            return False
        return self.state.transcript.written(at).lower() == "fallet" or self.state.forms[at - 1] in ("samme", "dette")

    def _was_high(self, cue: Cue, index: int, beside: list[Cue]) -> bool:
        """Whether the fall that a cue goes back to was from a height, as its sentence or those before it say."""
        if any(c.energy == HIGH and c.first < cue.first for c in beside):
            return True
        paragraph = self.state.transcript.paragraph
        for before in range(index - 1, max(-1, index - SENTENCES_BEFORE), -1):
            if paragraph[before] != paragraph[index]:
                return False
            if told := [c for c in self._of_itself(before) if not self._names_one_before(c)]:
                return told[-1].energy == HIGH
        return False

    def _crosses(self, first: int, last: int, energy: str) -> bool:
        """Whether a phrase runs from one fracture of a list into the next, or only asks: "osteoporotisk?"."""
        forms = self.state.forms
        if energy == LOW:
            return forms[last : last + 1] == ["?"] and last - first == 1
        beside = self.by_sentence.get(self.sentence[first], ())
        return any(forms[at] in (")", COLUMN) for at in range(first + 1, last - 1)) or any(
            first < f.anchor.first and f.anchor.last < last for f in beside
        )
