"""The perceptron's update in a new dress: one step downhill on the cross-entropy of one sample."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.gradient_descent.exercises.wrong_errors import built, error


def logistic_update(weights, bias, x, y, learning_rate):
    z = x @ weights + bias
    p = 1 / (1 + np.exp(-z))
    correction = learning_rate * (y - p)
    return weights + correction * x, bias + correction


def update_by_loops(weights, bias, x, y, learning_rate):
    score = bias
    for weight, value in zip(weights, x, strict=True):
        score += weight * value
    sure = 1 / (1 + np.exp(-score))
    moved = []
    for weight, value in zip(weights, x, strict=True):
        moved.append(weight - learning_rate * (sure - y) * value)
    return np.array(moved), bias - learning_rate * (sure - y)


def cases(seed):
    rng = np.random.default_rng(seed)

    def at(score, y, bias, learning_rate, d=3):
        """Draw a sample whose score lies near `score`."""
        x = np.round(rng.uniform(0.5, 3.0, size=d) * rng.choice([-1, 1], size=d), 1)
        weights = rng.normal(size=d)
        weights = np.round(weights + (score - bias - x @ weights) / (x @ x) * x, 2)
        return {"weights": weights, "bias": bias, "x": x, "y": y, "learning_rate": learning_rate}

    near, far = rng.uniform(0.4, 1.5, size=2)
    return [
        at(near, 1, 2.0, 0.5, d=2),
        at(near, 0, -1.5, 0.25, d=2),
        {**at(0, 0, 0.0, 2.0), "weights": np.zeros(3)},
        {**at(0, 1, 0.0, 0.5), "weights": np.zeros(3)},
        at(-1 - far, 1, 0.5, 2.0),
        at(-1 - far, 0, -2.5, 0.5),
        at(900.0, 0, 3.0, 0.25),
        at(-600.0, 1, 1.5, 0.5),  # `math.exp` holds e to the 600
        at(900.0, 1, 2.5, 0.5),
        at(1 + near, 0, 0.5, 0.125, d=4),
    ]


def moving(wrong_error=error, move=lambda w, b, x, step: (w - step * x, b - step)):
    """Return the rule with another error, or another move for `step`, rate times error."""

    def update(weights, bias, x, y, learning_rate):
        step = learning_rate * wrong_error(x @ weights, bias, y)
        return move(weights, bias, x, step)

    return update


def scaled(move):
    """Return the right rule, but with `move(w, b, x, e, rate)`, where e is the right error."""

    def update(weights, bias, x, y, learning_rate):
        return move(weights, bias, x, error(x @ weights, bias, y), learning_rate)

    return update


@misconception(
    "P4",
    says="moves away from the label",
    hint="Take the same sample again after the move: did its score come closer to its label?",
)
def away_from_the_label(weights, bias, x, y, learning_rate):
    wrong_way = learning_rate * error(x @ weights, bias, y)
    return weights + wrong_way * x, bias + wrong_way


@misconception(
    "P1",
    says="keeps Rosenblatt's rule, in which a label of 0 moves nothing",
    hint="What is left of a step after multiplying it by a label of 0? Who then pushes downward?",
    also=(moving(lambda votes, bias, y: -y * (y * (votes + bias) <= 0)),),
)
def moved_by_the_label(weights, bias, x, y, learning_rate):
    if (x @ weights + bias >= 0) != y:
        return weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias


WRONG_MOVES = (
    misconception(
        "M508",
        says="multiplies by the label, so that a label of 0 moves nothing",
        hint="A sample with the label 0 has a score of 5. What does your step change?",
    )(moving(lambda votes, bias, y: y * error(votes, bias, y))),
    misconception(
        "M13",
        says="never moves the bias",
        hint="How could the boundary ever leave the origin?",
    )(moving(move=lambda w, b, x, step: (w - step * x, b))),
    misconception(
        "M34",
        says="moves the bias and leaves the weights as they are",
        hint="How could the boundary ever turn?",
    )(moving(move=lambda w, b, x, step: (w, b - step))),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the five arguments does your result not depend on?",
    )(scaled(lambda w, b, x, e, rate: (w - e * x, b - e))),
    misconception(
        "M30",
        says="moves all weights by the same amount, whatever the sample is",
        hint="One input was 0 and another 5. Are their weights equally to blame?",
    )(moving(move=lambda w, b, x, step: (w - step, b - step))),
    misconception(
        "M31",
        says="moves the bias by the inputs too, so that it becomes several numbers",
        hint="Think of the bias as the weight of one more input. Which value has that one always?",
    )(moving(move=lambda w, b, x, step: (w - step * x, b - step * x))),
    misconception(
        "M32",
        says="scales the move of the weights by the learning rate, but not that of the bias",
        hint="If the step is to be ten times smaller, for how many of the numbers is it?",
    )(scaled(lambda w, b, x, e, rate: (w - rate * e * x, b - e))),
    misconception(
        "M33",
        says="moves the weights toward the right side and the bias away from it",
        hint="The answer was too small. Would a smaller bias make it larger?",
    )(moving(move=lambda w, b, x, step: (w - step * x, b + step))),
    misconception(
        "M35",
        says="puts the step in the place of the old values",
        hint="What happened to all that was learned from the samples before this one?",
        also=(moving(move=lambda w, b, x, step: (step * x, step)),),
    )(moving(move=lambda w, b, x, step: (-step * x, -step))),
    misconception(
        "M36",
        says="multiplies by the learning rate twice",
        hint="With a learning rate of 0.5, is your step a half or a quarter of what it could be?",
    )(scaled(lambda w, b, x, e, rate: (w - rate**2 * e * x, b - rate**2 * e))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(lambda **case: logistic_update(**case)[::-1]),
)

EXERCISE = Exercise(
    title="The update of a neuron that can be a little wrong",
    reference=logistic_update,
    another=update_by_loops,
    cases=cases,
    outputs=("weights", "bias"),
    misconceptions=(away_from_the_label, moved_by_the_label, *built(moving), *WRONG_MOVES),
    hints=(
        "How far is the neuron's answer from the label, and what should a large gap change that a "
        "small one does not?",
        "Weights (1, -2), bias 0, sample (2, 1), label 0: the score is 2 - 2 = 0, so the answer is "
        "0.5, and label minus answer is -0.5. With learning rate 0.5 every weight moves by -0.25 "
        "times its input: the weights become (0.5, -2.25). What does the bias become?",
        "answer  ← sigmoid of the score\ngap     ← label - answer\n"
        "weights ← weights + learning rate * gap * sample\n"
        "bias    ← bias + learning rate * gap\nreturn both",
    ),
    why="why is Rosenblatt's rule for labels 0 and 1 nearly the same line, with the answer of a "
    "step in the place of the sigmoid's?",
    because=(
        "Label minus answer is 0 where a step answers right, and +1 or -1 where it is wrong: that "
        "is Rosenblatt's rule (but for a tie, which it counts as a mistake). The sigmoid lets the "
        "gap be anything between. So a sample that is right by a hair still moves the line, and "
        "one that is right for sure hardly does."
    ),
)
