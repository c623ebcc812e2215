"""What a piece of a letter is, worked out once for each way of writing it and then remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analyser.extraction.text.tokenizer import kind_of

if TYPE_CHECKING:
    from analyser.extraction.text.normaliser import Normaliser

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
GLUED = re.compile(r"([A-ZÆØÅ]{4,})(?=[A-ZÆØÅ][a-zæøå])")
"""The heading in capitals that a word without a blank follows: "FAMILIEMor"."""
TERMS = frozenset(["word", "number", "code", "date"])
"""The kinds of pieces that are read the same wherever they stand."""

_ALONE = frozenset(",()/%+<=&[]°")
"""The other signs that are."""

_BROKEN = re.compile(r"-\r?\n[ \t]*|\u00ad(?:\r?\n)?")  # within a word
_MAX_REMEMBERED = 40_000
_LONGEST = 60  # characters: what is longer does not come again


def unglued(pieces: Sequence[str], heads: Callable[[str], bool]) -> tuple[list[str], list[int]]:
    """The pieces with headings cut from the words that follow without a blank, and which of them are such headings."""
    found: list[str] = []
    headings: list[int] = []
    for piece in pieces:
        match = GLUED.match(piece)
        if match is not None and heads(match.group()):
            headings.append(len(found))
            found += (match.group(), piece[match.end() :])
        else:
            found.append(piece)
    return found, headings


class Known(NamedTuple):
    """A piece that has been met.

    Attributes
    ----------
    form
        Its normal form; the forms with blanks between where there are several, "" where they depend on
        what stands around.
    kind
        "" for one of ``TERMS`` that has a single form and for signs that are read the same wherever they
        stand, which is nearly all of a letter; else the tokenizer's kind.
    size
        Its characters, without a blank that it takes along.
    norm
        The written norm that a word shows: ``nn``, ``nb`` or "".
    low
        A word, or a dotted abbreviation without its points, in lower case; "" for anything else.
    """

    form: str
    kind: str
    size: int
    norm: str
    low: str


class KnownPieces(dict[str, Known]):
    """Every piece by how it is written; one that is new is read by the normaliser.

    Parameters
    ----------
    normaliser
        Knows the words.
    ascii_only
        For letters that have no æ, ø or å at all.
    dictated
        For letters that speak their signs: "punktum" is a point.
    """

    def __init__(self, normaliser: Normaliser, *, ascii_only: bool = False, dictated: bool = False) -> None:
        super().__init__()
        self._normaliser = normaliser
        self._ascii_only = ascii_only
        self._dictated = dictated

    def __missing__(self, piece: str) -> Known:
        """Read a piece that has not been met."""
        bare = piece if piece.isspace() else piece.removesuffix(" ")
        known = self._read(bare, kind_of(bare))
        if len(piece) <= _LONGEST:
            if len(self) >= _MAX_REMEMBERED:
                self.clear()
            self[piece] = known
        return known

    def _read(self, piece: str, kind: str) -> Known:
        normaliser, low, norm, form = self._normaliser, "", "", ""
        if kind in ("word", "dotted"):
            low = piece.lower().replace(".", "")
            if not low.isalnum():
                low = _BROKEN.sub("", low)
            if self._dictated and low in normaliser.dictated:
                return Known(normaliser.dictated[low], "dictated", len(piece), "", low)
            form = normaliser.form(low, ascii_only=self._ascii_only)
            norm = normaliser.norm(low) if kind == "word" else ""
        elif kind == "number":
            form = piece.replace(",", ".")
            form = ("-" + form[1:] if form[0] in DASHES else form).lstrip("+")
        elif kind == "code":
            form = piece.lower()
        elif kind == "date":
            form = piece
        elif piece in _ALONE:
            return Known(piece, "", 1, "", "")
        return Known(form, "" if kind in TERMS and " " not in form else kind, len(piece), norm, low)
