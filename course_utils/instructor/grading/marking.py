"""From what a learner's process reports to one row for each exercise: here alone is judged."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from course_utils.classroom.cards import Block, Card
from course_utils.classroom.checking import hypothesis
from course_utils.classroom.exercises import Exercise, compared, diagnose, partly
from course_utils.classroom.feedback import failure_blocks, shown_case
from course_utils.classroom.judging import Attempt
from course_utils.classroom.learner_code import source_of
from course_utils.instructor.grading.plain import unpack_observation
from course_utils.instructor.grading.running import Outcome
from course_utils.instructor.grading.submissions import Shipped, Submission, defined, plain

RESULTS = {
    "passed": "every case agrees",
    "wrong": "it runs, and at least one case differs",
    "not attempted": "the stub, or the code of a bug hunt, as it was shipped",
    "missing": "no function of this name",
    "error": "its cell raises an error before the function is there",
    "out of time": "its cell or its function ran too long",
    "out of memory": "its cell or its function took too much memory",
    "crashed": "its cell or its function ended the process",
}
PROBLEMS = {
    "empty": "a notebook without code",
    "not a notebook": "a file that can't be read as one",
    "unknown chapter": "a notebook of which nothing belongs to the course",
}
LEAST_LINES = 3  # of a body that two people don't write alike by chance
ANSWERS = re.compile(r"course_utils[.\w]*\.exercises\.\w|\bEXERCISES\b|\.reference\b")


class Row(NamedTuple):
    """What grades.csv says of one exercise of one submission."""

    student: str
    file: str
    chapter: str
    exercise: str
    result: str
    misconception: str = ""
    says: str = ""
    note: str = ""


class Paper(NamedTuple):
    """A chapter to be graded: its exercises, and the cases of each by seed."""

    shipped: Shipped
    exercises: tuple[Exercise, ...]
    cases: dict[str, dict[int, list[dict]]]

    def all_cases(self, name: str) -> list[dict]:
        return [case for cases in self.cases[name].values() for case in cases]


def paper_of(shipped: Shipped, exercises: Sequence[Exercise], seeds: Sequence[int]) -> Paper:
    """Draw the cases of every exercise; one that asks for a value has one, whatever the seed."""
    asked = [exercise for exercise in exercises if exercise.name in shipped.exercises]
    cases = {
        exercise.name: {
            seed: exercise.cases(seed)
            for seed in (seeds[:1] if exercise.asks_for_one_value else seeds)
        }
        for exercise in asked
    }
    return Paper(shipped, tuple(map(_remembering, asked)), cases)


def _remembering(exercise: Exercise) -> Exercise:
    """Return the exercise so that each answer of its own is worked out once for each case."""
    seen = {}

    def observe(function: Callable, case: dict):
        key = function, id(case)
        if key not in seen:
            seen[key] = case, exercise.observe(function, case)  # the case stays, and so its id
        return seen[key][1]

    return replace(exercise, cases=cache(exercise.cases), observe=observe)


def mark(submission: Submission, paper: Paper, outcome: Outcome) -> list[tuple[Row, Card]]:
    """Return for each exercise its row and what its learner is told."""
    marked = []
    for exercise in paper.exercises:
        row = Row(submission.student, submission.file, submission.chapter, exercise.name, "")
        if exercise.name in outcome.found:
            row, card = _of_function(row, exercise, paper, outcome)
        else:
            row, card = _without_function(row, submission, paper, outcome)
        remarks = [row.note, *_remarks(row, exercise, submission, outcome)]
        marked.append((row._replace(note="; ".join(filter(None, remarks))), card))
    return marked


def _of_function(row: Row, exercise: Exercise, paper: Paper, outcome: Outcome) -> tuple[Row, Card]:
    found = outcome.found[exercise.name]
    if found.get("left"):
        return _told(row, "not attempted", found["left"])
    try:
        attempts = list(_attempts(exercise, paper.cases[exercise.name], found["observed"]))
        failed = [attempt for attempt in attempts if any(attempt.wrong)]
        if not failed:
            n = sum(len(attempt.cases) for attempt in attempts)
            text = f"All {n} cases agree."
            return row._replace(result="passed"), Card(
                "passed", f"`{row.exercise}`", (("text", text),)
            )
        return _of_failure(row, exercise, failed, str(found.get("lost", "")))
    except Exception as error:  # whatever was handed over, the others are graded
        words = f"what it reports can't be compared ({type(error).__name__})"
        return _told(row, "error", words)


def _attempts(exercise: Exercise, cases: dict[int, list[dict]], reported: list):
    """Compare, seed by seed, what a learner's process reports; raises ValueError if it is unfit."""
    if not isinstance(reported, list) or len(reported) != sum(map(len, cases.values())):
        raise ValueError("there is not one observation for each case.")
    observed = iter(map(unpack_observation, reported))
    for seed, drawn in cases.items():
        yield compared(exercise, seed, drawn, [next(observed) for _ in drawn])


def _of_failure(row: Row, exercise: Exercise, failed: list[Attempt], lost: str) -> tuple[Row, Card]:
    """Name the mistake that a wrong answer behaves like, in the words of `check`."""
    found = ((diagnose(exercise, attempt), attempt) for attempt in failed)
    # Chance can hide on the cases of one seed what those of another show.
    named, attempt = next((pair for pair in found if pair[0]), (None, failed[0]))
    blocks: list[Block] = failure_blocks(attempt, exercise.outputs)
    if lost:
        blocks.append(("text", f"`{lost}` compares two values and stores nothing; `=` stores."))
    if named:
        blocks += hypothesis(exercise, named)
    elif part := partly(exercise, attempt):
        text = f"On this case you get what code gets that {part.says}. Could that be a part of it?"
        blocks += [("text", text), ("question", part.hint)]
    blocks.append(("question", f"A question that may help: {exercise.hints[0]}"))
    shown = attempt.observed[shown_case(attempt) or 0]
    raised = str(shown.get("raised", ""))
    result = "out of time" if raised == "OutOfTime" else "wrong"
    result = "out of memory" if raised.endswith("MemoryError") else result
    row = row._replace(result=result, note=str(shown["note:message"])[:200] if raised else "")
    if named:
        row = row._replace(misconception=named.id, says=named.says)
    return row, Card("not yet", f"`{row.exercise}`", tuple(blocks))


def _without_function(
    row: Row, submission: Submission, paper: Paper, outcome: Outcome
) -> tuple[Row, Card]:
    """Say why there is no function: its process ended, its cell failed, or there is none."""
    if row.exercise in outcome.ended:
        return _told(row, *outcome.ended[row.exercise])
    said = str(outcome.missing.get(row.exercise, ""))
    own = [
        number
        for number, cell in enumerate(submission.cells)
        if cell.exercise == row.exercise or row.exercise in defined(cell.source)
    ]
    sources = [submission.cells[number].source for number in own]
    names = [name for source in sources for name in defined(source)]
    fates = [outcome.cells[number] for number in own if outcome.cells.get(number, ("", ""))[0]]
    failed = fates[-1] if fates else ("", "")
    if names and row.exercise not in names and failed[0] in ("", "error"):
        return _told(row, "missing", f"its cell defines `{names[-1]}`: was it renamed?")
    if fates:
        return _told(row, *failed)
    if any(plain(source) in paper.shipped.cells for source in sources):
        return _told(row, "not attempted", "the cell is as it was shipped")
    if not said and outcome.over:
        return _told(row, *outcome.over.split(": ", 1))
    return _told(row, "missing", said if own else "no cell defines it")


def _told(row: Row, result: str, note: str) -> tuple[Row, Card]:
    status = "not attempted" if result in ("not attempted", "missing") else "not yet"
    text = f"{result}: {note}" if note else result
    return row._replace(result=result, note=note), Card(
        status, f"`{row.exercise}`", (("text", text[0].upper() + text[1:] + "."),)
    )


def _remarks(row: Row, exercise: Exercise, submission: Submission, outcome: Outcome) -> list[str]:
    """Return what an instructor should know of an answer beyond its result."""
    remarks = []
    for number, cell in enumerate(submission.cells):
        if cell.exercise != row.exercise and row.exercise not in defined(cell.source):
            continue
        _, words = outcome.cells.get(number, ("", ""))
        if words and words not in row.note:
            remarks.append(f"its cell: {words}")
        if any(published in _lines(cell.source) for published in _published(exercise)):
            remarks.append("line by line a published answer")
    if any(ANSWERS.search(cell.source) for cell in submission.cells):
        remarks.append("the notebook reads the course's own answers: look at it")
    return remarks


def _published(exercise: Exercise) -> list[str]:
    """Return the bodies of the answers that `solution` shows; short ones are anybody's."""
    bodies = []
    for source in map(source_of, (exercise.reference, exercise.another)):
        function = ast.parse(source).body[0]
        has_words = isinstance(function, ast.FunctionDef) and ast.get_docstring(function)
        first = function.body[1 if has_words else 0] if hasattr(function, "body") else function
        bodies.append(_lines("\n".join(source.splitlines()[first.lineno - 1 :])))
    return [body for body in bodies if body.count("\n") >= LEAST_LINES - 1]


def _lines(source: str) -> str:
    """Return code without what a hasty copy changes: how far it is indented, and empty lines."""
    return "\n".join(filter(None, map(str.strip, source.splitlines())))
