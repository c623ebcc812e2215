"""Funnel limits against the formulas and against simulated practices."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.reporting.lead.funnel import Z_95, Z_998, funnel


def drawn(chance: random.Random, shares: list[float], count: int) -> list[tuple[int, int]]:
    return [(sum(chance.random() < share for _ in range(count)), count) for share in shares]


def test_limits_are_those_of_the_binomial_for_large_practices() -> None:
    made = funnel([(300, 1000), (310, 1000), (290, 1000)])
    assert made.centre == pytest.approx(0.3)
    assert made.tau == 0
    low, high = made.limits(1000, Z_95)
    exact = Z_95 * math.sqrt(0.3 * 0.7 / 1000)
    assert [low, high] == pytest.approx([0.3 - exact, 0.3 + exact], abs=1e-3)


def test_chance_alone_seldom_lies_outside_and_widens_nothing_much() -> None:
    chance = random.Random(2)
    outside = dispersion = 0.0
    for _ in range(100):
        made = funnel(practices := drawn(chance, [0.4] * 30, 60))
        outside += sum(made.outside(events, count, Z_95) != 0 for events, count in practices)
        dispersion += made.dispersion
    assert 0.01 < outside / 3000 < 0.08
    # A normal deviate drawn in at its tenths has a mean square of 0.66: more than 1 is well beyond chance.
    assert 0.55 < dispersion / 100 < 0.75


def test_spread_between_practices_is_found_and_added() -> None:
    chance = random.Random(3)
    taus, outside = [], 0
    for _ in range(50):
        angles = [math.asin(math.sqrt(0.4)) + chance.gauss(0, 0.12) for _ in range(40)]
        practices = drawn(chance, [math.sin(angle) ** 2 for angle in angles], 200)
        made = funnel(practices)
        taus.append(made.tau)
        outside += sum(made.outside(events, count, Z_998) != 0 for events, count in practices)
    assert 0.08 < sum(taus) / 50 < 0.13
    assert outside / 2000 < 0.03


def test_one_that_is_far_off_does_not_widen_its_own_limits() -> None:
    chance = random.Random(4)
    practices = drawn(chance, [0.3] * 20, 100)
    made = funnel([*practices, (90, 100)])
    assert made.outside(90, 100, Z_998) == 1


def test_few_practices_give_no_spread() -> None:
    assert funnel([(5, 100), (50, 100), (95, 100)]).tau == 0


def test_limits_narrow_as_letters_grow_many() -> None:
    made = funnel([(30, 100), (33, 100), (28, 100)])
    widths = [high - low for low, high in (made.limits(count, Z_998) for count in (5, 20, 80, 320))]
    assert widths == sorted(widths, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda x: (x[0], x[0] + x[1] + 1)), max_size=30))
def test_any_practices_give_limits_that_are_shares(practices: list[tuple[int, int]]) -> None:
    made = funnel(practices)
    for z in (Z_95, Z_998):
        low, high = made.limits(7, z)
        assert 0 <= low <= made.centre + 1e-9
        assert made.centre - 1e-9 <= high <= 1
