"""A task for the workbench: what two hidden neurons are worth that have the same line."""

from course_utils.classroom.exercises import Exercise, misconception


def most_right_with_equal_lines():
    from itertools import product

    from course_utils.datasets import logic_table
    from course_utils.perceptron import neuron

    X, y = logic_table("XOR")
    most = 0
    for w0, w1, b in product([-1, 0, 1], [-1, 0, 1], [-1.5, -0.5, 0.5, 1.5]):
        agree = int((neuron(X, [w0, w1], b) == 2 * y - 1).sum())
        most = max(most, agree, len(y) - agree)  # the output may keep the answers, or turn them
    return most


def all_but_one():
    from course_utils.datasets import logic_table

    X, y = logic_table("XOR")
    # A line that cuts off one corner is right there, and for the two beside it.
    return sum(int(bool(x0 or x1) == label) for (x0, x1), label in zip(X, y, strict=True))


def cases(seed):
    return [{}]


@misconception(
    "F7",
    says="expects of two neurons with one line what two lines can do",
    hint="If A and B always say the same, what does B add?",
)
def two_lines_after_all():
    from course_utils.datasets import logic_table

    return len(logic_table("XOR").y)


@misconception(
    "M235",
    says="stops at a line that has two inputs on each side",
    hint="Can the line cut off one corner alone?",
)
def halves():
    from course_utils.datasets import logic_table
    from course_utils.perceptron import neuron

    X, y = logic_table("XOR")
    return int((neuron(X, [1, 0], -0.5) == 2 * y - 1).sum())


@misconception(
    "M236",
    says="counts the inputs that stay wrong",
    hint="That is the rest. How many are right?",
)
def counts_the_wrong():
    from course_utils.datasets import logic_table

    return len(logic_table("XOR").y) - most_right_with_equal_lines()


@misconception(
    "M237",
    says="expects two equal ones to cancel out",
    hint="The third one may listen to A alone. Would any input be right then?",
)
def nothing_at_all():
    return 0


EXERCISE = Exercise(
    title="Workbench: two neurons with the same line",
    reference=most_right_with_equal_lines,
    another=all_but_one,
    cases=cases,
    misconceptions=(two_lines_after_all, halves, counts_the_wrong, nothing_at_all),
    hints=(
        "If A and B have the same line, how many lines do you really have?",
        "One line with 00 and 01 on one side gets 2 of the 4 right. Try the other ways in which 1 "
        "line can part four corners: 2 from 2, 1 from 3, or none.",
        "for each place of the one line\n    count the inputs that are right\n"
        "keep the greatest count",
    ),
    why="two hidden neurons start with the same weights; what could ever make them differ?",
    because=(
        "Nothing that treats them alike. Equal neurons give equal answers, so any rule that "
        "computes a step from those moves both by the same step. This is why weights start at "
        "random numbers in networks with hidden layers."
    ),
)
