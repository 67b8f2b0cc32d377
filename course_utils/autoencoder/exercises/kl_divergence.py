"""How far a Gaussian of codes is from the standard one.

Kingma and Welling, Auto-encoding variational Bayes, appendix B, ICLR 2014.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def kl_divergence(mean, log_variance):
    terms = mean**2 + np.exp(log_variance) - log_variance - 1
    return 0.5 * terms.sum(axis=1)


def code_by_code(mean, log_variance):
    found = []
    for means, logs in zip(mean, log_variance, strict=True):
        total = 0.0
        for m, log in zip(means, logs, strict=True):
            std = np.exp(log / 2)
            total += (m**2 + std**2 - 1) / 2 - np.log(std)
        found.append(total)
    return np.array(found)


def cases(seed):
    rng = np.random.default_rng(seed)

    def signed(low, high, shape):
        return (rng.uniform(low, high, size=shape) * rng.choice([-1, 1], size=shape)).round(2)

    def drawn(n, k):
        mean = signed(1.1, 3.0, (n, k))
        log_variance = signed(0.5, 2.0, (n, k))
        mean[0, 0], log_variance[0, 0], log_variance[-1, -1] = -1.6, 1.2, -0.8
        return {"mean": mean, "log_variance": log_variance}

    standard = drawn(3, 2)
    standard["mean"][1], standard["log_variance"][1] = 0.0, 0.0
    return [drawn(2, 3), drawn(3, 4), standard, drawn(4, 1), drawn(5, 2), drawn(1, 3)]


def summed(term):
    """Return half the sum, over the numbers of each code, of `term(mean, log_variance)`."""
    return lambda mean, log_variance: 0.5 * term(mean, log_variance).sum(axis=1)


def right_terms(mean, log):
    return mean**2 + np.exp(log) - log - 1


WRONG_TERMS = (
    misconception(
        "M754",
        says="takes the standard deviation where the variance belongs",
        hint="Which number did you get when you undid the logarithm: the width, or its square?",
    )(summed(lambda mean, log: mean**2 + np.exp(0.5 * log) - log - 1)),
    misconception(
        "M758",
        says="squares the variance, as if it were a standard deviation",
        hint="You undid the logarithm of the variance. What is left to be squared?",
        also=(summed(lambda mean, log: mean**2 + np.exp(2 * log) - 2 * log - 1),),
    )(summed(lambda mean, log: mean**2 + np.exp(2 * log) - log - 1)),
    misconception(
        "M755",
        says="takes the logarithm of the variance for the variance",
        hint="The encoder says -2. Can a variance be -2?",
        also=(
            summed(lambda mean, log: mean**2 + log - np.log(log) - 1),
            summed(lambda mean, log: mean**2 + log**2 - np.log(log**2) - 1),
        ),
    )(summed(lambda mean, log: mean**2 + log - log - 1)),
    misconception(
        "M742",
        says="measures the other way round: how far the standard Gaussian is from the code's",
        hint="Which of the two Gaussians are the draws from that the mean is taken over?",
    )(summed(lambda mean, log: (1 + mean**2) * np.exp(-log) + log - 1)),
    misconception(
        "M765",
        says="has the sign of one term wrong",
        hint="A Gaussian that is much too narrow: does your number grow or shrink with that?",
        also=(
            summed(lambda mean, log: mean**2 + np.exp(log) - log + 1),
            summed(lambda mean, log: mean**2 - np.exp(log) - log - 1),
            summed(lambda mean, log: np.exp(log) - mean**2 - log - 1),
        ),
    )(summed(lambda mean, log: mean**2 + np.exp(log) + log - 1)),
    misconception(
        "M766",
        says="forgets a term, or has it once for the whole code",
        hint="The mean is 0 and the variance 1: it is the standard Gaussian. How far from itself "
        "does your code say it is? And does it notice if only the width is wrong?",
        also=(
            summed(lambda mean, log: mean**2 + np.exp(log) - 1),
            summed(lambda mean, log: np.exp(log) - log - 1),
            summed(lambda mean, log: mean**2),
            lambda mean, log_variance: 0.5 * (right_terms(mean, log_variance) + 1).sum(1) - 0.5,
        ),
    )(summed(lambda mean, log: mean**2 + np.exp(log) - log)),
    misconception(
        "M767",
        says="forgets to square the mean",
        hint="One code lies at -3 and one at 3. Is one of them nearer to 0?",
        also=(summed(lambda mean, log: np.abs(mean) + np.exp(log) - log - 1),),
    )(summed(lambda mean, log: mean + np.exp(log) - log - 1)),
)

WRONG_SUMS = (
    misconception(
        "M768",
        says="forgets the half",
        hint="The variance is 1 and the mean is 2: what is the mean of the difference of the two "
        "logarithms of the densities, 2 or 4?",
    )(lambda mean, log_variance: right_terms(mean, log_variance).sum(axis=1)),
    misconception(
        "M763",
        says="has the opposite sign, as in a formula for what is to be made large",
        hint="Can a distance be below 0?",
    )(summed(lambda mean, log: -right_terms(mean, log))),
    misconception(
        "M769",
        says="takes the mean over the numbers of a code, where they add up",
        hint="A code of 10 numbers, each as far off as the one number of another code. Which of "
        "the two codes is farther off?",
        also=(lambda mean, log_variance: right_terms(mean, log_variance).mean(axis=1),),
    )(lambda mean, log_variance: 0.5 * right_terms(mean, log_variance).mean(axis=1)),
    misconception(
        "M553",
        says="adds up over the rows, and not along each of them",
        hint="How many codes came in, and how many numbers come out?",
        also=(
            lambda mean, log_variance: 0.5 * right_terms(mean, log_variance).sum(axis=0),
            lambda mean, log_variance: 0.5 * right_terms(mean, log_variance).sum(axis=1).mean(),
            lambda mean, log_variance: 0.5 * right_terms(mean, log_variance).mean(),
            lambda mean, log_variance: 0.5 * right_terms(mean, log_variance).mean(axis=0),
        ),
    )(lambda mean, log_variance: 0.5 * right_terms(mean, log_variance).sum()),
    misconception(
        "M736",
        says="never adds up: there is a number for each number of a code",
        hint="How many numbers should there be for one code?",
    )(lambda mean, log_variance: 0.5 * right_terms(mean, log_variance)),
)

EXERCISE = Exercise(
    title="How far from the standard Gaussian",
    reference=kl_divergence,
    another=code_by_code,
    cases=cases,
    misconceptions=(*WRONG_TERMS, *WRONG_SUMS),
    hints=(
        "The number must be 0 for a mean of 0 and a variance of 1, and above 0 for every other "
        "pair. Which parts of it should grow if the mean moves away, if the Gaussian gets too "
        "wide, and if it gets too narrow?",
        "One code of two numbers, means 2 and 0, logarithms of the variances 0 and 1. First: (4 + "
        "e^0 - 0 - 1) / 2 = 2. Second: (0 + e^1 - 1 - 1) / 2 = 0.359. Together 2.359. What is it "
        "for means 0 and 0 and logarithms 0 and -1?",
        "for each code:\n    for each of its numbers:\n"
        "        term ← mean² + variance - logarithm of the variance - 1\n"
        "    result ← half the sum of the terms",
    ),
    why="the term for the width is 0 at variance 1 only. What would happen to the codes if it were "
    "left out?",
    because=(
        "Only the means would be pulled to 0, and the variances would be free. The decoder likes "
        "sure codes, so the variances would shrink to 0, and the codes would be the points of a "
        "plain autoencoder again, with gaps between them from which nobody can draw."
    ),
)
