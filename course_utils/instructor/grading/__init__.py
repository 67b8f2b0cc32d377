"""Grade notebooks of learners: each runs in a process of its own and is judged outside of it.

Nothing heavy is imported here, as the learner's process imports this package, too.
"""

from pathlib import Path
from typing import NamedTuple


class Grades(NamedTuple):
    """What `grade` wrote, and how much of it is new."""

    table: Path
    totals: Path
    report: Path
    feedback: Path
    seed: int
    n_files: int
    n_graded_now: int


def grade(
    folder: Path | str,
    out: Path | str = "grades.csv",
    *,
    seed: int | None = None,
    seconds: float = 20.0,
    memory: float = 2000.0,
    chapter: str | None = None,
) -> Grades:
    """Grade every notebook below a folder.

    Parameters
    ----------
    folder : Path
        What was handed in. A folder or a file right below it is one student's.
    out : Path
        The table to write, a .csv file. Beside it come NAME_totals.csv, NAME_report.html,
        NAME_feedback/ (a page for each notebook) and NAME_results/ (what makes a rerun short).
    seed : int >= 0, optional
        Of the cases on which functions are called. By default the one of the last run into `out`,
        else a new one. None is a seed that a learner's `check` uses.
    seconds : float > 0
        The time of one cell, and of one exercise; a notebook as a whole gets ten times as much.
    memory : float > 0
        Megabytes that a notebook and all that it starts may hold.
    chapter : str, optional
        Grade the notebooks of this chapter alone. By default each is recognized by its exercises.

    Returns
    -------
    Grades
        The paths written, the seed, and how many files were graded in this run.

    Raises
    ------
    ValueError
        If an argument is unfit, nothing was handed in, or a known-right notebook does not get full
        marks: then nothing is graded.
    """
    from course_utils.instructor.grading.grading import grade_folder

    return grade_folder(Path(folder), Path(out), seed, seconds, memory, chapter)
