"""Broadcasting undone: a gradient is added up until it has the shape of its parameter."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def sum_to_shape(gradient, shape):
    n_new = gradient.ndim - len(shape)
    for axis in range(gradient.ndim):
        copied = axis < n_new or shape[axis - n_new] == 1
        if copied:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient.reshape(shape)


def each_entry_to_its_place(gradient, shape):
    total = np.zeros(shape)
    # Which entry of the parameter was copied to each place of the gradient?
    source = np.arange(total.size).reshape(shape)
    source = np.broadcast_to(source, gradient.shape)
    np.add.at(total.reshape(-1), source.ravel(), gradient.ravel())
    return total


def observe_with_tuple(function: Callable, case: dict) -> Observation:
    """Hand the shape over as a tuple, as NumPy does; cases are plain lists."""

    def with_tuple(gradient, shape):
        return function(gradient=gradient, shape=tuple(shape))

    return observe(with_tuple, case)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for came, wanted in [
        ((2, 3), [2, 1]),
        ((4, 3), [3]),
        ((3, 5), [1, 5]),
        ((4, 2), []),
        ((2, 3, 4), [3, 1]),
        ((4, 3, 2), [1, 3, 1]),
        ((3, 4), [3, 4]),
        ((3, 2, 3, 2), [3, 2]),
        ((1, 4, 2), [1, 2]),
    ]:
        # All are above 0, so that no total is near another or near 0.
        drawn.append({"gradient": np.round(rng.uniform(0.5, 3.0, size=came), 1), "shape": wanted})
    return drawn


def axes_of(gradient, shape):
    """Return the leading axes that broadcasting put in front, and the stretched ones."""
    n_new = gradient.ndim - len(shape)
    return tuple(range(n_new)), tuple(n_new + i for i, n in enumerate(shape) if n == 1)


@misconception(
    "B11",
    says="hands the gradient on as it came and adds nothing up",
    hint="A parameter and its gradient are subtracted later. Which form must both have?",
)
def as_it_came(gradient, shape):
    return gradient


@misconception(
    "M378",
    says="takes the average where it must add",
    hint="One number was used for 5 samples, and each pulls it up by 2. Is that 2 or 10 together?",
)
def mean_of_the_copies(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return gradient.mean(axis=new + stretched).reshape(shape)


def one_kept(index):
    """Return the rule that keeps the entry `index` of the copies."""

    def keep(gradient, shape):
        new, stretched = axes_of(gradient, shape)
        for axis in new + stretched:
            gradient = np.take(gradient, [index], axis=axis)
        return gradient.reshape(shape)

    return keep


def lined_up_at_the_left(gradient, shape):
    surplus = tuple(range(len(shape), gradient.ndim))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=stretched + surplus, keepdims=True)[(..., *[0] * len(surplus))]


def without_keepdims(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=new + stretched)


def new_axes_only(gradient, shape):
    return gradient.sum(axis=axes_of(gradient, shape)[0])


def stretched_axes_only(gradient, shape):
    return gradient.sum(axis=axes_of(gradient, shape)[1], keepdims=True)


def all_dimensions_kept(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=new + stretched, keepdims=True)


def new_axes_averaged(gradient, shape):
    new, stretched = axes_of(gradient, shape)
    return gradient.sum(axis=stretched, keepdims=True).mean(axis=new)


def first_axis_only(gradient, shape):
    return gradient.sum(axis=0)


OTHER_RULES = (
    misconception(
        "M379",
        says="loses the places of size 1",
        hint="A column of three rows came into the addition. Is your result still a column?",
    )(without_keepdims),
    misconception(
        "M380",
        says="adds only over what was put in front, and not where a size of 1 was repeated",
        hint="A column was repeated to the right. Which of the copies reach your result?",
    )(new_axes_only),
    misconception(
        "M381",
        says="adds only where a size of 1 was repeated, and not over what was put in front",
        hint="How many dimensions has the parameter, and how many has your result?",
    )(stretched_axes_only),
    misconception(
        "M382",
        says="keeps one of the copies and throws the others away",
        hint="All samples used this parameter. How many of them have a say in your result?",
        also=(one_kept(-1),),
    )(one_kept(0)),
    misconception(
        "M383",
        says="lines the shapes up at the left, where broadcasting does it at the right",
        hint="A bias of 3 numbers meets 4 rows of 3. At which end do the two forms agree?",
    )(lined_up_at_the_left),
    misconception(
        "M384",
        says="adds everything up to one number, whatever was asked for",
        hint="How many numbers has the parameter, and does each of them get its own?",
    )(lambda gradient, shape: gradient.sum()),
    misconception(
        "M385",
        says="gives every entry what all entries together should get",
        hint="Are all numbers of your result equal? Should they be?",
    )(lambda gradient, shape: np.full(shape, gradient.sum())),
    misconception(
        "M386",
        says="averages over what was put in front, and adds only where a size of 1 was repeated",
        hint="Who divides by the number of samples: the loss, or the rule that undoes a copy?",
    )(new_axes_averaged),
    misconception(
        "M399",
        says="adds over the first dimension, and over no other, whatever was asked for",
        hint="Which of your two arguments does your result not depend on?",
    )(first_axis_only),
    misconception(
        "M400",
        says="adds up the right numbers and leaves sizes of 1 where nothing should be",
        hint="How many dimensions has the parameter, and how many are left in your result?",
    )(all_dimensions_kept),
)

EXERCISE = Exercise(
    title="Broadcasting undone",
    reference=sum_to_shape,
    another=each_entry_to_its_place,
    cases=cases,
    misconceptions=(as_it_came, mean_of_the_copies, *OTHER_RULES),
    hints=(
        "Broadcasting uses one number in many places. What did the last exercises say about the "
        "gradient of something that is used many times?",
        "A bias (5, 7) is added to 3 rows. The gradient that comes back has rows (1, 2), (1, 0) "
        "and (4, 1): the bias gets (1+1+4, 2+0+1) = (6, 3). A column of 3 numbers, added to the "
        "same rows, gets the column 1+2 = 3, 1+0 = 1, 4+1 = 5. What does a single number get?",
        "how many dimensions has the gradient more than shape? Those in front are new\n"
        "for each dimension of the gradient:\n"
        "    if it is new, or if its size in shape is 1: add over it, and keep it with size 1\n"
        "give the result the wanted shape (only sizes of 1 fall away)",
    ),
    why="why is it a sum and not a mean, though the loss is a mean?",
    because=(
        "Each copy of the number moves the loss by its own share, and all copies move together, so "
        "the shares add up. The mean's 1/n is part of the loss: its own backward step has put it "
        "into the gradient already."
    ),
    observe=observe_with_tuple,
)
