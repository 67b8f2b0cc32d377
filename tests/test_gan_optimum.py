"""The best discriminator, beside all others; the value of the game, beside draws and formulas."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from course_utils.gan.optimum import jensen_shannon, optimal_discriminator, value_of_game

GRID = np.linspace(-8, 8, 1601)
STEP = GRID[1] - GRID[0]


def normal(mean, spread=1.0):
    density = np.array([NormalDist(mean, spread).pdf(x) for x in GRID])
    return density / (density.sum() * STEP)  # also with what the grid cuts off


P, Q = normal(-0.5), normal(0.9, 1.4)


def kl(p, q):
    return sum(a * math.log(a / b) for a, b in zip(p, q, strict=True) if a) * STEP


class TestOptimalDiscriminator:
    def test_two_normals_of_one_spread_give_a_sigmoid(self):
        answers = optimal_discriminator(normal(1), normal(-1))
        assert answers == pytest.approx(1 / (1 + np.exp(-2 * GRID)), rel=1e-9)

    def test_by_hand_in_any_shape(self):
        p, q = np.array([[3, 0], [0, 2.0]]), [[1, 0], [5, 2.0]]
        assert optimal_discriminator(p, q).tolist() == [[0.75, 0.5], [0.0, 0.5]]
        assert p.tolist() == [[3, 0], [0, 2]]
        assert optimal_discriminator(1.0, 3.0) == 0.25

    def test_no_other_answers_are_worth_more(self):
        best = optimal_discriminator(P, Q)
        value = value_of_game(P, Q, best, STEP)
        rng = np.random.default_rng(0)
        for size in (0.3, 0.03, 0.003):
            other = np.clip(best + size * rng.normal(size=best.shape), 1e-9, 1 - 1e-9)
            assert value_of_game(P, Q, other, STEP) < value
        # At each place by itself: the value there has its top at p / (p + q).
        tried = np.linspace(0.001, 0.999, 999)[:, None]
        there = P * np.log(tried) + Q * np.log(1 - tried)
        assert tried[there.argmax(0), 0] == pytest.approx(np.clip(best, 1e-3, 0.999), abs=6e-4)


class TestValueOfGame:
    def test_one_by_hand(self):
        value = value_of_game([0.5, 0.0, 1.5], [0.75, 0.75, 0.5], [0.8, 0.1, 0.6], step=0.5)
        expected = 0.25 * math.log(0.8) + 0.75 * math.log(0.6)
        expected += 0.375 * math.log(0.2) + 0.375 * math.log(0.9) + 0.25 * math.log(0.4)
        assert value == pytest.approx(expected, rel=1e-12) and type(value) is float

    def test_the_mean_over_draws(self):
        rng = np.random.default_rng(1)
        real, fake = rng.normal(-0.5, 1, 200_000), rng.normal(0.9, 1.4, 200_000)
        answers = 1 / (1 + np.exp(GRID))
        drawn = -np.log1p(np.exp(real)).mean() - np.log1p(np.exp(-fake)).mean()
        assert value_of_game(P, Q, answers, STEP) == pytest.approx(drawn, abs=0.01)

    def test_best_answers_and_the_distance(self):
        for q in (Q, P, normal(5, 0.5)):
            value = value_of_game(P, q, optimal_discriminator(P, q), STEP)
            expected = 2 * jensen_shannon(P, q, STEP) - 2 * math.log(2)
            assert value == pytest.approx(expected, abs=1e-12)

    def test_a_certain_answer(self):
        p, q = [1.0, 0.0], [0.0, 1.0]
        least = math.log(1 - math.nextafter(1, 0))
        assert value_of_game(p, q, [1, 0], 1.0) == pytest.approx(0, abs=1e-15)
        assert value_of_game(p, q, [0, 0], 1.0) == pytest.approx(least, rel=1e-12)
        assert value_of_game(p, q, [1, 1], 1.0) == pytest.approx(least, rel=1e-12)

    def test_a_plane(self):
        p = np.full((4, 5), 0.5)
        assert value_of_game(p, p, p, step=0.1) == pytest.approx(-2 * math.log(2), rel=1e-12)


class TestJensenShannon:
    def test_the_formula(self):
        middle = (P + Q) / 2
        expected = (kl(P, middle) + kl(Q, middle)) / 2
        assert jensen_shannon(P, Q, STEP) == pytest.approx(expected, rel=1e-9)
        assert jensen_shannon(Q, P, STEP) == pytest.approx(expected, rel=1e-9)

    def test_equal_apart_and_half_shared(self):
        assert jensen_shannon(P, P, STEP) == pytest.approx(0, abs=1e-12)
        assert jensen_shannon([4, 0], [0, 4], 0.25) == pytest.approx(math.log(2), rel=1e-12)
        shared = jensen_shannon([0.5, 0.5, 0], [0, 0.5, 0.5], 1.0)
        assert shared == pytest.approx(math.log(2) / 2, rel=1e-12)


class TestDoors:
    @pytest.mark.parametrize("name", ["real_density", "fake_density"])
    def test_densities(self, name):
        def call(function, value, **options):
            return function(**{"real_density": P, "fake_density": P} | {name: value} | options)

        for function, options in (
            (optimal_discriminator, {}),
            (jensen_shannon, {"step": STEP}),
            (value_of_game, {"step": STEP, "answers": P}),
        ):
            with pytest.raises(ValueError, match=r"must have one shape, .* \(1601,\)"):
                call(function, P[:5], **options)
            with pytest.raises(ValueError, match=f"{name} must be at least 0 .*; got -1"):
                call(function, P - 1, **options)
            with pytest.raises(ValueError, match=f"{name} contains NaN"):
                call(function, P * math.nan, **options)

    @pytest.mark.parametrize("factor", [0.989, 1.011])
    @pytest.mark.parametrize("at", [0, 1])
    def test_densities_that_do_not_add_up_to_1(self, at, factor):
        pair = [P, P]
        pair[at] = P * factor
        name = ("real_density", "fake_density")[at]
        words = rf"{name} must add up to 1 over the grid, sum · step; got {factor:.3g}"
        with pytest.raises(ValueError, match=words):
            jensen_shannon(*pair, STEP)
        with pytest.raises(ValueError, match=words):
            value_of_game(*pair, optimal_discriminator(*pair), STEP)

    @pytest.mark.parametrize("factor", [0.991, 1.009])
    def test_a_grid_that_cuts_off_little_is_good_enough(self, factor):
        assert jensen_shannon(P, P * factor, STEP) == pytest.approx(0, abs=0.01)

    def test_step_and_answers(self):
        with pytest.raises(ValueError, match="step must be a finite number above 0"):
            jensen_shannon(P, Q, 0)
        with pytest.raises(ValueError, match=r"answers must have shape \(1601,\), .* got \(3,\)"):
            value_of_game(P, Q, [0.5] * 3, STEP)
        for answers, told in (([0.5, 1.2], "0.5 to 1.2"), ([-0.1, 1.0], "-0.1 to 1")):
            with pytest.raises(ValueError, match=rf"answers must lie in \[0, 1\]; got {told}\."):
                value_of_game([1.0, 0.0], [0.0, 1.0], answers, 1.0)
