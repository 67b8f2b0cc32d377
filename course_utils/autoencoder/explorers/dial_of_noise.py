"""The denoising dial: a digit, the digit with noise, and what a denoiser sees in it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.autoencoder.controls import SIGMA_STEP, SIGMAS
from course_utils.autoencoder.explorers.bars import HATCHED, set_bar, stage_bars
from course_utils.autoencoder.explorers.stored import digits, stored, with_noise
from course_utils.autoencoder.figures.images import draw_rows, tiles
from course_utils.autoencoder.measures import psnr
from course_utils.autoencoder.model import reconstruct
from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import PALETTE

_BARS = {"noisy": HATCHED, "denoised": {"color": PALETTE["blue"]}}
_NAMES = ("truth", *_BARS)
_ROOM = 1.3  # times the longest bar, for the words beside it


class Denoised(NamedTuple):
    """The test digits with one noise, before and after; PSNR of all of them, in dB."""

    noisy: np.ndarray
    guess: np.ndarray
    before: float
    after: float


@lru_cache
def denoised(sigma: float) -> Denoised:
    """Return what the denoiser makes of the 360 test digits with noise `sigma`.

    >>> denoised(0.3).guess.shape
    (360, 64)
    """
    clean = digits("test").X
    noisy = with_noise(clean, sigma)
    guess = reconstruct(stored("denoiser"), noisy)
    return Denoised(noisy, guess, psnr(clean, noisy), psnr(clean, guess))


def _stage_dial(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    left, right = figure.subplots(2, 1, height_ratios=(2.1, 1))
    picture = draw_rows(left, {"": np.zeros((len(_NAMES), 64))}, _NAMES)
    left.xaxis.tick_bottom()
    left.set_anchor("C")
    places = 3.5 + 9.0 * np.arange(len(_NAMES))
    look = {"ha": "center", "va": "bottom", "fontsize": 12 if wide else 11}
    return {
        "picture": picture,
        "notes": [left.text(x, -0.8, "", **look) for x in places],
        "words": figure.suptitle("\n", fontsize=13 if wide else 12),
        **stage_bars(right, _BARS, _ROOM * denoised(SIGMAS[0]).before),
    }


def _draw_dial(artists, sigma, digit) -> str:
    found = denoised(sigma)
    X, y = digits("test")
    row = int(np.flatnonzero(y == digit)[0])
    shown = np.stack([X[row], found.noisy[row], found.guess[row]])
    artists["picture"].set_data(tiles([shown]))
    own = [psnr(X[row], image) for image in shown[1:]]
    for text, words in zip(artists["notes"], ["", *(f"{db:.1f} dB" for db in own)], strict=True):
        text.set_text(words)
    for name, value in zip(_BARS, (found.before, found.after), strict=True):
        set_bar(artists[name], value, f"{value:.1f} dB")
    gain = found.after - found.before
    artists["words"].set_text(f"noise σ = {sigma:.2f}, digit {digit}\nall digits: {gain:+.1f} dB")
    verdict = "Denoising helps" if gain > 0 else "Denoising harms"
    return (
        f"Noise σ = {sigma:.2f}. {verdict}: the PSNR of the 360 test digits goes from "
        f"{found.before:.1f} dB to {found.after:.1f} dB ({gain:+.1f} dB). The {digit} that is "
        f"shown: noisy {own[0]:.1f} dB, denoised {own[1]:.1f} dB."
    )


denoising_dial = Explorer(
    _stage_dial,
    _draw_dial,
    controls={
        "sigma": slider(SIGMAS[0], SIGMAS[-1], 0.3, "noise σ", step=SIGMA_STEP),
        "digit": choice(tuple(range(10)), 2, "digit"),
    },
    strip=[
        ("Hardly any noise: it blurs", {"sigma": SIGMAS[0], "digit": 3}),
        ("As in its training: it helps", {"sigma": 0.3, "digit": 3}),
        ("Too much: it dreams", {"sigma": SIGMAS[-1], "digit": 3}),
    ],
    title="Noise, and what a denoiser makes of it",
    width=7.0,
    height=4.4,
)
