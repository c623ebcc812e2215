"""The marks of the letters, and that measuring counts what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.identity.marked import figures, parse_marked

DATA = Path(__file__).parents[2] / "data/identity"


@pytest.mark.parametrize(
    ("name", "letters", "identifiers"), [("tuning", 40, 217), ("kept-apart", 62, 346), ("fresh", 60, 629)]
)
def test_the_sets_are_whole(name: str, letters: int, identifiers: int) -> None:
    marked = parse_marked((DATA / f"{name}.txt").read_text(encoding="utf-8"))
    assert len(marked) == letters
    assert sum(len(letter.identifiers) for letter in marked) == identifiers


def test_marks_become_offsets() -> None:
    (letter,) = parse_marked("Hei {Kari|name}, ring {22 00 00 17|phone}.\n")
    assert letter.text == "Hei Kari, ring 22 00 00 17."
    assert [letter.text[one.start : one.end] for one in letter.identifiers] == ["Kari", "22 00 00 17"]


@pytest.mark.parametrize("wrong", ["Hei {Kari|name", "Hei {Kari|navn}", "Hei { |name}", "Hei Kari|name}", ""])
def test_a_wrong_mark_is_said(wrong: str) -> None:
    with pytest.raises(ValueError, match="letter 1"):
        parse_marked(wrong)


def test_a_piece_that_is_left_counts_as_a_miss_and_a_needless_mask_as_wrong() -> None:
    letters = parse_marked(
        "Hei {Kari Nordmann|name}!\n===\nHei {Kari og qqqq|name}!\n===\nHei Kari!\n===\nPas. {Olsen|place}."
    )
    result = figures(letters)
    assert (result.gold.total(), result.found.total(), result.right_kind.total()) == (3, 2, 1)
    assert (result.masks.total(), result.right.total()) == (4, 3)
    assert result.recall == pytest.approx(2 / 3)
    assert result.precision == pytest.approx(3 / 4)
    assert [number for number, _ in result.missed] == [2]
    assert [number for number, _ in result.wrong] == [3]
