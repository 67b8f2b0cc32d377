"""How far the sample that is worst off lies on the right side of the boundary."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.perceptron.exercises.predict_labels import samples_that_score


def smallest_margin(X, y, weights, bias):
    margins = y * (X @ weights + bias) / np.linalg.norm(weights)
    return margins.min()


def margin_by_loops(X, y, weights, bias):
    length = sum(weight**2 for weight in weights) ** 0.5
    smallest = float("inf")
    for x, label in zip(X, y, strict=True):
        score = bias
        for value, weight in zip(x, weights, strict=True):
            score += value * weight
        smallest = min(smallest, label * score / length)
    return smallest


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    # Weights of length 5, 3, 7 and 13. The nearest sample is never the first; in the second and
    # third case samples lie on the wrong side, the nearest of all or far from it.
    for sizes, labels, distances in [
        ([3.0, 4.0], [1, -1, 1], [1.6, 0.7, 2.4]),
        ([1.0, 2.0, 2.0], [-1, 1, -1, 1], [0.9, -0.6, 2.2, 1.4]),
        ([2.0, 3.0, 6.0], [1, 1, -1, 1, -1], [1.3, -1.7, 0.5, 2.3, -0.4]),
        ([5.0, 12.0], [-1], [-0.8]),
    ]:
        weights = rng.permutation(sizes) * rng.choice([-1, 1], size=len(sizes))
        bias = float(rng.choice([-3.0, -2.0, 2.0, 3.0]))
        y = np.array(labels)
        distances = np.array(distances) * rng.uniform(0.9, 1.1, size=len(y))
        scores = y * distances * np.linalg.norm(weights)
        X = samples_that_score(scores - bias, weights, rng)
        drawn.append({"X": X, "y": y, "weights": weights, "bias": bias})
    return drawn


@misconception(
    "M3",
    says="measures in scores: it does not divide by the length of the weights",
    hint="Double the weights and the bias. Did the line move, and did your number?",
)
def not_divided(X, y, weights, bias):
    return np.min(y * (X @ weights + bias))


@misconception(
    "M130",
    says="divides by the squared length of the weights",
    hint="Weights (3, 4) form an arrow. Is it 5 long or 25?",
)
def divided_by_the_square(X, y, weights, bias):
    return np.min(y * (X @ weights + bias)) / (weights @ weights)


@misconception(
    "M131",
    says="takes every distance as positive, whatever side the sample lies on",
    hint="A sample lies 2 away from the boundary, on the wrong side. Is that better or worse than "
    "1 away on the right side?",
)
def distance_without_side(X, y, weights, bias):
    return np.min(np.abs(X @ weights + bias)) / np.linalg.norm(weights)


@misconception(
    "M133",
    says="leaves the labels out",
    hint="A sample of the class -1 has the score -5. Does it lie on the wrong side?",
)
def no_labels(X, y, weights, bias):
    return np.min(X @ weights + bias) / np.linalg.norm(weights)


@misconception(
    "M134",
    says="counts the bias as one more weight when it measures their length",
    hint="A bias moves the line. Does it also turn the line, or make the arrow across it longer?",
)
def length_with_bias(X, y, weights, bias):
    return np.min(y * (X @ weights + bias)) / np.linalg.norm([*weights, bias])


@misconception(
    "M135",
    says="divides the share of the weights, but not the bias",
    hint="You divide a score by a number. Which of its terms get divided?",
)
def bias_not_divided(X, y, weights, bias):
    return np.min(y * (X @ weights / np.linalg.norm(weights) + bias))


def signed_distances(X, y, weights, bias):
    return y * (X @ weights + bias) / np.linalg.norm(weights)


OTHER_MARGINS = (
    misconception(
        "M8",
        says="leaves the bias out",
        hint="Does every line in these cases go through the origin?",
    )(lambda X, y, weights, bias: signed_distances(X, y, weights, 0).min()),
    misconception(
        "M26",
        says="subtracts the bias",
        hint="An input of zeros and a bias of 5: on which side should the sample be?",
    )(lambda X, y, weights, bias: signed_distances(X, y, weights, -bias).min()),
    misconception(
        "M136",
        says="lost the brackets: the label multiplies the weights' share and not the bias",
        hint="The label turns the sign of a score. Of which of its terms?",
    )(lambda X, y, weights, bias: (y * (X @ weights) + bias).min() / np.linalg.norm(weights)),
    misconception(
        "M132",
        says="looks for the sample that is best off",
        hint="Which sample would be the first to change sides if the line moved a little?",
    )(lambda X, y, weights, bias: signed_distances(X, y, weights, bias).max()),
    misconception(
        "M137",
        says="returns which sample it is and not how far away it lies",
        hint="Is your result a distance or a place in a list?",
    )(lambda X, y, weights, bias: signed_distances(X, y, weights, bias).argmin()),
    misconception(
        "M138",
        says="returns the distance of every sample",
        hint="How many numbers were asked for, and how many come out?",
    )(signed_distances),
    misconception(
        "M139",
        says="takes the mean over the samples",
        hint="Many samples far away and one on the wrong side: should the many hide the one?",
    )(lambda X, y, weights, bias: signed_distances(X, y, weights, bias).mean()),
    misconception(
        "M140",
        says="measures the weights by the sum of their sizes",
        hint="You walk 3 steps east and 4 steps north. How far from the start are you, as a bird "
        "flies?",
    )(lambda X, y, weights, bias: (y * (X @ weights + bias)).min() / np.abs(weights).sum()),
    misconception(
        "M141",
        says="passes over the samples on the wrong side",
        hint="May a sample on the wrong side be ignored when you look for the one worst off?",
    )(
        lambda X, y, weights, bias: min(
            distance for distance in signed_distances(X, y, weights, bias) if distance > 0
        )
    ),
    misconception(
        "M142",
        says="finds the right sample and loses the sign",
        hint="One sample lies on the wrong side. How does your number tell?",
    )(lambda X, y, weights, bias: abs(signed_distances(X, y, weights, bias).min())),
    misconception(
        "M143",
        says="never goes below 0",
        hint="With which value does your search begin, and can a sample be worse than that?",
    )(lambda X, y, weights, bias: max(0.0, signed_distances(X, y, weights, bias).min())),
    misconception(
        "M144",
        says="divides by the length of each sample and not by that of the weights",
        hint="Two samples have the same score. Is the one with the greater inputs nearer?",
    )(lambda X, y, weights, bias: ((y * (X @ weights + bias)) / np.linalg.norm(X, axis=1)).min()),
    misconception(
        "M145",
        says="multiplies by the length of the weights",
        hint="Longer weights make every score greater. How do you take that back?",
    )(lambda X, y, weights, bias: (y * (X @ weights + bias)).min() * np.linalg.norm(weights)),
    misconception(
        "M146",
        says="measures the whole street, both sides of the line together",
        hint="Is a distance to the line asked for, or one from class to class?",
    )(lambda X, y, weights, bias: 2 * signed_distances(X, y, weights, bias).min()),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many did you look at?",
    )(lambda X, y, weights, bias: signed_distances(X, y, weights, bias)[0]),
)

EXERCISE = Exercise(
    title="The sample that is worst off",
    reference=smallest_margin,
    another=margin_by_loops,
    cases=cases,
    misconceptions=(
        not_divided,
        divided_by_the_square,
        distance_without_side,
        no_labels,
        length_with_bias,
        bias_not_divided,
        *OTHER_MARGINS,
    ),
    hints=(
        "A score changes when you double the weights and the bias, the line does not. What turns "
        "a score into a distance, and what tells whether the side is right?",
        "Take weights (3, 4), which are 5 long, and bias -2. The sample (2, 4) scores "
        "6 + 16 - 2 = 20, so it lies 20 / 5 = 4 from the line: +4 if its label is +1, -4 if its "
        "label is -1. Do (1, 1) with the label -1 by hand. Which of the two is worse off?",
        "score    ← every row of X times weights, plus bias\n"
        "distance ← label times score, divided by the length of weights\n"
        "answer   ← the smallest distance",
    ),
    why="why does this number stay as it is when you double the weights and the bias?",
    because=(
        "Doubling doubles every score, and it doubles the length of the weights too. The "
        "quotient stays, as it must: the line has not moved, so no distance has changed."
    ),
)
