"""A task for the explorer: the step with which the central difference is closest to the slope."""

import math

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, differences


def best_h_central():
    from course_utils.gradient_descent import h_sweep

    hs = 1 / 10.0 ** np.arange(1, 16)
    errors = h_sweep(np.exp, np.exp, 1.0, hs, "central")
    # Rounding is luck: of all steps that do about as well as the best, take the middle one.
    good = hs[errors < 10 * errors.min()]
    return float(good[(len(good) - 1) // 2])


def balance_central():
    # What the formula misses grows like h², what is rounded like eps / h: equal at h³ = eps.
    h = np.finfo(float).eps ** (1 / 3)
    return 1 / 10 ** round(-np.log10(h))


def cases(seed):
    return [{}]


def within_a_decade(observation: Observation, reference: Observation) -> list[str]:
    """Compare as `differences` does, but two powers of ten by their size: up to a factor 10 apart.

    Other numbers above 0, such as an error read off the wrong axis, may be a factor 2 apart; they
    are never equal to a power of ten.
    """
    exponents = [_exponent(seen.get("result")) for seen in (observation, reference)]
    if None in exponents:
        return differences(observation, reference) if exponents == [None, None] else ["result"]
    n_powers = sum(abs(exponent - round(exponent)) < 1e-6 for exponent in exponents)
    apart = {0: math.log10(2), 1: -1.0, 2: 1.0}[n_powers]
    return [] if abs(exponents[0] - exponents[1]) <= apart + 1e-6 else ["result"]


def _exponent(value) -> float | None:
    """Return log10 of a number above 0, and None for everything else."""
    is_number = isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and value.ndim == 0
    return math.log10(value) if is_number and 0 < value < np.inf else None


def powers_of_ten():
    """Return the steps of the slider."""
    return 1 / 10.0 ** np.arange(1, 16)


def wrong_steps(other, kind):
    """Return the wrong answers of both tasks: `other` answers the other one, `kind` is this one."""
    return (
        misconception(
            "M336",
            says="takes the smallest h there is",
            hint="How many digits do two values share that lie so close together, and how many of "
            "them are left after you subtract one from the other?",
        )(lambda: float(powers_of_ten()[-1])),
        misconception(
            "M337",
            says="takes the largest h there is",
            hint="How well does so long a chord follow a curve that bends?",
        )(lambda: float(powers_of_ten()[0])),
        misconception(
            "M338",
            says="reads the other kind of difference",
            hint="Which of the two kinds is switched on in your picture?",
        )(other),
        misconception(
            "M339",
            says="gives the exponent and not h itself",
            hint="The horizontal axis counts in powers of ten. Which number stands for your power?",
            also=tuple(lambda k=k: k for k in (*range(-11, -2), *range(3, 12))),
        )(lambda: -6),
        misconception(
            "M331",
            says="gives the smallest error and not the h that leads to it",
            hint="Which of the two axes did you read?",
        )(lambda: smallest_error(kind)),
    )


def smallest_error(kind):
    from course_utils.gradient_descent import h_sweep

    return float(np.min(h_sweep(np.exp, np.exp, 1.0, powers_of_ten(), kind)))


def other_kind():
    from course_utils.gradient_descent import h_sweep

    errors = h_sweep(np.exp, np.exp, 1.0, powers_of_ten(), "forward")
    return float(powers_of_ten()[np.argmin(errors)])


EXERCISE = Exercise(
    title="Explorer: the best h from both sides",
    reference=best_h_central,
    another=balance_central,
    cases=cases,
    misconceptions=wrong_steps(other_kind, "central"),
    hints=(
        "The V has two arms. What makes the error grow to the right of its lowest place, and what "
        "to the left? The answer is an h of the explorer: a power of ten.",
        "With 3 digits: e^1.1 is 3.00 and e^0.9 is 2.46, so the slope comes out as 0.54 / 0.2 = "
        "2.7. With h = 0.001 both values are 2.72, and the slope comes out as 0. Where between "
        "the two ends is the best h for 16 digits?",
        "function ← exp, kind ← central\nfor each power of ten: read the error\n"
        "return the h of the lowest one",
    ),
    why="why is the best h here larger than that of the one-sided difference?",
    because=(
        "Both lose the same digits: rounding costs about 1e-16 / h. From both sides the curve's "
        "bend cancels, and what is missed falls like h² and no longer like h. So the central "
        "difference can stay at a larger h, where less is lost: about 1e-5 or 1e-6 instead of "
        "1e-8. As the last digits are luck, any of 1e-5, 1e-6, 1e-7 passes."
    ),
    compare=within_a_decade,
)
