"""Budgets without a solver, beside the linear program and beside all subsets."""

from itertools import product

import numpy as np
import pytest

from course_utils.resources.case import BUDGET, TASKS
from course_utils.resources.knapsack import (
    MOST_TASKS,
    best_subset,
    fair_shares,
    fractional_knapsack,
    greedy_subset,
)
from course_utils.resources.model import allocate


def random_tasks(n_instances=60):
    """Yield values, demands and a budget; zeros and ties are among them."""
    rng = np.random.default_rng(0)
    for _ in range(n_instances):
        n_tasks = rng.integers(1, 7)
        yield rng.integers(0, 9, n_tasks), rng.integers(0, 6, n_tasks), int(rng.integers(0, 15))


class TestFractional:
    def test_equal_to_the_linear_program(self):
        for values, demands, budget in random_tasks():
            shares = fractional_knapsack(values, demands, budget)
            assert values @ shares == pytest.approx(allocate(values, demands, budget).value)
            assert demands @ shares <= budget + 1e-12
            assert (shares >= 0).all() and (shares <= 1).all()

    def test_by_value_per_unit_the_first_of_equals_first(self):
        assert fractional_knapsack([6, 10, 12], [1, 2, 3], 5).tolist() == [1, 1, 2 / 3]
        assert fractional_knapsack([2, 1, 9], [2, 1, 3], 4).tolist() == [0.5, 0, 1]
        assert fractional_knapsack(*TASKS, BUDGET).tolist() == [1, 1, 1, 1, 0]

    def test_what_costs_or_gives_nothing(self):
        assert fractional_knapsack([1, 0, 0], [0, 0, 2], 5).tolist() == [1, 0, 0]
        assert fractional_knapsack([1, 1], [0, 2], 0).tolist() == [1, 0]

    def test_all_fit(self):
        assert fractional_knapsack([1, 2], [3, 4], 7).tolist() == [1, 1]
        assert fractional_knapsack([1, 2], [3, 4], 99).tolist() == [1, 1]


class TestSubsets:
    def test_best_of_all_subsets(self):
        for values, demands, budget in random_tasks():
            subsets = np.array(list(product((0, 1), repeat=len(values))))
            expected = (subsets @ values)[subsets @ demands <= budget].max()
            best = best_subset(values, demands, budget)
            assert best.value == expected == values @ best.mask
            assert best.mask.dtype == bool and demands @ best.mask <= budget
            greedy = greedy_subset(values, demands, budget)
            assert greedy.value == values @ greedy.mask <= expected
            assert greedy.mask.dtype == bool and demands @ greedy.mask <= budget

    def test_where_the_greedy_choice_is_not_the_best(self):
        mask, value = greedy_subset([6, 10, 12], [1, 2, 3], 5)
        assert mask.tolist() == [True, True, False] and value == 16
        mask, value = best_subset([6, 10, 12], [1, 2, 3], 5)
        assert mask.tolist() == [False, True, True] and value == 22

    def test_greedy_skips_what_does_not_fit(self):
        assert greedy_subset([9, 8, 1], [3, 4, 1], 5).mask.tolist() == [True, False, True]
        assert greedy_subset([9, 0], [3, 1], 5).mask.tolist() == [True, False]

    def test_of_equals_the_one_that_ends_first(self):
        best = best_subset(*TASKS, BUDGET)
        assert best.value == 100 and best.mask.tolist() == [True] * 4 + [False]

    def test_a_sum_may_be_rounded(self):
        assert 0.1 + 0.2 > 0.3
        assert best_subset([1, 1], [0.1, 0.2], 0.3).value == 2
        assert greedy_subset([1, 1], [0.1, 0.2], 0.3).value == 2
        assert best_subset([1, 1], [0.1, 0.2], 0.2999999).value == 1
        assert greedy_subset([1, 1], [0.1, 0.2], 0.2999999).value == 1
        assert isinstance(greedy_subset([1, 1], [1, 2], 3).value, float)

    def test_nothing_fits(self):
        for choose in (best_subset, greedy_subset):
            assert choose([3, 4], [2, 2], 1).value == 0
            assert choose([3, 4], [0, 2], 0).value == 3

    def test_as_many_tasks_as_can_be_tried(self):
        ones = np.ones(MOST_TASKS)
        assert MOST_TASKS == 20 and best_subset(ones, ones, 12).value == 12
        words = r"values holds 21 tasks, too many .*: 20 are the most\. Use allocate"
        with pytest.raises(ValueError, match=words):
            best_subset(np.ones(21), np.ones(21), 12)


class TestFair:
    def test_none_can_get_more_but_from_one_with_less(self):
        rng = np.random.default_rng(0)
        for _ in range(50):
            demands = rng.integers(0, 9, rng.integers(1, 7)).astype(float)
            budget = float(rng.integers(0, 30))
            shares = fair_shares(demands, budget)
            amounts = shares * demands
            assert (shares >= 0).all() and (shares <= 1).all()
            assert amounts.sum() == pytest.approx(min(budget, demands.sum()))
            cut = shares < 1
            assert amounts[cut] == pytest.approx(amounts.max())

    def test_the_case(self):
        amounts = fair_shares(TASKS.demands, BUDGET) * TASKS.demands
        assert amounts == pytest.approx([100, 200, 700 / 3, 700 / 3, 700 / 3])

    def test_any_order_and_small_ones_whole(self):
        assert fair_shares([20, 2, 8], 14).tolist() == [0.3, 1, 0.75]
        assert fair_shares([0, 4], 0).tolist() == [1, 0]
        assert fair_shares([3, 4], 7).tolist() == [1, 1]


@pytest.mark.parametrize("choose", [fractional_knapsack, greedy_subset, best_subset])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([-1, 2], [1, 2], 3), "values must be at least 0; got -1"),
        (([1, 2], [1, -2], 3), "demands must be at least 0; got -2"),
        (([1, 2], [1, 2, 3], 3), "demands must hold 2 values"),
        (([1, 2], [1, 2], -1), "budget must be a finite number of at least 0"),
        (([], [], 3), "values is empty"),
    ],
)
def test_bad_tasks_are_refused(choose, arguments, words):
    with pytest.raises(ValueError, match=words):
        choose(*arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, -2], 3), "demands must be at least 0; got -2"),
        (([], 3), "demands is empty"),
        (([1], -3), "budget must be a finite number of at least 0"),
    ],
)
def test_bad_demands_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        fair_shares(*arguments)
