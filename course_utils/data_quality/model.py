"""All repairs of a table in a sound order with one log, and the proof of a split."""

from collections.abc import Sequence

import pandas as pd

from course_utils.data_quality.duplicates import deduplicate
from course_utils.data_quality.labels import parse_labels
from course_utils.data_quality.repairs import blank_missing, repair_range, repair_units
from course_utils.data_quality.splitting import split
from course_utils.data_quality.tables import Repaired, Schema, check_schema, check_table
from course_utils.validation import as_labels, as_matrix, as_samples


def clean(
    table: pd.DataFrame,
    schema: Schema,
    *,
    units: Sequence[str] = (),
    copies_by: Sequence[str] | None = None,
    near: float | None = None,
) -> Repaired:
    """Blank what is missing, mend units, blank what is out of range, parse labels, drop copies.

    The order matters. Codes for a missing cell are no numbers, so they go first. A number in
    another unit looks out of range, so units come before ranges. And copies are found last, when
    equal things look equal.

    Parameters
    ----------
    table : DataFrame of text, as `read_table` returns it; it is left as it is
    schema : Schema
    units : columns in which a part of the rows may be in another unit, a factor of 100 away
    copies_by : columns in which copies agree; None for all but the id
    near : float > 0, or None
        How far apart in `copies_by` a copy may be from its original; None asks for equal cells.

    Returns
    -------
    Repaired
        A table with a new index 0, 1, …; and the log of all repairs, in which rows are numbered
        as in the table that came. What is missing stays missing: how to fill it is learned from
        training rows (`impute`), after the split.

    >>> table = pd.DataFrame({"id": ["1", "2"], "ink": ["0.5", "0.5"], "label": ["7", "seven"]})
    >>> schema = Schema({"ink": (0, 1)}, label="label", id="id", classes=range(10))
    >>> clean(table, schema).log
       row column before after               why
    0    1  label  seven     7  another spelling
    1    1             1     0      equals row 0
    """
    check_schema(table, schema)
    check_table(table, needs=units)
    steps = [blank_missing(table, schema)]
    for column in units:
        steps.append(repair_units(steps[-1].table, column))
    steps.append(repair_range(steps[-1].table, schema))
    if schema.label is not None:
        steps.append(
            parse_labels(steps[-1].table, schema.label, schema.classes, missing=schema.missing)
        )
    ignored = [] if schema.id is None else [schema.id]
    steps.append(deduplicate(steps[-1].table, ignore=ignored, columns=copies_by, near=near))
    logs = [step.log for step in steps if len(step.log)] or [steps[0].log]
    return Repaired(steps[-1].table, pd.concat(logs, ignore_index=True))


def promised_and_kept(model, X, y, new, *, groups=None, rng) -> tuple[float, float]:
    """Split, fit on the training rows, and ask the test rows and then new ones.

    Parameters
    ----------
    model : an estimator with `fit(X, y)` and `score(X, y)`; it is left fitted
    X, y, groups, rng : as in `split`
    new : (X, y), rows that had no part in any of this

    Returns
    -------
    promised, kept : float
        The accuracy on the test rows, and on the new rows. Where nothing leaks they agree, but
        for chance.

    >>> from course_utils.start_here import KNearestNeighbors
    >>> X, y = [[0], [1], [2], [3], [4], [10], [11], [12], [13], [14]], [0] * 5 + [1] * 5
    >>> promised_and_kept(KNearestNeighbors(1), X, y, ([[5], [9]], [0, 0]), rng=0)
    (1.0, 0.5)
    """
    if not (hasattr(model, "fit") and hasattr(model, "score")):
        raise TypeError(f"model must be an estimator with fit and score; got {model!r}.")
    X, y, new = as_matrix(X), as_labels(y), as_samples(new, "new")
    part = split(X, y, groups=groups, rng=rng)
    model.fit(X[part["train"]], y[part["train"]])
    return model.score(X[part["test"]], y[part["test"]]), model.score(*new)
