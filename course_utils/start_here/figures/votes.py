"""Who votes: a digit beside its nearest neighbors, and a point with a circle around them."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, draw_montage, new_figure
from course_utils.start_here.model import KNearestNeighbors, most_common
from course_utils.validation import as_labels, as_matrix, as_numbers, as_vector

MOST_NEIGHBORS = 12  # of one row: more would be too small


def draw_neighbors(image, neighbor_images, labels) -> Figure:
    """Draw a digit, and right of it its nearest neighbors, each under its label.

    Parameters
    ----------
    image : array of shape (64,) or (8, 8)
    neighbor_images : array of shape (k, 64) or (k, 8, 8), nearest first; k is 12 at most
    labels : sequence of k labels
    """
    image = as_vector(as_numbers(image, "image").ravel(), "image", 64).reshape(1, 8, 8)
    neighbors = as_numbers(neighbor_images, "neighbor_images")
    if neighbors.shape[1:] not in ((64,), (8, 8)) or len(neighbors) > MOST_NEIGHBORS:
        raise ValueError(
            f"neighbor_images must be 1 to {MOST_NEIGHBORS} images of 64 pixels; "
            f"got shape {neighbors.shape}."
        )
    labels = as_labels(labels, "labels", len(neighbors))
    row = np.concatenate([image, np.full((1, 8, 8), np.nan), neighbors.reshape(-1, 8, 8)])
    fig, ax = new_figure(max(0.9 * len(row), 4.2), 1.8)
    draw_montage(ax, row, len(row), ["?", "", *labels])
    ax.set_title(_result(labels))
    return fig


def draw_vote(X, y, point, k: int) -> Figure:
    """Draw points of two classes, a new one, and the circle that holds its k nearest neighbors.

    Parameters
    ----------
    X : array of shape (n_samples, 2)
    y : array of shape (n_samples,), labels of two classes
    point : array of shape (2,), the new one
    k : int >= 1, how many neighbors vote; at most n_samples
    """
    X, point = as_matrix(X), as_vector(point, "point", 2)
    if X.shape[1] != 2:
        raise ValueError(f"X must have 2 features to be drawn in the plane; got {X.shape[1]}.")
    model = KNearestNeighbors(k).fit(X, y)
    if len(model.classes_) > 2:
        raise ValueError(f"y must hold two labels; got {len(model.classes_)}.")
    nearest = model.neighbors(point[None])[0]
    radius = np.sqrt(((X[nearest[-1]] - point) ** 2).sum())
    fig, ax = new_figure(5.8, 4.2)
    for label, style in zip(model.classes_, CLASS_STYLES, strict=False):
        look = {"color": style["color"], "marker": style["marker"], "zorder": 3}
        ax.scatter(*X[model.y_ == label].T, s=55, label=f"label {label}", **look)
    look = {"s": 190, "facecolors": "none", "edgecolors": "black", "zorder": 4}
    ax.scatter(*X[nearest].T, **look, label="votes")
    ax.plot(*point, "*", color="black", markersize=16, label="new", zorder=4)
    angles = np.linspace(0, 2 * np.pi, 181)
    circle = point[:, None] + radius * np.array([np.cos(angles), np.sin(angles)])
    ax.plot(*circle, color=PALETTE["green"], linestyle="--", lw=2, label=f"nearest {k}")
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xlabel("$x_0$")
    ax.set_ylabel("$x_1$")
    ax.set_title(_result(model.y_[nearest]))
    fig.legend(loc="outside right upper", frameon=False)
    return fig


def _result(labels) -> str:
    """Count the votes: '5 votes: 3 × 8, 2 × 1. The answer is 8'."""
    found, counts = np.unique(labels, return_counts=True)
    falling = np.argsort(-counts, kind="stable")
    votes = ", ".join(f"{counts[i]} × {found[i]}" for i in falling)
    number = "1 vote" if len(labels) == 1 else f"{len(labels)} votes"
    return f"{number}: {votes}. The answer is {most_common(labels)}"
