"""One error for each image."""

import numpy as np

from answers import right, wrong

ERRORS = "autoencoder.reconstruction_errors"


@right(ERRORS)
def reconstruction_errors(X, guess):
    misses = X - guess
    return np.einsum("nd,nd->n", misses, misses) / np.size(X, 1)


for named, function in [
    ("M670", lambda X, guess: np.mean((guess - X) ** 2, axis=0)),
    ("M671", lambda X, guess: ((X - guess) ** 2).mean()),
    ("M671", lambda X, guess: np.square(X - guess).sum()),
    ("M204", lambda X, guess: ((X - guess) ** 2).sum(axis=1)),
    ("M204", lambda X, guess: np.linalg.norm(X - guess, axis=1) ** 2),
    ("M672", lambda X, guess: ((X - guess) ** 2).sum(axis=1) / X.shape[0]),
    ("M273", lambda X, guess: np.linalg.norm(X - guess, axis=1) / X.shape[1] ** 0.5),
    ("M881", lambda X, guess: ((guess - X) ** 2 / 64).sum(axis=1)),
    ("M273", lambda X, guess: np.linalg.norm(X - guess, axis=1)),
    ("M274", lambda X, guess: abs(X - guess).mean(1)),
    ("M279", lambda X, guess: (guess - X).mean(1)),
    ("M276", lambda X, guess: (X.mean(1) - guess.mean(1)) ** 2),
    ("M673", lambda X, guess: np.var(guess - X, axis=1)),
    ("M277", lambda X, guess: 0.5 * np.mean((X - guess) ** 2, axis=-1)),
    ("M674", lambda X, guess: (X - guess) ** 2),
    ("M60", lambda X, guess: ((X - guess) ** 2).mean(axis=1).reshape(-1, 1)),
    ("M675", lambda X, guess: ((X - guess) ** 2).sum(1) / (X**2).sum(1)),
    (None, lambda X, guess: np.mean(X**2 - guess**2, axis=1)),
    (None, lambda X, guess: np.mean((X - guess) * 2, axis=1)),
    (None, lambda X, guess: np.max((X - guess) ** 2, axis=1)),
    (None, lambda X, guess: np.median((X - guess) ** 2, axis=1)),
    (None, lambda X, guess: np.sum((X - guess) ** 2, axis=1) / (X.shape[1] - 1)),
    (None, lambda X, guess: np.sort(np.mean((X - guess) ** 2, axis=1))),
]:
    wrong(ERRORS, named)(function)


@wrong(ERRORS, "M52")
def returns_in_the_loop(X, guess):
    for x, g in zip(X, guess, strict=True):
        return np.mean((x - g) ** 2)


@wrong(ERRORS)
def keeps_the_last_pixel(X, guess):
    errors = np.zeros(len(X))
    for i in range(len(X)):
        for j in range(X.shape[1]):
            errors[i] = (X[i, j] - guess[i, j]) ** 2 / X.shape[1]
    return errors


@wrong(ERRORS, "M204")
def never_divides(X, guess):
    return [
        sum((p - q) ** 2 for p, q in zip(x, g, strict=True)) for x, g in zip(X, guess, strict=True)
    ]
