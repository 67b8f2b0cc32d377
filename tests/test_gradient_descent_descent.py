"""The walk downhill against its closed form, minibatches, and the curves to walk on."""

import inspect

import numpy as np
import pytest

from course_utils.gradient_descent import (
    CURVES,
    LEARNING_RATES,
    Curve,
    binary_cross_entropy,
    descend,
    minibatches,
)
from course_utils.gradient_descent import squared_error as squared_loss


def parabola(curvature, lowest):
    return lambda w: curvature * (w - lowest)


class TestDescend:
    @pytest.mark.parametrize("learning_rate", [0.05, 0.4, 0.7, 0.79, 0.81, 1.0])
    def test_on_a_parabola_it_is_the_closed_form(self, learning_rate):
        curvature, lowest, start = 2.5, 1.0, -3.0
        path = descend(parabola(curvature, lowest), start, learning_rate, 12)
        expected = lowest + (1 - learning_rate * curvature) ** np.arange(13) * (start - lowest)
        assert path.shape == (13,)
        assert path.tolist() == pytest.approx(expected.tolist(), rel=1e-9)

    def test_one_step_moves_against_the_slope(self):
        assert descend(lambda w: 2 * w, 8.0, 0.25, 1).tolist() == [8.0, 4.0]
        assert descend(lambda w: -1.0, 0, 0.5, 3).tolist() == [0.0, 0.5, 1.0, 1.5]

    def test_no_step_is_the_start(self):
        assert descend(lambda w: 2 * w, 8.0, 0.25, 0).tolist() == [8.0]

    @pytest.mark.parametrize("shape", [(2,), (2, 3), (1,)])
    def test_many_weights_walk_together(self, shape):
        start = np.arange(np.prod(shape), dtype=float).reshape(shape)
        path = descend(lambda w: w, start, 0.5, 4)
        assert path.shape == (5, *shape)
        assert path[4].tolist() == (start / 16).tolist()

    def test_neither_the_start_nor_the_path_can_be_spoiled_by_the_slope(self):
        def slope(w):
            w += 100
            return np.ones(2)

        start = np.zeros(2)
        path = descend(slope, start, 1.0, 2)
        assert path.tolist() == [[0.0, 0.0], [-1.0, -1.0], [-2.0, -2.0]]
        path[0] = 7
        assert start.tolist() == [0.0, 0.0]

    def test_one_weight_comes_as_a_number(self):
        seen = []
        descend(lambda w: seen.append(w) or 0.0, 1, 0.5, 2)
        assert [type(w) for w in seen] == [np.float64, np.float64]

    def test_the_path_ends_before_a_weight_is_no_longer_finite(self):
        assert descend(parabola(2.5, 1.0), 2.0, 2.0**1000, 10).tolist() == [2.0, -2.5 * 2.0**1000]
        path = descend(lambda w: w**3, 10.0, 1.0, 50)
        assert 4 < len(path) < 10
        assert np.isfinite(path).all()
        with np.errstate(over="ignore"):
            assert not np.isfinite(path[-1] - path[-1] ** 3)

    def test_one_weight_of_many_is_enough_to_end_it(self):
        path = descend(lambda w: np.array([w[0] ** 3, 0.0]), [10.0, 1.0], 1.0, 50)
        assert len(path) < 10
        assert np.isfinite(path).all()

    def test_a_slope_that_is_nan_or_infinite_ends_it(self):
        path = descend(lambda w: np.nan if w > 2 else -1.0, 0.0, 1.0, 10)
        assert path.tolist() == [0.0, 1.0, 2.0, 3.0]
        assert descend(lambda w: 1 / (w - 1), 1.0, 1.0, 10).tolist() == [1.0]

    def test_a_slope_may_be_a_whole_number(self):
        assert descend(lambda w: 2, 1.0, 0.25, 2).tolist() == [1.0, 0.5, 0.0]


class TestMinibatches:
    @pytest.mark.parametrize(
        ("n", "size", "lengths"),
        [
            (10, 4, [4, 4, 2]),
            (8, 4, [4, 4]),
            (9, 4, [4, 4, 1]),
            (3, 1, [1, 1, 1]),
            (3, 3, [3]),
            (3, 99, [3]),
            (1, 1, [1]),
        ],
    )
    def test_each_row_is_in_one_batch_and_only_the_last_may_be_short(self, n, size, lengths):
        batches = minibatches(n, size, 0)
        assert [len(rows) for rows in batches] == lengths
        assert sorted(np.concatenate(batches).tolist()) == list(range(n))

    def test_the_order_is_the_generators_permutation(self):
        order = np.random.default_rng(5).permutation(10)
        assert np.concatenate(minibatches(10, 3, 5)).tolist() == order.tolist()
        assert np.concatenate(minibatches(10, 3, 5)).tolist() != list(range(10))

    def test_a_generator_goes_on_and_a_seed_begins_anew(self):
        rng = np.random.default_rng(0)
        first, second = (np.concatenate(minibatches(20, 7, rng)).tolist() for _ in range(2))
        assert first != second
        assert first == np.concatenate(minibatches(20, 7, 0)).tolist()


INPUTS = np.array([-4.0, -2.0, -1.0, 1.0, 2.0, 4.0])
LABELS = np.array([0, 0, 1, 0, 1, 1])
FORMULAS = {
    "bowl": lambda w: 2.5 / 2 * (w - 1) ** 2,
    "neuron": lambda w: binary_cross_entropy(w * INPUTS, LABELS).mean(),
    "saturated": lambda w: squared_loss(w * INPUTS, LABELS).mean(),
    "two valleys": lambda w: (w - 2) ** 2 * (w + 2) ** 2 / 16 + 0.25 * w,
}
RANGES = {
    "bowl": (-3.0, 5.0),
    "neuron": (-3.0, 4.0),
    "saturated": (-6.0, 6.0),
    "two valleys": (-3.5, 3.5),
}
EACH = pytest.mark.parametrize("name", FORMULAS)


class TestCurves:
    def test_these_and_no_others(self):
        assert list(CURVES) == list(FORMULAS)
        assert all(isinstance(curve, Curve) for curve in CURVES.values())
        assert [curve.name for curve in CURVES.values()] == list(CURVES)
        assert {name: (curve.low, curve.high) for name, curve in CURVES.items()} == RANGES

    @EACH
    def test_the_loss_is_its_formula(self, name):
        w = np.linspace(-7, 7, 29)
        expected = [FORMULAS[name](one) for one in w]
        assert CURVES[name].loss(w).tolist() == pytest.approx(expected, rel=1e-12)

    @EACH
    def test_the_slope_is_that_of_small_differences(self, name):
        curve = CURVES[name]
        w = np.linspace(curve.low, curve.high, 41)
        difference = (curve.loss(w + 1e-5) - curve.loss(w - 1e-5)) / 2e-5
        assert curve.slope(w).tolist() == pytest.approx(difference.tolist(), abs=1e-8)

    @EACH
    def test_one_number_gives_one_number_and_any_shape_its_shape(self, name):
        for function in (CURVES[name].loss, CURVES[name].slope):
            one = function(0.5)
            assert np.shape(one) == ()
            assert isinstance(one, float)
            table = function([[0.5, 1.0, 2.0], [0.5, -1.0, 0.0]])
            assert table.shape == (2, 3)
            assert table[:, 0].tolist() == pytest.approx([one, one], rel=1e-15)

    @EACH
    def test_far_out_there_is_no_warning(self, name):
        curve = CURVES[name]
        for w in (-1e308, 1e308):
            assert curve.loss(w) >= 0
            assert not np.isnan(curve.slope(w))

    def test_the_bowl_converges_below_a_rate_of_0_8_and_not_above(self):
        bowl = CURVES["bowl"]
        assert abs(descend(bowl.slope, -2.0, 0.79, 1000)[-1] - 1) < 1e-6
        assert descend(bowl.slope, -2.0, 0.8, 1000)[-1] == pytest.approx(-2.0)
        assert abs(descend(bowl.slope, -2.0, 0.81, 1000)[-1]) > 1e6

    def test_the_rates_to_try_grow_from_tiny_to_one(self):
        rates = np.array(LEARNING_RATES)
        assert (rates[0], rates[-1]) == (0.01, 1.0)
        assert (np.diff(rates) > 0).all()
        # The next one is never far: the edge between two regimes can be found within 0.1.
        assert (np.diff(rates) <= 0.1 + 1e-12).all()

    def test_the_bowl_has_its_lowest_point_at_1(self):
        assert (CURVES["bowl"].loss(1.0), CURVES["bowl"].slope(1.0)) == (0.0, 0.0)
        assert CURVES["bowl"].slope(2.0) == 2.5

    def test_the_same_neuron_walks_by_cross_entropy_and_stands_still_by_squared_error(self):
        walked = descend(CURVES["neuron"].slope, -6.0, 0.5, 100)
        stuck = descend(CURVES["saturated"].slope, -6.0, 0.5, 100)
        assert walked[-1] > 0.5
        assert stuck[-1] < -5.9

    def test_no_weight_is_perfect_and_the_best_one_is_inside_the_picture(self):
        neuron = CURVES["neuron"]
        best = descend(neuron.slope, 0.0, 0.5, 500)[-1]
        assert neuron.slope(best) == pytest.approx(0.0, abs=1e-12)
        assert neuron.low < best < neuron.high
        assert neuron.loss(best) > 0.4

    def test_show_source_finds_the_formula_and_not_its_check(self):
        assert "return 2.5 * (w - 1)" in inspect.getsource(CURVES["bowl"].slope)

    def test_each_valley_keeps_the_walk_that_begins_in_it(self):
        slope = CURVES["two valleys"].slope
        left, right = (descend(slope, start, 0.1, 500)[-1] for start in (-0.5, 1.0))
        assert left < -2 and 1.5 < right < 2
        assert CURVES["two valleys"].loss(left) < CURVES["two valleys"].loss(right)


def square(w):
    return 2 * w


BAD = {
    "slope": (lambda: descend(3.0, 1.0, 0.1, 1), TypeError, "slope must be a function of w; got 3"),
    "start NaN": (lambda: descend(square, np.nan, 0.1, 1), ValueError, "start contains NaN"),
    "start text": (lambda: descend(square, "a", 0.1, 1), ValueError, "start must hold real"),
    "start empty": (lambda: descend(square, [], 0.1, 1), ValueError, "start is empty"),
    "rate 0": (lambda: descend(square, 1.0, 0.0, 1), ValueError, "learning_rate must be a finite"),
    "rate text": (lambda: descend(square, 1.0, "1", 1), TypeError, "learning_rate must be a num"),
    "steps below 0": (
        lambda: descend(square, 1.0, 0.1, -1),
        ValueError,
        "n_steps must be at least",
    ),
    "steps 1.5": (lambda: descend(square, 1.0, 0.1, 1.5), TypeError, "n_steps must be a whole"),
    "slope's shape": (
        lambda: descend(lambda w: [1.0, 2.0], 1.0, 0.1, 1),
        ValueError,
        r"slope must return the shape of start, \(\); got shape \(2,\)",
    ),
    "slope's shape, one for all": (
        lambda: descend(lambda w: 1.0, [1.0, 2.0], 0.1, 1),
        ValueError,
        r"slope must return the shape of start, \(2,\); got shape \(\)",
    ),
    "slope complex": (lambda: descend(lambda w: 1j, 1.0, 0.1, 1), ValueError, "Complex.*slope"),
    "slope None": (lambda: descend(lambda w: None, 1.0, 0.1, 1), TypeError, r"slope\(w\) .*None"),
    "slope text": (lambda: descend(lambda w: "1", 1.0, 0.1, 1), ValueError, r"slope\(w\) .*text"),
    "n_samples": (lambda: minibatches(0, 1, 0), ValueError, "n_samples must be at least 1; got 0"),
    "n_samples 2.0": (lambda: minibatches(2.0, 1, 0), TypeError, "n_samples must be a whole"),
    "batch_size": (lambda: minibatches(3, 0, 0), ValueError, "batch_size must be at least 1; got"),
    "batch_size None": (lambda: minibatches(3, None, 0), TypeError, "batch_size must be a whole"),
    "rng": (lambda: minibatches(3, 1, None), TypeError, "rng must be a numpy.random.Generator"),
    "rng -1": (lambda: minibatches(3, 1, -1), TypeError, "rng must be a numpy.random.Generator"),
    **{
        f"{name} {part} {bad!r}": (
            lambda name=name, part=part, bad=bad: getattr(CURVES[name], part)(bad),
            ValueError,
            words,
        )
        for name in FORMULAS
        for part in ("loss", "slope")
        for bad, words in (
            (np.nan, "w contains NaN"),
            ("a", "w must hold real"),
            ([], "w is empty"),
        )
    },
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, error, words = BAD[name]
    with pytest.raises(error, match=words):
        call()
