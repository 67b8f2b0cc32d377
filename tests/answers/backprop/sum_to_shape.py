"""Undoing a broadcast."""

import numpy as np

from answers import right, wrong

SHAPE = "backprop.sum_to_shape"


@right(SHAPE)
def sum_to_shape(gradient, shape):
    """Bring the shape to as many dimensions with ones in front, then add where it says 1."""
    padded = (1,) * (gradient.ndim - len(shape)) + shape
    axes = tuple(i for i in range(len(padded)) if padded[i] == 1)
    return np.sum(gradient, axis=axes, keepdims=True).reshape(shape)


def front(gradient, shape):
    return tuple(range(gradient.ndim - len(shape)))


for named, function in [
    ("B11", lambda gradient, shape: gradient.copy()),
    (
        "M378",
        lambda gradient, shape: sum_to_shape(gradient, shape) * np.prod(shape) / gradient.size,
    ),
    ("M380", lambda gradient, shape: gradient.sum(axis=front(gradient, shape))),
    ("M384", lambda gradient, shape: np.sum(gradient)),
    ("M385", lambda gradient, shape: np.ones(shape) * gradient.sum()),
    ("M399", lambda gradient, shape: sum(gradient)),
    (None, lambda gradient, shape: gradient.reshape(shape)),
    (None, lambda gradient, shape: np.resize(gradient, shape)),
    (None, lambda gradient, shape: gradient.sum(axis=shape)),
    (None, lambda gradient, shape: gradient.sum(axis=-1, keepdims=True)),
    (None, lambda gradient, shape: gradient.sum(axis=0, keepdims=True)),
    (None, lambda gradient, shape: gradient.mean(axis=front(gradient, shape))),
    (None, lambda gradient, shape: np.broadcast_to(gradient, shape)),
    (None, lambda gradient, shape: gradient.sum(axis=front(gradient, shape)).reshape(shape)),
    (None, lambda gradient, shape: print(sum_to_shape(gradient, shape))),
]:
    wrong(SHAPE, named)(function)


@wrong(SHAPE, "M379")
def no_keepdims(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + shape
    return gradient.sum(axis=tuple(i for i, n in enumerate(padded) if n == 1))


@wrong(SHAPE, "M400")
def keepdims_everywhere(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + shape
    for i, n in enumerate(padded):
        if n == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    return gradient


@wrong(SHAPE, "M382")
def first_of_each(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient[0]
    for i, n in enumerate(shape):
        if n == 1:
            gradient = gradient.take([0], axis=i)
    return gradient


@wrong(SHAPE, "M383")
def the_last_axes_are_new(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=-1)
    for i, n in enumerate(shape):
        if n == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    return gradient


@wrong(SHAPE)
def removes_while_it_counts(gradient, shape):
    for i in range(gradient.ndim - len(shape)):
        gradient = gradient.sum(axis=i)
    for i, n in enumerate(shape):
        if n == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    return gradient


@wrong(SHAPE, "M386")
def mean_over_the_batch(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.mean(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    return gradient


@wrong(SHAPE)
def mean_where_stretched(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            gradient = gradient.mean(axis=i, keepdims=True)
    return gradient
