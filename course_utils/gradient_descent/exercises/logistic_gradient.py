"""The gradient of one neuron's mean cross-entropy over a batch."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.gradient_descent.exercises.wrong_errors import built, error


def logistic_gradient(X, y, weights, bias):
    z = X @ weights + bias
    p = 1 / (1 + np.exp(-z))
    errors = p - y
    return X.T @ errors / len(X), errors.mean()


def gradient_by_loops(X, y, weights, bias):
    dw, db = np.zeros(len(weights)), 0.0
    for x, label in zip(X, y, strict=True):
        answer = 1 / (1 + np.exp(-(x @ weights + bias)))
        dw += (answer - label) * x
        db += answer - label
    return dw / len(X), db / len(X)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    # Scores of the rows: mild ones on both sides of 0, a tie in the second case, and answers
    # that are sure and wrong, or sure and right, in the third (not below -700: `math.exp` holds).
    for d, scores, labels, bias in [
        (2, [0.9, -1.4, 1.8], [0, 1, 1], 1.5),
        (3, [0.0, 1.1, -2.1, 0.6, -0.7], [1, 0, 0, 1, 1], 0.0),
        (2, [-0.8, 1.2, 900.0, -600.0, 900.0], [0, 0, 0, 1, 1], -2.0),
        (5, [1.3, -0.4, 2.2], [1, 0, 0], 2.5),
        (3, [-1.6], [1], -0.5),
    ]:
        scores = np.array(scores) * rng.uniform(0.9, 1.1, size=len(scores))
        weights = np.round(rng.uniform(0.5, 2.0, size=d) * rng.choice([-1, 1], size=d), 1)
        X = rng.normal(size=(len(scores), d))
        X += np.outer(scores - bias - X @ weights, weights) / (weights @ weights)
        X = np.round(X, 2)
        if bias == 0:
            X[0] = [weights[1], -weights[0], 0.0]  # a score of exactly 0
        drawn.append({"X": X, "y": np.array(labels), "weights": weights, "bias": bias})
    return drawn


def averaging(wrong_error=error, gradient=lambda X, e: (X.T @ e / len(X), e.mean())):
    """Return the gradient with another error, or another `gradient(X, errors)`."""
    return lambda X, y, weights, bias: gradient(X, wrong_error(X @ weights, bias, y))


@misconception(
    "L8",
    says="adds up over the samples and never divides",
    hint="The loss is an average. Take every sample twice: should its slope double?",
)
def added_up(X, y, weights, bias):
    gaps = error(X @ weights, bias, y)
    return X.T @ gaps, gaps.sum()


@misconception(
    "M287",
    says="has the sign of the step and not that of the gradient",
    hint="Along a gradient the loss rises. Does it rise or fall along yours?",
)
def sign_of_the_step(X, y, weights, bias):
    gaps = -error(X @ weights, bias, y)
    return X.T @ gaps / len(X), gaps.mean()


WRONG_SUMS = (
    misconception(
        "M286",
        says="averages one of the two gradients and adds up the other",
        hint="Weights and bias belong to one loss. For how many of the two did you divide?",
        also=(averaging(gradient=lambda X, e: (X.T @ e, e.mean())),),
    )(averaging(gradient=lambda X, e: (X.T @ e / len(X), e.sum()))),
    misconception(
        "M288",
        says="divides by the number of inputs and not by that of samples",
        hint="Over what does the loss average: over the rows of X or over its columns?",
        also=(averaging(gradient=lambda X, e: (X.T @ e / X.shape[1], e.sum() / X.shape[1])),),
    )(averaging(gradient=lambda X, e: (X.T @ e / X.shape[1], e.mean()))),
    misconception(
        "M289",
        says="averages over the inputs too: one number for all weights",
        hint="How many weights are there, and how many numbers does your gradient have for them?",
    )(averaging(gradient=lambda X, e: (np.mean(X.T @ e / len(X)), e.mean()))),
    misconception(
        "B10",
        says="divides by the number of samples twice for the bias",
        hint="The gaps are divided already. Which part of your code divides them again?",
    )(averaging(gradient=lambda X, e: (X.T @ e / len(X), e.mean() / len(X)))),
    misconception(
        "B11",
        says="has one number for each sample in the gradient of the bias",
        hint="How many biases does the neuron have? A gradient has the shape of what it moves.",
    )(averaging(gradient=lambda X, e: (X.T @ e / len(X), e / len(X)))),
    misconception(
        "M290",
        says="keeps a row for each sample in the gradient of the weights",
        hint="How many weights are there? A gradient has the shape of what it moves: does yours?",
        also=(averaging(gradient=lambda X, e: (X * e[:, None] / len(X), e.mean())),),
    )(averaging(gradient=lambda X, e: (X * e[:, None], e))),
    misconception(
        "M13",
        says="never moves the bias",
        hint="All scores are too high by the same amount. What would your gradient change?",
    )(averaging(gradient=lambda X, e: (X.T @ e / len(X), 0.0))),
    misconception(
        "M30",
        says="moves all weights by the same amount, whatever the sample is",
        hint="One input was 0 and another 5. Are their weights equally to blame?",
    )(averaging(gradient=lambda X, e: (np.full(X.shape[1], e.mean()), e.mean()))),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many of them have a say in your result?",
        also=(averaging(gradient=lambda X, e: (X[0] * e[0] / len(X), e[0] / len(X))),),
    )(averaging(gradient=lambda X, e: (X[0] * e[0], e[0]))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(lambda **case: logistic_gradient(**case)[::-1]),
)

EXERCISE = Exercise(
    title="The gradient of the mean cross-entropy",
    reference=logistic_gradient,
    another=gradient_by_loops,
    cases=cases,
    outputs=("gradient of the weights", "gradient of the bias"),
    misconceptions=(added_up, sign_of_the_step, *WRONG_SUMS, *built(averaging)),
    hints=(
        "How much does one sample's loss change when its score grows a little, and how much does "
        "its score change with each weight?",
        "Two samples, (1, 0) and (3, 2), labels 1 and 0. If all weights and the bias are 0, both "
        "answers are 0.5: answer minus label is -0.5 and 0.5. Times the inputs: (-0.5, 0) and "
        "(1.5, 1). Their average is (0.5, 0.5), the gradient of the weights. And that of the bias?",
        "answers ← sigmoid of the scores, one for each row\ngaps    ← answers - labels\n"
        "for the weights: average over the samples of gap * sample\n"
        "for the bias:    average over the samples of gap",
    ),
    why="why is the gradient of the bias 0 exactly when the answers average to the share of "
    "samples with label 1?",
    because=(
        "It is the average of answer minus label, so the average answer minus the average label; "
        "and labels of 0 and 1 average to the share of ones. So at the bottom of the loss a "
        "neuron with a bias is right on average over its training samples."
    ),
)
