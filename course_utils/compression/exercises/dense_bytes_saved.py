"""A task for prune-and-quantize: what the dense array of float32 is spared by the zeros in it."""

from collections.abc import Callable
from functools import cache

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe
from course_utils.compression.controls import SPARSITIES


def dense_bytes_saved():
    weights = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
    pruned = np.where(np.abs(weights) > 0.5, weights, np.float32(0))
    return weights.nbytes - pruned.nbytes


def as_the_explorer_shows():
    return bytes_shown(0.0)["dense"] - bytes_shown(0.5)["dense"]


def bytes_shown(sparsity: float) -> dict[str, int]:
    from course_utils.compression.exercises.shown import bytes_of

    return bytes_of(sparsity)


def sparsities() -> tuple[float, ...]:
    """Return the positions of the slider at which something is removed."""
    return SPARSITIES[1:]


def observe_bytes(function: Callable, case: dict) -> Observation:
    """Call the function when all is there that it may need, for then the time runs."""
    shares_of_zeros()
    return observe(function, case)


def cases(seed):
    return [{}]


WHOLE = ("dense", "with biases")


@cache
def saved_elsewhere() -> list[float]:
    """Return by how much another format is smaller than a dense one, or larger, at any sparsity.

    The explorer counts the biases both times, or not at all, and the zipped file in thousands.
    """
    sizes = [bytes_shown(sparsity) for sparsity in sparsities()]
    saved = [size["dense"] - size["sparse"] for size in sizes]
    saved += [size[whole] - round(size["zipped"], -3) for whole in WHOLE for size in sizes]
    return list(dict.fromkeys(sign * bytes_ for bytes_ in saved for sign in (1, -1)))


@cache
def shares_of_zeros() -> list[float]:
    """Return the share of the zeros in the bytes of the whole, exact and to the nearest byte."""
    exact = [sparsity * bytes_shown(0.0)[what] for what in WHOLE for sparsity in sparsities()]
    shares = dict.fromkeys([*exact, *map(round, exact)])
    return [share for share in shares if share not in saved_elsewhere()]


def one_of(values: Callable, place: int) -> Callable:
    """Return what answers with one of `values()`, which is asked for when it is needed."""
    return lambda: values()[place % len(values())]


WRONG_BYTES = (
    misconception(
        "Q8",
        says="believes that zeros in a dense array take no bytes",
        hint="Pull the slider from end to end. Which of the sizes below it never moves, and why "
        "not?",
        also=tuple(one_of(shares_of_zeros, place) for place in range(1, 4 * len(SPARSITIES))),
    )(one_of(shares_of_zeros, 0)),
    misconception(
        "M1007",
        says="gives what another format saves, sparse or zipped",
        hint="There are several sizes. Which of them belongs to the array as it is, with each "
        "weight in its place?",
        also=tuple(one_of(saved_elsewhere, place) for place in range(1, 6 * len(SPARSITIES))),
    )(one_of(saved_elsewhere, 0)),
)


@misconception(
    "M1006",
    says="gives how many bytes there are, and not how many fewer",
    hint="How large was the array before, and how large is it now?",
    also=tuple(lambda what=what: bytes_shown(0.0)[what] for what in WHOLE),
)
def all_that_is_there():
    return bytes_shown(0.0)["dense"]


EXERCISE = Exercise(
    title="Prune and quantize: the bytes that it saves",
    reference=dense_bytes_saved,
    another=as_the_explorer_shows,
    cases=cases,
    observe=observe_bytes,
    misconceptions=(*WRONG_BYTES, all_that_is_there),
    hints=(
        "The array has a place for each weight. What stands in the place of a weight that is "
        "gone, and how many bytes is that?",
        "4 weights of 4 bytes each: 0.5, -0.1, 0.2, 0.9 take 16 bytes. Pruned to 0.5, 0, 0, 0.9 "
        "they take 4 + 4 + 4 + 4 bytes. How many fewer is that?",
        "before ← the dense size at sparsity 0\nafter ← the dense size at your sparsity\n"
        "return before - after",
    ),
    why="which two changes to what is stored would save bytes?",
    because=(
        "Leave the zeros out and say where the others stand: that costs a column for each, and "
        "pays from about a half of zeros on. Or take whole neurons out: then the array itself is "
        "smaller, and so is the time. Quantization is the third way: it needs no zeros at all."
    ),
)
