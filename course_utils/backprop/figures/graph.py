"""The graph behind a result: a box a node, an arrow from each number to what was made from it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from course_utils.backprop.figures.layout import bends, layout
from course_utils.backprop.graphs import node_names, topological_order
from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.validation import check_count

PALE = "#c4c4c4"
MOST_NODES = 24  # more make the type too small to be read
_LETTER, _LINE = 0.09, 0.2  # inches: a letter's width, a line's height
_GAP, _ROW, _BESIDE = 0.4, 0.95, 0.16  # inches: between columns, from row to row, of two arrows


def draw_graph(root, names=None, *, title: str | None = None, upto: int | None = None) -> Figure:
    """Draw the computation that made `root`, from its leaves on the left to itself on the right.

    A box shows a node's name or operation, its value or shape, and, once `backward` has walked
    through, its gradient (of an array: the length of the gradient, as ‖grad‖). A leaf has a blue
    frame, the result of an operation a black one, and a constant, which wants no gradient, a gray
    dashed one. A node that is used twice by one operation has two arrows to it.

    Parameters
    ----------
    root : Value or Tensor, made from 24 nodes at most, itself included
    names : dict of str -> node, for nodes without a name of their own, or None
    title : str, stands in place of the computed headline
    upto : int >= 1, only so many nodes, in topological order, have their values yet; the others
        stand pale and empty, and no gradient is shown
    """
    order = topological_order(root)
    check_title(title)
    if len(order) > MOST_NODES:
        raise ValueError(
            f"root must have {MOST_NODES} nodes at most to be drawn; got {len(order)}. "
            "describe_graph(root) says any graph in words."
        )
    known = len(order) if upto is None else check_count(upto, "upto")
    called = node_names(root, names)
    named = {id(node) for node in (names or {}).values()}
    words = {}
    for i, node in enumerate(order):
        name = called[node] if node.name or id(node) in named else ""
        words[node] = _words(node, name, i < known, upto is None and _is_walked(root))
    centers, size = _in_inches(layout(root), words)
    title = title or _headline(order, known)
    fig, ax = new_figure(max(size[0] + 0.1, 0.105 * len(title)), size[1] + 0.5)
    set_sheet(ax, size)
    _draw_arrows(ax, root, centers, words, set(order[:known]))
    for i, node in enumerate(order):
        look = _frame(node) if i < known else {"edgecolor": PALE}
        new_box(ax, centers[node], _box_size(words[node]), **look)
        color = GRAY if look.get("linestyle") else "black"
        ax.text(*centers[node], "\n".join(words[node]), **TYPE, color=color if i < known else GRAY)
    ax.set_title(title)
    return fig


TYPE = {"ha": "center", "va": "center", "fontsize": 11.5, "linespacing": 1.15, "zorder": 4}


def set_sheet(ax: Axes, size) -> None:
    """Make `ax` a sheet of paper, in inches from its upper left corner."""
    ax.set_xlim(0, size[0])
    ax.set_ylim(size[1], 0)
    ax.set_aspect("equal")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_axis_off()


def new_box(ax: Axes, center, size, **look) -> FancyBboxPatch:
    """Add a box with round corners around `center`; `look` goes to the patch."""
    corner = np.subtract(center, np.divide(size, 2))
    style = {"facecolor": "white", "edgecolor": "black", "linewidth": 1.5, "zorder": 3} | look
    return ax.add_patch(FancyBboxPatch(corner, *size, "round,pad=0,rounding_size=0.08", **style))


def new_arrow(ax: Axes, start, end, **look) -> FancyArrowPatch:
    """Add an arrow; `look` goes to the patch."""
    style = {"arrowstyle": "-|>", "mutation_scale": 14, "linewidth": 1.5, "color": GRAY} | look
    ends = {"posA": tuple(start), "posB": tuple(end), "shrinkA": 0, "shrinkB": 0}
    return ax.add_patch(FancyArrowPatch(**ends, **style))


def _words(node, name, is_known, is_walked) -> list[str]:
    """Return the lines of a node's box."""
    head = f"{name}: {node.operation}" if name and node.operation else name or node.operation
    lines = [head] if head else []
    if not is_known:
        return lines or ["?"]
    lines.append(_number_or_shape(node.data))
    if not node.requires_grad:
        lines.append("constant")
    elif is_walked and node.grad is not None:
        length = f"‖grad‖ {np.linalg.norm(node.grad):.2g}"
        lines.append(length if np.size(node.grad) > 1 else f"grad {short(np.sum(node.grad))}")
    return lines


def _number_or_shape(data) -> str:
    return short(np.sum(data)) if np.size(data) == 1 else str(np.shape(data))


def short(value: float) -> str:
    """Write a number with three digits that count.

    >>> short(-0.12345), short(-0.0), short(16.0)
    ('-0.123', '0', '16')
    """
    return f"{value + 0.0:.3g}"


def _is_walked(root) -> bool:
    """Say if `backward` came by: a fresh Value has the gradient 0."""
    return root.grad is None or bool(np.any(root.grad))


def _frame(node) -> dict:
    if not node.requires_grad:
        return {"edgecolor": GRAY, "linestyle": "--"}
    return (
        {"edgecolor": "black"} if node.parents else {"edgecolor": PALETTE["blue"], "linewidth": 2.5}
    )


def _box_size(lines) -> tuple[float, float]:
    return 0.18 + _LETTER * max(4, *map(len, lines)), 0.14 + _LINE * len(lines)


def _in_inches(places, words) -> tuple[dict, tuple[float, float]]:
    """Return the center of each box on a sheet, and the size of the sheet.

    A column is as wide as its widest box.
    """
    widths = {}
    for node, (column, _) in places.items():
        widths[column] = max(widths.get(column, 0), _box_size(words[node])[0])
    middles, x = {}, 0.1
    for column in sorted(widths):
        middles[column] = x + widths[column] / 2
        x += widths[column] + _GAP
    top = min(row for _, row in places.values()) * _ROW - 0.5
    bottom = max(row for _, row in places.values()) * _ROW + 0.5
    centers = {node: (middles[column], row * _ROW - top) for node, (column, row) in places.items()}
    return centers | {"columns": middles, "top": top}, (x - _GAP + 0.1, bottom - top)


def _draw_arrows(ax: Axes, root, centers, words, known) -> None:
    for (parent, node), places in bends(root).items():
        color = GRAY if node in known else PALE
        way = [(centers["columns"][x], row * _ROW - centers["top"]) for x, row in places]
        start = at_edge(centers[parent], [*way, centers[node]][0], _box_size(words[parent]))
        end = at_edge(centers[node], [centers[parent], *way][-1], _box_size(words[node]))
        times = sum(each is parent for each in node.parents)
        for beside in np.arange(times) - (times - 1) / 2:
            points = np.array([start, *way, end]) + beside * _BESIDE * _across(start, end)
            ax.plot(*points[:-1].T, color=color, linewidth=1.5, linestyle="-")
            new_arrow(ax, *points[-2:], color=color)


def _across(start, end) -> np.ndarray:
    """Return the direction at a right angle to that from start to end, of length 1."""
    step = np.subtract(end, start)
    return np.array([-step[1], step[0]]) / np.linalg.norm(step)


def at_edge(center, toward, size) -> np.ndarray:
    """Return where the line from a box's center toward a point leaves the box."""
    center, step = np.asarray(center, float), np.subtract(toward, center)
    share = min(half / abs(s) for half, s in zip(np.divide(size, 2), step, strict=True) if s)
    return center + min(share, 1) * step


def _headline(order, known) -> str:
    n_leaves = sum(not node.parents for node in order)
    n_made = len(order) - n_leaves
    made = f"{n_made} operation{'s' * (n_made != 1)} on "
    made += f"{n_leaves} {'leaf' if n_leaves == 1 else 'leaves'}"
    return made if known >= len(order) else f"{made}: {known} of {len(order)} values are known"
