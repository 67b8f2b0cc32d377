"""The lab: turn digits, and see how long a model that knows upright ones still reads them."""

from functools import lru_cache

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, draw_montage, montage
from course_utils.data_quality.augmentation import rotate
from course_utils.data_quality.explorers.nearest import nearest_labels
from course_utils.data_quality.figures.turned import HALF
from course_utils.datasets import Samples, load_digits

ANGLES = range(0, 181, 5)  # degrees, counterclockwise
_MOST_INK = 16
_N_COLUMNS = {12: 4, 6: 3}  # by how many images are shown
_ROOM = 3  # pixel rows above each image, for its words


@lru_cache
def _upright() -> Samples:
    X, y = load_digits("train", scaling="raw")
    return Samples(X.astype(float), y)


@lru_cache
def _images(digit: int) -> np.ndarray:
    return load_digits("validation", classes=[digit], layout="images", scaling="raw").X


@lru_cache
def readings(digit: int) -> np.ndarray:
    """Return as which digit each validation image is read, at each angle.

    The model, 1-nearest-neighbor, knows the 1,077 upright training digits.

    Returns
    -------
    ndarray of shape (n_angles, n_images), read-only
    """
    turned = np.concatenate([rotate(_images(digit), angle) for angle in ANGLES])
    read = nearest_labels(*_upright(), turned.reshape(len(turned), -1)).reshape(len(ANGLES), -1)
    read.setflags(write=False)
    return read


def share_read(digit: int, angle: int) -> float:
    """Return the share of a digit's validation images that are read right when they are turned.

    Parameters
    ----------
    digit : int from 0 to 9
    angle : int, one of ANGLES: degrees, counterclockwise

    >>> share_read(0, 0)
    1.0
    """
    return float((readings(digit)[ANGLES.index(angle)] == digit).mean())


@lru_cache
def _shares(digit: int) -> np.ndarray:
    return (readings(digit) == digit).mean(axis=1)


def _stage_lab(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    n_images = 12 if wide else 6
    n_columns = _N_COLUMNS[n_images]
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.1 if wide else 1.0))
    blank = _with_room(np.zeros((n_images, 8, 8)))
    picture = draw_montage(left, blank, n_columns, vmin=0, vmax=_MOST_INK)
    left.set(xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    names = []
    for position in range(n_images):
        row, column = divmod(position, n_columns)
        place = 9 * column + 3.5, (9 + _ROOM) * row + _ROOM - 0.7
        names.append(left.text(*place, "", ha="center", va="bottom", fontsize=11))
    line = {key: CLASS_STYLES[0][key] for key in ("color", "linestyle", "marker")}
    ring = {
        "markerfacecolor": "none",
        "markeredgecolor": "black",
        "markersize": 15,
        "mew": 2,
        "clip_on": False,
    }
    right.axhline(HALF, color=GRAY, linestyle=":", linewidth=1.5)
    right.set_xlim(-4, 184)
    right.set_ylim(-0.04, 1.06)
    right.set_xticks([0, 45, 90, 135, 180] if wide else [0, 90, 180])
    right.set_yticks([0, 0.25, 0.5, 0.75, 1.0] if wide else [0, 0.5, 1])
    right.set_xlabel("turned by, degrees" if wide else "degrees")
    if wide:
        left.set_title("Turned, and as what each is read")
        right.set_title("Share read right")
        right.text(182, HALF + 0.015, "half", color=GRAY, ha="right", va="bottom", fontsize=11)
    else:
        right.set_title("share right", fontsize=11)
    return {
        "picture": picture,
        "names": names,
        "now": right.axvline(0, color=GRAY, linestyle="--", linewidth=1.5),
        "shares": right.plot([], [], **line, markersize=4 if wide else 2, linewidth=2)[0],
        "ring": right.plot([], [], marker="o", linestyle="", **ring)[0],
        "words": figure.suptitle("\n", fontsize=13 if wide else 11),
    }


def _draw_lab(artists, digit, angle) -> str:
    read, shares = readings(digit)[ANGLES.index(angle)], _shares(digit)
    names = artists["names"]
    turned = rotate(_images(digit)[: len(names)], angle)
    artists["picture"].set_data(montage(_with_room(turned), _N_COLUMNS[len(names)]))
    for text, answer in zip(names, read, strict=False):
        right = answer == digit
        text.set_text(f"{answer}" if right else f"{answer} ✗")
        text.set_color("black" if right else PALETTE["vermilion"])
        text.set_weight("normal" if right else "bold")
    share = share_read(digit, angle)
    artists["now"].set_xdata([angle, angle])
    artists["shares"].set_data(ANGLES, shares)
    artists["ring"].set_data([angle], [share])
    n_right = int((read == digit).sum())
    others = _most_others(read, digit)
    artists["words"].set_text(
        f"{digit}s turned by {angle}°: {n_right} of {len(read)}\nread as {digit}; {others}"
    )
    half = "under half" if share < HALF else "half" if share == HALF else "more than half"
    return (
        f"Digit {digit}, turned by {angle}° counterclockwise: {n_right} of {len(read)} images "
        f"({share:.3f}, {half}) are still read as {digit}; {others}."
    )


def _with_room(images) -> np.ndarray:
    return np.pad(images, ((0, 0), (_ROOM, 0), (0, 0)), constant_values=np.nan)


def _most_others(read, digit) -> str:
    """Say as which digit most of those are read that are not read right."""
    counts = np.bincount(read[read != digit], minlength=10)
    if not counts.any():
        return "no other digit is read"
    return f"most others as {counts.argmax()} ({counts.max()})"


augmentation_lab = Explorer(
    _stage_lab,
    _draw_lab,
    controls={
        "digit": choice(tuple(range(10)), 6, "digit"),
        "angle": slider(ANGLES[0], ANGLES[-1], ANGLES[0], "angle in degrees", step=ANGLES.step),
    },
    strip=[
        ("A little: all are read right", {"digit": 0, "angle": 25}),
        ("A quarter: most are read as 4", {"digit": 0, "angle": 90}),
        ("Half a turn: no nine is read as 9", {"digit": 9, "angle": 180}),
    ],
    title="Turned digits, read by a model that knows upright ones",
    width=7.8,
    height=4.1,
)
