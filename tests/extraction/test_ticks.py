"""Marks in columns of a form: which column a mark stands in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyser.extraction import Extractor
from analyser.extraction.text.ticks import ticks
from analyser.letter import Letter

PIPES = """| Spørsmål | Ja | Nei |
|---|---|---|
| Røyk | | X |
| Kortison | | X |
| Leddgikt | X | |"""


def test_a_table_with_pipes_is_read_by_its_columns() -> None:
    facts = Extractor().extract(Letter(id="1", text=PIPES))[1]
    assert {(fact.concept, fact.status) for fact in facts} == {
        ("smoking", "absent"), ("glucocorticoid", "absent"), ("rheumatoid_arthritis", "present"),
    }  # fmt: skip
    assert all(PIPES[fact.start : fact.end] == fact.quote for fact in facts)


def test_a_row_with_both_marks_answers_nothing() -> None:
    assert not ticks("            Ja   Nei\nRøyker      x    x\n")


def test_a_mark_beside_the_columns_answers_nothing() -> None:
    assert not ticks("Svar                              Ja   Nei\nx Røyker\n")


def test_a_form_ends_where_its_marks_end() -> None:
    assert not ticks("       Ja    Nei\n\n\n\nRøyker       x\n")


@given(st.text(alphabet="x ja|nei\n\t", max_size=80))
def test_marks_are_marks(text: str) -> None:
    assert all(text[at] in "xX✓√☒" for at in ticks(text))
