"""Find what was handed in, read it without trusting it, and say which chapter it answers."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import nbformat

from course_utils.instructor.notebooks import NotebookError, exercise_name, load, tags
from course_utils.instructor.solutions import chapter_exercises, solved
from course_utils.places import ROOT

LARGEST = 20_000_000  # bytes of a notebook
# What Moodle puts behind a student's name.
MOODLE = re.compile(r"_\d+_assignsubmission_file_?$")
DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)


class Cell(NamedTuple):
    """A code cell: its source, and the exercise of its tag, if it has one."""

    source: str
    exercise: str | None = None


class Submission(NamedTuple):
    """One file that was handed in; `problem` says in a word or two why it can't be graded."""

    student: str
    file: str  # its path below the folder
    sha256: str = ""
    chapter: str = ""
    cells: tuple[Cell, ...] = ()
    problem: str = ""
    note: str = ""


class Shipped(NamedTuple):
    """A chapter as its learners get it."""

    chapter: str
    setup: str
    cells: frozenset[str]  # the sources of its code cells, without spaces at the ends of lines
    exercises: tuple[str, ...]


def shipped(chapter: str, root: Path = ROOT) -> Shipped:
    """Return what learners find in a chapter (its full name)."""
    cells = [cell for cell in load(chapter, root).cells if cell.cell_type == "code"]
    setup = [cell.source for cell in cells if "setup" in tags(cell)]
    if not setup:
        raise NotebookError(f"{chapter}: no cell has the tag `setup`; it can't be graded.")
    names = tuple(filter(None, map(exercise_name, cells)))
    return Shipped(chapter, setup[0], frozenset(plain(cell.source) for cell in cells), names)


def known_right(chapter: str, exercises: Iterable | None = None, root: Path = ROOT) -> Submission:
    """Return a submission that solves every exercise of a chapter by its reference."""
    known = chapter_exercises(chapter) if exercises is None else exercises
    references = {exercise.name: exercise.reference for exercise in known}
    cells = []
    for cell in load(chapter, root).cells:
        name = exercise_name(cell)
        if name in references:
            cells.append(Cell(solved(cell.source, name, references[name]), name))
    return Submission("known right", f"{chapter}.ipynb", "", chapter, tuple(cells))


def plain(source: str) -> str:
    """Return a cell's source without what may differ though nobody changed it."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def find(
    folder: Path, chapters: list[Shipped], *, besides: Iterable[Path] = ()
) -> list[Submission]:
    """Return all that was handed in below `folder`, in the order of students and files.

    A folder, or a file, right below it is a student's. Files that are no notebooks are passed over
    where the student handed in a notebook, too. `besides` are paths of the grader's own.
    """
    own = {path.resolve() for path in besides}
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or path.is_symlink())
        and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
        and not own & {path.resolve(), *path.resolve().parents}
    ]
    found = [read(path, folder, chapters) for path in files]
    with_notebook = {one.student for one in found if one.file.endswith(".ipynb")}
    kept = [one for one in found if one.file.endswith(".ipynb") or one.student not in with_notebook]
    return sorted(kept, key=lambda one: (one.student, one.chapter, one.file))


def read(path: Path, folder: Path, chapters: list[Shipped]) -> Submission:
    """Read one file that was handed in; what is wrong with it stands in `problem` and `note`."""
    file = path.relative_to(folder)
    student = student_of(file, [one.chapter for one in chapters])
    start = Submission(student, file.as_posix())
    if path.suffix != ".ipynb":
        return start._replace(problem="not a notebook", note="its name does not end in .ipynb")
    if path.is_symlink():
        return start._replace(problem="not a notebook", note="it is a link to another file")
    try:
        if path.stat().st_size > LARGEST:
            return start._replace(
                problem="not a notebook", note=f"it is larger than {LARGEST / 1e6:.0f} MB"
            )
        content = path.read_bytes()
    except OSError as error:
        return start._replace(problem="not a notebook", note=f"it can't be read: {error.strerror}")
    start = start._replace(sha256=hashlib.sha256(content).hexdigest())
    if not content.strip():
        return start._replace(problem="empty", note="the file holds nothing")
    try:
        cells = code_cells(_from_json(content))
    except ValueError as error:
        return start._replace(problem="not a notebook", note=str(error))
    if not any(cell.source.strip() for cell in cells):
        return start._replace(problem="empty", note="it has no code")
    chapter = chapter_of(cells, file, chapters)
    if not chapter:
        note = "none of its cells belongs to an exercise of the course"
        return start._replace(problem="unknown chapter", note=note)
    return start._replace(chapter=chapter, cells=tuple(cells))


def _from_json(content: bytes):
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError("it holds no JSON, as a notebook does") from error


def code_cells(notebook) -> list[Cell]:
    """Return the code cells of a notebook's JSON, or raise ValueError: it is none.

    >>> code_cells({"cells": [{"cell_type": "code", "source": ["a = 1\\n", "a"]}]})
    [Cell(source='a = 1\\na', exercise=None)]
    """
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise ValueError("it has no list of cells")
    found = []
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise ValueError("the source of a cell is no text")
        metadata = cell.get("metadata")
        listed = metadata.get("tags") if isinstance(metadata, dict) else None
        listed = [tag for tag in listed if isinstance(tag, str)] if isinstance(listed, list) else []
        node = nbformat.v4.new_code_cell(metadata={"tags": listed})
        found.append(Cell(source, exercise_name(node)))
    return found


def chapter_of(cells: list[Cell], file: Path, chapters: list[Shipped]) -> str:
    """Return the chapter that most of the tags and functions belong to, else the file's, or ""."""
    names = [cell.exercise for cell in cells if cell.exercise]
    names += [name for cell in cells for name in defined(cell.source)]
    own = {one.chapter: len(set(one.exercises) & set(names)) for one in chapters}
    best = max(own, key=own.get, default="")
    if best and own[best]:
        return best
    stem = file.stem.lower()
    return next((one.chapter for one in chapters if one.chapter in stem), "")


def defined(source: str) -> list[str]:
    """Return the names of the functions that a cell defines, without parsing it.

    >>> defined("def f(x):\\n    return x")
    ['f']
    """
    return DEFINED.findall(source)


def student_of(file: Path, chapters: list[str]) -> str:
    """Return whose file it is: the folder's name, else the file's without the chapter.

    >>> student_of(Path("ada/02_perceptron.ipynb"), ["02_perceptron"])
    'ada'
    >>> student_of(Path("02_perceptron-ada.ipynb"), ["02_perceptron"])
    'ada'
    """
    if len(file.parts) > 1:
        return MOODLE.sub("", file.parts[0])
    name = file.stem
    if name in chapters:
        return name
    for chapter in chapters:
        for part in (chapter, chapter.partition("_")[2]):
            shorter = re.sub(rf"(^|[-_ .]+){re.escape(part)}($|[-_ .]+)", "-", name).strip("-_ .")
            if shorter != name and shorter:
                return shorter
    return name
