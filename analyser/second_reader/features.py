"""A letter as sentences of features: words in the project's normal forms, their neighbours, negation, headings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.text.transcript import Transcript

_DENIALS = frozenset({"ikke", "ingen", "aldri", "uten", "verken", "nei", "benekte", "0", "negativ"})
_STOPS = frozenset({".", ";", "men"})
_REACH = 7  # words behind a denial that it may reach
_NEAR = 12  # words of the sentence before
_LONG = 6  # letters: longer words also count by their parts, for compounds and slips
_PART = 5


def transcript_of(text: str) -> Transcript:
    """A letter in the project's normal forms, as the extraction has it too."""
    return Transcript(text, load_lexicon().normaliser)


def sentences(transcript: Transcript) -> Iterator[tuple[int, int, set[str]]]:
    """Half-open offsets of each sentence, and its features."""
    heading = ""
    before: list[str] = []
    for number, (first, last) in enumerate(transcript.bounds):
        if last <= first:
            continue
        words = [_shape(form) for form in transcript.forms[first:last]]
        headed = transcript.headed[number]
        if headed:
            heading = " ".join(words[: headed - first])
        found = set(_of_words(words))
        found.update(f"p {word}" for word in before)
        if heading:
            found.add(f"h {heading}")
        if number < 2:
            found.add("first")
        before = [word for word in words if len(word) > 2][-_NEAR:]
        yield transcript.starts[first], transcript.ends[last - 1], found


def _of_words(words: list[str]) -> Iterator[str]:
    asked = "?" in words
    denied: int | None = None
    for at, word in enumerate(words):
        yield f"w {word}"
        if at:
            yield f"b {words[at - 1]} {word}"
        if at > 1:
            yield f"s {words[at - 2]} {word}"
        if denied is not None and at - denied < _REACH and word.isalpha():
            yield f"n {word}"
        if word in _DENIALS:
            denied = at
        elif word in _STOPS:
            denied = None
        if asked and len(word) > 3:
            yield f"q {word}"
        if len(word) > _LONG:
            yield from _parts(word)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """A long word's parts, one beginning at each letter."""
    starts = range(len(word) - _PART + 1) if word.isalpha() else ()
    return tuple(f"c {word[start : start + _PART]}" for start in starts)


@lru_cache(maxsize=4096)
def _shape(form: str) -> str:
    """A word as it is, a number by its size: ages, doses, years and T-scores each have a range of their own."""
    try:
        number = float(form.replace(",", "."))
    except ValueError:
        return form
    if 1900 <= number <= 2100 and len(form) == 4:
        return f"#year{int(number) // 5 * 5}"
    if number < 0:
        return f"#{round(number * 2) / 2:g}"
    if number < 10:
        return f"#{int(number)}"
    return f"#{int(number) // 5 * 5}+" if number < 130 else "#big"
