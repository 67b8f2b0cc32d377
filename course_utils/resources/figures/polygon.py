"""Two tasks under a budget: what is allowed, and where the value is largest."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import as_names, check_flag, check_named, check_title
from course_utils.validation import as_matrix, as_numbers, as_vector, check_positive

TOLERANCE = 1e-9  # of a budget, in parts of it
REGION = {"facecolor": PALETTE["blue"], "alpha": 0.18, "linewidth": 0}
MOST_WHOLE = 100  # shares of a task, or the points could not be told apart
_ROOM = 1.12  # of the axes, in the largest share


def draw_polygon(
    values,
    demands,
    budget,
    shares: dict,
    *,
    most: float = 1.0,
    whole: bool = False,
    names=("task 1", "task 2"),
    title: str | None = None,
) -> Figure:
    """Draw all divisions of a budget between two tasks, and some of them by name.

    A dashed line joins divisions of equal value; the thickest runs through the first point.

    Parameters
    ----------
    values : two numbers, what each task is worth
    demands : two numbers of at least 0, or an array of shape (n_kinds, 2): what each needs
    budget : number of at least 0, or n_kinds of them, up to four
    shares : dict of name -> two numbers, up to four points; the optimum first
    most : float > 0, the largest share of each task
    whole : bool, True marks the points where both shares are whole numbers
    names : two str, what the axes say
    title : str, stands in place of the computed headline
    """
    check_title(title)
    values = as_vector(values, "values", 2)
    if not values.any():
        raise ValueError("values must not both be 0: then no point is better than another.")
    demands, budget = _as_budgets(demands, budget)
    most = check_positive(most, "most")
    whole, names = check_flag(whole, "whole"), as_names(names, "names", 2)
    if whole and most > MOST_WHOLE:
        raise ValueError(f"most must be {MOST_WHOLE} at most to mark whole shares; got {most:g}.")
    check_named(shares, "shares", len(CLASS_STYLES))
    points = {str(name): as_vector(x, f"shares[{name!r}]", 2) for name, x in shares.items()}
    fig, ax = new_figure(7.6, 4.6)
    corners = allowed_corners(demands, budget, most)
    ax.fill(*corners.T, **REGION, label="allowed")
    _draw_budgets(ax, demands, budget)
    first = next(iter(points.values()))
    for part in (1 / 3, 2 / 3, 1):
        look = {"color": PALETTE["green"], "linestyle": "--", "linewidth": 1 + (part == 1)}
        label = "equal value" if part == 1 else None
        ax.axline(part * first, part * first + values[::-1] * (1, -1), **look, label=label)
    if whole:
        _draw_whole(ax, demands, budget, most)
    for style, (name, x) in zip(CLASS_STYLES[1:] + CLASS_STYLES[:1], points.items(), strict=False):
        look = {"color": style["color"], "marker": style["marker"], "linestyle": ""}
        label = f"{name}:\n({x[0]:.3g}, {x[1]:.3g}), value {values @ x:.4g}"
        ax.plot(*x, **look, markersize=11, mec="white", zorder=4, clip_on=False, label=label)
    for set_limits, name, set_name in zip(
        (ax.set_xlim, ax.set_ylim), names, (ax.set_xlabel, ax.set_ylabel), strict=True
    ):
        set_limits(0, _ROOM * most)
        set_name(name)
    ax.set_aspect("equal")
    fig.legend(loc="outside right upper", frameon=False, labelspacing=0.8)
    ax.set_title(title or _best_in_words(values, demands, budget, points, most))
    return fig


def allowed_corners(demands, budget, most: float = 1.0) -> np.ndarray:
    """Return the corners of what two tasks may get, in the order of their angle.

    Parameters
    ----------
    demands : ndarray of shape (n_kinds, 2), 0 or more
    budget : ndarray of shape (n_kinds,), 0 or more
    most : float, the largest share of each

    Returns
    -------
    ndarray of shape (n_corners, 2); of the square, what Sutherland and Hodgman (1974) leave

    >>> allowed_corners(np.array([[100.0, 200.0]]), np.array([200.0])).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.0, 1.0]]
    """
    corners = [np.array(corner) for corner in ((0.0, 0.0), (most, 0.0), (most, most), (0.0, most))]
    for row, limit in zip(demands, budget, strict=True):
        kept = []
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            room = limit - row @ start, limit - row @ end
            if room[0] >= 0:
                kept.append(start)
            if min(room) < 0 < max(room):
                kept.append(start + room[0] / (room[0] - room[1]) * (end - start))
        corners = kept
    return np.array(corners)


def is_allowed(x, demands, budget, most: float = 1.0) -> bool:
    """Return whether a pair of shares keeps its limits and every budget."""
    inside = (x >= -TOLERANCE).all() and (x <= most + TOLERANCE).all()
    return bool(inside and (demands @ x <= budget * (1 + TOLERANCE)).all())


def _as_budgets(demands, budget) -> tuple[np.ndarray, np.ndarray]:
    demands = as_matrix(np.atleast_2d(as_numbers(demands, "demands")), "demands")
    budget = as_vector(np.atleast_1d(as_numbers(budget, "budget")), "budget", len(demands))
    if demands.shape[1] != 2:
        raise ValueError(
            f"demands must hold two numbers for each budget; got shape {demands.shape}."
        )
    if len(budget) > len(CLASS_STYLES):
        raise ValueError(f"budget must be {len(CLASS_STYLES)} at most; got {len(budget)}.")
    for numbers, name in ((demands, "demands"), (budget, "budget")):
        if numbers.min() < 0:
            raise ValueError(f"{name} must be 0 or more; got {numbers.min():g}.")
    return demands, budget


def _draw_budgets(ax: Axes, demands, budget) -> None:
    for style, row, limit in zip(CLASS_STYLES, demands, budget, strict=False):
        if row.any():  # a budget that nobody uses has no line
            look = {"color": "black", "linestyle": style["linestyle"], "linewidth": 2}
            start = limit * row / (row @ row)
            far = max(1.0, 1e-9 * limit / (row @ row))  # or both points would be one float
            ax.axline(
                start, start + far * row[::-1] * (1, -1), **look, label=f"budget {limit:,.4g}"
            )


def _draw_whole(ax: Axes, demands, budget, most) -> None:
    """Mark the points that hold whole numbers: dots where they are allowed, crosses elsewhere."""
    steps = np.arange(np.floor(most + TOLERANCE) + 1)
    points = np.array([(x, y) for x in steps for y in steps])
    fine = np.array([is_allowed(x, demands, budget, most) for x in points])
    for kept, look, label in (
        (fine, {"marker": ".", "color": "black"}, "whole, allowed"),
        (~fine, {"marker": "x", "color": GRAY}, "whole, too much"),
    ):
        look = look | {"linestyle": "", "markersize": 8, "clip_on": False, "zorder": 3}
        ax.plot(*points[kept].T, **look, label=label)


def _best_in_words(values, demands, budget, points, most) -> str:
    fine = {name: x for name, x in points.items() if is_allowed(x, demands, budget, most)}
    if not fine:
        return "None of these points is allowed"
    best = max(fine, key=lambda name: values @ fine[name])
    left_out = len(points) - len(fine)
    words = f"{best}: value {values @ fine[best]:.4g}"
    return f"{words}; {left_out} of {len(points)} points not allowed" if left_out else words
