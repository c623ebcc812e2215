"""Finding a table's columns by what people call them."""

from __future__ import annotations

import pytest

from analyser.reading.names import ROLES, ColumnError, find_columns, fold, load_names
from analyser.reading.options import Columns


@pytest.mark.parametrize(
    "header",
    [
        ["Brev-ID", "Dato", "Avsender", "Tekst"],
        ["henvisnings nr", "Henvisningsdato", "Henviser", "Henvisningstekst"],
        ["tilvisingsid", "tilvisingsdato", "tilvisar", "tilvising"],
        ["Letter_ID", "letter.date", "Referrer", "LETTER TEXT"],
    ],
)
def test_usual_names_are_found_in_all_three_languages(header: list[str]) -> None:
    assert find_columns(header, Columns()) == {"id": 0, "date": 1, "sender": 2, "text": 3}


def test_only_the_text_is_needed() -> None:
    assert find_columns(["fritekst"], Columns()) == {"text": 0}


def test_a_name_given_by_the_user_wins_and_is_not_used_twice() -> None:
    assert find_columns(["tekst", "notat", "id"], Columns(text="Notat", id="tekst")) == {"text": 1, "id": 0}


def test_a_column_that_is_asked_for_must_be_there() -> None:
    with pytest.raises(ColumnError) as caught:
        find_columns(["tekst"], Columns(date="Dag"))
    assert (caught.value.code, caught.value.name) == ("no_such_column", "Dag")


def test_a_table_without_text_is_refused() -> None:
    with pytest.raises(ColumnError) as caught:
        find_columns(["id", "dato"], Columns())
    assert caught.value.code == "no_text_column"


def test_no_usual_name_stands_for_two_things() -> None:
    columns = load_names()["columns"]
    assert tuple(columns) == ROLES
    folded = [fold(name) for names in columns.values() for name in names]
    assert len(folded) == len(set(folded))
