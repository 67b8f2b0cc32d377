"""The bug hunt: one epoch of minibatch gradient descent whose steps grow with the batch."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def sgd_epoch(X, y, weights, bias, order, batch_size, learning_rate):
    n = len(order)
    for start in range(0, n, batch_size):
        batch = order[start : start + batch_size]
        z = X[batch] @ weights + bias
        error = 1 / (1 + np.exp(-z)) - y[batch]
        dw = error @ X[batch] / len(batch)
        db = error.sum() / len(batch)
        weights = weights - learning_rate * dw
        bias = bias - learning_rate * db
    return weights, bias


def with_a_column_of_ones(X, y, weights, bias, order, batch_size, learning_rate):
    rows, labels = np.column_stack([X, np.ones(len(X))])[order], y[order]
    theta = np.append(weights, bias)
    while len(rows) > 0:
        error = (1 + np.tanh(rows[:batch_size] @ theta / 2)) / 2 - labels[:batch_size]
        theta = theta - learning_rate * (error[:, None] * rows[:batch_size]).mean(axis=0)
        rows, labels = rows[batch_size:], labels[batch_size:]
    return theta[:-1], theta[-1]


def shipped(X, y, weights, bias, order, batch_size, learning_rate):
    n = len(order)
    for start in range(0, n, batch_size):
        batch = order[start : start + batch_size]
        z = X[batch] @ weights + bias
        error = 1 / (1 + np.exp(-z)) - y[batch]
        dw = error @ X[batch]
        db = error.sum()
        weights = weights - learning_rate * dw
        bias = bias - learning_rate * db
    return weights, bias


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, batch_size, learning_rate):
        y = rng.permutation(np.arange(n) % 2)
        order = rng.permutation(n)
        # The first batch is not the first rows, and the classes tell the order.
        while set(order[:batch_size]) == set(range(batch_size)) or (y[order] == y).all():
            order = rng.permutation(n)
        return {
            "X": np.round(rng.uniform(-2, 2, size=(n, d)), 1),
            "y": y,
            "weights": np.round(rng.uniform(-1, 1, size=d), 1),
            "bias": float(np.round(rng.uniform(0.2, 1), 1)),
            "order": order,
            "batch_size": batch_size,
            "learning_rate": learning_rate,
        }

    larger_than_all = {**drawn(5, 2, 3, 0.25), "batch_size": 8}
    return [
        drawn(5, 3, 2, 0.5),
        drawn(4, 2, 2, 2.0),
        drawn(7, 2, 3, 0.25),
        drawn(6, 3, 1, 0.5),
        larger_than_all,
        drawn(8, 3, 5, 1.0),
    ]


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def stepping(step, answer=sigmoid):
    """Return the epoch that moves by `step(dw, db, m, batch_size, n)`, sums over m samples."""

    def epoch(X, y, weights, bias, order, batch_size, learning_rate):
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            error = answer(X[batch] @ weights + bias) - y[batch]
            sums = error @ X[batch], error.sum()
            dw, db = step(*sums, len(batch), batch_size, len(order))
            weights, bias = weights - learning_rate * dw, bias - learning_rate * db
        return weights, bias

    return epoch


def of_the_batch(dw, db, m, batch_size, n):
    return dw / m, db / m


WRONG_STEPS = (
    misconception(
        "M286",
        says="averages one of the two gradients and adds up the other",
        hint="One line is mended. What does the same question say about the other one?",
        also=(stepping(lambda dw, db, m, batch_size, n: (dw, db / m)),),
    )(stepping(lambda dw, db, m, batch_size, n: (dw / m, db))),
    misconception(
        "B10",
        says="divides by the number of samples twice for the bias",
        hint="The errors are divided already. Which line divides them again?",
    )(stepping(lambda dw, db, m, batch_size, n: (dw / m, db / m**2))),
    misconception(
        "M313",
        says="divides every batch by the size that was asked for, also a shorter last one",
        hint="How many samples are in the last batch, and by what is it divided?",
    )(stepping(lambda dw, db, m, batch_size, n: (dw / batch_size, db / batch_size))),
    misconception(
        "M314",
        says="divides each batch by the number of all samples",
        hint="Which samples had a say in this step? How many are they?",
    )(stepping(lambda dw, db, m, batch_size, n: (dw / n, db / n))),
    misconception(
        "M13",
        says="never moves the bias",
        hint="How could the boundary ever leave the origin?",
    )(stepping(lambda dw, db, m, batch_size, n: (dw / m, 0.0))),
    misconception(
        "M260",
        says="adds the step to the weight: it walks uphill",
        hint="Does your step lower the loss of its batch, or raise it?",
        also=(stepping(lambda dw, db, m, batch_size, n: (-dw, -db)),),
    )(stepping(lambda dw, db, m, batch_size, n: (-dw / m, -db / m))),
    misconception(
        "M280",
        says="compares the label with the score, without a sigmoid",
        hint="A sample of the class 1 has a score of 5. Should it be pulled back to 1?",
    )(stepping(of_the_batch, answer=lambda z: z)),
)


def at_a_shrinking_rate(share):
    """Return the shipped epoch, but the rate is divided in each batch by share(m, batch_size)."""

    def epoch(X, y, weights, bias, order, batch_size, learning_rate):
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            error = sigmoid(X[batch] @ weights + bias) - y[batch]
            learning_rate = learning_rate / share(len(batch), batch_size)
            weights = weights - learning_rate * error @ X[batch]
            bias = bias - learning_rate * error.sum()
        return weights, bias

    return epoch


def positions_of(y, order):
    """Return the labels so that `order` leads to them as they are stored."""
    return y[np.argsort(order)]


WRONG_BATCHES = (
    misconception(
        "M311",
        says="leaves out a last batch that is shorter",
        hint="5 samples in batches of 2: how many batches are that, and which is missing?",
    )(
        lambda order, batch_size, **rest: sgd_epoch(
            order=order[: len(order) - len(order) % batch_size], batch_size=batch_size, **rest
        )
    ),
    misconception(
        "M315",
        says="takes the samples as they are stored, whatever order was asked for",
        hint="Which of the seven arguments does your result not depend on?",
    )(lambda order, **rest: sgd_epoch(order=np.sort(order), **rest)),
    misconception(
        "M318",
        says="makes batches of another size: all samples at once, or one by one",
        hint="How many steps should the epoch make, and how many does yours?",
        also=(lambda batch_size, **rest: sgd_epoch(batch_size=1, **rest),),
    )(lambda order, batch_size, **rest: sgd_epoch(order=order, batch_size=len(order), **rest)),
    misconception(
        "M319",
        says="takes the samples in the order asked for, but the labels as they are stored",
        hint="Row 3 comes first. Whose label is it compared with?",
    )(lambda y, order, **rest: sgd_epoch(y=positions_of(y, order), order=order, **rest)),
    misconception(
        "M304",
        says="returns after the first batch",
        hint="How often does your loop reach its second round?",
    )(
        lambda order, batch_size, **rest: sgd_epoch(
            order=order[:batch_size], batch_size=batch_size, **rest
        )
    ),
    misconception(
        "M506",
        says="divides the learning rate itself, so that it shrinks from batch to batch",
        hint="With which learning rate does the second batch begin?",
        also=(at_a_shrinking_rate(lambda m, batch_size: batch_size),),
    )(at_a_shrinking_rate(lambda m, batch_size: m)),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the seven arguments does your result not depend on?",
    )(lambda learning_rate, **rest: sgd_epoch(learning_rate=1.0, **rest)),
)


@misconception(
    "M316",
    says="finds all gradients at the weights of the start and moves afterwards",
    hint="The second batch: does its score know of the first step?",
)
def all_at_the_old_weights(X, y, weights, bias, order, batch_size, learning_rate):
    new_weights, new_bias = weights, bias
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = sigmoid(X[batch] @ weights + bias) - y[batch]
        new_weights = new_weights - learning_rate * error @ X[batch] / len(batch)
        new_bias = new_bias - learning_rate * error.mean()
    return new_weights, new_bias


@misconception(
    "M317",
    says="steps rightly, but moves the array that the caller handed in",
    hint="The caller starts a second run from the same weights. Are they still what they were?",
)
def moves_what_came_in(weights, bias, **rest):
    moved, bias = sgd_epoch(weights=weights, bias=bias, **rest)
    weights[:] = moved
    return weights, bias


EXERCISE = Exercise(
    title="Bug hunt: steps that grow with the batch",
    reference=sgd_epoch,
    another=with_a_column_of_ones,
    cases=cases,
    shipped=shipped,
    outputs=("weights", "bias"),
    misconceptions=(
        all_at_the_old_weights,
        moves_what_came_in,
        misconception(
            "L9",
            says="still adds up over the batch where the mean is meant",
            hint="Each sample of a batch comes twice. Should the step be twice as long?",
        )(shipped),
        *WRONG_STEPS,
        *WRONG_BATCHES,
    ),
    hints=(
        "The code is right for batches of one sample. What changes with a batch of two that "
        "should not?",
        "One batch of 2 samples with the inputs 1 and 3, both scores 0, both labels 0: the errors "
        "are 0.5 and 0.5. The slope of their mean loss is (0.5 · 1 + 0.5 · 3) / 2 = 1, and 0.5 for "
        "the bias. What does the code step by? And if the last batch holds only one of them?",
        "for each batch, in the order given:\n"
        "    errors ← probabilities - labels, with the weights of now\n"
        "    slopes ← errors times inputs, added up, / samples in this batch\n"
        "    slope of the bias ← errors added up / samples in this batch\n"
        "    move both against their slopes, by the learning rate",
    ),
    why="why did a learning rate that was fine with batches of 8 blow up with batches of 64?",
    because=(
        "A sum over 64 samples is about 8 times a sum over 8 of them: without the mean, the "
        "size of the batch is a hidden factor of the learning rate. With the mean, a larger "
        "batch gives a better estimate of the same gradient and a step of about the same length."
    ),
)
