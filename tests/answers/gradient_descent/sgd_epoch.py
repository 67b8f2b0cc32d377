"""The bug hunt on an epoch of minibatches: mended in part, in the wrong place, or for show."""

import numpy as np

from answers import right, wrong

HUNT = "gradient_descent.sgd_epoch"


def p_of(z):
    return 1 / (1 + np.exp(-z))


@right(HUNT)
def sgd_epoch(X, y, weights, bias, order, batch_size, learning_rate):
    """Lists of plain numbers, sample by sample."""
    w, b, rows = weights.tolist(), bias, order.tolist()
    while rows:
        batch, rows = rows[:batch_size], rows[batch_size:]
        dw, db = [0.0] * len(w), 0.0
        for i in batch:
            error = p_of(sum(v * x for v, x in zip(w, X[i], strict=True)) + b) - y[i]
            dw = [d + error * x / len(batch) for d, x in zip(dw, X[i], strict=True)]
            db += error / len(batch)
        w = [v - learning_rate * d for v, d in zip(w, dw, strict=True)]
        b -= learning_rate * db
    return w, b


def hunt(slopes, pick=lambda order, start, size: order[start : start + size]):
    """Return the shipped code with other slopes, or other batches."""

    def sgd_epoch(X, y, weights, bias, order, batch_size, learning_rate):
        for start in range(0, len(order), batch_size):
            batch = pick(order, start, batch_size)
            error = p_of(X[batch] @ weights + bias) - y[batch]
            dw, db = slopes(error, X[batch], batch_size, len(order))
            weights = weights - learning_rate * dw
            bias = bias - learning_rate * db
        return weights, bias

    return sgd_epoch


def right_slopes(error, rows, size, n):
    return error @ rows / len(error), error.mean()


for named, slopes in [
    ("L9", lambda error, rows, size, n: (np.dot(rows.T, error), sum(error))),
    ("L9", lambda error, rows, size, n: ((error[:, None] * rows).sum(axis=0), np.sum(error))),
    ("M286", lambda error, rows, size, n: (error @ rows / len(error), error.sum())),
    ("M286", lambda error, rows, size, n: (error @ rows, error.mean())),
    ("M313", lambda error, rows, size, n: (error @ rows / size, error.sum() / size)),
    ("M314", lambda error, rows, size, n: (error @ rows / n, error.sum() / n)),
    ("M13", lambda error, rows, size, n: (error @ rows / len(error), 0)),
    ("M260", lambda error, rows, size, n: (-error @ rows / len(error), -error.mean())),
    ("M260", lambda error, rows, size, n: (-error @ rows, -error.sum())),
    ("B10", lambda error, rows, size, n: (error / len(error) @ rows, (error / len(error)).mean())),
    (None, lambda error, rows, size, n: (error @ rows / len(error), error.sum() / size)),
    (None, lambda error, rows, size, n: (error @ rows / len(error), -error.mean())),
    (None, lambda error, rows, size, n: (error @ rows / len(error), error)),
    (None, lambda error, rows, size, n: (error.mean() * rows.mean(axis=0), error.mean())),
    (None, lambda error, rows, size, n: ((error @ rows).mean(), error.mean())),
    (None, lambda error, rows, size, n: (error @ rows / len(error) ** 2, error.mean())),
    (None, lambda error, rows, size, n: (error @ rows / rows.shape[1], error.mean())),
    (None, lambda error, rows, size, n: (0 * rows[0], error.mean())),
    (None, lambda error, rows, size, n: (np.sign(error @ rows), np.sign(error.sum()))),
]:
    wrong(HUNT, named)(hunt(slopes))

for named, pick in [
    ("M315", lambda order, start, size: np.arange(len(order))[start : start + size]),
    ("M315", lambda order, start, size: slice(start, start + size)),
    (None, lambda order, start, size: order[: start + size]),
    (None, lambda order, start, size: order[::-1][start : start + size]),
    (None, lambda order, start, size: order[start : start + 1]),
    (None, lambda order, start, size: order[start : start + size + 1]),
]:
    wrong(HUNT, named)(hunt(right_slopes, pick))


@wrong(HUNT, "M311")
def counts_whole_batches(X, y, weights, bias, order, batch_size, learning_rate):
    for k in range(len(order) // batch_size):
        batch = order[k * batch_size : (k + 1) * batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - learning_rate * error @ X[batch] / len(batch)
        bias = bias - learning_rate * error.mean()
    return weights, bias


@wrong(HUNT, "M316")
def one_set_of_weights(X, y, weights, bias, order, batch_size, learning_rate):
    error = p_of(X @ weights + bias) - y
    w, b = weights, bias
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        w = w - learning_rate * (error[batch] @ X[batch]) / len(batch)
        b = b - learning_rate * error[batch].mean()
    return w, b


@wrong(HUNT, "M317")
def in_place(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights -= learning_rate * error @ X[batch] / len(batch)
        bias -= learning_rate * error.mean()
    return weights, bias


@wrong(HUNT)
def in_place_and_not_mended(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights -= learning_rate * error @ X[batch]
        bias -= learning_rate * error.sum()
    return weights, bias


@wrong(HUNT, "M318")
def all_at_once(X, y, weights, bias, order, batch_size, learning_rate):
    error = p_of(X @ weights + bias) - y
    return weights - learning_rate * X.T @ error / len(X), bias - learning_rate * error.mean()


@wrong(HUNT, "M318")
def one_by_one(X, y, weights, bias, order, batch_size, learning_rate):
    for i in order:
        error = p_of(X[i] @ weights + bias) - y[i]
        weights, bias = weights - learning_rate * error * X[i], bias - learning_rate * error
    return weights, bias


@wrong(HUNT, "M319")
def labels_in_stored_order(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[start : start + batch_size]
        weights = weights - learning_rate * error @ X[batch] / len(batch)
        bias = bias - learning_rate * error.mean()
    return weights, bias


@wrong(HUNT, "M304")
def returns_in_the_loop(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - learning_rate * error @ X[batch] / len(batch)
        bias = bias - learning_rate * error.mean()
        return weights, bias


@wrong(HUNT, "M280")
def score_for_probability(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = X[batch] @ weights + bias - y[batch]
        weights = weights - learning_rate * error @ X[batch] / len(batch)
        bias = bias - learning_rate * error.mean()
    return weights, bias


@wrong(HUNT, "M14")
def divides_and_forgets_the_rate(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - error @ X[batch] / len(batch)
        bias = bias - error.mean()
    return weights, bias


@wrong(HUNT, "M506")
def shrinks_the_rate(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        learning_rate /= len(batch)
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - learning_rate * error @ X[batch]
        bias = bias - learning_rate * error.sum()
    return weights, bias


@wrong(HUNT, "M506")
def shrinks_the_rate_by_the_size(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        learning_rate /= batch_size
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - learning_rate * error @ X[batch]
        bias = bias - learning_rate * error.sum()
    return weights, bias


@wrong(HUNT)
def new_weights_for_the_bias(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - learning_rate * error @ X[batch] / len(batch)
        error = p_of(X[batch] @ weights + bias) - y[batch]
        bias = bias - learning_rate * error.mean()
    return weights, bias


@wrong(HUNT)
def a_smaller_rate_instead(X, y, weights, bias, order, batch_size, learning_rate):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = p_of(X[batch] @ weights + bias) - y[batch]
        weights = weights - 0.1 * learning_rate * error @ X[batch]
        bias = bias - 0.1 * learning_rate * error.sum()
    return weights, bias
