"""The sigmoid of any number, however large: the formula alone is not enough."""

import math
from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, differences, observe


def safe_sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def sigmoid_by_two_forms(z):
    answers = []
    for value in z:
        if value >= 0:
            answers.append(1 / (1 + np.exp(-value)))
        else:
            answers.append(np.exp(value) / (1 + np.exp(value)))
    return np.array(answers)


def observe_with_warnings(function: Callable, case: dict) -> Observation:
    """Observe NumPy's warnings too where the result is right; a wrong result says enough."""
    kinds = set()

    def listened_to(**arguments):
        with np.errstate(
            over="call", divide="call", invalid="call", call=lambda kind, _: kinds.add(kind)
        ):
            return function(**arguments)

    observation = observe(listened_to, case)
    right = not differences(observation, observe(safe_sigmoid, case))
    named = " and ".join(sorted(kinds, reverse=True))
    text = f"RuntimeWarning: {named} encountered, though the numbers are right"
    observation["warning"] = text if kinds and right else "none"
    return observation


def cases(seed):
    rng = np.random.default_rng(seed)
    mild = np.round(rng.uniform(0.3, 4.0, size=12), 2)
    huge = np.round(rng.uniform(900.0, 1100.0, size=2))
    drawn = [
        [mild[0], -mild[1]],
        [-mild[2], -huge[0], -mild[3]],
        [mild[4], huge[1], mild[5]],
        [mild[6], -1000.0, 0.0, 1000.0],
        [-mild[7], mild[8], 30.0, -mild[9], mild[10]],
        [-1000.0 * mild[11]],
    ]
    return [{"z": np.array(values)} for values in drawn]


@misconception(
    "F9",
    says="lets two numbers grow without end and divides one by the other: inf / inf is nan",
    hint="Which z makes your numerator too large for a computer, and what stays small there?",
)
def e_to_the_z(z):
    return np.exp(z) / (1 + np.exp(z))


@misconception(
    "M81",
    says="computes the formula as it stands: right numbers, and an overflow on the way",
    hint="How large is your power of e when z is -1000? Which power of e is small there?",
)
def formula_as_it_stands(z):
    return 1 / (1 + np.exp(-z))


@misconception(
    "M82",
    says="computes both forms for every z and picks afterwards",
    hint="Before one of the two forms is picked, for which z has each of them been computed?",
)
def both_forms_everywhere(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@misconception(
    "M83",
    says="has both forms and uses each of them on the wrong side of 0",
    hint="For z = 1000, which of your two forms runs, and how large does its power of e get?",
)
def forms_swapped(z):
    below = z < 0
    answers = np.zeros(len(z))
    answers[below] = 1 / (1 + np.exp(-z[below]))
    answers[~below] = np.exp(z[~below]) / (1 + np.exp(z[~below]))
    return answers


@misconception(
    "M84",
    says="lost a minus sign: the answer falls where it should rise",
    hint="A large positive z: should the answer be near 1 or near 0?",
)
def falls(z):
    return 1 / (1 + np.exp(z))


@misconception(
    "M93",
    says="treats z > 0 and z < 0, and leaves 0 without an answer",
    hint="What is the answer exactly in the middle, and which branch of your code gives it?",
)
def zero_left_out(z):
    answers = np.zeros(len(z))
    answers[z > 0] = 1 / (1 + np.exp(-z[z > 0]))
    answers[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return answers


@misconception(
    "M92",
    says="asks once, for all numbers together, whether z is below 0",
    hint="Several numbers came in. Does one yes or no do for all of them?",
)
def one_if_for_all(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


def cut_off(low, high):
    """Return the formula after z was cut off at both ends, or at one."""
    return lambda z: 1 / (1 + np.exp(-np.clip(z, low, high)))


# Cut off beyond 20, the answer is as close to 0 as the tolerance asks.
NEAR = range(1, 21)

OTHER_FORMULAS = (
    misconception(
        "M85",
        says="computes tanh, which goes from -1 to 1",
        hint="Between which two values does the sigmoid stay, and what is it at 0?",
    )(lambda z: np.tanh(z)),
    misconception(
        "M86",
        says="drops the sign of z, so that no answer is below one half",
        hint="Do z = 2 and z = -2 have the same answer? What do their two answers add up to?",
    )(lambda z: 1 / (1 + np.exp(-np.abs(z)))),
    misconception(
        "M87",
        says="uses the form for negative z everywhere, so that no answer is above one half",
        hint="The numerator is small on one side of 0 only. What is it on the other side?",
    )(lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))),
    misconception(
        "M88",
        says="cuts z off too near to 0: at -1000 the answer is not yet close enough to 0",
        hint="Where you cut z off, how far from 0 is the answer? Can you do without cutting?",
        also=tuple(cut_off(-near, high) for near in NEAR for high in (near, np.inf)),
    )(cut_off(-10, 10)),
    misconception(
        "M89",
        says="puts 0 in the place of nan",
        hint="A nan came from a huge z. Is 0 the right answer there, or did it only look tidy?",
    )(lambda z: np.nan_to_num(np.exp(z) / (1 + np.exp(z)))),
    misconception(
        "M90",
        says="decides: 0 or 1, with nothing between",
        hint="What is the answer at z = 0.5? Is it as sure as at z = 50?",
    )(lambda z: np.where(z >= 0, 1.0, 0.0)),
    misconception(
        "M91",
        says="lost the brackets under the fraction bar",
        hint="Which terms stand under the fraction bar? Can your result be larger than 1?",
    )(lambda z: 1 / 1 + np.exp(-z)),
    misconception(
        "M94",
        says="uses the math module, which stops with an error where NumPy warns",
        hint="At which z does your code stop, and how large is the power of e there?",
    )(lambda z: np.array([1 / (1 + math.exp(-value)) for value in z])),
    misconception(
        "M95",
        says="makes shares of all numbers together, which add up to 1",
        hint="If one z changes, may the answers for the others change?",
    )(lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
    misconception(
        "M96",
        says="subtracts the largest z first",
        hint="What is the sigmoid of 3? May it change when 3 comes together with a 5?",
    )(lambda z: 1 / (1 + np.exp(-(z - z.max())))),
    misconception(
        "M52",
        says="answers for the first number only",
        hint="How many numbers came in, and how many go out?",
    )(lambda z: safe_sigmoid(z[0])),
)

EXERCISE = Exercise(
    title="A sigmoid that never overflows",
    reference=safe_sigmoid,
    another=sigmoid_by_two_forms,
    cases=cases,
    misconceptions=(
        e_to_the_z,
        formula_as_it_stands,
        both_forms_everywhere,
        forms_swapped,
        falls,
        zero_left_out,
        one_if_for_all,
        *OTHER_FORMULAS,
    ),
    hints=(
        "Only a huge positive exponent overflows. Can you write the same fraction with an exponent "
        "that is never positive, for z above 0 and for z below 0?",
        "Multiply 1 / (1 + e^-z) above and below by e^z: it becomes e^z / (1 + e^z). At z = 2 both "
        "are 0.88. At z = -1000 the first needs e^1000, which no float can hold, the second "
        "e^-1000, which is 0. Which of the two do you take at z = 1000?",
        "where z is 0 or more: answer ← 1 / (1 + e^-z)\n"
        "where z is below 0:  answer ← e^z / (1 + e^z)\n"
        "compute each form only where it is used",
    ),
    why="why may e^-1000 become 0 without harm, while e^1000 may not become infinite?",
    because=(
        "A term of 0 beside a 1 changes nothing: the true value is far below the 16th digit. An "
        "infinite term swallows everything else, and infinite over infinite is no number at all. "
        "Who only silences the warning keeps right numbers here, and hears of no later overflow."
    ),
    observe=observe_with_warnings,
)
