"""Employers behind a verb of work, institutions in one word, and the number of a shop."""

from __future__ import annotations

import re

from analyser.identity.context import BLANK
from analyser.identity.tokens import CAPITAL, LOWER, UPPER, Word
from analyser.identity.words import Words

KIND = "organisation"
_FARTHEST = 5  # words between "jobber" and "i": "jobber fortsatt fullt som selger hos"
_LONGEST = 5
_SHORT = 3
_SENTENCE = re.compile(r"[ ][a-zæøå]")
_WITHIN = re.compile(r"[ \u00a0]{1,2}|[ ]?&[ ]?|[ ]\d{1,4}[ ]")
_SHOP = re.compile(r"[ ]\d{1,4}(?![\w%])(?![.,:/]\d)(?![ ](?:mg|g|ug|ml|ie|x)\b)")


def mark_employers(text: str, found: list[Word], words: Words) -> None:
    """Mark "jobber i Posten", "ansatt som fører hos Unibuss", "Tannlegehøyskolen"."""
    ends = tuple(words.cues["organisation.institution_ends"])
    for at, word in enumerate(found):
        if word.key in words.cues["organisation.work"]:
            _mark_behind_work(found, at, words)
        elif word.key in words.cues["organisation.fields"]:
            _mark_value(found, at, words)
        elif not word.kind and word.shape == CAPITAL and word.key.endswith(ends) and _is_institution(text, word, words):
            word.kind = KIND


def number_end(text: str, word: Word, words: Words) -> int:
    """Where an office ends that a number belongs to: "Rema 1000"."""
    shop = _SHOP.match(text, word.end) if word.key in words.cues["organisation.heads"] else None
    return shop.end() if shop else word.end


def _mark_behind_work(found: list[Word], at: int, words: Words) -> None:
    for nxt in range(at + 1, min(at + 1 + _FARTHEST, len(found) - 1)):
        if not BLANK.fullmatch(found[nxt].gap) or found[nxt].shape != LOWER:
            return
        if found[nxt].key in words.cues["organisation.work_at"]:
            break
    else:
        return
    end = nxt + 1
    while end < len(found) and end - nxt <= _LONGEST and _WITHIN.fullmatch(found[end].gap):
        word = found[end]
        if word.kind not in ("", KIND) or word.shape not in (CAPITAL, UPPER) or word.key in words.cues["stop.words"]:
            break
        if word.key in words.cues["place.countries"]:
            break
        if word.key in words.clinical and word.key not in words.cues["organisation.heads"] and word.shape == UPPER:
            break
        end += 1
    for word in found[nxt + 1 : end]:
        word.kind = KIND


def _mark_value(found: list[Word], at: int, words: Words) -> None:
    """Behind "Arbeidsgiver:" the words with capitals are an employer."""
    nxt = at + 1
    if nxt >= len(found) or found[nxt].gap.strip(" \t") != ":" or found[nxt].key in words.cues["stop.words"]:
        return
    more = nxt + 1 < len(found) and found[nxt + 1].shape == CAPITAL and BLANK.fullmatch(found[nxt + 1].gap) is not None
    if found[nxt].shape not in (CAPITAL, UPPER) or (words.is_plain(found[nxt].key) and not more):
        return
    end = nxt
    while end < len(found) and end - nxt < _LONGEST and (end == nxt or _WITHIN.fullmatch(found[end].gap)):
        if found[end].kind not in ("", KIND) or found[end].shape not in (CAPITAL, UPPER):
            break
        found[end].kind = KIND
        end += 1


def _is_institution(text: str, word: Word, words: Words) -> bool:
    if word.key.endswith(tuple(words.cues["organisation.sure_institutions"])):
        return True
    end = next(end for end in words.cues["organisation.institution_ends"] if word.key.endswith(end))
    before = word.key.removesuffix(end).removesuffix("poli")
    if len(before) < _SHORT or before in words.cues["organisation.not_offices"] or words.is_plain(word.key):
        return False
    return not word.first or not _SENTENCE.match(text, word.end)
