"""Each figure against a value worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from training.evaluate import metrics


def numbers(*values: float) -> NDArray[np.float64]:
    return np.array(values, np.float64)


def classes(*values: int) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def test_average_precision_is_the_mean_precision_at_each_hit() -> None:
    truth, score = numbers(1, 0, 1, 0), numbers(0.9, 0.8, 0.7, 0.1)
    assert metrics.average_precision(truth, score) == pytest.approx((1 / 1 + 2 / 3) / 2)


def test_average_precision_takes_equal_scores_together() -> None:
    assert metrics.average_precision(numbers(1, 0), numbers(0.5, 0.5)) == pytest.approx(0.5)
    assert metrics.average_precision(numbers(0, 1), numbers(0.5, 0.5)) == pytest.approx(0.5)


def test_auc_counts_pairs_and_half_of_the_ties() -> None:
    truth, score = numbers(1, 1, 0, 0), numbers(0.9, 0.5, 0.5, 0.1)
    assert metrics.auc(truth, score) == pytest.approx(3.5 / 4)


@pytest.mark.parametrize("figure", [metrics.auc, metrics.average_precision, metrics.recall_at_precision])
def test_ranking_without_a_positive_means_nothing(figure: object) -> None:
    assert callable(figure)
    assert math.isnan(figure(numbers(0, 0), numbers(0.2, 0.4)))


def test_recall_at_precision_takes_the_lowest_threshold_that_is_good_enough() -> None:
    truth = numbers(1, 1, 1, 1, 0, 0, 1)
    score = numbers(0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
    assert metrics.recall_at_precision(truth, score, 0.8) == pytest.approx(4 / 5)
    assert metrics.recall_at_precision(numbers(0, 1), numbers(0.9, 0.1), 0.8) == 0.0


def test_recall_at_precision_does_not_cut_between_equal_scores() -> None:
    assert metrics.recall_at_precision(numbers(1, 0), numbers(0.5, 0.5), 0.8) == 0.0


def test_ranks_share_their_mean() -> None:
    assert metrics.ranks(numbers(10, 30, 10, 20)).tolist() == [1.5, 4, 1.5, 3]


def test_pearson_of_a_small_table() -> None:
    assert metrics.pearson(numbers(1, 2, 3), numbers(1, 3, 2)) == pytest.approx(0.5)
    assert math.isnan(metrics.pearson(numbers(1, 1, 1), numbers(1, 2, 3)))


def test_spearman_sees_order_alone() -> None:
    assert metrics.spearman(numbers(1, 2, 3), numbers(1, 10, 1000)) == pytest.approx(1.0)
    assert metrics.spearman(numbers(1, 2, 3, 4), numbers(1, 3, 2, 4)) == pytest.approx(0.8)


def test_f1_of_two_hits_one_miss_and_one_false_alarm() -> None:
    assert metrics.f1(numbers(1, 1, 1, 0), numbers(1, 1, 0, 1)) == pytest.approx(4 / 6)


def test_macro_f1_weighs_each_class_the_same() -> None:
    truth, found = classes(0, 0, 0, 1), classes(0, 0, 1, 1)
    assert metrics.macro_f1(truth, found, [0, 1, 2]) == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_the_best_threshold_is_a_score_of_the_cases() -> None:
    assert metrics.best_threshold(numbers(1, 1, 0, 0), numbers(0.9, 0.6, 0.5, 0.1)) == 0.6


def test_calibration_error_over_bins_of_equally_many() -> None:
    truth, read = numbers(0, 0, 1, 1), numbers(0.1, 0.3, 0.6, 0.8)
    assert metrics.calibration_error(truth, read, bins=2) == pytest.approx((0.2 * 2 + 0.3 * 2) / 4)


def test_kappa_of_two_labellings() -> None:
    a, b = classes(1, 1, 0, 0), classes(1, 0, 0, 0)
    assert metrics.kappa(a, b) == pytest.approx((0.75 - 0.5) / 0.5)
    assert metrics.kappa(a, a) == 1.0


def test_texts_are_of_one_length_within_a_word_or_fifteen_percent() -> None:
    pairs = metrics.matched_pairs(numbers(1, 20), numbers(2, 17, 16))
    assert pairs.tolist() == [[True, False, False], [False, True, False]]


def test_matched_auc_asks_only_pairs_of_one_length() -> None:
    truth, score = numbers(1, 1, 0, 0), numbers(0.9, 0.2, 0.5, 0.1)
    words = numbers(3, 30, 3, 30)
    assert metrics.matched_auc(truth, score, words) == 1.0
    assert metrics.auc(truth, score) == 0.75
    assert math.isnan(metrics.matched_auc(truth, score, numbers(3, 3, 30, 30)))
