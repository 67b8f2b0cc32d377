"""How many numbers an autoencoder learns."""

from itertools import pairwise

from answers import right, wrong

COUNT = "autoencoder.count_parameters"


@right(COUNT)
def count_parameters(sizes, tied):
    """Walk through all layers, there and back, and leave the decoder's weights out if tied."""
    mirrored = list(sizes) + list(sizes)[-2::-1]
    weights = [i * o for i, o in pairwise(mirrored)]
    if tied:
        weights = weights[: len(weights) // 2]
    return sum(weights) + sum(mirrored) - mirrored[0]


def layers(rule):
    """Return the sum of `rule(n_in, n_out, tied)` over the encoder's layers."""
    return lambda sizes, tied: sum(rule(i, o, tied) for i, o in pairwise(sizes))


for named, function in [
    ("A1", layers(lambda i, o, tied: i * o + o + o * i + i)),
    ("M695", layers(lambda i, o, tied: i * o * (2 - tied))),
    ("M696", layers(lambda i, o, tied: (i * o + o) if tied else 2 * i * o + i + o)),
    ("M697", layers(lambda i, o, tied: 2 * (i * o + o))),
    ("M697", layers(lambda i, o, tied: (1 if tied else 2) * i * o + 2 * o)),
    ("M698", layers(lambda i, o, tied: (1 if tied else 2) * i * o + o)),
    ("M698", layers(lambda i, o, tied: (1 if tied else 2) * i * o + i)),
    ("M700", layers(lambda i, o, tied: (1 if tied else 2) * i * o + 2)),
    ("M883", layers(lambda i, o, tied: (i + 1) * o * (2 - tied))),
    ("M701", layers(lambda i, o, tied: i * o + o)),
    ("M701", layers(lambda i, o, tied: (i + 1) * o)),
    ("M702", layers(lambda i, o, tied: (2 if tied else 1) * i * o + i + o)),
    ("M703", layers(lambda i, o, tied: i * o + i + o)),
    ("M704", layers(lambda i, o, tied: (2 - tied) * (i + o) + i + o)),
    (None, layers(lambda i, o, tied: ((1 if tied else 2) * i * o + i + o) * 4)),
    (None, layers(lambda i, o, tied: (2 * i * o + i + o) // (2 if tied else 1))),
    (None, layers(lambda i, o, tied: (2 * i * o + i + o) / (1 + tied))),
    (None, layers(lambda i, o, tied: 2 * i * o + i + o if tied else 4 * i * o + i + o)),
    (None, lambda sizes, tied: sum(sizes)),
    (None, lambda sizes, tied: [i * o + o for i, o in pairwise(sizes)]),
]:
    wrong(COUNT, named)(function)


@wrong(COUNT, "M699")
def a_bias_for_everything(sizes, tied):
    weights = sum(i * o for i, o in pairwise(sizes))
    return (1 if tied else 2) * weights + 2 * sum(sizes)


@wrong(COUNT, "M884")
def one_bias_for_each_size(sizes, tied):
    return (2 - tied) * sum(i * o for i, o in pairwise(sizes)) + sum(sizes)


@wrong(COUNT, "M705")
def ends_only(sizes, tied):
    d, k = sizes[0], sizes[-1]
    return d * k + k + d + (0 if tied else d * k)


@wrong(COUNT, "M706")
def returns_in_the_loop(sizes, tied):
    for i, o in pairwise(sizes):
        return (1 if tied else 2) * i * o + i + o


@wrong(COUNT)
def overwrites(sizes, tied):
    for i, o in pairwise(sizes):
        total = (1 if tied else 2) * i * o + i + o
    return total


@wrong(COUNT)
def forgets_the_last_layer(sizes, tied):
    total = 0
    for k in range(len(sizes) - 2):
        i, o = sizes[k], sizes[k + 1]
        total += (1 if tied else 2) * i * o + i + o
    return total
