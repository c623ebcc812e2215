"""The notation of the grammar."""

from __future__ import annotations

import pytest

from analyser.synthesis.markup import Choice, Clause, MarkupError, Said, Span, Symbol, Text, Value, read


def test_every_sign_becomes_a_node() -> None:
    span, text, choice, value, symbol = read("[smoking absent: ikke røyk], (a|b){d.year}<how.low>")
    assert span == Span((Said("smoking", "absent", None, ()),), (Text("ikke røyk"),))
    assert text == Text(", ")
    assert choice == Choice(((Text("a"),), (Text("b"),)))
    assert value == Value("d", "year")
    assert symbol == Symbol("how.low")


def test_a_fact_has_value_status_and_attributes() -> None:
    (span,) = read("[age={age}; glucocorticoid planned dose_mg=5 months={m}: ord]")
    assert isinstance(span, Span)
    assert span.facts == (
        Said("age", "present", "{age}", ()),
        Said("glucocorticoid", "planned", None, (("dose_mg", "5"), ("months", "{m}"))),
    )


def test_a_clause_has_the_patient_or_words_as_subject() -> None:
    (patient,) = read("%*|røyker|ikke%")
    (other,) = read("%mor|røyker|%")
    assert patient == Clause(None, (Text("røyker"),), (Text("ikke"),))
    assert other == Clause((Text("mor"),), (Text("røyker"),), ())


def test_one_option_in_brackets_is_brackets_of_the_letter() -> None:
    assert read("DXA (2020)") == (Text("DXA "), Text("("), Text("2020"), Text(")"))


def test_a_backslash_makes_a_sign_ordinary() -> None:
    assert read(r"12 \% \| a\nb") == (Text("12 % | a\nb"),)


@pytest.mark.parametrize(
    "source", ["(a|b", "[smoking absent ord]", "[smoking: ord", "%a|b%", "a)", "[sm oking: a]", "{a b}"]
)
def test_what_is_not_closed_is_said(source: str) -> None:
    with pytest.raises(MarkupError):
        read(source)
