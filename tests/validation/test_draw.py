"""Which letters are drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import analyser
from analyser.validation import draw
from analyser.validation.draw import FLOOR, allocate

names = st.tuples(st.sampled_from(["indicated", "borderline", "no_dxa_question"]), st.sampled_from(["nb", "nn"]))


def test_rare_suggestions_are_drawn_up_to_the_floor_and_the_rest_by_size() -> None:
    sizes = {("indicated", "nb"): 800, ("indicated", "nn"): 200, ("borderline", "nb"): 12, ("borderline", "nn"): 3}
    given_ = allocate(sizes, 120)
    assert given_["borderline", "nn"] == 3
    assert given_["borderline", "nb"] == FLOOR
    assert given_["indicated", "nb"] in range(84, 88)


@given(st.dictionaries(names, st.integers(1, 60), min_size=1), st.integers(1, 150))
def test_as_many_are_drawn_as_were_asked_for_and_never_more_than_there_are(
    sizes: dict[tuple[str, str], int], wanted: int
) -> None:
    given_ = allocate(sizes, wanted)
    assert sum(given_.values()) == min(wanted, sum(sizes.values()))
    assert all(0 <= given_[name] <= sizes[name] for name in sizes)
    smallest = min(given_.values())
    # Below the floor nobody is served twice before all others are served once, as far as they reach.
    assert all(
        given_[name] <= max(FLOOR, smallest + 1) or smallest >= min(FLOOR, min(sizes.values())) for name in sizes
    )


def test_the_same_letters_and_seed_give_the_same_sample_and_another_seed_another() -> None:
    letters = analyser.analyse_many([f"Kvinne {age} år. Ber om DXA." for age in range(50, 90)])
    first, again, other = (draw(letters, 12, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert [one.letter.text for one in first.analyses] != [one.letter.text for one in other.analyses]
    assert sum(stratum.drawn for stratum in first.strata) == len(first.analyses) == 12
    assert sum(stratum.letters for stratum in first.strata) == 40
