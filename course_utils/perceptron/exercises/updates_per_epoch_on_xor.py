"""A task for the explorer: on XOR the rule never comes to rest."""

from course_utils.classroom.exercises import Exercise, misconception


def updates_per_epoch_on_xor():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import Perceptron

    X, y = logic_table("XOR")
    return Perceptron(n_epochs=100).fit(X, y).history_["updates"][-1]


def counted_visits():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("XOR")
    visits = trace(X, 2 * y - 1, n_epochs=100)
    return sum(visit.updated for visit in visits if visit.epoch == visits[-1].epoch)


def cases(seed):
    return [{}]


@misconception(
    "P10",
    says="expects the updates to end",
    hint="Is there a straight line with (0, 0) and (1, 1) on one side, the other two on the other?",
)
def it_ends():
    return 0


@misconception(
    "M21",
    says="counts the samples that are misclassified after the epoch",
    hint="Can a sample that is right at the end have caused an update on the way?",
)
def misclassified_after():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import Perceptron

    X, y = logic_table("XOR")
    return Perceptron(n_epochs=100).fit(X, y).history_["misclassified"][-1]


def shown_visits():
    """Return what the explorer shows: as many epochs as `trace` makes by itself."""
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("XOR")
    return trace(X, 2 * y - 1)


@misconception(
    "M71",
    says="reads the count so far at the last visit shown",
    hint="That count began before the first epoch. By how much did it grow in the last one?",
)
def count_so_far():
    return sum(visit.updated for visit in shown_visits())


@misconception(
    "M72",
    says="reads the count so far one visit before the last one shown",
    hint="How many visits make an epoch, and how many updates did they add to that count?",
)
def count_before_the_last_step():
    return sum(visit.updated for visit in shown_visits()[:-1])


@misconception(
    "M18",
    says="counts the epochs shown",
    hint="How many updates can one pass over four samples hold?",
)
def counts_epochs():
    return shown_visits()[-1].epoch


@misconception(
    "M73",
    says="expects one sample of the four to stay right",
    hint="Go through one late epoch, visit by visit. Which of them moves nothing?",
)
def one_stays_right():
    return updates_per_epoch_on_xor() - 1


EXERCISE = Exercise(
    title="Explorer: updates in each epoch on XOR",
    reference=updates_per_epoch_on_xor,
    another=counted_visits,
    cases=cases,
    misconceptions=(
        it_ends,
        misclassified_after,
        count_so_far,
        count_before_the_last_step,
        counts_epochs,
        one_stays_right,
    ),
    hints=(
        "By how much do the updates so far grow from the start to the end of one epoch?",
        "If the count is 5 at the start of an epoch and 8 at its end, the epoch had 8 - 5 = 3 "
        "updates. An epoch has four visits: do the same for two late ones.",
        "data ← XOR, labels -1 and +1, bias on\nread the updates so far at a visit that ends an "
        "epoch (4, 8, 12, …)\nread them four visits later\nsubtract",
    ),
    why="why would a learning rate that gets smaller and smaller not help here?",
    because=(
        "After each epoch the weights are (0, 0) and the bias is 0 again, so the next one is the "
        "same, forever. Smaller steps make smaller weights, but no straight line parts XOR: with "
        "any weights at least one sample is a mistake, and the next epoch moves again."
    ),
)
