"""What the patterns of the lexicon need: sets of words one of which a sentence must hold for a pattern to match.

Every set is a bit, the same for all patterns, so that a sentence is looked at once however many patterns there are: a
pattern of which no bit is among those that its words do not fill can match, one that takes a match back as one that
makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from analyser.extraction.text.form_index import FormIndex
from analyser.extraction.text.starred import StarredWords

Words = frozenset[str]
_STAR = "*"


class Needs(FormIndex[int]):
    """For every form the needs that it fills, as bits."""

    def __init__(self) -> None:
        super().__init__()
        self._bits: dict[Words, int] = {}
        self._all = 0
        self._exact: dict[str, int] = {}
        self._starred: StarredWords[int] = StarredWords()

    def __len__(self) -> int:
        return len(self._bits)

    def bits(self, needs: Iterable[Words]) -> int:
        """The bits of some needs; those that are new are taken in, and forms are looked up anew."""
        return reduce(or_, map(self._bit, needs), 0)

    def _bit(self, words: Words) -> int:
        if words not in self._bits:
            bit = self._bits[words] = 1 << len(self._bits)
            for word in words:
                if _STAR in word:
                    self._starred.add(word, bit)
                else:
                    self._exact[word] = self._exact.get(word, 0) | bit
            self._all |= bit
            self.forget()
        return self._bits[words]

    def look_up(self, form: str) -> int:
        """The needs that a form fills."""
        return reduce(or_, self._starred.find(form), self._exact.get(form, 0))

    def lacking(self, forms: Sequence[str]) -> int:
        """The needs that none of some forms fills."""
        return self._all ^ reduce(or_, filter(None, map(self.of, forms)), 0)
