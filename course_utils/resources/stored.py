"""What the trainings of the course cost, from the bytes of the table that holds it."""

import csv
import io
from typing import NamedTuple

import numpy as np

from course_utils.validation import as_vector, check_bytes

COLUMNS = ("job", "chapter", "seconds", "peak_bytes", "minutes")


class Jobs(NamedTuple):
    """The trainings of the course, one by one, in the order of the chapters."""

    names: tuple[str, ...]
    chapters: tuple[str, ...]
    seconds: np.ndarray  # float64 (n_jobs,), of one processor, loading counts
    peak_bytes: np.ndarray  # float64 (n_jobs,), of memory, loading counts
    minutes: np.ndarray  # float64 (n_jobs,), of the course's core sections that rest on the job


def jobs_of(content: bytes) -> Jobs:
    """Return the jobs that "resources_jobs.csv" holds.

    Parameters
    ----------
    content : bytes of a table with the columns job, chapter, seconds, peak_bytes, minutes

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, a column is missing, a job stands twice, or a cost is not above 0.

    >>> jobs = jobs_of(b"job,chapter,seconds,peak_bytes,minutes\\nMLP,backprop,0.5,1000,7\\n")
    >>> jobs.names, jobs.seconds.tolist(), jobs.minutes.tolist()
    (('MLP',), [0.5], [7.0])
    """
    check_bytes(content, "content")
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        names, chapters, *costs = ([row[column] for row in rows] for column in COLUMNS)
        if len(set(names)) != len(names):
            raise ValueError("a job stands there twice")
        numbers = [
            as_vector([float(cell) for cell in column], name)
            for name, column in zip(COLUMNS[2:], costs, strict=True)
        ]
        if min(column.min() for column in numbers) <= 0:
            raise ValueError("a number is not above 0")
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"content must be a table with the columns {', '.join(COLUMNS)}, one row a job; "
            f'{type(error).__name__}: {error}. Pass load_run("resources_jobs.csv").'
        ) from error
    return Jobs(tuple(names), tuple(chapters), *numbers)
