"""Grade a folder: a known-right notebook of each chapter first, then what was handed in."""

import os
from collections.abc import Iterator
from pathlib import Path

from tqdm.auto import tqdm

from course_utils.classroom.cards import Card
from course_utils.classroom.exercises import compared, observed_on
from course_utils.instructor import solutions
from course_utils.instructor.grading import Grades, submissions
from course_utils.instructor.grading.keeping import FIRST_UNSEEN, Kept, Marked, seed_of, table
from course_utils.instructor.grading.marking import Row, mark, paper_of
from course_utils.instructor.grading.pages import class_page, feedback_page
from course_utils.instructor.grading.running import Outcome, run_cells
from course_utils.instructor.grading.submissions import Submission
from course_utils.instructor.grading.walls import walls_here
from course_utils.instructor.grading.watching import Limits
from course_utils.instructor.notebooks import NotebookError, find_chapter
from course_utils.places import ROOT, write_whole
from course_utils.validation import check_count, check_positive

N_SEEDS = 3  # for each exercise that takes arguments
LEAST_MEMORY = 200.0  # megabytes: Python and a chapter take as much
FIRST_TIME = 120.0  # seconds that a reference may take; later it is known


def grade_folder(
    folder: Path,
    out: Path,
    seed: int | None,
    seconds: float,
    memory: float,
    chapter: str | None,
) -> Grades:
    """Do what `grade` says."""
    limits = _limits(seconds, memory)
    if seed is not None:
        check_count(seed, "seed", minimum=0)
    if out.suffix != ".csv":
        raise NotebookError(f"out must be the name of a .csv file; got {out}.")
    beside = {
        kind: out.with_name(f"{out.stem}_{kind}")
        for kind in ("feedback", "results", "totals.csv", "report.html")
    }
    wanted = find_chapter(chapter) if chapter else None
    found = _find(folder, [out, *beside.values()], wanted)
    kept = Kept(beside["results"], seed_of(beside["results"], seed), limits)
    marked = {one: kept.load(one) for one in found if not one.problem}
    left = [one for one, known in marked.items() if known is None]
    graders = {name: Grader(name, kept.seed, limits) for name in sorted({o.chapter for o in left})}
    for grader in graders.values():
        grader.check_known_right()
    quiet = os.environ.get("COURSE_PROGRESS") == "0"
    try:
        for one in tqdm(left, desc="grading", unit="notebook", disable=quiet):
            marked[one] = graders[one.chapter].grade(one)
            kept.save(one, marked[one])
    except KeyboardInterrupt:
        n = sum(marked[one] is not None for one in left)
        told = f"{n} of {len(left)} notebooks are graded and kept. Run it again to go on."
        raise KeyboardInterrupt(told) from None
    marked |= {one: _not_graded(one) for one in found if one.problem}
    facts = [
        f"Seed {kept.seed}: `--seed {kept.seed}` draws the same cases again.",
        f"Limits: {seconds:g} s for a cell or an exercise, {limits.in_all:g} s and {memory:g} MB "
        f"for a notebook, {limits.processes} processes.",
        *walls_here().words(),
    ]
    grades = Grades(
        out,
        beside["totals.csv"],
        beside["report.html"],
        beside["feedback"],
        kept.seed,
        len(found),
        len(left),
    )
    _write(grades, {one: marked[one] for one in found}, facts)
    return grades


def _limits(seconds: float, memory: float) -> Limits:
    seconds, memory = check_positive(seconds, "seconds"), check_positive(memory, "memory")
    if memory < LEAST_MEMORY:
        raise ValueError(
            f"memory must be at least {LEAST_MEMORY:g} (megabytes), which a chapter takes itself; "
            f"got {memory:g}."
        )
    return Limits(seconds, int(memory * 1e6))


def _find(folder: Path, besides: list[Path], wanted: str | None) -> list[Submission]:
    """Return what was handed in, of the chapter `wanted` if one is; raises if there is nothing."""
    if not folder.is_dir():
        raise NotebookError(f"{folder} is no folder. Name the one that holds what was handed in.")
    names = [path.stem for path in sorted(ROOT.glob("notebooks/[0-9]*_*.ipynb"))]
    chapters = [chapter for name in names if (chapter := submissions.shipped(name)).exercises]
    found = submissions.find(folder, chapters, besides=besides)
    found = [one for one in found if one.problem or wanted in (None, one.chapter)]
    if not found:
        raise NotebookError(f"{folder} holds no notebook{f' of {wanted}' if wanted else ''}.")
    return found


class Grader:
    """All that it takes to grade notebooks of one chapter."""

    def __init__(self, chapter: str, seed: int, limits: Limits) -> None:
        self.shipped, self.limits = submissions.shipped(chapter), limits
        seeds = [FIRST_UNSEEN + N_SEEDS * seed + i for i in range(N_SEEDS)]
        self.paper = paper_of(self.shipped, solutions.chapter_exercises(chapter), seeds)
        self.patience = dict.fromkeys([*self.paper.cases, "setup"], FIRST_TIME)

    def check_known_right(self) -> None:
        """Raise unless a notebook of references gets full marks, and the second answers agree.

        The first shows that the way to run and to judge works; the second that the references,
        with which all is compared, are right.
        """
        failed = list(self._disagreeing())
        if not failed:
            right = submissions.known_right(self.shipped.chapter, self.paper.exercises)
            outcome = self._run(right)
            rows = [row for row, _ in mark(right, self.paper, outcome)]
            failed = [f"{r.exercise}: {r.result}, {r.note}" for r in rows if r.result != "passed"]
            # Each may take what the right answer took, and the learner's own time on top.
            self.patience = {
                name: 3 * seconds for name, seconds in outcome.took.items() if name in self.patience
            }
        if failed:
            chapter = self.shipped.chapter
            told = f"{chapter}: a known-right notebook fails, so nothing is graded:"
            raise NotebookError("\n  ".join([told, *failed]))

    def _disagreeing(self) -> Iterator[str]:
        """Say of each exercise whose two right answers differ what it is."""
        for exercise in self.paper.exercises:
            for seed, cases in self.paper.cases[exercise.name].items():
                seen = observed_on(exercise, exercise.another, cases)
                if any(compared(exercise, seed, cases, seen).wrong):
                    yield f"{exercise.name}: the reference and another right answer differ"
                    break

    def grade(self, submission: Submission) -> Marked:
        """Run one notebook and judge what it does."""
        return mark(submission, self.paper, self._run(submission))

    def _run(self, submission: Submission) -> Outcome:
        cases = {name: self.paper.all_cases(name) for name in self.paper.cases}
        limits, patience = self.limits, self.patience
        return run_cells(submission.cells, self.shipped, cases, limits, walls_here(), patience)


def _not_graded(one: Submission) -> Marked:
    row = Row(one.student, one.file, one.chapter, "", one.problem, note=one.note)
    text = f"It could not be graded: {one.note}. Hand in the notebook of the chapter, an .ipynb."
    return [(row, Card("not attempted", one.problem, (("text", text),)))]


def _write(grades: Grades, marked: dict[Submission, Marked], facts: list[str]) -> None:
    """Write the pages and the tables, each whole; the table of rows comes last."""
    rows = [row for each in marked.values() for row, _ in each]
    for one, each in marked.items():
        place = grades.feedback / f"{one.file.removesuffix('.ipynb')}.html"
        write_whole(place, feedback_page(one.student, one.file, each))
    header = ["student", "chapter", "passed", "exercises"]
    write_whole(grades.totals, table(header, _totals(rows)))
    write_whole(grades.report, class_page(rows, facts))
    write_whole(grades.table, table(Row._fields, rows))


def _totals(rows: list[Row]) -> Iterator[tuple[str, str, int, int]]:
    """Yield for each student and chapter how many exercises passed in any notebook, of how many."""
    for student, chapter in sorted({(row.student, row.chapter) for row in rows}):
        own = [row for row in rows if (row.student, row.chapter) == (student, chapter)]
        passed = {row.exercise for row in own if row.result == "passed"}
        yield student, chapter, len(passed), len({row.exercise for row in own if row.exercise})
