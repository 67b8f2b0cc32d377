"""Bars that lie below each other, each with its number behind it, for two of the explorers."""

from matplotlib.axes import Axes

from course_utils.classroom.figures import GRAY

HATCHED = {"facecolor": "white", "edgecolor": GRAY, "hatch": "////"}


def stage_bars(ax: Axes, looks: dict[str, dict], limit: float) -> dict:
    """Draw a bar without length for each name; return name -> (bar, text), for `set_bar`.

    Parameters
    ----------
    looks : name -> how its bar looks, from top to bottom
    limit : where the axis ends
    """
    ax.set_xlim(0, limit)
    ax.set_ylim(len(looks) - 0.5, -0.5)
    ax.set_yticks(range(len(looks)), list(looks))
    ax.tick_params(axis="y", length=0)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return {
        name: (ax.barh(place, 0, 0.7, **look)[0], ax.text(0, place, "", va="center_baseline"))
        for place, (name, look) in enumerate(looks.items())
    }


def set_bar(bar_and_text: tuple, length: float, words: str) -> None:
    """Make a bar as long as `length`, and write the words behind it."""
    bar, text = bar_and_text
    bar.set_width(length)
    text.set_x(length + 0.01 * bar.axes.get_xlim()[1])
    text.set_text(words)
