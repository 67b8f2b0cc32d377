"""Who gets which part of a budget, and what one more unit of it would be worth."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, new_figure
from course_utils.classroom.pictures import as_names, check_named, check_title
from course_utils.validation import as_vector, check_length

MOST_TASKS = 12
_DONE = 1 - 1e-9
_LOOKS = (
    {"facecolor": PALETTE["blue"], "edgecolor": PALETTE["blue"]},
    {"facecolor": "white", "edgecolor": PALETTE["vermilion"], "hatch": "////"},
    {"facecolor": "white", "edgecolor": PALETTE["green"], "hatch": "...."},
    {"facecolor": "white", "edgecolor": PALETTE["purple"], "hatch": "xxxx"},
)


def draw_shares(shares: dict, tasks, *, title: str | None = None) -> Figure:
    """Draw which part of each task is done, a bar for each way to divide.

    Parameters
    ----------
    shares : dict of name -> array of shape (n_tasks,), parts from 0 to 1; up to four
    tasks : sequence of n_tasks names, up to twelve
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(shares, "shares", len(_LOOKS))
    tasks = as_names(tasks, "tasks")
    if not 1 <= len(tasks) <= MOST_TASKS:
        raise ValueError(f"tasks must be 1 to {MOST_TASKS}; got {len(tasks)}.")
    fig, ax = new_figure(8.4, 4.2)
    places, width = np.arange(len(tasks)), 0.8 / len(shares)
    facts = []
    for i, (name, parts) in enumerate(shares.items()):
        parts = _as_parts(parts, f"shares[{name!r}]", len(tasks))
        beside = places + (i - (len(shares) - 1) / 2) * width
        ax.bar(beside, parts, 0.9 * width, **_LOOKS[i], linewidth=1.5, label=name)
        facts.append(f"{name} {np.count_nonzero(parts >= _DONE)}")
    ax.set_xticks(places, tasks)
    ax.tick_params(axis="x", length=0)
    ax.set_ylim(0, 1.02)
    ax.set_yticks([0, 0.5, 1])
    ax.set_ylabel("part that is done")
    fig.legend(loc="outside lower center", ncols=len(_LOOKS), frameon=False)
    ax.set_title(title or f"Of {len(tasks)} tasks done in full: {', '.join(facts)}")
    return fig


def _as_parts(values, name, length) -> np.ndarray:
    parts = as_vector(values, name, length)
    if parts.min() < -1e-9 or parts.max() > 1 + 1e-9:
        raise ValueError(
            f"{name} must hold parts from 0 to 1; got {parts.min():g} to {parts.max():g}."
        )
    return parts


def draw_value_of_budget(budgets, values, prices=None, *, title: str | None = None) -> Figure:
    """Draw the best value over the budget, and below it what one more unit is worth.

    The line below is the slope of the value from each budget to the next; the points are the
    prices that a solver gives. Where the line steps down, any price of the step is right.

    Parameters
    ----------
    budgets : array of shape (n,), rising
    values : array of shape (n,), the best value with each
    prices : array of shape (n,), value for a unit of budget; None draws the slope alone
    title : str, stands in place of the computed headline
    """
    check_title(title)
    budgets = as_vector(budgets, "budgets")
    check_length(budgets[:2], "budgets[:2]", 2)
    if (np.diff(budgets) <= 0).any():
        raise ValueError("budgets must rise from each to the next. Sort them first.")
    values = as_vector(values, "values", len(budgets))
    slopes = np.diff(values) / np.diff(budgets)
    fig, (top, below) = new_figure(8.4, 5.0, nrows=2, sharex=True, height_ratios=(1.4, 1))
    look = {"color": PALETTE["blue"], "linestyle": "-", "linewidth": 2.5}
    top.plot(budgets, values, **look, label="best value")
    below.stairs(slopes, budgets, **look, baseline=None, label="slope of the value")
    highest = slopes.max()
    if prices is not None:
        prices = as_vector(prices, "prices", len(budgets))
        style = CLASS_STYLES[1]
        dots = {"color": style["color"], "marker": style["marker"], "linestyle": ""}
        every = max(1, len(budgets) // 40)
        below.plot(
            budgets,
            prices,
            **dots,
            markersize=6,
            markevery=every,
            clip_on=False,
            label="shadow price",
        )
        highest = max(highest, prices.max())
    top.set_ylabel("best value")
    below.set_ylabel("value\nof one unit")
    below.set_xlabel("budget")
    below.set_ylim(min(0, slopes.min()) - 0.06 * (highest or 1), 1.15 * (highest or 1))
    for ax in (top, below):
        ax.set_xlim(budgets[0], budgets[-1])
    below.legend(loc="upper right", frameon=False, ncols=2, bbox_to_anchor=(1, 1.25))
    words = f"One more unit is worth {slopes[0]:.3g} at first, {slopes[-1]:.3g} at the end"
    top.set_title(title or words)
    return fig
