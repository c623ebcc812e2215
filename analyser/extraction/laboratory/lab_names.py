"""The laboratory tests that the lexicon knows, and where a letter names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from analyser.extraction.data import load_toml
from analyser.extraction.matching.lexicon import Lexicon
from analyser.extraction.matching.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS, number

VALUE_REACH = 9
"""Tokens from a name to its value."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test of labs.toml: its concept, believable values, and which of two of a concept is preferred."""

    concept: str
    limits: tuple[float, float] | None
    rank: int


class Name(NamedTuple):
    """Where a test is named; a weak name counts only with a value, or beside other tests, a bare one with a value."""

    first: int
    last: int
    test: Test
    weak: bool
    bare: bool


class Labs:
    """The tests of labs.toml, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        data = load_toml("labs.toml")
        self.names: PhraseMatcher[tuple[Test, bool, bool]] = PhraseMatcher()
        for entry in data["test"]:
            limits = entry.get("range")
            test = Test(
                entry["concept"], None if limits is None else (float(limits[0]), float(limits[1])), entry["rank"]
            )
            for key, weak, bare in (("names", False, False), ("weak", True, False), ("bare", True, True)):
                for name in entry.get(key, ()):
                    self.names.add(phrase_forms(name, lexicon.forms), (test, weak, bare))
        words = data["words"]
        self.between = frozenset(
            form for word in words["between"] for form in phrase_forms(word, lexicon.forms)
        ) | frozenset(MONTHS)
        self.doses = frozenset(form for word in words["doses"] for form in phrase_forms(word, lexicon.forms))
        self.status: PhraseMatcher[str] = PhraseMatcher()
        for kind in ("taken", "planned", "not_taken"):
            for phrase in words[kind]:
                self.status.add(phrase_forms(phrase, lexicon.forms), kind)


@cache
def labs_of(lexicon: Lexicon) -> Labs:
    """The tests of the lexicon (compiled once a process)."""
    return Labs(lexicon)


def names_of(state: State, labs: Labs) -> list[Name]:
    """Every name of a test, the longest at each place."""
    found = [Name(first, last, *payload) for first, last, payload in labs.names.find_in(state.transcript)]
    found.sort(key=lambda name: (name.first - name.last, name.first))
    kept: list[Name] = []
    taken: set[int] = set()
    ends = {name.last for name in found}
    for name in found:
        tokens = range(name.first, name.last)
        if (name.bare and not _is_valued_letter(state, name)) or _is_about(state, name, ends):
            continue
        if name.first and state.forms[name.first - 1] in ("den", "denne") and not _is_valued(state, name):
            continue  # "med denne nyrefunksjonen": it is gone back to
        if name.last <= state.sentence(name.first)[1] and taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept)


def _is_about(state: State, name: Name, ends: set[int]) -> bool:
    """Whether "ca" is no calcium: "GFR ca. 35", "kreatinin rundt 80"."""
    if state.forms[name.first : name.last] != ["cirka"]:
        return False
    if state.has("rx_time", name.last + 1, name.last + 2) and number(state.forms[name.last]) is not None:
        return True  # "om ca 6 uker"
    written = state.transcript.written(name.first).rstrip(".")
    return written.lower() != "ca" or (written == "ca" and name.first in ends)


def _is_valued_letter(state: State, name: Name) -> bool:
    """As in "D 55": the capital right before its value."""
    behind = state.forms[name.last : name.last + 1]
    return state.transcript.written(name.first).isupper() and behind != [] and number(behind[0]) is not None


def _is_valued(state: State, name: Name) -> bool:
    """As in "denne vitamin D på 28": its value stands behind it, with a joint between at most."""
    return any(form[0].isdigit() for form in state.forms[name.last : name.last + 2])


def groups_of(state: State, names: list[Name]) -> list[list[Name]]:
    """Names of one sentence that stand in a list: only values, units and joints between them."""
    groups: list[list[Name]] = []
    for name in names:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and state.transcript.sentence[last.first] == state.transcript.sentence[name.first]
            and name.first - last.last <= VALUE_REACH
            and not any(form in (".", ";") for form in state.forms[last.last : name.first])
        ):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups
