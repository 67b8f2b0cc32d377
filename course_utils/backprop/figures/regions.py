"""What a classifier of two features answers everywhere, and the samples it learned from."""

from collections.abc import Callable

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.validation import as_labels, as_matrix, check_labels

_STRONGEST = 0.4  # of a class's color, where it is certain
_COLORS = np.array([to_rgb(style["color"]) for style in CLASS_STYLES])


def draw_regions(model, X, y, *, title: str | None = None) -> Figure:
    """Draw which class a fitted classifier answers where, how sure it is, and the samples.

    A region has its class's color, the stronger the surer the answer; a black line parts regions.
    Samples that are answered wrong have a ring.

    Parameters
    ----------
    model : fitted, with `predict_proba` and `classes_` (2 to 4 of them), such as MLPClassifier
    X : array of shape (n_samples, 2)
    y : array of n_samples labels out of `model.classes_`
    title : str, stands in place of the computed headline
    """
    X = as_matrix(X)
    if X.shape[1] != 2:
        raise ValueError(f"X must have 2 features to be drawn in the plane; got {X.shape[1]}.")
    if not hasattr(model, "classes_"):
        raise ValueError("model is not fitted yet, so it has no answers. Call model.fit(X, y).")
    classes = np.asarray(model.classes_)
    if not 2 <= len(classes) <= len(CLASS_STYLES):
        raise ValueError(f"model must know 2 to 4 classes to be drawn; got {len(classes)}.")
    y = as_labels(y, "y", len(X))
    check_labels(y, classes.tolist())
    check_title(title)
    wrong = model.predict(X) != y
    limits = limits_around(X)
    shades, borders = regions(model.predict_proba, limits)
    fig, ax = new_figure(5.8, 4.4)
    ax.imshow(shades, origin="lower", extent=np.ravel(limits), zorder=0)
    ax.add_collection(new_border(borders))
    for position, name in enumerate(classes):
        ax.scatter(*X[y == name].T, label=f"class {name}", **dots(position))
    if wrong.any():
        ax.scatter(*X[wrong].T, **RING, label="answered wrong")
    set_plane(ax, limits)
    ax.set_title(title or f"{np.count_nonzero(~wrong)} of {len(X)} samples are answered right")
    fig.legend(loc="outside right upper", frameon=False)
    return fig


RING = {"s": 150, "facecolors": "none", "edgecolors": "black", "linewidths": 1.5, "zorder": 4}


def dots(position: int, size: float = 45) -> dict:
    """Return how the samples of a class are drawn: color, marker, and a white edge."""
    look = {name: CLASS_STYLES[position][name] for name in ("color", "marker")}
    return look | {"s": size, "edgecolors": "white", "linewidths": 0.8, "zorder": 3}


def new_border(segments=()) -> LineCollection:
    """Return the lines between the regions; `set_segments` gives them another course."""
    look = {"colors": "black", "linewidths": 1.8, "zorder": 2}
    return LineCollection(list(segments), label="border", **look)


def regions(predict_proba: Callable, limits, detail: int = 120) -> tuple[np.ndarray, list]:
    """Return what `Axes.imshow` shows of a classifier, and the lines between its regions.

    Parameters
    ----------
    predict_proba : takes points (n, 2), returns probabilities (n, n_classes)
    limits : two pairs (low, high), one a feature
    detail : int, points a side

    Returns
    -------
    shades : ndarray of shape (detail, detail, 3), colors between 0 and 1; row 0 is at the bottom
    borders : list of arrays (n_points, 2)

    >>> flip = lambda points: np.column_stack([1 - points[:, 0], points[:, 0]])
    >>> shades, borders = regions(flip, [(0, 1), (0, 1)], detail=5)
    >>> shades.shape, len(borders), borders[0][:, 0].tolist()[:2]
    ((5, 5, 3), 1, [0.5, 0.5])
    """
    x, y = (low + (high - low) * (np.arange(detail) + 0.5) / detail for low, high in limits)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    probabilities = predict_proba(points).reshape(detail, detail, -1)
    n_classes = probabilities.shape[2]
    winner = probabilities.argmax(axis=2)
    sure = (probabilities.max(axis=2) - 1 / n_classes) / (1 - 1 / n_classes)
    strength = _STRONGEST * sure[..., None]
    shades = 1 - strength * (1 - _COLORS[winner])
    borders = []
    for position in range(1 if n_classes == 2 else n_classes):
        others = np.delete(probabilities, position, axis=2).max(axis=2)
        lead = probabilities[..., position] - others
        borders += contour_generator(x, y, lead).lines(0.0)
    return shades, borders


def limits_around(X, room: float = 0.15) -> np.ndarray:
    """Return the limits (2, 2) of a box around the samples, with room at the edges."""
    low, high = X.min(axis=0), X.max(axis=0)
    margin = room * np.ptp(X, axis=0).max() or 1.0
    return np.column_stack([low - margin, high + margin])


def set_plane(ax: Axes, limits) -> None:
    """Give both features one scale."""
    ax.set_xlim(*limits[0])
    ax.set_ylim(*limits[1])
    ax.set_aspect("equal")
    ax.set_xlabel("feature $x_0$")
    ax.set_ylabel("feature $x_1$")
