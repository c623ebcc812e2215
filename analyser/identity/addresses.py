"""Addresses: street and number, postal code and town, post boxes, farms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from analyser.identity.context import BLANK
from analyser.identity.identifier import Identifier
from analyser.identity.places import district_end, is_proper, known_place
from analyser.identity.tokens import CAPITAL, INITIAL, LOWER, UPPER, Word
from analyser.identity.words import Words

_UNIT_LETTERS = 4
_FARM_WORDS = 3
_HOUSE = re.compile(r"[ ]{1,2}(?:nr\.?[ ])?\d{1,4}[ ]?[A-Za-z]?(?![\w%])(?![.,:/]\d)")
_UNIT = re.compile(
    r"\s{0,2}(?:mg|g|ug|µg|mcg|ie|iu|ml|%|kg|kilo|cm|mm|år|ar|åring|mnd|uker|dager|x|tbl|tab|stk|timer"
    r"|døgn|poeng|grader|mikrogram|mmol|nmol|/|ganger)\b",
    re.IGNORECASE,
)
_POST = re.compile(r"(?<![\w.,/\-])\d{4}[ ]{1,2}(?=[^\W\d_])")
_BOX = re.compile(
    r"(?<!\w)(?:post[ ]?boks|postbox|serviceboks|boks|p\.[ ]?b\.?|pb)\.?[ ]?\d{1,5}(?![\w.,]\d)", re.IGNORECASE
)
_FLAT = re.compile(
    r"(?:,?[ ]{0,2}(?:leil(?:ighet|egheit)?\.?[ ]?(?:nr\.?)?[ ]?[HUKL]?\d{1,4}(?:[ ]?[A-Z](?!\w))?"
    r"|H\.?[ ]?inng\.?[ ]?\d{0,3}"
    r"|inng(?:ang)?\.?[ ]?\w{1,2}|[HUKL]0\d{3}|\d\.?[ ]?etg?\.?|oppg(?:ang)?\.?[ ]?\w{1,2})(?!\w))+",
    re.IGNORECASE,
)


@cache
def _field(words: Words) -> re.Pattern[str]:
    options = "|".join(re.escape(label) for label in sorted(words.cues["address.fields"], key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{options})\.?[ \t]*:[ \t]*(?P<value>[^\W_][^\n\t:;|]{{2,70}}?)"
        r"(?=[ ]{2}|[ ,.]*(?:[\n\t;|]|$)|[ ,.]*[^\W\d_.]{1,15}[.]?[ ]?:|[ ,.]+(?:tlf|tel|mob|fnr|f|født|fødd)\b)",
        re.IGNORECASE,
    )


def _fields(text: str, found: list[Word], words: Words) -> Iterator[Identifier]:
    """Behind "Adresse:" all is the address, whatever its letters, when a number is in it."""
    for match in _field(words).finditer(text):
        start, end = match.span("value")
        if any(char.isdigit() for char in match["value"]) and "@" not in match["value"]:
            for word in found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]:
                word.kind = "address"
            yield Identifier(start, end, "address")


def _start(word: Word) -> int:
    return word.start


def mark_parts(found: list[Word], words: Words) -> None:
    """Mark "Øvre" before what was found to be a place or a name ("på garden Øvre Li")."""
    for at in range(len(found) - 1):
        word, behind = found[at], found[at + 1]
        part = not word.kind and word.shape == CAPITAL and word.key in words.cues["address.before"]
        if part and behind.kind in ("place", "address", "name") and BLANK.fullmatch(behind.gap):
            farm = at > 0 and found[at - 1].key in words.cues["address.farm"]
            word.kind = behind.kind = "address" if farm else behind.kind
        elif (
            not word.kind and word.shape == UPPER and behind.kind == "place" and behind.shape == CAPITAL
            and behind.key in words.cues["place.names"] and not words.is_plain(word.key)
            and len(word.key) <= _UNIT_LETTERS and BLANK.fullmatch(behind.gap)
        ):  # fmt: skip
            word.kind = "place"  # "TRS Sunnaas"


@cache
def _postal(words: Words) -> re.Pattern[str]:
    options = "|".join(re.escape(cue) for cue in sorted(words.cues["number.postal"]))
    return re.compile(
        rf"(?<!\w)(?:{options})(?:[ ]?(?:/|og)[ ]?(?:post)?st[ea]d)?\.?[ \t]{{0,20}}[:=]?[ \t]{{0,20}}"
        r"(?P<number>\d{4})(?!\d)",
        re.IGNORECASE,
    )


def mark_addresses(text: str, found: list[Word], words: Words) -> Iterator[Identifier]:
    """Give the words of addresses their kind, and yield the addresses with their numbers."""
    starts = {word.start: at for at, word in enumerate(found)}
    ends = words.cues["address.ends"]
    for match in _BOX.finditer(text):
        yield _tail(text, found, starts, match.start(), match.end(), words)
    for at, word in enumerate(found):
        if word.shape == LOWER and not word.key.endswith(("veien", "vegen", "gata", "gaten")) and word.key not in ends:
            continue
        house = _HOUSE.match(text, word.end)
        street = _street(found, at, words)
        if house and not _UNIT.match(text, house.end()):
            post = _post_follows(text, house.end())
            if not (street or (post and is_proper(word, words))):
                continue
            begin = _street_begin(found, at, words)
            for piece in found[begin : at + 1]:
                piece.kind = "address"
            yield _tail(text, found, starts, found[begin].start, house.end(), words)
        elif word.key in words.cues["address.farm"] and word.shape == LOWER:
            continue
    yield from _fields(text, found, words)
    yield from _farms(text, found, starts, words)
    for match in _postal(words).finditer(text):
        yield Identifier(*match.span("number"), "address")
    for match in _POST.finditer(text):
        at = starts.get(match.end(), -1)
        if at >= 0 and _is_town(text, match, found, at, words):
            end = _town_end(found, at, words)
            yield Identifier(match.start(), end, "address")


def _street(found: list[Word], at: int, words: Words) -> bool:
    """Whether a word may name a street: by its end, or a word of such an end behind a proper name."""
    word = found[at]
    if word.shape in (UPPER, INITIAL):
        return False
    ends = words.cues["address.ends"]
    if word.key in ends:
        return (
            at > 0 and is_proper(found[at - 1], words) and found[at - 1].key not in words.cues["stop.words"]
            and _is_near(found, at)
        )  # fmt: skip
    if word.key.endswith(tuple(words.cues["address.sure_ends"])) and word.shape == CAPITAL:
        return True
    if words.is_plain(word.key):
        return False
    return any(word.key.endswith(end) and len(word.key) > len(end) + 1 for end in ends)


def _is_near(found: list[Word], at: int) -> bool:
    """Whether a word follows the one before it directly; a point stands behind "N." ("N. Gate")."""
    return bool(BLANK.fullmatch(found[at].gap)) or (found[at - 1].shape == INITIAL and found[at].gap == ". ")


def _street_begin(found: list[Word], at: int, words: Words) -> int:
    begin = at
    while begin > 0 and at - begin < 4 and _is_near(found, begin):
        before = found[begin - 1]
        if before.shape in (CAPITAL, INITIAL) and (
            is_proper(before, words) or before.key in words.cues["address.parts"]
        ):
            begin -= 1
        else:
            break
    return begin


def _post_follows(text: str, at: int) -> bool:
    flat = _FLAT.match(text, at)
    return bool(_POST_NEXT.match(text, flat.end() if flat else at))


def _tail(text: str, found: list[Word], starts: dict[int, int], start: int, end: int, words: Words) -> Identifier:
    """The address from its street on, with flat, postal code and town where they follow."""
    if flat := _FLAT.match(text, end):
        end = flat.end()
    if number := _NUMBER_ENDS.match(text, end):
        return Identifier(start, number.end(1), "address")
    post = _TOWN_NEXT.match(text, end)
    if post and any(char.isdigit() for char in post.group()) and post.end() in starts:
        at = starts[post.end()]
        if found[at].shape != LOWER:
            end = _town_end(found, at, words)
    return Identifier(start, end, "address")


def _town_end(found: list[Word], at: int, words: Words) -> int:
    last = at
    while last + 1 < len(found) and last - at < 2 and BLANK.fullmatch(found[last + 1].gap) and (
        found[last + 1].shape in (CAPITAL, UPPER) and (not words.is_plain(found[last + 1].key))
    ):  # fmt: skip
        last += 1
    last = district_end(found, last, words)
    if last + 1 < len(found) and found[last + 1].key in _QUARTERS and found[last + 1].shape == INITIAL:
        last += bool(BLANK.fullmatch(found[last + 1].gap))  # "Kristiansand S"
    for word in found[at : last + 1]:
        word.kind = "address"
    return found[last].end


_QUARTERS = frozenset("nsvø")
_POST_NEXT = re.compile(r"[ ]{0,2}[,\n][ \t]{0,8}\d{4}[ ]+[^\W\d_]")
_NUMBER_ENDS = re.compile(r"[ ]{0,2},[ ]{0,2}(\d{4})(?=[ ]*(?:[.;)\n]|$))(?!\.\d)")
_TOWN_NEXT = re.compile(r"[ ]{0,2}[,\n][ \t]{0,8}(?:\d{4}[ ]{1,2})?(?=[^\W\d_])")
_POST_AHEAD = re.compile(r"[ ]?,[ ]?\d{4}[ ]{1,2}(?=[^\W\d_])")
_IN_ADDRESS = re.compile(r"(?:,|\n|\bi|adr\w*\.?:?)[ \t]{0,8}$", re.IGNORECASE)


def _is_town(text: str, match: re.Match[str], found: list[Word], at: int, words: Words) -> bool:
    word = found[at]
    if word.kind or word.shape not in (CAPITAL, UPPER) or (word.shape == UPPER and words.is_plain(word.key)):
        return word.kind == "place"
    number = int(match.group())
    year = 1920 <= number <= 2035
    if words.is_plain(word.key) and not known_place(word, words):
        return False
    return not year or bool(
        _IN_ADDRESS.search(text[max(0, match.start() - 12) : match.start()]) and known_place(word, words)
    )


def _called_farms(found: list[Word], words: Words) -> Iterator[Identifier]:
    """What a farm is called: "garden Øvre Li"."""
    for at, word in enumerate(found[:-1]):
        if word.shape != LOWER or word.key not in words.cues["address.farm_before"]:
            continue
        end = at + 1
        while end < len(found) and end - at <= _FARM_WORDS and BLANK.fullmatch(found[end].gap) and (
            found[end].shape == CAPITAL and not found[end].kind and found[end].key not in words.cues["stop.words"]
        ):  # fmt: skip
            end += 1
        if end > at + 1 and not words.is_given(found[at + 1].key):
            for piece in found[at + 1 : end]:
                piece.kind = "address"
            yield Identifier(found[at + 1].start, found[end - 1].end, "address")


def _farms(text: str, found: list[Word], starts: dict[int, int], words: Words) -> Iterator[Identifier]:
    """Farms: "Øvre Haug gård", "Haug nordre", and a named place right before a postal code."""
    parts, farm = words.cues["address.parts"], words.cues["address.farm"]
    for at, word in enumerate(found):
        joined = at > 0 and bool(BLANK.fullmatch(word.gap))
        if not joined or word.kind or not is_proper(found[at - 1], words) or found[at - 1].shape != CAPITAL:
            continue
        if word.key in farm or (word.key in parts and word.shape == LOWER):
            begin = at - 1
            if begin > 0 and found[begin - 1].key in parts and BLANK.fullmatch(found[begin].gap):
                begin -= 1
            for piece in found[begin : at + 1]:
                piece.kind = "address"
            yield _tail(text, found, starts, found[begin].start, word.end, words)
    yield from _called_farms(found, words)
    for at, word in enumerate(found):
        if word.shape == CAPITAL and not word.kind and is_proper(word, words) and not words.is_given(word.key):
            ahead = _POST_AHEAD.match(text, word.end)
            if ahead and ahead.end() in starts:
                begin = at
                if begin > 0 and found[begin - 1].key in parts and BLANK.fullmatch(word.gap):
                    begin -= 1
                for piece in found[begin : at + 1]:
                    piece.kind = "address"
                yield _tail(text, found, starts, found[begin].start, word.end, words)
