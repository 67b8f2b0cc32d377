"""Slopes by small differences, and the V that their error draws over h."""

import inspect

import numpy as np
import pytest

from course_utils.gradient_descent import (
    h_sweep,
    logistic_loss_and_gradient,
    numerical_gradient,
    numerical_slope,
    relative_error,
    softmax_loss_and_gradient,
)


def cube(x):
    return x**3


class TestNumericalSlope:
    def test_both_formulas_on_a_cube(self):
        # (x + h)³ = x³ + 3x²h + 3xh² + h³, all exact in binary
        assert numerical_slope(cube, 2.0, 0.5) == 12.0 + 0.25
        assert numerical_slope(cube, 2.0, 0.5, "central") == 12.25
        assert numerical_slope(cube, 2.0, 0.5, "forward") == 12.0 + 3.0 + 0.25
        assert numerical_slope(cube, -2.0, 0.25, kind="forward") == 12.0 - 1.5 + 0.0625

    def test_it_is_a_plain_number(self):
        assert type(numerical_slope(np.sin, 0, 1)) is float

    def test_f_is_asked_at_two_points(self):
        asked = []
        numerical_slope(lambda x: asked.append(x) or 0.0, 3.0, 0.5)
        numerical_slope(lambda x: asked.append(x) or 0.0, 3.0, 0.5, "forward")
        assert asked == [3.5, 2.5, 3.5, 3.0]


class TestNumericalGradient:
    def test_it_finds_each_parameter_in_any_shape(self):
        factors = np.arange(6.0).reshape(2, 3)
        gradient = numerical_gradient(lambda W: (factors * W**2).sum(), np.full((2, 3), 3.0), 0.5)
        assert gradient.tolist() == (6 * factors).tolist()

    def test_h_is_the_step(self):
        assert numerical_gradient(lambda w: w[0] ** 3, [2.0], h=0.5).tolist() == [12.25]
        assert inspect.signature(numerical_gradient).parameters["h"].default == 1e-5
        at_default = numerical_gradient(np.exp, 1.0)
        assert at_default == numerical_slope(np.exp, 1.0, 1e-5)

    def test_one_number_is_a_shape_too(self):
        gradient = numerical_gradient(lambda w: w**2, 3.0, 0.5)
        assert (gradient, np.shape(gradient)) == (6.0, ())

    def test_whole_numbers_are_parameters_too(self):
        assert numerical_gradient(lambda w: w @ w, [1, 2], 0.5).tolist() == [2.0, 4.0]

    def test_the_parameters_are_never_changed(self):
        parameters, seen = np.array([1.0, 2.0]), []

        def loss(w):
            seen.append(parameters.tolist())
            w *= 0.0
            return 0.0

        assert numerical_gradient(loss, parameters).tolist() == [0.0, 0.0]
        assert seen == [[1.0, 2.0]] * 4
        assert parameters.tolist() == [1.0, 2.0]

    def test_it_agrees_with_the_gradients_by_hand(self):
        rng = np.random.default_rng(0)
        X, W, b = rng.normal(size=(7, 3)), rng.normal(size=(4, 3)), rng.normal(size=4)
        labels = rng.integers(4, size=7)
        _, dW, db = softmax_loss_and_gradient(X, labels, W, b, 0.1)
        by_W = numerical_gradient(lambda W: softmax_loss_and_gradient(X, labels, W, b, 0.1)[0], W)
        by_b = numerical_gradient(lambda b: softmax_loss_and_gradient(X, labels, W, b, 0.1)[0], b)
        assert relative_error(by_W, dW) < 1e-9
        assert relative_error(by_b, db) < 1e-9
        y = labels % 2
        _, dw, db = logistic_loss_and_gradient(X, y, W[0], 0.5)
        by_w = numerical_gradient(lambda w: logistic_loss_and_gradient(X, y, w, 0.5)[0], W[0])
        by_b = numerical_gradient(lambda b: logistic_loss_and_gradient(X, y, W[0], b)[0], 0.5)
        assert relative_error(by_w, dw) < 1e-9
        assert relative_error(by_b, db) < 1e-9


class TestRelativeError:
    @pytest.mark.parametrize(
        ("a", "b", "expected"),
        [
            ([3.0, 4.0], [3.0, 4.0], 0.0),
            ([3.0, 4.0], [-3.0, -4.0], 1.0),
            ([3.0, 4.0], [0.0, 0.0], 1.0),
            ([3.0, 4.0], [6.0, 8.0], 5 / 15),
            ([[3.0], [4.0]], [[6.0], [8.0]], 5 / 15),
            ([0.0, 0.0], [0.0, 0.0], 0.0),
            (1e-12, 3e-12, 0.5),
            (2, 6, 0.5),
        ],
    )
    def test_it_is_the_distance_over_the_sum_of_the_lengths(self, a, b, expected):
        assert relative_error(a, b) == pytest.approx(expected, rel=1e-12, abs=0)
        assert relative_error(b, a) == relative_error(a, b)
        assert type(relative_error(a, b)) is float


class TestExtremes:
    @pytest.mark.parametrize("size", [5e-324, 1e-200, 1e-160, 1e160, 1e200, 1e308])
    def test_no_square_overflows_or_vanishes(self, size):
        assert relative_error([size], [-size]) == 1.0
        assert relative_error([size, 0.0], [0.0, size]) == pytest.approx(0.5**0.5)
        assert relative_error([size, 3.0], [size, 3.0]) == 0.0

    def test_scaling_rounds_nothing(self):
        a, b = 1 / 3, 1 / 3 + 2**-54
        assert a != b and relative_error(a, b) == (b - a) / (a + b)
        for power in (-900, 900):
            assert relative_error(a * 2.0**power, b * 2.0**power) == relative_error(a, b)


HS = 10.0 ** np.arange(-15, 0.5, 0.5)


class TestSweep:
    def test_it_is_the_error_of_each_h(self):
        errors = h_sweep(cube, lambda x: 3 * x**2, 2.0, [0.5, 0.25])
        assert errors.tolist() == [0.25, 0.0625]
        errors = h_sweep(cube, lambda x: 3 * x**2, 2.0, [0.5, 0.25], "forward")
        assert errors.tolist() == [3.25, 1.5625]

    def test_errors_have_no_sign(self):
        assert h_sweep(np.negative, lambda x: 0.0, 2.0, [0.5]).tolist() == [1.0]

    @pytest.mark.parametrize(("kind", "best"), [("central", -5), ("forward", -8)])
    def test_of_exp_at_1_the_best_h_is_in_the_middle(self, kind, best):
        errors = h_sweep(np.exp, np.exp, 1.0, HS, kind)
        assert abs(np.log10(HS[errors.argmin()]) - best) <= 1
        assert errors[0] > 1e3 * errors.min() and errors[-1] > 1e3 * errors.min()

    @pytest.mark.parametrize(("kind", "order"), [("central", 2), ("forward", 1)])
    def test_for_large_h_the_error_falls_like_a_power_of_h(self, kind, order):
        wide, narrow = h_sweep(np.exp, np.exp, 1.0, [1e-2, 1e-3], kind)
        assert wide / narrow == pytest.approx(10**order, rel=0.01)

    def test_central_is_the_default(self):
        assert inspect.signature(h_sweep).parameters["kind"].default == "central"
        assert inspect.signature(numerical_slope).parameters["kind"].default == "central"


BAD = {
    "slope f": (lambda: numerical_slope(3.0, 1.0, 0.1), TypeError, "f must be a function; got 3.0"),
    "slope x": (lambda: numerical_slope(cube, [1.0], 0.1), ValueError, "x must be one number"),
    "slope h 0": (lambda: numerical_slope(cube, 1.0, 0), ValueError, "h must be .* above 0; got 0"),
    "slope h text": (lambda: numerical_slope(cube, 1.0, "1"), TypeError, "h must be a number"),
    "slope kind": (
        lambda: numerical_slope(cube, 1.0, 0.1, "backward"),
        ValueError,
        "kind must be one of 'central', 'forward'; got 'backward'",
    ),
    "slope NaN": (lambda: numerical_slope(lambda x: np.nan, 1.0, 0.1), ValueError, "f.* contains"),
    "slope many": (
        lambda: numerical_slope(lambda x: [x, x], 1.0, 0.1, "forward"),
        ValueError,
        r"f\(…\) must be one number; got shape \(2,\)",
    ),
    "gradient loss": (
        lambda: numerical_gradient("loss", [1.0]),
        TypeError,
        "loss must be a function; got 'loss'",
    ),
    "gradient loss many": (
        lambda: numerical_gradient(lambda w: w, [1.0, 2.0]),
        ValueError,
        r"loss\(…\) must be one number; got shape \(2,\)",
    ),
    "gradient parameters": (
        lambda: numerical_gradient(np.sum, []),
        ValueError,
        "parameters is empty",
    ),
    "gradient NaN": (
        lambda: numerical_gradient(np.sum, [np.nan]),
        ValueError,
        "parameters contains NaN",
    ),
    "gradient h": (lambda: numerical_gradient(np.sum, [1.0], -1e-5), ValueError, "h must be a fin"),
    "error shapes": (
        lambda: relative_error([1.0, 2.0], [[1.0], [2.0]]),
        ValueError,
        r"a and b must have one shape; got \(2,\) and \(2, 1\)",
    ),
    "error a": (lambda: relative_error([np.nan], [1.0]), ValueError, "a contains NaN"),
    "error b": (lambda: relative_error([1.0], ["x"]), ValueError, "b must hold real numbers"),
    "sweep f": (lambda: h_sweep(None, cube, 1.0, [0.1]), TypeError, "f must be a function; got N"),
    "sweep slope": (lambda: h_sweep(cube, 3.0, 1.0, [0.1]), TypeError, "slope must be a function"),
    "sweep x": (lambda: h_sweep(cube, cube, "1", [0.1]), ValueError, "x must hold real numbers"),
    "sweep hs": (lambda: h_sweep(cube, cube, 1.0, 0.1), ValueError, "hs must be 1-D"),
    "sweep hs 0": (lambda: h_sweep(cube, cube, 1.0, [0.1, 0.0]), ValueError, "h must be a finite"),
    "sweep kind": (
        lambda: h_sweep(cube, cube, 1.0, [0.1], kind="left"),
        ValueError,
        "kind must be one of",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, error, words = BAD[name]
    with pytest.raises(error, match=words):
        call()
