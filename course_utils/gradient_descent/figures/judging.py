"""How well scores rank: the ROC curve."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.gradient_descent.metrics import Roc, area_under_curve
from course_utils.validation import as_scalar


def draw_roc(roc: Roc, *, threshold: float | None = None) -> Figure:
    """Draw the share of positives found over the share of false alarms, for every threshold.

    Parameters
    ----------
    roc : Roc, as `roc_curve(y, scores)` returns it
    threshold : float, its point is marked: a score of at least this counts as positive
    """
    if not isinstance(roc, Roc):
        raise TypeError(f"roc must be what roc_curve(y, scores) returns; got {type(roc).__name__}.")
    rates = roc.false_positive_rate, roc.true_positive_rate
    fig, ax = new_figure(5.4, 4.8)
    look = {"color": PALETTE["blue"], "linestyle": "-", "linewidth": 2.5, "clip_on": False}
    label = f"this classifier, area {area_under_curve(roc):.3f}"
    ax.fill_between(*rates, color=PALETTE["blue"], alpha=0.12, linewidth=0)
    ax.plot(*rates, **look, label=label)
    ax.plot([0, 1], [0, 1], color=GRAY, linestyle=":", linewidth=2, label="coin flips")
    title = f"A positive outranks a negative in {100 * area_under_curve(roc):.1f} % of pairs"
    if threshold is not None:
        point = _point_at(roc, as_scalar(threshold, "threshold"))
        style = {key: CLASS_STYLES[1][key] for key in ("color", "marker")}
        look = style | {"markersize": 11, "linestyle": "", "clip_on": False}
        ax.plot(*point[:, None], **look, label=f"threshold {threshold:g}")
        found, alarms = 100 * point[1], 100 * point[0]
        title = f"Threshold {threshold:g}: {found:.0f} % found, {alarms:.0f} % false alarms"
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    ax.set_aspect("equal")
    ax.set_xlabel("false alarms: share of the negatives")
    ax.set_ylabel("found: share of the positives")
    ax.legend(loc="lower right", frameon=False)
    ax.set_title(title)
    return fig


def _point_at(roc, threshold) -> np.ndarray:
    """Return (false positive rate, true positive rate) where scores from `threshold` up count."""
    n_passed = np.count_nonzero(np.asarray(roc.thresholds) >= threshold)  # they fall
    last = max(n_passed - 1, 0)
    return np.array([roc.false_positive_rate[last], roc.true_positive_rate[last]])
