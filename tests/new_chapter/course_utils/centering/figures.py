"""The picture of the toy chapter: values before and after centering."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.centering.model import center
from course_utils.classroom.figures import CLASS_STYLES, new_figure
from course_utils.validation import as_vector

__all__ = ["draw_centering"]


def draw_centering(values) -> Figure:
    """Draw `values` (n,) on one line and, above it, what centering makes of them.

    >>> draw_centering([1.0, 3.0]).axes[0].get_title()
    'Every value moves by -2'
    """
    values = as_vector(values, "values")
    centered = center(values[:, None])[:, 0]
    fig, ax = new_figure(6.4, 2.4)
    for row, (name, points) in enumerate([("before", values), ("after", centered)]):
        ax.plot(points, np.full(len(points), row), **CLASS_STYLES[row] | {"linestyle": "none"})
        ax.lines[-1].set_label(name)
    ax.axvline(0, color="black", linestyle="--", lw=1, label="zero")
    ax.set(yticks=(0, 1), yticklabels=("before", "after"), ylim=(-0.6, 1.6), xlabel="value")
    ax.set_title(f"Every value moves by {centered[0] - values[0]:g}")
    return fig
