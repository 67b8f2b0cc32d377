"""A task for the tape explorer: the gradient at a node that is used twice."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def gradient_of_twice_used_node():
    a, b = -1.0, 2.0
    total = a * b + a  # here a is used twice
    at_total = 2 * total  # L = total ** 2
    through_product = at_total * b
    directly = at_total * 1
    return through_product + directly


def without_a_graph():
    a, b = -1.0, 2.0
    return 2 * a * (b + 1) ** 2  # the same L is a² (b + 1)²


def cases(seed):
    return [{}]


def through_the_product_alone():
    a, b = -1.0, 2.0
    return 2 * (a * b + a) * b


@misconception(
    "B12",
    says="follows one of two paths, so that the one overwrites the other",
    hint="How many arrows leave this node toward L, and how many did you follow back?",
    also=(through_the_product_alone,),
)
def directly_alone():
    a, b = -1.0, 2.0
    return 2 * (a * b + a)


@misconception(
    "M458",
    says="multiplies what two paths bring where it should be added",
    hint="Slopes are multiplied along one path. Two paths arrive: what does L feel when both push?",
)
def paths_multiplied():
    return through_the_product_alone() * directly_alone.variant()


@misconception(
    "M457",
    says="stops at the sum and leaves the square out",
    hint="By how much does the sum change, and by how much L?",
)
def slope_of_the_sum():
    _, b = -1.0, 2.0
    return b + 1


@misconception(
    "M459",
    says="reads a value and not a gradient",
    hint="Each node shows two numbers. Which of them is filled in on the way back?",
    also=(lambda: -1.0, lambda: -1.0 * 2.0, lambda: -1.0 * 2.0 - 1.0),
)
def value_at_the_end():
    a, b = -1.0, 2.0
    return (a * b + a) ** 2


@misconception(
    "M443",
    says="reads the gradient at the wrong input",
    hint="Which of both inputs is used in two places?",
)
def gradient_at_b():
    a, b = -1.0, 2.0
    return 2 * (a * b + a) * a


def slope_at(a, b):
    return 2 * (a * b + a) * (b + 1)


@misconception(
    "M464",
    says="reads a picture in which a and b have other values",
    hint="Which two numbers does the task give, and do they stand in the boxes of your picture?",
    also=(lambda: slope_at(1.0, 2.0),),  # the stored picture
)
def where_the_sliders_stood():
    return slope_at(2.0, -3.0)


@misconception(
    "M465",
    says="looks at the other graph",
    hint="Does your graph end with the square, and does one input in it have two arrows?",
)
def in_the_other_graph():
    a, b, x = -1.0, 2.0, 2.0
    return (1 - np.tanh(a * x + b) ** 2) * x


EXERCISE = Exercise(
    title="Explorer: the gradient at a node that is used twice",
    reference=gradient_of_twice_used_node,
    another=without_a_graph,
    cases=cases,
    misconceptions=(
        directly_alone,
        paths_multiplied,
        slope_of_the_sum,
        value_at_the_end,
        gradient_at_b,
        where_the_sliders_stood,
        in_the_other_graph,
    ),
    hints=(
        "When the way back is done, how many shares have arrived where one number was used "
        "in two places?",
        "Take x·y + x with x = 5 and y = 4, and nothing behind it. Through the product x feels "
        "y = 4, directly it feels 1: together 5. With a square behind the sum both are multiplied "
        "by its slope. Go to the last picture of the explorer and read the number.",
        "go on until the way back has reached every node\n"
        "find the input that two nodes use\nread its gradient",
    ),
    why="you add 0.001 to this input. Why must both paths count, and why is it a sum?",
    because=(
        "The change runs along both paths at once, and each moves the sum by its own small "
        "amount. Small changes add up; products of them are too small to be seen. A finite "
        "difference at this node finds the same number."
    ),
)
