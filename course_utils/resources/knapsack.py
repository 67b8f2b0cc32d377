"""Budgets without a solver: fill by value per unit, choose whole tasks, or share fairly."""

from typing import NamedTuple

import numpy as np

from course_utils.validation import as_vector, check_nonnegative

MOST_TASKS = 20  # 2**20 subsets: 50 MB, a tenth of a second


class Subset(NamedTuple):
    """Which tasks get all that they ask for, and what these are worth together."""

    mask: np.ndarray  # bool, of shape (n_tasks,)
    value: float


def fractional_knapsack(values, demands, budget) -> np.ndarray:
    """Return the best shares: serve the tasks by value per unit, and cut the one that is too large.

    Parameters
    ----------
    values, demands : arrays of shape (n_tasks,), each >= 0
    budget : number >= 0, in the units of the demands

    Returns
    -------
    ndarray of shape (n_tasks,), shares in [0, 1]
        Of tasks worth the same per unit the first is served first. One worth nothing gets nothing.

    References
    ----------
    Dantzig, Discrete-variable extremum problems, Operations Research 5(2), 1957.

    >>> fractional_knapsack([6, 5, 4], [2, 4, 5], budget=4)
    array([1. , 0.5, 0. ])
    """
    values, demands, left = _as_tasks(values, demands, budget)
    shares = np.zeros(len(values))
    for task in _by_value_per_unit(values, demands):
        shares[task] = min(1.0, left / demands[task]) if demands[task] > 0 else 1.0
        left -= shares[task] * demands[task]
    return shares


def greedy_subset(values, demands, budget) -> Subset:
    """Serve whole tasks by value per unit, and skip each that no longer fits.

    Parameters
    ----------
    values, demands, budget : see `fractional_knapsack`

    Returns
    -------
    Subset
        Not always the best: see `best_subset`.

    >>> greedy_subset([6, 10, 12], [1, 2, 3], budget=5).value  # 10 and 12 would fit
    16.0
    """
    values, demands, left = _as_tasks(values, demands, budget)
    slack = _slack(budget)
    mask = np.zeros(len(values), bool)
    for task in _by_value_per_unit(values, demands):
        if demands[task] <= left + slack:
            mask[task] = True
            left -= demands[task]
    return Subset(mask, float(values[mask].sum()))


def best_subset(values, demands, budget) -> Subset:
    """Return the whole tasks that are worth most within a budget, by trying all subsets.

    Parameters
    ----------
    values, demands, budget : see `fractional_knapsack`; at most 20 tasks

    Returns
    -------
    Subset
        Of subsets worth the same, the one whose last task is the earliest.

    References
    ----------
    Kellerer, Pferschy and Pisinger, Knapsack problems, 2004.

    >>> best_subset([6, 10, 12], [1, 2, 3], budget=5)
    Subset(mask=array([False,  True,  True]), value=22.0)
    """
    values, demands, budget = _as_tasks(values, demands, budget)
    if len(values) > MOST_TASKS:
        raise ValueError(
            f"values holds {len(values)} tasks, too many to try all subsets: {MOST_TASKS} are the "
            "most. Use allocate(…, integral=True)."
        )
    worth, used = np.zeros(1), np.zeros(1)
    for value, demand in zip(values, demands, strict=True):  # all subsets without it, then with it
        worth, used = np.append(worth, worth + value), np.append(used, used + demand)
    worth[used > budget + _slack(budget)] = -np.inf
    best = int(worth.argmax())
    mask = np.array([best >> task & 1 for task in range(len(values))], bool)
    return Subset(mask, float(values[mask].sum()))


def fair_shares(demands, budget) -> np.ndarray:
    """Share a budget so that no task can get more but at the cost of one that has no more than it.

    Each gets the same amount, but none more than it asks for: max-min fairness. Values don't count.

    Parameters
    ----------
    demands : array of shape (n_tasks,), each >= 0
    budget : number >= 0, in the units of the demands

    Returns
    -------
    ndarray of shape (n_tasks,), shares of the demands in [0, 1]

    References
    ----------
    Bertsekas and Gallager, Data networks, 2nd edition, 1992, section 6.5.2.

    >>> fair_shares([2, 8, 20], budget=14) * [2, 8, 20]
    array([2., 6., 6.])
    """
    demands, left = _as_nonnegative(demands, "demands"), check_nonnegative(budget, "budget")
    shares = np.ones(len(demands))
    order = np.argsort(demands, kind="stable")
    for n_served, task in enumerate(order):
        amount = min(demands[task], left / (len(demands) - n_served))
        if amount < demands[task]:
            shares[task] = amount / demands[task]
        left -= amount
    return shares


def _by_value_per_unit(values: np.ndarray, demands: np.ndarray) -> list[int]:
    """Return the tasks that are worth something, those worth most per unit first."""
    per_unit = np.full(len(values), np.inf)
    np.divide(values, demands, out=per_unit, where=demands > 0)
    return [task for task in np.argsort(-per_unit, kind="stable") if values[task] > 0]


def _slack(budget: float) -> float:
    """Return what rounding may add to a sum: 0.1 + 0.2 fits into 0.3."""
    return 1e-12 * budget


def _as_tasks(values, demands, budget) -> tuple[np.ndarray, np.ndarray, float]:
    values = _as_nonnegative(values, "values")
    demands = _as_nonnegative(demands, "demands", len(values))
    return values, demands, check_nonnegative(budget, "budget")


def _as_nonnegative(numbers, name: str, length: int | None = None) -> np.ndarray:
    numbers = as_vector(numbers, name, length)
    if numbers.min() < 0:
        raise ValueError(f"{name} must be at least 0; got {numbers.min():g}.")
    return numbers
