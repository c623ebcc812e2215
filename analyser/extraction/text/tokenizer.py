"""Own tokenizer: one regular expression, exact offsets, white space never lost.

spaCy's Norwegian rules glue ``CRP<5``, ``HbA1c:52`` and ``ca.2`` into one token and are slow on
text with line breaks. Here a token is a date, a signed number, a word (letters, then digits, as in
``Th12``), a dotted abbreviation (``p.g.a.``), a dotted leader or one other character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_KINDS = {
    "gap": r"[ \t\u00a0\u2007\u202f]+",
    "code": r"[A-Z]\d\d\.\d{1,3}(?![\d.]*\d)",
    "dotted": r"(?:[^\W\d_]{1,3}\.){2,6}(?!\w)",
    # A word may be broken at the end of a line: "kompresjons-", and "brudd" on the next one.
    # A number without a blank before it stands for itself: "Hoftebrudd2023", but not "Th12".
    "word": r"(?:[^\W\d_]{5,}|[Vv]ekt)(?=\d{2,4}(?:år|aar|kg|cm)?(?!\w))|[^\W\d_]+\d*(?:(?<=[^\W\d_])|[^\W\d_]*)"
    r"(?:(?:-\r?\n[ \t]{0,60}|\u00ad(?:\r?\n)?)(?=[a-zæøå])(?!(?:og|eller|samt|til)\b)[^\W\d_]+)*",
    "break": r"[^\S \t\u00a0\u2007\u202f]+",
    "date": r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d|,\d)|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}/\d{1,2}[-/]\d{2,4}(?!\d)"
    r"|\d{1,2}-\d{1,2}-\d{4}(?!\d)",
    # A sign belongs to a number only when nothing is written before it: "-2,5" but not "5-6".
    "number": r"(?:(?<![\w.,)%])[-+\u2010\u2011\u2012\u2013\u2014\u2212](?=\d))?\d{1,9}(?:[.,]\d{1,9})?",
    "leader": r"\.{3,}|\.(?: \.){2,}|(?<=\s)\.\.(?=\s)|\u2026|_{3,}|-{3,}|={3,}|\*{3,}",
    "other": r".",
}
_GAPS = ("gap", "break")
_BLANK = r"(?: (?![ \t\u00a0\u2007\u202f]))"
# Most of a letter is of a few shapes that only one kind can have; they are tried first, because it is quicker.
_USUAL = (
    rf"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]++(?:{_BLANK}|(?=[,;:)/?!\n]))",
    rf"[,:;()%]{_BLANK}?",
    rf"\d{{1,9}}{_BLANK}",
    r"\.(?: (?![ \t\u00a0\u2007\u202f.])|(?=\n))",
    r"\n(?!\s)",
)
_CUT = re.compile(
    "|".join((*_USUAL, *(kind if name in _GAPS else f"(?:{kind}){_BLANK}?" for name, kind in _KINDS.items()))),
    re.DOTALL,
)
_ALONE = {**_KINDS, "leader": _KINDS["leader"] + r"|\.\."}  # what stood around a piece is no longer seen
_KIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _ALONE.items()), re.DOTALL)


def cut(text: str) -> list[str]:
    """Cut a text into pieces that cover it from end to end; a single blank belongs to what stands before it."""
    return _CUT.findall(text)


def kind_of(piece: str) -> str:
    """The kind of a piece, which it shows by itself: the name of the alternative that cut it out."""
    match = _KIND.match(piece)
    return (match and match.lastgroup) or "other"


class LetterTokenizer:
    """The ``nlp.tokenizer`` of the pipeline; ``doc.text`` is always the text it was given.

    The text and its pieces stay in ``doc.user_data`` for the component that reads on from them:
    to ask a ``Doc`` for its text costs as much as to tokenize it.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut a text into the tokens of a ``Doc``."""
        from spacy.tokens import Doc  # whoever makes none need not wait for it

        found = cut(text)
        spaces = [piece[-1] == " " and not piece.isspace() for piece in found]
        words = [piece[:-1] if space else piece for piece, space in zip(found, spaces, strict=True)]
        return Doc(self.vocab, words=words, spaces=spaces, user_data={"pieces": found, "text": text})

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store: the rules are code."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> LetterTokenizer:
        """Nothing to read back."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to store."""

    def from_disk(self, _path: object, **_: object) -> LetterTokenizer:
        """Nothing to read back."""
        return self
