"""Cases on which mistakes show: drawn again and again until a wrong answer gives itself away."""

from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np


def drawn_until(
    draw: Callable[[], dict],
    right: Callable,
    wrong: Iterable[Callable],
    apart: Iterable[Callable] = (),
) -> dict:
    """Return the first case of `draw()` on which every wrong answer differs from the right one.

    The answers of `apart` differ from one another, too.
    """
    while True:
        case = draw()
        expected = _numbers(right, case)
        if any(_alike(expected, _numbers(each, case)) for each in wrong):
            continue
        answers = [_numbers(each, case) for each in apart]
        if not any(_alike(*pair) for pair in combinations(answers, 2)):
            return case


def _numbers(function: Callable, case: dict) -> np.ndarray:
    answer = function(**case)
    return np.hstack(answer) if isinstance(answer, tuple) else np.ravel(answer)


def _alike(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool((np.abs(a - b) < 1e-3).all())


def tasks(rng: np.random.Generator, n: int, largest: int = 30) -> dict:
    """Draw values and demands of `n` tasks, no two of them with the same ratio."""
    while True:
        values = rng.choice(np.arange(3, 2 * largest), size=n, replace=False)
        demands = rng.choice(np.arange(2, largest), size=n, replace=False)
        ratios = np.sort(values / demands)
        if np.all(np.diff(ratios) > 0.02):
            return {"values": values, "demands": demands}
