"""A scale of its own for each neuron's weights, symmetric around 0 (Krishnamoorthi, 2018)."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def channel_scales(W):
    reach = np.abs(W).max(axis=1)
    return 2 * reach / 255


def row_by_row(W):
    scales = []
    for row in W:
        ends = max(row.max(), -row.min())
        scales.append(ends / 127.5)
    return np.array(scales)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_rows, n_columns):
        """Draw rows of different spread; the largest magnitude is negative in every other row."""
        spread = rng.permutation(np.geomspace(0.1, 3.0, n_rows))
        W = rng.uniform(-0.9, 0.9, size=(n_rows, n_columns))
        W[np.abs(W) < 0.1] = 0.5
        places = rng.integers(0, n_columns, size=n_rows)
        W[np.arange(n_rows), places] = rng.permutation(np.resize([-1.0, 1.0], n_rows))
        W[np.arange(n_rows), (places + 1) % n_columns] *= -np.sign(
            W[np.arange(n_rows), (places + 1) % n_columns]
        ) * np.sign(W[np.arange(n_rows), places])
        return {"W": np.round(spread[:, None] * W, 3)}

    negative = drawn(2, 5)
    negative["W"] = -np.abs(negative["W"])
    return [drawn(2, 3), drawn(4, 3), drawn(3, 5), negative, drawn(5, 2), drawn(1, 4)]


def scaled(size: Callable, steps: float = 127.5) -> Callable:
    """Return the size of each row, or of all, in so many steps."""
    return lambda W: size(W) / steps


def largest_of_rows(W):
    return np.abs(W).max(axis=1)


MISTAKES = (
    misconception(
        "M1037",
        says="has a scale for each input, and not one for each neuron",
        hint="One neuron's weights stand in a row. How many rows are there, and how many scales "
        "do you get?",
    )(scaled(lambda W: np.abs(W).max(axis=0))),
    misconception(
        "M1038",
        says="has one scale for all neurons",
        hint="One neuron has weights a hundred times as small as another's. How many codes are "
        "left for it with your scale?",
        also=(
            scaled(lambda W: np.abs(W).max()),
            scaled(lambda W: np.full((len(W), 1), np.abs(W).max())),
        ),
    )(scaled(lambda W: np.full(len(W), np.abs(W).max()))),
    misconception(
        "M1039",
        says="takes the largest value, where the largest magnitude is asked for",
        hint="The weights are -3 and 1. How far from 0 must the codes go?",
        also=(
            scaled(lambda W: np.abs(W.max(axis=1))),
            scaled(lambda W: -W.min(axis=1)),
            scaled(lambda W: W.max(axis=1), 127),
        ),
    )(scaled(lambda W: W.max(axis=1))),
    misconception(
        "M1040",
        says="takes another number of steps than 255 from end to end",
        hint="From -128 to 127, how many steps is that, and how many of them lie on one side of 0?",
        also=tuple(scaled(largest_of_rows, steps) for steps in (128, 255, 256, 254, 64)),
    )(scaled(largest_of_rows, 127)),
    misconception(
        "M1041",
        says="takes the width from the smallest to the largest weight, which is not symmetric",
        hint="The zero point shall be 0. Which code then stands for the largest weight, and is it "
        "reached with your scale?",
        also=(scaled(lambda W: np.ptp(W, axis=1)), scaled(lambda W: np.ptp(W, axis=1), 256)),
    )(scaled(lambda W: np.ptp(W, axis=1), 255)),
    misconception(
        "M1042",
        says="goes by an average weight, so that the largest ones do not fit",
        hint="A neuron has one weight that is far larger than the others. Which code does it get?",
        also=(
            scaled(lambda W: W.std(axis=1)),
            scaled(lambda W: np.linalg.norm(W, axis=1)),
            scaled(lambda W: np.abs(W).sum(axis=1)),
            scaled(lambda W: W.mean(axis=1)),
        ),
    )(scaled(lambda W: np.abs(W).mean(axis=1))),
    misconception(
        "M1043",
        says="turns the fraction over: codes per unit, where units per code are asked for",
        hint="A code times its scale should be the weight. What does yours make of code 127?",
        also=(lambda W: 127 / largest_of_rows(W), lambda W: 255 / largest_of_rows(W)),
    )(lambda W: 127.5 / largest_of_rows(W)),
    misconception(
        "M1044",
        says="returns the codes, or a column, where one number for each row is asked for",
        hint="Print the shape of your result. Does it have one entry for each neuron, and no "
        "second direction?",
        also=(
            lambda W: np.clip(np.round(W / channel_scales(W)[:, None]), -128, 127),
            lambda W: np.round(W / channel_scales(W)[:, None]),
        ),
    )(lambda W: channel_scales(W)[:, None]),
)

EXERCISE = Exercise(
    title="A scale for each neuron",
    reference=channel_scales,
    another=row_by_row,
    cases=cases,
    misconceptions=MISTAKES,
    hints=(
        "The codes go from -128 to 127 and 0 stays 0. Which weight of a neuron decides how wide "
        "the steps have to be?",
        "W = (0.51, -1.02) and (0.255, 0.1): in the first row the magnitudes go up to 1.02, so the "
        "range is from -1.02 to 1.02, 2.04 wide, and 2.04 / 255 = 0.008. In the second row it is "
        "0.51 wide. Which scale is that, and what would the first row's scale make of 0.1?",
        "for each row: m ← the magnitude farthest from 0\n"
        "    scale ← the width from -m to m, in 255 steps\nreturn one scale for each row",
    ),
    why="a scale for each neuron costs 4 bytes. How much is that beside the codes of a layer with "
    "64 inputs, and when is it worth it?",
    because=(
        "4 bytes beside 64: 6 %. It is worth it if the neurons' weights differ much in size: with "
        "one scale for all, the largest weight of the layer makes the steps so wide that a neuron "
        "with small weights has few codes left. With few bits, it decides."
    ),
)
