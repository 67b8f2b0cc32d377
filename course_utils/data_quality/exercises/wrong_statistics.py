"""Wrong places to learn statistics from, for what is fitted on one part and applied to two.

A tool is a pair: fit(rows, axis, keepdims) returns statistics, apply(part, statistics) a new part.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from course_utils.classroom.exercises import Misconception, misconception

Tool = tuple[Callable, Callable]


def built(*tools: Tool) -> tuple[Misconception, ...]:
    """Return all of them as made with the first tool; the others give further forms."""

    def made(wrong, fit, apply):
        return lambda train, other: wrong(fit, apply, train, other)

    return tuple(
        replace(
            each,
            variant=made(each.variant, *tools[0]),
            also=tuple(made(form, *tool) for form in each.forms for tool in tools)[1:],
        )
        for each in WRONG_STATISTICS
    )


def right(fit, apply, train, other):
    statistics = fit(train)
    return apply(train, statistics), apply(other, statistics)


def train_by_train_and_other_by_all(fit, apply, train, other):
    return apply(train, fit(train)), apply(other, fit(np.vstack([train, other])))


@misconception(
    "D5",
    says="takes its statistics from the rows of both parts together",
    hint="One row of the other part goes up by 1000. Which numbers in train may change by that?",
    also=(train_by_train_and_other_by_all,),
)
def of_all_rows(fit, apply, train, other):
    statistics = fit(np.vstack([train, other]))
    return apply(train, statistics), apply(other, statistics)


@misconception(
    "M610",
    says="takes the statistics of each part from that part itself",
    hint="The same row stands in train and in the other part. Does it come out the same in both?",
)
def of_its_own_part(fit, apply, train, other):
    return apply(train, fit(train)), apply(other, fit(other))


@misconception(
    "M611",
    says="takes one statistic of the whole table for all columns",
    hint="One column is in grams, the next in years. What do the two have to say to each other?",
)
def of_the_whole_table(fit, apply, train, other):
    return right(lambda rows: fit(rows, axis=None), apply, train, other)


@misconception(
    "M612",
    says="takes the statistics along the rows and not down the columns",
    hint="Grams and years stand side by side in a row. Which cells measure the same thing?",
)
def along_the_rows(fit, apply, train, other):
    return tuple(apply(part, fit(part, axis=1, keepdims=True)) for part in (train, other))


@misconception(
    "M613",
    says="treats train and leaves the other part as it was",
    hint="A model was fitted on the treated rows of train. Which rows can it be asked about?",
)
def train_alone(fit, apply, train, other):
    return apply(train, fit(train)), other


@misconception(
    "M614",
    says="takes the statistics of the other part for both",
    hint="Which of the two parts is there while a model is being built?",
)
def of_the_other_part(fit, apply, train, other):
    return right(fit, apply, other, train)[::-1]


@misconception(
    "M41",
    says="returns the right values in another order",
    hint="Two parts come in, first one, then the other. In which order do they go out?",
)
def turned_round(fit, apply, train, other):
    return right(fit, apply, train, other)[::-1]


WRONG_STATISTICS = (
    of_all_rows,
    of_its_own_part,
    of_the_whole_table,
    along_the_rows,
    train_alone,
    of_the_other_part,
    turned_round,
)
