"""The bug hunt on one training step: mended, in part, or in the wrong place."""

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

STEP = "backprop.training_step"


@right(STEP)
def training_step(X, y, W1, b1, w2, b2, learning_rate):
    """Keep the old weights under another name."""
    old_w2 = w2.copy()
    hidden = np.tanh(X @ W1.T + b1)
    error = hidden @ w2 + b2 - y
    scaled = learning_rate * 2 * error / len(y)
    w2 = w2 - hidden.T @ scaled
    b2 = b2 - scaled.sum()
    d_sums = scaled[:, None] * old_w2[None, :] / np.cosh(X @ W1.T + b1) ** 2
    return W1 - d_sums.T @ X, b1 - d_sums.sum(axis=0), w2, b2


def written_as(
    output="w2 = w2 - learning_rate * hidden.T @ d_scores",
    biases="b2 = b2 - learning_rate * d_scores.sum()",
    back="d_hidden = np.outer(d_scores, w2)",
    scores="2 * error / len(y)",
    slope="d_sums = d_hidden * (1 - hidden**2)",
    first="W1 = W1 - learning_rate * d_sums.T @ X",
    first_biases="b1 = b1 - learning_rate * d_sums.sum(axis=0)",
    order=("back", "output", "biases", "slope", "first", "first_biases"),
):
    """Return the shipped code with other words in some places, and its lines in `order`."""
    lines = {name: words for name, words in locals().items() if name not in ("order", "scores")}
    body = "\n    ".join(lines[name] for name in order)
    code = f"""
def training_step(X, y, W1, b1, w2, b2, learning_rate):
    hidden = np.tanh(X @ W1.T + b1)
    error = hidden @ w2 + b2 - y
    d_scores = {scores}
    {body}
    return W1, b1, w2, b2
"""
    return made_of(code, "training_step", {"np": np})


SHIPPED = ("output", "biases", "back", "slope", "first", "first_biases")

for named, words in [
    ("B5", {"order": ("biases", "output", "back", "slope", "first", "first_biases")}),
    ("B5", {"order": SHIPPED, "output": "w2 = w2 - learning_rate * (d_scores @ hidden)"}),
    ("B5", {"order": SHIPPED, "back": "d_hidden = d_scores[:, None] * w2"}),
    ("B3", {"slope": "d_sums = d_hidden"}),
    ("B1", {"slope": "d_sums = d_hidden * (1 - (X @ W1.T + b1) ** 2)"}),
    ("B2", {"slope": "d_sums = d_hidden * (1 - np.tanh(hidden) ** 2)"}),
    ("B4", {"slope": "d_sums = d_hidden * hidden * (1 - hidden)"}),
    ("B9", {"scores": "2 * error"}),
    ("M361", {"scores": "error / len(y)"}),
    ("M402", {"scores": "-2 * error / len(y)"}),
    ("M403", {"first_biases": ""}),
    ("M13", {"first_biases": "", "biases": ""}),
    (
        "B10",
        {
            "biases": "b2 = b2 - learning_rate * d_scores.mean()",
            "first_biases": "b1 = b1 - learning_rate * d_sums.mean(axis=0)",
        },
    ),
    ("M408", {"back": "d_hidden = d_scores[:, None]"}),
    (
        "M404",
        {
            "output": "w2 -= learning_rate * hidden.T @ d_scores",
            "first": "W1 -= learning_rate * d_sums.T @ X",
            "first_biases": "b1 -= learning_rate * d_sums.sum(axis=0)",
        },
    ),
    ("M466", {"order": SHIPPED, "slope": "d_sums = d_hidden * (1 - hidden)**2"}),
    ("M466", {"order": SHIPPED, "slope": "d_sums = d_hidden"}),
    ("M466", {"order": SHIPPED, "slope": "d_sums = d_hidden * (1 - np.tanh(hidden)**2)"}),
    ("M466", {"order": SHIPPED, "scores": "2 * error"}),
    ("M466", {"order": SHIPPED, "scores": "error / len(y)"}),
    ("M466", {"order": SHIPPED, "biases": "b2 = b2 - learning_rate * d_scores.mean()"}),
    ("M466", {"order": SHIPPED, "first_biases": "b1 = b1 - learning_rate * d_sums.mean(0)"}),
    (None, {"output": ""}),
    (
        None,
        {
            "order": SHIPPED,
            "output": "old = w2; w2 -= learning_rate * hidden.T @ d_scores",
            "back": "d_hidden = np.outer(d_scores, old)",
        },
    ),
    (None, {"slope": "d_sums = d_hidden * 1 - hidden**2"}),
    (None, {"order": (*SHIPPED[2:], *SHIPPED[:2]), "output": "w2 = w2 - d_scores @ hidden"}),
    ("M466", {"order": SHIPPED, "output": "w2 = w2 + learning_rate * hidden.T @ d_scores"}),
    (None, {"biases": "b2 = b2 - learning_rate * d_scores"}),
]:
    wrong(STEP, named)(written_as(**words))


@wrong(STEP, "M405")
def other_layer_first(X, y, W1, b1, w2, b2, learning_rate):
    hidden = np.tanh(X @ W1.T + b1)
    d_scores = 2 * (hidden @ w2 + b2 - y) / len(y)
    d_sums = np.outer(d_scores, w2) * (1 - hidden**2)
    W1 = W1 - learning_rate * d_sums.T @ X
    b1 = b1 - learning_rate * d_sums.sum(axis=0)
    hidden = np.tanh(X @ W1.T + b1)
    d_scores = 2 * (hidden @ w2 + b2 - y) / len(y)
    w2 = w2 - learning_rate * hidden.T @ d_scores
    b2 = b2 - learning_rate * d_scores.sum()
    return W1, b1, w2, b2
