"""A task for prune-and-quantize: what the dense array of float32 is spared by the zeros in it."""

from collections.abc import Callable, Iterable

import numpy as np
import torch

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.compression.controls import SPARSITIES
from course_utils.compression.measure import sparse_bytes
from course_utils.compression.model import digits_network

PARAMETERS = [one.detach().float() for one in digits_network().parameters()]
WEIGHTS = [one for one in PARAMETERS if one.ndim == 2]
DENSE = sum(one.nbytes for one in WEIGHTS)
WITH_BIASES = sum(one.nbytes for one in PARAMETERS)


def dense_bytes_saved():
    weights = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
    pruned = np.where(np.abs(weights) > 0.5, weights, np.float32(0))
    return weights.nbytes - pruned.nbytes


def as_the_explorer_shows():
    return DENSE - sum(one.nbytes for one in pruned(0.5))


def pruned(sparsity: float) -> list[torch.Tensor]:
    """Return tensors as large as the weights, with as many zeros as pruning leaves in each."""
    return [
        (torch.arange(one.numel()) >= round(sparsity * one.numel())).float().reshape(one.shape)
        for one in WEIGHTS
    ]


def cases(seed):
    return [{}]


def each_of(values: Iterable[float]) -> list[Callable]:
    """Return an answer for each value, once."""
    return [lambda value=value: value for value in dict.fromkeys(values)]


SPARSE = [DENSE - sum(map(sparse_bytes, pruned(sparsity))) for sparsity in SPARSITIES[1:]]
ZIPPED = range(1000, WITH_BIASES, 1000)  # the explorer shows thousands
ELSEWHERE = [*SPARSE, *map(abs, SPARSE), *(WITH_BIASES - zipped for zipped in ZIPPED)]
SHARES = [sparsity * whole for whole in (DENSE, WITH_BIASES) for sparsity in SPARSITIES[1:]]

zeros, *zeros_too = each_of(
    share for share in [*SHARES, *map(round, SHARES)] if share not in ELSEWHERE
)
elsewhere, *elsewhere_too = each_of(ELSEWHERE)

WRONG_BYTES = (
    misconception(
        "Q8",
        says="believes that zeros in a dense array take no bytes",
        hint="Pull the slider from end to end. Which of the sizes below it never moves, and why "
        "not?",
        also=tuple(zeros_too),
    )(zeros),
    misconception(
        "M1007",
        says="gives what another format saves, sparse or zipped",
        hint="There are several sizes. Which of them belongs to the array as it is, with each "
        "weight in its place?",
        also=tuple(elsewhere_too),
    )(elsewhere),
    misconception(
        "M1006",
        says="gives how many bytes there are, and not how many fewer",
        hint="How large was the array before, and how large is it now?",
        also=(lambda: WITH_BIASES,),
    )(lambda: DENSE),
)


EXERCISE = Exercise(
    title="Prune and quantize: the bytes that it saves",
    reference=dense_bytes_saved,
    another=as_the_explorer_shows,
    cases=cases,
    misconceptions=WRONG_BYTES,
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
