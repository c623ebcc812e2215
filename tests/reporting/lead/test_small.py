"""Small cells: neither shown nor to be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyser.reporting.lead.small import LIMIT, hidden, is_small, share_is_small


def test_one_to_four_are_small() -> None:
    assert [count for count in range(8) if is_small(count)] == [1, 2, 3, 4]


def test_a_share_is_small_from_either_side() -> None:
    assert share_is_small(3, 40) and share_is_small(37, 40) and share_is_small(0, 4)
    assert not share_is_small(0, 40) and not share_is_small(40, 40) and not share_is_small(20, 40)


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 30), max_size=8))
def test_no_small_count_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    away = hidden(counts)
    assert all(name in away for name, count in counts.items() if is_small(count))
    assert all(counts[name] > 0 for name in away)
    if len(away) == 1:
        # Nothing else was there to hide it behind: the total itself tells no more than the total.
        assert all(count == 0 for name, count in counts.items() if name not in away)
    assert LIMIT == 5
