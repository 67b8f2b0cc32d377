"""A task for the denoising dial: from which noise on the denoiser does more good than harm.

The noise is that of the dial; a test compares the answer with what it shows.
"""

from collections.abc import Callable

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def smallest_noise_that_denoising_helps():
    from course_utils.autoencoder.exercises.stored_networks import decibels

    raw, cleaned = decibels()
    for sigma in sorted(raw):
        if cleaned[sigma] > raw[sigma]:
            return sigma
    return None


def least_of_all_that_gain():
    return min(sigma for sigma, gain in gains().items() if gain > 0)


def gains() -> dict[float, float]:
    """Return sigma -> by how many decibels denoising helps."""
    from course_utils.autoencoder.exercises.stored_networks import decibels

    noisy, denoised = decibels()
    return {sigma: denoised[sigma] - noisy[sigma] for sigma in noisy}


def observe_noise(function: Callable, case: dict) -> Observation:
    """Call the function when all is there that it may need, for then the time runs."""
    gains()
    return observe(function, case)


def cases(seed):
    return [{}]


@misconception(
    "M450",
    says="stops at the last one that still fails",
    hint="Is the denoised bar the longer one there, or does it only come close?",
)
def the_last_that_fails():
    return max(sigma for sigma, gain in gains().items() if gain <= 0)


@misconception(
    "M802",
    says="looks for the noise at which denoising helps most",
    hint="That is where it helps most. Where does it begin to help?",
)
def where_it_helps_most():
    return max(gains(), key=gains().get)


def helps_later(place: int) -> float:
    """Return one of the noises at which it helps, too: neither the smallest nor the best one."""
    helpful = sorted(sigma for sigma, gain in gains().items() if gain > 0)
    others = [sigma for sigma in helpful[1:] if sigma != where_it_helps_most.variant()]
    return others[place % len(others)]


weaker_would_do = misconception(
    "M803",
    says="takes a noise at which it helps, and does not try weaker noise",
    hint="It helps there. Does it help with less noise, too?",
    also=tuple(lambda place=place: helps_later(place) for place in range(30)),
)(lambda: helps_later(0))


def read_at_the_answer() -> tuple[float, float]:
    """Return the two numbers that the dial shows where denoising begins to help."""
    from course_utils.autoencoder.exercises.stored_networks import decibels

    noisy, denoised = decibels()
    sigma = least_of_all_that_gain()
    return round(noisy[sigma], 1), round(denoised[sigma], 1)


@misconception(
    "M804",
    says="gives the decibels that are read there, and not the noise",
    hint="Which number did you set, and which one did you read?",
    also=(lambda: read_at_the_answer()[0], lambda: round(gains()[least_of_all_that_gain()], 1)),
)
def reads_decibels():
    return read_at_the_answer()[1]


EXERCISE = Exercise(
    title="Denoising dial: where cleaning begins to pay",
    reference=smallest_noise_that_denoising_helps,
    another=least_of_all_that_gain,
    cases=cases,
    observe=observe_noise,
    misconceptions=(the_last_that_fails, where_it_helps_most, weaker_would_do, reads_decibels),
    hints=(
        "The denoiser redraws every digit, clean or not. What does it cost a digit that has hardly "
        "any noise on it, and from where on is it worth that price?",
        "Say that the bars end at 24 dB for noisy and at 18 dB for denoised: a loss of 6 dB. At 11 "
        "dB and 17 dB it is a gain of 6 dB. Begin at 0.03 and go up by one notch at a time. At "
        "which notch is the gain above 0 for the first time?",
        "for each σ of the dial, the smallest first:\n"
        "    denoised PSNR of all test digits larger than the noisy one? return σ",
    ),
    why="why can a denoiser make an almost clean image worse?",
    because=(
        "It has learned images with one strength of noise, and it answers with its best guess for "
        "those: smooth strokes that pass through a narrow code. What it takes away from an almost "
        "clean image is detail and no noise. Trained on weak noise, too, it would begin to pay "
        "earlier."
    ),
)
