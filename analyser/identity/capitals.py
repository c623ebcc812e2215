"""Names written with capitals: in fields of a form, and in runs of capitalised words."""

from __future__ import annotations

import re

from analyser.identity.context import BLANK, NAME, PLACE, Context
from analyser.identity.evidence import (
    acts,
    is_addressed,
    is_dosed,
    is_eponym,
    is_heading,
    is_listed_drug,
    is_time,
    other_half,
    signs_off,
    stands_alone,
)
from analyser.identity.tokens import CAPITAL, INITIAL, LOWER, UPPER, Word

_FIELD = re.compile(r"[ \t]*[:.=][ \t]*|[ \t]{1,20}|[ \t]*[:=]?[ \t]*\r?\n[ \t]*")
_IN_FIELD = re.compile(r"[ \u00a0.,'-]{1,4}")
_LONGEST = 7
_SHORT = 2


def mark_fields(context: Context) -> None:
    """Behind "Navn:" stands a name whatever its letters, and behind "Kommune:" a place."""
    cues = context.cues
    for at, word in enumerate(context.found[:-1]):
        nxt = context.found[at + 1]
        if word.key in cues["person.fields"] and _is_field(word, nxt):
            if ":" not in nxt.gap and context.words.is_plain(nxt.key) and not context.name_like(nxt):
                continue  # "Pasientens FRAX"
            context.take(at + 1, _field_end(context, at + 1))
        elif (
            word.key in cues["place.labels"]
            and nxt.gap.strip(" \t") == ":"
            and nxt.shape == CAPITAL
            and not nxt.kind
            and nxt.key not in cues["stop.words"]
            and nxt.key not in context.words.clinical
        ):
            nxt.kind = PLACE


def _is_field(label: Word, nxt: Word) -> bool:
    if not _FIELD.fullmatch(nxt.gap):
        return False
    return ":" in nxt.gap or (label.first and BLANK.match(nxt.gap) is not None and nxt.shape in (CAPITAL, UPPER))


def _field_end(context: Context, start: int) -> int:
    """Where the value of a field ends: the line, the next label, an ordinary word with small letters."""
    words, end = context.words, start
    while end < len(context.found) and end - start < _LONGEST:
        word = context.found[end]
        if end > start and (
            not _IN_FIELD.fullmatch(word.gap) or ("." in word.gap and context.found[end - 1].shape != INITIAL)
        ):  # fmt: skip
            break
        behind = context.text[word.end : word.end + 3].lstrip(" \t")
        if word.key in context.cues["birth.cues"] or (behind.startswith((":", "=")) and words.is_plain(word.key)):
            break
        if word.shape == LOWER and words.is_plain(word.key) and word.key not in words.particles:
            break
        end += 1
    return end


def mark_runs(context: Context) -> None:
    """Look at every run of capitalised words that are unknown or names."""
    at = 0
    while at < len(context.found):
        end = _run_end(context, at)
        if end > at:
            _judge(context, at, end)
        at = max(end, at + 1)


def _run_end(context: Context, at: int) -> int:
    if not _may_begin(context, at):
        return at
    words, found, end = context.words, context.found, at + 1
    while end < len(found) and end - at < _LONGEST and context.joined(end) and found[end].kind in ("", NAME):
        if _may_continue(context, at, end):
            end += 1
            continue
        behind = context.behind(end)
        if found[end].key not in words.particles or behind is None or not context.joined(end + 1):
            break
        if behind.shape != CAPITAL or words.is_plain(behind.key):
            break
        end += 2
    return end


def _may_begin(context: Context, at: int) -> bool:
    word = context.found[at]
    if word.kind not in ("", NAME) or word.shape == LOWER:
        return False
    if word.shape != INITIAL:
        return context.name_like(word) or _is_titled(context, at)
    behind = context.behind(at)
    if behind is None or behind.shape == LOWER or not context.joined(at + 1):
        return False
    if word.key == "i" and behind.shape == UPPER:
        return False  # "FALL I STUEN"
    return behind.shape == INITIAL or not context.plain(behind)


def _is_titled(context: Context, at: int) -> bool:
    """Whether a title stands before an ordinary word with a capital that nothing but a name follows: "tannl. Ask"."""
    word = context.found[at]
    if not at or word.shape != CAPITAL or word.first or word.gap not in (" ", ". ", "."):
        return False
    cues = context.cues
    known = word.key in context.words.named or word.key in cues["stop.words"] or word.key in cues["person.titles"]
    return not known and context.found[at - 1].key in context.cues["person.certain_titles"]


def _may_continue(context: Context, start: int, at: int) -> bool:
    words, word, first = context.words, context.found[at], context.found[start]
    if word.shape == INITIAL:
        return True
    if word.shape == LOWER:
        return False
    if context.name_like(word):
        return True
    # An ordinary word with a capital behind a given name is the family name: "Kari Nordmann".
    return (
        word.shape == CAPITAL == first.shape
        and words.is_given(first.key)
        and not words.is_plain(first.key)
        and word.key not in words.drugs
        and word.key not in context.cues["stop.words"]
    )


def _judge(context: Context, at: int, end: int) -> None:
    """Decide on one run; a capital at the start of a sentence counts for nothing."""
    run = context.found[at:end]
    if end - at == 1 and run[0].key in context.cues["stop.words"] and not _stands_off(context, at):
        return
    if is_eponym(context, at, end) or (end - at == 1 and is_time(context, at)):
        return
    cue = context.cue(at)
    if run[0].shape == UPPER:
        _judge_upper(context, at, end, cue)
        return
    words = context.words
    unknown = any(not context.plain(word) and word.shape != INITIAL for word in run)
    given = any(words.is_given(word.key) and word.shape != INITIAL for word in run)
    sure = any(words.is_given(word.key) and not context.plain(word) and word.shape != INITIAL for word in run)
    family = any(words.is_family(word.key) and word.shape != INITIAL for word in run)
    initialled = given and len(run) > 1 and run[-1].shape == INITIAL  # "Liv T."
    if sure or initialled or _is_titled(context, at) or (cue == NAME and (unknown or given or family)):
        context.take(at, end)
        return
    short = all(len(word.key) <= _SHORT and not words.is_family(word.key) for word in run)
    whole = len(run) > 1 and given and family
    if (
        short
        or (not whole and is_listed_drug(context, at))
        or (not given and (is_dosed(context, end) or is_heading(context, at, end)))
    ):
        return
    if unknown and run[0].gap == " (" and context.found[at - 1].key in context.cues["place.labels"]:
        context.take(at, end, PLACE)  # "Hjemkommunen (Ringsaker)"
        return
    if not run[0].first:
        in_run = len(run) > 1 and (given or family)
        if unknown or in_run or (given and run[0].key not in context.cues["stop.words"]):
            context.take(at, end, PLACE if cue == PLACE and not given else NAME)
        return
    alone = words.is_family(run[0].key) and not words.is_plain(run[0].key) and stands_alone(context, at, end)
    signed = unknown and signs_off(context, at, end) and not words.is_compound(run[0].key)
    if signed or (len(run) > 1 and unknown) or ((unknown or given) and acts(context, at, end)) or alone:
        context.take(at, end)


def _stands_off(context: Context, at: int) -> bool:
    """Whether a word that is mostly no name is parted from what follows ("Hei Vår,") or has a title before it."""
    behind, before = context.behind(at), context.before(at)
    if before is not None and before.key in context.cues["person.relations"] and context.found[at].shape == CAPITAL:
        return not context.found[at].first and context.words.is_given(context.found[at].key)
    return behind is None or not BLANK.fullmatch(behind.gap) or _is_titled(context, at)


def _judge_upper(context: Context, at: int, end: int, cue: str) -> None:
    """A name in capitals stands in a field, or is a given name and one more."""
    words, run = context.words, context.found[at:end]
    long = [word for word in run if len(word.key) > _SHORT]
    sure = any(words.is_given(word.key) and not words.is_plain(word.key) for word in long)
    unknown = any(not words.is_plain(word.key) for word in long)
    more = len(run) > 1 or other_half(context, at, end)
    mixed = any(word.shape == CAPITAL for word in run)
    related = sure and at > 0 and context.found[at - 1].key in context.cues["person.relations"]
    if (
        (cue == NAME and related)
        or (more and (sure or (unknown and mixed)))
        or (cue == NAME and unknown and (more or is_addressed(context, at)))
    ):
        context.take(at, end)
