"""The sampler: digits on demand, and what a judge reads in them."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, montage
from course_utils.datasets import load_digits
from course_utils.gan.classifier import classes_of
from course_utils.gan.controls import N_SEEDS, TRUNCATIONS
from course_utils.gan.explorers.stored import stored
from course_utils.gan.sampling import sample

N_ROWS, N_COLUMNS = 5, 8
N_SAMPLES = N_ROWS * N_COLUMNS
_TILE = 9  # pixels of an image and the gap behind it


class Drawn(NamedTuple):
    """Samples of one class, ink from 0 to 1, and what the judge takes them for."""

    images: np.ndarray  # (40, 64)
    read: np.ndarray  # (40,)
    apart: float  # mean distance between two of the images


@lru_cache(512)
def drawn(digit: int, seed: int, truncation: float) -> Drawn:
    """Return 40 samples of the conditional generator: the same noise for each digit.

    >>> drawn(3, 0, 1.0).images.shape
    (40, 64)
    """
    labels = np.full(N_SAMPLES, digit)
    options = {"labels": labels, "truncation": truncation, "generator": seed}
    images = (sample(stored("conditional"), N_SAMPLES, **options) + 1) / 2
    return Drawn(images, classes_of(stored("judge"), images), mean_distance(images))


@lru_cache
def apart_in_truth(digit: int) -> float:
    """Return the mean distance between two of the test images of a digit."""
    X, y = load_digits("test")
    return mean_distance(X[y == digit])


def mean_distance(images: np.ndarray) -> float:
    """Return the mean Euclidean distance between two different rows.

    >>> mean_distance(np.array([[0.0, 0.0], [3.0, 4.0]]))
    5.0
    """
    distances = np.linalg.norm(images[:, None] - images, axis=2)
    return float(distances.sum() / (len(images) * (len(images) - 1)))


def _stage_sampler(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    axes = figure.subplots(1, 2, width_ratios=(2, 1)) if wide else [figure.subplots()]
    images = axes[0]
    images.set(xticks=[], yticks=[])
    images.spines[:].set_visible(False)
    blank = montage(np.zeros((N_SAMPLES, 8, 8)), N_COLUMNS)
    ring = {"marker": "s", "facecolors": "none", "edgecolors": PALETTE["vermilion"]}
    artists = {
        "sheet": images.imshow(blank, cmap="gray_r", vmin=0, vmax=1),
        "misread": images.scatter([], [], s=900 if wide else 330, linewidths=2.5, **ring),
        "words": figure.suptitle("\n", fontsize=13 if wide else 12),
    }
    return artists | _stage_curve(axes[1]) if wide else artists


def _stage_curve(ax) -> dict:
    ax.set_xlim(0, TRUNCATIONS[-1] + 0.1)
    ax.set_ylim(0, 1.25 * max(map(apart_in_truth, range(10))))
    ax.set_xticks(range(4))
    ax.set_xlabel("truncation")
    ax.set_ylabel("mean distance of two")
    look = {"color": CLASS_STYLES[0]["color"], "linestyle": "-"}
    artists = {
        "real": ax.axhline(0, color=GRAY, linestyle="--", linewidth=2, label="real images"),
        "curve": ax.plot([], [], **look, linewidth=2, label="samples")[0],
        "now": ax.plot([], [], **look | {"linestyle": ""}, marker="o", markersize=9)[0],
    }
    ax.legend(frameon=False, loc="lower right")
    return artists


def _draw_sampler(artists, digit, seed, truncation) -> str:
    found, real = drawn(digit, seed, truncation), apart_in_truth(digit)
    artists["sheet"].set_data(montage(found.images.reshape(-1, 8, 8), N_COLUMNS))
    wrong = np.flatnonzero(found.read != digit)
    rows, columns = np.divmod(wrong, N_COLUMNS)
    artists["misread"].set_offsets(_TILE * np.column_stack([columns, rows]) + (_TILE - 2) / 2)
    if "curve" in artists:  # the strip has none
        heights = [drawn(digit, seed, each).apart for each in TRUNCATIONS]
        artists["curve"].set_data(TRUNCATIONS, heights)
        artists["now"].set_data([truncation], [found.apart])
        artists["real"].set_ydata([real, real])
    n_right = N_SAMPLES - len(wrong)
    artists["words"].set_text(
        f"digit {digit}, truncation {truncation:.1f}\n"
        f"{n_right} of {N_SAMPLES} read so; distance {found.apart:.2f}"
    )
    others = np.unique(found.read[wrong]).tolist()
    also = f", others as {', '.join(map(str, others))}" if others else ""
    return (
        f"Digit {digit} is asked for; noise of seed {seed}, between -{truncation:.1f} and "
        f"{truncation:.1f}. The judge reads {n_right} of {N_SAMPLES} samples as {digit}{also}. "
        f"Two samples are {found.apart:.2f} apart in the mean, two real test images {real:.2f}."
    )


sampler = Explorer(
    _stage_sampler,
    _draw_sampler,
    controls={
        "digit": choice(tuple(range(10)), 3, "class: the digit that is asked for"),
        "seed": slider(0, N_SEEDS - 1, 0, "seed of the noise"),
        "truncation": slider(TRUNCATIONS[0], TRUNCATIONS[-1], 2.1, "truncation", step=0.3),
    },
    strip=[
        ("Little noise: nearly all alike", {"digit": 3, "seed": 0, "truncation": 0.3}),
        ("More noise: many hands", {"digit": 3, "seed": 0, "truncation": 2.1}),
        ("The same noise, another class", {"digit": 8, "seed": 0, "truncation": 2.1}),
    ],
    title="Digits on demand",
    width=8.2,
    height=4.4,
)
