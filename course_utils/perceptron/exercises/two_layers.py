"""A first layer of neurons answers a batch, and one more neuron answers to their answers."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def two_layers(X, W, b, v, c):
    hidden = np.where(X @ W.T + b >= 0, 1, -1)
    return np.where(hidden @ v + c >= 0, 1, -1)


def network_by_loops(X, W, b, v, c):
    def neuron(inputs, weights, bias):
        score = bias
        for value, weight in zip(inputs, weights, strict=True):
            score += value * weight
        return 1 if score >= 0 else -1

    answers = []
    for x in X:
        middle = [neuron(x, weights, bias) for weights, bias in zip(W, b, strict=True)]
        answers.append(neuron(middle, v, c))
    return np.array(answers)


def above(scores, threshold=0.0):
    return np.where(scores >= threshold, 1, -1)


def telling(X, W, b, v, c):
    """Return for each small change of the network whether it turns the answer to each sample.

    The last row tells apart two changes that often agree: steps to 0 or 1, and sigmoids.
    """
    scores = X @ W.T + b
    hidden = above(scores)
    answer = above(hidden @ v + c)
    zero_or_one = above((scores >= 0) @ v + c)
    return np.array(
        [
            above(above(scores, 0.5) @ v + c) != answer,
            above(above(scores, -1) @ v + c) != answer,
            above(hidden @ v + c, 0.5) != answer,
            above(hidden @ v + c, -1) != answer,
            above(scores @ v + c) != answer,
            above(np.sign(scores) @ v + c) != answer,
            above(above(scores - b) @ v + c) != answer,
            zero_or_one != answer,
            above(hidden @ v) != answer,
            above(1 / (1 + np.exp(-scores)) @ v + c) != zero_or_one,
        ]
    )


def draw(n_samples, n_features, n_hidden, rng):
    """Draw a network, and samples such that each small change turns the answer to one of them.

    With whole and half numbers, scores of exactly 0 and just beside it occur in both layers.
    """
    while True:
        W = rng.choice([0.5, 1.0, 1.5], size=(n_hidden, n_features))
        W *= rng.choice([-1, 1], size=W.shape)
        b = rng.choice([-1.5, -1.0, -0.5, 0.5, 1.0, 1.5], size=n_hidden)
        v = rng.choice([0.5, 1.0, 1.5, 2.0, 2.5], size=n_hidden, replace=False)
        v *= rng.choice([-1, 1], size=n_hidden)
        c = float(rng.choice([-1.5, -1.0, -0.5, 0.5, 1.0, 1.5]))
        pool = rng.integers(-2, 3, size=(40, n_features)) * 1.0
        turned = telling(pool, W, b, v, c)
        rows = list(dict.fromkeys([*turned.argmax(axis=1), *rng.permutation(len(pool))]))
        X = pool[np.sort(rows[:n_samples])]
        if telling(X, W, b, v, c).any(axis=1).all():
            return {"X": X, "W": W, "b": b, "v": v, "c": c}


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = [draw(*sizes, rng) for sizes in [(6, 2, 3), (7, 3, 5), (8, 3, 4), (7, 4, 3)]]
    # The last is one sample: the first one whose answer hangs on a tie in the first layer.
    one = draw(7, 2, 4, rng)
    tie = telling(**one)[0].argmax()
    return [*drawn, one | {"X": one["X"][tie : tie + 1]}]


@misconception(
    "F6",
    says="hands the scores of the first layer on, without a yes or no in between",
    hint="Leave the decision between the layers out. Could one neuron do the same alone?",
)
def no_step_between(X, W, b, v, c):
    return above((X @ W.T + b) @ v + c)


@misconception(
    "M161",
    says="lets the neurons of the first layer answer 0 or 1",
    hint="Which two answers does a neuron of this chapter know? What does a no add to a sum?",
)
def zero_or_one_between(X, W, b, v, c):
    return above((X @ W.T + b >= 0) @ v + c)


@misconception(
    "P11",
    says="returns 0 for a sample exactly on the boundary",
    hint="Two classes, yet three different values come out. What should a tie become?",
)
def sign(X, W, b, v, c):
    return np.sign(np.sign(X @ W.T + b) @ v + c)


@misconception(
    "M6",
    says="gives a tie to the negative class",
    hint="Which class did we promise to a sample that lies exactly on the boundary?",
)
def strictly_above(X, W, b, v, c):
    middle = np.where(X @ W.T + b > 0, 1, -1)
    return np.where(middle @ v + c > 0, 1, -1)


@misconception(
    "M164",
    says="bends the scores of the first layer smoothly to 0…1 (sigmoid) and does not decide there",
    hint="Is the answer of a neuron in this network a number in between, or one of two?",
)
def sigmoid_between(X, W, b, v, c):
    return above(1 / (1 + np.exp(-(X @ W.T + b))) @ v + c)


@misconception(
    "M165",
    says="cuts the scores of the first layer off below 0 (ReLU) and does not decide there",
    hint="One score is 7, another is 0.1. Do the neurons behind them answer differently here?",
)
def relu_between(X, W, b, v, c):
    return above(np.maximum(X @ W.T + b, 0) @ v + c)


@misconception(
    "M162",
    says="lets a neuron of the first layer answer 0 to a tie",
    hint="The last neuron decides a tie. Do those in the first layer do so too?",
)
def sign_between(X, W, b, v, c):
    return above(np.sign(X @ W.T + b) @ v + c)


def answers_between(X, W, b):
    return above(X @ W.T + b)


OTHER_NETWORKS = (
    misconception(
        "M166",
        says="leaves the bias of the last neuron out",
        hint="How many biases came in, and how many did you use?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, b) @ v)),
    misconception(
        "M167",
        says="leaves the biases of the first layer out",
        hint="What does each neuron of the first layer say to a sample of zeros, in your code?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, 0) @ v + c)),
    misconception(
        "M8",
        says="leaves the bias out",
        hint="What does your neuron answer to an input of zeros, and can it ever answer otherwise?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, 0) @ v)),
    misconception(
        "M26",
        says="subtracts the bias",
        hint="An input of zeros and a bias of 5: on which side should the answer be?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, -b) @ v - c)),
    misconception(
        "M169",
        says="makes the shapes fit by reading the weights in another order",
        hint="The first row holds the first neuron's weights. Which numbers does it get from you?",
    )(lambda X, W, b, v, c: above(above(X @ W.reshape(-1, len(W)) + b) @ v + c)),
    misconception(
        "M170",
        says="returns the last neuron's score and not its answer",
        hint="Is your result a number on a scale or an answer to a yes-or-no question?",
    )(lambda X, W, b, v, c: answers_between(X, W, b) @ v + c),
    misconception(
        "M173",
        says="stops after the first layer",
        hint="How many neurons stand at the end, so how many answers does each sample get?",
    )(lambda X, W, b, v, c: answers_between(X, W, b)),
    misconception(
        "M7",
        says="answers 0 and 1, or False and True",
        hint="Which two answers can a neuron give here? What would a 0 do to a sum?",
    )(lambda X, W, b, v, c: (((X @ W.T + b) >= 0) @ v + c >= 0).astype(int)),
    misconception(
        "M175",
        says="gives the last answer as 0 or 1 (or False and True)",
        hint="The first layer answers with the right two values. Does the last neuron?",
    )(lambda X, W, b, v, c: answers_between(X, W, b) @ v + c >= 0),
    misconception(
        "M176",
        says="counts the votes of the first layer, each with the same weight",
        hint="The last neuron listens more to some than to others. Which numbers say so?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, b).sum(axis=1) + c)),
    misconception(
        "M177",
        says="answers for each neuron of the first layer and adds nothing up",
        hint="The first layer feeds one neuron. How do many products become one number?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, b) * v + c)),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many answers go out?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, b) @ v + c)[0]),
    misconception(
        "M60",
        says="returns a column, one row of length 1 for each sample",
        hint="How many dimensions should a plain list of answers have?",
    )(lambda X, W, b, v, c: above(answers_between(X, W, b) @ v + c)[:, None]),
)

EXERCISE = Exercise(
    title="Two layers of step neurons",
    reference=two_layers,
    another=network_by_loops,
    cases=cases,
    misconceptions=(
        no_step_between,
        zero_or_one_between,
        sign,
        strictly_above,
        sigmoid_between,
        relu_between,
        sign_between,
        *OTHER_NETWORKS,
    ),
    hints=(
        "The last neuron never sees the sample. What are its inputs, and how many are there for "
        "each sample?",
        "Three neurons look at a sample and score 0.5, -4 and 0, so they answer +1, -1 and +1. "
        "With v = (2, 1, -1) and c = 0.5 the last one scores 2 - 1 - 1 + 0.5 = 0.5: its answer is "
        "+1. What does it answer if the first score is -0.5?",
        "first  ← answers (+1 or -1) to X times W transposed, plus b\n"
        "answer ← answers (+1 or -1) to first times v, plus c\n"
        "a score of 0 counts as +1, in both layers",
    ),
    why="why would the two layers be no more than one neuron if the first passed its scores on?",
    because=(
        "Sums of sums are sums. Scores of scores are X (W^T v) plus a number, so one neuron with "
        "the weights W^T v draws the same single line. The decision in between breaks this."
    ),
)
