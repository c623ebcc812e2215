"""``lexicon check`` finds what is wrong: each kind of problem in a lexicon that has it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from analyser.extraction.matching.lexicon import Lexicon, load_lexicon
from analyser.extraction.matching.lint import check
from analyser.extraction.matching.patterns import PatternError, compile_pattern
from analyser.extraction.text.needs import Needs


@pytest.fixture
def lexicon() -> Iterator[Lexicon]:
    """The packaged one, to be spoilt."""
    spoilt = copy.copy(load_lexicon())
    spoilt.concepts = copy.deepcopy(spoilt.concepts)
    spoilt.classes = copy.deepcopy(spoilt.classes)
    spoilt.teeth = copy.deepcopy(spoilt.teeth)
    yield spoilt


def kinds(lexicon: Lexicon) -> set[tuple[str, str]]:
    return {(problem.kind, problem.where) for problem in check(lexicon)}


def block(lexicon: Lexicon, concept: str) -> dict[str, Any]:
    return lexicon.concepts[concept][1]


def test_the_packaged_lexicon_has_nothing_to_mend(lexicon: Lexicon) -> None:
    assert check(lexicon) == []


def test_a_term_written_twice(lexicon: Lexicon) -> None:
    block(lexicon, "copd")["nb"] += ["KOLS"]
    assert kinds(lexicon) == {("duplicate", "diseases.toml [copd]")}


def test_a_term_of_two_concepts(lexicon: Lexicon) -> None:
    block(lexicon, "copd")["nb"] += ["leddgikt"]
    ((kind, where),) = kinds(lexicon)
    assert kind == "clash"
    assert {"diseases.toml [rheumatoid_arthritis]", "diseases.toml [copd]"} == set(where.split(", "))


def test_an_exclusion_that_holds_no_term(lexicon: Lexicon) -> None:
    block(lexicon, "copd")["exclude"] += ["bare tull"]
    assert kinds(lexicon) == {("dead", "diseases.toml [copd]")}


def test_a_term_that_is_its_own_exclusion(lexicon: Lexicon) -> None:
    block(lexicon, "copd")["exclude"] += ["emfysem"]
    assert kinds(lexicon) == {("shadowed", "diseases.toml [copd]")}


@pytest.mark.parametrize("source", [[], ["hearsay"]])
def test_a_block_that_does_not_say_where_its_words_come_from(lexicon: Lexicon, source: list[str]) -> None:
    block(lexicon, "copd")["source"] = source
    assert kinds(lexicon) == {("unsourced", "diseases.toml [copd]")}


def test_a_word_that_stands_twice_in_a_class(lexicon: Lexicon) -> None:
    name, words = next((name, words) for name, words in lexicon.classes.items() if words)
    words.append(words[0])
    assert kinds(lexicon) == {("duplicate", f"class <{name}>")}


def test_a_class_that_nothing_names(lexicon: Lexicon) -> None:
    lexicon.classes["of_no_use_to_anybody"] = ["ord"]
    assert kinds(lexicon) == {("unused", "class <of_no_use_to_anybody>")}


def test_a_word_of_teeth_that_stands_twice(lexicon: Lexicon) -> None:
    lexicon.teeth["tooth"].append(lexicon.teeth["tooth"][0])
    assert kinds(lexicon) == {("duplicate", "teeth_words.toml tooth")}


def test_a_kind_of_words_of_teeth_that_nothing_names(lexicon: Lexicon) -> None:
    lexicon.teeth["of_no_use_to_anybody"] = ["ord"]
    assert kinds(lexicon) == {("unused", "teeth_words.toml of_no_use_to_anybody")}


def test_a_class_is_not_named_by_a_word_of_prose(lexicon: Lexicon) -> None:
    lexicon.classes["wants"] = ["noe"]
    assert kinds(lexicon) == {("unused", "class <wants>")}


def test_a_bar_between_phrases_without_blanks_is_refused() -> None:
    with pytest.raises(PatternError, match="a bar binds single words"):
        compile_pattern("brudd (på grunn av|pga) kreft", {}, str, Needs())
    for right in (
        "brudd (på grunn av | pga) kreft",
        "brudd (etter|ved) kreft",
        "(har hatt | hadde)? brudd|fraktur i hofte",
    ):
        compile_pattern(right, {}, str, Needs())


def test_a_pattern_that_names_no_class(lexicon: Lexicon) -> None:
    del lexicon.classes["rx_colleague"]
    found = [problem for problem in check(lexicon) if problem.kind == "unreadable"]
    assert [problem.where for problem in found] == ["drug_not_taken.toml"]
    assert "rx_colleague" in found[0].what


def test_patterns_that_are_no_matches_are_compiled_too(lexicon: Lexicon) -> None:
    del lexicon.classes["remedy_drip"]
    assert ("unreadable", "remedies.toml") in kinds(lexicon)
