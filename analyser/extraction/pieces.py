"""What a piece of a letter is, worked out once for each way of writing it and then remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analyser.extraction.tokenizer import kind_of

if TYPE_CHECKING:
    from analyser.extraction.normaliser import Normaliser

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
TERMS = frozenset(["word", "number", "code", "date"])
"""The kinds of pieces that are read the same wherever they stand."""

_MAX_REMEMBERED = 40_000
_LONGEST = 60  # characters: what is longer does not come again


class Known(NamedTuple):
    """A piece that has been met.

    Attributes
    ----------
    kind
        ``""`` for one of ``TERMS`` that has a single form, which is nearly all of a letter; else the
        tokenizer's kind.
    low
        A word, or a dotted abbreviation without its points, in lower case; "" for anything else.
    forms
        Its normal form; the forms with blanks between where there are several, "" where they depend on
        what stands around.
    norm
        The written norm that a word shows: ``nn``, ``nb`` or "".
    """

    kind: str
    low: str
    forms: str
    norm: str


class KnownPieces(dict[str, Known]):
    """Every piece by how it is written; one that is new is read by the normaliser.

    Parameters
    ----------
    normaliser
        Knows the words.
    ascii_only
        For letters that have no æ, ø or å at all.
    """

    def __init__(self, normaliser: Normaliser, *, ascii_only: bool) -> None:
        super().__init__()
        self._normaliser = normaliser
        self._ascii_only = ascii_only

    def __missing__(self, piece: str) -> Known:
        """Read a piece that has not been met."""
        known = self._read(piece, kind_of(piece))
        if len(piece) <= _LONGEST:
            if len(self) >= _MAX_REMEMBERED:
                self.clear()
            self[piece] = known
        return known

    def _read(self, piece: str, kind: str) -> Known:
        normaliser, low, norm, forms = self._normaliser, "", "", ""
        if kind in ("word", "dotted"):
            low = piece.lower().replace(".", "")
            forms = normaliser.form(low, ascii_only=self._ascii_only)
            norm = normaliser.norm(low) if kind == "word" else ""
        elif kind == "number":
            forms = piece.replace(",", ".")
            forms = ("-" + forms[1:] if forms[0] in DASHES else forms).lstrip("+")
        elif kind == "code":
            forms = piece.lower()
        elif kind == "date":
            forms = piece
        return Known("" if kind in TERMS and " " not in forms else kind, low, forms, norm)
