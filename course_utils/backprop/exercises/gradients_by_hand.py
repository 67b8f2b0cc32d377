"""The chain rule with two numbers, one of which is used twice."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def gradients_by_hand(a, b):
    product = a * b
    total = product + a
    d_total = 2 * total
    d_product = d_total
    d_a = d_product * b + d_total
    d_b = d_product * a
    return total**2, d_a, d_b


def gradients_of_the_factors(a, b):
    # The same loss is (a (b + 1))^2, where a stands once.
    loss = a * a * (b + 1) ** 2
    return loss, 2 * a * (b + 1) ** 2, 2 * a * a * (b + 1)


def cases(seed):
    rng = np.random.default_rng(seed)
    # No size is 1 or 2 or that of another: no wrong formula is right by chance.
    a = np.round(rng.uniform([2.2, 0.3, 1.2, 3.2, 2.5], [2.8, 0.8, 1.8, 3.8, 3.1]), 1)
    b = np.round(rng.uniform([1.2, 2.3, 3.3, 0.3, 1.3], [1.8, 2.9, 3.9, 0.8, 1.9]), 1)
    drawn = zip(a * [1, 1, -1, 1, -1], b * [1, -1, 1, -1, -1], strict=True)
    # With b = -1 the two uses of a cancel: loss and slopes are 0.
    cancel = {"a": float(a[0]), "b": -1.0}
    *shown, last = [{"a": float(first), "b": float(second)} for first, second in drawn]
    return [*shown, cancel, last]


@misconception(
    "B12",
    says="overwrites what an earlier use brought, where it must add",
    hint="How often does a stand in the formula, and how many terms has your slope for it?",
)
def second_use_overwrites(a, b):
    u = a * b + a
    return u**2, 2 * u * b, 2 * u * a


@misconception(
    "M360",
    says="counts only the a that stands alone",
    hint="If a grows by a little, does a times b stay as it is?",
)
def only_the_lonely_a(a, b):
    u = a * b + a
    return u**2, 2 * u, 2 * u * a


def from_slopes(slopes):
    """Return the loss and `slopes(u, a, b)`, where u is what is squared."""

    def gradients(a, b):
        u = a * b + a
        return (u**2, *slopes(u, a, b))

    return gradients


OTHER_SLOPES = (
    misconception(
        "M361",
        says="leaves out the 2 that the square brings",
        hint="3 squared is 9 and 3.01 squared is 9.06. How steep is a square at 3?",
    )(from_slopes(lambda u, a, b: (u * (b + 1), u * a))),
    misconception(
        "M362",
        says="takes the slope of a square for 2, whatever is squared",
        hint="Is a square as steep at 10 as at 1?",
    )(from_slopes(lambda u, a, b: (2 * (b + 1), 2 * a))),
    misconception(
        "M363",
        says="multiplies what several uses bring, where it must be added",
        hint="Two paths lead from a to the end, each with its own effect. How do effects combine?",
    )(from_slopes(lambda u, a, b: ((2 * u) * (2 * u * b), 2 * u * a))),
    misconception(
        "M364",
        says="gives each factor of a multiplication its own value as its slope",
        hint="In 5 times 3, the 5 grows by 0.1. Does the result grow by 0.5 or by 0.3?",
    )(from_slopes(lambda u, a, b: (2 * u * (a + 1), 2 * u * b))),
    misconception(
        "M365",
        says="lets the a that stands alone count for b too",
        hint="How often does b stand in the formula, and how many terms has your slope for it?",
    )(from_slopes(lambda u, a, b: (2 * u * (b + 1), 2 * u * (a + 1)))),
    misconception(
        "M366",
        says="squares the slopes of what is squared",
        hint="Near 3 the square grows 6 times as fast as the number. Does your rule give 6?",
    )(from_slopes(lambda u, a, b: ((b + 1) ** 2, a**2))),
    misconception(
        "M367",
        says="stops at the slopes of what is squared, as if there were no square",
        hint="Your slopes are those of an inner node. How much does the end change with that node?",
    )(from_slopes(lambda u, a, b: (b + 1, a))),
    misconception(
        "M468",
        says="forgets the square on the direct path from a",
        hint="Two arrows leave a. What lies behind both of them, and does each of your terms "
        "know of it?",
        also=(from_slopes(lambda u, a, b: (2 * u + b, 2 * u * a)),),
    )(from_slopes(lambda u, a, b: (2 * u * b + 1, 2 * u * a))),
    misconception(
        "M469",
        says="hands the gradient of a·b on to b as it is, as if it were an addition",
        hint="In 5 times 3, the 3 grows by 0.1. Does the result grow by 0.1?",
        also=(from_slopes(lambda u, a, b: (4 * u, 2 * u)),),
    )(from_slopes(lambda u, a, b: (2 * u * (b + 1), 2 * u))),
)

OTHER_RESULTS = (
    misconception(
        "M368",
        says="returns what is squared where its square was asked for",
        hint="Compare your first result with the formula. Which step is missing?",
    )(lambda a, b: (a * b + a, *gradients_by_hand(a, b)[1:])),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code, and which last?",
        also=(
            lambda a, b: (*gradients_by_hand(a, b)[1:], gradients_by_hand(a, b)[0]),
            lambda a, b: gradients_by_hand(a, b)[::-1],
        ),
    )(lambda a, b: tuple(gradients_by_hand(a, b)[i] for i in (0, 2, 1))),
)

EXERCISE = Exercise(
    title="Slopes by hand, where a number is used twice",
    reference=gradients_by_hand,
    another=gradients_of_the_factors,
    cases=cases,
    outputs=("L", "dL/da", "dL/db"),
    misconceptions=(second_use_overwrites, only_the_lonely_a, *OTHER_SLOPES, *OTHER_RESULTS),
    hints=(
        "Draw the formula as a graph. By how many paths can a small change of a reach the end, and "
        "what does each of them bring?",
        "Take a = 2 and b = 3: a·b = 6, 6 + 2 = 8, L = 64. The square has slope 2·8 = 16 at 8. "
        "The addition hands 16 to both its inputs. The multiplication gives b its 16·2 = 32, and "
        "a its 16·3 = 48. But a also stands in the addition: 48 + 16 = 64. Do a = 1, b = 2.",
        "u ← a·b + a\nslope of u ← 2·u\n"
        "slope of b ← slope of u · a\n"
        "slope of a ← slope of u · b   (through the multiplication)\n"
        "             + slope of u     (through the addition)",
    ),
    why="why do the two terms of dL/da add up and not multiply?",
    because=(
        "A small change of a moves both inputs of the addition at once, and the addition adds the "
        "two moves. Along one path slopes multiply; where paths meet, what they bring adds up."
    ),
)
