"""The slope of a loss in each weight, measured with two values of the loss and no formula."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def central_differences(loss, weights, h):
    gradient = np.zeros(len(weights))
    for i in range(len(weights)):
        nudge = np.zeros(len(weights))
        nudge[i] = h
        gradient[i] = (loss(weights + nudge) - loss(weights - nudge)) / (2 * h)
    return gradient


def differences_of_rows(loss, weights, h):
    nudges = h * np.eye(len(weights))  # one row for each weight
    above = np.array([loss(row) for row in weights + nudges])
    below = np.array([loss(row) for row in weights - nudges])
    return (above - below) / (2 * h)


def observe_on_formula(function: Callable, case: dict) -> Observation:
    """Hand over the loss that the case writes down (this file's own text) as a function."""

    def called(loss, weights, h):
        return function(loss=eval(loss), weights=weights, h=h)

    return observe(called, case)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(loss, d, h, whole=False):
        """Draw weights and numbers for the formula; eighths can be added without rounding."""
        weights = rng.permutation(np.arange(4, 4 + 2 * d)[::2]) * rng.choice([-1, 1], size=d)
        a, b = rng.permutation([2, 3, 5, 7])[:2]
        return {
            "loss": f"lambda w: {loss.format(a=a, b=b)}",
            "weights": weights // 2 if whole else weights / 8,
            "h": h,
        }

    return [
        drawn("{a} * w[0]**3 + {b} * w[0] * w[1] - w[1]**3", 2, 0.25),
        drawn("{a} * w[0]**3 + w[1]**3 - {b} * w[2]**2 + 2 * w[2]**3", 3, 0.5),
        drawn("w[0]**2 * w[1] - {a} * w[1]**3 + {b} * w[0]**3", 2, 0.125, whole=True),
        drawn("{a} * w[0] * w[1] * w[2] + {b} * w[1]**3 + w[2]**3 - w[0]**3", 3, 2.0**-10),
        drawn("{a} * w[0]**3 * w[1] + {b} * w[1]**3 * w[2] + w[3]**3 + w[2]", 4, 0.5),
        drawn("{a} * w[0]**3 - {b} * w[0]", 1, 0.25),
    ]


def nudged(quotient, *, wide=None):
    """Return the gradient by `quotient(f, w, i, h)`, where f(weights, i, by) moves weight i."""

    def moved(loss, weights, i, by):
        weights = np.array(weights, dtype=float)
        weights[i] += by
        return loss(weights)

    def measured(loss, weights, h):
        used = h if wide is None else wide
        return np.array(
            [
                quotient(lambda by, i=i: moved(loss, weights, i, by), used)
                for i in range(len(weights))
            ]
        )

    return measured


def central(f, h):
    return (f(h) - f(-h)) / (2 * h)


def forgetting_to_restore(copy):
    """Return central differences that leave each weight of `copy(weights)` where it is."""

    def measured(loss, weights, h):
        weights, slopes = copy(weights), []
        for i in range(len(weights)):
            weights[i] += h
            above = loss(weights)
            weights[i] -= 2 * h
            slopes.append((above - loss(weights)) / (2 * h))
        return np.array(slopes)

    return measured


@misconception(
    "C1",
    says="measures on one side only",
    hint="A bent curve, a step to the right: is the slope you measure that of the point itself or "
    "that of a point between? What would a step to the left add?",
    also=(nudged(lambda f, h: (f(0) - f(-h)) / h),),
)
def one_sided(loss, weights, h):
    slopes = []
    for i in range(len(weights)):
        moved = np.array(weights, dtype=float)
        moved[i] += h
        slopes.append((loss(moved) - loss(weights)) / h)
    return np.array(slopes)


@misconception(
    "C5",
    says="does not put a weight back before it goes on to the next one",
    hint="You have measured the first weight. Where does it stand while you measure the second? "
    "And where do all of them stand at the end?",
    also=(
        forgetting_to_restore(lambda weights: weights.astype(float)),
        forgetting_to_restore(lambda weights: weights.copy()),
    ),
)
def not_restored(loss, weights, h):
    slopes = []
    for i in range(len(weights)):
        weights[i] += h
        above = loss(weights)
        weights[i] -= 2 * h
        slopes.append((above - loss(weights)) / (2 * h))
    return np.array(slopes)


@misconception(
    "M502",
    says="leaves the earlier weights moved while it measures the next one",
    hint="While you measure the second weight: is the first one back where it was?",
)
def nudges_pile_up(loss, weights, h):
    nudge, slopes = np.zeros(len(weights)), []
    for i in range(len(weights)):
        nudge[i] = h
        slopes.append((loss(weights + nudge) - loss(weights - nudge)) / (2 * h))
    return np.array(slopes)


def copy_of_whole_numbers(loss, weights, h):
    slopes = np.zeros(len(weights))
    for i in range(len(weights)):
        above, below = weights.copy(), weights.copy()
        above[i] += h
        below[i] -= h
        slopes[i] = (loss(above) - loss(below)) / (2 * h)
    return slopes


def moved_and_put_back(loss, weights, h):
    slopes = np.zeros(len(weights))
    for i in range(len(weights)):
        weights[i] += h
        above = loss(weights)
        weights[i] -= 2 * h
        slopes[i] = (above - loss(weights)) / (2 * h)
        weights[i] += h
    return slopes


def slopes_of_whole_numbers(loss, weights, h):
    slopes = np.zeros_like(weights)
    slopes[:] = central_differences(loss, weights, h)
    return slopes


WRONG_QUOTIENTS = (
    misconception(
        "C2",
        says="divides by h, though the two points lie farther apart",
        hint="How far is it from the left point to the right one?",
    )(nudged(lambda f, h: (f(h) - f(-h)) / h)),
    misconception(
        "M91",
        says="lost the brackets under the fraction bar",
        hint="Which terms stand under the fraction bar? With twice the width, does your result "
        "grow like its square?",
    )(nudged(lambda f, h: (f(h) - f(-h)) / 2 * h)),
    misconception(
        "M501",
        says="lost the brackets around the difference: only one of the losses is divided",
        hint="Which is done first, the division or the subtraction? And which should be?",
        also=(nudged(lambda f, h: f(h) - f(-h) / 2 * h),),
    )(nudged(lambda f, h: f(h) - f(-h) / (2 * h))),
    misconception(
        "M120",
        says="never divides",
        hint="A slope is a rise for a distance. Where in your result is the distance?",
    )(nudged(lambda f, h: f(h) - f(-h))),
    misconception(
        "M299",
        says="subtracts in the wrong order: the sign is turned round",
        hint="The loss grows with the weight. Should your number be above or below 0?",
    )(nudged(lambda f, h: (f(-h) - f(h)) / (2 * h))),
    misconception(
        "C4",
        says="takes a tiny width such as 1e-12, in which the digits of the loss get lost",
        hint="Two losses that agree in their first 12 digits are subtracted. How many of the 16 "
        "digits are left? And which width were you given?",
        also=tuple(nudged(central, wide=10.0**-k) for k in (11, 13, 14, 15)),
    )(nudged(central, wide=1e-12)),
    misconception(
        "M298",
        says="takes a width of its own and not the one it was given",
        hint="Which of the three arguments does your result not depend on?",
        also=tuple(nudged(central, wide=10.0**-k) for k in (1, 2, 3, 4, 6)),
    )(nudged(central, wide=1e-5)),
)

WRONG_WEIGHTS = (
    misconception(
        "M297",
        says="moves all weights at once",
        hint="The loss changed. Which of the weights was it? How could you know?",
        also=(
            lambda loss, weights, h: np.full(
                len(weights), (loss(weights + h) - loss(weights - h)) / (2 * h)
            ),
        ),
    )(lambda loss, weights, h: (loss(weights + h) - loss(weights - h)) / (2 * h)),
    misconception(
        "M272",
        says="makes an array of whole numbers, which drops everything behind the decimal point",
        hint="The weights came as whole numbers. Can a copy of them, or your result, hold 2.5?",
        also=(slopes_of_whole_numbers, moved_and_put_back),
    )(copy_of_whole_numbers),
    misconception(
        "M503",
        says="returns in the first round of the loop: all slopes but one are still 0",
        hint="How often does your loop reach its second round?",
    )(
        lambda loss, weights, h: (
            central_differences(loss, weights, h) * (np.arange(len(weights)) == 0)
        )
    ),
    misconception(
        "M52",
        says="answers for the first number only",
        hint="How many weights came in, and how many slopes go out?",
        also=(lambda loss, weights, h: central_differences(loss, weights, h)[:1],),
    )(lambda loss, weights, h: central_differences(loss, weights, h)[0]),
)

EXERCISE = Exercise(
    title="A gradient without a formula",
    reference=central_differences,
    another=differences_of_rows,
    cases=cases,
    observe=observe_on_formula,
    misconceptions=(one_sided, not_restored, nudges_pile_up, *WRONG_QUOTIENTS, *WRONG_WEIGHTS),
    hints=(
        "To say how steep a road is at one point, you need two heights. Where do you measure them, "
        "how far apart are they, and what has to stay as it is in the meantime?",
        "The loss w0² + 3·w0·w1 at (1, 2) with h = 0.5. For w0: at 1.5 it is 11.25, at 0.5 it is "
        "3.25; the difference 8, for a distance of 1, is the slope 8. For w1 start again from "
        "(1, 2): the losses at 2.5 and 1.5 are 8.5 and 5.5. What is the slope?",
        "for each weight, one after the other:\n"
        "    above ← loss with only this weight moved by +h\n"
        "    below ← loss with only this weight moved by -h\n"
        "    slope ← (above - below) / distance of the two points\n"
        "return one slope for each weight; the weights are as they were",
    ),
    why="why is the error of a central difference about four times smaller when h is halved, and "
    "that of a one-sided difference only twice?",
    because=(
        "A bend lifts the loss on the right and on the left by the same amount, so it cancels in "
        "the difference of both sides. The error that is left goes with h², and a half squared is "
        "a quarter. On one side the bend stays: an error that goes with h. For a tiny h both get "
        "worse: the two losses agree in nearly all digits, and their difference is rounding."
    ),
)
