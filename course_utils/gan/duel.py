"""The smallest GAN: each player has one parameter, and its whole game fits into a plane."""

import math
from collections.abc import Sequence

import numpy as np

from course_utils.validation import (
    as_scalar,
    as_vector,
    check_choice,
    check_count,
    check_nonnegative,
    check_positive,
)


def play_duel(
    loss: str = "minimax",
    n_steps: int = 3000,
    learning_rate: float = 0.1,
    start: Sequence[float] = (1.0, 0.0),
    turns: str = "simultaneous",
    r1: float = 0.0,
) -> np.ndarray:
    """Let both players of the Dirac-GAN go downhill, each on its own loss.

    All real samples are 0. The generator puts all of its own at theta. The discriminator's logit
    is psi · x. At (0, 0) none of them can do better: the equilibrium.

    Parameters
    ----------
    loss : {"minimax", "non-saturating"}, the generator's
    n_steps : int >= 1
    learning_rate : float > 0, of both
    start : theta and psi at first
    turns : {"simultaneous", "alternating"}
        Both move at once, or the discriminator does first and the generator answers.
    r1 : float >= 0, weight of `r1_penalty`: it makes a steep discriminator pay

    Returns
    -------
    ndarray of shape (n_steps + 1, 2): theta and psi, from `start` on

    Raises
    ------
    FloatingPointError
        If the players fly off farther than numbers reach.

    References
    ----------
    Mescheder, Geiger and Nowozin, Which training methods for GANs do actually converge?, ICML 2018.

    >>> for loss in ("minimax", "non-saturating"):  # how far from the equilibrium it ends
    ...     print(loss, np.hypot(*play_duel(loss)[-1]).round(2))
    minimax 3.3
    non-saturating 0.45
    """
    check_choice(turns, ("simultaneous", "alternating"), "turns")
    learning_rate = check_positive(learning_rate, "learning_rate")
    path = [tuple(as_vector(start, "start", 2).tolist())]
    for _ in range(check_count(n_steps, "n_steps")):
        theta, psi = path[-1]
        for_theta, for_psi = duel_slopes(theta, psi, loss, r1)
        new_psi = psi - learning_rate * for_psi
        if turns == "alternating":
            for_theta, _ = duel_slopes(theta, new_psi, loss, r1)
        path.append((theta - learning_rate * for_theta, new_psi))
        if not all(map(math.isfinite, path[-1])):
            raise FloatingPointError(
                f"The duel left all numbers after {len(path) - 1} steps. "
                f"Lower learning_rate={learning_rate!r}."
            )
    return np.array(path)


def duel_slopes(
    theta: float, psi: float, loss: str = "minimax", r1: float = 0.0
) -> tuple[float, float]:
    """Return the slope of the generator's loss by theta, and of the discriminator's by psi.

    >>> duel_slopes(2.0, 0.0)  # the discriminator knows nothing yet, so the generator can't learn
    (-0.0, 1.0)
    """
    check_choice(loss, ("minimax", "non-saturating"), "loss")
    theta, psi = as_scalar(theta, "theta"), as_scalar(psi, "psi")
    # The logit of a fake is psi · theta, that of a real sample psi · 0.
    taken_for_real = _sigmoid(psi * theta)
    # d/dpsi of -log D(0) - log(1 - D(theta)) + r1 · psi² / 2; the first is the same for any psi.
    for_psi = taken_for_real * theta + check_nonnegative(r1, "r1") * psi
    if loss == "minimax":
        # d/dtheta of log(1 - D(theta))
        return -taken_for_real * psi, for_psi
    # d/dtheta of -log D(theta)
    return -(1 - taken_for_real) * psi, for_psi


def _sigmoid(logit: float) -> float:
    # tanh never overflows, as exp would far from 0.
    return 0.5 + 0.5 * math.tanh(logit / 2)
