"""The mean loss over an epoch's samples, from the mean losses of its batches."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def loss_of_epoch(batch_losses, batch_sizes):
    total, n_samples = 0.0, 0
    for batch_mean, n in zip(batch_losses, batch_sizes, strict=True):
        total += batch_mean * n
        n_samples += n
    return total / n_samples


def mean_of_all_samples(batch_losses, batch_sizes):
    # Each sample gets the mean of its batch: that leaves the total as it is.
    return np.repeat(batch_losses, batch_sizes).mean()


def cases(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 9))
    sizes = [
        [size, size, 1],
        [32, 32, 32, int(rng.integers(2, 31))],
        [size, size, size, size],
        [2, 5, 3],
        [64, 64, 64, 64, 1],
        [size],
    ]
    drawn = []
    for batch_sizes in sizes:
        # A loss falls while it is learned; the last batch is a hard one.
        losses = np.sort(rng.uniform(0.2, 2.0, size=len(batch_sizes)))[::-1]
        losses[-1] = rng.uniform(3.0, 6.0)
        drawn.append({"batch_losses": np.round(losses, 3), "batch_sizes": np.array(batch_sizes)})
    return drawn


@misconception(
    "L10",
    says="takes the mean of the batches' means, as if all batches were equally large",
    hint="A batch of 1 sample and a batch of 64: how much should each of them count?",
)
def mean_of_means(batch_losses, batch_sizes):
    return np.mean(batch_losses)


@misconception(
    "M204",
    says="adds up and never divides",
    hint="Every sample has a loss of 3. What should come out, and what does?",
    also=(lambda batch_losses, batch_sizes: np.sum(batch_losses),),
)
def never_divides(batch_losses, batch_sizes):
    return np.sum(batch_losses * batch_sizes)


@misconception(
    "M308",
    says="adds up over samples, but divides by the number of batches",
    hint="Every sample has a loss of 3. How large may the mean be, and how large is yours?",
)
def divides_by_batches(batch_losses, batch_sizes):
    return np.sum(batch_losses * batch_sizes) / len(batch_losses)


@misconception(
    "M309",
    says="divides by the number of samples, but takes each batch's mean for a sum",
    hint="A batch of 64 has a mean of 2. How much do its samples add up to?",
)
def means_taken_for_sums(batch_losses, batch_sizes):
    return np.sum(batch_losses) / np.sum(batch_sizes)


@misconception(
    "M310",
    says="returns what the last batch says, and nothing of the others",
    hint="Which of the batches can change your result?",
)
def last_batch_only(batch_losses, batch_sizes):
    return batch_losses[-1]


@misconception(
    "M320",
    says="gives every batch the size of the first",
    hint="Is each of your batches as large as the first one?",
)
def size_of_the_first(batch_losses, batch_sizes):
    return np.sum(batch_losses * batch_sizes[0]) / np.sum(batch_sizes)


@misconception(
    "M311",
    says="leaves out a last batch that is shorter",
    hint="Every sample was visited in the epoch. Does each of them have a say in your result?",
)
def without_a_short_last_batch(batch_losses, batch_sizes):
    if batch_sizes[-1] < batch_sizes.max():
        batch_losses, batch_sizes = batch_losses[:-1], batch_sizes[:-1]
    return loss_of_epoch(batch_losses, batch_sizes)


EXERCISE = Exercise(
    title="The loss of an epoch",
    reference=loss_of_epoch,
    another=mean_of_all_samples,
    cases=cases,
    misconceptions=(
        mean_of_means,
        never_divides,
        divides_by_batches,
        means_taken_for_sums,
        last_batch_only,
        size_of_the_first,
        without_a_short_last_batch,
    ),
    hints=(
        "Every sample should count once. How often does a sample of a short batch count, if all "
        "batches count alike?",
        "Three samples with losses 1, 1 and 4 have the mean 6 / 3 = 2. In batches of 2 and 1 the "
        "batches' means are 1 and 4. Which way back to 2 is there from 1 and 4, and the sizes 2 "
        "and 1? (1 + 4) / 2 = 2.5 is not it.",
        "for each batch:\n    its samples' losses together ← its mean times its size\n"
        "return all losses together / all samples together",
    ),
    why="for which sizes would the mean of the batches' means have been right?",
    because=(
        "For equal sizes: then each batch holds the same share of the samples. With a short last "
        "batch its few samples count too much, and a hard sample alone in a batch of 1 moves the "
        "curve as much as 64 others. As the batches are shuffled, the curve jumps for no reason."
    ),
)
