"""The backward step of one layer: to its inputs, its weights, its biases."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def layer_gradients(gradient, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for i in range(len(X)):
        for j in range(len(W)):
            dX[i] += gradient[i, j] * W[j]
            dW[j] += gradient[i, j] * X[i]
            db[j] += gradient[i, j]
    return dX, dW, db


def gradients_at_once(gradient, X, W):
    return gradient @ W, gradient.T @ X, gradient.sum(axis=0)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n, d, k in [(3, 2, 4), (5, 3, 2), (4, 5, 3), (2, 4, 3), (1, 3, 2)]:
        # The gradient that a mean sends back is small, and has both signs in each column.
        gradient = np.round(rng.uniform(0.1, 0.9, size=(n, k)), 2)
        gradient *= (-1.0) ** np.add.outer(rng.permutation(n), rng.permutation(k))
        X = np.round(rng.uniform(0.5, 3.0, size=(n, d)), 1)
        W = np.round(rng.uniform(0.5, 3.0, size=(k, d)), 1) * rng.choice([-1, 1], size=(k, d))
        drawn.append({"gradient": gradient, "X": X, "W": W})
    return drawn


@misconception(
    "B7",
    says="joins arrays whose shapes do not fit: number by number, or a turned matrix",
    hint="Write n, k and d beside your arrays. Over which of the letters is each result added up?",
    also=(
        lambda gradient, X, W: (gradient * W, gradient.T @ X, gradient.sum(axis=0)),
        lambda gradient, X, W: (gradient @ W, gradient @ X, gradient.sum(axis=0)),
        lambda gradient, X, W: (gradient @ W, gradient * X, gradient.sum(axis=0)),
    ),
)
def turned_weights(gradient, X, W):
    return gradient @ W.T, gradient.T @ X, gradient.sum(axis=0)


@misconception(
    "B11",
    says="hands the gradient on as it came and adds nothing up",
    hint="How many biases has the layer, and how many numbers are in your gradient for them?",
)
def biases_for_each_sample(gradient, X, W):
    return gradient @ W, gradient.T @ X, gradient


def changed(dX=None, dW=None, db=None):
    """Return the right gradients but for those that a function is given for."""

    def gradients(gradient, X, W):
        right = gradients_at_once(gradient, X, W)
        own = (dX, dW, db)
        return tuple(f(gradient, X, W) if f else r for f, r in zip(own, right, strict=True))

    return gradients


def by_loops(*added: str) -> Callable:
    """Return the loops that add up the gradients `added`, and overwrite the others."""

    def gradients(gradient, X, W):
        found = {"dX": np.zeros(X.shape), "dW": np.zeros(W.shape), "db": np.zeros(len(W))}
        for i, row in enumerate(gradient):
            for j, g in enumerate(row):
                shares = {"dX": (i, g * W[j]), "dW": (j, g * X[i]), "db": (j, g)}
                for name, (place, share) in shares.items():
                    found[name][place] = share + (found[name][place] if name in added else 0.0)
        return tuple(found.values())

    return gradients


overwritten = misconception(
    "B12",
    says="overwrites what an earlier use brought, where it must add",
    hint="A weight is used once for each sample. What is left of the first sample after the last?",
    also=tuple(by_loops(*names) for n in (1, 2) for names in combinations(("dX", "dW", "db"), n)),
)(by_loops())

OTHER_GRADIENTS = (
    misconception(
        "B10",
        says="takes the mean for the biases, where the mean's 1/n is in the gradient already",
        hint="The bias is used once for every sample. Do the shares of the samples add up, or does "
        "one of them stand for all?",
    )(changed(db=lambda gradient, X, W: gradient.mean(axis=0))),
    misconception(
        "B8",
        says="divides by the number of samples once more",
        hint="Whoever sent you the gradient knew of the mean. Who divides by n, and how often?",
        also=(lambda **case: tuple(part / len(case["X"]) for part in gradients_at_once(**case)),),
    )(
        changed(
            dW=lambda gradient, X, W: gradient.T @ X / len(X),
            db=lambda gradient, X, W: gradient.mean(axis=0),
        )
    ),
    misconception(
        "M394",
        says="divides the weights' gradient by n once more, and not that of the biases",
        hint="Compare what you do for the weights and for the biases. Why does one know of n?",
    )(changed(dW=lambda gradient, X, W: gradient.T @ X / len(X))),
    misconception(
        "M387",
        says="returns the gradient of the weights turned on its side",
        hint="A neuron's weights are a row. Where does its row stand in your gradient?",
    )(changed(dW=lambda gradient, X, W: X.T @ gradient)),
    misconception(
        "M393",
        says="makes the shapes fit by reading the numbers in another order",
        hint="The form is right now. Is the first row still what belongs to the first neuron?",
    )(changed(dW=lambda gradient, X, W: (X.T @ gradient).reshape(W.shape))),
    misconception(
        "M388",
        says="adds the biases' gradient up over the outputs: one number for each sample",
        hint="To which of the samples does a bias belong? What should be left: samples or neurons?",
    )(changed(db=lambda gradient, X, W: gradient.sum(axis=1))),
    misconception(
        "M389",
        says="adds the biases' gradient up to one number",
        hint="How many biases has the layer? Do all of them have to move alike?",
    )(changed(db=lambda gradient, X, W: gradient.sum())),
    misconception(
        "M400",
        says="adds up the right numbers and leaves sizes of 1 where nothing should be",
        hint="The biases are a plain row of numbers. How many dimensions has their gradient?",
    )(changed(db=lambda gradient, X, W: gradient.sum(axis=0, keepdims=True))),
    misconception(
        "M390",
        says="leaves out the gradient that comes back, as if each score counted 1",
        hint="One score hardly moves the loss. Does your result know which one?",
    )(lambda gradient, X, W: gradients_at_once(np.ones(gradient.shape), X, W)),
    misconception(
        "M391",
        says="hands the gradient that comes back on to the inputs, past the weights",
        hint="An input reaches a score with a factor in front. Which factor, and do you use it?",
    )(changed(dX=lambda gradient, X, W: gradient)),
    misconception(
        "M392",
        says="adds the gradient of the inputs up over the samples",
        hint="Does one sample's input move the scores of another sample?",
    )(changed(dX=lambda gradient, X, W: (gradient @ W).sum(axis=0))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
        also=(lambda **case: gradients_at_once(**case)[::-1],),
    )(lambda **case: tuple(gradients_at_once(**case)[i] for i in (1, 2, 0))),
)

EXERCISE = Exercise(
    title="Back through one layer",
    reference=layer_gradients,
    another=gradients_at_once,
    cases=cases,
    outputs=("dX", "dW", "db"),
    misconceptions=(turned_weights, biases_for_each_sample, overwritten, *OTHER_GRADIENTS),
    hints=(
        "Each of the three gradients is as large as what it belongs to. Which of n, k and d are "
        "its sizes, and over which letter must the products be added up?",
        "Two samples, two inputs, one neuron: X = [[1, 2], [3, 4]], W = [[5, 6]]. The gradient "
        "that comes back is [[0.1], [0.2]]. db is 0.1 + 0.2 = 0.3. dW is 0.1·(1, 2) + 0.2·(3, 4) = "
        "(0.7, 1.0). dX has the rows 0.1·(5, 6) and 0.2·(5, 6). What is dW if [[1], [-1]] comes "
        "back?",
        "for each sample and each neuron, g is the gradient of that score:\n"
        "    row of dX of the sample ← itself + g · the neuron's weights\n"
        "    row of dW of the neuron ← itself + g · the sample's inputs\n"
        "    db of the neuron        ← itself + g\n"
        "or at once: dX (n, d) from (n, k) and (k, d); dW (k, d) from (k, n) and (n, d)",
    ),
    why="why does the gradient of the weights need X, and that of the inputs need W?",
    because=(
        "A score is weight times input. How much it moves with the one is the other: an input of 0 "
        "teaches its weight nothing, and a weight of 0 lets no gradient through to its input."
    ),
)
