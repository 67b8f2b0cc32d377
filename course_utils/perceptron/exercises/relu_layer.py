"""A whole layer answers a whole batch, and passes on what is positive."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def relu_layer(X, W, b):
    H = []
    for x in X:
        h = []
        for w, b_j in zip(W, b, strict=True):
            z = w @ x + b_j
            h.append(max(0, z))
        H.append(h)
    return np.array(H)


def relu_layer_at_once(X, W, b):
    return np.maximum(0, X @ W.T + b)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    # As many samples as neurons, once: there a bias along the wrong axis raises no error.
    for n, d, m in [(4, 2, 3), (2, 5, 4), (3, 4, 3), (1, 4, 3), (1, 3, 1)]:
        X = np.round(rng.uniform(-3, 3, size=(n, d)), 1)
        if n > 2:
            X[1] = 0.0
        W = np.round(rng.uniform(0.3, 2, size=(m, d)) * rng.choice([-1, 1], size=(m, d)), 1)
        scores = X @ W.T
        # The bias puts 0 among a neuron's scores: some samples are passed on, some are not.
        low, high = scores.min(axis=0), scores.max(axis=0)
        lift = rng.uniform(0.2, 0.6, size=m) * (-1.0) ** np.arange(m)
        b = np.round(lift * np.maximum((high - low) / 2, 1) - (low + high) / 2, 1)
        drawn.append({"X": X, "W": W, "b": b})
    return drawn


@misconception(
    "F5",
    says="takes the largest number of each column and never compares with 0",
    hint="For every single number you choose between it and 0. How many numbers should be left?",
)
def largest_of_each_column(X, W, b):
    return np.max(X @ W.T + b, 0)


@misconception(
    "F4",
    says="makes b a column, so that it belongs to the samples and not to the neurons",
    hint="Each neuron has one bias. Along which axis of the result do the neurons lie?",
)
def bias_as_a_column(X, W, b):
    return np.maximum(0, X @ W.T + b[:, None])


@misconception(
    "M97",
    says="puts arrays together whose shapes do not fit, such as (4, 2) @ (3, 2)",
    hint="Write the shape beside each table. Which two do not fit, and which axes hold the inputs?",
)
def shapes_do_not_fit(X, W, b):
    return np.maximum(0, X @ W + b)


@misconception(
    "M98",
    says="compares a whole table with 0 in one go",
    hint="Is a table of positive and negative numbers larger than 0, yes or no?",
)
def table_against_zero(X, W, b):
    return max(0, X @ W.T + b)


@misconception(
    "M99",
    says="returns one row for each neuron and not one for each sample",
    hint="What does one row of X stand for, and what should one row of the result stand for?",
)
def neurons_in_rows(X, W, b):
    return np.maximum(0, W @ X.T + b[:, None])


@misconception(
    "M100",
    says="has the neurons in rows when it adds b",
    hint="A textbook writes one sample as a column. How do the samples lie in X?",
)
def column_formula_for_rows(X, W, b):
    return np.maximum(0, W @ X.T + b)


@misconception(
    "M101",
    says="adds the bias after the activation",
    hint="Does the bias help to decide whether a neuron is silent, or come after the decision?",
)
def bias_after_the_activation(X, W, b):
    return np.maximum(0, X @ W.T) + b


OTHER_LAYERS = (
    misconception(
        "M8",
        says="leaves the bias out",
        hint="What do your neurons answer to an input of zeros, and can they answer otherwise?",
    )(lambda X, W, b: np.maximum(0, X @ W.T)),
    misconception(
        "M26",
        says="subtracts the bias",
        hint="An input of zeros and a bias of 5: what should the neuron answer?",
    )(lambda X, W, b: np.maximum(0, X @ W.T - b)),
    misconception(
        "M102",
        says="answers 1 for every positive score",
        hint="Scores 0.1 and 10: may the next layer know which one was larger?",
    )(lambda X, W, b: np.where(X @ W.T + b > 0, 1, 0)),
    misconception(
        "M103",
        says="lets a little of each negative score through (a leaky ReLU)",
        hint="How much of a negative score does the ReLU pass on?",
    )(lambda X, W, b: np.where(X @ W.T + b > 0, X @ W.T + b, 0.01 * (X @ W.T + b))),
    misconception(
        "M104",
        says="returns the scores, without an activation",
        hint="Can the output of a ReLU be below 0?",
    )(lambda X, W, b: X @ W.T + b),
    misconception(
        "M105",
        says="turns negative scores into positive ones",
        hint="A neuron scores -3. Should it be silent, or as loud as at 3?",
    )(lambda X, W, b: np.abs(X @ W.T + b)),
    misconception(
        "M106",
        says="keeps the negative scores and turns the positive ones into 0",
        hint="Of a score and 0, which one is passed on: the smaller or the larger?",
    )(lambda X, W, b: np.minimum(0, X @ W.T + b)),
    misconception(
        "M107",
        says="applies the activation to the inputs and not to the scores",
        hint="Which numbers does a neuron compare with 0: those that come in, or its score?",
    )(lambda X, W, b: np.maximum(0, X) @ W.T + b),
    misconception(
        "M108",
        says="also cuts off what is above 1",
        hint="A neuron scores 7. What does the ReLU make of it?",
    )(lambda X, W, b: np.clip(X @ W.T + b, 0, 1)),
    misconception(
        "M109",
        says="adds up the neurons of the layer, one number for each sample",
        hint="A layer of 3 neurons looks at one sample. How many answers are there?",
    )(lambda X, W, b: np.maximum(0, X @ W.T + b).sum(axis=1)),
    misconception(
        "M110",
        says="puts all answers into one long row",
        hint="How can a reader of your result tell where the next sample begins?",
    )(lambda X, W, b: np.maximum(0, X @ W.T + b).ravel()),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many rows go out?",
    )(lambda X, W, b: np.maximum(0, X[0] @ W.T + b)),
)

EXERCISE = Exercise(
    title="A layer of ReLU neurons",
    reference=relu_layer,
    another=relu_layer_at_once,
    cases=cases,
    misconceptions=(
        largest_of_each_column,
        bias_as_a_column,
        shapes_do_not_fit,
        table_against_zero,
        neurons_in_rows,
        column_formula_for_rows,
        bias_after_the_activation,
        *OTHER_LAYERS,
    ),
    hints=(
        "Every neuron gives every sample one score. How many scores are there, and what happens to "
        "those below 0?",
        "One sample (1, 2), two neurons: weights (3, 1) with bias -1, and weights (1, -2) with "
        "bias 0. The scores are 3 + 2 - 1 = 4 and 1 - 4 + 0 = -3, so the row is (4, 0). Do the "
        "sample (0, 1) by hand: which shape has the result of both samples?",
        "scores ← X times W transposed, n rows and m columns\nadd b to each row\n"
        "result ← each score, or 0 where the score is below 0",
    ),
    why="why can the same b be added to every row, whatever the number of samples?",
    because=(
        "Each neuron has one bias for all samples. A row holds one number for each neuron, as b "
        "does; NumPy lines shapes up at the right, so (n, m) + (m,) adds b to every row."
    ),
)
