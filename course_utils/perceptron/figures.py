"""The pictures of the perceptron chapter: plain data in, one figure out."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerPatch
from matplotlib.patches import Circle, FancyArrowPatch

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, draw_montage, new_figure
from course_utils.perceptron.model import neuron, relu, score, sigmoid, slope, step, tanh
from course_utils.validation import as_matrix, as_scalar, as_vector, check_count, check_length

GRAY = "#595959"
TINT = "#f6e3d5"
MOST_INPUTS = 6  # of a neuron drawn with its numbers
_SIGNED = LinearSegmentedColormap.from_list(
    "blue-white-vermilion", [PALETTE["blue"], "#ffffff", PALETTE["vermilion"]]
)


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
    X, weights, bias = as_matrix(X), as_vector(weights, "weights", 2), as_scalar(bias, "bias")
    if X.shape[1] != 2:
        raise ValueError(f"X must have 2 features to be drawn in the plane; got {X.shape[1]}.")
    y = as_vector(y, "y", len(X))
    classes = np.unique(y)
    if len(classes) > 2:
        raise ValueError(f"y must hold two labels at most; got {len(classes)}: {classes.tolist()}.")
    positive = y == classes[-1] if len(classes) == 2 else y > 0
    wrong = np.where(positive, 1, -1) * score(X, weights, bias) <= 0

    fig, ax = new_figure(5.6, 4.6)
    center, half = (X.min(axis=0) + X.max(axis=0)) / 2, 0.7 * np.ptp(X, axis=0).max() or 1.0
    limits = np.column_stack([center - half, center + half])
    for group, style in zip((~positive, positive), CLASS_STYLES, strict=False):
        if group.any():
            _dots(ax, X[group], style, f"label {y[group][0]:g}")
    if wrong.any():
        ax.scatter(*X[wrong].T, s=190, facecolors="none", edgecolors="black", label="wrong side")
    ends = line_ends(weights, bias, limits)
    if len(ends):
        _tint_positive_side(ax, weights, bias, limits)
        ax.plot(*ends.T, color="black", linestyle="-", label="w·x + b = 0")
        arrow = new_arrow(ax, "direction of w")
        arrow.set_positions(*place_arrow(ends, weights, X, 0.35 * half))
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


def _dots(ax: Axes, X, style, label) -> None:
    ax.scatter(*X.T, s=55, color=style["color"], marker=style["marker"], label=label, zorder=3)


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


def new_arrow(ax: Axes, label: str) -> FancyArrowPatch:
    """Add the arrow of the weights, above the samples; `set_positions` puts it in its place."""
    look = {"arrowstyle": "-|>", "mutation_scale": 18, "linewidth": 2, "color": PALETTE["purple"]}
    ends = {"posA": (0, 0), "posB": (1, 1), "shrinkA": 0, "shrinkB": 0}
    return ax.add_patch(FancyArrowPatch(**ends, **look, label=label, zorder=4))


def _arrow_in_legend(*, xdescent, ydescent, width, height, **_) -> FancyArrowPatch:
    start, end = (-xdescent, height / 2 - ydescent), (width - xdescent, height / 2 - ydescent)
    look = {"arrowstyle": "-|>", "mutation_scale": 14, "shrinkA": 0, "shrinkB": 0}
    return FancyArrowPatch(start, end, **look)


ARROW_KEY = {FancyArrowPatch: HandlerPatch(patch_func=_arrow_in_legend)}  # else it is a thick bar


def place_arrow(line, weights, X, length) -> tuple[np.ndarray, np.ndarray]:
    """Return foot and tip of an arrow along the weights that covers no sample, if it can be.

    Parameters
    ----------
    line : array of shape (2, 2), the two ends of the boundary, where the foot stands
    weights : array of shape (2,), not all 0
    X : array of shape (n_samples, 2)
    length : float > 0; the arrow keeps half of it away from the samples where there is room

    >>> foot, tip = place_arrow([[0, 0], [0, 4]], np.array([3.0, 0.0]), np.array([[0.5, 2]]), 1)
    >>> foot.round(2).tolist(), (tip - foot).tolist()
    ([0.0, 1.4], [1.0, 0.0])
    """
    line, along = np.asarray(line, dtype=float), length * weights / np.linalg.norm(weights)

    def merit(part):  # room around the arrow first, then nearness to the middle of the line
        beside = X - line[0] - part * (line[1] - line[0])
        shadows = np.clip(beside @ along / length**2, 0, 1)
        room = np.linalg.norm(beside - shadows[:, None] * along, axis=1).min()
        return min(room, length / 2), -abs(part - 0.5)

    part = max(np.linspace(0.2, 0.8, 13), key=merit)
    foot = line[0] + part * (line[1] - line[0])
    return foot, foot + along


def set_plane(ax: Axes, limits) -> None:
    """Give both features one scale, so that the weights stand at a right angle to the line."""
    ax.set_xlim(*limits[0])
    ax.set_ylim(*limits[1])
    ax.set_aspect("equal")
    ax.set_xlabel("feature $x_0$")
    ax.set_ylabel("feature $x_1$")


def draw_neuron(x, weights, bias, activation: Callable = step) -> Figure:
    """Draw one neuron with its numbers: inputs, weights, the weighted sum, and the answer.

    Parameters
    ----------
    x, weights : arrays of shape (n_features,), with 1 to 6 features
    bias : float
    activation : function of an array; its name is written into the last circle
    """
    x = as_vector(x, "x")
    weights, bias = as_vector(weights, "weights", len(x)), as_scalar(bias, "bias")
    if len(x) > MOST_INPUTS:
        raise ValueError(f"x must have {MOST_INPUTS} features at most to be drawn; got {len(x)}.")
    total, answer = float(score(x, weights, bias)), float(neuron(x, weights, bias, activation))
    name = getattr(activation, "__name__", "f")

    heights = np.arange(len(x) - 1, -1, -1) - (len(x) - 1) / 2
    low, high = min(-1.3, heights[-1] - 0.5), max(0.75, heights[0] + 0.5)
    fig, ax = new_figure(8.0, 0.76 * (high - low) + 0.4)
    for i, (value, weight, height) in enumerate(zip(x, weights, heights, strict=True)):
        start, end = np.array([0.45, height]), np.array([2.95, 0.3 * height])
        _arrow(ax, start, end)
        ax.text(*(start + 0.42 * (end - start)), f"× {weight:.3g}", **_LABEL, backgroundcolor="w")
        ax.text(-0.75, height, f"$x_{i}$", **_LABEL)
        _circle(ax, (0.0, height), 0.42, f"{value:.3g}", PALETTE["blue"])
    _circle(ax, (3.6, 0.0), 0.62, "sum", GRAY)
    ax.text(3.6, -0.95, f"+ bias {bias:.3g}", **_LABEL)
    _arrow(ax, (4.25, 0.0), (5.75, 0.0))
    ax.text(5.0, 0.22, f"{total:.3g}", **_LABEL)
    _circle(ax, (6.4, 0.0), 0.62, name, PALETTE["vermilion"])
    _arrow(ax, (7.05, 0.0), (8.2, 0.0))
    ax.text(8.3, 0.0, f"ŷ = {answer:.3g}", fontsize=13, fontweight="bold", va="center")
    ax.set_xlim(-1.0, 9.5)
    ax.set_ylim(low, high)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_title(
        f"w·x + b = {_sum_in_words(x, weights, bias)} = {total:.3g}; {name} → {answer:.3g}"
    )
    return fig


_LABEL = {"ha": "center", "va": "center", "fontsize": 12}


def _circle(ax: Axes, center, radius, text, color) -> None:
    ax.add_patch(Circle(center, radius, facecolor="white", edgecolor=color, linewidth=2, zorder=3))
    ax.text(*center, text, **_LABEL, zorder=4)


def _arrow(ax: Axes, start, end) -> None:
    ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": GRAY})


def _sum_in_words(x, weights, bias) -> str:
    products = [
        f"{weight:.3g}·{value:.3g}" if value >= 0 else f"{weight:.3g}·({value:.3g})"
        for weight, value in zip(weights, x, strict=True)
    ]
    return " + ".join([*products, f"{bias:.3g}"]).replace("+ -", "- ")


def draw_activations() -> Figure:
    """Draw step, sigmoid, tanh and ReLU, each with its slope."""
    fig, axes = new_figure(10.0, 3.2, ncols=4, sharex=True, sharey=True)
    z = np.arange(-80, 81) / 20
    ranges = ("-1 or +1", "0 to 1", "-1 to 1", "0 and up")
    for ax, activation, answers in zip(axes, (step, sigmoid, tanh, relu), ranges, strict=True):
        for values, jumps, color, style, label in (
            (activation(z), activation is step, PALETTE["blue"], "-", "answer"),
            (slope(activation, z), activation is relu, PALETTE["vermilion"], "--", "slope"),
        ):
            # A gap where it jumps, so that no upright line pretends to be a part of the curve.
            shown = np.where((z == 0) & jumps, np.nan, values)
            ax.plot(z, shown, color=color, linewidth=2, linestyle=style, label=label)
        ax.axhline(0, color=GRAY, linewidth=0.8, linestyle="-", zorder=0)
        ax.set_title(f"{activation.__name__}: {answers}")
        ax.set_xlabel("score z")
        ax.set_ylim(-1.2, 2.2)
    axes[0].set_ylabel("answer, slope")
    axes[0].legend(frameon=False, loc="upper left")
    fig.suptitle("The step is flat everywhere; the others have a slope to learn by")
    return fig


def draw_digit_weights(weights, *, names=("the first", "the second"), title=None) -> Figure:
    """Draw the 64 weights of a neuron that sees an 8×8 digit as a picture of what it looks for.

    Blue cells with a bar (-) speak for `names[0]` where there is ink, vermilion cells with a cross
    (+) for `names[1]`; weights below a tenth of the largest carry no sign.

    Parameters
    ----------
    weights : array of shape (64,)
    names : two str, what a negative and a positive score stand for, e.g. ("0", "1")
    title : str, stands in place of the computed headline
    """
    picture = as_vector(weights, "weights", 64).reshape(8, 8)
    names = _two_names(names)
    largest = np.abs(picture).max() or 1.0
    fig, ax = new_figure(5.8, 4.4)
    image = ax.imshow(picture, cmap=_SIGNED, vmin=-largest, vmax=largest)
    for marker, kept in (("_", picture < -largest / 10), ("+", picture > largest / 10)):
        rows, columns = np.nonzero(kept)
        if len(rows):
            ax.scatter(columns, rows, marker=marker, color="black", s=60, linewidths=1.2)
    bar = fig.colorbar(image, ax=ax, label="weight")
    bar.ax.set_title(f"ink for {names[1]}", loc="left", fontsize=11)
    bar.ax.set_xlabel(f"ink for {names[0]}", loc="left", fontsize=11)
    ax.set_xticks(range(8))
    ax.set_yticks(range(8))
    ax.set_xlabel("column")
    ax.set_ylabel("row")
    empty = "All weights are 0: nothing was learned yet"
    ax.set_title(title or (f"Where ink speaks for {names[1]}" if picture.any() else empty))
    return fig


def _two_names(names) -> list[str]:
    names = [names] if isinstance(names, str) else [str(name) for name in names]
    check_length(names, "names", 2)
    return names


def draw_history(history: dict, *, title: str | None = None) -> Figure:
    """Draw the updates made during each epoch, beside the samples misclassified after it.

    `history` is `Perceptron.history_`: equally long lists "updates" and "misclassified".
    """
    for name in ("updates", "misclassified"):
        if not isinstance(history, dict) or name not in history:
            raise ValueError(f"history must be a dict as Perceptron.history_; it lacks {name!r}.")
    updates = as_vector(history["updates"], "history['updates']")
    wrong = as_vector(history["misclassified"], "history['misclassified']", len(updates))
    epochs = np.arange(1, len(updates) + 1)
    fig, ax = new_figure(6.4, 3.8)
    for values, style, label in (
        (updates, CLASS_STYLES[0], "updates during the epoch"),
        (wrong, CLASS_STYLES[1], "misclassified after the epoch"),
    ):
        ax.plot(epochs, values, **style, linewidth=2, markersize=7, label=label)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set_ylim(bottom=-0.03 * max(updates.max(), wrong.max(), 1))
    ax.set_xlabel("epoch")
    ax.set_ylabel("samples")
    ax.legend(frameon=False)
    ax.set_title(title or _how_it_ended(updates, wrong))
    return fig


def _how_it_ended(updates, wrong) -> str:
    if updates[-1] == 0:
        return f"Converged: epoch {len(updates)} made no update"
    return (
        f"Not converged: {updates[-1]:g} updates in epoch {len(updates)}, {wrong[-1]:g} wrong after"
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
    images = np.asarray(X)
    images = as_matrix(images.reshape(len(images), -1) if images.ndim == 3 else images)
    if images.shape[1] != 64:
        raise ValueError(f"X must hold 8x8 images, 64 numbers each; got {images.shape[1]}.")
    n_columns = min(check_count(n_columns, "n_columns"), len(images))
    n_rows = -(-len(images) // n_columns)
    height = (1.0 if labels is not None else 0.75) * n_rows + (0.4 if title else 0.1)
    fig, ax = new_figure(0.75 * max(n_columns, 4), height)
    draw_montage(ax, images.reshape(-1, 8, 8), n_columns, labels)
    ax.set_title(title)
    return fig
