"""Draw from a Gaussian so that its mean and its width can still be learned.

Kingma and Welling, Auto-encoding variational Bayes, ICLR 2014.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def reparameterize(mean, log_variance, eps):
    return mean + np.exp(0.5 * log_variance) * eps


def number_by_number(mean, log_variance, eps):
    drawn = np.zeros(mean.shape)
    for place in np.ndindex(mean.shape):
        variance = np.exp(log_variance[place])
        drawn[place] = mean[place] + variance**0.5 * eps[place]
    return drawn


def cases(seed):
    rng = np.random.default_rng(seed)

    def signed(low, high, shape):
        return (rng.uniform(low, high, size=shape) * rng.choice([-1, 1], size=shape)).round(2)

    def drawn(n, k):
        """Draw codes of which some are wide and some narrow, and no width is 1."""
        log_variance = signed(0.5, 2.0, (n, k))
        log_variance[0, 0], log_variance[-1, -1] = 1.2, -0.8
        return {
            "mean": signed(0.5, 3.0, (n, k)),
            "log_variance": log_variance,
            "eps": signed(0.2, 2.0, (n, k)),
        }

    sure = drawn(3, 4)
    sure["log_variance"][1] = -60.0  # a code without any doubt
    return [drawn(2, 3), drawn(3, 2), sure, drawn(4, 1), drawn(5, 2), drawn(1, 3)]


def with_width(width):
    return lambda mean, log_variance, eps: mean + width(log_variance) * eps


def half(log_variance):
    return np.exp(0.5 * log_variance)


WRONG_WIDTHS = (
    misconception(
        "M754",
        says="takes the variance where the standard deviation belongs",
        hint="The variance is 9. How far is a typical draw from the middle: 9, or less?",
    )(with_width(np.exp)),
    misconception(
        "M755",
        says="takes the logarithm of the variance for the variance, or for its root",
        hint="The encoder says -2. Can that be a variance? What must be undone first?",
        also=(
            with_width(np.abs),
            with_width(lambda log: 0.5 * log),
            with_width(np.sqrt),
            with_width(lambda log: np.sqrt(np.abs(log))),
        ),
    )(with_width(lambda log: log)),
    misconception(
        "M757",
        says="has narrow where wide should be: a sign is lost in the exponent",
        hint="A large variance: do your draws lie far from the middle, or close to it?",
        also=(with_width(lambda log: np.exp(-log)),),
    )(with_width(lambda log: np.exp(-0.5 * log))),
    misconception(
        "M758",
        says="doubles where it should halve",
        hint="The root of 100 is 10. What does a root do to the number of zeros?",
    )(with_width(lambda log: np.exp(2 * log))),
    misconception(
        "M759",
        says="lets every code be equally wide",
        hint="One code is nearly certain, another one vague. Do your draws show which is which?",
    )(with_width(np.ones_like)),
)

WRONG_SUMS = (
    misconception(
        "M760",
        says="puts no chance in: all draws are the same number",
        hint="You draw ten times with ten different third arguments. How many different codes are "
        "there?",
        also=(lambda mean, log_variance, eps: mean.copy(),),
    )(lambda mean, log_variance, eps: mean + half(log_variance)),
    misconception(
        "M761",
        says="forgets the middle",
        hint="Around which number do your draws lie, whatever the encoder says?",
    )(lambda mean, log_variance, eps: half(log_variance) * eps),
    misconception(
        "M762",
        says="lost the brackets' order: the middle gets stretched too",
        hint="The width becomes ten times as large. Should the middle move away?",
        also=(lambda mean, log_variance, eps: mean * half(log_variance) + eps,),
    )(lambda mean, log_variance, eps: (mean + eps) * half(log_variance)),
    misconception(
        "M721",
        says="takes the noise off where it should be put on",
        hint="Chance says +1. On which side of the middle should the draw lie?",
    )(lambda mean, log_variance, eps: mean - half(log_variance) * eps),
    misconception(
        "M764",
        says="draws chance of its own and does not use the one handed in",
        hint="Which of the three arguments does your result not depend on?",
    )(
        lambda mean, log_variance, eps: (
            mean + half(log_variance) * np.random.default_rng(0).normal(size=mean.shape)
        )
    ),
)

EXERCISE = Exercise(
    title="A draw that lets the gradient through",
    reference=reparameterize,
    another=number_by_number,
    cases=cases,
    misconceptions=(*WRONG_WIDTHS, *WRONG_SUMS),
    hints=(
        "You have a draw from a Gaussian around 0 that is 1 wide. What do you do to it, and in "
        "which order, so that it comes from one around 5 that is 3 wide?",
        "The middle is 5 and the logarithm of the variance 2.197. The variance is e^2.197 = 9, so "
        "the standard deviation is 3; half the logarithm gives the same: e^1.0986 = 3. With eps = "
        "-0.5 the draw is 5 - 1.5 = 3.5. What is it if the logarithm is -1.386 and eps is 2?",
        "variance ← undo the logarithm\nstandard deviation ← its root\n"
        "return middle + standard deviation · eps",
    ),
    why="why is eps handed in, and not drawn from a Gaussian with this mean and this width?",
    because=(
        "Through a draw no gradient comes back: who moves the mean a little gets another draw, and "
        "no slope. With eps fixed, the code is a plain formula of mean and log-variance, with a "
        "slope of 1 for the mean and eps · std / 2 for the log-variance, and both can be learned."
    ),
)
