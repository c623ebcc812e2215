"""What the layout of a whole letter makes of its pieces, before they are read one by one.

A heading is cut from the word that it is glued to; slashes part the statements of a line; the numbers of counted
points and the options of a form that are not ticked are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analyser.extraction.text.boxes import find_boxes
from analyser.extraction.text.left_out import LeftOut
from analyser.extraction.text.listed_points import points
from analyser.extraction.text.pieces import GLUED, Known, KnownPieces, unglued
from analyser.extraction.text.yes_no import find_yes_no

if TYPE_CHECKING:
    from analyser.extraction.text.normaliser import Normaliser

_SHORT_TEXT = 80  # characters: whether its writer has no æ, ø and å cannot be told
_NORWEGIAN = re.compile("[æøåÆØÅ]")
_SPOKEN_POINT, _DICTATED = "punktum", 2  # so many make a letter a dictated one
_SLASHES, _PARTING = 3, Known("¦", "sign", 1, "", "")  # so many between blanks part statements
_SLASHED = re.compile(r"(?<![^\n/])[^\n/]*(?: / [^\n/]*){3,}")
_NOWHERE = (1 << 60, 1 << 61)
_SILENT = Known("", "silent", 0, "", "")


class Layout(NamedTuple):
    """The pieces of a letter as they are to be read.

    Attributes
    ----------
    pieces, known
        The pieces as they are written, and what each of them is; "silent" is the kind of those that are left out.
    points
        The characters at which the counted points of a list begin.
    answers
        The characters that are boxes of a form, each with the word that it stands for.
    """

    pieces: Sequence[str]
    known: list[Known]
    points: set[int]
    answers: Mapping[int, str]


def lay_out(text: str, pieces: Sequence[str], normaliser: Normaliser) -> Layout:
    """What the pieces of a letter are."""
    by_writing = _known_pieces(text, normaliser)
    glued: list[int] = []

    def heads(word: str) -> bool:
        return (by_writing[word].form,) in normaliser.headings

    if (match := GLUED.search(text)) is not None and heads(match.group(1)):
        pieces, glued = unglued(pieces, heads)
    known = [*map(by_writing.__getitem__, pieces)]
    for number in glued:
        known[number] = known[number]._replace(kind="heading")
    if text.count(" / ") >= _SLASHES:
        _part(text, known, pieces)
    left_out = LeftOut()
    find_boxes(text, left_out)
    find_yes_no(text, left_out)
    left_out.silent.sort()
    silent, counted = left_out.silent, _counted(text)
    if counted:
        silent = sorted(silent + counted)
    if silent:
        _silence(known, pieces, silent)
    return Layout(pieces, known, {start for start, _ in counted}, left_out.words)


def _known_pieces(text: str, normaliser: Normaliser) -> KnownPieces:
    """The pieces as the writer of a letter means them: who speaks the signs, and who has no æ, ø and å."""
    if text.count(_SPOKEN_POINT) >= _DICTATED:
        return normaliser.known_dictated
    ascii_only = len(text) > _SHORT_TEXT and not _NORWEGIAN.search(text)
    return normaliser.known_ascii if ascii_only else normaliser.known


def _counted(text: str) -> list[tuple[int, int]]:
    return points(text) if "1)" in text or "1." in text or "a)" in text else []


def _part(text: str, known: list[Known], pieces: Sequence[str]) -> None:
    """Part the statements of a line of many slashes: "ingen brudd / far: hoftebrudd / røyk: nei"."""
    parted = [match.span() for match in _SLASHED.finditer(text)]
    at = line = 0
    for number, piece in enumerate(pieces):
        while line < len(parted) and at >= parted[line][1]:
            line += 1
        if line == len(parted):
            return
        if piece == "/ " and at >= parted[line][0] and text[at - 1] == " ":
            known[number] = _PARTING
        at += len(piece)


def _silence(known: list[Known], pieces: Sequence[str], silent: Sequence[tuple[int, int]]) -> None:
    """Leave out the pieces that begin in one of some ranges of characters, which are in order."""
    spans = iter(silent)
    first, last = next(spans)
    at = 0
    for number, piece in enumerate(pieces):
        while at >= last:
            first, last = next(spans, _NOWHERE)
        if at >= first:
            known[number] = _SILENT
        at += len(piece)
