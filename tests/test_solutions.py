"""Every exercise passes with its reference, in the notebook where a learner meets it."""

import ast
import importlib
import inspect
import os
import shlex
from types import SimpleNamespace

import nbformat
import pytest
import toy_chapter

from course_utils import __main__
from course_utils.instructor import solutions
from course_utils.instructor.notebooks import (
    NotebookError,
    exercise_name,
    find_function,
    load,
    tags,
)
from course_utils.places import ROOT

NOTEBOOKS = sorted(path.stem for path in ROOT.glob("notebooks/[0-9]*_*.ipynb"))


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_every_reference_passes_in_its_notebook(chapter, tmp_path, monkeypatch):
    """All other cells are left out: nbval runs them, and no exercise leans on them."""
    nb = load(chapter)
    nb.cells = [cell for cell in nb.cells if exercise_name(cell) or "setup" in tags(cell)]
    monkeypatch.setattr(solutions, "load", lambda name, root: nb)
    path = solutions.build(chapter, tmp_path / "solved.ipynb")  # raises where one does not pass
    assert solutions.failed_checks(nbformat.read(path, as_version=4)) == {}


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_every_exercise_has_its_cell(chapter):
    asked = {exercise_name(cell) for cell in load(chapter).cells} - {None}
    assert asked == {exercise.name for exercise in solutions.chapter_exercises(chapter)}


@pytest.mark.parametrize("chapter", NOTEBOOKS)
def test_bug_hunts_ship_the_code_that_is_judged(chapter):
    """`check` takes the shipped code for "not attempted": it must be the cell's."""
    shipped = {e.name: e.shipped for e in solutions.chapter_exercises(chapter) if e.shipped}
    hunts = {exercise_name(c): c for c in load(chapter).cells if "bug-hunt" in str(c.metadata)}
    assert hunts.keys() == shipped.keys()
    for name, function in shipped.items():
        source = inspect.getsource(function)
        there = find_function(hunts[name].source, name)
        body = ast.parse(source).body[0].body
        assert _code(there.body) == _code(body)


def _code(body):
    """The statements of a function without its docstring."""
    return [ast.dump(s) for s in body if not isinstance(getattr(s, "value", None), ast.Constant)]


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """The built toy repository and its exercises."""
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    root = toy_chapter.write(tmp_path_factory.mktemp("toy"))
    toy_chapter.load_builder().build("02_toy", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root)
        yield root, importlib.import_module("toy_helpers").EXERCISES


def test_toy_stubs_and_bug_hunts_are_solved(toy):
    root, exercises = toy
    path = solutions.build("toy", root=root, exercises=exercises)
    nb = nbformat.read(path, as_version=4)
    assert path == root / "build" / "solutions" / "02_toy.ipynb"
    assert solutions.failed_checks(nb) == {}
    double, halve = (cell for cell in nb.cells if exercise_name(cell))
    assert double.source == "def double(x):\n    return 2 * x\n\ncheck(double)"
    assert halve.source == "def halve(x):\n    return x / 2\n\ncheck(halve)"
    assert not any("jupyter" in cell.metadata for cell in nb.cells)


def test_without_a_chapter_each_is_built(toy, tmp_path, monkeypatch):
    root, exercises = toy
    monkeypatch.setenv("COURSE_PROGRESS", "0")
    monkeypatch.setattr(solutions, "chapter_exercises", lambda name: exercises)
    assert solutions.build_all(tmp_path, root=root) == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == ["02_toy.ipynb"]


def test_the_shipped_notebook_fails_its_checks(toy):
    failed = solutions.failed_checks(load("02_toy", toy[0]))
    assert failed == {"double": "Not attempted yet", "halve": "Not yet: got 0.6666666666666666"}


def test_a_wrong_reference_is_found(toy, tmp_path):
    root, (double, _) = toy
    wrong = SimpleNamespace(name="halve", reference=toy_chapter.halve)
    path = tmp_path / "a.ipynb"
    with pytest.raises(NotebookError, match=r"a\.ipynb passed:\n  halve: Not yet: got 9\.0$"):
        solutions.build("toy", path, root=root, exercises=[double, wrong])
    failed = solutions.failed_checks(nbformat.read(path, as_version=4))
    assert failed == {"halve": "Not yet: got 9.0"}


def test_the_command_fails_where_a_check_does(monkeypatch, toy, tmp_path, capsys):
    root, (double, _) = toy
    wrong = SimpleNamespace(name="halve", reference=toy_chapter.halve)
    build = solutions.build
    monkeypatch.setattr(
        solutions,
        "build",
        lambda chapter, out: build(chapter, out, root=root, exercises=[double, wrong]),
    )
    assert __main__.main(["solutions", "toy", "--out", str(tmp_path / "a.ipynb")]) == 1
    assert "halve: Not yet" in capsys.readouterr().out


def test_a_folder_in_place_of_the_file_is_told_at_once(toy, tmp_path):
    folder = tmp_path / "for the class"
    folder.mkdir()
    with pytest.raises(NotebookError, match="is a folder; name the file: --out ") as error:
        solutions.build("toy", folder, root=toy[0], exercises=toy[1])
    asked = str(error.value).partition("--out ")[2]
    assert shlex.split(asked.replace(os.sep, "/")) == [(folder / "02_toy.ipynb").as_posix()]


def test_a_reference_that_needs_a_missing_name_is_told(toy, tmp_path):
    root, (_, halve) = toy
    leaning = SimpleNamespace(name="double", reference=toy_chapter.double)
    with pytest.raises(NotebookError, match="NameError: name 'torch' is not defined"):
        solutions.build("toy", tmp_path / "a.ipynb", root=root, exercises=[leaning, halve])
    assert not (tmp_path / "a.ipynb").exists()


def test_a_cell_without_exercise_is_told(toy):
    root, (double, _) = toy
    with pytest.raises(NotebookError, match="'halve', and the chapter has only double"):
        solutions.build("toy", root=root, exercises=[double])
    with pytest.raises(NotebookError, match="only none"):
        solutions.build("toy", root=root)


def test_unknown_chapters_are_listed(toy):
    with pytest.raises(NotebookError, match=r"no chapter 'torus'\. Chapters: 02_toy"):
        solutions.build("torus", root=toy[0])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def double(x): ...", "def double(x):\n    return 2 * x"),
        ("a = 1\n@cache\n@b\ndef double(x):\n    ...\n\n\nc = 2", "a = 1\n{}\n\n\nc = 2"),
        ("%time\ndef double(x):\n    ...\n!ls", "%time\n{}\n!ls"),
    ],
)
def test_only_the_function_is_replaced(toy, source, expected):
    answer = "def double(x):\n    return 2 * x"
    solved = solutions.solved(source, "double", toy[1][0].reference)
    assert solved == expected.replace("{}", answer)


@pytest.mark.parametrize("source", ["x = 1", "def doubled(x): ...", "def double(x:", ""])
def test_a_cell_without_its_function_is_told(toy, source):
    with pytest.raises(NotebookError, match="does not define double"):
        solutions.solved(source, "double", toy[1][0].reference)
