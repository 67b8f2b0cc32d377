"""The shape of an autoencoder: wide, narrow, wide."""

from collections.abc import Iterable
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from course_utils.classroom.figures import PALETTE, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.validation import check_count

MOST_LAYERS = 5  # of the encoder, with its input
_STEP, _WIDTH, _TALL = 1.25, 0.22, 2.4  # inches: layer to layer, of a layer, of the largest one
_LEAST = 0.08  # inches, or a small layer could not be seen


def draw_network(sizes, *, title: str | None = None) -> Figure:
    """Draw an autoencoder as an hourglass: a bar a layer, as high as it has numbers.

    Parameters
    ----------
    sizes : sequence of two to five int >= 1, such as (64, 32, 2)
        The numbers in each layer of the encoder, from the input to the code. The decoder has the
        same layers in the other order.
    title : str, stands in place of the computed headline
    """
    check_title(title)
    if not isinstance(sizes, Iterable):
        raise TypeError(f"sizes must be a sequence of whole numbers; got {sizes!r}.")
    sizes = [check_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)]
    if not 2 <= len(sizes) <= MOST_LAYERS:
        raise ValueError(
            f"sizes must hold 2 to {MOST_LAYERS} numbers, from the input to the code; got {sizes}."
        )
    layers = sizes + sizes[-2::-1]
    heights = [max(_LEAST, _TALL * size / max(sizes)) for size in layers]
    fig, ax = new_figure(_STEP * len(layers) + 0.6, _TALL + 1.5)
    middle = len(sizes) - 1
    for i, (left, right) in enumerate(pairwise(heights)):
        _draw_flow(ax, i * _STEP, left, right, PALETTE["blue" if i < middle else "vermilion"])
    for i, (size, height) in enumerate(zip(layers, heights, strict=True)):
        color = PALETTE["blue"] if i < middle else PALETTE["vermilion"] if i > middle else "black"
        corner = (i * _STEP - _WIDTH / 2, -height / 2)
        ax.add_patch(Rectangle(corner, _WIDTH, height, color=color, zorder=3))
        look = {"ha": "center", "va": "bottom", "fontsize": 13}
        ax.text(i * _STEP, height / 2 + 0.06, f"{size}", weight="bold", **look)
    _draw_names(ax, middle)
    ax.set_xlim(-0.5, _STEP * (len(layers) - 1) + 0.5)
    ax.set_ylim(-_TALL / 2 - 0.5, _TALL / 2 + 0.35)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_title(title or f"{sizes[0]} numbers, written down as {sizes[-1]}, and read back")
    return fig


def _draw_flow(ax: Axes, x, left, right, color) -> None:
    start, end = x + _WIDTH / 2, x + _STEP - _WIDTH / 2
    corners = [(start, left / 2), (end, right / 2), (end, -right / 2), (start, -left / 2)]
    ax.add_patch(Polygon(corners, facecolor=color, alpha=0.18, linewidth=0))


def _draw_names(ax: Axes, middle) -> None:
    """Write below the layers what they are together."""
    below = {"y": -_TALL / 2 - 0.12, "ha": "center", "va": "top", "fontsize": 13}
    ax.text(x=_STEP * (middle - 1) / 2, s="encoder", color=PALETTE["blue"], **below)
    ax.text(x=_STEP * middle, s="code", **below)
    ax.text(x=_STEP * (3 * middle + 1) / 2, s="decoder", color=PALETTE["vermilion"], **below)
