"""Many patterns at once: which of them are worth trying on a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from analyser.extraction.form_index import FormIndex
from analyser.extraction.patterns import Pattern, Words
from analyser.extraction.starred import StarredWords
from analyser.extraction.transcript import Transcript

T = TypeVar("T")


class _Held(NamedTuple):
    """The needs that a form fills, as bits, and the entries that may be tried where it stands."""

    needs: int
    entries: tuple[int, ...]


class PatternIndex(FormIndex[_Held], Generic[T]):
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
        hits, column = transcript.hits.of(self), transcript.hits.column(self)
        # what the whole letter does not hold words for is left out before its sentences are looked at
        needs = 0
        numbers: set[int] = set()
        for _, (filled, waking) in hits:
            needs |= filled
            if waking:
                numbers.update(waking)
        possible = self._possible(numbers, needs)
        if not possible:
            return
        awake: dict[int, set[int]] = {}
        for at, (_, waking) in hits:
            if waking and not possible.isdisjoint(waking):
                awake.setdefault(transcript.sentence[at], set()).update(waking)
        for index, numbers in awake.items():
            needs = 0
            for held in column[slice(*transcript.bounds[index])]:
                if held is not None:
                    needs |= held[0]
            chosen = self._possible(numbers & possible, needs)
            if chosen:
                yield index, [self.entries[number] for number in sorted(chosen)]

    def candidates(self, forms: Iterable[str]) -> list[tuple[Pattern, T]]:
        """The entries worth trying on a sentence with these forms, in their order."""
        needs = 0
        possible: set[int] = set()
        for held in map(self.of, forms):
            if held is not None:
                needs |= held.needs
                possible.update(held.entries)
        chosen = self._possible(possible, needs)
        chosen.update(self._always)
        return [self.entries[number] for number in sorted(chosen)]

    def _possible(self, entries: set[int], held: int) -> set[int]:
        """Those of some entries of which all needs are filled."""
        needs = self._needs
        return {number for number in entries if needs[number] & held == needs[number]}

    def look_up(self, form: str) -> _Held | None:
        """The needs that a form fills."""
        bits = {*self._exact.get(form, ()), *self._starred.find(form)}
        if not bits:
            return None
        entries = {number for bit in bits for number in self._rarest.get(bit, ())}
        return _Held(sum(1 << bit for bit in bits), tuple(entries))
