"""How a run of the rule went, and why it had to end."""

import math

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.perceptron.figures.plane import TINT
from course_utils.perceptron.rule import Squeeze
from course_utils.validation import as_vector

MOST_DOTS = 60  # updates that are drawn as dots, too


def draw_history(history: dict, *, title: str | None = None) -> Figure:
    """Draw the updates made during each epoch, beside the samples misclassified after it.

    `history` is `Perceptron.history_`: equally long lists "updates" and "misclassified".
    """
    for name in ("updates", "misclassified"):
        if not isinstance(history, dict) or name not in history:
            raise ValueError(f"history must be a dict as Perceptron.history_; it lacks {name!r}.")
    updates = as_vector(history["updates"], "history['updates']")
    wrong = as_vector(history["misclassified"], "history['misclassified']", len(updates))
    check_title(title)
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


def draw_squeeze(squeeze: Squeeze) -> Figure:
    """Draw Novikoff's proof: the length of the weights is caught between a line and a root.

    After k updates of size η the length of (w, b) is at least η·γ·k and at most η·R·√k. Where the
    two cross, at k = (R/γ)², no room is left for another update.

    Parameters
    ----------
    squeeze : Squeeze, as the function `squeeze` of the chapter returns it
    """
    if not isinstance(squeeze, Squeeze):
        raise TypeError(f"squeeze must be what squeeze(X, y) returns; got {squeeze!r}.")
    updates, most = len(squeeze.lengths) - 1, math.floor(squeeze.bound + 1e-9)
    k = np.linspace(0, 1.1, 221) * squeeze.bound
    line = squeeze.learning_rate * squeeze.margin * k
    root = squeeze.learning_rate * squeeze.radius * np.sqrt(k)
    fig, ax = new_figure(8.4, 4.0)
    upper, lower = CLASS_STYLES[1], CLASS_STYLES[0]
    ax.fill_between(k, line, root, where=line <= root, color=TINT, label="room for the length")
    ax.plot(k, root, color=upper["color"], linestyle="--", linewidth=2, label="at most η·R·√k")
    ax.plot(k, line, color=lower["color"], linestyle="-.", linewidth=2, label="at least η·γ·k")
    dots = {"marker": "o", "markersize": 4} if updates <= MOST_DOTS else {}
    look = {"color": "black", "linestyle": "-", "clip_on": False, "label": "length of (w, b)"}
    ax.plot(range(updates + 1), squeeze.lengths, **look, **dots)
    ax.axvline(squeeze.bound, color=GRAY, linestyle=":", linewidth=2, label="k = (R/γ)²")
    ax.set_xlim(0, k[-1])
    ax.set_ylim(bottom=0)
    ax.set_xlabel("updates k")
    ax.set_ylabel("length")
    fig.legend(loc="outside right upper", frameon=False)
    ax.set_title(f"{updates} updates made; more than {most} are impossible")
    return fig
