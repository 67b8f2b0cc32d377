"""A task for the explorer: read off how many updates AND takes."""

from course_utils.classroom.exercises import Exercise, misconception


def updates_on_and():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("AND")
    return sum(record.updated for record in trace(X, 2 * y - 1, n_epochs=100))


def summed_history():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import Perceptron

    X, y = logic_table("AND")
    return sum(Perceptron(n_epochs=100).fit(X, y).history_["updates"])


def cases(seed):
    return [{}]


@misconception(
    "M18",
    says="counts the epochs",
    hint="How many updates can one pass over four samples hold?",
)
def counts_epochs():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("AND")
    return trace(X, 2 * y - 1, n_epochs=100)[-1].epoch


@misconception(
    "M19",
    says="counts the visits, with and without an update",
    hint="Does every visit move the boundary?",
)
def counts_visits():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("AND")
    return len(trace(X, 2 * y - 1, n_epochs=100))


@misconception(
    "M20",
    says="gives the number of the visit that makes the last update",
    hint="Were there visits before it that moved nothing?",
)
def last_step():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("AND")
    visits = trace(X, 2 * y - 1, n_epochs=100)
    return max(i for i, visit in enumerate(visits, start=1) if visit.updated)


@misconception(
    "M74",
    says="counts the epochs with an update",
    hint="Does an epoch with three updates count once or three times?",
)
def counts_moving_epochs():
    return counts_epochs.variant() - 1  # the last one only finds that all is right


@misconception(
    "M75",
    says="stops one update too early",
    hint="Go on to the very last visit. Does the count still grow?",
)
def without_the_last_update():
    return updates_on_and() - 1


@misconception(
    "M215",
    says="reads the count in the middle of the run",
    hint="Where does the run end?",
)
def in_the_middle():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import trace

    X, y = logic_table("AND")
    seen = 2 * len(X)  # the picture before the explorer shows the end of the second epoch
    return sum(visit.updated for visit in trace(X, 2 * y - 1, n_epochs=100)[:seen])


EXERCISE = Exercise(
    title="Explorer: updates until AND is learned",
    reference=updates_on_and,
    another=summed_history,
    cases=cases,
    misconceptions=(
        counts_epochs,
        counts_visits,
        last_step,
        counts_moving_epochs,
        without_the_last_update,
        in_the_middle,
    ),
    hints=(
        "Where does the explorer say how often the boundary has moved so far?",
        "Two visits, one a mistake and one right, make 1 update. Move the slider to the visit at "
        "which the run ends, and read the updates so far.",
        "data ← AND, labels -1 and +1, bias on\nvisit ← the one at which the run ends\n"
        "read the updates so far",
    ),
    why="on paper, why can this count not depend on the learning rate?",
    because=(
        "From zero, weights and bias are the learning rate times a sum of samples. The sign "
        "of a score does not feel a positive factor, so the mistakes are the same ones. "
        "A computer rounds: with 0.1 a score that is 0 on paper can come out as a tiny number, and "
        "the count changes."
    ),
)
