"""The loss over one weight, and a path of gradient descent on it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.gradient_descent.descent import Curve
from course_utils.validation import as_vector

PATH = CLASS_STYLES[0] | {"linewidth": 1.2, "markersize": 6}
START = {"marker": "s", "color": PALETTE["vermilion"], "markersize": 9, "linestyle": ""}
TANGENT = {"color": PALETTE["green"], "linestyle": "--", "linewidth": 2.5}


def draw_downhill(curve: Curve, path, *, title: str | None = None) -> Figure:
    """Draw the loss over one weight, the points of a path on it, and the slopes it felt early.

    Parameters
    ----------
    curve : Curve, e.g. `CURVES["bowl"]`; drawn from `curve.low` to `curve.high`
    path : array of shape (n_steps + 1,), the weights that descent passed, the start first
    title : str, stands in place of the computed headline
    """
    path = _checked(curve, path)
    check_title(title)
    fig, ax = new_figure(7.4, 4.0)
    _draw_path(ax, curve, path)
    feet = path[:-1][:3:2] if len(path) > 1 else path  # far enough apart to be told apart
    for number, weight in enumerate(feet):
        label = None if number else "slope before a step"
        ax.plot(*tangent(curve, weight), **TANGENT, label=label)
    ax.set_ylabel("loss")
    ax.set_title(title or f"{_steps(path)}: {_fall(curve, path)}")
    fig.legend(loc="outside lower center", ncols=4, frameon=False)
    return fig


def draw_rates(curve: Curve, paths: dict) -> Figure:
    """Draw paths with different learning rates side by side on the same curve.

    Parameters
    ----------
    curve : Curve, e.g. `CURVES["bowl"]`
    paths : dict of name -> path, an array of shape (n_steps + 1,); up to four
    """
    check_named(paths, "paths", 4)
    paths = {name: _checked(curve, path, f"paths[{name!r}]") for name, path in paths.items()}
    fig, axes = new_figure(3.3 * len(paths), 3.7, ncols=len(paths), sharey=True, squeeze=False)
    for ax, (name, path) in zip(axes[0], paths.items(), strict=True):
        _draw_path(ax, curve, path)
        ax.set_title(f"{name}\n{_fall(curve, path)}")
    axes[0, 0].set_ylabel("loss")
    keys = axes[0, 0].get_legend_handles_labels()[0]
    fig.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False)
    return fig


def _checked(curve, path, name="path") -> np.ndarray:
    if not isinstance(curve, Curve):
        raise TypeError(f"curve must be a Curve, as CURVES['bowl']; got {type(curve).__name__}.")
    return as_vector(path, name)


def _draw_path(ax: Axes, curve, path) -> None:
    weights, losses = shape_of(curve)
    low, high = loss_limits(losses)
    ax.plot(weights, losses, color="black", linestyle="-", linewidth=2, label="loss")
    ax.plot(path, curve.loss(path), **PATH, label="path")
    ax.plot(path[:1], curve.loss(path[:1]), **START, label="start")
    ax.set_xlim(curve.low, curve.high)
    ax.set_ylim(low, high)
    ax.set_xlabel("weight w")


def shape_of(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of the picture, and the loss at each."""
    weights = np.linspace(curve.low, curve.high, 241)
    return weights, curve.loss(weights)


def loss_limits(losses) -> tuple[float, float]:
    """Return limits of the loss that leave room above and below the curve."""
    room = 0.06 * np.ptp(losses)
    return losses.min() - room, losses.max() + room


def tangent(curve: Curve, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the two ends of the tangent at `weight`: x, then y."""
    across = 0.12 * (curve.high - curve.low) * np.array([-1, 1])
    return weight + across, curve.loss(weight) + curve.slope(weight) * across


def outcome(curve: Curve, path, n_steps: int) -> str:
    """Say how `n_steps` of descent went, where they can be told apart on the curve.

    Returns
    -------
    "converges": the path ended in a valley, to one hundredth of the picture's width;
    "diverges": it climbed above the start and all that the picture shows;
    "jumps between two points": it is back where it was two steps ago, and was elsewhere between;
    "still on its way": none of these.
    """
    if len(path) <= n_steps:
        return "diverges"  # it ended early, before a number got too large
    near = 0.01 * (curve.high - curve.low)
    last = path[-1]
    if curve.loss(last) > max(curve.loss(weight) for weight in (curve.low, curve.high, path[0])):
        return "diverges"
    if all(in_a_valley(curve, weight, near) for weight in path[-2:]):
        return "converges"
    if abs(last - path[-3]) < near / 100 and abs(last - path[-2]) > near:
        return "jumps between two points"
    return "still on its way"


def in_a_valley(curve: Curve, weight: float, near: float) -> bool:
    """Say if the slope changes from down to up within `near` of `weight`."""
    return curve.slope(weight - near) < 0 < curve.slope(weight + near)


def _steps(path) -> str:
    return "1 step" if len(path) == 2 else f"{len(path) - 1} steps"


def _fall(curve, path) -> str:
    first, last = curve.loss(path[[0, -1]])
    return f"loss {rounded(first)} → {rounded(last)}"


def rounded(loss: float) -> str:
    """Write a loss with three digits, a tiny one as 0.000, and inf in words."""
    if not np.isfinite(loss):
        return "beyond all numbers"
    return f"{loss:.3g}" if abs(loss) >= 0.001 else "0.000"
