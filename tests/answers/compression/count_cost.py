"""What a network learns, and what one row costs it."""

from itertools import pairwise

import torch

from answers import right, wrong

COST = "compression.count_cost"


@right(COST)
def count_cost(sizes):
    """Ask PyTorch for the parameters, and walk through the neurons for the rest."""
    learned = sum(
        weight.numel()
        for i, o in pairwise(sizes)
        for weight in torch.nn.Linear(i, o, device="meta").parameters()
    )
    operations = 0
    for k in range(1, len(sizes)):
        for _ in range(sizes[k]):
            operations += 1  # the bias
            for _ in range(sizes[k - 1]):
                operations += 2
            if k < len(sizes) - 1:
                operations += 1
    return learned, operations


def layers(learned, operations, relu=lambda sizes: sum(sizes[1:-1])):
    """Return both counts, `learned` and `operations` of each layer."""
    return lambda sizes: (
        sum(learned(i, o) for i, o in pairwise(sizes)),
        sum(operations(i, o) for i, o in pairwise(sizes)) + relu(sizes),
    )


def none(sizes):
    return 0


for named, function in [
    ("M695", layers(lambda i, o: i * o, lambda i, o: 2 * i * o)),
    ("M695", layers(lambda i, o: i * o, lambda i, o: 2 * i * o, none)),
    ("M695", layers(lambda i, o: o * i, lambda i, o: o * (2 * i + 1))),
    ("M700", layers(lambda i, o: i * o + 1, lambda i, o: 2 * i * o + 1)),
    ("M700", layers(lambda i, o: i * (o + 1), lambda i, o: 2 * i * o + o)),
    ("M704", layers(lambda i, o: i + 2 * o, lambda i, o: 2 * i + 3 * o)),
    ("M1000", layers(lambda i, o: i * o + o, lambda i, o: i * o + o)),
    ("M1000", layers(lambda i, o: (i + 1) * o, lambda i, o: (i + 1) * o, none)),
    ("M1000", layers(lambda i, o: (i + 1) * o, lambda i, o: i * o, none)),
    ("M1001", layers(lambda i, o: (i + 1) * o, lambda i, o: (2 * i + 1) * o, none)),
    ("M1001", layers(lambda i, o: (i + 1) * o, lambda i, o: (2 * i + 1) * o, sum)),
    (
        "M1001",
        layers(lambda i, o: (i + 1) * o, lambda i, o: (2 * i + 1) * o, lambda s: sum(s[:-1])),
    ),
    ("M1002", layers(lambda i, o: (i + 1) * o, lambda i, o: 2 * i * o)),
    ("M1002", layers(lambda i, o: (i + 1) * o, lambda i, o: 2 * i * o, none)),
    ("M1140", layers(lambda i, o: (i + 1) * o, lambda i, o: 2 * (i + 1) * o, none)),
    ("M1140", layers(lambda i, o: (i + 1) * o, lambda i, o: 2 * i * o + 2 * o, none)),
    ("M1003", layers(lambda i, o: (i + 1) * o, lambda i, o: 2 * i * o + 2 * o)),
    ("M41", lambda sizes: tuple(reversed(count_cost(sizes)))),
    (None, layers(lambda i, o: (i + 1) * o, lambda i, o: 3 * (2 * i + 1) * o)),
    (None, layers(lambda i, o: 4 * (i + 1) * o, lambda i, o: (2 * i + 1) * o)),
    (None, lambda sizes: count_cost(sizes)[0]),
    (None, lambda sizes: sum(count_cost(sizes))),
    (None, lambda sizes: count_cost([sizes[0], sizes[-1]])),
    (None, lambda sizes: count_cost(sizes[:-1])),
]:
    wrong(COST, named)(function)


@wrong(COST, "M706")
def returns_in_the_loop(sizes):
    for i, o in pairwise(sizes):
        return i * o + o, 2 * i * o + o + sum(sizes[1:-1])


@wrong(COST, "M706")
def returns_in_the_loop_without_relu(sizes):
    for i, o in pairwise(sizes):
        return i * o + o, 2 * i * o + o


@wrong(COST)
def overwrites(sizes):
    for i, o in pairwise(sizes):
        learned, operations = i * o + o, 2 * i * o + o
    return learned, operations
