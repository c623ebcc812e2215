"""Findings may overlap in every way; the letter comes out whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyser.assessment import Reason
from analyser.fact import Fact
from analyser.reporting.highlight import segments, served


def fact(start: int | None, end: int | None) -> Fact:
    return Fact("kyphosis", start=start, end=end)


@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.integers(-3, 65), st.integers(-3, 65)), max_size=8),
    breaks=st.lists(st.tuples(st.integers(-3, 65), st.integers(-3, 65)), max_size=4),
)
def test_the_pieces_rebuild_the_letter_and_know_their_findings(
    text: str, spans: list[tuple[int, int]], breaks: list[tuple[int, int]]
) -> None:
    pieces = segments(text, [fact(*span) for span in spans], breaks=breaks)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert all(piece.start < piece.end for piece in pieces)
    for piece in pieces:
        for place in range(piece.start, piece.end):
            covering = [n for n, (a, b) in enumerate(spans) if 0 <= a < b <= len(text) and a <= place < b]
            assert list(piece.facts) == covering
    edges = {piece.start for piece in pieces} | {piece.end for piece in pieces}
    assert all({a, b} <= edges for a, b in breaks if 0 <= a < b <= len(text))


def test_one_finding_inside_another() -> None:
    text = "mor hadde lårhalsbrot"
    pieces = segments(text, [fact(0, 21), fact(10, 21)])
    assert [(text[p.start : p.end], p.facts) for p in pieces] == [("mor hadde ", (0,)), ("lårhalsbrot", (0, 1))]


def test_a_finding_that_was_not_read_from_the_text_marks_nothing() -> None:
    assert [piece.facts for piece in segments("brev", [fact(None, None)])] == [()]


def test_a_letter_without_text_has_no_pieces() -> None:
    assert segments("", [fact(0, 0)]) == ()


def test_a_conclusion_is_served_by_the_findings_with_exactly_its_words() -> None:
    facts = [fact(0, 21), fact(10, 21), fact(30, 40)]
    assert served(facts, Reason("dxa", "indicated", "D6", "", "", ((10, 21),))) == {1}
    assert served(facts, Reason("dxa", "indicated", "D6", "", "", ((10, 21), (30, 40)))) == {1, 2}


def test_words_that_are_no_finding_serve_by_what_they_touch() -> None:
    facts = [fact(0, 21), fact(10, 21), fact(30, 40)]
    assert served(facts, Reason("dxa", "indicated", "D6", "", "", ((5, 9),))) == {0}
    assert served(facts, Reason("dxa", "indicated", "D6", "", "", ((21, 30),))) == set()
