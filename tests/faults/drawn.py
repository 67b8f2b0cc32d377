"""What a figure shows, in words, once it proved that it can be drawn."""

import re

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import describe

_DRAWN: set[str] = set()


def in_words(fig: Figure) -> tuple[str, float]:
    """Return the plotted data in words, and NaN if the figure shows a number that is none, else 0.

    What can't be drawn raises here. Figures of the same words are drawn once.
    """
    words = describe(fig)
    if words not in _DRAWN:
        fig.draw_without_rendering()
        _DRAWN.add(words)
    return words, np.nan if re.search(r"(?i)\b(nan|inf|infinity)\b", words) else 0.0
