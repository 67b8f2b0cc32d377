"""Steps of gradient descent with one part exchanged: see `training_step`."""

import numpy as np


def right_gradients(X, y, W1, b1, w2, b2, back=lambda G, a, z: G * (1 - a**2)):
    """Return the four gradients, with `back` from the hidden answers to what came in."""
    z = X @ W1.T + b1
    a = np.tanh(z)
    d_scores = 2 * (a @ w2 + b2 - y) / len(y)
    d_z = back(np.outer(d_scores, w2), a, z)
    return d_z.T @ X, d_z.sum(axis=0), a.T @ d_scores, d_scores.sum()


def moved_by(steps, **link):
    """Return the step that subtracts `steps(rate, n, dW1, db1, dw2, db2)`."""

    def step(learning_rate, **case):
        found = steps(learning_rate, len(case["y"]), *right_gradients(**case, **link))
        old = (case[name] for name in ("W1", "b1", "w2", "b2"))
        return tuple(before - move for before, move in zip(old, found, strict=True))

    return step


def plain(rate, n, *gradients):
    return [rate * gradient for gradient in gradients]


def scaled(*factors):
    """Return the steps, each times its factor (a number, or a function of rate and n)."""

    def steps(rate, n, *gradients):
        values = [f(rate, n) if callable(f) else f for f in factors]
        return [f * rate * gradient for f, gradient in zip(values, gradients, strict=True)]

    return moved_by(steps)


def first_layer_first(X, y, W1, b1, w2, b2, learning_rate):
    case = {"X": X, "y": y, "w2": w2, "b2": b2}
    dW1, db1, _, _ = right_gradients(**case, W1=W1, b1=b1)
    W1, b1 = W1 - learning_rate * dW1, b1 - learning_rate * db1
    _, _, dw2, db2 = right_gradients(**case, W1=W1, b1=b1)
    return W1, b1, w2 - learning_rate * dw2, b2 - learning_rate * db2


def past_the_weights(X, y, W1, b1, w2, b2, learning_rate):
    _, _, dw2, db2 = right_gradients(X, y, W1, b1, w2, b2)
    hidden = np.tanh(X @ W1.T + b1)
    d_scores = 2 * (hidden @ w2 + b2 - y) / len(y)
    d_sums = d_scores[:, None] * (1 - hidden**2)
    moves = (d_sums.T @ X, d_sums.sum(axis=0), dw2, db2)
    return tuple(
        old - learning_rate * move for old, move in zip((W1, b1, w2, b2), moves, strict=True)
    )


def with_the_bug(error=lambda e, n: 2 * e / n, slope=lambda a, z: 1 - a**2, **changed):
    """Return the shipped code with one more part changed.

    `changed` are factors of the four moves: functions of the number of samples.
    """

    def step(X, y, W1, b1, w2, b2, learning_rate):
        z = X @ W1.T + b1
        hidden = np.tanh(z)
        d_scores = error(hidden @ w2 + b2 - y, len(y))
        factors = (changed.get(name, by(1))(len(y)) for name in ("W1", "b1", "w2", "b2"))
        rate_1, rate_b1, rate_2, rate_b2 = (learning_rate * factor for factor in factors)
        w2 = w2 - rate_2 * hidden.T @ d_scores
        d_sums = np.outer(d_scores, w2) * slope(hidden, z)
        moved_first = W1 - rate_1 * d_sums.T @ X, b1 - rate_b1 * d_sums.sum(axis=0)
        return *moved_first, w2, b2 - rate_b2 * d_scores.sum()

    return step


def by(factor):
    return lambda n: factor


ONE_MORE_CHANGE = (
    with_the_bug(slope=lambda a, z: 1 - z**2),
    with_the_bug(slope=lambda a, z: 1 - np.tanh(a) ** 2),
    with_the_bug(slope=lambda a, z: a * (1 - a)),
    with_the_bug(slope=lambda a, z: (1 - a) ** 2),
    with_the_bug(slope=lambda a, z: 1 + a**2),
    with_the_bug(error=lambda e, n: 2 * e),
    with_the_bug(error=lambda e, n: e / n),
    with_the_bug(error=lambda e, n: e),
    with_the_bug(error=lambda e, n: -2 * e / n),
    with_the_bug(W1=lambda n: 1 / n, b1=lambda n: 1 / n),
    with_the_bug(b1=lambda n: 1 / n, b2=lambda n: 1 / n),
    with_the_bug(b1=lambda n: 1 / n),
    with_the_bug(b2=lambda n: 1 / n),
    *(with_the_bug(**{name: by(-1)}) for name in ("W1", "b1", "w2", "b2")),
    with_the_bug(W1=by(-1), b1=by(-1)),
    with_the_bug(W1=by(-1), b1=by(-1), w2=by(-1), b2=by(-1)),
)
