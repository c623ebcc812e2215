"""Control charts against worked examples and against what chance does."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.reporting.lead.spc import Point, control_signals, p_chart, xmr_chart

ANY = (-math.inf, math.inf)


def points(*values: float, count: int = 50) -> list[Point]:
    return [Point(f"2024-{i + 1:02d}-01", value, count) for i, value in enumerate(values)]


def rules(*values: float, centre: float = 0.0, sigma: float = 1.0) -> list[tuple[str, int, int]]:
    return [(one.rule, one.start, one.end) for one in control_signals(values, centre, [sigma] * len(values))]


def test_xmr_limits_are_the_mean_and_2_66_moving_ranges() -> None:
    # Wheeler, Understanding Variation, chapter 2: the limits by hand.
    values = [11, 4, 6, 4, 5, 7, 5, 4, 7, 12, 4, 2, 4, 5, 6, 4, 2, 2, 5, 9]
    moving = sum(abs(b - a) for a, b in zip(values, values[1:], strict=False)) / (len(values) - 1)
    chart = xmr_chart(points(*values), within=ANY)
    assert chart.kind == "xmr"
    assert chart.centre[0] == pytest.approx(5.4)
    assert chart.upper[0] == pytest.approx(5.4 + 2.66 * moving, rel=2e-3)
    assert chart.lower[0] == pytest.approx(5.4 - 2.66 * moving, rel=2e-3)


def test_p_limits_follow_how_many_letters_there_are() -> None:
    series = [Point(f"{i}", 0.3 + 0.001 * (i % 2), 100 if i < 6 else 25) for i in range(12)]
    chart = p_chart(series)
    middle = sum(point.value * point.count for point in series) / sum(point.count for point in series)
    assert chart.centre[0] == pytest.approx(middle)
    assert chart.upper[0] == pytest.approx(middle + 3 * math.sqrt(middle * (1 - middle) / 100))
    assert chart.upper[-1] == pytest.approx(middle + 3 * math.sqrt(middle * (1 - middle) / 25))
    assert all(0 <= low <= high <= 1 for low, high in zip(chart.lower, chart.upper, strict=True))


def test_p_limits_are_wider_where_periods_vary_more_than_chance() -> None:
    series = [Point(f"{i}", 0.2 if i % 2 else 0.6, 400) for i in range(14)]
    chart = p_chart(series)
    middle = chart.centre[0]
    assert chart.upper[0] - middle > 2 * 3 * math.sqrt(middle * (1 - middle) / 400)


@pytest.mark.parametrize("same", [0.0, 1.0])
def test_shares_that_never_vary_have_no_special_cause(same: float) -> None:
    chart = p_chart(points(*[same] * 12))
    assert chart.signals == ()
    assert chart.upper == chart.lower == chart.centre


def test_a_point_outside_the_limits() -> None:
    assert rules(0, 3.1, 0, -3.1, 3.0) == [("outside", 1, 2), ("outside", 3, 4)]


def test_seven_on_one_side_and_not_six() -> None:
    assert rules(*[0.5, 0.7] * 3, -1) == []
    assert rules(-1, *[0.5, 0.7] * 3, 0.5, -1) == [("shift", 1, 8)]
    assert rules(*[-0.5, -0.7] * 4) == [("shift", 0, 8)]
    # A point on the centre line is on neither side.
    assert rules(0.5, 0.7, 0.5, 0, 0.5, 0.7, 0.5) == []


def test_six_that_rise_or_fall_and_not_five() -> None:
    assert rules(-1.5, -1, -0.5, 0.5, 1) == []
    assert rules(1, -1.5, -1, -0.5, 0.5, 1, 1.5, 0) == [("trend", 1, 7)]
    assert rules(1.5, 1, 0.5, -0.5, -1, -1.5) == [("trend", 0, 6)]
    # Two that are alike break it.
    assert rules(-1.5, -1, -1, -0.5, 0.5, 1) == []


def test_two_of_three_in_the_outer_third() -> None:
    assert rules(0, 2.1, 0.1, 2.2, 0) == [("near", 1, 4)]
    assert rules(0, 2.1, 2.2, 0) == [("near", 1, 3)]
    assert rules(2.1, 0, 0, 2.1) == []
    assert rules(2.1, -2.1, 0) == []
    assert rules(1.9, 1.9, -1) == []


def test_short_series_are_run_charts_with_their_own_rules() -> None:
    chart = xmr_chart(points(1, 2, 1, 2, 1, 9, 9, 9, 9, 9, 9), within=ANY)
    assert (chart.kind, chart.lower, chart.centre[0]) == ("run", (), 9)
    short = xmr_chart(points(*[5, 6] * 3, 1), within=ANY)
    assert short.signals == ()
    shifted = xmr_chart(points(1, 2, 1, 2, 1, 5, 6, 5, 6, 5, 6), within=ANY)
    assert [(one.rule, one.start, one.end) for one in shifted.signals] == []
    rising = xmr_chart(points(1, 2, 3, 4, 5, 3), within=ANY)
    assert [(one.rule, one.start, one.end) for one in rising.signals] == [("trend", 0, 5)]
    # Points on the median are passed over: six above it count though one lies on it.
    above = xmr_chart(points(0, 1, 0, 1, 3, 5, 5, 3, 5, 5, 5), within=ANY)
    assert above.centre[0] == 3
    assert [(one.rule, one.start, one.end) for one in above.signals] == []


def test_six_on_one_side_of_the_median() -> None:
    chart = xmr_chart(points(0, 0.5, 0, 0.5, 0, 2, 5, 6, 5, 6, 5), within=ANY)
    assert [(one.rule, one.start, one.end) for one in chart.signals] == []
    chart = xmr_chart(points(0, 0.5, 0, 0.5, 0, 0.5, 5, 6, 5), within=ANY)
    assert chart.centre[0] == 0.5
    chart = xmr_chart(points(5, 6, 5, 6, 5, 6, 1, 0, 1, 0, 1), within=ANY)
    assert [(one.rule, one.start, one.end) for one in chart.signals] == []


def test_a_step_sets_the_limits_anew_where_both_sides_are_long_enough() -> None:
    values = [10, 11, 9, 10, 11, 9, 10, 11, 20, 21, 19, 20, 21, 19, 20, 21]
    with_step = xmr_chart(points(*values), [8], within=ANY)
    assert with_step.steps == (8,)
    assert [with_step.centre[0], with_step.centre[-1]] == pytest.approx([10.125, 20.125])
    assert with_step.signals == ()
    without = xmr_chart(points(*values), within=ANY)
    assert {one.rule for one in without.signals} >= {"shift"}
    assert xmr_chart(points(*values), [3], within=ANY).steps == ()
    assert xmr_chart(points(*values), [8, 12], within=ANY).steps == (8,)


def test_chance_alone_is_seldom_called_special() -> None:
    chance = random.Random(1)
    found = 0
    for _ in range(200):
        values = [chance.gauss(0, 1) for _ in range(24)]
        found += bool(xmr_chart(points(*values), within=ANY).signals)
    assert found < 0.5 * 200


@given(st.lists(st.floats(-1e6, 1e6), max_size=40), st.lists(st.integers(-3, 60), max_size=4))
def test_any_series_gives_a_chart(values: list[float], steps: list[int]) -> None:
    chart = xmr_chart(points(*values), steps, within=ANY)
    assert len(chart.centre) == len(values)
    assert all(0 <= one.start < one.end <= len(values) for one in chart.signals)
