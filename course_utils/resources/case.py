"""Document B's case: five tasks, the objective it names, and what its listing does instead."""

from typing import NamedTuple

import numpy as np

from course_utils.validation import as_vector


class Tasks(NamedTuple):
    """What each task is worth, and what it asks for; arrays of one length, not to be written."""

    weights: np.ndarray
    demands: np.ndarray


def _fixed(numbers) -> np.ndarray:
    array = np.array(numbers, float)
    array.setflags(write=False)
    return array


TASKS = Tasks(_fixed([10, 20, 30, 40, 50]), _fixed([100, 200, 300, 400, 500]))
BUDGET = 1000.0
# What Document B gives as the optimum (section 4.3.2), and as what its listing prints (5.4).
DOCUMENTED_SHARES = _fixed([0.5, 0.5, 0.5, 0.5, 0.5])
# Libraries in Document B: an act, and of what. It says which to install (section 5.1); its listing
# (5.2) imports some, and calls fewer.
LISTING = (
    ("install", "numpy"),
    ("install", "pandas"),
    ("install", "tensorflow"),
    ("install", "torch"),
    ("import", "numpy"),
    ("import", "pandas"),
    ("import", "sklearn"),
    ("use", "numpy"),
    ("use", "sklearn"),
)


def documented_ratio(x) -> float:
    """Return the sum of the weights over the total budget: the objective as Document B words it.

    Parameters
    ----------
    x : array of shape (5,), the share of each task
        The formula has no x in it, so that any allocation gives the same number.

    References
    ----------
    Document B, section 4.1.2.

    >>> documented_ratio(DOCUMENTED_SHARES) == documented_ratio(np.zeros(5)) == 0.15
    True
    """
    as_vector(x, "x", len(TASKS.weights))
    return float(TASKS.weights.sum() / BUDGET)


def documented_objective(x) -> float:
    """Return c'x with the weights as c: the objective of Document B's linear program, to minimize.

    Parameters
    ----------
    x : array of shape (5,), the share of each task

    References
    ----------
    Document B, sections 4.2.2 and 4.3.2.

    >>> documented_objective(DOCUMENTED_SHARES), documented_objective(np.zeros(5))
    (75.0, 0.0)
    """
    return float(TASKS.weights @ as_vector(x, "x", len(TASKS.weights)))


def documented_fit(weights, demands) -> np.ndarray:
    """Fit a line to the weights over the demands, and return what it says at the same demands.

    This is what the listing of Document B calls an allocation. No budget appears in it.

    Parameters
    ----------
    weights, demands : arrays of shape (n_tasks,)

    Returns
    -------
    ndarray of shape (n_tasks,), in the unit of the weights

    References
    ----------
    Document B, section 5.2. There it is scikit-learn's linear regression: least squares, a slope
    and a constant.

    >>> documented_fit([1, 2, 6], [1, 2, 3]).round(3)
    array([0.5, 3. , 5.5])
    """
    weights = as_vector(weights, "weights")
    demands = as_vector(demands, "demands", len(weights))
    columns = np.column_stack([demands, np.ones_like(demands)])
    return columns @ np.linalg.lstsq(columns, weights)[0]
