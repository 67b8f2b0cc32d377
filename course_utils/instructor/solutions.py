"""The notebook of a chapter with every exercise solved by its tested reference, and run."""

import inspect
import os
import textwrap
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import nbformat
from tqdm import tqdm

from course_utils.instructor.notebooks import (
    NotebookError,
    clean,
    execute,
    exercise_name,
    find_chapter,
    find_function,
    load,
)
from course_utils.places import ROOT, quoted, write_whole


def build(
    chapter: str,
    out: Path | None = None,
    *,
    root: Path = ROOT,
    exercises: Sequence | None = None,
) -> Path:
    """Fill every stub, and every bug hunt, with its reference; run the notebook; write it.

    Parameters
    ----------
    chapter : str
        Its name, as `02_perceptron`, `perceptron` or `02`.
    out : Path, optional
        The file to write; the default is build/solutions/<chapter>.ipynb.
    root : Path
        The repository.
    exercises : sequence of Exercise, optional
        The default is EXERCISES of the chapter's package.

    Returns
    -------
    Path
        The executed notebook, in which every check passed.

    Raises
    ------
    NotebookError
        If the chapter is unknown or not built, a cell has no exercise of its name, a cell fails, or
        a check does not pass (the notebook is written then, to be looked at).
    """
    name = find_chapter(chapter, root)
    path = Path(out) if out else root / "build" / "solutions" / f"{name}.ipynb"
    if path.is_dir():
        file = quoted(path / f"{name}.ipynb")
        raise NotebookError(f"{path} is a folder; name the file: --out {file}")
    known = chapter_exercises(name) if exercises is None else exercises
    references = {exercise.name: exercise.reference for exercise in known}
    nb = load(name, root)
    for cell in nb.cells:
        asked = exercise_name(cell)
        if asked is None:
            continue
        if asked not in references:
            raise NotebookError(
                f"{name}: a cell asks for the exercise {asked!r}, and the chapter has only "
                f"{', '.join(references) or 'none'}."
            )
        cell.source = solved(cell.source, asked, references[asked])
    execute(nb, name, root)
    clean(nb)
    for cell in nb.cells:
        cell.metadata.pop("jupyter", None)  # an instructor sees everything
    write_whole(path, nbformat.writes(nb).rstrip("\n") + "\n")
    failed = [f"{exercise}: {said}" for exercise, said in failed_checks(nb).items()]
    if failed:
        raise NotebookError("\n  ".join([f"not every check in {path} passed:", *failed]))
    return path


def build_all(out: Path | None = None, *, root: Path = ROOT) -> Path:
    """Build the solved notebook of every chapter.

    Parameters
    ----------
    out : Path, optional
        The folder to write them to; the default is build/solutions.
    root : Path
        The repository.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    NotebookError
        As in `build`, at the first chapter that fails.
    """
    folder = Path(out) if out else root / "build" / "solutions"
    chapters = sorted(path.stem for path in root.glob("notebooks/[0-9]*_*.ipynb"))
    quiet = os.environ.get("COURSE_PROGRESS") == "0"
    for name in tqdm(chapters, desc="solutions", unit="notebook", disable=quiet):
        build(name, folder / f"{name}.ipynb", root=root)
    return folder


def chapter_exercises(chapter: str) -> Sequence:
    """Return EXERCISES of a chapter (its full name); none if its package has no exercises."""
    package = f"course_utils.{chapter.partition('_')[2]}"
    try:
        return import_module(f"{package}.exercises").EXERCISES
    except ModuleNotFoundError as error:
        if error.name not in (package, f"{package}.exercises"):
            raise
        return ()


def solved(source: str, name: str, reference: Callable) -> str:
    """Return a cell's source with the function `name` replaced by the source of `reference`.

    Raises
    ------
    NotebookError
        If the cell does not define `name`.
    """
    stub = find_function(source, name)
    if stub is None:
        raise NotebookError(f"The cell of the exercise {name!r} does not define {name}.")
    first = min([stub.lineno, *(decorator.lineno for decorator in stub.decorator_list)]) - 1
    lines = source.splitlines()
    answer = textwrap.dedent(inspect.getsource(reference)).rstrip().splitlines()
    return "\n".join([*lines[:first], *answer, *lines[stub.end_lineno :]])


def failed_checks(nb: nbformat.NotebookNode) -> dict[str, str]:
    """Return what the exercises' cells say that do not say "Passed" alone: name -> their words."""
    failed = {}
    for cell in nb.cells:
        name = exercise_name(cell)
        if name is None:
            continue
        said = [_words(output) for output in cell.get("outputs", [])]
        verdicts = [words for words in said if words]
        if not verdicts or not all("Passed" in words for words in verdicts):
            failed[name] = "\n".join(said) or "nothing: the cell shows no result of check"
    return failed


def _words(output: nbformat.NotebookNode) -> str:
    return output.get("data", {}).get("text/plain", "") or output.get("text", "")
