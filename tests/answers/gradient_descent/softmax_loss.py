"""The mean cross-entropy from scores."""

import math

import numpy as np

from answers import right, wrong

loss = "gradient_descent.softmax_loss"


@right(loss)
def softmax_loss(scores, labels):
    """How far each label's score lies below what all scores of its row add up to, in logarithms."""
    total = np.logaddexp.reduce(scores, axis=1)
    return np.mean(total - np.take_along_axis(scores, labels[:, None], axis=1)[:, 0])


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def picked(table, labels):
    return table[range(len(labels)), labels]


for named, function in [
    ("L3", lambda scores, labels: -np.log(picked(softmax(scores), labels)).mean()),
    ("L3", lambda scores, labels: np.mean(-np.log(softmax(scores))[range(len(labels)), labels])),
    ("F1", lambda scores, labels: softmax_loss_by_the_book(scores, labels)),
    ("M291", lambda scores, labels: -np.log(picked(softmax(scores), labels) + 1e-9).mean()),
    (
        "M291",
        lambda scores, labels: -np.log(np.maximum(picked(softmax(scores), labels), 1e-7)).mean(),
    ),
    (
        "M291",
        lambda scores, labels: (
            -np.log(np.clip(picked(softmax(scores), labels), 1e-15, 1 - 1e-15)).mean()
        ),
    ),
    ("M292", lambda scores, labels: -np.mean(picked(softmax(scores), labels))),
    ("M292", lambda scores, labels: 1 - np.mean(picked(softmax(scores), labels))),
    ("M507", lambda scores, labels: -softmax_loss(scores, labels)),
    ("M111", lambda scores, labels: logs_after(scores - np.max(scores), labels)),
    ("M204", lambda scores, labels: len(labels) * softmax_loss(scores, labels)),
    (
        "M275",
        lambda scores, labels: [
            softmax_loss(row[None], label[None]) for row, label in zip(scores, labels, strict=True)
        ],
    ),
    ("M293", lambda scores, labels: softmax_loss(scores, scores.argmax(axis=1))),
    ("M295", lambda scores, labels: -picked(scores, labels).mean()),
    ("M295", lambda scores, labels: -picked(scores - scores.max(1, keepdims=True), labels).mean()),
    ("M296", lambda scores, labels: softmax_loss(scores, labels) / math.log(2)),
    ("M296", lambda scores, labels: softmax_loss(scores, labels) * math.log10(math.e)),
    ("M52", lambda scores, labels: softmax_loss(scores[:1], labels[:1])),
    ("F3", lambda scores, labels: logs_after(scores - scores.max(axis=1), labels)),
    (None, lambda scores, labels: -np.log(np.nan_to_num(softmax(scores)[:, labels])).mean()),
    (None, lambda scores, labels: np.nan_to_num(softmax_loss_by_the_book(scores, labels))),
    (
        None,
        lambda scores, labels: -np.log(picked(softmax(np.clip(scores, -500, 500)), labels)).mean(),
    ),
    (None, lambda scores, labels: softmax_loss(scores, labels - 1)),
    (None, lambda scores, labels: softmax_loss(-scores, labels)),
    (None, lambda scores, labels: softmax_loss(scores / 10, labels)),
    (
        None,
        lambda scores, labels: np.mean((softmax(scores) - np.eye(scores.shape[1])[labels]) ** 2),
    ),
    (None, lambda scores, labels: np.mean(np.argmax(scores, axis=1) != labels)),
    (None, lambda scores, labels: -np.log(softmax(scores)[labels]).mean()),
    (None, lambda scores, labels: -np.log(picked(softmax(scores), labels).mean())),
    (None, lambda scores, labels: -np.log(softmax(scores)[0, labels]).mean()),
    (None, lambda scores, labels: print(softmax_loss(scores, labels))),
    (None, lambda scores, labels: softmax_loss(scores, labels) / scores.shape[1]),
]:
    wrong(loss, named)(function)


def logs_after(shifted, labels):
    return -np.mean(picked(shifted, labels) - np.log(np.exp(shifted).sum(axis=1)))


def softmax_loss_by_the_book(scores, labels):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(picked(p, labels)).mean()


@wrong(loss, "F1")
def total_without_a_shift(scores, labels):
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - picked(scores, labels))


@wrong(loss, "L5")
def a_table_for_each_label(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[:, labels].mean()


@wrong(loss, "L5")
def a_table_and_no_mean(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[:, labels]


@wrong(loss, "M294")
def one_mean_for_all(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return -np.mean(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


@wrong(loss)
def both_troubles(scores, labels):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(p[:, labels]).mean()


@wrong(loss)
def shift_forgotten_in_the_second_place(scores, labels):
    total = np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    return np.mean(np.log(total) - picked(scores, labels))


@wrong(loss)
def writes_into_its_input(scores, labels):
    scores -= scores.max(axis=1, keepdims=True)
    return logs_after(scores, labels)


@wrong(loss, "M52")
def returns_in_the_loop(scores, labels):
    for row, label in zip(scores, labels, strict=True):
        shifted = row - row.max()
        return np.log(np.exp(shifted).sum()) - shifted[label]
