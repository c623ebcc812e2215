"""Names in small letters: lists and cues must agree, because nothing shows that they are names."""

from __future__ import annotations

from analyser.identity.context import BLANK, NAME, Context
from analyser.identity.tokens import INITIAL, LOWER, Word

_SHORTEST = 3
_LONGEST = 5
_INITIALS = 3


def mark_small(context: Context) -> None:
    """Mark "siri bakken", "dr kløvstad", "m. a. knutsen" behind a closing."""
    at = 0
    while at < len(context.found):
        word, end = context.found[at], at + 1
        if word.shape == LOWER and len(word.key) == 1:
            if (last := _behind_initials(context, at)) > at:
                context.take(at, last)
                end = last
        elif word.shape == LOWER and not word.kind and len(word.key) >= _SHORTEST and _is_name(context, at):
            while end < len(context.found) and end - at < _LONGEST:
                if _is_middle(context, end):
                    end += 2
                elif context.joined(end) and _goes_on(context, end):
                    end += 1
                else:
                    break
            context.take(at, end)
        at = end


def _behind_initials(context: Context, at: int) -> int:
    """Behind a closing: the end of "m. a. knutsen", or ``at``."""
    found = context.found
    signing = context.follows_cue(at) and found[at - 1].key in context.cues["person.signing"]
    end = at
    while end < len(found) and len(found[end].key) == 1 and end - at < _INITIALS and (end == at or _near(found[end])):
        end += 1
    if end >= len(found) or not _near(found[end]) or not context.words.is_family(found[end].key):
        return at
    # Without a closing before them it takes two initials, and a text that is written small.
    sure = signing or (context.small and end - at > 1 and not context.words.is_plain(found[end].key))
    return end + 1 if sure else at


def _is_middle(context: Context, at: int) -> bool:
    """Whether an initial and a family name go on: "kari m. lund"."""
    found = context.found
    return (
        at + 1 < len(found)
        and len(found[at].key) == 1
        and BLANK.fullmatch(found[at].gap) is not None
        and found[at + 1].gap == ". "
        and context.words.is_family(found[at + 1].key)
    )


def _near(word: Word) -> bool:
    return word.gap.strip(" ") in (".", "")


def _is_name(context: Context, at: int) -> bool:
    words, cues, word = context.words, context.cues, context.found[at]
    given, plain = words.is_given(word.key), words.is_plain(word.key)
    if plain and not given:
        return False
    before, behind = context.before(at), context.behind(at)
    key = before.key if before is not None and context.follows_cue(at) else ""
    if key in cues["person.called"] and BLANK.fullmatch(word.gap) and not plain:
        return True
    if key in cues["person.closings"] and not plain:
        return given or words.is_family(word.key)
    pair = (
        behind is not None
        and BLANK.fullmatch(behind.gap) is not None
        and not words.is_plain(behind.key)
        and (words.is_given(behind.key) or words.is_family(behind.key))
    )
    cued = context.cue(at) == NAME
    if plain:
        return (cued and (pair or _is_middle(context, at + 1))) or (context.small and _does(context, at))
    if given and (pair or cued or context.small):
        return True
    if given and behind is not None and behind.kind == NAME and context.joined(at + 1):
        return True
    return (
        cued and key in cues["person.small_titles"] and (key in cues["person.sure_titles"] or words.is_family(word.key))
    )


def _does(context: Context, at: int) -> bool:
    """Whether a given name that is an ordinary word too is one here: "etter at liv døde"."""
    before, behind, cues = context.before(at), context.behind(at), context.cues
    if before is None or behind is None or not (BLANK.fullmatch(behind.gap) and BLANK.fullmatch(context.found[at].gap)):
        return False
    does = behind.key in cues["person.verbs"] and behind.key not in cues["person.verbs_of_things"]
    return does and before.key in cues["person.conjunctions"]


def _goes_on(context: Context, at: int) -> bool:
    words, word = context.words, context.found[at]
    if word.shape == INITIAL or not words.is_plain(word.key):
        return True
    if word.key in words.particles and at + 1 < len(context.found):
        return not words.is_plain(context.found[at + 1].key)
    return (word.key in words.family or words.is_given(word.key)) and word.key not in words.ordinary
