"""The plane of two features: samples, the line w·x + b = 0, and the arrow of the weights."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerPatch
from matplotlib.patches import FancyArrowPatch

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.perceptron.units import score
from course_utils.validation import as_matrix, as_scalar, as_vector

TINT = "#f6e3d5"
RING = {"s": 190, "facecolors": "none", "edgecolors": "black"}


def draw_boundary(X, y, weights, bias, *, title: str | None = None) -> Figure:
    """Draw samples of two classes, the line w·x + b = 0, and ring the samples on its wrong side.

    Parameters
    ----------
    X : array of shape (n_samples, 2)
    y : array of shape (n_samples,), one or two kinds of labels; the greater one is positive
    weights : array of shape (2,); all 0 means that there is no line yet
    bias : float
    title : str, stands in place of the computed headline
    """
    X, weights, bias = as_samples(X), as_vector(weights, "weights", 2), as_scalar(bias, "bias")
    y = as_vector(y, "y", len(X))
    positive = is_positive(y)
    check_title(title)
    wrong = np.where(positive, 1, -1) * score(X, weights, bias) <= 0

    fig, ax = new_figure(5.6, 4.6)
    limits = limits_around(X)
    scatter_classes(ax, X, y, positive)
    if wrong.any():
        ax.scatter(*X[wrong].T, **RING, label="wrong side")
    ends = line_ends(weights, bias, limits)
    if len(ends):
        _tint_positive_side(ax, weights, bias, limits)
        ax.plot(*ends.T, color="black", linestyle="-", label="w·x + b = 0")
        arrow = new_arrow(ax, "direction of w")
        arrow.set_positions(*place_arrow(ends, weights, X, 0.175 * np.ptp(limits[0])))
    set_plane(ax, limits)
    ax.set_title(title or _verdict(int(wrong.sum()), len(X), weights))
    fig.legend(loc="outside right upper", frameon=False, handler_map=ARROW_KEY)
    return fig


def _verdict(n_wrong, n_samples, weights) -> str:
    if not weights.any():
        return "All weights are 0: no boundary yet"
    if n_wrong == 0:
        return f"The line separates all {n_samples} samples"
    return f"The line leaves {n_wrong} of {n_samples} samples on the wrong side"


def as_samples(X) -> np.ndarray:
    """Return X as an array of shape (n_samples, 2), or say why it can't be drawn in the plane."""
    X = as_matrix(X)
    if X.shape[1] != 2:
        raise ValueError(f"X must have 2 features to be drawn in the plane; got {X.shape[1]}.")
    return X


def is_positive(y) -> np.ndarray:
    """Say which labels are the greater one of two; where all are the same, which are above 0.

    >>> is_positive(np.array([0, 1, 1])).tolist(), is_positive(np.array([-1, -1])).tolist()
    ([False, True, True], [False, False])
    """
    classes = np.unique(y)
    if len(classes) > 2:
        raise ValueError(f"y must hold two labels at most; got {len(classes)}: {classes.tolist()}.")
    return y == classes[-1] if len(classes) == 2 else y > 0


def limits_around(X) -> np.ndarray:
    """Return the limits (2, 2) of a square around the samples, with room at the edges."""
    center, half = (X.min(axis=0) + X.max(axis=0)) / 2, 0.7 * np.ptp(X, axis=0).max() or 1.0
    return np.column_stack([center - half, center + half])


def scatter_classes(ax: Axes, X, y, positive) -> None:
    """Draw each class in its color and marker, named by its label."""
    for group, style in zip((~positive, positive), CLASS_STYLES, strict=False):
        if group.any():
            look = {"color": style["color"], "marker": style["marker"], "zorder": 3}
            ax.scatter(*X[group].T, s=55, label=f"label {y[group][0]:g}", **look)


def _tint_positive_side(ax: Axes, weights, bias, limits) -> None:
    corners = np.meshgrid(*limits)
    scores = score(np.stack(corners, axis=-1).reshape(-1, 2), weights, bias).reshape(2, 2)
    if scores.max() > 0:  # a linear score needs the four corners only, for an exact edge
        levels = [0.0, 2 * scores.max()]
        ax.contourf(*corners, scores, levels=levels, colors=[TINT], zorder=0)
    ax.fill([], [], color=TINT, label="score above 0")


def line_ends(weights, bias, limits) -> np.ndarray:
    """Return the two points (2, 2) where w·x + b = 0 enters and leaves a box, or shape (0, 2).

    `limits` is ((x0 low, x0 high), (x1 low, x1 high)). Works for upright lines too.

    >>> line_ends([1.0, 0.0], -0.5, [(0, 1), (0, 1)]).tolist()
    [[0.5, 0.0], [0.5, 1.0]]
    """
    w, limits = np.asarray(weights, dtype=float), np.asarray(limits, dtype=float)
    ends = []
    for axis in (0, 1):  # on the two sides across `axis`, that coordinate is known
        other = 1 - axis
        if w[other] == 0:
            continue
        for value in limits[axis]:
            crossing = (-bias - w[axis] * value) / w[other]
            if limits[other][0] <= crossing <= limits[other][1]:
                ends.append((value, crossing) if axis == 0 else (crossing, value))
    ends = sorted(set(ends))
    return np.array([ends[0], ends[-1]]) if len(ends) > 1 else np.empty((0, 2))


def new_arrow(ax: Axes, label: str, color=PALETTE["purple"], size=18) -> FancyArrowPatch:
    """Add the arrow of the weights, above the samples; `set_positions` puts it in its place."""
    look = {"arrowstyle": "-|>", "mutation_scale": size, "linewidth": 2, "color": color}
    ends = {"posA": (0, 0), "posB": (1, 1), "shrinkA": 0, "shrinkB": 0}
    return ax.add_patch(FancyArrowPatch(**ends, **look, label=label, zorder=4))


def _arrow_in_legend(*, xdescent, ydescent, width, height, **_) -> FancyArrowPatch:
    start, end = (-xdescent, height / 2 - ydescent), (width - xdescent, height / 2 - ydescent)
    look = {"arrowstyle": "-|>", "mutation_scale": 14, "shrinkA": 0, "shrinkB": 0}
    return FancyArrowPatch(start, end, **look)


ARROW_KEY = {FancyArrowPatch: HandlerPatch(patch_func=_arrow_in_legend)}  # else it is a thick bar


def place_arrow(line, weights, X, length, between=(0.2, 0.8)) -> tuple[np.ndarray, np.ndarray]:
    """Return foot and tip of an arrow along the weights that covers no sample, if it can be.

    Parameters
    ----------
    line : array of shape (2, 2), the two ends of the boundary, where the foot stands
    weights : array of shape (2,), not all 0
    X : array of shape (n_samples, 2)
    length : float > 0; the arrow keeps half of it away from the samples where there is room
    between : two float from 0 to 1, the part of the line on which the foot may stand

    >>> foot, tip = place_arrow([[0, 0], [0, 4]], np.array([3.0, 0.0]), np.array([[0.5, 2]]), 1)
    >>> foot.round(2).tolist(), (tip - foot).tolist()
    ([0.0, 1.4], [1.0, 0.0])
    """
    line, along = np.asarray(line, dtype=float), length * weights / np.linalg.norm(weights)

    def merit(part):  # room around the arrow first, then nearness to the middle of the line
        beside = X - line[0] - part * (line[1] - line[0])
        shadows = np.clip(beside @ along / length**2, 0, 1)
        room = np.linalg.norm(beside - shadows[:, None] * along, axis=1).min()
        return min(room, length / 2), -abs(part - np.mean(between))

    part = max(np.linspace(*between, 13), key=merit)
    foot = line[0] + part * (line[1] - line[0])
    return foot, foot + along


def set_plane(ax: Axes, limits) -> None:
    """Give both features one scale, so that the weights stand at a right angle to the line."""
    ax.set_xlim(*limits[0])
    ax.set_ylim(*limits[1])
    ax.set_aspect("equal")
    ax.set_xlabel("feature $x_0$")
    ax.set_ylabel("feature $x_1$")
