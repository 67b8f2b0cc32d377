"""The best answer a discriminator can give, and what the game is worth then."""

import numpy as np

from course_utils.validation import as_numbers, check_positive

_LEAST = 2.0**-53  # 1 - _LEAST is the largest number below 1


def optimal_discriminator(real_density, fake_density) -> np.ndarray:
    """Return D*(x) = p(x) / (p(x) + q(x)): no discriminator does better.

    Parameters
    ----------
    real_density, fake_density : arrays of one shape, p and q at the same places

    Returns
    -------
    ndarray of that shape, in [0, 1]; 0.5 where nothing ever comes from either

    References
    ----------
    Goodfellow et al., Generative adversarial nets, NeurIPS 2014, proposition 1.

    >>> optimal_discriminator([0.3, 0.1, 0.0, 0.0], [0.1, 0.1, 0.5, 0.0])
    array([0.75, 0.5 , 0.  , 0.5 ])
    """
    p, q = _densities(real_density, fake_density)
    answers = np.full(p.shape, 0.5)
    return np.divide(p, p + q, out=answers, where=p + q > 0)


def value_of_game(real_density, fake_density, answers, step: float) -> float:
    """Return V = E_real[log D] + E_fake[log(1 - D)], at most 0: D wants it large, G small.

    Parameters
    ----------
    real_density, fake_density : arrays of one shape, p and q on an even grid
    answers : array of that shape, D in [0, 1]
    step : float > 0, from one place of the grid to the next (in a plane: the area of a cell)

    Returns
    -------
    float, in nats; answers of 0 and 1 count as 1.1e-16 less certain, so that V is a number

    References
    ----------
    Goodfellow et al., Generative adversarial nets, NeurIPS 2014, equation 1.

    >>> p = q = np.full(10, 0.5)  # even between 0 and 2
    >>> round(value_of_game(p, q, optimal_discriminator(p, q), step=0.2), 3)  # -2 ln 2
    -1.386
    """
    step = check_positive(step, "step")
    p, q = _densities(real_density, fake_density, step)
    answers = as_numbers(answers, "answers")
    if answers.shape != p.shape:
        raise ValueError(
            f"answers must have shape {p.shape}, as the densities; got {answers.shape}."
        )
    if answers.min() < 0 or answers.max() > 1:
        raise ValueError(
            f"answers must lie in [0, 1]; got {answers.min():.3g} to {answers.max():.3g}. "
            "A logit becomes an answer by the sigmoid."
        )
    # p / (p + q) is rounded to 1 where q is small; its share of V is small too, and not -inf.
    answers = np.clip(answers, _LEAST, 1 - _LEAST)
    return _mean_log(p, answers, step) + _mean_log(q, 1 - answers, step)


def jensen_shannon(real_density, fake_density, step: float) -> float:
    """Return how far apart two densities are: 0 if equal, ln 2 if they never meet; in nats.

    JS = (KL(p, m) + KL(q, m)) / 2 with m the mean of both. Against the best discriminator the
    value of the game is 2 JS - 2 ln 2: a generator that plays well brings the JS down.

    Parameters
    ----------
    real_density, fake_density, step : see `value_of_game`

    References
    ----------
    Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory
    37(1), 1991; Goodfellow et al., NeurIPS 2014, theorem 1.

    >>> round(jensen_shannon([1.0, 0.0], [0.0, 1.0], step=1.0), 3)
    0.693
    """
    step = check_positive(step, "step")
    p, q = _densities(real_density, fake_density, step)
    middle = (p + q) / 2
    return sum(_mean_log(d, _share(d, middle), step) for d in (p, q)) / 2


def _share(density: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(density, whole, out=np.ones_like(whole), where=whole > 0)


def _mean_log(density: np.ndarray, values: np.ndarray, step: float) -> float:
    """Return E[log(values)], where 0 · log 0 is 0."""
    there = density > 0
    return float(np.sum(density[there] * np.log(values[there])) * step)


def _densities(real_density, fake_density, step=None) -> tuple[np.ndarray, np.ndarray]:
    p, q = as_numbers(real_density, "real_density"), as_numbers(fake_density, "fake_density")
    if p.shape != q.shape:
        raise ValueError(
            "real_density and fake_density must have one shape, for the same places; "
            f"got {p.shape} and {q.shape}."
        )
    for density, name in ((p, "real_density"), (q, "fake_density")):
        if density.min() < 0:
            raise ValueError(f"{name} must be at least 0 everywhere; got {density.min():.3g}.")
        if step is not None and abs(density.sum() * check_positive(step, "step") - 1) > 0.01:
            raise ValueError(
                f"{name} must add up to 1 over the grid, sum · step; "
                f"got {density.sum() * step:.3g}. Check step, or make the grid wider or finer."
            )
    return p, q
