"""The training loop."""

import numpy as np

from answers import right, wrong

loop = "backprop.train_with"


@right(loop)
def train_with(model, loss, optimizer, batches, n_epochs):
    record = np.zeros(n_epochs)
    n_samples = sum(y.size for X, y in batches)
    for epoch in range(n_epochs):
        for X, y in batches:
            predictions = model(X)
            value = loss(predictions, y)
            optimizer.zero_grad(set_to_none=False)
            value.backward()
            record[epoch] += value.item() * y.size / n_samples
            optimizer.step()
    return record


def a_loop(batch):
    """Return a loop that does `batch(model, loss, optimizer, X, y)` with each batch."""

    def train(model, loss, optimizer, batches, n_epochs):
        history = []
        for _ in range(n_epochs):
            total, n = 0, 0
            for X, y in batches:
                total += batch(model, loss, optimizer, X, y) * len(y)
                n += len(y)
            history.append(total / n)
        return history

    return train


@lambda batch: wrong(loop, "O1")(a_loop(batch))
def no_zero_grad(model, loss, optimizer, X, y):
    value = loss(model(X), y)
    value.backward()
    optimizer.step()
    return value.item()


@lambda batch: wrong(loop, "O2")(a_loop(batch))
def step_before_backward(model, loss, optimizer, X, y):
    optimizer.zero_grad()
    value = loss(model(X), y)
    optimizer.step()
    value.backward()
    return value.item()


@lambda batch: wrong(loop, "O2")(a_loop(batch))
def step_first_of_all(model, loss, optimizer, X, y):
    value = loss(model(X), y)
    optimizer.step()
    optimizer.zero_grad()
    value.backward()
    return value.item()


@lambda batch: wrong(loop, "O3")(a_loop(batch))
def zero_grad_in_between(model, loss, optimizer, X, y):
    value = loss(model(X), y)
    value.backward()
    optimizer.zero_grad()
    optimizer.step()
    return value.item()


@lambda batch: wrong(loop, "B14")(a_loop(batch))
def backward_twice(model, loss, optimizer, X, y):
    value = loss(model(X), y)
    value.backward()
    value.backward()
    optimizer.step()
    optimizer.zero_grad()
    return value.item()


@lambda batch: wrong(loop, "L11")(a_loop(batch))
def keeps_the_graph(model, loss, optimizer, X, y):
    optimizer.zero_grad()
    value = loss(model(X), y)
    value.backward()
    optimizer.step()
    return value


@lambda batch: wrong(loop, "M453")(a_loop(batch))
def no_step(model, loss, optimizer, X, y):
    optimizer.zero_grad()
    value = loss(model(X), y)
    value.backward()
    return value.item()


@lambda batch: wrong(loop, "M460")(a_loop(batch))
def no_backward(model, loss, optimizer, X, y):
    optimizer.zero_grad()
    value = loss(model(X), y)
    optimizer.step()
    return value.item()


@lambda batch: wrong(loop, "B14")(a_loop(batch))
def two_steps(model, loss, optimizer, X, y):
    optimizer.zero_grad()
    value = loss(model(X), y)
    value.backward()
    optimizer.step()
    optimizer.step()
    return value.item()


@lambda batch: wrong(loop, "M454")(a_loop(batch))
def loss_of_the_moved_model(model, loss, optimizer, X, y):
    optimizer.zero_grad()
    value = loss(model(X), y)
    value.backward()
    optimizer.step()
    value = loss(model(X), y)
    return value.item()


@wrong(loop, "O1")
def emptied_once_an_epoch(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        optimizer.zero_grad()
        losses, sizes = [], []
        for X, y in batches:
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            losses.append(value.item())
            sizes.append(len(y))
        history.append(np.average(losses, weights=sizes))
    return history


@wrong(loop, "M452")
def steps_after_the_loop(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        total, n = 0, 0
        for X, y in batches:
            value = loss(model(X), y)
            value.backward()
            total += value.item() * len(y)
            n += len(y)
        optimizer.step()
        optimizer.zero_grad()
        history.append(total / n)
    return history


@wrong(loop)
def one_backward_for_all(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        optimizer.zero_grad()
        total, n = 0, 0
        for X, y in batches:
            total = total + loss(model(X), y) * len(y)
            n += len(y)
        (total / n).backward()
        optimizer.step()
        history.append((total / n).item())
    return history


def kept(keep):
    """Return the right loop that returns `keep(losses, sizes)` of each epoch."""

    def train(model, loss, optimizer, batches, n_epochs):
        history = []
        for _ in range(n_epochs):
            losses, sizes = [], []
            for X, y in batches:
                optimizer.zero_grad()
                value = loss(model(X), y)
                value.backward()
                optimizer.step()
                losses.append(value)
                sizes.append(len(y))
            history.append(keep(losses, sizes))
        return history

    return train


for named, keep in [
    ("L11", lambda losses, sizes: sum(losses) / len(losses)),
    ("L11", lambda losses, sizes: losses[-1]),
    ("L10", lambda losses, sizes: np.mean([value.item() for value in losses])),
    ("M204", lambda losses, sizes: sum(value.item() for value in losses)),
    ("M456", lambda losses, sizes: losses[-1].item()),
    (None, lambda losses, sizes: losses[0].item()),
    (None, lambda losses, sizes: min(value.item() for value in losses)),
    ("M461", lambda losses, sizes: sum(value.item() for value in losses) / sum(sizes)),
]:
    wrong(loop, named)(kept(keep))


@wrong(loop, "L11")
def appends_the_loss(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        for X, y in batches:
            optimizer.zero_grad()
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            history.append(value)
    return history


@wrong(loop, "M455")
def all_batches_in_one_list(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        for X, y in batches:
            optimizer.zero_grad()
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            history.append(value.item())
    return history


@wrong(loop, "M462")
def sum_and_count_go_on(model, loss, optimizer, batches, n_epochs):
    history, total, n = [], 0, 0
    for _ in range(n_epochs):
        for X, y in batches:
            optimizer.zero_grad()
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            total += value.item() * len(y)
            n += len(y)
        history.append(total / n)
    return history


@wrong(loop, "M463")
def returns_after_one_batch(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        total, n = 0, 0
        for X, y in batches:
            optimizer.zero_grad(set_to_none=True)
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            total += value.item() * len(y)
            n += len(y)
            history.append(total / n)
            return history


@wrong(loop)
def takes_the_name_of_the_loss(model, loss, optimizer, batches, n_epochs):
    for X, y in batches:
        loss = loss(model(X), y)
        loss.backward()


@wrong(loop, "M462")
def sum_goes_on(model, loss, optimizer, batches, n_epochs):
    history, total = [], 0
    for _ in range(n_epochs):
        n = 0
        for X, y in batches:
            optimizer.zero_grad()
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            total += value.item() * len(y)
            n += len(y)
        history.append(total / n)
    return history


@wrong(loop, "M463")
def returns_after_one_epoch(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        total, n = 0, 0
        for X, y in batches:
            optimizer.zero_grad()
            value = loss(model(X), y)
            value.backward()
            optimizer.step()
            total += value.item() * len(y)
            n += len(y)
        history.append(total / n)
        return history


@wrong(loop)
def only_the_mean(model, loss, optimizer, batches, n_epochs):
    return loss(model(batches[0][0]), batches[0][1]).item()
