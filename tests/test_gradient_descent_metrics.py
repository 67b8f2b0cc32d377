"""Confusion matrix, precision and recall, ROC: against scikit-learn, with ties and empty shares."""

import inspect
import math

import numpy as np
import pytest
from sklearn import metrics

from course_utils.gradient_descent import (
    Roc,
    area_under_curve,
    confusion_matrix,
    precision_recall,
    roc_curve,
)


def answers(seed, n_classes, n_samples=50):
    rng = np.random.default_rng(seed)
    return rng.integers(n_classes, size=(2, n_samples))


class TestConfusionMatrix:
    @pytest.mark.parametrize(("seed", "k"), [(0, 2), (1, 3), (2, 10)])
    def test_it_is_scikit_learns(self, seed, k):
        y, predicted = answers(seed, k)
        ours = confusion_matrix(y, predicted)
        assert ours.tolist() == metrics.confusion_matrix(y, predicted).tolist()
        assert ours.dtype.kind == "i"

    def test_rows_are_the_truth_and_columns_the_answers(self):
        assert confusion_matrix([0, 1, 1, 2], [0, 2, 2, 2]).tolist() == [
            [1, 0, 0],
            [0, 0, 2],
            [0, 0, 1],
        ]

    def test_the_greatest_number_of_either_decides_and_n_classes_may_add(self):
        assert confusion_matrix([0], [2]).shape == (3, 3)
        assert confusion_matrix([2], [0]).shape == (3, 3)
        assert confusion_matrix([0], [0]).tolist() == [[1]]
        assert confusion_matrix([0], [0], n_classes=1).tolist() == [[1]]
        assert confusion_matrix([0], [1], n_classes=4).shape == (4, 4)


class TestPrecisionRecall:
    @pytest.mark.parametrize("positive", [0, 1, 2])
    def test_it_is_scikit_learns(self, positive):
        y, predicted = answers(3, 3)
        of = {"labels": [positive], "average": "macro", "zero_division": np.nan}
        expected = (
            metrics.precision_score(y, predicted, **of),
            metrics.recall_score(y, predicted, **of),
        )
        assert precision_recall(y, predicted, positive) == pytest.approx(expected, rel=1e-14)

    def test_a_case_to_count_by_hand(self):
        y, predicted = [1, 1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 1, 1, 0]
        assert precision_recall(y, predicted) == (3 / 5, 3 / 4)
        assert precision_recall(y, predicted, 0) == (1 / 2, 1 / 3)

    def test_other_labels(self):
        assert precision_recall([-1, 1, 7], [-1, -1, 7], positive=-1) == (0.5, 1.0)
        assert precision_recall([True, False], [True, True]) == (0.5, 1.0)

    def test_1_is_positive_by_default(self):
        assert inspect.signature(precision_recall).parameters["positive"].default == 1

    def test_a_share_of_nothing_is_nan(self):
        precision, recall = precision_recall([1, 0], [0, 0])
        assert math.isnan(precision) and recall == 0.0
        precision, recall = precision_recall([0, 0], [0, 1])
        assert precision == 0.0 and math.isnan(recall)
        assert all(math.isnan(share) for share in precision_recall([0, 0], [0, 0]))


TIES = [([0, 1], [0.0, 0.0]), ([0, 1, 0, 1, 1], [2.0, 2.0, 1.0, 1.0, 3.0])]


def labels_and_scores(seed, n_samples=60, decimals=1):
    rng = np.random.default_rng(seed)
    y = rng.integers(2, size=n_samples)
    return y, np.round(rng.normal(size=n_samples) + y, decimals)


class TestRoc:
    @pytest.mark.parametrize(
        ("y", "scores"),
        [*TIES, *(labels_and_scores(seed, decimals=d) for seed in range(3) for d in (0, 1, 8))],
    )
    def test_it_is_scikit_learns_also_with_ties(self, y, scores):
        roc = roc_curve(y, scores)
        theirs = metrics.roc_curve(y, scores, drop_intermediate=False)
        for ours, expected in zip(roc, theirs, strict=True):
            assert ours.tolist() == pytest.approx(expected.tolist(), rel=1e-14)
        area = metrics.roc_auc_score(y, scores)
        assert area_under_curve(roc) == pytest.approx(area, rel=1e-12)

    def test_the_parts_by_name(self):
        roc = roc_curve([0, 1, 0, 1], [1.0, 2.0, 3.0, 3.0])
        assert isinstance(roc, Roc)
        assert roc.false_positive_rate.tolist() == [0.0, 0.5, 0.5, 1.0]
        assert roc.true_positive_rate.tolist() == [0.0, 0.5, 1.0, 1.0]
        assert roc.thresholds.tolist() == [np.inf, 3.0, 2.0, 1.0]

    def test_each_point_is_what_its_threshold_answers(self):
        y, scores = labels_and_scores(7)
        roc = roc_curve(y, scores)
        for false, true, threshold in zip(*roc, strict=True):
            assert true == np.mean(scores[y == 1] >= threshold)
            assert false == np.mean(scores[y == 0] >= threshold)

    def test_the_order_of_the_samples_has_no_part(self):
        y, scores = labels_and_scores(8)
        order = np.random.default_rng(0).permutation(len(y))
        for one, other in zip(
            roc_curve(y, scores), roc_curve(y[order], scores[order]), strict=True
        ):
            assert one.tolist() == other.tolist()

    def test_scores_far_apart_do_not_overflow(self):
        roc = roc_curve([1, 0, 0], [1e308, -1e308, -1e308])
        assert roc.thresholds.tolist() == [np.inf, 1e308, -1e308]

    def test_perfect_reversed_and_blind_scores(self):
        assert area_under_curve(roc_curve([0, 0, 1], [1.0, 2.0, 3.0])) == 1.0
        assert area_under_curve(roc_curve([1, 1, 0], [1.0, 2.0, 3.0])) == 0.0
        assert area_under_curve(roc_curve([1, 0, 0], [5.0, 5.0, 5.0])) == 0.5

    def test_the_area_is_the_share_of_pairs_in_order(self):
        y, scores = labels_and_scores(9, decimals=0)
        pairs = [np.sign(p - n) for p in scores[y == 1] for n in scores[y == 0]]
        share = (np.mean(pairs) + 1) / 2
        assert area_under_curve(roc_curve(y, scores)) == pytest.approx(share, rel=1e-12)

    def test_the_area_is_a_plain_number(self):
        assert type(area_under_curve(roc_curve([0, 1], [0.0, 1.0]))) is float


BAD = {
    "confusion length": (
        lambda: confusion_matrix([0, 1], [0]),
        ValueError,
        "predicted must hold 2 values, one for each; got 1",
    ),
    "confusion negative": (
        lambda: confusion_matrix([0, -1], [0, 0]),
        ValueError,
        "y may hold only whole numbers from 0 upwards; got -1",
    ),
    "confusion between": (
        lambda: confusion_matrix([0, 1, 1], [0, 0.9, -3]),
        ValueError,
        "predicted may hold only whole numbers from 0 upwards; got 0.9",
    ),
    "confusion too great": (
        lambda: confusion_matrix([0, 1], [0, 2], n_classes=2),
        ValueError,
        "predicted may hold only whole numbers from 0 to 1, one for each class; got 2",
    ),
    "confusion too great a truth": (
        lambda: confusion_matrix([0, 3], [0, 0], n_classes=3),
        ValueError,
        "y may hold only whole numbers from 0 to 2, one for each class; got 3",
    ),
    "confusion n_classes": (
        lambda: confusion_matrix([0], [0], n_classes=0),
        ValueError,
        "n_classes must be at least 1; got 0",
    ),
    "confusion n_classes 2.0": (
        lambda: confusion_matrix([0], [0], n_classes=2.0),
        TypeError,
        "n_classes must be a whole number",
    ),
    "confusion text": (lambda: confusion_matrix(["a"], [0]), ValueError, "y must hold real number"),
    "confusion empty": (lambda: confusion_matrix([], []), ValueError, "y is empty"),
    "confusion 2-D": (lambda: confusion_matrix([[0]], [0]), ValueError, "y must be 1-D"),
    "precision length": (
        lambda: precision_recall([0, 1], [0]),
        ValueError,
        "predicted must hold 2 values",
    ),
    "precision y": (
        lambda: precision_recall([1, 0.5, 2.5], [0, 1, 0]),
        ValueError,
        "y must hold labels, whole numbers; got 0.5",
    ),
    "precision of probabilities": (
        lambda: precision_recall([0, 1], [0, 0.9]),
        ValueError,
        "predicted must hold labels, whole numbers; got 0.9",
    ),
    "precision positive": (
        lambda: precision_recall([0, 1], [0, 1], positive=None),
        TypeError,
        "positive must hold real numbers; got None",
    ),
    "precision NaN": (lambda: precision_recall([0, np.nan], [0, 1]), ValueError, "y contains NaN"),
    "precision empty": (lambda: precision_recall([], []), ValueError, "y is empty"),
    "roc labels": (
        lambda: roc_curve([-1, 1], [0.0, 1.0]),
        ValueError,
        "y may hold only the labels 0, 1; got -1",
    ),
    **{
        f"roc only {label}": (
            lambda label=label: roc_curve([label, label], [0.0, 1.0]),
            ValueError,
            f"y must hold both labels, 0 and 1; it holds only {label}",
        )
        for label in (0, 1)
    },
    "roc length": (lambda: roc_curve([0, 1], [0.0]), ValueError, "scores must hold 2 values"),
    "roc NaN": (lambda: roc_curve([0, 1], [0.0, np.nan]), ValueError, "scores contains NaN"),
    "roc columns": (lambda: roc_curve([0, 1], np.ones((2, 2))), ValueError, "scores must be 1-D"),
    "roc y": (lambda: roc_curve("01", [0.0, 1.0]), ValueError, "y must hold real numbers"),
    "area": (
        lambda: area_under_curve(([0.0, 1.0], [0.0, 1.0])),
        TypeError,
        r"roc must be what roc_curve\(y, scores\) returns; got tuple",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, error, words = BAD[name]
    with pytest.raises(error, match=words):
        call()
