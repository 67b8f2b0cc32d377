"""The bottleneck: how many numbers a digit needs, beside PCA with as many."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.autoencoder.controls import SIZES
from course_utils.autoencoder.explorers.bars import HATCHED, set_bar, stage_bars
from course_utils.autoencoder.explorers.stored import digits, stored, with_noise
from course_utils.autoencoder.figures.images import draw_rows, tiles
from course_utils.autoencoder.measures import mean_squared_error
from course_utils.autoencoder.model import reconstruct
from course_utils.autoencoder.pca import PCA, pca_baseline
from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import PALETTE

SIGMAS = (0.0, 0.1, 0.2, 0.3, 0.4)
RIVAL = 8  # components of the PCA that is to be beaten
_ROWS = ("input", "autoencoder", "PCA")
_BARS = {
    "autoencoder": {"color": PALETTE["blue"]},
    "PCA": {"color": PALETTE["vermilion"]},
    f"PCA with {RIVAL}": HATCHED,
}
_N_DIGITS, _N_IN_STRIP = 8, 4
_ROOM = 1.25  # the axis, in lengths of the longest bar with the same noise


class Results(NamedTuple):
    """What becomes of the test digits with one noise, by the size of the code."""

    seen: np.ndarray
    guesses: dict  # size -> (autoencoder's, PCA's) images of the digits that are shown
    errors: dict  # size -> (autoencoder's, PCA's) mean squared error to the clean digits, of all


@lru_cache
def results(sigma: float) -> Results:
    """Return what the ten autoencoders and PCA make of the test digits with noise `sigma`.

    The errors are those of all 360 digits; of the first 8 the images are kept.

    >>> results(0.0).seen.shape
    (8, 64)
    """
    clean = digits("test").X
    seen = with_noise(clean, sigma)
    guesses, errors = {}, {}
    for size in SIZES:
        both = reconstruct(stored(f"size {size}"), seen), _pca(size).reconstruct(seen)
        guesses[size] = tuple(guess[:_N_DIGITS] for guess in both)
        errors[size] = tuple(mean_squared_error(clean, guess) for guess in both)
    return Results(seen[:_N_DIGITS], guesses, errors)


@lru_cache
def _pca(size: int) -> PCA:
    return pca_baseline(digits("fit").X, size)


def _stage_bottleneck(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    n = _N_DIGITS if wide else _N_IN_STRIP
    if wide:
        left, right = figure.subplots(2, 1, height_ratios=(1.6, 1))
        bars = stage_bars(right, _BARS, _ROOM)
    else:
        left, bars = figure.subplots(), {}
    names = _ROWS if wide else ("input", "auto-\nencoder", "PCA")
    picture = draw_rows(left, dict.fromkeys(names, np.zeros((n, 64))))
    left.set_anchor("C")
    words = figure.suptitle("\n", fontsize=13 if wide else 12)
    return {"picture": picture, "words": words, **bars}


def _draw_bottleneck(artists, size, sigma) -> str:
    found = results(sigma)
    ours, pca = found.errors[size]
    rival = found.errors[RIVAL][1]
    n = (artists["picture"].get_array().shape[1] + 1) // 9
    rows = (found.seen, *found.guesses[size])
    artists["picture"].set_data(tiles(row[:n] for row in rows))
    longest = max(max(both) for both in found.errors.values())
    for name, error in zip(_BARS, (ours, pca, rival), strict=True):
        if name in artists:  # the strip has no bars
            set_bar(artists[name], error / longest, f"{error:.4f}")
    numbers = f"{size} number{'s' * (size > 1)}"
    head = f"code of {numbers}, noise σ = {sigma:.1f}"
    artists["words"].set_text(f"{head}\nerror {ours:.4f}, PCA {pca:.4f}")
    verdict = "less than" if ours < rival else "not less than"
    return (
        f"A code of {numbers}, noise σ = {sigma:.1f}. Mean squared error of the 360 test digits: "
        f"autoencoder {ours:.4f}, PCA {pca:.4f}: {ours / pca:.2f} of PCA's. That is {verdict} the "
        f"{rival:.4f} of PCA with {RIVAL}."
    )


bottleneck = Explorer(
    _stage_bottleneck,
    _draw_bottleneck,
    controls={
        "size": choice(SIZES, 2, "numbers in the code"),
        "sigma": slider(SIGMAS[0], SIGMAS[-1], SIGMAS[0], "noise σ", step=0.1),
    },
    strip=[
        ("Two numbers: a rough shape", {"size": 2, "sigma": 0.0}),
        ("Many numbers: nearly all of it", {"size": 32, "sigma": 0.0}),
        ("Many numbers: noise gets through", {"size": 32, "sigma": 0.4}),
    ],
    title="Digits through a narrow place",
    width=7.4,
    height=4.4,
)
