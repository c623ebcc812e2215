"""Names of people: by lists, by their letters and by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyser.identity.capitals import mark_fields, mark_runs
from analyser.identity.context import BLANK, COMMA, NAME, Context
from analyser.identity.evidence import is_eponym
from analyser.identity.initials import mark_initials, mark_references, mark_writers
from analyser.identity.small import mark_small
from analyser.identity.tokens import CAPITAL, INITIAL, LOWER, UPPER, Word
from analyser.identity.words import Words

_AGE = re.compile(r"[ ,(]{1,3}\d{2,3}[ ]?(?:år\w*)?\)?[ .,:]*(?:\r?\n|$)")
_SHORTEST = 3


def mark_people(text: str, found: list[Word], words: Words, known: Iterable[str] = ()) -> None:
    """Give every word of a name its kind; ``known`` are names that other fields than the text tell."""
    context = Context(text, found, words, known)
    mark_fields(context)
    mark_runs(context)
    mark_small(context)
    mark_initials(context)
    mark_references(context)
    _mark_halves(context)
    _mark_sides(context)
    _mark_aged(context)
    _mark_repeats(context)
    _mark_particles(context)
    mark_writers(context)


def _mark_halves(context: Context) -> None:
    """Mark the initial behind a given name ("Mona L.") and the family name before a comma ("Lund, Gerda")."""
    words = context.words
    for at, word in enumerate(context.found):
        if word.kind != NAME or word.shape == LOWER:
            continue
        behind, before = context.behind(at), context.before(at)
        if behind is not None and behind.shape == INITIAL and not behind.kind and BLANK.fullmatch(behind.gap):
            behind.kind = NAME
        if before is None or before.kind or before.shape not in (CAPITAL, UPPER) or not COMMA.fullmatch(word.gap):
            continue
        named = not words.is_plain(before.key) or before.key in words.family
        if named and words.is_given(word.key) and before.key not in context.cues["stop.words"]:
            before.kind = NAME
            context.learned.add(before.key)


def _mark_sides(context: Context) -> None:
    """Mark the other side of a stroke: "Moen/Lillebø"."""
    for at in range(1, len(context.found)):
        before, word = context.found[at - 1], context.found[at]
        if word.gap not in ("/", " / ") or (before.kind == NAME) == (word.kind == NAME):
            continue
        side = at - 1 if word.kind == NAME else at
        other = context.found[side]
        if other.shape == CAPITAL and not other.kind and context.name_like(other):
            context.take(side, side + 1)


def _mark_aged(context: Context) -> None:
    """Mark a family or given name with an age on a line that it begins: "Olsen 68"."""
    words = context.words
    for at, word in enumerate(context.found):
        if word.kind or word.shape == LOWER or len(word.key) < _SHORTEST or (at and "\n" not in word.gap):
            continue
        named = word.key in words.family or words.is_given(word.key)
        plain = words.is_plain(word.key) and (word.key not in words.family or word.key in words.ordinary)
        if named and not plain and _AGE.match(context.text, word.end):
            context.take(at, at + 1)


def _mark_repeats(context: Context) -> None:
    """What was a name once in this text is one wherever it stands with a capital."""
    words, learned = context.words, context.learned
    for at, word in enumerate(context.found):
        if word.kind or word.key in context.cues["stop.words"]:
            continue
        key = word.key if word.key in learned else word.key.removesuffix("s").removesuffix("'")
        if key not in learned:
            continue
        plain = words.is_plain(key)
        if word.shape == LOWER:
            if context.small and not plain:
                word.kind = NAME
        elif not plain or (not is_eponym(context, at, at + 1) and (not word.first or _does(context, at))):
            word.kind = NAME


def _does(context: Context, at: int) -> bool:
    """Whether a verb follows that only people are subjects of: "Gjerde bur åleine"."""
    behind, cues = context.behind(at), context.cues
    if behind is None or not BLANK.fullmatch(behind.gap):
        return False
    return behind.key in cues["person.verbs"] and behind.key not in cues["person.verbs_of_things"]


def _mark_particles(context: Context) -> None:
    """Mark "de" and "van der" between a title and a family name."""
    for at, word in enumerate(context.found):
        start = at
        while start and context.found[start - 1].key in context.words.particles and context.joined(start):
            start -= 1
        titled = start and context.found[start - 1].key in context.cues["person.titles"]
        if word.kind == NAME and start < at and titled:
            context.take(start, at)
