"""The latent plane: a point of it, the image that the decoder makes of it, and what one reads."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.autoencoder.controls import LIMITS, PLANE_STEP
from course_utils.autoencoder.explorers.stored import digits, stored
from course_utils.autoencoder.figures.plane import POINT, name_classes, scatter_digits
from course_utils.autoencoder.model import codes_of, images_of
from course_utils.classroom.explorer import Explorer, slider
from course_utils.classroom.figures import GRAY, PALETTE
from course_utils.gradient_descent import SoftmaxRegression

UNSURE = 0.5


class Reading(NamedTuple):
    """The image at a point of the plane, and what a classifier takes it for."""

    image: np.ndarray
    probabilities: np.ndarray


@lru_cache
def judge() -> SoftmaxRegression:
    """Return the classifier that reads the images: softmax regression on the digits of "fit"."""
    return SoftmaxRegression().fit(*digits("fit"))


@lru_cache
def codes() -> np.ndarray:
    """Return the codes of the test digits, shape (360, 2)."""
    return codes_of(stored("plane"), digits("test").X)


def reading(x: float, y: float) -> Reading:
    """Return the image at the code (x, y), and the probabilities of the ten digits.

    >>> reading(0.0, 0.0).probabilities.shape
    (10,)
    """
    image = images_of(stored("plane"), [[x, y]])
    return Reading(image[0], judge().predict_proba(image)[0])


def _stage_plane(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    ratios = (1.7, 1, 1) if wide else (1.4, 1)
    axes = figure.subplots(1, len(ratios), width_ratios=ratios)
    plane, image = axes[:2]
    if wide:
        scatter_digits(plane, codes(), digits("test").y, 32)
        name_classes(plane, codes(), digits("test").y, 17, apart=0.08)
    else:
        plane.scatter(*codes().T, s=9, color=GRAY, alpha=0.4, linewidths=0)
    for (low, high), set_limits, set_ticks in zip(
        LIMITS, (plane.set_xlim, plane.set_ylim), (plane.set_xticks, plane.set_yticks), strict=True
    ):
        room = 0.03 * (high - low)
        set_limits(low - room, high + room)
        set_ticks([low, 0, high])
    point = plane.plot([0], [0], linestyle="", **POINT, zorder=5)[0]
    image.set(xticks=[], yticks=[])
    image.spines[:].set_visible(True)
    picture = image.imshow(np.zeros((8, 8)), cmap="gray_r", vmin=0, vmax=1)
    artists = {"point": point, "picture": picture}
    if wide:
        plane.set_xlabel("x")
        plane.set_ylabel("y")
        image.set_title("decoded", fontsize=12)
        artists["bars"] = _stage_bars(axes[2])
    artists["words"] = figure.suptitle("\n", fontsize=13 if wide else 12)
    return artists


def _stage_bars(ax) -> list:
    ax.set_xlim(0, 1)
    ax.set_ylim(9.5, -0.5)
    ax.set_yticks(range(10))
    ax.tick_params(axis="y", length=0)
    ax.set_xticks([0, UNSURE, 1], ["0", f"{UNSURE:g}", "1"])
    ax.set_title("read as", fontsize=12)
    ax.axvline(UNSURE, color=GRAY, linestyle=":", linewidth=1.5)
    return list(ax.barh(range(10), 0, 0.7, color=PALETTE["blue"]))


def _draw_plane(artists, x, y) -> str:
    image, probabilities = reading(x, y)
    artists["point"].set_data([x], [y])
    artists["picture"].set_data(image.reshape(8, 8))
    for bar, probability in zip(artists.get("bars", ()), probabilities, strict=False):
        bar.set_width(probability)
    second, best = np.argsort(probabilities)[-2:]
    sure = probabilities[best]
    artists["words"].set_text(f"code ({x:.2f}, {y:.2f}):\nread as {best}, confidence {sure:.3f}")
    below = "below" if sure < UNSURE else "not below"
    return (
        f"The decoder's image of the code ({x:.2f}, {y:.2f}) is read as {best} with confidence "
        f"{sure:.3f}, {below} {UNSURE}; second comes {second} with {probabilities[second]:.3f}."
    )


latent_plane = Explorer(
    _stage_plane,
    _draw_plane,
    controls={
        "x": slider(*LIMITS[0], 0.0, "x: first number of the code", step=PLANE_STEP),
        "y": slider(*LIMITS[1], -6.0, "y: second number of the code", step=PLANE_STEP),
    },
    strip=[
        ("Amid the sixes: surely a 6", {"x": 3.0, "y": -5.0}),
        ("Between 0 and 6: a mixture", {"x": 1.75, "y": -5.75}),
        ("Where no digit is: sure, too", {"x": LIMITS[0][0], "y": LIMITS[1][1]}),
    ],
    title="A walk on the plane of codes",
    width=8.0,
    height=4.2,
)
