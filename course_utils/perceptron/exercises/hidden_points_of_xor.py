"""A task for the workbench: in how many places the four inputs land once XOR is solved."""

from course_utils.classroom.exercises import Exercise, misconception


def hidden_points_of_xor():
    import numpy as np

    from course_utils.datasets import logic_table
    from course_utils.perceptron import neuron

    X, _ = logic_table("XOR")
    H = neuron(X, [[1, 1], [1, 1]], [-0.5, -1.5])
    return len(np.unique(H, axis=0))


def other_lines():
    from course_utils.datasets import logic_table

    X, _ = logic_table("XOR")
    return len({(bool(x0 or x1), not (x0 and x1)) for x0, x1 in X})


def cases(seed):
    return [{}]


@misconception(
    "M230",
    says="expects four inputs to stay four points",
    hint="With all four right, do two of the inputs get the same pair from A and B?",
)
def one_for_each_input():
    from course_utils.datasets import logic_table

    return len(logic_table("XOR").X)


@misconception(
    "M231",
    says="counts one point for each class",
    hint="Do both classes shrink to one point, or only one of them?",
)
def one_for_each_class():
    from course_utils.datasets import logic_table

    return len(set(logic_table("XOR").y))


@misconception(
    "M232",
    says="counts what A and B say, two for each input",
    hint="A point has two coordinates. How many such pairs are different?",
)
def counts_coordinates():
    return 2 * one_for_each_input.variant()


@misconception(
    "M233",
    says="counts the corners of the right panel that stay empty",
    hint="That is what is left over. How many corners are taken?",
)
def counts_empty_corners():
    return 2**2 - hidden_points_of_xor()


EXERCISE = Exercise(
    title="Workbench: the points of XOR in hidden space",
    reference=hidden_points_of_xor,
    another=other_lines,
    cases=cases,
    misconceptions=(
        one_for_each_input,
        one_for_each_class,
        counts_coordinates,
        counts_empty_corners,
    ),
    hints=(
        "When all four are right, which inputs stand together in the right panel?",
        "If 00 gets (-1, -1), and 01 and 11 both get (+1, -1), these 3 inputs make 2 points. Count "
        "all four inputs in that way.",
        "move both lines until all four are right\nlist the pair (A, B) of each input\n"
        "count the different pairs",
    ),
    why="why must two inputs share a point before one more line can part the classes?",
    because=(
        "Four different points fill all four corners, and a line for each bit does no more than "
        "turn or mirror the square: XOR again. Only where two inputs of one class come "
        "together (01 and 10, or 00 and 11) is a corner left empty, and one line parts the rest."
    ),
)
