"""The measures against examples worked by hand and in the literature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

from analyser.evaluation import measures


def test_precision_recall_and_f1_of_three_right_in_four_found_and_six_gold() -> None:
    assert measures.precision(3, 6, 4) == pytest.approx(3 / 4)
    assert measures.recall(3, 6, 4) == pytest.approx(1 / 2)
    assert measures.f1(3, 6, 4) == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [(0, 0, (1, 1, 1)), (5, 0, (0, 0, 0)), (0, 5, (0, 0, 0))],
    ids=["nothing to find, nothing found", "everything missed", "all of it invented"],
)
def test_the_empty_cases(gold: int, predicted: int, expected: tuple[int, int, int]) -> None:
    counts = (0, gold, predicted)
    found = [float(measure(*counts)) for measure in (measures.precision, measures.recall, measures.f1)]
    assert found == list(expected)


def test_kappa_of_two_readers_of_fifty_grant_proposals() -> None:
    # The usual textbook table: both yes 20, first only 5, second only 10, both no 15; 0.7 seen, 0.5 by chance.
    assert measures.kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)


def test_kappa_of_cohens_own_example() -> None:
    # Cohen 1960, table 1, as counts of 200: kappa 0.492 (0.70 seen, 0.41 expected).
    assert measures.kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])) == pytest.approx(0.492, abs=0.0005)


def test_kappa_is_nought_by_chance_negative_below_it_and_one_where_all_agree_on_one_class() -> None:
    assert measures.kappa(np.array([[1, 1], [1, 1]])) == 0
    assert measures.kappa(np.array([[0, 5], [5, 0]])) == -1
    assert measures.kappa(np.array([[7, 0], [0, 0]])) == 1


@given(npst.arrays(int, (4, 4), elements=st.integers(0, 9)).filter(lambda table: table.sum() > 0))
def test_the_confusion_measures_agree_with_scikit_learn(table: np.ndarray) -> None:
    gold = np.repeat(np.repeat(np.arange(4), 4), table.ravel())
    found = np.repeat(np.tile(np.arange(4), 4), table.ravel())
    assert measures.accuracy(table) == pytest.approx((gold == found).mean())
    assert measures.macro_f1(table) == pytest.approx(f1_score(gold, found, average="macro"))
    if len(set(gold) | set(found)) > 1:  # scikit-learn leaves kappa undefined where only one class occurs
        assert measures.kappa(table) == pytest.approx(cohen_kappa_score(gold, found))


@given(st.integers(0, 50), st.integers(0, 50), st.data())
def test_every_measure_of_counts_lies_between_nought_and_one(gold: int, predicted: int, data: st.DataObject) -> None:
    correct = data.draw(st.integers(0, min(gold, predicted)))
    parts = (
        float(measures.precision(correct, gold, predicted)),
        float(measures.recall(correct, gold, predicted)),
    )
    f1 = float(measures.f1(correct, gold, predicted))
    assert all(0 <= part <= 1 for part in parts)
    assert min(parts) - 1e-9 <= f1 <= max(parts) + 1e-9
    assert (f1 == 1) == (correct == gold == predicted)


# The six subjects and four judges of Shrout and Fleiss (1979), table 2: their ICC(2,1) of judges 2 and 4.
JUDGES = np.array([[2, 8], [1, 2], [2, 8], [1, 6], [1, 4], [2, 6]], dtype=float)


def by_hand(pairs: NDArray[np.float64]) -> float:
    """ICC(2,1) from an analysis of variance spelt out."""
    rows, columns = pairs.shape
    grand = pairs.mean()
    subjects = columns * ((pairs.mean(axis=1) - grand) ** 2).sum() / (rows - 1)
    judges = rows * ((pairs.mean(axis=0) - grand) ** 2).sum() / (columns - 1)
    rest = pairs - pairs.mean(axis=1, keepdims=True) - pairs.mean(axis=0, keepdims=True) + grand
    error = (rest**2).sum() / ((rows - 1) * (columns - 1))
    return float((subjects - error) / (subjects + (columns - 1) * error + columns * (judges - error) / rows))


def test_icc_is_that_of_the_analysis_of_variance() -> None:
    assert measures.icc(JUDGES) == pytest.approx(by_hand(JUDGES))


def test_icc_of_a_resample_is_that_of_the_letters_drawn() -> None:
    times = [2, 1, 0, 1, 0, 2]
    drawn = np.repeat(JUDGES, times, axis=0)
    assert measures.icc(JUDGES, np.array([times]))[0] == pytest.approx(by_hand(drawn))


def test_icc_is_lowered_by_a_rater_who_is_always_stricter_and_1_where_both_agree() -> None:
    first = np.array([10.0, 40.0, 60.0, 90.0])
    assert measures.icc(np.stack([first, first], axis=1)) == 1
    assert measures.icc(np.full((3, 2), 7.0)) == 1
    assert measures.icc(np.stack([first, first + 20], axis=1)) < 0.95
    assert np.isnan(measures.icc(np.array([[1.0, 2.0]])))
