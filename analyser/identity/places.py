"""Offices, employers, institutions and towns, by the words they are called with."""

from __future__ import annotations

import re
from functools import cache

from analyser.identity.context import BLANK
from analyser.identity.tokens import CAPITAL, INITIAL, LOWER, UPPER, Word, mostly_small
from analyser.identity.words import Words

_NEAR = re.compile(r"[ \u00a0]{1,2}|[ ]?[&/][ ]?|-|-[ ]|[ ][-\u2013][ ]")
_LINKS = frozenset(["og", "and"])
_LIVES_AT = frozenset(["i", "på", "ved"])
_BETWEEN = frozenset(["bo", "bu", "og"])
_DATED = re.compile(r",?[ ]{1,2}\d{1,2}[./]\d{1,2}[./\-]\d\d")
_SENTENCE = re.compile(r"[ ][a-zæøå]")
_SAINT = ". "
_NUMBERED = re.compile(r"[ ]\d{1,4}[ ]")
_SHORT = 3
_LONG = 6


def mark_places(text: str, found: list[Word], words: Words) -> None:
    """Give words of offices, institutions and known towns their kind."""
    small = mostly_small(found)
    for at, word in enumerate(found):
        kind = _kind_of_noun(word, words)
        if kind and not word.kind:
            _mark_institution(found, at, kind, words)
        if small and at and word.shape == LOWER:
            _mark_small(found, at, kind if not word.kind else "", words)
    for at, word in enumerate(found):
        if word.key in words.cues["organisation.heads"] and word.shape in (CAPITAL, UPPER):
            _mark_ahead(found, at, "organisation", words)
        elif word.key in words.cues["place.heads"] and word.shape in (CAPITAL, UPPER):
            behind = found[at + 1] if at + 1 < len(found) else None
            if behind is not None and behind.shape == word.shape and is_proper(behind, words):
                _mark_ahead(found, at, "place", words)
        elif not word.kind and _is_office(text, word, words):
            word.kind = "organisation"
        elif not word.kind and word.shape in (CAPITAL, UPPER) and known_place(word, words):
            if _behind_given(found, at, words):
                continue
            if word.shape == UPPER and _loud(found, at) and not _DATED.match(text, word.end):
                continue
            word.kind = "place"
            _extend(found, at, "place", words)
        elif word.key == "st" and at + 1 < len(found) and found[at + 1].key.startswith("olav"):
            word.kind = found[at + 1].kind = "place"


def _mark_small(found: list[Word], at: int, kind: str, words: Words) -> None:
    """Where all is written small: the unknown word before "sjukeheim", and a known town behind "i"."""
    word, before = found[at], found[at - 1]
    if kind and len(word.key) > _SHORT:
        cues = words.cues["place.before"] | words.cues["person.titles"] | words.cues["organisation.before"]
        cued = at == 1 or found[at - 2].key in cues
        cued = cued or not BLANK.fullmatch(before.gap)
        if cued and BLANK.fullmatch(word.gap) and before.shape == LOWER and before.kind in ("", "place"):
            adjective = before.key in words.cues["organisation.adjectives"]
            if not words.is_plain(before.key) and not adjective and not words.is_given(before.key):
                before.kind = word.kind = kind
    elif (
        len(word.key) > _SHORT and word.key in words.cues["place.names"] and not words.is_plain(word.key)
        and before.key in words.cues["place.before"] and BLANK.fullmatch(word.gap)
    ):  # fmt: skip
        word.kind = word.kind or "place"
    elif (
        not word.kind and at > 1 and before.key in _LIVES_AT and found[at - 2].key in words.cues["place.lives"]
        and BLANK.fullmatch(word.gap) and _is_named_like_place(word, words)
    ):  # fmt: skip
        word.kind = "place"


def _is_named_like_place(word: Word, words: Words) -> bool:
    """Whether an unknown word ends like the name of a place: "bor på rødtvet"."""
    unknown = not words.is_plain(word.key) and not words.is_compound(word.key) and len(word.key) > _SHORT + 1
    return unknown and words.is_family(word.key) and not word.key.endswith(tuple(words.cues["place.dwellings"]))


def known_place(word: Word, words: Words) -> bool:
    """Whether a word is the name of a well-known town, hospital or laboratory."""
    key = word.key.removesuffix("s") if word.key.removesuffix("s") in words.cues["place.names"] else word.key
    if key not in words.cues["place.names"]:
        return False
    # "Ski" and "Vik" at the start of a sentence may be anything.
    return not (word.first and (words.is_plain(key) and word.shape != UPPER))


def district_end(found: list[Word], at: int, words: Words) -> int:
    """The last word of "Mo i Rana" or "Nes på Romerike" when a town stands at ``at``, else ``at``."""
    if at + 2 >= len(found) or found[at + 1].key not in ("i", "på") or found[at + 1].shape != LOWER:
        return at
    district = found[at + 2]
    near = BLANK.fullmatch(found[at + 1].gap) and BLANK.fullmatch(district.gap)
    return at + 2 if near and district.shape in (CAPITAL, UPPER) and is_proper(district, words) else at


def _behind_given(found: list[Word], at: int, words: Words) -> bool:
    """Whether a place is somebody's family name here: "Tiril Osen"."""
    before = found[at - 1] if at else None
    return (
        before is not None and before.shape != LOWER and not before.kind and BLANK.fullmatch(found[at].gap) is not None
        and words.is_given(before.key) and before.key not in words.cues["stop.words"]
    )  # fmt: skip


def _loud(found: list[Word], at: int) -> bool:
    """Whether a word stands in a heading of capitals."""
    around = [found[k] for k in (at - 1, at + 1) if 0 <= k < len(found)]
    return any(word.shape == UPPER and len(word.key) > _LONG for word in around)


@cache
def _compound_ends(words: Words) -> tuple[str, ...]:
    return tuple(sorted(words.cues["organisation.compound_ends"], key=len, reverse=True))


def _is_office(text: str, word: Word, words: Words) -> bool:
    """Whether one word names an office: "Bryggelegene", but not "Fastlegene" or "Kollegene"."""
    if word.shape != CAPITAL or not word.key.endswith(_compound_ends(words)) or words.is_plain(word.key):
        return False
    end = next(end for end in _compound_ends(words) if word.key.endswith(end))
    if len(word.key) - len(end) < _SHORT:
        return False
    if word.key.removesuffix(end) in words.cues["organisation.not_offices"]:
        return False
    return not word.first or not _SENTENCE.match(text, word.end)


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


def is_proper(word: Word, words: Words) -> bool:
    """Whether a word is a proper name by its letters: unknown, or a name of people."""
    if word.shape == INITIAL:
        return True
    return word.shape in (CAPITAL, UPPER) and (
        not words.is_plain(word.key) or words.is_given(word.key) or words.is_family(word.key)
    )


def _is_definite(word: Word, words: Words) -> bool:
    """Whether an ordinary word is what an office may be called after: "Tunet tannklinikk", not "Privat klinikk"."""
    if word.shape != CAPITAL or word.key in words.cues["stop.words"] or word.key in words.clinical:
        return False
    return len(word.key) > _SHORT and word.key.endswith(("et", "en", "a"))


def _mark_institution(found: list[Word], at: int, kind: str, words: Words) -> None:
    """Mark "Fjordby sykehus", "Wang og Dyb legesenter", "Toppen Barnehage SA"; else what stands behind the noun."""
    begin = at
    while begin > 0 and at - begin < 6:
        gap, before = found[begin].gap, found[begin - 1]
        if before.key == "st" and gap == _SAINT and begin < at:
            begin -= 1
            break
        if not _NEAR.fullmatch(gap) or before.key in words.cues["person.titles"]:
            break
        step = _step_back(found, begin, at, words)
        if not step:
            break
        begin -= step
    if begin < at:
        for word in found[begin : at + 1]:
            word.kind = word.kind or kind
        _extend(found, at, kind, words)
    elif at + 1 < len(found) and (len(found[at].key) > _SHORT or kind == "place"):
        _mark_ahead(found, at, kind, words)


def _step_back(found: list[Word], begin: int, at: int, words: Words) -> int:
    """How many more words before ``begin`` belong to the name of the noun at ``at``."""
    before, noun = found[begin - 1], found[at]
    if begin == at and before.key in words.cues["organisation.adjectives"] and begin > 1:
        first = found[begin - 2]  # "Time vidaregåande skule"
        proper = first.shape == CAPITAL and not first.first and first.key not in words.cues["place.before"]
        if proper and BLANK.fullmatch(before.gap):
            return 2
    if begin == at:
        linked = begin - 1
        while (
            linked > 0 and found[linked].key in _BETWEEN and at - linked < _LONG and _NEAR.fullmatch(found[linked].gap)
        ):
            linked -= 1
        if linked < begin - 1 and found[linked].shape == CAPITAL and is_proper(found[linked], words):
            return begin - linked  # "Fjordglytt bo- og omsorgssenter"
        if noun.shape == LOWER and before.first and before.key.endswith(("ende", "ande")):
            return 0  # "Murrende verk"
        if noun.shape == LOWER and _is_definite(before, words):
            return 1
    if is_proper(before, words) or (before.shape == CAPITAL and known_place(before, words)):
        return 1
    if _is_called_after(before, noun, words):
        return 1  # "Torvet legekontor", "Sentrum Legegruppe"
    if begin < at and before.shape == CAPITAL and "&" in found[begin].gap:
        return 1  # "Blank & Rein AS"
    named_so = before.shape == CAPITAL and before.first and before.key in words.cues["address.ends"]
    if begin < at and named_so and is_proper(found[begin], words):
        return 1  # "Torget Vårli legesenter"
    adjective = begin == at and before.shape == LOWER and before.key.endswith("e")  # "Voss kommunale legekontor"
    if begin > 1 and (before.key in _LINKS or adjective) and _NEAR.fullmatch(before.gap):
        first = found[begin - 2]
        return 2 if first.shape in (CAPITAL, UPPER) and is_proper(first, words) else 0
    return 0


def _is_called_after(before: Word, noun: Word, words: Words) -> bool:
    """Whether an ordinary word with a capital belongs to the name of an office: it is no cue, nor clinical."""
    if before.shape != CAPITAL or (before.first and noun.shape == LOWER) or len(before.key) <= _SHORT:
        return False
    if before.key in words.cues["organisation.named_after"] or before.key in words.cues["place.ordinary"]:
        return True
    if before.key in words.clinical or before.key.endswith(("isk", "iske", "t")):
        return False  # "Revmatologisk Klinikk", "Privat Klinikk"
    cues = ("stop.words", "person.labels", "person.titles", "person.fields", "person.closings", "place.before")
    return not any(before.key in words.cues[cue] for cue in cues)


def _mark_ahead(found: list[Word], at: int, kind: str, words: Words) -> None:
    """Mark "Nav Fjordby", "Legane på Kaien": the noun and the proper names behind it."""
    nxt = at + 1
    if nxt < len(found) and found[nxt].gap.strip(" \t") == ":" and kind == "place" and is_proper(found[nxt], words):
        found[nxt].kind = found[nxt].kind or kind
        _extend(found, nxt, kind, words)
        return
    if nxt < len(found) and found[nxt].key in ("på", "i", "ved", "v") and BLANK.fullmatch(found[nxt].gap):
        nxt += 1
    if nxt < len(found) and kind == "organisation" and nxt == at + 1 and _NUMBERED.fullmatch(found[nxt].gap):
        if is_proper(found[nxt], words):  # "Apotek 1 Leira"
            found[at].kind = found[nxt].kind = kind
            _extend(found, nxt, kind, words)
        return
    if nxt == at + 1 and nxt < len(found) and found[at].shape == CAPITAL == found[nxt].shape and (
        found[nxt].key in words.cues["organisation.named_after"] and BLANK.fullmatch(found[nxt].gap)
    ):  # fmt: skip
        found[at].kind = found[nxt].kind = kind  # "Bydel Sentrum"
        return
    if nxt >= len(found) or not BLANK.fullmatch(found[nxt].gap) or not is_proper(found[nxt], words):
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
        suffix = word.key in words.cues[f"{kind}.nouns"] and word.shape != LOWER
        if suffix or (is_proper(word, words) and not (words.is_given(word.key) and kind == "place")):
            word.kind = word.kind or kind
            nxt += 1
        elif (
            word.key == "og" and kind == "organisation" and nxt + 1 < len(found) and _NEAR.fullmatch(found[nxt + 1].gap)
            and is_proper(found[nxt + 1], words)
        ):  # fmt: skip
            word.kind = found[nxt + 1].kind = kind
            nxt += 2
        else:
            return
