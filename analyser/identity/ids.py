"""Whether a letter's id names somebody: "kari_nordmann-1", "nordmannk1950"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analyser.identity.find import find
from analyser.identity.words import Words, load_words

_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = 3
_IN_LIST = 4  # letters of a name of the lists that stands run together with initials
_INITIALS = 2
_LONGEST = 60


def names_somebody(written: str, names: Iterable[str] = ()) -> bool:
    """Whether an id holds a name: as words, or run together with initials and digits.

    Parameters
    ----------
    written
        The id.
    names
        Names known from the letter; any part of them counts.
    """
    # "kari_nordmann-1", as many files are called, is looked at as "Kari Nordmann 1".
    if find(written) or find(_SIGNS.sub(" ", written).title()):
        return True
    words = load_words()
    parts = {part for name in names for part in _LETTERS.findall(name.lower()) if len(part) >= _SHORTEST}
    return any(_holds_name(piece, parts, words) for piece in _LETTERS.findall(written.lower()))


def _holds_name(piece: str, parts: set[str], words: Words) -> bool:
    spellings = {piece, _with_norwegian_letters(piece)}
    if any(part in spelling for spelling in spellings for part in {*parts, *map(_plain_letters, parts)}):
        return True
    return any(
        any(_in_lists(core, words) for core in _cores(spelling)) or _is_pair(spelling, words)
        for spelling in spellings
        if spelling not in words.ordinary
    )


def _cores(piece: str) -> Iterator[str]:
    """The piece, and what is left of it without up to two initials before or behind."""
    yield piece
    for cut in range(1, _INITIALS + 1):
        yield piece[cut:]
        yield piece[:-cut]


def _in_lists(core: str, words: Words) -> bool:
    if core in words.family and len(core) > _IN_LIST:
        return core not in words.ordinary
    return len(core) >= _IN_LIST and (core in words.given or core in words.family) and not words.is_plain(core)


def _is_pair(piece: str, words: Words) -> bool:
    """Whether a given name and a family name are run together, in either order."""
    for cut in range(_SHORTEST, min(len(piece), _LONGEST) - _SHORTEST + 1):
        head, tail = piece[:cut], piece[cut:]
        if (head in words.given and words.is_family(tail)) or (tail in words.given and words.is_family(head)):
            return True
    return False


def _plain_letters(name: str) -> str:
    return name.replace("å", "aa").replace("ø", "o").replace("æ", "ae")


def _with_norwegian_letters(piece: str) -> str:
    return piece.replace("aa", "å").replace("oe", "ø").replace("ae", "æ")
