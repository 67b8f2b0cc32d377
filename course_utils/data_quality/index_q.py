"""Document B's index of the quality of data, as it stands there."""

import numpy as np

from course_utils.validation import as_matrix

# The five rows on which Document B computes its index.
DOCUMENT_ROWS = np.array([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]])
DOCUMENT_ROWS.setflags(write=False)


def quality_index(D) -> float:
    """Compute Q(D), the mean distance of the rows to the mean row; called better when smaller.

    It is a measure of spread. It never sees a label, and it has the units of the columns.

    Parameters
    ----------
    D : array-like of shape (n_samples, n_features), without missing cells

    Returns
    -------
    float >= 0, in the units of D; 0 where all rows are equal

    Raises
    ------
    ValueError
        If D is empty, not 2-D, holds NaN or inf, or numbers whose squares are too large.

    References
    ----------
    Document B, sections 4.1.1, 4.2.1 and 5.2.

    >>> round(quality_index(DOCUMENT_ROWS), 6)
    3.394113
    """
    D = as_matrix(D, "D")
    with np.errstate(over="ignore", invalid="ignore"):
        distances = np.linalg.norm(D - D.mean(axis=0), axis=1)
        index = float(distances.mean())
    if not np.isfinite(index):
        raise ValueError(
            f"D holds numbers too large to be squared (up to {np.abs(D).max():.0e}); "
            "divide it by a constant first, and multiply the index with it."
        )
    return index
