"""The loss of an epoch from the losses of its batches."""

import numpy as np

from answers import right, wrong

LOSS = "gradient_descent.loss_of_epoch"


@right(LOSS)
def loss_of_epoch(batch_losses, batch_sizes):
    """Each batch by its share of the samples."""
    shares = batch_sizes / batch_sizes.sum()
    return float(shares @ batch_losses)


for named, function in [
    ("L10", lambda batch_losses, batch_sizes: sum(batch_losses) / len(batch_losses)),
    ("L10", lambda batch_losses, batch_sizes: batch_losses.mean()),
    ("M204", lambda batch_losses, batch_sizes: batch_losses @ batch_sizes),
    ("M204", lambda batch_losses, batch_sizes: sum(batch_losses)),
    ("M308", lambda batch_losses, batch_sizes: np.mean(batch_losses * batch_sizes)),
    ("M309", lambda batch_losses, batch_sizes: sum(batch_losses) / sum(batch_sizes)),
    ("M310", lambda batch_losses, batch_sizes: batch_losses[-1]),
    (
        "M320",
        lambda batch_losses, batch_sizes: sum(batch_sizes[0] * batch_losses / sum(batch_sizes)),
    ),
    (None, lambda batch_losses, batch_sizes: np.median(batch_losses)),
    (None, lambda batch_losses, batch_sizes: np.mean(batch_losses / batch_sizes)),
    (None, lambda batch_losses, batch_sizes: batch_losses * batch_sizes / sum(batch_sizes)),
    (None, lambda batch_losses, batch_sizes: np.average(batch_losses, weights=1 / batch_sizes)),
    (None, lambda batch_losses, batch_sizes: np.average(batch_losses[:-1])),
    (None, lambda batch_losses, batch_sizes: batch_losses.min()),
    (None, lambda batch_losses, batch_sizes: batch_losses[0]),
    (
        None,
        lambda batch_losses, batch_sizes: round(batch_losses @ batch_sizes / sum(batch_sizes), 3),
    ),
    (None, lambda batch_losses, batch_sizes: print(batch_losses @ batch_sizes / sum(batch_sizes))),
]:
    wrong(LOSS, named)(function)


@wrong(LOSS, "M311")
def full_batches_only(batch_losses, batch_sizes):
    total, n = 0, 0
    for loss, size in zip(batch_losses, batch_sizes, strict=True):
        if size < max(batch_sizes) and n + size == sum(batch_sizes):
            continue
        total += loss * size
        n += size
    return total / n


@wrong(LOSS)
def forgets_to_add(batch_losses, batch_sizes):
    total = 0
    for loss, size in zip(batch_losses, batch_sizes, strict=True):
        total = loss * size
    return total / sum(batch_sizes)


@wrong(LOSS)
def halves_with_each_batch(batch_losses, batch_sizes):
    mean = batch_losses[0]
    for loss in batch_losses[1:]:
        mean = (mean + loss) / 2
    return mean
