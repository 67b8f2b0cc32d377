"""Document B's case: its numbers, its objective in both readings, its listing."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from course_utils.resources.case import (
    BUDGET,
    DOCUMENTED_SHARES,
    LISTING,
    TASKS,
    documented_fit,
    documented_objective,
    documented_ratio,
)


def test_the_numbers():
    assert TASKS.weights.tolist() == [10, 20, 30, 40, 50]
    assert TASKS.demands.tolist() == [100, 200, 300, 400, 500]
    assert BUDGET == 1000 and DOCUMENTED_SHARES.tolist() == [0.5] * 5
    assert TASKS.demands.dtype == TASKS.weights.dtype == np.float64


@pytest.mark.parametrize("numbers", [*TASKS, DOCUMENTED_SHARES])
def test_nobody_can_change_them(numbers):
    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = 7


def test_the_listing():
    libraries = {act: [on for known, on in LISTING if known == act] for act, _ in LISTING}
    assert libraries == {
        "install": ["numpy", "pandas", "tensorflow", "torch"],
        "import": ["numpy", "pandas", "sklearn"],
        "use": ["numpy", "sklearn"],
    }


def test_the_ratio_knows_no_allocation():
    rng = np.random.default_rng(0)
    assert {documented_ratio(x) for x in rng.random((9, 5))} == {0.15}


def test_the_objective_of_the_program():
    assert documented_objective(DOCUMENTED_SHARES) == 75
    assert documented_objective(np.zeros(5)) == 0
    assert documented_objective([1, 0, 0, 0.5, 0]) == 30
    assert isinstance(documented_objective(np.zeros(5)), float)


@pytest.mark.parametrize("of", [documented_ratio, documented_objective])
def test_five_shares(of):
    with pytest.raises(ValueError, match="x must hold 5 values"):
        of([0.5] * 4)


class TestFit:
    def test_it_gives_the_weights_back(self):
        assert documented_fit(*TASKS) == pytest.approx(TASKS.weights, abs=1e-9)

    def test_it_is_scikit_learns_regression(self):
        rng = np.random.default_rng(0)
        weights, demands = rng.random(7), 100 * rng.random(7)
        peer = LinearRegression().fit(demands[:, None], weights).predict(demands[:, None])
        assert documented_fit(weights, demands) == pytest.approx(peer, abs=1e-12)

    def test_bad_input_is_refused(self):
        with pytest.raises(ValueError, match="demands must hold 2 values"):
            documented_fit([1, 2], [1, 2, 3])
        with pytest.raises(ValueError, match="weights must be 1-D"):
            documented_fit([[1, 2]], [1, 2])
