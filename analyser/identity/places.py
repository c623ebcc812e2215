"""Addresses, offices and institutions: marks words, and gives the spans that hold numbers too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyser.identity.identifier import Identifier
from analyser.identity.tokens import CAPITAL, INITIAL, LOWER, UPPER, Word
from analyser.identity.words import Words

_NEAR = re.compile(r"[ \u00a0]{1,2}|[ ]?[&/][ ]?|-|-[ ]|[ ][-\u2013][ ]")
_BLANK = re.compile(r"[ \u00a0]{1,2}")
_LINKS = frozenset(["og", "and"])
_BETWEEN = frozenset(["bo", "bu", "og"])
_SHORT = 3
_LONG = 6

_HOUSE = re.compile(r"[ ]{1,2}(?:nr\.?[ ])?\d{1,4}[ ]?[A-Za-z]?(?![\w%])(?![.,:/]\d)")
_UNIT = re.compile(
    r"\s{0,2}(?:mg|g|ug|µg|mcg|ie|iu|ml|%|kg|cm|mm|år|ar|åring|mnd|uker|dager|x|tbl|tab|stk|timer"
    r"|døgn|poeng|grader|mikrogram|mmol|nmol|/|ganger)\b",
    re.IGNORECASE,
)
_POST = re.compile(r"(?<![\w.,/\-])\d{4}[ ]{1,2}(?=[^\W\d_])")
_BOX = re.compile(
    r"(?<!\w)(?:post[ ]?boks|postbox|serviceboks|boks|p\.[ ]?b\.?|pb)\.?[ ]?\d{1,5}(?![\w.,]\d)", re.IGNORECASE
)
_FLAT = re.compile(
    r"(?:,?[ ]{0,2}(?:leil(?:ighet)?\.?[ ]?(?:nr\.?)?[ ]?[HUKL]?\d{1,4}|H\.?[ ]?inng\.?[ ]?\d{0,3}"
    r"|inng(?:ang)?\.?[ ]?\w{1,2}|[HUKL]0\d{3}|\d\.?[ ]?etg?\.?|oppg(?:ang)?\.?[ ]?\w{1,2})(?!\w))+",
    re.IGNORECASE,
)


def mark_places(text: str, found: list[Word], words: Words) -> Iterator[Identifier]:
    """Give words of offices and institutions their kind, and yield the addresses."""
    yield from _addresses(text, found, words)
    for at, word in enumerate(found):
        kind = _kind_of_noun(word, words)
        if kind and not word.kind:
            _mark_institution(found, at, kind, words)
    for at, word in enumerate(found):
        if word.key in words.cues["organisation.heads"] and word.shape in (CAPITAL, UPPER):
            _mark_ahead(found, at, "organisation", words)
        elif not word.kind and word.shape in (CAPITAL, UPPER) and _known_place(word, words):
            if word.shape == UPPER and _loud(found, at):
                continue
            word.kind = "place"
            _extend(found, at, "place", words)
        elif word.key == "st" and at + 1 < len(found) and found[at + 1].key.startswith("olav"):
            word.kind = found[at + 1].kind = "place"


def _known_place(word: Word, words: Words) -> bool:
    key = word.key.removesuffix("s") if word.key.removesuffix("s") in words.cues["place.names"] else word.key
    if key not in words.cues["place.names"]:
        return False
    # "Ski" and "Vik" at the start of a sentence may be anything.
    return not (word.first and (words.is_plain(key) and word.shape != UPPER))


def _loud(found: list[Word], at: int) -> bool:
    """Whether a word stands in a heading of capitals."""
    around = [found[k] for k in (at - 1, at + 1) if 0 <= k < len(found)]
    return any(word.shape == UPPER and len(word.key) > _LONG for word in around)


def _kind_of_noun(word: Word, words: Words) -> str:
    """``place`` or ``organisation`` for a word that makes its neighbours one."""
    for kind in ("place", "organisation"):
        nouns = words.cues[f"{kind}.nouns"]
        if word.key in nouns:
            if len(word.key) <= _SHORT and word.shape != UPPER and word.key != "co":
                return ""
            return kind
        last = word.key.rpartition("-")[2]
        if last != word.key and len(last) > _SHORT and last in nouns:
            return kind
    return ""


def _is_proper(word: Word, words: Words) -> bool:
    if word.shape == INITIAL:
        return True
    return word.shape in (CAPITAL, UPPER) and (
        not words.is_plain(word.key) or words.is_given(word.key) or words.is_family(word.key)
    )


def _mark_institution(found: list[Word], at: int, kind: str, words: Words) -> None:
    """Mark "Fjordby sykehus", "Wang og Dyb legesenter", "Toppen Barnehage SA"; else what stands behind the noun."""
    begin = at
    while begin > 0 and at - begin < 6:
        gap, before = found[begin].gap, found[begin - 1]
        if not _NEAR.fullmatch(gap) or before.key in words.cues["person.titles"]:
            break
        linked = begin - 1
        while linked > 0 and found[linked].key in _BETWEEN and at - linked < 6 and _NEAR.fullmatch(found[linked].gap):
            linked -= 1
        if begin == at and linked < begin - 1 and found[linked].shape == CAPITAL and _is_proper(found[linked], words):
            begin = linked
        elif _is_proper(before, words) or (
            before.shape == CAPITAL
            and before.first
            and begin < at
            and _is_proper(found[begin], words)
            and before.key in words.cues["address.ends"]
        ):
            begin -= 1
        elif (
            begin > 1
            and (
                before.key in _LINKS
                or before.key == "bo"
                or (begin == at and before.shape == LOWER and before.key.endswith(("e", "e-", "-")))
            )
            and found[begin - 2].shape in (CAPITAL, UPPER)
            and _is_proper(found[begin - 2], words)
            and _NEAR.fullmatch(before.gap)
        ):
            begin -= 2
        else:
            break
    if begin < at:
        for word in found[begin : at + 1]:
            word.kind = word.kind or kind
        _extend(found, at, kind, words)
    elif at + 1 < len(found) and len(found[at].key) > _SHORT:
        _mark_ahead(found, at, kind, words)


def _mark_ahead(found: list[Word], at: int, kind: str, words: Words) -> None:
    """Mark "Nav Fjordby", "Legane på Kaien": the noun and the proper names behind it."""
    nxt = at + 1
    if nxt < len(found) and found[nxt].gap.strip(" \t") == ":" and kind == "place" and _is_proper(found[nxt], words):
        found[nxt].kind = found[nxt].kind or kind
        _extend(found, nxt, kind, words)
        return
    if nxt < len(found) and found[nxt].key in ("på", "i", "ved", "v") and _BLANK.fullmatch(found[nxt].gap):
        nxt += 1
    if nxt >= len(found) or not _BLANK.fullmatch(found[nxt].gap) or not _is_proper(found[nxt], words):
        if found[at].key in words.cues["organisation.heads"] and not words.is_plain(found[at].key):
            found[at].kind = kind
        return
    if found[at].shape == LOWER and nxt == at + 1 and words.is_given(found[nxt].key):
        return
    if found[at].shape in (CAPITAL, UPPER):
        for word in found[at:nxt]:
            word.kind = word.kind or kind
    found[nxt].kind = found[nxt].kind or kind
    _extend(found, nxt, kind, words)


def _extend(found: list[Word], at: int, kind: str, words: Words) -> None:
    """Take in the proper names that follow directly ("Vestre Viken Ringerike", "Lunde & Co")."""
    nxt = at + 1
    while nxt < len(found) and nxt - at < 5:
        word = found[nxt]
        if not _NEAR.fullmatch(word.gap):
            return
        suffix = word.key in words.cues["organisation.nouns"] and word.shape != LOWER
        if suffix or (_is_proper(word, words) and not (words.is_given(word.key) and kind == "place")):
            word.kind = word.kind or kind
            nxt += 1
        elif (
            word.key == "og" and kind == "organisation" and nxt + 1 < len(found) and _NEAR.fullmatch(found[nxt + 1].gap)
            and _is_proper(found[nxt + 1], words)
        ):  # fmt: skip
            word.kind = found[nxt + 1].kind = kind
            nxt += 2
        else:
            return


def _addresses(text: str, found: list[Word], words: Words) -> Iterator[Identifier]:
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
            if not (street or (post and _is_proper(word, words))):
                continue
            begin = _street_begin(found, at, words)
            for piece in found[begin : at + 1]:
                piece.kind = "address"
            yield _tail(text, found, starts, found[begin].start, house.end(), words)
        elif word.key in words.cues["address.farm"] and word.shape == LOWER:
            continue
    yield from _farms(text, found, starts, words)
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
        return at > 0 and _is_proper(found[at - 1], words) and bool(_BLANK.fullmatch(word.gap))
    if words.is_plain(word.key):
        return False
    return any(word.key.endswith(end) and len(word.key) > len(end) + 1 for end in ends)


def _street_begin(found: list[Word], at: int, words: Words) -> int:
    begin = at
    while begin > 0 and at - begin < 4 and _BLANK.fullmatch(found[begin].gap):
        before = found[begin - 1]
        if before.shape in (CAPITAL, INITIAL) and (
            _is_proper(before, words) or before.key in words.cues["address.parts"]
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
    post = _TOWN_NEXT.match(text, end)
    if post and any(char.isdigit() for char in post.group()) and post.end() in starts:
        at = starts[post.end()]
        if found[at].shape != LOWER:
            end = _town_end(found, at, words)
    return Identifier(start, end, "address")


def _town_end(found: list[Word], at: int, words: Words) -> int:
    last = at
    while last + 1 < len(found) and last - at < 2 and _NEAR.fullmatch(found[last + 1].gap) and (
        found[last + 1].shape in (CAPITAL, UPPER) and (not words.is_plain(found[last + 1].key))
    ):  # fmt: skip
        last += 1
    for word in found[at : last + 1]:
        word.kind = "address"
    return found[last].end


_POST_NEXT = re.compile(r"[ ]{0,2}[,\n][ \t]{0,8}\d{4}[ ]+[^\W\d_]")
_TOWN_NEXT = re.compile(r"[ ]{0,2}[,\n][ \t]{0,8}(?:\d{4}[ ]{1,2})?(?=[^\W\d_])")
_POST_AHEAD = re.compile(r"[ ]?,[ ]?\d{4}[ ]{1,2}(?=[^\W\d_])")
_IN_ADDRESS = re.compile(r"(?:,|\n|\bi|adr\w*\.?:?)[ \t]{0,8}$", re.IGNORECASE)


def _is_town(text: str, match: re.Match[str], found: list[Word], at: int, words: Words) -> bool:
    word = found[at]
    if word.kind or word.shape not in (CAPITAL, UPPER) or (word.shape == UPPER and words.is_plain(word.key)):
        return word.kind == "place"
    number = int(match.group())
    year = 1920 <= number <= 2035
    if words.is_plain(word.key) and not _known_place(word, words):
        return False
    return not year or bool(
        _IN_ADDRESS.search(text[max(0, match.start() - 12) : match.start()]) and _known_place(word, words)
    )


def _farms(text: str, found: list[Word], starts: dict[int, int], words: Words) -> Iterator[Identifier]:
    """Farms: "Øvre Haug gård", "Haug nordre", and a named place right before a postal code."""
    parts, farm = words.cues["address.parts"], words.cues["address.farm"]
    for at, word in enumerate(found):
        joined = at > 0 and bool(_BLANK.fullmatch(word.gap))
        if not joined or word.kind or not _is_proper(found[at - 1], words) or found[at - 1].shape != CAPITAL:
            continue
        if word.key in farm or (word.key in parts and word.shape == LOWER):
            begin = at - 1
            if begin > 0 and found[begin - 1].key in parts and _BLANK.fullmatch(found[begin].gap):
                begin -= 1
            for piece in found[begin : at + 1]:
                piece.kind = "address"
            yield _tail(text, found, starts, found[begin].start, word.end, words)
    for at, word in enumerate(found):
        if word.shape == CAPITAL and not word.kind and _is_proper(word, words) and not words.is_given(word.key):
            ahead = _POST_AHEAD.match(text, word.end)
            if ahead and ahead.end() in starts:
                begin = at
                if begin > 0 and found[begin - 1].key in parts and _BLANK.fullmatch(word.gap):
                    begin -= 1
                for piece in found[begin : at + 1]:
                    piece.kind = "address"
                yield _tail(text, found, starts, found[begin].start, word.end, words)
