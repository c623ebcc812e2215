"""Masked texts: of the same length, so that offsets hold, or with tags and a map of the places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analyser.identity.find import find
from analyser.identity.identifier import Identifier, kinds

_WORDY = frozenset(["name", "organisation", "place", "address"])
_PIECE = re.compile(r"[^\W_]+|_+")
_SOLID = re.compile(r"[^\n\r]")
# A lone "x" would be read as a times sign beside a dose.
_ONE = "\N{FULL BLOCK}"
_MOST_ROUNDS = 8


def mask(text: str, known: Iterable[str] = (), identities: Iterable[str] = (), *, keep: Collection[str] = ()) -> str:
    """The text with its identifiers written over; as long as before, line for line.

    A name becomes ``Xxxx Xxxxx``, which begins a sentence and ends one where the name did; a number becomes
    ``XXXXXXXX``. Masking a masked text changes nothing.

    Parameters
    ----------
    text
        Any text.
    known, identities
        Names and numbers that other fields than the text tell.
    keep
        Kinds that are left as they are.
    """
    known, identities = tuple(known), tuple(identities)
    for _ in range(_MOST_ROUNDS):
        masked = cover(text, find(text, known, identities), keep=keep)
        if masked == text:
            break
        text = masked
    return text


def cover(text: str, identifiers: Sequence[Identifier], *, keep: Collection[str] = ()) -> str:
    """The text with these identifiers written over."""
    parts: list[str] = []
    last = 0
    for one in identifiers:
        if one.kind in keep:
            continue
        parts.append(text[last : one.start])
        parts.append(_fill(text[one.start : one.end], one.kind))
        last = one.end
    parts.append(text[last:])
    return "".join(parts)


def _fill(piece: str, kind: str) -> str:
    if kind in _WORDY:
        return _PIECE.sub(lambda match: _ONE if len(match[0]) == 1 else f"X{'x' * (len(match[0]) - 1)}", piece)
    return _SOLID.sub("X", piece)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text with tags instead of its identifiers.

    Attributes
    ----------
    text
        With ``[NAVN]`` and the like.
    places
        Kind, half-open offsets in the original, and half-open offsets of the tag; no words of the original.
    """

    text: str
    places: tuple[tuple[Identifier, int, int], ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Plain form of the places, for JSON."""
        return [
            {"kind": one.kind, "start": one.start, "end": one.end, "tag_start": start, "tag_end": end}
            for one, start, end in self.places
        ]


def tag(text: str, known: Iterable[str] = (), identities: Iterable[str] = (), *, keep: Collection[str] = ()) -> Tagged:
    """The text with a tag instead of every identifier; parameters as of :func:`mask`."""
    return put_tags(text, find(text, known, identities), keep=keep)


def put_tags(text: str, identifiers: Iterable[Identifier], *, keep: Collection[str] = ()) -> Tagged:
    """The text with a tag instead of each of these identifiers."""
    parts: list[str] = []
    places: list[tuple[Identifier, int, int]] = []
    length = last = 0
    for one in identifiers:
        if one.kind in keep:
            continue
        parts += [text[last : one.start], f"[{kinds()[one.kind]}]"]
        length += one.start - last
        places.append((one, length, length + len(parts[-1])))
        length += len(parts[-1])
        last = one.end
    parts.append(text[last:])
    return Tagged("".join(parts), tuple(places))
