"""The plane of codes: where the encoder puts each digit."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.validation import as_labels, as_matrix, as_vector, check_labels

POINT = {"marker": "P", "markersize": 15, "color": "black", "mec": "white", "mew": 1.5}
_ROUNDS = 60  # of pushing names apart
_COLORS = [*PALETTE.values(), GRAY]


def draw_plane(codes, labels, point=None, *, title: str | None = None) -> Figure:
    """Draw each code as the digit that it stands for, and a large digit amid each class.

    Parameters
    ----------
    codes : array of shape (n_samples, 2)
    labels : array of n_samples digits, 0 to 9
    point : array of shape (2,), a code to mark with a cross, or None
    title : str, stands in place of the computed headline
    """
    check_title(title)
    codes = as_matrix(codes, "codes")
    if codes.shape[1] != 2:
        raise ValueError(f"codes must have 2 numbers each to be drawn; got {codes.shape[1]}.")
    labels = as_labels(labels, "labels", len(codes))
    check_labels(labels, range(10), "labels")
    fig, ax = new_figure(6.4, 5.4)
    scatter_digits(ax, codes, labels)
    name_classes(ax, codes, labels)
    if point is not None:
        ax.plot(*as_vector(point, "point", 2)[:, None], linestyle="", **POINT)
    ax.set_xlabel("first number of the code")
    ax.set_ylabel("second number of the code")
    n_classes = len(np.unique(labels))
    ax.set_title(title or f"{len(codes)} digits of {n_classes} classes, each at its code")
    return fig


def scatter_digits(ax: Axes, codes, labels, size: float = 42) -> list[PathCollection]:
    """Draw each code as its digit, in one of five colors: what the digit is, its shape says."""
    look = {"s": size, "linewidths": 0, "alpha": 0.75}
    return [
        ax.scatter(
            *codes[labels == digit].T,
            marker=f"${digit}$",
            color=_COLORS[digit % len(_COLORS)],
            label=f"{digit}",
            **look,
        )
        for digit in np.unique(labels).tolist()
    ]


def name_classes(ax: Axes, codes, labels, size: float = 20, apart: float = 0.06) -> None:
    """Write a large digit amid each class; two are `apart` or more, in parts of the picture."""
    halo = [withStroke(linewidth=4, foreground="white")]
    look = {"ha": "center", "va": "center", "fontsize": size, "weight": "bold", "zorder": 4}
    names, span = np.unique(labels).tolist(), np.ptp(codes, axis=0)
    span = np.where(span > 0, span, 1.0)
    medians = np.array([np.median(codes[labels == digit], axis=0) for digit in names])
    for digit, (x, y) in zip(names, span * spread_out(medians / span, apart), strict=True):
        text = ax.text(x, y, f"{digit}", color=_COLORS[digit % len(_COLORS)], **look)
        text.set_path_effects(halo)


def spread_out(places, least: float) -> np.ndarray:
    """Push points apart until each two have the distance `least`, or nearly.

    >>> spread_out(np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 0.0]]), least=2.0).round(2).tolist()
    [[-0.5, 0.0], [1.5, 0.0], [9.0, 0.0]]
    """
    places = np.array(places, dtype=float)
    for _ in range(_ROUNDS):
        gaps = places[:, None] - places
        lengths = np.maximum(np.linalg.norm(gaps, axis=2, keepdims=True), 1e-12)
        places += (gaps / lengths * np.maximum(least - lengths, 0) / 4).sum(axis=1)
    return places
