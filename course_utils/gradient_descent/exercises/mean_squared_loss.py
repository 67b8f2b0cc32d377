"""The mean of the squared errors, and the column that becomes a table without a word."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def mean_squared_loss(predictions, targets):
    n = len(targets)
    errors = predictions.reshape(n) - targets
    return (1 / n) * np.sum(errors**2)


def squares_by_loops(predictions, targets):
    total = 0.0
    for prediction, target in zip(predictions.ravel(), targets, strict=True):
        total += (prediction - target) ** 2
    return total / len(targets)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, *, column):
        """Draw n targets, and predictions that miss them by 0.3 to 3, most of them upward."""
        targets = np.round(rng.uniform(-5, 5, size=n), 1)
        misses = rng.uniform(0.3, 3.0, size=n) * rng.permutation([-1, 1, 1, 1, -1, 1][:n])
        predictions = np.round(targets + misses, 2)
        return {
            "predictions": predictions[:, None] if column else predictions,
            "targets": targets,
        }

    return [
        drawn(3, column=True),
        drawn(3, column=False),
        drawn(5, column=False),
        drawn(6, column=True),
        drawn(1, column=False),
    ]


def errors_of(predictions, targets):
    return predictions.ravel() - targets


def of_errors(loss):
    """Return what computes `loss` of the right errors."""
    return lambda predictions, targets: loss(errors_of(predictions, targets))


@misconception(
    "L4",
    says="subtracts a row from a column, which makes an n by n table of all pairs",
    hint="Print the shape of what you square. How many numbers are there for each sample?",
    also=(
        lambda predictions, targets: np.mean((predictions - targets[:, None]) ** 2),
        lambda predictions, targets: np.sum((predictions - targets) ** 2) / len(targets),
    ),
)
def table_of_all_pairs(predictions, targets):
    return np.mean((predictions - targets) ** 2)


@misconception(
    "M204",
    says="adds up and never divides",
    hint="Take every sample twice. Should the loss of the model become twice as large?",
)
def added_up(predictions, targets):
    return np.sum(errors_of(predictions, targets) ** 2)


OTHER_LOSSES = (
    misconception(
        "M273",
        says="takes the square root at the end",
        hint="An error of 3 in every sample: which loss did we promise, 3 or 9?",
    )(of_errors(lambda errors: np.sqrt(np.mean(errors**2)))),
    misconception(
        "M274",
        says="takes the sizes of the misses and not their squares",
        hint="One miss is twice as large as another. How much more should it weigh?",
    )(of_errors(lambda errors: np.mean(np.abs(errors)))),
    misconception(
        "M275",
        says="returns one number for each sample and no average",
        hint="To say which of two models is better, how many numbers do you compare?",
    )(of_errors(lambda errors: errors**2)),
    misconception(
        "M276",
        says="averages first and squares afterwards",
        hint="One prediction is 2 too high, another 2 too low. Is such a model perfect?",
    )(of_errors(lambda errors: np.mean(errors) ** 2)),
    misconception(
        "M277",
        says="takes half of the mean",
        hint="One sample, missed by 3: what is the average of the one number 9?",
    )(of_errors(lambda errors: np.mean(errors**2) / 2)),
    misconception(
        "M278",
        says="divides by one less than the number of samples",
        hint="What does your code do with a single sample?",
    )(of_errors(lambda errors: np.sum(errors**2) / (len(errors) - 1))),
    misconception(
        "M279",
        says="averages the misses with their signs",
        hint="Can your loss become negative? What would that say about the model?",
        also=(of_errors(lambda errors: -np.mean(errors)),),
    )(of_errors(lambda errors: np.mean(errors))),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many of them have a say in your number?",
    )(of_errors(lambda errors: errors[0] ** 2)),
)

EXERCISE = Exercise(
    title="The mean squared error, of a row or a column",
    reference=mean_squared_loss,
    another=squares_by_loops,
    cases=cases,
    misconceptions=(table_of_all_pairs, added_up, *OTHER_LOSSES),
    hints=(
        "Before anything is subtracted: which shape do the predictions have, which one do the "
        "targets have, and does each prediction meet its own target?",
        "Predictions 2 and 5, targets 1 and 7: the errors are 1 and -2, their squares 1 and 4, the "
        "mean 2.5. Now the column [[2], [5]] minus the row [1, 7]: every prediction meets every "
        "target, which makes 4 differences: 1, -5, 4, -2. What is their mean square?",
        "bring predictions into the shape of targets\nerrors ← predictions - targets\n"
        "return the mean of their squares",
    ),
    why="why does a model that is trained on the loss of the wrong table predict the same for "
    "every sample?",
    because=(
        "In the table each prediction is compared with all targets. The number that lies nearest "
        "to all of them, in squares, is their mean; so each prediction moves there, and the loss "
        "ends at the variance of the targets. No error is raised on the way: print both shapes."
    ),
)
