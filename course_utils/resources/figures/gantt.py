"""Which machine does which job when: bars along the time, a row a machine."""

from string import ascii_uppercase

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils.classroom.figures import CLASS_STYLES, GRAY, new_figure
from course_utils.classroom.pictures import as_names, check_named, check_title, check_words
from course_utils.validation import as_scalar, as_vector, check_count

MOST_PLANS, MOST_JOBS, MOST_MACHINES = 3, len(ascii_uppercase), 8
HEIGHT = 0.72  # of a bar, in rows
_PALE = 0.22
BOUND = {"color": GRAY, "linestyle": "--", "linewidth": 2}
END = {"color": "black", "linestyle": "-", "linewidth": 2}
_SLIM = 0.022  # of the axes: a bar that is narrower holds no letter


def draw_gantt(
    schedule,
    jobs,
    *,
    names=None,
    n_machines: int | None = None,
    bound: float | None = None,
    unit: str = "",
    title: str | None = None,
) -> Figure:
    """Draw plans as bars along the time: a panel a plan, a row a machine.

    Parameters
    ----------
    schedule : a Schedule as `list_schedule` returns it (machine, start, makespan), or a dict of
        name -> Schedule of the same jobs, up to three
    jobs : array of shape (n_jobs,), durations of at least 0; up to 26
    names : sequence of n_jobs things to write in a legend; without them a bar shows its duration
    n_machines : int >= 1, rows; None takes those that have a job
    bound : float, no plan can end before it; None draws no line
    unit : str, of the durations, such as "s"
    title : str, stands in place of the computed headline
    """
    check_title(title)
    jobs = as_vector(jobs, "jobs")
    if jobs.min() < 0 or len(jobs) > MOST_JOBS:
        raise ValueError(f"jobs must be {MOST_JOBS} durations of at least 0 at most; got {jobs}.")
    check_words(unit, "unit")
    names = None if names is None else as_names(names, "names", len(jobs))
    plans = schedule if isinstance(schedule, dict) else {"": schedule}
    check_named(plans, "schedule", MOST_PLANS)
    plans = {str(name): _as_plan(plan, len(jobs)) for name, plan in plans.items()}
    n_machines = _n_rows(plans, n_machines)
    ends = {name: float((start + jobs).max()) for name, (_, start) in plans.items()}
    height = len(plans) * (0.42 * n_machines + 0.55) + 1.1
    fig, axes = new_figure(8.4, max(height, 2.6), nrows=len(plans), sharex=True, squeeze=False)
    longest = 1.04 * max(*ends.values(), 0 if bound is None else as_scalar(bound, "bound"))
    texts = [f"{job:.4g}" for job in jobs] if names is None else list(ascii_uppercase[: len(jobs)])
    for ax, (name, (machine, start)) in zip(axes[:, 0], plans.items(), strict=True):
        set_rows(ax, n_machines)
        ax.set_xlim(0, longest)
        bars = stage_jobs(ax, len(jobs))
        for bar, row, begin, job, text in zip(bars, machine, start, jobs, texts, strict=True):
            set_job(bar, row, begin, job, text if job > _SLIM * longest else "")
        ax.axvline(ends[name], **END, label="end")
        if bound is not None:
            ax.axvline(bound, **BOUND, label=f"bound {bound:.4g}")
        ax.set_title(f"{name}: {ends[name]:.4g}" if name else "", fontsize=12)
    axes[-1, 0].set_xlabel(f"time, {unit}" if unit else "time")
    _set_legend(fig, axes[0, 0], bars, texts, names, jobs, unit)
    ends_in_words = ", ".join(f"{name} after {end:.4g}".strip() for name, end in ends.items())
    fig.suptitle(title or f"All done: {ends_in_words}{f' {unit}' if unit else ''}")
    return fig


def _as_plan(plan, n_jobs) -> tuple[np.ndarray, np.ndarray]:
    try:
        machine, start = plan.machine, plan.start
    except AttributeError:
        raise TypeError(
            f"schedule must have .machine and .start, as list_schedule returns it; got {plan!r}."
        ) from None
    machine = as_vector(machine, "schedule.machine", n_jobs).astype(int)
    return machine, as_vector(start, "schedule.start", n_jobs)


def _n_rows(plans, n_machines) -> int:
    used = 1 + max(int(machine.max()) for machine, _ in plans.values())
    n_machines = used if n_machines is None else check_count(n_machines, "n_machines", used)
    if n_machines > MOST_MACHINES:
        raise ValueError(f"n_machines must be {MOST_MACHINES} at most; got {n_machines}.")
    return n_machines


def _set_legend(fig, ax, bars, texts, names, jobs, unit) -> None:
    keys, labels = ax.get_legend_handles_labels()
    if names is not None:
        lines = (
            f"{text}: {name}, {job:.3g} {unit}".rstrip()
            for text, name, job in zip(texts, names, jobs, strict=True)
        )
        keys, labels = [*(bar for bar, _ in bars), *keys], [*lines, *labels]
        fig.legend(keys, labels, loc="outside right upper", frameon=False)
    else:
        fig.legend(keys, labels, loc="outside lower center", ncols=2, frameon=False)


def set_rows(ax: Axes, n_machines: int) -> None:
    """Give the y axis a row for each machine, the first on top."""
    ax.set_ylim(n_machines - 0.5, -0.5)
    ax.set_yticks(range(n_machines), [f"machine {i + 1}" for i in range(n_machines)])
    ax.tick_params(axis="y", length=0)


def stage_jobs(ax: Axes, n_jobs: int) -> list[tuple]:
    """Draw bars without length; return (bar, text) of each, for `set_job`."""
    bars = []
    for i in range(n_jobs):
        color = CLASS_STYLES[i % len(CLASS_STYLES)]["color"]
        look = {"facecolor": (color, _PALE), "edgecolor": color, "linewidth": 2}
        bar = ax.add_patch(Rectangle((0, 0), 0, HEIGHT, **look))
        pale = 1 - _PALE * (1 - np.array(to_rgb(color)))
        box = {"facecolor": pale, "edgecolor": "none", "pad": 1.0}  # no line runs through a number
        text = ax.text(0, 0, "", ha="center", va="center", bbox=box, clip_on=True)
        bars.append((bar, text))
    return bars


def set_job(bar_and_text: tuple, machine: int, start: float, duration: float, words: str) -> None:
    """Put a bar and its words into the row of a machine, from `start` for `duration`."""
    bar, text = bar_and_text
    bar.set_bounds(start, machine - HEIGHT / 2, duration, HEIGHT)
    text.set_position((start + duration / 2, machine))
    text.set_text(words)
