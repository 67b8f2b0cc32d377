"""The bug hunt: the weights after each visit of one epoch, with one loud bug and one quiet one."""

from dataclasses import replace

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.perceptron.exercises.perceptron_update import away_from_the_label, ties_are_right
from course_utils.perceptron.exercises.wrong_loops import path, visited
from course_utils.perceptron.exercises.wrong_rules import (
    WRONG_CONDITIONS,
    WRONG_MOVES,
    moving_by,
    rosenblatts_rule,
)


def weights_after_each_visit(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        history.append(weights.copy())
    return np.array(history)


def running_sum_of_moves(X, y, learning_rate):
    moves, bias = np.zeros(X.shape), 0.0
    for i in range(len(X)):
        weights = moves[:i].sum(axis=0)
        if y[i] * (X[i] @ weights + bias) <= 0:
            moves[i] = learning_rate * y[i] * X[i]
            bias = bias + learning_rate * y[i]
    return moves.cumsum(axis=0)


def shipped(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate
        history.append(weights)
    return np.array(history)


def from_zero(case):
    return {**case, "weights": np.zeros(case["X"].shape[1]), "bias": 0.0}


def by_rule(update):
    """Return the right history of what another rule does."""
    return lambda **case: np.array([weights for weights, _ in visited(update, **from_zero(case))])


def keeping(history):
    """Return the right epoch whose result is `history(path)`."""
    return lambda **case: history(path(**from_zero(case)))


WRONG_BIASES = (
    misconception(
        "M181",
        says="moves the bias up at each mistake, whatever the class is",
        hint="A sample of the class -1 scored too high. Should the bias rise as well?",
    )(by_rule(moving_by(lambda w, b, x, y, rate: (w + rate * y * x, b + rate)))),
    misconception(
        "M182",
        says="puts the move in the place of the old bias",
        hint="Two mistakes of the class +1, one after the other. How far did the bias come?",
    )(by_rule(moving_by(lambda w, b, x, y, rate: (w + rate * y * x, rate * y)))),
    *(
        replace(wrong, variant=by_rule(wrong.variant))
        for wrong in (*WRONG_CONDITIONS, *WRONG_MOVES)
        if wrong.id in ("M13", "M27", "M32", "M33")
    ),
)


def ends(drawn, history):
    """Return the last rows of `history` on some cases, as something that can be compared."""
    return tuple(float(weight) for case in drawn for weight in history(**case)[-1])


def telling_cases(rng):
    """Draw samples near the origin, where the bias decides, until each wrong bias is told."""
    histories = [by_rule(rosenblatts_rule), *(wrong.variant for wrong in WRONG_BIASES)]
    while True:
        drawn = [
            {
                "X": rng.choice([-1.0, -0.5, 0.5, 1.0], size=(n, d)),
                "y": rng.choice([-1, 1], size=n),
                "learning_rate": learning_rate,
            }
            for n, d, learning_rate in [(5, 2, 0.5), (6, 3, 2.0), (7, 2, 0.25)]
        ]
        if len({ends(drawn, history) for history in histories}) == len(histories):
            return drawn


def cases(seed):
    rng = np.random.default_rng(seed)
    # All labels are +1: only the loud bug shows. The second visit moves nothing.
    a, b, c = rng.integers(1, 5, size=(3, 2)).astype(float)
    plain = {"X": np.array([a, b, -c]), "y": np.ones(3, dtype=int), "learning_rate": 0.5}
    one = {"X": rng.integers(1, 5, size=(1, 3)) / 2, "y": np.array([-1]), "learning_rate": 0.125}
    return [plain, *telling_cases(rng), one]


SLICES = "(A full slice of a list is a new list; of an array it is a new name for the old numbers.)"


@misconception(
    "M5",
    says="keeps one array in all entries: a later move in place changes the earlier ones too",
    hint=f"All rows are equal. How many different arrays did you keep? {SLICES}",
)
def one_array_in_all_rows(X, y, learning_rate):
    weights, bias, history = np.zeros(X.shape[1]), 0.0, []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        history.append(weights)
    return np.array(history)


WRONG_ROWS = (
    misconception(
        "M183",
        says="keeps the weights as they are before each visit",
        hint="The first row is all zeros. Did the first visit really move nothing?",
    )(keeping(lambda rows: rows[:-1, :-1])),
    misconception(
        "M184",
        says="keeps a row only after a mistake",
        hint="How many samples are there, and how many rows do you return?",
    )(keeping(lambda rows: rows[1:, :-1][(np.diff(rows, axis=0) != 0).any(axis=1)])),
    misconception(
        "M185",
        says="returns only the weights after the last visit",
        hint="How many rows were asked for, and how many come back?",
    )(keeping(lambda rows: rows[-1, :-1])),
    misconception(
        "M186",
        says="has one row too many, the start",
        hint="How many visits are there, and how many rows do you return?",
    )(keeping(lambda rows: rows[:, :-1])),
    misconception(
        "M187",
        says="keeps the moves and not the weights they lead to",
        hint="A visit without a mistake: are the weights then really back at zero?",
    )(keeping(lambda rows: np.diff(rows[:, :-1], axis=0))),
    misconception(
        "M188",
        says="joins all rows into one long row",
        hint="How would a reader of your result know where one visit ends and the next begins?",
    )(keeping(lambda rows: rows[1:, :-1].ravel())),
    misconception(
        "M189",
        says="gives each visit a column and not a row",
        hint="In the inputs a sample is a row. What is it in your result?",
    )(keeping(lambda rows: rows[1:, :-1].T)),
    misconception(
        "M190",
        says="keeps the bias as one more column",
        hint="How many inputs has a sample, and how many numbers has a row of yours?",
    )(keeping(lambda rows: rows[1:])),
)


@misconception(
    "M191",
    says="begins at zero again at each visit",
    hint="How many times does your code run the line that sets the weights to zero?",
)
def each_visit_from_zero(X, y, learning_rate):
    return learning_rate * y[:, None] * X


WRONG_RULES = tuple(
    replace(wrong, variant=by_rule(wrong.variant))
    for wrong in (ties_are_right, away_from_the_label, *WRONG_CONDITIONS, *WRONG_MOVES)
    if wrong.id in ("P2", "P4", "M14", "M15", "M31")
)

EXERCISE = Exercise(
    title="Bug hunt: the weights after each visit",
    reference=weights_after_each_visit,
    another=running_sum_of_moves,
    cases=cases,
    shipped=shipped,
    misconceptions=(
        one_array_in_all_rows,
        *WRONG_ROWS,
        misconception(
            "M180",
            says="still has both bugs, perhaps in other clothes (the loud one: all rows are equal)",
            hint="First the loud one: all rows are equal. How many different arrays did you keep? "
            f"{SLICES}",
        )(shipped),
        *WRONG_BIASES,
        each_visit_from_zero,
        *WRONG_RULES,
    ),
    hints=(
        "Do three visits by hand. Which row of the result is the first that you can't explain?",
        "Two visits, weights (1, 0) after the first and (1, 2) after the second: the rows should "
        "be (1, 0) and (1, 2). Where both are (1, 2), both name the same array. Then the bias: it "
        "is 0, a sample with label -1 is a mistake, learning rate 0.5. Is it 0.5 or -0.5 now?",
        "for each sample in stored order:\n    if it is a mistake:\n"
        "        weights ← weights + learning rate * label * sample\n"
        "        bias    ← bias    + learning rate * label\n"
        "    keep the numbers of now, safe from what happens to the weights later\nreturn them",
    ),
    why="why can the bug in the bias not show where all labels are +1?",
    because=(
        "The loud bug: the list held the same array n times, and moving it in place changed all "
        "rows. The quiet one: the bias moved by the learning rate without the label. Times +1 "
        "that is the same; only a mistake with label -1 sends the bias to the wrong side, and "
        "only a later score near 0 shows it."
    ),
)
