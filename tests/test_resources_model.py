"""The linear program beside its vertices, its prices beside differences, and words that explain."""

import subprocess
import sys
from itertools import combinations, product

import numpy as np
import pytest
from scipy.optimize import OptimizeResult

from course_utils.resources import linear_program
from course_utils.resources.case import BUDGET, DOCUMENTED_SHARES, TASKS
from course_utils.resources.model import allocate, range_of_shares, solve_lp

FREE = (None, None)


def best_vertex(c, A, b, high=1.0):
    """Return the largest c'x over the vertices of A x <= b, 0 <= x <= high; None if there is none.

    A vertex is where n of the rows and bounds meet.
    """
    n = len(c)
    rows = np.vstack([A, np.eye(n), -np.eye(n)])
    limits = np.concatenate([b, np.full(n, high), np.zeros(n)])
    chosen = np.array(list(combinations(range(len(rows)), n)))
    chosen = chosen[np.abs(np.linalg.det(rows[chosen])) > 1e-9]
    meets = np.linalg.solve(rows[chosen], limits[chosen][..., None])[..., 0]
    inside = meets[(meets @ rows.T <= limits + 1e-9).all(axis=1)]
    return (inside @ c).max() if len(inside) else None


class TestSolve:
    @pytest.mark.parametrize("seed", range(4))
    def test_equal_to_the_best_vertex_on_random_programs(self, seed):
        rng = np.random.default_rng(seed)
        found = 0
        for _ in range(50):
            n, n_rows = rng.integers(1, 4), rng.integers(1, 4)
            c, A = rng.integers(-9, 10, n), rng.integers(-9, 10, (n_rows, n))
            b = rng.integers(-4, 9, n_rows)
            solution = solve_lp(c, A, b, bounds=(0, 1), maximize=True)
            expected = best_vertex(c, A, b)
            assert (solution.status == "optimal") is (expected is not None)
            if expected is not None:
                found += 1
                assert solution.value == pytest.approx(expected, abs=1e-9)
                assert (A @ solution.x <= b + 1e-9).all()
                assert (solution.x >= 0).all() and (solution.x <= 1).all()
        assert 25 < found < 50

    @pytest.mark.parametrize("seed", range(4))
    def test_equal_to_the_best_whole_point_on_random_programs(self, seed):
        rng = np.random.default_rng(seed)
        for _ in range(25):
            n, n_rows = rng.integers(1, 4), rng.integers(1, 4)
            c, A = rng.integers(-9, 10, n), rng.integers(-9, 10, (n_rows, n))
            b = rng.integers(-4, 20, n_rows)
            points = np.array(list(product(range(-1, 4), repeat=n)))
            values = (points @ c)[(points @ A.T <= b).all(axis=1)]
            solution = solve_lp(c, A, b, bounds=(-1.5, 3.9), integral=True)
            assert (solution.status == "optimal") is bool(len(values))
            if len(values):
                assert solution.value == values.min() == c @ solution.x
                assert solution.prices is None

    def test_minimize_unless_told(self):
        solution = solve_lp([1, 2], [[-1, -1]], [-3])
        assert solution.status == "optimal" and solution.message == "An optimum was found."
        assert solution.x.tolist() == [3, 0] and solution.value == 3
        assert solution.prices.tolist() == [1]
        assert isinstance(solution.value, float)

    def test_at_least_passed_as_at_most_gives_another_answer(self):
        assert solve_lp([1, 2], [[1, 1]], [3]).x.tolist() == [0, 0]

    def test_bounds_for_all_for_each_and_for_two(self):
        assert solve_lp([1, -1, 1], bounds=(-2, 3)).x.tolist() == [-2, 3, -2]
        each = [(-2, 5), [1, 3], np.array([0.5, 1])]
        assert solve_lp([1, -1, 1], bounds=each).x.tolist() == [-2, 3, 0.5]
        assert (
            solve_lp([1, 1], bounds=[(4, None), (None, -7)], maximize=False).status == "unbounded"
        )
        assert solve_lp([1, -1], bounds=[(4, None), (None, -7)]).x.tolist() == [4, -7]
        assert solve_lp([1, -1], bounds=np.array([[4, 5], [6, 7]])).x.tolist() == [4, 7]

    def test_from_0_unless_told(self):
        assert solve_lp([2.0]).x.tolist() == [0] and solve_lp([2.0]).prices.shape == (0,)
        assert solve_lp([-2.0]).status == "unbounded"

    def test_no_minus_zero(self):
        x = solve_lp([1.0], [[1.0]], [4.0], bounds=(-0.0, 1)).x
        assert not np.signbit(x).any()

    @pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
    def test_units_do_not_matter(self, size):
        c, A, b = np.array([3.0, 2]), np.array([[1.0, 1], [2, 1]]), np.array([4.0, 6])
        solution = solve_lp(size * c, A, b, maximize=True)
        assert solution.x == pytest.approx([2, 2]) and solution.value == pytest.approx(10 * size)
        assert solution.prices == pytest.approx([size, size])
        solution = solve_lp(c, [A[0], size * A[1]], [b[0], size * b[1]], maximize=True)
        assert solution.x == pytest.approx([2, 2]) and solution.value == pytest.approx(10)
        assert solution.prices == pytest.approx([1, 1 / size])

    def test_prices_are_gains(self):
        rng = np.random.default_rng(5)
        for maximize in (True, False):
            c = rng.random(4) * (1 if maximize else -1)
            A, b = rng.random((3, 4)), 0.3 + rng.random(3)
            solution = solve_lp(c, A, b, bounds=(0, 1), maximize=maximize)
            assert (solution.prices >= 0).all() and solution.prices.any()
            for row in range(3):
                more = b + 1e-4 * np.eye(3)[row]
                gain = solve_lp(c, A, more, bounds=(0, 1), maximize=maximize).value - solution.value
                sign = 1 if maximize else -1
                assert sign * gain / 1e-4 == pytest.approx(solution.prices[row], abs=1e-6)

    def test_a_goal_and_a_row_of_zeros(self):
        solution = solve_lp([0, 0], [[0, 0]], [0])
        assert solution.value == 0 and solution.prices.tolist() == [0]

    def test_what_the_solver_rounds_is_cleaned(self, monkeypatch):
        def rounds(program):
            prices = OptimizeResult(marginals=np.zeros(len(program.b)))
            return OptimizeResult(status=0, x=np.array([-1e-9, 0.7, 1 + 1e-9]), ineqlin=prices)

        monkeypatch.setattr(linear_program, "_highs", rounds)
        assert solve_lp([1, 2, 4], bounds=(0, 1)).x.tolist() == [0, 0.7, 1]
        assert solve_lp([1, 2, 4], bounds=(0, 1)).value == 5.4
        assert solve_lp([1, 2, 4], bounds=(0, 1), integral=True).x.tolist() == [0, 1, 1]

    def test_a_solver_that_gives_up_is_told(self, monkeypatch):
        def gives_up(program):
            n = len(program.c)
            prices = OptimizeResult(marginals=np.zeros(len(program.b)))
            return OptimizeResult(status=4, message="Trouble.", x=np.zeros(n), ineqlin=prices)

        monkeypatch.setattr(linear_program, "_highs", gives_up)
        with pytest.raises(RuntimeError, match=r"the solver found no answer. Trouble\."):
            solve_lp([1, 2], [[1, 1]], [1])


class TestInfeasible:
    def test_rows_against_each_other(self):
        solution = solve_lp([1, 1, 1], [[0, 0, 1], [1, 1, 0], [-1, -1, 0]], [9, 1, -2.5])
        assert solution[:4] == ("infeasible", None, None, None)
        assert solution.message == (
            "No x within the bounds keeps rows 1 and 2 together. "
            "It is enough to raise b_ub[1] by 1.5."
        )

    def test_a_row_against_the_bounds(self):
        solution = solve_lp([1, 1], [[1, 1], [-20, -20]], [9, -50], bounds=(0, 1))
        assert solution.message == (
            "No x within the bounds keeps row 1. It is enough to raise b_ub[1] by 10."
        )

    def test_several_conflicts(self):
        A = [[1, 1, 0], [-1, -1, 0], [0, 0, -1], [0, 0, 1]]
        words = "It is enough to raise b_ub[0] by 1 and b_ub[2] by 2."
        solution = solve_lp([1, 1, 1], A, [1, -2, -3, 1])
        assert solution.message == (
            f"No x within the bounds keeps rows 0, 1, 2 and 3 together. {words}"
        )
        solution = solve_lp([1, 1, 1], A, [1, -2, -3, 1], integral=True)
        assert solution.status == "infeasible"
        assert solution.message == f"No whole x within the bounds keeps all rows. {words}"

    def test_whole_numbers_only(self):
        rows, limits = [[2, -2], [-2, 2]], [1.4, -0.5]
        assert solve_lp([1, 1], rows, limits).status == "optimal"
        solution = solve_lp([1, 1], rows, limits, bounds=(0, 5), integral=True)
        assert solution.message == (
            "No whole x within the bounds keeps all rows. It is enough to raise b_ub[1] by 0.5."
        )

    def test_what_is_named_is_enough_and_in_the_way(self):
        rng = np.random.default_rng(1)
        seen = 0
        while seen < 30:
            c, A = rng.integers(-9, 10, 3), rng.integers(-9, 10, (4, 3))
            b = rng.integers(-12, 4, 4)
            solution = solve_lp(c, A, b, bounds=(0, 1))
            if solution.status == "optimal":
                continue
            seen += 1
            rows, raised = solution.message.split("It is enough to raise ")
            kept = [int(word.strip(",. ")) for word in rows.split() if word.strip(",. ").isdigit()]
            assert solve_lp(c, A[kept], b[kept], bounds=(0, 1)).status == "infeasible"
            more = b.astype(float)
            for part in raised.rstrip(".").replace(" and ", ", ").split(", "):
                row, amount = part.removeprefix("b_ub[").split("] by ")
                more[int(row)] += float(amount) * (1 + 1e-5)  # printed with six digits
            assert solve_lp(c, A, more, bounds=(0, 1)).status == "optimal"

    @pytest.mark.parametrize(
        ("bounds", "integral", "words"),
        [
            ([(0, 1), (3, 2)], False, "No number lies between the bounds of x[1]."),
            ([(0.2, 0.8), (3, 2)], True, "No whole number lies between the bounds of x[0]."),
            ([(1, 1), (np.inf, None)], False, "No number lies between the bounds of x[1]."),
            ([(1, 1), (None, -np.inf)], False, "No number lies between the bounds of x[1]."),
        ],
    )
    def test_bounds_without_room(self, bounds, integral, words):
        solution = solve_lp([1, 1], bounds=bounds, integral=integral)
        assert solution == ("infeasible", None, None, None, words)

    def test_bounds_with_just_room(self):
        assert solve_lp([1, 1], bounds=[(2, 2), (1.5, 2)], integral=True).x.tolist() == [2, 2]


class TestUnbounded:
    def test_one_that_can_rise(self):
        solution = solve_lp([1, 1], [[0, 2], [-1, 0]], [5, 3], maximize=True)
        assert solution[:4] == ("unbounded", None, None, None)
        assert solution.message == (
            "The value has no limit: x[0] can rise forever. Add a bound or a row that stops it."
        )

    def test_only_together(self):
        solution = solve_lp([1, 0, 0], [[1, -1, 0]], [3], maximize=True)
        assert solution.message == (
            "The value has no limit: x[0] and x[1] can rise forever. "
            "Add a bound or a row that stops them."
        )
        solution = solve_lp([1, 0], [[1, 2]], [3], bounds=FREE, maximize=True)
        assert "x[0] can rise and x[1] can fall forever" in solution.message

    def test_what_stands_still_is_not_named(self):
        solution = solve_lp([0, 1, 0], bounds=[FREE, FREE, (0, None)])
        assert "limit: x[1] can fall forever" in solution.message

    def test_bounds_on_one_side(self):
        solution = solve_lp([1, 1, 1], bounds=[(None, 5), (0, None), (2, 3)])
        assert "limit: x[0] can fall forever" in solution.message
        solution = solve_lp([1, 1, 1], bounds=[(None, 5), (0, None), (2, 3)], maximize=True)
        assert "limit: x[1] can rise forever" in solution.message

    def test_whole_numbers(self):
        solution = solve_lp([2, 1], [[1, -1]], [0.5], maximize=True, integral=True)
        assert solution.status == "unbounded"
        assert "limit: x[0] and x[1] can rise forever" in solution.message

    def test_with_a_small_share_in_it(self):
        solution = solve_lp([1, 0], [[1, -1000]], [3], maximize=True)
        assert "limit: x[0] and x[1] can rise forever" in solution.message


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"c": [[1, 2]]}, ValueError, "c must be 1-D"),
        ({"A_ub": [[1, 2, 3]]}, ValueError, r"A_ub must have 2 columns, .* shape \(1, 3\)"),
        ({"A_ub": [1, 2]}, ValueError, "A_ub must be 2-D"),
        ({"A_ub": None}, TypeError, "b_ub came without A_ub; pass both, or neither"),
        ({"b_ub": None}, TypeError, "A_ub came without b_ub; pass both, or neither"),
        ({"b_ub": [1, 2]}, ValueError, "b_ub must hold 1 values"),
        ({"b_ub": [np.nan]}, ValueError, "b_ub contains NaN"),
        ({"bounds": [(0, 1)] * 3}, ValueError, r"bounds must be one pair .*, or 2 of them"),
        ({"bounds": (0, 1, 2)}, ValueError, "bounds must be one pair"),
        ({"bounds": [(0, 1), (0,)]}, ValueError, "bounds must be one pair"),
        ({"bounds": 1}, ValueError, "bounds must be one pair .* got 1"),
        ({"bounds": (np.nan, 1)}, ValueError, "bounds contains NaN; None means"),
        ({"bounds": (0, np.nan)}, ValueError, "bounds contains NaN; None means"),
    ],
)
def test_a_bad_program_is_refused(arguments, error, words):
    given = {"c": [1, 2], "A_ub": [[1, 1]], "b_ub": [3]}
    with pytest.raises(error, match=words):
        solve_lp(**given | arguments)


class TestAllocate:
    @pytest.mark.parametrize("seed", range(4))
    def test_equal_to_brute_force_on_200_random_instances(self, seed):
        rng = np.random.default_rng(seed)
        for _ in range(50):
            n_tasks, n_kinds = rng.integers(1, 5), rng.integers(1, 3)
            values = rng.integers(0, 20, n_tasks)
            demands = rng.integers(0, 10, (n_kinds, n_tasks))
            budgets = rng.integers(0, 15, n_kinds)
            plan = allocate(values, demands, budgets)
            assert plan.status == "optimal"
            assert plan.value == pytest.approx(best_vertex(values, demands, budgets), abs=1e-9)
            assert plan.used == pytest.approx(demands @ plan.shares)
            assert (plan.used <= budgets + 1e-9).all()

    @pytest.mark.parametrize("seed", range(2))
    def test_all_or_nothing_equal_to_brute_force(self, seed):
        rng = np.random.default_rng(seed)
        for _ in range(25):
            values, demands = rng.random(5), rng.random((2, 5))
            subsets = np.array(list(product((0, 1), repeat=5)))
            fits = subsets[(subsets @ demands.T <= 1.2).all(axis=1)]
            plan = allocate(values, demands, [1.2, 1.2], integral=True)
            assert plan.value == pytest.approx((fits @ values).max(), rel=1e-12)
            assert set(plan.shares) <= {0.0, 1.0}

    def test_one_budget_gives_numbers_several_give_arrays(self):
        plan = allocate([6, 5, 4], [2, 4, 5], 4)
        assert [type(number) for number in (plan.value, plan.used, plan.price)] == [float] * 3
        plan = allocate([6, 5, 4], [[2, 4, 5]], [4])
        assert plan.used.tolist() == [4] and plan.price.tolist() == [1.25]
        assert plan.message == "The next unit of budget 0 adds 1.25."

    def test_two_budgets(self):
        plan = allocate([10, 10], [[1, 3], [2, 1]], [3, 3])
        assert plan.shares == pytest.approx([1, 2 / 3]) and plan.value == pytest.approx(50 / 3)
        assert plan.used == pytest.approx([3, 8 / 3]) and plan.price == pytest.approx([10 / 3, 0])
        assert plan.message == (
            "The next unit of budget 0 adds 3.33333. The next unit of budget 1 adds 0."
        )

    def test_a_price_is_of_the_next_unit_where_two_would_be_right(self):
        def price(budget):
            return allocate([6, 5, 4], [2, 4, 5], budget).price

        prices = [price(budget) for budget in (0, 1.9, 2, 5.9, 6, 10.9, 11, 12)]
        assert prices == pytest.approx([3, 3, 1.25, 1.25, 0.8, 0.8, 0, 0])
        plan = allocate([6, 5], [[2, 4], [1, 1]], [2, 1])
        assert plan.price == pytest.approx([0, 0])  # one alone buys nothing more

    def test_a_price_next_to_a_kink_is_of_its_own_side(self):
        assert allocate([6, 5], [2, 4], 2 - 1e-4).price == pytest.approx(3)
        assert allocate([6, 5], [2000, 4000], 2000 - 0.1).price == pytest.approx(3e-3)
        assert allocate([6, 5], [2000, 4000], 2000 - 0.03).price == pytest.approx(1.25e-3)

    def test_bytes_and_seconds_stand_side_by_side(self):
        values, n_bytes, n_seconds = [3, 2, 2], np.array([3e9, 1e9, 2e9]), np.array([1, 4, 2])
        plan = allocate(values, [n_bytes, n_seconds], [4e9, 5])
        small = allocate(values, [n_bytes / 1e9, n_seconds], [4, 5])
        assert plan.shares == pytest.approx(small.shares, abs=1e-9)
        assert plan.value == pytest.approx(small.value)
        assert plan.price * [1e9, 1] == pytest.approx(small.price)

    def test_least_shares(self):
        plan = allocate([6, 5, 4], [2, 4, 5], 6, at_least=[0, 0, 0.4])
        assert plan.shares == pytest.approx([1, 0.5, 0.4]) and plan.value == pytest.approx(10.1)
        plan = allocate([6, 5, 4], [2, 4, 5], 6, at_least=0.5)
        assert plan.shares == pytest.approx([0.75, 0.5, 0.5]) and plan.price == pytest.approx(3)
        plan = allocate([6, 5, 4], [2, 4, 5], 6, at_least=[0, 0, 0.4], integral=True)
        assert plan.shares.tolist() == [0, 0, 1]

    def test_least_shares_that_do_not_fit(self):
        plan = allocate([6, 5], [2, 4], 3, at_least=[1, 0.5])
        assert plan[:5] == (None, None, None, None, "infeasible")
        assert plan.message == (
            "The least shares need 4 of the budget, which holds 3. Raise it, or lower at_least."
        )
        assert allocate([6, 5], [2, 4], 4, at_least=[1, 0.5]).value == pytest.approx(8.5)
        plan = allocate([6, 5], [2, 4], 5, at_least=[1, 0.5], integral=True)
        assert "need 6 of the budget, which holds 5" in plan.message
        plan = allocate([6, 5], [[2, 4], [1, 1], [5, 5]], [3, 2, 9], at_least=1)
        assert plan.message == (
            "The least shares need 6 of budget 0, which holds 3 and 10 of budget 2, which holds 9. "
            "Raise them, or lower at_least."
        )

    def test_all_or_nothing_has_no_price(self):
        plan = allocate([6, 10, 12], [1, 2, 3], 5, integral=True)
        assert plan.shares.tolist() == [0, 1, 1] and plan.value == 22 and plan.used == 5
        assert plan.price is None and plan.status == "optimal"
        assert plan.message.startswith("The best of all or nothing")
        assert isinstance(plan.used, float)

    def test_the_input_stays(self):
        budgets = np.array([4.0])
        allocate([6, 5, 4], [[2, 4, 5]], budgets)
        assert budgets.tolist() == [4]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ({"values": [1, -2]}, "values must be at least 0; got -2"),
            ({"demands": [-1, 2]}, "demands must be at least 0; got -1"),
            ({"budget": -3}, "budget must be at least 0; got -3"),
            ({"demands": [1, 2, 3]}, r"demands must have shape \(2,\) .* got \(3,\)"),
            ({"demands": [[1, 2]]}, r"demands must have shape \(2,\) .* budget of shape \(\)"),
            ({"budget": [3]}, r"demands must have shape \(1, 2\) .* got \(2,\)"),
            ({"budget": [[3]], "demands": [[[1, 2]]]}, r"budget of shape \(1, 1\)"),
            ({"budget": [3, 4], "demands": [[1, 2]]}, r"shape \(2, 2\) .* got \(1, 2\)"),
            ({"at_least": [0, 0, 0]}, r"at_least must be one number, or 2, .* shape \(3,\)"),
            ({"at_least": 1.1}, r"at_least must lie in \[0, 1\]; got 1.1 to 1.1"),
            ({"at_least": [-0.1, 1]}, r"at_least must lie in \[0, 1\]; got -0.1 to 1"),
            ({"values": [np.nan, 1]}, "values contains NaN"),
        ],
    )
    def test_bad_tasks_are_refused(self, arguments, words):
        given = {"values": [1, 2], "demands": [3, 4], "budget": 5}
        with pytest.raises(ValueError, match=words):
            allocate(**given | arguments)


class TestRange:
    def test_a_unique_optimum_has_no_range(self):
        least, largest = range_of_shares([6, 5, 4], [2, 4, 5], 4)
        assert least == pytest.approx([1, 0.5, 0], abs=1e-9) and largest == pytest.approx(least)

    def test_ties(self):
        least, largest = range_of_shares([1, 2, 9], [1, 2, 3], 4)
        assert least == pytest.approx([0, 0, 1], abs=1e-9)
        assert largest == pytest.approx([1, 0.5, 1], abs=1e-9)

    def test_least_shares_and_several_budgets(self):
        least, largest = range_of_shares([1, 1], [1, 1], 1, at_least=[0.25, 0])
        assert least == pytest.approx([0.25, 0]) and largest == pytest.approx([1, 0.75])
        least, largest = range_of_shares([1, 1], [[1, 1], [0, 1]], [1, 0.5])
        assert least == pytest.approx([0.5, 0]) and largest == pytest.approx([1, 0.5])

    def test_no_allocation_no_range(self):
        with pytest.raises(ValueError, match=r"there is no allocation\. The least shares need 6"):
            range_of_shares([1, 1], [2, 4], 3, at_least=1)


class TestTheCase:
    def test_the_value_and_the_documented_answer(self):
        plan = allocate(*TASKS, BUDGET)
        assert plan.value == pytest.approx(100) and plan.used == pytest.approx(1000)
        assert TASKS.weights @ DOCUMENTED_SHARES == 75
        assert TASKS.demands @ DOCUMENTED_SHARES == 750

    @pytest.mark.parametrize("A", [np.eye(5), np.diag(TASKS.weights)])
    def test_the_program_as_it_stands(self, A):
        stated = solve_lp(TASKS.weights, A, TASKS.demands, bounds=FREE)
        assert stated.status == "unbounded"
        assert "x[0], x[1], x[2], x[3] and x[4] can fall forever" in stated.message
        from_0 = solve_lp(TASKS.weights, A, TASKS.demands)
        assert from_0.value == 0 and from_0.x.tolist() == [0] * 5

    def test_the_price_of_the_budget(self):
        for budget in (0, 100, 750, 1000, 1499):
            assert allocate(*TASKS, budget).price == pytest.approx(0.1)
        assert allocate(*TASKS, 1499).value == pytest.approx(149.9)
        for budget in (1500, 1501, 1600):
            plan = allocate(*TASKS, budget)
            assert plan.price == 0 and plan.value == pytest.approx(150)
            assert plan.message == "The next unit of the budget adds 0."

    def test_the_optimum_is_not_unique(self):
        least, largest = range_of_shares(*TASKS, BUDGET)
        assert least == pytest.approx(np.zeros(5), abs=1e-6)
        assert largest == pytest.approx(np.ones(5), abs=1e-6)

    def test_whole_tasks_reach_the_same(self):
        plan = allocate(*TASKS, BUDGET, integral=True)
        assert plan.value == 100 and plan.used == 1000
        assert allocate(*TASKS, 950, integral=True).value == 90  # 95 with shares

    def test_a_second_budget(self):
        memory = [16, 8, 4, 2, 1]
        plan = allocate(TASKS.weights, [TASKS.demands, memory], [BUDGET, 4])
        assert plan.shares == pytest.approx([0, 0, 0.25, 1, 1])
        assert plan.value == pytest.approx(97.5) and plan.used == pytest.approx([975, 4])
        assert plan.price == pytest.approx([0, 7.5])


def test_scipy_is_loaded_when_it_is_needed():
    code = "import course_utils.resources.model, sys; print('scipy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
