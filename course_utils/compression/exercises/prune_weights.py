"""Set the smallest weights of a layer to 0 (Han et al., 2015): by their magnitude, all together."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def prune_weights(W, sparsity):
    n_removed = round(sparsity * W.size)
    if n_removed == 0:
        return W.copy()
    limit = np.sort(np.abs(W), axis=None)[n_removed - 1]
    return np.where(np.abs(W) > limit, W, 0.0)


def one_after_the_other(W, sparsity):
    places = sorted(np.ndindex(W.shape), key=lambda place: abs(W[place]))
    pruned = np.array(W)
    for place in places[: int(sparsity * W.size + 0.5)]:
        pruned[place] = 0.0
    return pruned


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_rows, n_columns, n_removed, off):
        """Draw weights of different magnitudes; the smallest stand in the first rows.

        `off` keeps the share off a whole number of weights: 0.3 below it, or above.
        """
        n = n_rows * n_columns
        magnitudes = np.sort(rng.choice(np.arange(5, 100), size=n, replace=False)) / 100
        # Each row has its own level, so that going row by row shows; signs are mixed all over.
        W = rng.permuted(magnitudes.reshape(n_rows, n_columns), axis=1)
        signs = np.resize([-1, 1, 1, -1, 1], n)
        signs = signs[np.argsort(W, axis=None).argsort()].reshape(W.shape)
        W = (W * signs)[rng.permutation(n_rows)]
        return {"W": W, "sparsity": round((n_removed + off) / n, 3)}

    return [
        drawn(2, 3, 2, 0.0),
        drawn(3, 4, 8, -0.3),
        drawn(4, 3, 5, 0.3),
        drawn(2, 4, 0, 0.0),
        drawn(3, 5, 1, 0.0),
        drawn(5, 4, 15, -0.3),
    ]


def removing(chosen: Callable) -> Callable:
    """Return what sets the weights to 0 that `chosen(W, n_removed)` marks."""

    def prune(W, sparsity):
        return np.where(chosen(W, round(sparsity * W.size)), 0.0, W)

    return prune


def smallest(values: np.ndarray, n: int) -> np.ndarray:
    """Mark the n smallest values."""
    return (values.argsort(axis=None).argsort() < n).reshape(values.shape)


def by_threshold(threshold: Callable, seen: Callable = np.abs) -> Callable:
    """Return what sets to 0 whose `seen(W)` is below `threshold(W, sparsity)`."""
    return lambda W, sparsity: np.where(seen(W) < threshold(W, sparsity), 0.0, W)


def quantile_of(values: np.ndarray, sparsity: float) -> float:
    """Return a number that round(sparsity · n) of the values are smaller than."""
    return np.append(np.sort(values, axis=None), np.inf)[round(sparsity * values.size)]


def line_by_line(axis: int) -> Callable:
    """Return what prunes the same share of each row (1) or each column (0)."""

    def prune(W, sparsity):
        places = np.abs(W).argsort(axis=axis).argsort(axis=axis)
        return np.where(places < round(sparsity * W.shape[axis]), 0.0, W)

    return prune


def in_place(W, sparsity):
    W[smallest(np.abs(W), round(sparsity * W.size))] = 0.0
    return W


def shrunken(W, sparsity):
    limit = quantile_of(np.abs(W), sparsity)
    return np.sign(W) * np.maximum(np.abs(W) - limit, 0.0)


def mask_alone(W, sparsity):
    return ~smallest(np.abs(W), round(sparsity * W.size))


WRONG_ORDERS = (
    misconception(
        "Q9",
        says="goes by the value and not by the magnitude: the large negative weights go first",
        hint="Which of -0.9 and 0.1 changes the sum more if it becomes 0, and which of the two is "
        "gone in your result?",
        also=(
            removing(lambda W, n: smallest(-W, n)),
            by_threshold(lambda W, sparsity: quantile_of(np.abs(W), sparsity), np.asarray),
        ),
    )(removing(smallest)),
    misconception(
        "M1008",
        says="removes the largest weights and keeps the smallest",
        hint="Which weights may go without anybody noticing, and are those gone in your result?",
        also=(lambda W, sparsity: prune_weights(W, sparsity) * -1 + W,),
    )(removing(lambda W, n: smallest(-np.abs(W), n))),
    misconception(
        "M1009",
        says="takes the share that is kept for the share that goes",
        hint="A sparsity of 0.9: how much of the layer is left, a lot or a little?",
    )(lambda W, sparsity: prune_weights(W, 1 - sparsity)),
    misconception(
        "M1010",
        says="removes the same share of each row, or of each column",
        hint="One row holds only small weights. Must as many of them stay as of a row of large "
        "ones, if the layer is looked at as a whole?",
        also=(line_by_line(0),),
    )(line_by_line(1)),
)

WRONG_COUNTS = (
    misconception(
        "M1011",
        says="takes the share itself, or that share of the largest weight, as the threshold",
        hint="Make all weights ten times as large. Should other weights go then, and do they?",
        also=(
            by_threshold(lambda W, sparsity: sparsity * np.abs(W).max()),
            by_threshold(lambda W, sparsity: sparsity * np.abs(W).mean()),
            by_threshold(lambda W, sparsity: np.abs(W).mean()),
            by_threshold(lambda W, sparsity: sparsity * W.std()),
        ),
    )(by_threshold(lambda W, sparsity: sparsity)),
    misconception(
        "M1012",
        says="removes one weight too few, or one too many",
        hint="Count the zeros of your result. How many should there be, to the nearest whole "
        "number?",
        also=(
            removing(lambda W, n: smallest(np.abs(W), n + 1)),
            removing(lambda W, n: smallest(np.abs(W), n - 1)),
            lambda W, sparsity: np.where(smallest(np.abs(W), np.ceil(sparsity * W.size)), 0.0, W),
            lambda W, sparsity: np.where(np.abs(W) < np.quantile(np.abs(W), sparsity), 0.0, W),
            lambda W, sparsity: np.where(np.abs(W) <= np.quantile(np.abs(W), sparsity), 0.0, W),
        ),
    )(lambda W, sparsity: np.where(smallest(np.abs(W), int(sparsity * W.size)), 0.0, W)),
    misconception(
        "M1141",
        says="removes everything if nothing has to go: place -1 of a list is its last",
        hint="At a sparsity of 0, at which place does your code look for the largest weight that "
        "goes, and what stands there?",
    )(
        by_threshold(
            lambda W, sparsity: np.nextafter(
                np.sort(np.abs(W), axis=None)[round(sparsity * W.size) - 1], np.inf
            )
        )
    ),
    misconception(
        "M1142",
        says="returns the weights as they were: the zeros went into another array",
        hint="Count the zeros of your result. Is the array into which you write them the one that "
        "you return?",
    )(lambda W, sparsity: np.array(W)),
    misconception(
        "M1013",
        says="writes the zeros into the weights that were handed in",
        hint="Your caller wants to try another share next. Are the weights still there?",
    )(in_place),
    misconception(
        "M1014",
        says="returns which weights stay, and not the weights",
        hint="The layer multiplies by what you return. Are those its weights?",
        also=(
            lambda W, sparsity: mask_alone(W, sparsity).astype(float),
            lambda W, sparsity: ~mask_alone(W, sparsity),
        ),
    )(mask_alone),
    misconception(
        "M1015",
        says="moves the weights that stay toward 0, too, or makes them positive",
        hint="Compare a weight that stays before and after. Has it changed?",
        also=(
            lambda W, sparsity: np.abs(prune_weights(W, sparsity)),
            lambda W, sparsity: prune_weights(W, sparsity) * (1 - sparsity),
        ),
    )(shrunken),
)

EXERCISE = Exercise(
    title="Prune by magnitude",
    reference=prune_weights,
    another=one_after_the_other,
    cases=cases,
    misconceptions=(*WRONG_ORDERS, *WRONG_COUNTS),
    hints=(
        "How many weights have to go, and by what do you choose them, so that the sums of the "
        "layer change as little as possible?",
        "W = (0.5, -0.9) and (-0.1, 0.3), sparsity 0.5: 2 of the 4 weights go. By magnitude they "
        "are 0.1, 0.3, 0.5, 0.9, so -0.1 and 0.3 become 0, and -0.9 stays as it is. Which weight "
        "is left alone at sparsity 0.75?",
        "n ← the share times the number of all weights, to the nearest whole number\n"
        "put the places of all weights in order by magnitude, the smallest first\n"
        "result ← the weights, in an array of their own\nthe first n places of it ← 0",
    ),
    why="half of the weights are 0 now. How much faster is the layer's product?",
    because=(
        "Not at all, as the array is as large as it was, and a processor multiplies by 0 as by "
        "any other number. Time and memory fall only where the zeros are not stored: in a sparse "
        "format with code that is made for it, or if whole rows and columns go."
    ),
)
