"""How steep each of the generator's two losses is at the logit of one fake."""

import math
from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def generator_slopes(logits):
    p = 0.5 * (1 + np.tanh(logits / 2))  # the sigmoid
    return -p, p - 1


def without_a_large_power(logits):
    small = np.exp(-np.abs(logits))
    rare, frequent = small / (1 + small), 1 / (1 + small)
    believed = np.where(logits < 0, rare, frequent)
    doubted = np.where(logits < 0, frequent, rare)
    return -believed, -doubted


def cases(seed):
    rng = np.random.default_rng(seed)

    def mild(n):
        """Draw logits of which every other one is below 0, none of them opposite to another."""
        signs = np.where(np.arange(n) % 2, 1, -1)
        return (rng.permutation(np.linspace(0.5, 3.0, n)) + rng.uniform(-0.1, 0.1, n)) * signs

    drawn = [
        mild(2),
        mild(4),
        [*mild(2), -1000.0],
        [*mild(2), 1000.0, 0.0],
        [*mild(4), -1000.0, 0.0, 1000.0],
        [-1000.0 * rng.uniform(1, 2), 0.0],
    ]
    return [{"logits": rng.permutation(values).round(2)} for values in drawn]


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def of_probability(*formulas: Callable) -> Callable:
    """Return the results of all `formulas` of the fakes' probabilities."""
    return lambda logits: tuple(formula(sigmoid(logits)) for formula in formulas)


@misconception(
    "G10",
    says="has one loss twice, and so never sees that only one of the two is flat where fakes are "
    "found out",
    hint="A fake is found out, with a logit of -1000. Are both of your numbers 0 there, or "
    "neither?",
    also=(of_probability(lambda p: p - 1, lambda p: p - 1),),
)
def minimax_twice(logits):
    p = 1 / (1 + np.exp(-logits))
    return -p, -p


@misconception(
    "M928",
    says="stops at the slope along the probability and leaves out that of the sigmoid",
    hint="If the logit grows by a little, how much does the probability grow? Where in your code "
    "does that stand?",
    also=(
        of_probability(lambda p: 1 / (1 - p), lambda p: 1 / p),
        of_probability(lambda p: -1 / (1 - p + 1e-12), lambda p: -1 / (p + 1e-12)),
    ),
)
def along_the_probability(logits):
    p = 1 / (1 + np.exp(-logits))
    return -1 / (1 - p), -1 / p


@misconception(
    "M287",
    says="has the sign of the step and not that of the gradient",
    hint="A logit grows: the discriminator doubts a fake less. Does that raise the generator's "
    "losses or lower them?",
)
def sign_of_the_step(logits):
    p = 1 / (1 + np.exp(-logits))
    return p, 1 - p


def overflowing(logits):
    return np.exp(logits) / (1 + np.exp(logits))


def by_math(probability: Callable) -> Callable:
    """Return the right slopes of a `probability` that is computed for one logit at a time."""

    def slopes(logits):
        p = np.array([probability(logit) for logit in logits])
        return -p, p - 1

    return slopes


WRONG_SLOPES = (
    misconception(
        "M929",
        says="has each slope where the other belongs: in another order, or by a sigmoid that falls",
        hint="At a logit of -1000 one of the two is 0. Should that be the first or the second? And "
        "is your probability near 0 there?",
    )(of_probability(lambda p: p - 1, lambda p: -p)),
    misconception(
        "M927",
        says="returns the losses and not their slopes",
        hint="Does your code say how much a fake costs, or how much that changes if its logit "
        "grows by a little?",
        also=(
            of_probability(lambda p: np.log(1 - p), lambda p: -np.log(p)),
            lambda logits: (-np.logaddexp(0, logits).mean(), np.logaddexp(0, -logits).mean()),
            lambda logits: (np.logaddexp(0, logits), np.logaddexp(0, -logits)),
        ),
    )(lambda logits: (-np.logaddexp(0, logits), np.logaddexp(0, -logits))),
    misconception(
        "M282",
        says="multiplies by p(1 - p) too, as the slope of the squared error does",
        hint="The logarithm has a slope as well. What is left when the two are multiplied?",
        also=(
            of_probability(lambda p: p * p * (1 - p), lambda p: p * (1 - p) ** 2),
            of_probability(lambda p: -p * (1 - p), lambda p: -p * (1 - p)),
            of_probability(lambda p: p * (1 - p), lambda p: p * (1 - p)),
            of_probability(lambda p: -p * (1 - p), lambda p: p * (1 - p)),
        ),
    )(of_probability(lambda p: -p * p * (1 - p), lambda p: -p * (1 - p) ** 2)),
    misconception(
        "M671",
        says="averages over everything, which leaves a single number",
        hint="Each fake has a slope of its own. How many logits came in, and how many numbers did "
        "you make of them for each loss?",
        also=(of_probability(lambda p: -p.sum(), lambda p: (p - 1).sum()),),
    )(of_probability(lambda p: -p.mean(), lambda p: (p - 1).mean())),
    misconception(
        "B8",
        says="divides by the number of samples, which one sample's own loss does not know",
        hint="The same logit comes alone, and among nine others. May its slope be another one?",
    )(of_probability(lambda p: -p / len(p), lambda p: (p - 1) / len(p))),
    misconception(
        "M765",
        says="has the sign of one term wrong",
        hint="Both players' moves pull a fake the same way: only how hard differs. Do your two "
        "numbers pull the same way?",
        also=(of_probability(lambda p: p, lambda p: p - 1),),
    )(of_probability(lambda p: -p, lambda p: 1 - p)),
    misconception(
        "F9",
        says="lets two numbers grow without end and divides one by the other: inf / inf is nan",
        hint="Which logit makes the upper part of your fraction too large for a computer?",
        also=(
            lambda logits: (-overflowing(logits), -1 / (1 + np.exp(logits))),
            lambda logits: (-overflowing(logits), -np.exp(-logits) / (1 + np.exp(-logits))),
        ),
    )(lambda logits: (-overflowing(logits), overflowing(logits) - 1)),
    misconception(
        "M94",
        says="uses the math module, which stops with an error where NumPy warns",
        hint="At which logit does your code stop, and how large is the power of e there?",
        also=(by_math(lambda logit: 1 - 1 / (1 + math.exp(logit))),),
    )(by_math(lambda logit: 1 / (1 + math.exp(-logit)))),
)

EXERCISE = Exercise(
    title="Which loss still pulls",
    reference=generator_slopes,
    another=without_a_large_power,
    cases=cases,
    outputs=("slope of the minimax loss", "slope of the non-saturating loss"),
    misconceptions=(minimax_twice, along_the_probability, sign_of_the_step, *WRONG_SLOPES),
    hints=(
        "The first loss is the logarithm of 1 - D, the second is minus the logarithm of D, and D "
        "is the sigmoid of the logit. What is the slope of each along the logit, link by link, "
        "and what cancels?",
        "The logit -2: D = 0.119, and the sigmoid's slope is D(1 - D) = 0.105. First loss: "
        "-1 / (1 - D) · D(1 - D) = -D = -0.119. Second loss: -1 / D · D(1 - D) = -(1 - D) = "
        "-0.881. What are the two at the logits 0 and 2?",
        "probability ← sigmoid of each logit\n"
        "first  ← minus the probability\n"
        "second ← minus what the probability lacks to 1\n"
        "return both, one number for each logit in either",
    ),
    why="training begins, and the discriminator gives every fake a logit near -10. How hard does "
    "each of the two losses pull?",
    because=(
        "The minimax loss with 0.000045, the other with 0.999955: more than 20,000 times as hard. "
        "Where fakes are found out, the generator would have the most to learn, and there the "
        "minimax loss is flat: it saturates. Both want the same thing, a higher logit; they differ "
        "in when they pull."
    ),
)
