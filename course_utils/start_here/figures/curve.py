"""What k does to the accuracy, on the training rows and on others."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, new_figure
from course_utils.validation import as_vector, check_choice

LOOKS = {
    "train": {**CLASS_STYLES[1], "label": "training"},
    "validation": {**CLASS_STYLES[0], "label": "validation"},
}
RING = {
    "markersize": 15,
    "markerfacecolor": "none",
    "markeredgecolor": "black",
    "mew": 2,
    "marker": "o",
    "linestyle": "",
    "clip_on": False,
}


def draw_k_curve(ks, accuracies: dict) -> Figure:
    """Draw the accuracies over k, and ring the k that is best on validation.

    Parameters
    ----------
    ks : sequence of numbers, rising
    accuracies : dict "train" and "validation" -> array of shape (len(ks),), as
        `start_here.accuracies` returns
    """
    ks = as_vector(ks, "ks")
    if (np.diff(ks) <= 0).any():
        raise ValueError(f"ks must rise, no k twice; got {ks.tolist()}.")
    if not isinstance(accuracies, dict):
        raise TypeError(f"accuracies must be a dict; got {type(accuracies).__name__}.")
    for name in LOOKS:
        check_choice(name, accuracies, "a name that must be in accuracies")
    found = {name: as_vector(accuracies[name], f"accuracies[{name!r}]", len(ks)) for name in LOOKS}
    fig, ax = new_figure(7.4, 4.0)
    for name, look in LOOKS.items():
        every = max(1, len(ks) // 8)
        ax.plot(ks, found[name], lw=2, markersize=7, markevery=every, **look)
    best = found["validation"].argmax()
    ax.plot(
        ks[best], found["validation"][best], **RING, label=f"best: {found['validation'][best]:.3f}"
    )
    ax.set_xlabel("k: how many neighbors vote")
    ax.set_ylabel("accuracy")
    ax.set_title(_in_words(ks, found["validation"]))
    fig.legend(loc="outside right upper", frameon=False)
    return fig


def _in_words(ks, validation) -> str:
    best, n_best = ks[validation.argmax()], np.count_nonzero(validation == validation.max())
    others = f", the first of {n_best} that tie" if n_best > 1 else ""
    return f"Best on validation: k = {best:g}{others}"
