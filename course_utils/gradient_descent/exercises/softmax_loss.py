"""The mean cross-entropy of a batch, from the scores: no probability has to be a float above 0."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    totals = np.exp(shifted).sum(axis=1)
    log_p = shifted[np.arange(len(labels)), labels] - np.log(totals)
    return -log_p.mean()


def loss_by_loops(scores, labels):
    loss = 0.0
    for row, label in zip(scores, labels, strict=True):
        largest = max(row)
        powers = sum(np.exp(score - largest) for score in row)
        loss += np.log(powers) + largest - row[label]
    return loss / len(labels)


def cases(seed):
    rng = np.random.default_rng(seed)

    def near(center, k):
        """Draw a row of k scores, all within 3 of `center`."""
        return center + np.round(rng.uniform(-3, 3, size=k), 1)

    first, second = np.round(rng.uniform(0.5, 2.0, size=2), 1)
    hopeless = [second, 1000.0, 1000.0 - first, -1000.0]
    some = rng.permutation(4)
    drawn = [
        ([near(0, 3), near(0, 3)], rng.permutation(3)[:2]),
        ([near(1000, 4), near(-1000, 4), near(5, 4)], some[:3]),
        ([near(0, 4), hopeless], [some[0], 0]),
        ([near(1, 3), near(-2, 3), np.zeros(3), near(2, 3), near(0, 3)], [2, 0, 1, 1, 0]),
        ([near(0, 4)], [some[2]]),
    ]
    return [{"scores": np.array(rows), "labels": np.array(labels)} for rows, labels in drawn]


def log_softmax(scores, axis=1):
    largest = scores.max(axis=axis, keepdims=True)
    return scores - largest - np.log(np.exp(scores - largest).sum(axis=axis, keepdims=True))


def of_labels(table, labels):
    """Return the entry of each row's label."""
    return table[np.arange(len(labels)), labels]


def logs_without_shift(scores):
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def from_logs(loss):
    """Return what computes `loss(logarithms of all probabilities, labels)`."""
    return lambda scores, labels: loss(log_softmax(scores), labels)


def from_shares(loss):
    """Return what computes `loss(probability of each label)`."""
    return lambda scores, labels: loss(np.exp(of_labels(log_softmax(scores), labels)))


@misconception(
    "L3",
    says="takes the logarithm of a probability that has become exactly 0",
    hint="Scores 0 and 1000: what is the first probability in a computer, and what its logarithm? "
    "Does one have to go through the probability?",
)
def log_of_zero(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return -np.mean(np.log(of_labels(probabilities, labels)))


@misconception(
    "L5",
    says="picks whole columns: for each row the classes of all samples",
    hint="Print the shape of what you average. How many numbers are there for n samples?",
    also=(
        from_logs(lambda logs, labels: -logs[:, labels]),
        from_logs(lambda logs, labels: -logs[:, labels].sum() / len(labels)),
    ),
)
def whole_columns(scores, labels):
    return -np.mean(log_softmax(scores)[:, labels])


@misconception(
    "F1",
    says="raises e to the scores as they are: e^1000 is infinite, and e^-1000 is 0",
    hint="All scores of a row grow by 5. Does the loss change? What does that allow you to do?",
    also=(lambda scores, labels: -np.mean(of_labels(logs_without_shift(scores), labels)),),
)
def scores_as_they_are(scores, labels):
    powers = np.exp(scores)
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return -np.mean(np.log(of_labels(probabilities, labels)))


TINY = [10.0**-k for k in (*range(5, 17), 20, 30, 100, 300)]

WRONG_LOGARITHMS = (
    misconception(
        "M291",
        says="keeps the logarithm finite with a tiny number: beyond it all mistakes cost the same",
        hint="Scores 0 and 1000, then 0 and 2000: is the loss of the first class the same? By how "
        "much does it grow when you go without that tiny number?",
        also=tuple(
            from_shares(form)
            for tiny in TINY
            for form in (
                lambda p, tiny=tiny: -np.mean(np.log(p + tiny)),
                lambda p, tiny=tiny: -np.mean(np.log(np.maximum(p, tiny))),
                lambda p, tiny=tiny: -np.mean(np.log(np.clip(p, tiny, 1 - tiny))),
            )
        ),
    )(from_shares(lambda p: -np.mean(np.log(p + 1e-12)))),
    misconception(
        "M292",
        says="takes the probability itself and not its logarithm",
        hint="The right class got the probability 1/1000. Is that much worse than 1/10 for you?",
        also=(
            from_shares(lambda p: -np.mean(p)),
            from_shares(lambda p: np.mean(p)),
        ),
    )(from_shares(lambda p: np.mean(1 - p))),
    misconception(
        "M507",
        says="loses a minus sign, so that the loss comes out below 0",
        hint="Is the logarithm of a probability above or below 0, and which sign has a loss?",
    )(from_logs(lambda logs, labels: np.mean(of_labels(logs, labels)))),
    misconception(
        "M111",
        says="subtracts the largest score of the whole table",
        hint="One row is near 1000, another near -1000. What is left of the second row?",
    )(
        lambda scores, labels: (
            -np.mean(of_labels(logs_without_shift(scores - scores.max()), labels))
        )
    ),
    misconception(
        "M114",
        says="makes shares down the columns",
        hint="Which probabilities add up to 1: those of one sample or those of one class?",
    )(lambda scores, labels: -np.mean(of_labels(log_softmax(scores, axis=0), labels))),
    misconception(
        "F3",
        says="has one number for each row lying in a row, where a column is needed",
        hint="You have one number for each sample. Which shape must it have to stand beside its "
        "sample?",
    )(
        lambda scores, labels: (
            -np.mean(of_labels(logs_without_shift(scores - scores.max(axis=1)), labels))
        )
    ),
)

WRONG_CHOICES = (
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Take every sample twice. Should the loss of the model become twice as large?",
    )(from_logs(lambda logs, labels: -np.sum(of_labels(logs, labels)))),
    misconception(
        "M275",
        says="returns one number for each sample and no average",
        hint="To say which of two models is better, how many numbers do you compare?",
    )(from_logs(lambda logs, labels: -of_labels(logs, labels))),
    misconception(
        "M293",
        says="looks at the surest class and not at the class of the label",
        hint="The model is sure and wrong. Is its loss small for you?",
    )(from_logs(lambda logs, labels: -np.mean(logs.max(axis=1)))),
    misconception(
        "M294",
        says="takes all classes for right ones",
        hint="Which of your numbers would change if a label were another class?",
        also=(from_logs(lambda logs, labels: -logs.sum() / len(labels)),),
    )(from_logs(lambda logs, labels: -np.mean(logs))),
    misconception(
        "M295",
        says="looks at the score of the right class alone and forgets the other classes",
        hint="Two classes score 5 and 5, or 5 and -5. Is the model equally sure of the first?",
        also=(
            lambda scores, labels: np.mean(
                scores.max(axis=1) - scores[np.arange(len(labels)), labels]
            ),
        ),
    )(lambda scores, labels: -np.mean(of_labels(scores, labels))),
    misconception(
        "M296",
        says="counts in bits or in powers of ten and not in powers of e",
        hint="A probability of 1/e, about 0.37: which loss should it have?",
        also=(from_logs(lambda logs, labels: -np.mean(of_labels(logs, labels)) / np.log(10)),),
    )(from_logs(lambda logs, labels: -np.mean(of_labels(logs, labels)) / np.log(2))),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many of them have a say in your number?",
    )(from_logs(lambda logs, labels: -logs[0, labels[0]])),
)

EXERCISE = Exercise(
    title="The cross-entropy from the scores",
    reference=softmax_loss,
    another=loss_by_loops,
    cases=cases,
    misconceptions=(
        log_of_zero,
        whole_columns,
        scores_as_they_are,
        *WRONG_LOGARITHMS,
        *WRONG_CHOICES,
    ),
    hints=(
        "A logarithm undoes a power of e. What is the logarithm of a fraction whose upper part is "
        "such a power, and does one have to compute the fraction at all?",
        "Scores (2, 1), label 0: the probability is 7.39/10.11 = 0.73, and minus its logarithm is "
        "0.31. Straight from the scores: take 2 from both, (0, -1); then the logarithm of "
        "e^0 + e^-1 = 1.37, which is 0.31, minus 0. Do (0, 1000) with label 0 in this way.",
        "for each row:\n  shift ← the row minus its largest score\n"
        "  loss  ← logarithm of the total of e to the shift, minus the shift at the row's label\n"
        "return the mean of the losses",
    ),
    why="a model that knows nothing gives all k classes the same score: what is its loss?",
    because=(
        "Each probability is 1/k, and minus its logarithm is the logarithm of k: 2.303 for ten "
        "digits. It is worth knowing by heart: a first loss far from it means that the scores "
        "start out too large, or that labels and columns do not belong together."
    ),
)
