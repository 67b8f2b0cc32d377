"""Affine quantization: numbers of a range become codes of one byte (Jacob et al., 2018)."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise
from course_utils.classroom.judging import Observation, observe
from course_utils.compression.exercises.wrong_codes import WRONG_CODES, WRONG_RANGES


def to_codes(x, low, high):
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / 255
    zero_point = -128 - round(low / scale)
    moved = np.round(x / scale) + zero_point
    return np.clip(moved, -128, 127).astype(np.int8)


def by_the_nearest_code(x, low, high):
    low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
    scale = (high - low) / 255
    codes = np.arange(-128, 128)
    numbers = (codes + 128 + np.rint(low / scale)) * scale
    return codes[np.abs(x[..., None] - numbers).argmin(axis=-1)].astype(np.int8)


def observe_with_type(function: Callable, case: dict) -> Observation:
    """Observe the type of the numbers too: a code is one byte."""
    kinds = []

    def noted(**arguments):
        result = function(**arguments)
        kind = str(getattr(result, "dtype", type(result).__name__))
        kinds.append(kind.removeprefix("torch."))
        return result

    observation = observe(noted, case)
    return observation | ({"type": kinds[0]} if kinds else {})


def cases(seed):
    rng = np.random.default_rng(seed)

    def signs(n):
        return rng.permutation(np.resize([-1, 1], n))

    def drawn(shape, below, off_code=0.3, n_beyond=0):
        """Draw numbers in a range that begins `below + off_code` steps of its scale below 0.

        None lies halfway between two codes. `n_beyond` of them lie above the range, as many below.
        """
        scale = float(rng.choice([0.02, 0.03, 0.04, 0.06, 0.07]))
        low = round(-scale * (below + off_code), 4) + 0.0
        high = round(low + 255 * scale, 4)
        n = shape[0] * shape[1]
        steps = rng.choice(np.arange(max(-below, -100), 254 - max(below, 0)), n, replace=False)
        if n_beyond:
            steps[:n_beyond] = 255 - below + rng.integers(5, 90, size=n_beyond)
            steps[-n_beyond:] = -below - rng.integers(5, 90, size=n_beyond)
        off = signs(n) * rng.uniform(0.26, 0.38, size=n)
        x = np.round((steps + off) * scale, 4)
        return {"x": rng.permutation(x).reshape(shape), "low": low, "high": high}

    def on_one_side(shape, side):
        """Draw numbers in a range that does not hold 0."""
        scale = float(rng.choice([0.02, 0.03, 0.05]))
        n = shape[0] * shape[1]
        steps = rng.choice(np.arange(110, 250), n, replace=False)
        x = np.round(side * (steps + signs(n) * rng.uniform(0.26, 0.38, size=n)) * scale, 4)
        ends = sorted([round(side * 101 * scale, 4), round(side * 255 * scale, 4)])
        return {"x": x.reshape(shape), "low": ends[0], "high": ends[1]}

    below = rng.integers(40, 100, size=3).tolist()
    return [
        drawn((2, 3), below[0], -0.3),
        drawn((3, 4), below[1], n_beyond=2),
        on_one_side((2, 4), 1),
        on_one_side((3, 2), -1),
        drawn((2, 5), 0, 0.0),
        drawn((1, 6), below[2], n_beyond=1),
    ]


EXERCISE = Exercise(
    title="Numbers become codes",
    reference=to_codes,
    another=by_the_nearest_code,
    cases=cases,
    observe=observe_with_type,
    misconceptions=(*WRONG_RANGES, *WRONG_CODES),
    hints=(
        "How far apart are two neighbors among the numbers that can be written as a code? Which "
        "code stands for the number 0, and what happens to a number beyond the ends?",
        "low = -1, high = 1.55: it holds 0. The scale is 2.55 / 255 = 0.01, and the zero point "
        "-128 - (-1 / 0.01) = -28. The number 0.314 is 31 steps above 0, so its code is 31 - 28 = "
        "3. The number 2 would be 172, which is too large: its code is 127. Which code has -0.5?",
        "low, high ← moved apart until 0 is between them\n"
        "scale ← the width, in 255 steps\n"
        "zero point ← -128 less the lower end in steps, as a whole number\n"
        "code ← number in steps, as a whole number, plus the zero point\n"
        "codes beyond the ends ← the nearest end; only then make them bytes",
    ),
    why="why must the number 0 have a code of its own, and not lie between two?",
    because=(
        "Zeros are everywhere: behind a ReLU, in padding, in pruned weights. If 0 came back as "
        "0.004, each of them would add a little to every sum, always with the same sign, and the "
        "errors would not cancel."
    ),
)
