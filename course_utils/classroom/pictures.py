"""Pictures that several chapters draw: images, a confusion matrix, curves of a training."""

from collections.abc import Iterable
from math import isfinite
from numbers import Real

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, draw_montage, new_figure
from course_utils.validation import as_matrix, as_numbers, as_vector, check_count, check_length

MOST_CLASSES = 12  # of a confusion matrix: more cells hold no type that can be read
MOST_CURVES = 8  # of one picture: more can't be told apart
SIGNED = LinearSegmentedColormap.from_list(
    "blue-white-vermilion", [PALETTE["blue"], "#ffffff", PALETTE["vermilion"]]
)
_RIGHT, _WRONG = (
    LinearSegmentedColormap.from_list(f"white-{name}", ["#ffffff", PALETTE[name]])
    for name in ("blue", "vermilion")
)


def draw_digits(X, labels=None, *, n_columns: int = 10, title: str = "") -> Figure:
    """Draw digits as one montage, each under its label.

    Parameters
    ----------
    X : array of shape (n_images, 64) or (n_images, 8, 8)
    labels : sequence of n_images things to write above the images, or None
    n_columns : int >= 1, images in a row
    title : str, the headline
    """
    X = as_numbers(X, "X")
    if X.shape[1:] not in ((64,), (8, 8)):
        raise ValueError(
            f"X must hold images of shape (64,) or (8, 8); got shape {X.shape}. For one pass "
            "X[None]."
        )
    images = X.reshape(-1, 64)
    labels = None if labels is None else as_names(labels, "labels", len(images))
    check_words(title, "title")
    n_columns = min(check_count(n_columns, "n_columns"), len(images))
    n_rows = -(-len(images) // n_columns)
    height = (1.0 if labels is not None else 0.75) * n_rows + (0.4 if title else 0.1)
    fig, ax = new_figure(0.75 * max(n_columns, 4), height)
    draw_montage(ax, images.reshape(-1, 8, 8), n_columns, labels)
    ax.set_title(title)
    return fig


def draw_signs(ax: Axes, cells, least: float, size: float) -> None:
    """Write - or + on each cell below -least or above it, so that color is not all that tells."""
    for marker, kept in (("_", cells < -least), ("+", cells > least)):
        rows, columns = np.nonzero(kept)
        if len(rows):
            ax.scatter(columns, rows, marker=marker, color="black", s=size, linewidths=1.2)


def as_digit_weights(weights) -> np.ndarray:
    """Return the weights of neurons that see 8×8 digits, (n_neurons, 64), or say what is wrong."""
    weights = as_matrix(weights, "weights")
    if weights.shape[1] != 64:
        raise ValueError(f"weights must hold 64 numbers for each neuron; got {weights.shape[1]}.")
    return weights


def draw_neurons(ax: Axes, weights, n_columns: int, names=None, *, sign_size: float) -> None:
    """Draw the weights of neurons that see 8×8 digits on `ax`, a picture a neuron, in its scale.

    Ink on a vermilion pixel raises the neuron's score, ink on a blue one lowers it. Pixels stronger
    than half of the neuron's strongest carry a + or a -. A neuron without weights stays white.

    Parameters
    ----------
    weights : ndarray of shape (n_neurons, 64), as `as_digit_weights` returns it
    n_columns : int >= 1, pictures in a row
    names : sequence of n_neurons things to write above the pictures, or None
    sign_size : float, the size of a sign in points²
    """
    strongest = np.abs(weights).max(axis=1, keepdims=True)
    shares = (weights / np.where(strongest == 0, 1, strongest)).reshape(-1, 8, 8)
    image = draw_montage(ax, shares, n_columns, names, cmap=SIGNED, vmin=-1, vmax=1)
    draw_signs(ax, image.get_array().filled(0), 0.5, sign_size)


def draw_confusion(matrix, names=None, *, title: str | None = None) -> Figure:
    """Draw how often each class was taken for each: what is right on the diagonal, in blue.

    What is wrong is vermilion, in its own scale, or a few mistakes would be as pale as none.

    Parameters
    ----------
    matrix : array of shape (n_classes, n_classes), counts; rows are the truth, columns the answers
    names : sequence of n_classes things to write at rows and columns; None counts from 0
    title : str, stands in place of the computed headline
    """
    counts = _as_counts(matrix)
    names = as_names(range(len(counts)) if names is None else names, "names", len(counts))
    check_title(title)
    diagonal = np.eye(len(counts), dtype=bool)
    side = max(3.4, 1.2 + 0.34 * len(counts))
    fig, ax = new_figure(max(side + 0.4, 5.0), side + 0.2)
    for kept, colors in ((diagonal, _RIGHT), (~diagonal, _WRONG)):
        cells = np.where(kept, counts, np.nan)
        ax.imshow(cells, cmap=colors, vmin=0, vmax=1.25 * (counts[kept].max(initial=0) or 1))
    for (row, column), value in np.ndenumerate(counts):
        if value or row == column:
            weight = "bold" if row == column else "normal"
            ax.text(column, row, f"{value:.0f}", ha="center", va="center", weight=weight)
    ax.set_xticks(range(len(names)), names)
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(True)
    ax.set_xlabel("predicted")
    ax.set_ylabel("truth")
    ax.set_title(title or _confusion_in_words(counts, names))
    return fig


def _as_counts(matrix) -> np.ndarray:
    counts = as_matrix(matrix, "matrix")
    if counts.shape[0] != counts.shape[1]:
        raise ValueError(
            f"matrix must have a row and a column for each class; got shape {counts.shape}."
        )
    if len(counts) > MOST_CLASSES:
        raise ValueError(
            f"matrix must have {MOST_CLASSES} classes at most to be drawn; got {len(counts)}."
        )
    if (counts < 0).any() or (counts != np.round(counts)).any():
        raise ValueError("matrix must hold counts: whole numbers of at least 0.")
    return counts


def _confusion_in_words(counts, names) -> str:
    right, total = np.trace(counts), counts.sum()
    words = f"{right:.0f} of {total:.0f} right"
    wrong = counts - np.diag(np.diag(counts))
    if not wrong.any() or np.count_nonzero(wrong == wrong.max()) != 1:  # nothing stands out
        return words
    row, column = np.unravel_index(wrong.argmax(), wrong.shape)
    times = f"{wrong[row, column]:.0f}×"
    return f"{words}; most often wrong: {names[row]} as {names[column]}, {times}"


def draw_curves(
    curves: dict, *, xlabel: str = "epoch", ylabel: str = "loss", title: str = "", log: bool = False
) -> Figure:
    """Draw numbers that follow each other, such as the losses of a training, one line a name.

    Parameters
    ----------
    curves : dict of name -> sequence of numbers, drawn over 1, 2, 3 …, or a pair (x, y) of
        equally long sequences
    xlabel, ylabel : str
    title : str, the headline
    log : bool, True gives y a logarithmic scale: all y must be above 0
    """
    check_named(curves, "curves", MOST_CURVES)
    for words, argument in ((xlabel, "xlabel"), (ylabel, "ylabel"), (title, "title")):
        check_words(words, argument)
    log = check_flag(log, "log")
    fig, ax = new_figure(7.4, 4.0)
    for position, (name, values) in enumerate(curves.items()):
        x, y = _as_points(values, f"curves[{name!r}]")
        if log and y.min() <= 0:
            raise ValueError(
                f"curves[{name!r}] must be above 0 for a logarithmic scale; got {y.min():g}. "
                "Pass log=False."
            )
        ax.plot(x, y, **_look(position, len(x)), label=name)
    if log:
        ax.set_yscale("log")
    if all(float(x).is_integer() for line in ax.lines for x in line.get_xdata()):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    ax.set_title(title)
    fig.legend(loc="outside right upper", frameon=False)
    return fig


def check_named(value, name: str, most: int) -> None:
    """Raise if `value` is no dict of 1 to `most` things by name."""
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a dict of 1 to {most} names; got {type(value).__name__}.")
    if not 1 <= len(value) <= most:
        raise ValueError(f"{name} must be a dict of 1 to {most} names; got {len(value)} of them.")


def check_words(value, name: str) -> None:
    """Raise if `value`, which is to be written into a picture, is no text; it may be empty."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text; got {value!r}.")


def check_title(title) -> None:
    """Raise if `title` is neither text nor None, which stands for the computed headline."""
    if title is not None:
        check_words(title, "title")


def check_flag(value, name: str) -> bool:
    """Return `value` as a bool if it is True or False."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False; got {value!r}.")
    return bool(value)


def fixed(value: float, decimals: int) -> str:
    """Write a number with so many decimals; one that would be too long, by its power of ten.

    >>> fixed(0.03125, 3), fixed(1e99, 3)
    ('0.031', '1e+99')
    """
    return f"{value:.{decimals}f}" if abs(value) < 1e9 else f"{value:.3g}"


def as_names(value, name: str, length: int | None = None) -> list[str]:
    """Return the texts or numbers to write at `length` things, or at any number, as texts.

    >>> as_names([3, "?"], "labels", 2)
    ['3', '?']
    """
    whole = isinstance(value, dict) or getattr(value, "ndim", 1) == 0
    if whole or not isinstance(value, Iterable):
        many = "" if length is None else f"{length} "
        raise TypeError(f"{name} must be a sequence of {many}texts or numbers; got {value!r}.")
    names = list(value)
    check_length(names, name, length)
    for each in names:
        is_number = isinstance(each, (Real, np.bool_)) and isfinite(each)
        if not is_number and not isinstance(each, str):
            raise TypeError(f"{name} must hold texts or numbers; got {each!r}.")
    return [str(each) for each in names]


def _as_points(values, name) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(values, tuple) and len(values) == 2 and np.ndim(values[0]) == 1:
        x = as_vector(values[0], f"{name}[0]")
        return x, as_vector(values[1], f"{name}[1]", len(x))
    y = as_vector(values, name)
    return np.arange(1, len(y) + 1), y


def _look(position: int, n_points: int) -> dict:
    """Return a color, line style and marker that no other line has; few markers on long lines."""
    turn, color = divmod(position, len(CLASS_STYLES))
    style = CLASS_STYLES[(color + turn) % len(CLASS_STYLES)]
    every = max(1, n_points // 8)
    marks = {"marker": style["marker"], "markersize": 7, "markevery": (position % every, every)}
    look = {"color": CLASS_STYLES[color]["color"], "linestyle": style["linestyle"], "linewidth": 2}
    return look | marks
