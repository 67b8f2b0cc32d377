"""Training loops in a wrong order, and with other records: see `train_with`."""

from collections.abc import Callable

import numpy as np


def losses_of(rounds: Callable) -> Callable:
    """Return the training loop whose epochs are `rounds`.

    `rounds(model, loss, optimizer, batches)` yields the loss of each batch, or nothing.
    """

    def train(model, loss, optimizer, batches, n_epochs):
        sizes = [len(y) for _, y in batches]
        return [
            float(np.dot(sizes, list(rounds(model, loss, optimizer, batches))) / sum(sizes))
            for _ in range(n_epochs)
        ]

    return train


def calling(*names: str) -> Callable:
    """Return the training loop that makes these calls for each batch, in this order."""

    def rounds(model, loss, optimizer, batches):
        for X, y in batches:
            found = loss(model(X), y)
            for name in names:
                getattr(found if name == "backward" else optimizer, name)()
            yield found.item()

    return losses_of(rounds)


@losses_of
def emptied_once_an_epoch(model, loss, optimizer, batches):
    optimizer.zero_grad()
    for X, y in batches:
        found = loss(model(X), y)
        found.backward()
        optimizer.step()
        yield found.item()


@losses_of
def moves_once_an_epoch(model, loss, optimizer, batches):
    optimizer.zero_grad()
    for X, y in batches:
        found = loss(model(X), y)
        found.backward()
        yield found.item()
    optimizer.step()


@losses_of
def moves_with_the_last_batch(model, loss, optimizer, batches):
    for X, y in batches:
        optimizer.zero_grad()
        found = loss(model(X), y)
        found.backward()
        yield found.item()
    optimizer.step()


@losses_of
def asks_again(model, loss, optimizer, batches):
    for X, y in batches:
        optimizer.zero_grad()
        loss(model(X), y).backward()
        optimizer.step()
        yield loss(model(X), y).item()


def keeping(record: Callable) -> Callable:
    """Return the right loop that keeps, for each epoch, the list `record(losses, sizes)`."""

    def train(model, loss, optimizer, batches, n_epochs):
        sizes, history = [len(y) for _, y in batches], []
        for _ in range(n_epochs):
            losses = []
            for X, y in batches:
                optimizer.zero_grad()
                losses.append(loss(model(X), y))
                losses[-1].backward()
                optimizer.step()
            history += record(losses, sizes)
        return history

    return train


def keeping_numbers(record: Callable) -> Callable:
    """Return what `keeping` does, but `record` gets the losses as plain numbers."""
    return keeping(lambda losses, sizes: record([each.item() for each in losses], sizes))


def carrying(numbers: Callable, sizes: Callable) -> Callable:
    """Return the right loop that keeps numbers(batches so far) / sizes(theirs, this epoch's).

    A batch is the pair (its loss as a number, its size).
    """

    def train(**given):
        so_far = []

        def record(losses, sizes_of_epoch):
            so_far.extend(zip(losses, sizes_of_epoch, strict=True))
            return [numbers(so_far) / sizes([size for _, size in so_far], sizes_of_epoch)]

        return keeping_numbers(record)(**given)

    return train


def leaving_early(n_batches: Callable, record: Callable) -> Callable:
    """Return the right loop for `n_batches(batches)` batches of one epoch."""

    def train(model, loss, optimizer, batches, n_epochs):
        first = batches[: n_batches(batches)]
        return keeping_numbers(record)(model, loss, optimizer, first, 1)

    return train


def mean_of_samples(losses, sizes):
    return [np.average(losses, weights=sizes)]


def weighted(batches):
    return sum(loss * size for loss, size in batches)


def unweighted(batches):
    return sum(loss for loss, _ in batches)
