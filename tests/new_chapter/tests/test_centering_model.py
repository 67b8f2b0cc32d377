"""Centering moves the mean, and nothing else."""

import numpy as np
import pytest

from course_utils.centering import center, spread

X = np.array([[0.0, 2.0], [4.0, 2.0], [2.0, 8.0]])


def test_the_columns_have_mean_0_and_the_input_is_left_alone():
    before = X.copy()
    assert center(X).tolist() == [[-2, -2], [2, -2], [0, 4]]
    assert (before == X).all()


def test_the_spread_is_a_mean_distance():
    assert spread(X) == pytest.approx((2 * np.sqrt(8) + 4) / 3)
    assert spread(X + 7) == pytest.approx(spread(X))
    assert spread(1000 * X) == pytest.approx(1000 * spread(X))


@pytest.mark.parametrize("bad, says", [([1.0], "X must be 2-D"), ([[np.nan]], "NaN")])
def test_bad_input_is_refused(bad, says):
    for function in (center, spread):
        with pytest.raises(ValueError, match=says):
            function(bad)
