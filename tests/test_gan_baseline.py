"""The baseline has the means and covariances of the classes, and nothing else."""

import numpy as np
import pytest

from course_utils.gan import draw_from_classes
from course_utils.gan.baseline import RIDGE


@pytest.fixture(scope="module")
def data():
    """Two classes in three dimensions, far from 0 and 1, so that nothing is clipped."""
    rng = np.random.default_rng(1)
    mix = np.array([[0.05, 0.0, 0.0], [0.03, 0.02, 0.0], [-0.01, 0.0, 0.0]])
    X = np.concatenate([0.4 + rng.standard_normal((40, 3)) @ mix.T, np.full((30, 3), 0.7)])
    X[40:, 1] += rng.uniform(-0.1, 0.1, 30)
    return X, np.repeat([3, 8], [40, 30])


def test_each_class_has_its_mean_and_covariance(data):
    X, y = data
    drawn = draw_from_classes(X, y, 40_000, rng=2)
    for k, label in enumerate((3, 8)):
        rows, cloud = X[y == label], drawn[40_000 * k : 40_000 * (k + 1)]
        assert cloud.mean(axis=0) == pytest.approx(rows.mean(axis=0), abs=1e-3)
        wanted = np.cov(rows.T) + RIDGE * np.eye(3)
        assert np.cov(cloud.T) == pytest.approx(wanted, abs=6e-5)


def test_the_ridge_is_small_beside_what_pixels_vary():
    assert RIDGE == 0.001


def test_what_leaves_the_range_is_clipped():
    X, y = np.array([[0.0, 0.99], [0.02, 1.0]]), [0, 0]
    drawn = draw_from_classes(X, y, 500)
    assert drawn.min() == 0 and drawn.max() == 1 and drawn.shape == (500, 2)


def test_the_same_seed_draws_the_same_and_a_generator_goes_on(data):
    rng = np.random.default_rng(0)
    first = draw_from_classes(*data, 4, rng)
    np.testing.assert_array_equal(first, draw_from_classes(*data, 4))
    assert (draw_from_classes(*data, 4, rng) != first).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": [0, 1, 1]}, "y names one sample of class 0"),
        ({"y": [0, 1]}, "y must hold 3 values"),
        ({"n": 0}, "n must be"),
        ({"X": [[0.1], [np.nan], [0.2]]}, "NaN"),
    ],
)
def test_bad_input_is_refused(change, words):
    good = {"X": [[0.1], [0.2], [0.3]], "y": [1, 1, 1], "n": 2}
    with pytest.raises(ValueError, match=words):
        draw_from_classes(**good | change)
