"""The letter as the lexicon sees it: normal forms, sentences, and the way back to the characters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence

from analyser.extraction.text.composing import compose
from analyser.extraction.text.form_index import Hits
from analyser.extraction.text.normaliser import Normaliser, language
from analyser.extraction.text.sentence_ends import CLAUSE_ENDS, COLUMN
from analyser.extraction.text.sentences import SentenceReader
from analyser.extraction.text.tokenizer import cut

__all__ = ["CLAUSE_ENDS", "COLUMN", "Transcript"]


class Transcript:
    """Token arrays of one letter.

    Attributes
    ----------
    forms, starts, ends
        Normal form and half-open character offsets of each token. An abbreviation of several words
        ("mtp") is several tokens with the same offsets.
    sentence
        Index of the sentence of each token.
    bounds
        Half-open token range of each sentence.
    paragraph, line
        Index of the paragraph and of the line in which each sentence begins.
    stops
        The tokens that end a clause, in order.
    headed
        For each sentence that begins with a heading, the token behind it; 0 for the others.
    language
        ``nb``, ``nn`` or ``mixed``.
    """

    __slots__ = (
        "_canons", "_hits", "_lacking", "_needs", "_positions", "_table", "bounds", "ends", "forms", "headed",
        "language", "line", "paragraph", "sentence", "starts", "stops", "text",
    )  # fmt: skip

    def __init__(self, text: str, normaliser: Normaliser, found: Sequence[str] | None = None) -> None:
        self.text = text
        self.forms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentence: list[int] = []
        self.bounds: list[tuple[int, int]] = []
        self.paragraph: list[int] = []
        self.line: list[int] = []
        self.headed: list[int] = []
        self.stops: list[int] = []
        composed, places = compose(text)
        # the pieces of a text that had to be composed were cut from its characters as they are written
        pieces = cut(composed) if found is None or places else found
        self.language = language(*SentenceReader(self, normaliser, composed).read(pieces))
        if places:
            self.starts = [places[at] for at in self.starts]
            self.ends = [places[at] for at in self.ends]
        self._table = normaliser.table
        self._hits: Hits | None = None
        self._needs = normaliser.needs
        self._lacking: tuple[int, list[int]] = (0, [])
        self._canons: list[str | None] = [None] * len(self.bounds)
        self._positions: list[list[int]] = [[]] * len(self.bounds)

    @property
    def hits(self) -> Hits:
        """What lists of words have on its forms."""
        if self._hits is None:
            self._hits = Hits(self._table, self.forms)
        return self._hits

    def lacking(self, index: int) -> int:
        """The needs of patterns that no word of a sentence fills (:class:`analyser.extraction.text.needs.Needs`)."""
        known, lacking = self._lacking
        if known != len(self._needs):  # more patterns have been compiled since
            lacking = [self._needs.lacking(self.forms[first:last]) for first, last in self.bounds]
            self._lacking = (len(self._needs), lacking)
        return lacking[index]

    def canon(self, index: int) -> str:
        """One sentence as the patterns see it: a line break, then its forms, each behind a blank."""
        canon = self._canons[index]
        if canon is None:
            first, last = self.bounds[index]
            at = 2
            positions: list[int] = []
            for form in self.forms[first:last]:
                positions.append(at)
                at += len(form) + 1
            self._positions[index] = positions
            canon = self._canons[index] = "\n " + " ".join(self.forms[first:last]) + " \n"
        return canon

    def tokens_of(self, index: int, start: int, end: int) -> tuple[int, int]:
        """Half-open token range of a half-open range of the canon of a sentence."""
        positions, first = self._positions[index], self.bounds[index][0]
        return first + bisect_left(positions, start), first + bisect_left(positions, end)

    def position(self, index: int, token: int) -> int:
        """Where a token stands in the canon of its sentence."""
        canon, positions = self.canon(index), self._positions[index]
        at = token - self.bounds[index][0]
        return positions[at] if at < len(positions) else len(canon)

    def written(self, token: int) -> str:
        """A token as it is written, every letter and its marks one character."""
        return unicodedata.normalize("NFC", self.quote(token, token + 1))

    def quote(self, first: int, last: int) -> str:
        """The letter's own characters of a token range."""
        return self.text[self.starts[first] : self.ends[last - 1]]
