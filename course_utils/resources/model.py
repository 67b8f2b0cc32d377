"""Shares of a budget: a linear program that maximizes what they are worth, and its prices."""

from typing import NamedTuple

import numpy as np

from course_utils.resources.linear_program import Solution, solve_lp
from course_utils.validation import as_numbers, as_vector

__all__ = ["Allocation", "Solution", "allocate", "range_of_shares", "solve_lp"]

_STEP = 1e-5  # of the largest demand: far above the solver's tolerance of 1e-7


class Allocation(NamedTuple):
    """The best shares; all but `status` and `message` are None if there are none.

    `used` and `price` are one number for one budget, and one for each of several.
    """

    shares: np.ndarray | None  # of each task, in [0, 1]
    value: float | None  # the sum of values · shares
    used: float | np.ndarray | None  # of the budget
    price: float | np.ndarray | None  # value that the next unit of the budget adds, >= 0
    status: str  # "optimal" or "infeasible"
    message: str


class _Tasks(NamedTuple):
    values: np.ndarray
    demands: np.ndarray  # (n_kinds, n_tasks)
    budgets: np.ndarray  # (n_kinds,)
    bounds: np.ndarray  # (n_tasks, 2): the least and the largest share


def allocate(values, demands, budget, *, integral=False, at_least=None) -> Allocation:
    """Return the shares that are worth most within a budget.

    Maximize values · shares subject to demands · shares <= budget, at_least <= shares <= 1.

    Parameters
    ----------
    values : array of shape (n_tasks,), each >= 0
        What a task is worth with all that it demands; a share of that is worth the same share.
    demands : array of shape (n_tasks,), or (n_kinds, n_tasks) for several budgets; each >= 0
    budget : number >= 0, or array of shape (n_kinds,); in the units of the demands
    integral : bool
        Whether a task gets all or nothing. `price` is None then.
    at_least : number in [0, 1], or array of shape (n_tasks,): the least share of each task

    Returns
    -------
    Allocation
        The best value is unique, the shares need not be: see `range_of_shares`.

    References
    ----------
    Dantzig, Discrete-variable extremum problems, Operations Research 5(2), 1957.

    >>> plan = allocate([6, 5, 4], [2, 4, 5], budget=4)
    >>> plan.shares, plan.value, plan.used, plan.price
    (array([1. , 0.5, 0. ]), 8.5, 4.0, 1.25)
    >>> allocate([6, 5], [2, 4], budget=4, at_least=1).message
    'The least shares need 6 of the budget, which holds 4. Raise it, or lower at_least.'
    """
    tasks, one = _as_tasks(values, demands, budget, at_least)
    if integral:
        tasks = tasks._replace(bounds=np.ceil(tasks.bounds))
    solution = _solve(tasks, integral=integral)
    if solution.status != "optimal":
        return Allocation(None, None, None, None, solution.status, _words_of_shortage(tasks, one))
    used = tasks.demands @ solution.x
    prices = None if integral else _prices_of_next_unit(tasks)
    message = _words_of_prices(prices, one)
    if one:
        used, prices = float(used[0]), None if integral else float(prices[0])
    return Allocation(solution.x, solution.value, used, prices, "optimal", message)


def range_of_shares(values, demands, budget, *, at_least=None) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest share of each task among all allocations worth the most.

    Where both differ the optimum is not unique, and the one that a solver shows is its choice.

    Parameters
    ----------
    values, demands, budget, at_least : see `allocate`

    Returns
    -------
    least, largest : arrays of shape (n_tasks,)

    Raises
    ------
    ValueError
        If there is no allocation.

    References
    ----------
    Mahadevan and Schilling, The effects of alternate optimal solutions in constraint-based
    genome-scale metabolic models, Metabolic Engineering 5(4), 2003: there the shares are fluxes.

    >>> least, largest = range_of_shares([1, 2, 9], [1, 2, 3], budget=4)  # two are worth 1 a unit
    >>> least.round(3), largest.round(3)
    (array([0., 0., 1.]), array([1. , 0.5, 1. ]))
    """
    best = allocate(values, demands, budget, at_least=at_least)
    if best.status != "optimal":
        raise ValueError(f"there is no allocation. {best.message}")
    tasks, _ = _as_tasks(values, demands, budget, at_least)
    rows = np.vstack([tasks.demands, -tasks.values])
    limits = np.append(tasks.budgets, -best.value)
    least, largest = (
        [
            solve_lp(task, rows, limits, bounds=tasks.bounds, maximize=maximize).value
            for task in np.eye(len(tasks.values))
        ]
        for maximize in (False, True)
    )
    return np.array(least), np.array(largest)


def _solve(tasks: _Tasks, integral: bool = False) -> Solution:
    values, demands, budgets, bounds = tasks
    return solve_lp(values, demands, budgets, bounds=bounds, maximize=True, integral=integral)


def _prices_of_next_unit(tasks: _Tasks) -> np.ndarray:
    """Return the price of each budget just above what it holds: at a kink two prices are right."""
    prices = []
    for kind, demands in enumerate(tasks.demands):
        budgets = tasks.budgets.copy()
        budgets[kind] += _STEP * demands.max()
        prices.append(_solve(tasks._replace(budgets=budgets)).prices[kind])
    return np.array(prices)


def _words_of_prices(prices: np.ndarray | None, one: bool) -> str:
    if prices is None:
        return "The best of all or nothing; such a choice has no price of the next unit."
    return " ".join(
        f"The next unit of {_name(kind, one)} adds {price:g}." for kind, price in enumerate(prices)
    )


def _words_of_shortage(tasks: _Tasks, one: bool) -> str:
    """Name each budget that is too small for the least shares."""
    needs = tasks.demands @ tasks.bounds[:, 0]
    short = [
        f"{needs[kind]:g} of {_name(kind, one)}, which holds {tasks.budgets[kind]:g}"
        for kind in np.flatnonzero(needs > tasks.budgets)
    ]
    raised = "it" if len(short) == 1 else "them"
    return f"The least shares need {' and '.join(short)}. Raise {raised}, or lower at_least."


def _name(kind: int, one: bool) -> str:
    return "the budget" if one else f"budget {kind}"


def _as_tasks(values, demands, budget, at_least) -> tuple[_Tasks, bool]:
    """Return the checked tasks, and whether there is one budget."""
    values, demands = as_vector(values, "values"), as_numbers(demands, "demands")
    budgets = as_numbers(budget, "budget")
    one = demands.ndim == 1
    wanted = (*budgets.shape, len(values))
    if budgets.ndim > 1 or demands.shape != wanted:
        raise ValueError(
            f"demands must have shape {wanted} for {len(values)} values and a budget of shape "
            f"{budgets.shape}; got {demands.shape}. One budget is a number, several are an array "
            "with one row of demands for each."
        )
    for numbers, name in ((values, "values"), (demands, "demands"), (budgets, "budget")):
        if numbers.min() < 0:
            raise ValueError(f"{name} must be at least 0; got {numbers.min():g}.")
    least = as_numbers(0.0 if at_least is None else at_least, "at_least")
    if least.shape not in ((), values.shape):
        raise ValueError(
            f"at_least must be one number, or {len(values)}, one for each task; "
            f"got shape {least.shape}."
        )
    if least.min() < 0 or least.max() > 1:
        raise ValueError(f"at_least must lie in [0, 1]; got {least.min():g} to {least.max():g}.")
    bounds = np.column_stack([np.broadcast_to(least, values.shape), np.ones(len(values))])
    return _Tasks(values, np.atleast_2d(demands), np.atleast_1d(budgets), bounds), one
