"""Wrong ways to go through the samples; most of them run the right epoch on something wrong."""

import numpy as np

from course_utils.classroom.exercises import misconception
from course_utils.perceptron.exercises.wrong_rules import rosenblatts_rule


def epoch_of(update):
    """Return the epoch that visits one sample after another with the rule `update`."""

    def epoch(X, y, weights, bias, learning_rate):
        n_updates = 0
        for x, label in zip(X, y, strict=True):
            before = [*weights, bias]
            weights, bias = update(weights, bias, x, label, learning_rate)
            n_updates += not np.array_equal(before, [*weights, bias])
        return weights, bias, n_updates

    return epoch


right_epoch = epoch_of(rosenblatts_rule)


def visited(update, X, y, weights, bias, learning_rate):
    """Yield weights and bias after each visit of the rule `update`."""
    for x, label in zip(X, y, strict=True):
        weights, bias = update(weights, bias, x, label, learning_rate)
        yield weights, bias


def path(X, y, weights, bias, learning_rate, update=rosenblatts_rule):
    """Return weights and bias at the start and after each visit, shape (n + 1, d + 1)."""
    after = visited(update, X, y, weights, bias, learning_rate)
    return np.array([np.append(*both) for both in [(weights, bias), *after]])


def until_no_mistake(n_updates=0, **case):
    for _ in range(1000):
        case["weights"], case["bias"], moves = right_epoch(**case)
        n_updates += moves
        if moves == 0:
            break
    return case["weights"], case["bias"], n_updates


def bias_of_the_start(X, y, weights, bias, learning_rate):
    n_updates, moved_bias = 0, bias
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            moved_bias = moved_bias + learning_rate * label
            n_updates += 1
    return weights, moved_bias, n_updates


def reset_counter(X, y, **start):
    *moved, n_updates = right_epoch(X, y, **start)
    return *moved, n_updates - right_epoch(X[:-1], y[:-1], **start)[2]


def count_first(**case):
    weights, bias, n_updates = right_epoch(**case)
    return n_updates, weights, bias


def from_zero(X, y, weights, bias, learning_rate):
    return right_epoch(X, y, 0 * weights, 0.0, learning_rate)


WRONG_LOOPS = (
    misconception(
        "M19",
        says="counts the visits, with and without an update",
        hint="Does every visit move the boundary?",
    )(lambda X, **rest: (*right_epoch(X, **rest)[:2], len(X))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(count_first),
    misconception(
        "M52",
        says="returns after the first sample",
        hint="How often does your loop reach its second round?",
    )(lambda X, y, **start: right_epoch(X[:1], y[:1], **start)),
    misconception(
        "M62",
        says="goes on until no mistake is left",
        hint="How often may one epoch visit the same sample?",
    )(until_no_mistake),
    misconception(
        "M63",
        says="sets the count back to 0 for every sample",
        hint="What is in your count before the last sample, and what after it?",
    )(reset_counter),
    misconception(
        "M64",
        says="starts from zero, whatever came in",
        hint="What did your caller hand you besides the samples?",
    )(from_zero),
    misconception(
        "M65",
        says="leaves out the last sample",
        hint="Which sample does your loop visit last?",
    )(lambda X, y, **start: right_epoch(X[:-1], y[:-1], **start)),
    misconception(
        "M66",
        says="leaves out the first sample",
        hint="Which sample does your loop visit first?",
    )(lambda X, y, **start: right_epoch(X[1:], y[1:], **start)),
    misconception(
        "M67",
        says="takes the first sample's class for all samples",
        hint="Does the class change with the sample in your loop?",
    )(lambda X, y, **start: right_epoch(X, np.full(len(y), y[0]), **start)),
    misconception(
        "M68",
        says="looks for mistakes with the bias of the start during the whole epoch",
        hint="After an update, which of the new numbers does the next score use?",
    )(bias_of_the_start),
    misconception(
        "M69",
        says="does not return the count",
        hint="How many results were asked for, and how many come back?",
    )(lambda **case: right_epoch(**case)[:2]),
    misconception(
        "M70",
        says="takes the samples from the last to the first",
        hint="In which order do the samples come?",
    )(lambda X, y, **start: right_epoch(X[::-1], y[::-1], **start)),
    misconception(
        "M76",
        says="visits all samples and keeps nothing of what it finds",
        hint="Are your weights at the end other than those that came in?",
    )(lambda X, y, weights, bias, learning_rate: (weights, bias, 0)),
)
