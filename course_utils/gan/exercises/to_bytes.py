"""Turn what a generator makes, numbers from -1 to 1, into the bytes of a picture file."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def to_bytes(samples):
    return np.round(127.5 * (samples + 1)).astype(np.uint8)


def number_by_number(samples):
    pixels = np.zeros(samples.shape, dtype=np.uint8)
    for place in np.ndindex(samples.shape):
        share = (samples[place] + 1) / 2
        pixels[place] = int(255 * share + 0.5)
    return pixels


def observe_with_type(function: Callable, case: dict) -> Observation:
    """Observe the type of the numbers too: a picture file holds bytes."""
    kinds = []

    def noted(samples):
        result = function(samples)
        kinds.append(getattr(result, "dtype", type(result).__name__))
        return result

    observation = observe(noted, case)
    return observation | ({"type": str(kinds[0])} if kinds else {})


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, ends=True):
        """Draw samples; none lies halfway between two bytes, where either would be as near."""
        nearest = rng.integers(10, 110, size=n * d)
        nearest[rng.permutation(n * d)[: n * d // 2]] += 128
        off = rng.uniform(0.15, 0.35, size=n * d) * rng.choice([-1, 1], size=n * d)
        off[:2] = -0.3, 0.3
        samples = np.round((nearest + off) / 127.5 - 1, 3)
        if ends:
            samples[2:4] = -1.0, 1.0
        return {"samples": rng.permutation(samples).reshape(n, d)}

    return [drawn(2, 3), drawn(3, 4), drawn(2, 4, ends=False), drawn(5, 2), drawn(1, 7)]


def as_pixels(formula: Callable, whole: Callable = np.round) -> Callable:
    """Return what makes bytes of `whole(formula(samples))`; what is out of range goes astray."""
    return lambda samples: whole(formula(samples)).astype(np.uint8)


def each_way(*formulas: Callable) -> tuple[Callable, ...]:
    """Return the bytes of each formula: rounded, cut off, by way of integers."""
    return tuple(
        make
        for formula in formulas
        for make in (
            as_pixels(formula),
            as_pixels(formula, whole=np.asarray),
            as_pixels(formula, whole=lambda x: x.astype(int)),
            as_pixels(formula, whole=lambda x: np.round(x).astype(int)),
        )
    )


@misconception(
    "G13",
    says="multiplies by 255 as if the darkest number were 0: all that is below 0 goes astray",
    hint="Which byte does your code make of -0.5, and should it be brighter or darker than the one "
    "that it makes of 0?",
    also=(
        *each_way(lambda x: 255 * x, lambda x: 255 * np.clip(x, 0, 1)),
        *each_way(lambda x: np.clip(255 * x, 0, 255), lambda x: 256 * x),
        *each_way(lambda x: 255 * np.abs(x)),
    ),
)
def as_if_from_zero(samples):
    return (samples * 255).astype(np.uint8)


@misconception(
    "M909",
    says="cuts the decimals off, so that half of the pixels come out a step too dark",
    hint="Your number is 99.9. Which byte is nearest to it, and which one do you get?",
    also=(as_pixels(lambda x: 127.5 * (x + 1), whole=np.floor),),
)
def cut_off(samples):
    return (127.5 * (samples + 1)).astype(np.uint8)


@misconception(
    "M910",
    says="has the right numbers in another type than bytes, or in one that is too small for them",
    hint="How many bytes does one number of your result take in a file, and which numbers does its "
    "type hold?",
    also=(
        lambda samples: np.round(127.5 * (samples + 1)).astype(int),
        lambda samples: np.round(127.5 * (samples + 1)).astype(np.int8),
        lambda samples: np.round(127.5 * (samples + 1)).astype(np.int32),
        lambda samples: np.round(127.5 * (samples + 1)).astype(np.float32),
        lambda samples: 127.5 * (samples + 1),
        lambda samples: np.round(127.5 * (samples + 1)).astype(np.uint8) / 255,
    ),
)
def still_floats(samples):
    return np.round(127.5 * (samples + 1))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


WRONG_BYTES = (
    misconception(
        "G12",
        says="takes the numbers for sums that still have to pass a sigmoid, so that all is gray",
        hint="Which are the darkest and the brightest byte that you can get? Did the generator "
        "not bend its sums already, and into which two ends?",
        also=(
            as_pixels(lambda x: 255 * sigmoid(x), whole=np.asarray),
            as_pixels(lambda x: 127.5 * (np.tanh(x) + 1)),
            as_pixels(lambda x: 127.5 * (np.tanh(x) + 1), whole=np.asarray),
        ),
    )(as_pixels(lambda x: 255 * sigmoid(x))),
    misconception(
        "M903",
        says="has another number where half of 255 belongs: an end is missed, or 255 turns 0",
        hint="Put 1 and -1 in by hand. Which two bytes should come out, and which do with your "
        "numbers?",
        also=each_way(
            lambda x: 128 * (x + 1),
            lambda x: np.minimum(128 * (x + 1), 255),
            lambda x: 127 * (x + 1),
            lambda x: 127 * x + 128,
            lambda x: 128 * x + 127,
            lambda x: 127.5 * x + 127,
            lambda x: 128 * x + 127.5,
            lambda x: 127 * x + 127.5,
        ),
    )(as_pixels(lambda x: 128 * x + 128)),
    misconception(
        "M904",
        says="does one of the two, moving or stretching, and not the other",
        hint="How far apart are -1 and 1 in your bytes? And where does the lower end land?",
        also=(
            *each_way(lambda x: x + 1, lambda x: 127.5 * x, lambda x: x + 127.5),
            *each_way(lambda x: 255 * (x + 1), lambda x: 255 * x + 127.5, lambda x: x + 128),
        ),
    )(as_pixels(lambda x: 255 * (x + 1))),
    misconception(
        "M905",
        says="turns no ink and full ink round",
        hint="Which byte does the lower end become with your code, and which one means no ink?",
        also=(as_pixels(lambda x: 127.5 * (1 - x), whole=np.asarray),),
    )(as_pixels(lambda x: 127.5 * (1 - x))),
    misconception(
        "M907",
        says="stretches before it moves: brackets are missing",
        hint="By how much do you move, and how long is the range at that moment?",
        also=each_way(lambda x: 127.5 * x + 1, lambda x: 255 * x + 1),
    )(as_pixels(lambda x: 127.5 * x + 1)),
    misconception(
        "M911",
        says="stops at [0, 1], where a byte goes up to 255",
        hint="Which number stands for full ink in a byte, and which one is your largest?",
        also=(*each_way(lambda x: (x + 1) / 2), lambda samples: samples / 2 + 0.5),
    )(as_pixels(lambda x: (x + 1) / 2, whole=np.asarray)),
    misconception(
        "M901",
        says="stretches each batch from its own smallest number to its own largest",
        hint="Which bytes do you get if no pixel of a batch is without ink? Does the same number "
        "always become the same byte?",
        also=(
            as_pixels(lambda x: 255 * (x - x.min()) / np.ptp(x), whole=np.asarray),
            *each_way(lambda x: 255 * (x - x.min(0)) / np.ptp(x, axis=0)),
            *each_way(lambda x: 255 * (x - x.min(1, keepdims=True)) / np.ptp(x, 1, keepdims=True)),
        ),
    )(as_pixels(lambda x: 255 * (x - x.min()) / np.ptp(x))),
    misconception(
        "M272",
        says="makes an array of whole numbers, which drops everything behind the decimal point",
        hint="At which moment do you make whole numbers, and how many different ones are there "
        "between -1 and 1?",
        also=(
            lambda samples: (127.5 * (samples.astype(np.uint8) + 1)).astype(np.uint8),
            lambda samples: np.round(127.5 * (samples.astype(int) + 1)).astype(np.uint8),
            lambda samples: (127.5 * (samples.astype(int) + 1)).astype(np.uint8),
            lambda samples: 127.5 * (samples.astype(int) + 1),
            lambda samples: 255 * ((samples + 1) / 2).astype(np.uint8),
            lambda samples: 255 * np.round((samples + 1) / 2).astype(np.uint8),
        ),
    )(lambda samples: np.round(127.5 * (samples.astype(np.uint8) + 1)).astype(np.uint8)),
)

EXERCISE = Exercise(
    title="From tanh to a picture",
    reference=to_bytes,
    another=number_by_number,
    cases=cases,
    observe=observe_with_type,
    misconceptions=(as_if_from_zero, cut_off, still_floats, *WRONG_BYTES),
    hints=(
        "Which byte should -1 become, which one 1, and how far is it from the one to the other? "
        "What happens to a number that lies between two bytes?",
        "-1 becomes 0 and 1 becomes 255. For 0.2: it lies 1.2 above the lower end, of a way that "
        "is 2 long, so at 0.6 of the way; 0.6 · 255 = 153. For -0.25: 0.75 / 2 = 0.375 of the way, "
        "95.6, and the nearest byte is 96. Which byte does 0.9 become?",
        "move the numbers up until the lowest possible one is 0\n"
        "stretch them until the highest possible one is 255\n"
        "take the nearest whole number\nmake it a byte, and only then",
    ),
    why="a picture goes to [-1, 1] and back. Why would some bytes come back as the next darker "
    "one if decimals were cut off?",
    because=(
        "The way there and back is not exact: a float may land a hair below the whole number that "
        "it came from, at 12.999999999999996 and not at 13. Cut off, that is 12. The nearest "
        "whole number is 13, and every one of the 256 bytes comes back."
    ),
)
