"""The peak signal-to-noise ratio in decibels: 10 for each factor of ten in the squared error."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def psnr_of(truth, guess):
    total = 0.0
    for p, q in zip(truth.ravel(), guess.ravel(), strict=True):
        total += (p - q) ** 2
    return 10 * np.log10(truth.size / total)


def from_the_mean(truth, guess):
    return -10 * np.log10(np.mean((truth - guess) ** 2))


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(shape, spread):
        """Draw images whose brightest pixel is below 1, each row missed by more than the last."""
        truth = np.round(rng.uniform(0.1, 0.8, size=shape), 2)
        growing = np.arange(1, shape[0] + 1)[:, None]
        misses = rng.uniform(0.5, 1.0, size=shape) * rng.choice([-1, 1], size=shape)
        return {"truth": truth, "guess": np.round(truth + spread * growing * misses, 2) + 0.0}

    return [
        drawn((2, 3), 0.1),
        drawn((3, 4), 0.2),
        drawn((4, 2), 0.05),
        drawn((3, 5), 0.9),  # worse than an empty image: fewer than 0 decibels
        drawn((1, 6), 0.15),
    ]


def error(truth, guess):
    return np.mean((truth - guess) ** 2)


def decibels(ratio: Callable, factor: float = 10, log: Callable = np.log10) -> Callable:
    """Return `factor` times the logarithm of `ratio(truth, guess)`."""
    return lambda truth, guess: factor * log(ratio(truth, guess))


def inverse(truth, guess):
    return 1 / error(truth, guess)


def of_each_image(truth, guess):
    return -10 * np.log10(np.mean((truth - guess) ** 2, axis=1))


@misconception(
    "M707",
    says="has 20 before the logarithm of squares, where it belongs to the logarithm of a root",
    hint="The ratio ten times as large: how many decibels are that? What you compare is squared "
    "already: do you count the square once more?",
)
def twenty_times(truth, guess):
    return 20 * np.log10(1 / error(truth, guess))


OTHER_DECIBELS = (
    misconception(
        "M708",
        says="takes the root of the squared error and has a 10 before the logarithm",
        hint="A root halves the logarithm. Which factor would have to make up for it?",
    )(decibels(lambda truth, guess: 1 / np.sqrt(error(truth, guess)))),
    misconception(
        "M709",
        says="turns the fraction round, so that a worse image gets more decibels",
        hint="A guess becomes better. Should its decibels grow or fall, and what do yours do?",
    )(decibels(error)),
    misconception(
        "M710",
        says="takes a logarithm to another base than 10",
        hint="Which number has the logarithm 1 in your code? Should that be 10?",
        also=(decibels(inverse, log=np.log2), decibels(inverse, factor=20, log=np.log)),
    )(decibels(inverse, log=np.log)),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Show the same image twice. Did it become noisier?",
    )(decibels(lambda truth, guess: 1 / np.sum((truth - guess) ** 2))),
    misconception(
        "M711",
        says="takes the brightest pixel there is for the peak, where 1 is the most there can be",
        hint="A pale image and a dark image are missed by as much. Should the pale one get another "
        "number?",
        also=(
            decibels(lambda truth, guess: truth.max() / error(truth, guess)),
            decibels(lambda truth, guess: guess.max() ** 2 / error(truth, guess)),
            decibels(lambda truth, guess: np.ptp(truth) ** 2 / error(truth, guess)),
        ),
    )(decibels(lambda truth, guess: truth.max() ** 2 / error(truth, guess))),
    misconception(
        "M712",
        says="takes another peak than 1, which belongs to images of another kind",
        hint="What is the brightest that a pixel can be here? Which number stands above in your "
        "fraction?",
        also=(
            decibels(lambda truth, guess: 255 / error(truth, guess)),
            decibels(lambda truth, guess: 16**2 / error(truth, guess)),
            decibels(lambda truth, guess: 4 / error(truth, guess)),
        ),
    )(decibels(lambda truth, guess: 255**2 / error(truth, guess))),
    misconception(
        "M713",
        says="compares with the strength of the image and not with the peak",
        hint="Does the P in the name stand for what is there, or for the most there can be?",
        also=(
            decibels(lambda truth, guess: np.var(truth) / error(truth, guess)),
            decibels(lambda truth, guess: np.mean(guess**2) / error(truth, guess)),
        ),
    )(decibels(lambda truth, guess: np.mean(truth**2) / error(truth, guess))),
    misconception(
        "M274",
        says="takes the sizes of the misses and not their squares",
        hint="A miss twice as large: how much more should it weigh?",
        also=(decibels(lambda truth, guess: 1 / np.mean(np.abs(truth - guess)), factor=20),),
    )(decibels(lambda truth, guess: 1 / np.mean(np.abs(truth - guess)))),
    misconception(
        "M714",
        says="averages the decibels of the images, where the squares are averaged first",
        hint="Two images have 10 and 30 decibels. Which of them has nearly all of the squared "
        "error, and what does an average of 20 say about that?",
    )(lambda truth, guess: np.mean(of_each_image(truth, guess))),
    misconception(
        "M715",
        says="returns a number for each image",
        hint="How many numbers were asked for, and how many come out?",
    )(of_each_image),
    misconception(
        "M716",
        says="leaves the logarithm out",
        hint="Is it a ratio that you return, or its number of decibels?",
        also=(error, decibels(inverse, log=lambda ratio: ratio)),
    )(inverse),
    misconception(
        "M717",
        says="leaves the 10 out",
        hint="A ratio of 100: how many decibels are that, and how many does your code find?",
    )(decibels(inverse, factor=1)),
)

EXERCISE = Exercise(
    title="Decibels",
    reference=psnr_of,
    another=from_the_mean,
    cases=cases,
    misconceptions=(twenty_times, *OTHER_DECIBELS),
    hints=(
        "What is divided by what? The brightest that a pixel can be stands above, squared, and "
        "what stands below?",
        "A mean squared error of 0.01 with a peak of 1: the ratio is 1² / 0.01 = 100, its "
        "logarithm is 2, so 20 decibels. Ten times the error, 0.1: the ratio is 10, its logarithm "
        "1, so 10 decibels. What are 0.001 and 10?",
        "error ← mean over all pixels of all images of the squared differences\n"
        "ratio ← peak squared / error          the peak is 1\n"
        "return 10 times the logarithm of the ratio, to the base 10",
    ),
    why="denoising brings 4 decibels. About by which factor does the squared error fall?",
    because=(
        "By 10 to the 0.4, which is about 2.5. Decibels count factors: 10 more are a factor of ten "
        "in the squared error, 3 more a factor of about two, wherever you begin."
    ),
)
