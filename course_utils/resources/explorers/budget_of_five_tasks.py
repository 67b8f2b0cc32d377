"""The LP dial: five tasks under a budget, the best shares, and what one more unit would add."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import GRAY, PALETTE
from course_utils.resources.case import TASKS
from course_utils.resources.controls import BUDGET_STEP, BUDGETS, FACTORS
from course_utils.resources.figures.polygon import REGION, allowed_corners
from course_utils.resources.knapsack import fractional_knapsack
from course_utils.resources.model import allocate, range_of_shares

N_TASKS = len(TASKS.weights)
SHOWN = [3, 4]  # the tasks of the polygon, from 0
_SAME = 1e-6  # shares that differ less are equal
_SURE = {"facecolor": PALETTE["blue"], "edgecolor": PALETTE["blue"]}
_OPEN = {"facecolor": "white", "edgecolor": PALETTE["blue"], "hatch": "////"}
_POINT = {"color": PALETTE["vermilion"], "marker": "D", "markersize": 8, "linestyle": ""}
_EQUAL = {"color": PALETTE["green"], "linestyle": "--", "linewidth": 2}
_SLOPE = {"color": PALETTE["vermilion"], "linestyle": "-", "linewidth": 3}


class Best(NamedTuple):
    """The best that a budget can do, and the shares with which it is reached."""

    value: float
    used: float
    price: float
    least: np.ndarray  # (5,) of each task, among all best allocations
    largest: np.ndarray  # (5,)
    shares: np.ndarray  # (5,) one of the best; of equals, the last tasks are served first


def values_of(task: int, factor: float) -> np.ndarray:
    """Return what the five tasks are worth if one of them, from 1 to 5, is worth `factor` times it.

    >>> values_of(5, 2.0).tolist()
    [10.0, 20.0, 30.0, 40.0, 100.0]
    """
    return TASKS.weights * np.where(np.arange(1, N_TASKS + 1) == task, factor, 1.0)


@lru_cache(1024)
def best(budget: int, task: int, factor: float) -> Best:
    """Return the optimum of the linear program of one state of the dial.

    >>> found = best(600, 5, 1.0)
    >>> found.value, found.shares.tolist()
    (60.0, [0.0, 0.0, 0.0, 0.25, 1.0])
    """
    program = values_of(task, factor), TASKS.demands, budget
    plan = allocate(*program)
    shares = fractional_knapsack(program[0][::-1], TASKS.demands[::-1], budget)[::-1]
    return Best(plan.value, plan.used, plan.price, *range_of_shares(*program), shares)


@lru_cache
def curve(task: int, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of the line of the best value over the budget, straight between them.

    >>> budgets, values = curve(5, 2.0)
    >>> budgets.tolist(), values[:2].tolist()
    ([0.0, 500.0, 600.0, 800.0, 1100.0, 1500.0, 1600.0], [0.0, 100.0])
    """
    values = values_of(task, factor)
    in_order = TASKS.demands[np.argsort(-values / TASKS.demands, kind="stable")]
    budgets = np.array([0, *np.cumsum(in_order), BUDGETS[-1]], dtype=float)
    shares = [fractional_knapsack(values, TASKS.demands, budget) for budget in budgets]
    return budgets, np.array(shares) @ values


def _stage_dial(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    axes = figure.subplots(1, 3, width_ratios=(1.35, 1, 1.05)) if wide else [figure.subplots()]
    artists = _stage_shares(axes[0], wide)
    artists["words"] = figure.suptitle("\n", fontsize=13 if wide else 12)
    if wide:
        artists |= _stage_polygon(axes[1]) | _stage_curve(axes[2])
        keys = [artists["open"][0], *(artists[name] for name in ("best", "equal", "slope"))]
        keys += [axes[2].lines[0]]
        names = ("as good", "one best", "equal value", "price: the slope", "as documented")
        look = {"frameon": False, "columnspacing": 1.4, "handletextpad": 0.6}
        figure.legend(keys, names, loc="outside lower center", ncols=len(keys), **look)
    return artists


def _stage_shares(ax, wide: bool) -> dict:
    ax.set_xlim(0, 1.75 if wide else 1.5)
    ax.set_ylim(N_TASKS + 0.5, 0.5)
    ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    ax.spines["bottom"].set_bounds(0, 1)
    numbers = range(1, N_TASKS + 1)
    needs = [f"task {i}\nneeds {need:g}" for i, need in zip(numbers, TASKS.demands, strict=True)]
    ax.set_yticks(numbers, needs if wide else [f"task {i}" for i in numbers])
    ax.tick_params(axis="y", length=0, pad=7)
    if wide:
        ax.set_title("shares", fontsize=12)
    return {
        "open": list(ax.barh(numbers, 0, 0.66, **_OPEN)),
        "sure": list(ax.barh(numbers, 0, 0.66, **_SURE)),
        "best": ax.plot([], [], **_POINT, mec="white", clip_on=False, zorder=3)[0],
        "notes": [ax.text(1.08, i, "", va="center") for i in numbers],
    }


def _stage_polygon(ax) -> dict:
    for name, set_limits, set_ticks, set_name in (
        (SHOWN[0], ax.set_xlim, ax.set_xticks, ax.set_xlabel),
        (SHOWN[1], ax.set_ylim, ax.set_yticks, ax.set_ylabel),
    ):
        set_limits(0, 1.15)
        set_ticks([0, 0.5, 1], ["0", "0.5", "1"])
        set_name(f"share of task {name + 1}")
    ax.set_aspect("equal")
    ax.set_title("allowed", fontsize=12)
    return {
        "region": ax.fill([0, 0, 0], [0, 0, 0], **REGION)[0],
        "budget line": ax.plot([], [], color="black", linestyle="-", linewidth=2)[0],
        "equal": ax.plot([], [], **_EQUAL)[0],
        "corner": ax.plot([], [], **_POINT, mec="white", clip_on=False, zorder=3)[0],
    }


def _stage_curve(ax) -> dict:
    ax.set_xlim(0, BUDGETS[-1] + BUDGET_STEP)
    ax.set_ylim(0, 1.05 * values_of(N_TASKS, FACTORS[-1]).sum())
    ax.set_xticks(range(0, BUDGETS[-1] + 1, 500))
    ax.set_xlabel("budget")
    ax.set_title("best value", fontsize=12)
    look = {"color": GRAY, "linestyle": ":", "linewidth": 2}
    ax.plot(*curve(1, 1.0), **look)
    look = {"color": PALETTE["blue"], "linestyle": "-", "linewidth": 2}
    return {
        "curve": ax.plot([], [], **look)[0],
        "slope": ax.plot([], [], **_SLOPE)[0],
        "point": ax.plot([], [], **_POINT, mec="white", zorder=3)[0],
    }


def _draw_dial(artists, budget, task, factor) -> str:
    found, values = best(budget, task, factor), values_of(task, factor)
    wide = "curve" in artists  # the strip has the bars alone
    ranges = [_range_in_words(*ends) for ends in zip(found.least, found.largest, strict=True)]
    for i, note in enumerate(artists["notes"]):
        artists["sure"][i].set_width(found.least[i])
        artists["open"][i].set_width(found.largest[i])
        chosen = f" = {TASKS.weights[i]:g} × {factor:g}" if i == task - 1 else ""
        note.set_text(f"{ranges[i]}\nof {values[i]:g}{chosen}" if wide else ranges[i])
    artists["best"].set_data(found.shares, range(1, N_TASKS + 1))
    if wide:
        _set_polygon(artists, found, budget, values)
        artists["curve"].set_data(*curve(task, factor))
        artists["point"].set_data([budget], [found.value])
        ends = np.array([budget - 300, budget + 300])
        artists["slope"].set_data(ends, found.value + found.price * (ends - budget))
    price = _plain(found.price)
    artists["words"].set_text(
        f"budget {budget:,}, {found.used:,.0f} used\nvalue {found.value:g}, price {price}"
    )
    is_open = (found.largest - found.least > _SAME).any()
    many = "More than one allocation is best. " if is_open else ""
    shares = ", ".join(f"task {i}: {words}" for i, words in enumerate(ranges, start=1))
    return (
        f"Budget {budget:,}; task {task} is worth {factor:g} times {TASKS.weights[task - 1]:g}. "
        f"The best value is {found.value:g} with {found.used:,.0f} used; one more unit adds "
        f"{price}. {many}Best shares: {shares}."
    )


def _set_polygon(artists, found, budget, values) -> None:
    """Draw what two tasks may get while the others keep their shares of one best allocation."""
    point, demands = found.shares[SHOWN], TASKS.demands[SHOWN]
    others = np.delete(found.shares * TASKS.demands, SHOWN).sum()
    left = max(budget - others, 0.0)
    artists["region"].set_xy(allowed_corners(demands[None], np.array([left])))
    foot = left * demands / (demands @ demands)
    for name, start, normal in (("budget line", foot, demands), ("equal", point, values[SHOWN])):
        way = np.array([normal[1], -normal[0]]) / np.linalg.norm(normal)
        artists[name].set_data(*np.array([start - 2 * way, start + 2 * way]).T)
    artists["corner"].set_data(*point[:, None])


def _range_in_words(least: float, largest: float) -> str:
    return _plain(least) if largest - least <= _SAME else f"{_plain(least)} to {_plain(largest)}"


def _plain(value: float) -> str:
    return f"{abs(round(value, 6)):.3g}"


lp_dial = Explorer(
    _stage_dial,
    _draw_dial,
    controls={
        "budget": slider(BUDGETS[0], BUDGETS[-1], 600, "budget", step=BUDGET_STEP),
        "task": choice(tuple(range(1, N_TASKS + 1)), N_TASKS, "task"),
        "factor": choice(FACTORS, 1.0, "its value, times"),
    },
    strip=[
        ("As documented: no single best", {"budget": 600, "task": 5, "factor": 1.0}),
        ("Task 5 doubled: it comes first", {"budget": 600, "task": 5, "factor": 2.0}),
        ("More than all need: price 0", {"budget": 1600, "task": 5, "factor": 1.0}),
    ],
    title="Five tasks and one budget",
    width=9.0,
    height=4.2,
)
