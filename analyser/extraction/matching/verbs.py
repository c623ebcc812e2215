"""Forms of verbs: ``~be`` in the lexicon stands for every form of "be", in both written norms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from analyser.extraction.data import load_toml

MARK = "~"
"""Before the infinitive of a verb all of whose forms are meant."""

_VOWELS = "aeiouyæøå"


def spelt_out(words: Iterable[str]) -> Iterator[str]:
    """Words and phrases, with every form in the place of a marked verb; a marked verb may begin a phrase."""
    for word in words:
        if not word.startswith(MARK):
            yield word
            continue
        verb, blank, rest = word.removeprefix(MARK).partition(" ")
        for form in verb_forms(verb):
            yield f"{form}{blank}{rest}"


@cache
def verb_forms(infinitive: str) -> tuple[str, ...]:
    """Every form of a verb, each once; some that are made by rule are no words."""
    verbs = load_toml("verbs.toml")
    for prefix in ("", *verbs["before"]["prefixes"].split()):
        if infinitive.startswith(prefix) and (strong := verbs["strong"].get(infinitive.removeprefix(prefix))):
            return tuple(prefix + form for form in dict.fromkeys(strong.split()))
    stem = infinitive if infinitive[-1] not in "ea" or len(infinitive) < 4 else infinitive[:-1]
    kind = "vowel" if stem == infinitive and stem[-1] in _VOWELS else "consonant"  # "bo", but "drøye"
    return tuple(dict.fromkeys(stem + ending for ending in verbs["weak"][kind].split(" ")))
