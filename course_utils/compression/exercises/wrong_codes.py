"""Codes of a byte with one part or several exchanged: see `to_codes`."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import misconception


def widened(low, high):
    return min(low, 0.0), max(high, 0.0)


def coding(
    ends: Callable = lambda x, low, high: widened(low, high),
    n_steps: float = 255,
    zero: Callable = lambda low, scale: -128 - np.round(low / scale),
    whole: Callable = np.round,
    store: Callable = lambda codes: np.clip(codes, -128, 127).astype(np.int8),
) -> Callable:
    """Return the codes with one part or several exchanged.

    `ends(x, low, high)` is the range, `zero(low, scale)` the zero point, `whole` how quotients
    become whole, and `store(codes)` how they get into bytes.
    """

    def codes_of(x, low, high):
        low, high = ends(x, low, high)
        scale = (high - low) / n_steps
        return store(whole(x / scale) + zero(low, scale))

    return codes_of


def wrapped(codes):
    return codes.astype(int).astype(np.int8)


def clipped(codes):
    return np.clip(codes, -128, 127).astype(np.int8)


def cut_early(quotients):
    return np.clip(np.round(quotients), -128, 127)


def as_given(x, low, high):
    return low, high


def own_ends(x, low, high):
    return x.min(), x.max()


def symmetric(n_steps: float) -> Callable:
    return coding(
        ends=lambda x, low, high: (-max(abs(low), abs(high)), max(abs(low), abs(high))),
        n_steps=n_steps,
        zero=lambda low, scale: 0,
    )


def unrounded_zero(whole: Callable = np.round, **changed) -> Callable:
    """Return the codes of x - low, in which the number 0 has no code of its own."""

    def codes_of(x, low, high):
        low, high = changed.get("ends", widened)(low, high)
        scale = (high - low) / changed.get("n_steps", 255)
        return clipped(whole((x - low) / scale) - 128)

    return codes_of


def numbers_again(x, low, high):
    low, high = widened(low, high)
    scale = (high - low) / 255
    zero_point = -128 - np.round(low / scale)
    codes = np.clip(np.round(x / scale) + zero_point, -128, 127)
    return (codes - zero_point) * scale


WRONG_RANGES = (
    misconception(
        "Q1",
        says="casts to a byte without clipping first: what is too large comes out negative",
        hint="Your number is 130, and the largest code is 127. What is left of 130 in a byte, and "
        "what should be?",
        also=(
            coding(store=lambda codes: codes.astype(np.int8)),
            coding(store=lambda codes: np.clip(wrapped(codes), -128, 127)),
            coding(ends=as_given, store=wrapped),
        ),
    )(coding(store=wrapped)),
    misconception(
        "M1198",
        says="cuts off before the zero point is added, and not after it",
        hint="150 steps above 0, and the zero point is -60. Which code is that, and what has your "
        "code made of the 150 before?",
        also=(coding(whole=cut_early, store=clipped),),
    )(coding(whole=cut_early, store=wrapped)),
    misconception(
        "Q5",
        says="does not widen the range to hold 0",
        hint="Take a range from 2 to 5. Which code does the number 0 get, and is there such a "
        "code?",
        also=(
            coding(ends=lambda x, low, high: (min(low, 0.0), high)),
            coding(ends=lambda x, low, high: (low, max(high, 0.0))),
            unrounded_zero(ends=lambda low, high: (low, high)),
            coding(
                ends=as_given,
                zero=lambda low, scale: np.clip(-128 - np.round(low / scale), -128, 127),
            ),
        ),
    )(coding(ends=as_given)),
    misconception(
        "Q3",
        says="takes a range as far below 0 as above: codes for numbers that never come",
        hint="Take a range from 0 to 6. How many of the 256 codes can occur in your result?",
        also=(symmetric(254), symmetric(256)),
    )(symmetric(255)),
    misconception(
        "M1028",
        says="takes the smallest and the largest number of this batch for the range",
        hint="The same number stands in two batches. Should its code depend on its neighbors?",
        also=(coding(ends=lambda x, low, high: widened(x.min(), x.max())),),
    )(coding(ends=own_ends)),
    misconception(
        "M1029",
        says="cuts the range into another number of steps than 255",
        hint="Between 4 fence posts lie 3 gaps. How many lie between 256 codes?",
        also=(coding(n_steps=254), coding(n_steps=127), coding(n_steps=128)),
    )(coding(n_steps=256)),
)

WRONG_CODES = (
    misconception(
        "M1030",
        says="cuts the decimals off, where the nearest code is asked for",
        hint="Your quotient is 41.8. Which whole number is nearest, and which one do you get?",
        also=(
            coding(whole=np.trunc),
            coding(whole=np.ceil),
            coding(whole=np.asarray),
            unrounded_zero(whole=np.floor),
            coding(whole=np.asarray, store=lambda codes: clipped(np.floor(codes))),
        ),
    )(coding(whole=np.floor)),
    misconception(
        "M1031",
        says="measures from the lower end: the number 0 falls between two codes",
        hint="Which code does your formula give for the number 0, before anything becomes whole? "
        "Does 0 come back as 0 from it?",
        also=(
            coding(whole=np.asarray, zero=lambda low, scale: -128 - low / scale),
            coding(
                whole=np.asarray,
                zero=lambda low, scale: -128 - low / scale,
                store=lambda codes: clipped(np.round(codes)),
            ),
        ),
    )(unrounded_zero()),
    misconception(
        "M1145",
        says="cuts the decimals off the zero point, where the nearest whole number is asked for",
        hint="The lower end lies 86.7 steps below 0. Which whole number is nearest, and which one "
        "do you take?",
        also=(
            coding(zero=lambda low, scale: np.ceil(-128 - low / scale)),
            coding(zero=lambda low, scale: np.trunc(-128 - low / scale)),
        ),
    )(coding(zero=lambda low, scale: np.floor(-128 - low / scale))),
    misconception(
        "M1146",
        says="never uses the code -128, as if the codes were symmetric",
        hint="Which code should the lower end of the range have, and can it occur in your result?",
    )(coding(store=lambda codes: np.clip(codes, -127, 127).astype(np.int8))),
    misconception(
        "M1032",
        says="has codes from 0 to 255, which a byte with a sign does not hold",
        hint="Which is the smallest code of a byte with a sign, and which one does the lower end "
        "of the range get from you?",
        also=(
            coding(
                zero=lambda low, scale: -np.round(low / scale),
                store=lambda codes: np.clip(codes, 0, 255).astype(np.uint8),
            ),
            coding(zero=lambda low, scale: -np.round(low / scale), store=wrapped),
            coding(
                zero=lambda low, scale: -np.round(low / scale),
                store=lambda codes: wrapped(np.clip(codes, 0, 255)),
            ),
        ),
    )(coding(zero=lambda low, scale: -np.round(low / scale))),
    misconception(
        "M1033",
        says="has the zero point with another sign, or takes it off where it belongs on",
        hint="Count the steps from 0 down to the lower end. Do they bring you from your zero point "
        "to the smallest code?",
        also=(
            coding(zero=lambda low, scale: -128 + np.round(low / scale)),
            coding(zero=lambda low, scale: 128 + np.round(low / scale)),
            coding(zero=lambda low, scale: 128 - np.round(low / scale)),
            coding(zero=lambda low, scale: np.round(low / scale)),
        ),
    )(coding(zero=lambda low, scale: 128 + np.round(low / scale))),
    misconception(
        "M1034",
        says="leaves the zero point out",
        hint="Take a range from 0 to 6. How many of the 128 negative codes can ever occur?",
    )(coding(zero=lambda low, scale: 0)),
    misconception(
        "M1035",
        says="has the right codes in another type than a byte with a sign",
        hint="How many bytes does one number of your result take in memory?",
        also=(
            *(
                coding(store=lambda codes, kind=kind: np.clip(codes, -128, 127).astype(kind))
                for kind in (int, np.int32, np.int16, np.float32, np.uint8)
            ),
            coding(store=lambda codes: clipped(codes).tolist()),
        ),
    )(coding(store=lambda codes: np.clip(codes, -128, 127))),
    misconception(
        "M1036",
        says="returns the numbers that the codes stand for, and not the codes",
        hint="Are your results whole numbers, as codes are?",
        also=(lambda x, low, high: np.clip(x, low, high),),
    )(numbers_again),
)
