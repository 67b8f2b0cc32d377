"""The logistic loss over two weights, seen from above, and paths down to its lowest point."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.gradient_descent.figures.downhill import START
from course_utils.gradient_descent.losses import binary_cross_entropy
from course_utils.validation import as_matrix, as_vector, check_labels

_N_CELLS = 61  # of the grid, a side
_WIDTHS = (3.5, 2.2, 1.6, 1.6)  # the first path lies below the others


def draw_valley(X, y, paths: dict, *, title: str | None = None) -> Figure:
    """Draw rings of equal logistic loss over two weights (bias 0), and paths of descent.

    Parameters
    ----------
    X : array of shape (n_samples, 2)
    y : array of shape (n_samples,), labels 0 and 1
    paths : dict of name -> array of shape (n_steps + 1, 2), e.g. with all samples, minibatches and
        single samples at a step; up to four. The first is the thickest, below the others.
    title : str, stands in place of the computed headline
    """
    X = _two_columns(X, "X")
    y = as_vector(y, "y", len(X))
    check_labels(y, (0, 1))
    check_named(paths, "paths", len(CLASS_STYLES))
    check_title(title)
    paths = {name: _two_columns(path, f"paths[{name!r}]") for name, path in paths.items()}
    axes_of_weights = _axes_around(np.vstack(list(paths.values())))
    grid = np.stack(np.meshgrid(*axes_of_weights), axis=-1).reshape(-1, 2)
    losses = _mean_losses(X, y, grid).reshape(_N_CELLS, _N_CELLS)

    fig, ax = new_figure(8.4, 4.8)
    # Rings stand closer together near the lowest point, where the paths end.
    levels = losses.min() + np.ptp(losses) * np.linspace(0.02, 1, 14) ** 2
    ax.contour(*axes_of_weights, losses, levels=levels, colors="#b0b0b0", linewidths=1)
    looks = zip(CLASS_STYLES, _WIDTHS, paths.items(), strict=False)
    for position, (style, width, (name, path)) in enumerate(looks):
        loss = _mean_losses(X, y, path[-1:])[0]
        end = {"marker": style["marker"], "markevery": [-1], "markersize": 11}
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": width}
        label = f"{name}:\n{len(path) - 1} steps, loss {loss:.3f}"
        ax.plot(*path.T, **look, **end, zorder=3 + 0.1 * position, label=label)
    start = next(iter(paths.values()))[:1]
    ax.plot(*start.T, **START | {"color": "black", "zorder": 7}, label="start")
    ax.plot([], [], color="#b0b0b0", linestyle="-", label="equal loss")
    ax.set_xlabel("weight $w_0$")
    ax.set_ylabel("weight $w_1$")
    fig.legend(loc="outside right upper", frameon=False, labelspacing=0.9)
    ax.set_title(title or f"Down one valley, by paths of length {_lengths(paths)}")
    return fig


def _lengths(paths) -> str:
    lengths = [np.linalg.norm(np.diff(path, axis=0), axis=1).sum() for path in paths.values()]
    return ", ".join(f"{length:.1f}" for length in lengths)


def _two_columns(values, name) -> np.ndarray:
    values = as_matrix(values, name)
    if values.shape[1] != 2:
        raise ValueError(f"{name} must have 2 columns to be drawn; got shape {values.shape}.")
    return values


def _axes_around(points) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.12 * np.maximum(high - low, 0.1)
    return np.linspace(low - room, high + room, _N_CELLS).T


def _mean_losses(X, y, weights) -> np.ndarray:
    return np.array([binary_cross_entropy(X @ each, y).mean() for each in weights])
