"""Many patterns at once: which of them are worth trying on a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import itemgetter, or_
from typing import Generic, TypeVar

from analyser.extraction.matching.patterns import Pattern, Words
from analyser.extraction.text.form_index import Computed, FormIndex
from analyser.extraction.text.starred import StarredWords
from analyser.extraction.text.transcript import Transcript

T = TypeVar("T")
_SECOND = itemgetter(1)


class PatternIndex(FormIndex[int], Generic[T]):
    """Many patterns with a payload each; only those are tried whose words a sentence holds."""

    def __init__(self, entries: Sequence[tuple[Pattern, T]]) -> None:
        super().__init__()
        self.entries = entries
        self._bit: dict[Words, int] = {}
        self._needs: list[int] = []
        self._rarest: dict[int, list[int]] = {}
        self._always: list[int] = []
        # a word that many patterns need is a common one, as is a short one: an entry waits for its rarest need
        asked = Counter(word for pattern, _ in entries for words in pattern.needs for word in words)
        common = {word: (2 + times) / len(word) ** 3 for word, times in asked.items()}
        for number, (pattern, _) in enumerate(entries):
            needs = [words for words in pattern.needs if "*" not in words]  # that is any word
            bits = [self._bit.setdefault(words, len(self._bit)) for words in needs]
            self._needs.append(sum({1 << bit for bit in bits}))
            if bits:
                fewest = min(needs, key=lambda words: sum(map(common.__getitem__, words)))
                self._rarest.setdefault(self._bit[fewest], []).append(number)
            else:
                self._always.append(number)
        self._waking = Computed(self._entries_at)
        self._exact: dict[str, list[int]] = {}
        self._starred: StarredWords[int] = StarredWords()
        for words, bit in self._bit.items():
            for word in words:
                if "*" in word:
                    self._starred.add(word, bit)
                else:
                    self._exact.setdefault(word, []).append(bit)

    def candidates_in(self, transcript: Transcript) -> Iterator[tuple[int, list[tuple[Pattern, T]]]]:
        """The sentences of a letter on which some entries are worth trying, with these entries in their order."""
        if self._always:
            for index, (first, last) in enumerate(transcript.bounds):
                if candidates := self.candidates(transcript.forms[first:last]):
                    yield index, candidates
            return
        needs, waking = transcript.hits.column(self), transcript.hits.of(self._waking)
        # what the whole letter does not hold words for is left out before its sentences are looked at
        possible = self._possible(set().union(*map(_SECOND, waking)), reduce(or_, filter(None, needs), 0))
        if not possible:
            return
        awake: dict[int, set[int]] = {}
        for at, numbers in waking:
            if not possible.isdisjoint(numbers):
                awake.setdefault(transcript.sentence[at], set()).update(numbers)
        for index, woken in awake.items():
            held = reduce(or_, filter(None, needs[slice(*transcript.bounds[index])]), 0)
            chosen = self._possible(woken & possible, held)
            if chosen:
                yield index, [self.entries[number] for number in sorted(chosen)]

    def candidates(self, forms: Sequence[str]) -> list[tuple[Pattern, T]]:
        """The entries worth trying on a sentence with these forms, in their order."""
        numbers = set().union(*filter(None, map(self._waking.of, forms)))
        chosen = self._possible(numbers, reduce(or_, filter(None, map(self.of, forms)), 0))
        chosen.update(self._always)
        return [self.entries[number] for number in sorted(chosen)]

    def _possible(self, entries: set[int], held: int) -> set[int]:
        """Those of some entries of which all needs are filled."""
        needs = self._needs
        return {number for number in entries if needs[number] & held == needs[number]}

    def look_up(self, form: str) -> int | None:
        """The needs that a form fills, as bits."""
        return sum({1 << bit for bit in self._bits(form)}) or None

    def _bits(self, form: str) -> list[int]:
        return [*self._exact.get(form, ()), *self._starred.find(form)]

    def _entries_at(self, form: str) -> tuple[int, ...] | None:
        """The entries that may be tried where a form stands."""
        return tuple({number for bit in self._bits(form) for number in self._rarest.get(bit, ())}) or None
