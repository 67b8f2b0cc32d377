"""The gradient of the mean cross-entropy of a softmax layer: shares minus truth, times inputs."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def softmax_gradient(X, labels, W, b):
    Z = X @ W.T + b
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    P[np.arange(len(X)), labels] -= 1
    dZ = P / len(X)
    return dZ.T @ X, dZ.sum(axis=0)


def gradient_sample_by_sample(X, labels, W, b):
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for x, label in zip(X, labels, strict=True):
        z = W @ x + b
        powers = np.exp(z - z.max())
        error = powers / powers.sum() - (np.arange(len(b)) == label)
        dW = dW + np.outer(error, x) / len(X)
        db = db + error / len(X)
    return dW, db


def cases(seed):
    rng = np.random.default_rng(seed)

    def near_zero(*shape):
        return np.round(rng.uniform(-1.5, 1.5, size=shape), 1)

    def drawn(labels, d, k):
        X, W, b = near_zero(len(labels), d), near_zero(k, d), near_zero(k)
        return {"X": X, "labels": np.array(labels), "W": W, "b": b}

    # Scores near 1000 in one row, near -1000 in the next; the first input says which.
    far_rows = drawn(rng.permutation([0, 1, 2, 1, 0]), 2, 3)
    far_rows["X"][:, 0] = [1.0, -1.0, 1.0, -1.0, 1.0]
    far_rows["W"][:, 0] += 1000.0
    # One class is out of the question for every sample, and yet it is the label of one.
    far_classes = drawn([2, 0, 3, 2, 0, 0], 3, 4)
    far_classes["b"] += [1000.0, 1.0, 999.0, -1000.0]
    return [
        drawn([1, 1, 0, 1], 3, 2),
        far_rows,
        far_classes,
        drawn(rng.integers(4, size=7), 2, 5),  # nobody belongs to the last class
        drawn([2], 3, 4),
    ]


def shares(Z):
    """Return the shares of each row of scores."""
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def one_hot(labels, k):
    return np.eye(k)[labels]


def with_error(error, shares=shares):
    """Return the right sums over `error(P, Y)`, the slopes in the scores of each sample."""

    def gradient(X, labels, W, b):
        dZ = error(shares(X @ W.T + b), one_hot(labels, len(b)))
        return dZ.T @ X, dZ.sum(axis=0)

    return gradient


def with_results(results):
    """Return the right slopes `dZ` in the scores, put together by `results(dZ, X)`."""

    def gradient(X, labels, W, b):
        return results((shares(X @ W.T + b) - one_hot(labels, len(b))) / len(X), X)

    return gradient


def class_numbers(Y):
    return Y.argmax(axis=1)[:, None]


def average_error(P, Y):
    return (P - Y) / len(P)


WRONG_ERRORS = (
    misconception(
        "L7",
        says="never subtracts the truth: the shares alone are taken for the slopes",
        hint="A sample is already sure of its true class. How much should it still push?",
    )(with_error(lambda P, Y: P / len(P))),
    misconception(
        "L8",
        says="adds up over the samples where the loss takes their mean",
        hint="The batch comes twice in a row. Should the gradient of a mean double?",
    )(with_error(lambda P, Y: P - Y)),
    misconception(
        "M287",
        says="has the sign of the step and not that of the gradient",
        hint="The true class has too small a share. Should a larger score raise the loss there?",
    )(with_error(lambda P, Y: (Y - P) / len(P))),
    misconception(
        "M305",
        says="divides the shares by the number of samples, but not what it subtracts from them",
        hint="Add up the slopes of one sample over its classes. Is the result 0?",
    )(with_error(lambda P, Y: P / len(P) - Y)),
    misconception(
        "M500",
        says="subtracts the number of the class, and not a 1 at its place",
        hint="A sample of class 3: from how many of its shares should you subtract, and how much?",
        also=(with_error(lambda P, Y: P - class_numbers(Y)),),
    )(with_error(lambda P, Y: (P - class_numbers(Y)) / len(P))),
    misconception(
        "M302",
        says="divides by the number of all shares, samples times classes",
        hint="The loss is one number for each sample. Over how many of them is its mean taken?",
    )(with_error(lambda P, Y: (P - Y) / P.size)),
    misconception(
        "M306",
        says="gives a slope to the true class only",
        hint="If the true class is to gain a share, what must happen to the shares of the others?",
    )(with_error(lambda P, Y: (P - Y) * Y / len(P))),
    misconception(
        "M282",
        says="multiplies by p(1 - p) too, as the slope of the squared error does",
        hint="A sample is sure of a wrong class. Should its slope be near 0 there?",
    )(with_error(lambda P, Y: (P - Y) * P * (1 - P) / len(P))),
    misconception(
        "F1",
        says="raises e to the scores as they are: e^1000 is infinite, and e^-1000 is 0",
        hint="All scores of a row grow by 5. Do the shares change? What does that allow you to do?",
    )(with_error(average_error, lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))),
    misconception(
        "M111",
        says="subtracts the largest score of the whole table",
        hint="One row is near 1000, another near -1000. What is left of the second row?",
    )(
        with_error(
            average_error,
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1, keepdims=True),
        )
    ),
    misconception(
        "M114",
        says="makes shares down the columns",
        hint="Add up your first column of shares, then the first row. Which of them should be 1?",
    )(with_error(average_error, lambda Z: shares(Z.T).T)),
    misconception(
        "M126",
        says="judges each class by itself, with the sigmoid",
        hint="If one class gains, must the others lose? Do they in your result?",
    )(with_error(average_error, lambda Z: (1 + np.tanh(Z / 2)) / 2)),
)

WRONG_RESULTS = (
    misconception(
        "M300",
        says="returns the gradient of the weights lying on its side",
        hint="Which shape have the weights, and which has your gradient of them?",
    )(with_results(lambda dZ, X: (X.T @ dZ, dZ.sum(axis=0)))),
    misconception(
        "B10",
        says="divides by the number of samples twice for the bias",
        hint="The slopes are divided already. Which part of your code divides them again?",
    )(with_results(lambda dZ, X: (dZ.T @ X, dZ.mean(axis=0)))),
    misconception(
        "M286",
        says="averages one of the two gradients and adds up the other",
        hint="Weights and biases belong to one loss. For how many of the two did you divide?",
        also=(with_results(lambda dZ, X: (dZ.T @ X * len(X), dZ.sum(axis=0))),),
    )(with_results(lambda dZ, X: (dZ.T @ X, dZ.sum(axis=0) * len(X)))),
    misconception(
        "B11",
        says="has one number for each sample in the gradient of the bias",
        hint="How many biases are there, and how many numbers do you return for them?",
    )(with_results(lambda dZ, X: (dZ.T @ X, dZ))),
    misconception(
        "M303",
        says="adds up the bias' slopes over the classes",
        hint="Each class has a bias of its own. Over what should its slopes be added up?",
        also=(with_results(lambda dZ, X: (dZ.T @ X, dZ.sum())),),
    )(with_results(lambda dZ, X: (dZ.T @ X, dZ.sum(axis=1)))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(with_results(lambda dZ, X: (dZ.sum(axis=0), dZ.T @ X))),
)


@misconception(
    "L5",
    says="takes whole columns where one number for each sample is meant",
    hint="How many of the shares should lose 1 for one sample, and how many do in your code?",
)
def whole_columns(X, labels, W, b):
    P = shares(X @ W.T + b)
    P[:, labels] -= 1
    return P.T @ X / len(X), P.sum(axis=0) / len(X)


@misconception(
    "M8",
    says="leaves the bias out",
    hint="What are the scores of a sample whose inputs are all 0?",
)
def without_bias(X, labels, W, b):
    return softmax_gradient(X, labels, W, 0 * b)


EXERCISE = Exercise(
    title="The gradient of softmax and cross-entropy",
    reference=softmax_gradient,
    another=gradient_sample_by_sample,
    cases=cases,
    outputs=("gradient of the weights", "gradient of the bias"),
    misconceptions=(whole_columns, *WRONG_ERRORS, *WRONG_RESULTS, without_bias),
    hints=(
        "The slope of one sample's loss in one of its scores has a very short form. Which number "
        "is compared with the share there, for the true class and for the others?",
        "Two classes, one sample x = 4 with label 0, both scores 0: the shares are 0.5 and 0.5, "
        "the slopes 0.5 - 1 = -0.5 and 0.5. So the gradient is (-0.5 · 4, 0.5 · 4) = (-2, 2) for "
        "the weights and (-0.5, 0.5) for the biases. What becomes of both if a second sample "
        "comes along, x = 0 with label 1 and scores 0?",
        "scores ← one row for each sample\nshares ← softmax of each row\n"
        "slopes ← shares, and 1 less at the true class of each sample\n"
        "slopes ← slopes / number of samples\n"
        "for each class: weights' gradient ← its slopes times the inputs, added up over samples\n"
        "                bias' gradient    ← its slopes, added up over samples",
    ),
    why="why do the biases' slopes always add up to 0?",
    because=(
        "Each sample's shares add up to 1, and exactly one 1 is subtracted, so its slopes add up "
        "to 0, and so does their mean. It has to be so: the same number added to all scores "
        "changes no share, so no step in that direction can change the loss."
    ),
)
