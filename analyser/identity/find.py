"""Everything in a text that tells who somebody is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from analyser.identity.addresses import mark_addresses, mark_parts
from analyser.identity.context import NAME
from analyser.identity.datelines import mark_datelines, mark_districts
from analyser.identity.employers import mark_employers, number_end
from analyser.identity.identifier import Identifier
from analyser.identity.people import mark_people
from analyser.identity.places import mark_places
from analyser.identity.shapes import find_shapes, lone_dates
from analyser.identity.tokens import INITIAL, LOWER, Word, words_of
from analyser.identity.words import Words, load_words

# Which kind a piece has that two rules claim: the first.
_PRECEDENCE = (
    "id_number", "email", "url", "hpr_number", "account", "record_number", "plate", "birth_date", "phone", "address",
    NAME, "organisation", "place",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_PRECEDENCE)}
_NUMBERED = re.compile(r"[ ]\d{1,4}[ ]")  # "Apotek 1 Leira"
_WITHIN = re.compile(r"[ \u00a0.,&/\-\u2013]{1,3}")
_BEFORE_NUMBER = re.compile(
    r"[\s,;:(\-\u2013]{0,4}(?:(?:f|fd|født|fødd|fnr|f\.nr|f\.dato|fdato|pnr|personnr|id)\.?:?\s{0,2})?$", re.IGNORECASE
)
_NEAR = 30
_FIVE_BEHIND = re.compile(r"[ ]?[ ,/()\-\u2013]{1,3}(\d{3}[ ]?\d\d)(?![\d])(?![.,]\d)")


def find(text: str, known: Iterable[str] = (), identities: Iterable[str] = ()) -> tuple[Identifier, ...]:
    """Find what identifies people in a text.

    Parameters
    ----------
    text
        Any text.
    known
        Names of people and offices that the letter's other fields tell.
    identities
        Numbers that they tell.

    Returns
    -------
    tuple[Identifier, ...]
        In the order of the text; no two overlap.
    """
    words = load_words()
    found = words_of(text, words.cues["stop.abbreviations"])
    spans = [*find_shapes(text, words), *_given_numbers(text, identities)]
    for span in spans:
        _cover(found, span)
    spans += mark_addresses(text, found, words)
    mark_places(text, found, words)
    mark_employers(text, found, words)
    _before_numbers(text, found, spans, words)
    mark_people(text, found, words, known)
    mark_datelines(text, found, words)
    mark_districts(found, words)
    mark_parts(found, words)
    spans += _born_behind_names(text, found, spans)
    spans += _last_five(text, spans)
    spans += _of_words(text, found, words)
    return tuple(_united(spans))


def _cover(found: list[Word], span: Identifier) -> None:
    """Words inside a number, a mail or a web address are spoken for."""
    if span.kind in ("email", "url", "record_number", "plate", "birth_date"):
        for at in range(bisect_left(found, span.start, key=_start), len(found)):
            if found[at].start >= span.end:
                break
            found[at].kind = span.kind


def _given_numbers(text: str, identities: Iterable[str]) -> Iterator[Identifier]:
    for number in identities:
        characters = [re.escape(char) for char in number if char.isalnum()]
        if len(characters) > 4:
            for match in re.finditer(r"[\s.\-]{0,3}".join(characters), text):
                yield Identifier(*match.span(), "id_number")


def _before_numbers(text: str, found: list[Word], spans: list[Identifier], words: Words) -> None:
    """A capitalised word right before an identity number or a birth date is a name."""
    for span in spans:
        if span.kind not in ("id_number", "birth_date"):
            continue
        gap = _BEFORE_NUMBER.search(text, max(0, span.start - _NEAR), span.start)
        if gap is None:
            continue
        at = bisect_left(found, gap.start(), key=_start) - 1
        if at < 0 or found[at].end != gap.start() or found[at].kind or not _may_be_name(found[at], words):
            continue
        found[at].kind = NAME
        while (
            at > 0
            and found[at].gap in (" ", "  ", "-", ", ")
            and not found[at - 1].kind
            and _may_be_name(found[at - 1], words)
        ):
            at -= 1
            found[at].kind = NAME


def _start(word: Word) -> int:
    return word.start


def _may_be_name(word: Word, words: Words) -> bool:
    if word.shape == LOWER or len(word.key) < 3:
        return False
    return not words.is_plain(word.key) or words.is_given(word.key) or word.key in words.family


def _born_behind_names(text: str, found: list[Word], spans: list[Identifier]) -> Iterator[Identifier]:
    """A date long past right behind a name is a birth date."""
    ends = {word.end for word in found if word.kind == NAME}
    numbers = {span.start for span in spans if span.kind == "id_number"}
    ends.update(span.end for span in spans if span.kind == "birth_date")
    for start, end in lone_dates(text):
        before = start
        while before > 0 and start - before < 5 and text[before - 1] in " ,(\t\u00a0-\u2013/;:\n":
            before -= 1
        named = before in ends if before < start else False
        initialled = before > 0 and text[before - 1] == "." and before - 1 in ends
        if named or initialled or any(end + gap in numbers for gap in range(5)):
            yield Identifier(start, end, "birth_date")


def _last_five(text: str, spans: list[Identifier]) -> Iterator[Identifier]:
    """The five digits behind a birth date are the rest of an identity number."""
    for span in spans:
        if span.kind == "birth_date" and (match := _FIVE_BEHIND.match(text, span.end)):
            yield Identifier(*match.span(1), "id_number")


def _of_words(text: str, found: list[Word], words: Words) -> Iterator[Identifier]:
    """Neighbouring words of one kind as one identifier."""
    run: list[Word] = []
    for word in found:
        if run and not (word.kind == run[-1].kind and _is_joined(run[-1], word)):
            yield _whole(text, run, words)
            run = []
        if word.kind in (NAME, "organisation", "place"):
            run.append(word)
    if run:
        yield _whole(text, run, words)


def _whole(text: str, run: list[Word], words: Words) -> Identifier:
    return Identifier(run[0].start, number_end(text, run[-1], words), run[0].kind)


def _is_joined(before: Word, word: Word) -> bool:
    """Whether two words of one kind are one identifier; a point joins only what was shortened."""
    if word.kind == "organisation" and _NUMBERED.fullmatch(word.gap):
        return True
    return _WITHIN.fullmatch(word.gap) is not None and ("." not in word.gap or before.shape == INITIAL)


def _united(spans: list[Identifier]) -> Iterator[Identifier]:
    """Spans without overlap: what overlaps becomes one, of the kind that comes first in precedence."""
    last: Identifier | None = None
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if last is not None and span.start < last.end:
            kind = min(last.kind, span.kind, key=_RANK.__getitem__)
            last = Identifier(last.start, max(last.end, span.end), kind)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
