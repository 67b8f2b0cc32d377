"""Teacher and student: softened answers, and what each seed gained by them."""

import textwrap

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import as_names, check_flag, check_title
from course_utils.compression.distillation import soften
from course_utils.validation import as_numbers, as_vector, check_positive

MOST_TEMPERATURES, MOST_CLASSES = 4, 12


def draw_softened(
    logits, temperatures, *, names=None, log: bool = False, title: str | None = None
) -> Figure:
    """Draw what a teacher answers to one image, a panel for each temperature.

    Parameters
    ----------
    logits : array of shape (n_classes,), two to twelve
    temperatures : one to four floats > 0
    names : sequence of n_classes things to write below the bars; None counts from 0
    log : bool, True gives the probabilities a logarithmic scale
    title : str, stands in place of the computed headline
    """
    check_title(title)
    logits = as_vector(logits, "logits")
    if not 2 <= len(logits) <= MOST_CLASSES:
        raise ValueError(f"logits must be of 2 to {MOST_CLASSES} classes; got {len(logits)}.")
    temperatures = [
        check_positive(each, "temperatures")
        for each in np.ravel(as_numbers(temperatures, "temperatures"))
    ]
    if not 1 <= len(temperatures) <= MOST_TEMPERATURES:
        raise ValueError(
            f"temperatures must be 1 to {MOST_TEMPERATURES} numbers; got {len(temperatures)}."
        )
    names = as_names(range(len(logits)) if names is None else names, "names", len(logits))
    log = check_flag(log, "log")
    n_panels, width = len(temperatures), max(2.5 * len(temperatures), 5.0)
    fig, axes = new_figure(width, 3.6, ncols=n_panels, sharey=True, squeeze=False)
    second = np.argsort(-logits, kind="stable")[1]
    facts = []
    for ax, temperature in zip(axes[0], temperatures, strict=True):
        answers = np.asarray(soften(logits[None], temperature), dtype=float)[0]
        bars = ax.bar(names, answers, color=PALETTE["blue"])
        bars[second].set(facecolor="white", edgecolor=PALETTE["vermilion"], hatch="////")
        ax.set_title(f"T = {temperature:g}")
        ax.set_xlabel("class")
        ax.tick_params(axis="x", length=0)
        facts.append(f"{answers[second]:{'.1e' if log else '.3f'}} at T = {temperature:g}")
    if log:
        axes[0, 0].set_yscale("log")
    axes[0, 0].set_ylabel("probability")
    words = f"Class {names[second]} comes second: {', '.join(facts)}"
    fig.suptitle(title or textwrap.fill(words, round(9 * width)))
    return fig


def draw_students(alone, distilled, teacher, *, title: str | None = None) -> Figure:
    """Draw the test accuracy of students, trained alone and by a teacher, a line a seed.

    Parameters
    ----------
    alone, distilled : arrays of shape (n_seeds,), in the same order of seeds
    teacher : float, or array of shape (n_seeds,): the teacher of each seed
    title : str, stands in place of the computed headline
    """
    check_title(title)
    alone = _accuracies(alone, "alone")
    distilled = _accuracies(distilled, "distilled", len(alone))
    above = as_numbers(teacher, "teacher")
    above = np.broadcast_to(above, len(alone)) if above.ndim == 0 else above
    teacher = _accuracies(above, "teacher", len(alone))
    fig, ax = new_figure(8.0, 4.4)
    gains = distilled - alone
    for before, after in zip(alone, distilled, strict=True):
        look = {"color": GRAY, "linestyle": "-" if after > before else ":", "linewidth": 1.5}
        ax.plot([0, 1], [before, after], **look, zorder=1)
    groups = {"student alone": alone, "student distilled": distilled, "teacher": teacher}
    for place, (style, values) in enumerate(zip(CLASS_STYLES, groups.values(), strict=False)):
        look = {"color": style["color"], "marker": style["marker"], "s": 60, "zorder": 3}
        ax.scatter(np.full(len(values), place), values, **look, edgecolors="white", linewidths=0.8)
        mean = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 3}
        ax.plot([place - 0.16, place + 0.16], [values.mean()] * 2, **mean, zorder=2)
        side = {"x": place + 0.2, "ha": "left"} if place else {"x": place - 0.2, "ha": "right"}
        ax.text(y=values.mean(), s=f"{values.mean():.3f}", va="center", **side)
    ax.set_xticks(range(len(groups)), list(groups))
    ax.set_xlim(-0.6, 2.6)
    ax.set_ylabel("accuracy")
    better, gain = int((gains > 0).sum()), 100 * gains.mean()
    left = 100 * (teacher.mean() - distilled.mean())
    words = (
        f"Distilled is better for {better} of {len(gains)} seeds: {gain:+.1f} points in the mean,\n"
        f"{abs(left):.1f} {'below' if left >= 0 else 'above'} the teacher"
    )
    ax.set_title(title or words.replace("-", "−"))
    return fig


def _accuracies(values, name, length=None) -> np.ndarray:
    values = as_vector(values, name, length)
    if values.min() < 0 or values.max() > 1:
        raise ValueError(f"{name} must hold accuracies from 0 to 1; got {values}.")
    return values
