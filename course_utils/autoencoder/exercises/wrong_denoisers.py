"""The training of a linear denoiser with one part or several exchanged: see `train_denoiser`."""

from collections.abc import Callable

import numpy as np


def fresh(X, noises, epoch):
    return X + noises[epoch]


def first_draw(X, noises, epoch):
    return X + noises[0]


def piled_up(X, noises, epoch):
    return X + noises[: epoch + 1].sum(axis=0)


def clean(X, seen, noise):
    return X


def as_seen(X, seen, noise):
    return seen


def plain_gradients(error, seen, X):
    return error.T @ seen, error.sum(axis=0)


def of_clean_images(error, seen, X):
    return error.T @ X, error.sum(axis=0)


def turned_gradients(error, seen, X):
    return seen.T @ error, error.sum(axis=0)


def turned_guess(seen, W, b):
    return seen @ W + b


def training(
    given: Callable = fresh,
    asked: Callable = clean,
    factors: Callable = lambda n, d, rate: (2 * rate / n, 2 * rate / n),
    gradients: Callable = plain_gradients,
    guess: Callable = lambda seen, W, b: seen @ W.T + b,
    n_epochs: Callable = len,
) -> Callable:
    """Return the training in which each part that is named is another one.

    `factors(n, d, learning_rate)` are those of the moves of W and b.
    """

    def train(X, noises, learning_rate):
        n, d = X.shape
        W, b = np.zeros((d, d)), np.zeros(d)
        of_W, of_b = factors(n, d, learning_rate)
        for epoch in range(n_epochs(noises)):
            seen = given(X, noises, epoch)
            error = guess(seen, W, b) - asked(X, seen, noises[epoch])
            dW, db = gradients(error, seen, X)
            W, b = W - of_W * dW, b - of_b * db
        return W, b

    return train


def and_one_bug(**parts: Callable) -> tuple[Callable, ...]:
    """Return the training with other parts: with no bug of the shipped code, or one of the two."""
    bugs = ({}, {"asked": as_seen}, {"given": first_draw})
    return tuple(training(**bug, **parts) for bug in bugs)


def and_with_the_bugs(**parts: Callable) -> tuple[Callable, ...]:
    """Return what `and_one_bug` returns, and the training with both bugs and the other parts."""
    return (*and_one_bug(**parts), training(given=first_draw, asked=as_seen, **parts))


def target_drifts(X, noises, learning_rate):
    """Put the noise of each epoch upon the images themselves, and ask for what they became."""
    n, d = X.shape
    W, b = np.zeros((d, d)), np.zeros(d)
    before = X
    for noise in noises:
        seen = before + noise
        error = seen @ W.T + b - before
        W = W - learning_rate * 2 / n * error.T @ seen
        b = b - learning_rate * 2 / n * error.sum(axis=0)
        before = seen
    return W, b
