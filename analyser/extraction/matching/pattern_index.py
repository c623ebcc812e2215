"""Many patterns at once: which of them are worth trying on a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from analyser.extraction.matching.patterns import Pattern
from analyser.extraction.text.form_index import FormIndex
from analyser.extraction.text.starred import StarredWords
from analyser.extraction.text.transcript import Transcript

T = TypeVar("T")
Candidates = list[tuple[Pattern, T]]
_ANY_WORD = frozenset("*")


class PatternIndex(FormIndex[tuple[int, ...]], Generic[T]):
    """Many patterns with a payload each; only those are tried whose words a sentence holds."""

    def __init__(self, entries: Sequence[tuple[Pattern, T]]) -> None:
        super().__init__()
        self.entries = entries
        self._needed = [pattern.needed for pattern, _ in entries]
        self._exact: dict[str, list[int]] = {}
        self._starred: StarredWords[int] = StarredWords()
        # a word that many patterns need is a common one, as is a short one: an entry waits for its rarest need
        asked = Counter(word for pattern, _ in entries for words in pattern.needs for word in words)
        common = {word: (2 + times) / len(word) ** 3 for word, times in asked.items()}
        for number, (pattern, _) in enumerate(entries):
            rarest = min(pattern.needs, key=lambda words: sum(map(common.__getitem__, words)), default=_ANY_WORD)
            for word in rarest:
                if "*" in word:
                    self._starred.add(word, number)
                else:
                    self._exact.setdefault(word, []).append(number)

    def look_up(self, form: str) -> tuple[int, ...] | None:
        """The entries that may be tried where a form stands."""
        return tuple({*self._exact.get(form, ()), *self._starred.find(form)}) or None

    def candidates_in(self, transcript: Transcript) -> Iterator[tuple[int, Candidates[T]]]:
        """The sentences of a letter on which some entries are worth trying, with these entries in their order."""
        awake: dict[int, list[tuple[int, ...]]] = {}
        for at, numbers in transcript.hits.of(self):
            awake.setdefault(transcript.sentence[at], []).append(numbers)
        for index, woken in awake.items():
            chosen = self._possible(woken, transcript.lacking(index))
            if chosen:
                yield index, chosen

    def candidates(self, forms: Sequence[str], lacking: int) -> Candidates[T]:
        """The entries worth trying on a line with these forms, which leave some needs unfilled."""
        return self._possible([*filter(None, map(self.of, forms))], lacking)

    def _possible(self, woken: Sequence[tuple[int, ...]], lacking: int) -> Candidates[T]:
        """Of entries that are woken those of which all needs are filled."""
        needed = self._needed
        chosen = {number for numbers in woken for number in numbers if not needed[number] & lacking}
        return [self.entries[number] for number in sorted(chosen)]
