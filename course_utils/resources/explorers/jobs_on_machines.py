"""Jobs on machines: a rule decides which job is next, and the plan shows when all is done."""

from functools import lru_cache

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import CLASS_STYLES, GRAY
from course_utils.resources.controls import JOBS, MACHINES, RULES
from course_utils.resources.figures.gantt import BOUND, END, set_job, set_rows, stage_jobs
from course_utils.resources.schedule import (
    Schedule,
    best_schedule,
    list_schedule,
    longest_first,
    lower_bound,
)

_MOST_JOBS = max(map(len, JOBS.values()))
_WAIT = ("1, 1, 1, 1, 1, 1, 3", 3)


@lru_cache
def plan_of(jobs: str, n_machines: int, rule: str) -> Schedule:
    """Return the plan that a rule makes of one of the lists in `JOBS`.

    >>> plan_of("3, 3, 2, 2, 2", 2, "longest first").makespan
    7.0
    """
    durations = np.array(JOBS[jobs], dtype=float)
    if rule == "best":
        return best_schedule(durations, n_machines)
    if rule == "longest first":
        return longest_first(durations, n_machines)
    order = np.argsort(durations, kind="stable") if rule == "shortest first" else None
    return list_schedule(durations, n_machines, order)


def bound_of(jobs: str, n_machines: int) -> float:
    """Return a time before which no plan of one of the lists in `JOBS` ends.

    >>> bound_of("3, 3, 2, 2, 2", 2)
    6.0
    """
    return lower_bound(JOBS[jobs], n_machines)


def _stage_machines(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    axes = figure.subplots(1, 2, width_ratios=(2, 1)) if wide else [figure.subplots()]
    ax = axes[0]
    set_rows(ax, MACHINES[-1])
    if not wide:
        ax.set_yticks(range(MACHINES[-1]), MACHINES)
        ax.set_ylabel("machine")
    ax.set_xlim(0, 10)
    ax.set_xlabel("time")
    artists = {
        "axis": ax.xaxis,
        "bars": stage_jobs(ax, _MOST_JOBS),
        "bound": ax.axvline(0, **BOUND, label="no plan ends before"),
        "end": ax.axvline(0, **END, label="this plan ends"),
        "words": figure.suptitle("\n", fontsize=13 if wide else 12),
    }
    if wide:
        artists |= _stage_speed(axes[1])
        keys = [artists["end"], artists["bound"], artists["speed"], axes[1].lines[0]]
        look = {"frameon": False, "columnspacing": 1.2}
        figure.legend(handles=keys, loc="outside lower center", ncols=4, **look)
    return artists


def _stage_speed(ax) -> dict:
    ax.set_xlim(0.8, MACHINES[-1] + 0.2)
    ax.set_ylim(0.8, MACHINES[-1] + 0.2)
    ax.set_xticks(MACHINES)
    ax.set_yticks(MACHINES)
    ax.set_xlabel("machines")
    ax.set_title("times as fast as one", fontsize=12)
    ax.plot(MACHINES, MACHINES, color=GRAY, linestyle=":", linewidth=1.5, label="n times")
    blue, vermilion = (style["color"] for style in CLASS_STYLES[:2])
    look = {"color": blue, "linestyle": "-.", "marker": "s", "markersize": 6, "linewidth": 2}
    return {
        "speed": ax.plot([], [], **look, label="this rule")[0],
        "now": ax.plot([], [], color=vermilion, marker="o", markersize=10, linestyle="")[0],
    }


def _draw_machines(artists, rule, n_machines, jobs) -> str:
    durations, bound = JOBS[jobs], bound_of(jobs, n_machines)
    plans = {each: plan_of(jobs, n_machines, each) for each in RULES}
    plan, best = plans[rule], plans["best"].makespan
    _set_plan(artists, plan, durations, max(each.makespan for each in plans.values()))
    for name, value in (("end", plan.makespan), ("bound", bound)):
        artists[name].set_xdata([value, value])
    if "speed" in artists:  # the strip has none
        ends = [plan_of(jobs, n, rule).makespan for n in MACHINES]
        artists["speed"].set_data(MACHINES, [sum(durations) / end for end in ends])
        artists["now"].set_data([n_machines], [sum(durations) / plan.makespan])
    s = "s" * (n_machines > 1)
    artists["words"].set_text(
        f"{rule}, {n_machines} machine{s}: done after {plan.makespan:g}\n"
        f"best {best:g}, bound {bound:.4g}"
    )
    loads = np.bincount(plan.machine, durations, n_machines)
    late = plan.makespan - best
    verdict = f"{late:g} later than the best plan" if late else "as early as the best plan"
    return (
        f"Durations {jobs}; {n_machines} machine{s}; next job: {rule}. All is done after "
        f"{plan.makespan:g}, {verdict}; no plan ends before {bound:.4g}. Work of the machines: "
        f"{', '.join(f'{load:g}' for load in loads)}."
    )


def _set_plan(artists, plan, durations, longest) -> None:
    step = max(1, round(longest / 5))
    artists["axis"].axes.set(xlim=(0, 1.04 * longest), xticks=np.arange(0, longest + 1e-9, step))
    for i, bar in enumerate(artists["bars"]):
        if i < len(durations):
            set_job(bar, plan.machine[i], plan.start[i], durations[i], f"{durations[i]}")
        else:
            set_job(bar, 0, -1, 0, "")


def _state(jobs, n_machines, rule) -> dict:
    return {"jobs": jobs, "n_machines": n_machines, "rule": rule}


machines = Explorer(
    _stage_machines,
    _draw_machines,
    controls={
        "rule": choice(RULES, RULES[0], "next job"),
        "n_machines": slider(MACHINES[0], MACHINES[-1], 2, "machines"),
        "jobs": choice(tuple(JOBS), "3, 3, 2, 2, 2", "durations"),
    },
    strip=[
        ("A long job last: others wait", _state(*_WAIT, "in order")),
        ("Longest first: all end together", _state(*_WAIT, "longest first")),
        ("No plan ends at the bound", _state("3, 8, 1, 5, 2, 6", 2, "best")),
    ],
    title="Jobs on machines",
    width=8.2,
    height=4.2,
)
