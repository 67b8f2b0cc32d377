"""A lecture for JupyterLab, without a browser: tests/browser/test_present.py gives one."""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.instructor import present
from course_utils.instructor.needs import names, needs
from course_utils.instructor.notebooks import WIDGET, NotebookError
from course_utils.instructor.present import as_lecture, open_presentation, write_lecture


def code(source, id, kind="-", tags=(), outputs=()):
    metadata = {"slideshow": {"slide_type": kind}, "tags": list(tags)}
    return new_code_cell(source, id=id, metadata=metadata, outputs=list(outputs))


def text(source, id, kind="slide", tags=()):
    metadata = {"slideshow": {"slide_type": kind}, "tags": list(tags)}
    return new_markdown_cell(source, id=id, metadata=metadata)


def printed(words):
    return new_output("stream", name="stdout", text=words)


def notebook():
    """Return a chapter with a setup cell, a hidden cell, a prediction, notes and an explorer."""
    widget = {WIDGET: {"model_id": "0"}, "text/html": "<p>run this cell</p>"}
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            text("# A title", "title"),
            code("import math", "setup", "skip", ["setup"]),
            code("radius = 2", "hidden", "skip"),
            code("stray = 3", "stray", "skip"),
            text("## How large?\n\nGuess.", "question", "subslide", ["predict"]),
            code("print(math.pi * radius**2)", "area", outputs=[printed("12.5664")]),
            text("It is about 12.", "notes", "notes"),
            text("## Shown", "shown"),
            code("print(1)", "one", outputs=[printed("1")]),
            code(
                "show()",
                "explorer",
                "slide",
                ["explorer"],
                [
                    new_output("display_data", {"text/html": "<figure><img></figure>"}),
                    new_output("display_data", widget),
                ],
            ),
        ],
    )


@pytest.fixture
def root(tmp_path):
    """A course with one chapter."""
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook(), tmp_path / "notebooks" / "02_toy.ipynb")
    return tmp_path


def by_id(lecture):
    return {cell.id: cell for cell in lecture.cells}


def test_a_lecture_has_code_that_can_run_and_nothing_to_be_predicted():
    lecture = as_lecture(notebook())
    cells = by_id(lecture)
    assert cells["area"].outputs == [] and cells["one"].outputs == [printed("1")]
    assert "predicted" not in cells["one"].metadata and "jupyter" not in cells["one"].metadata
    assert cells["explorer"].source == "show()"
    assert cells["explorer"].metadata["jupyter"] == {"source_hidden": True}
    assert "run this cell" not in str(cells["explorer"].outputs), "its widget has no kernel yet"
    assert cells["notes"].metadata["slideshow"]["slide_type"] == "notes"
    kinds = {cell.metadata["slideshow"]["slide_type"] for cell in lecture.cells}
    assert kinds == {"slide", "skip", "notes", "-"}, "the slides stand in one line"
    assert lecture.metadata["rise"]["transition"] == "none"
    nbformat.validate(lecture)


def test_a_cell_names_those_that_it_needs():
    cells = by_id(as_lecture(notebook()))
    assert cells["area"].metadata["needs"] == ["setup", "hidden"]
    assert cells["one"].metadata["needs"] == ["setup"]
    assert cells["setup"].metadata["needs"] == []


def test_needs_follow_names_from_cell_to_cell():
    sources = {
        "a": "x = 1",
        "b": "def f():\n    return x",
        "c": "x = 2",
        "d": "table = {}\ntable['x'] = f()",
        "e": "table['y'] = 3",
        "f": "print(table)",
        "g": "x += 1",
    }
    cells = [code(source, id) for id, source in sources.items()]
    found = needs(cells)
    assert found["d"] == ["a", "b"]
    assert found["f"] == ["a", "b", "d", "e"]
    assert found["g"] == ["c"]


@pytest.mark.parametrize(
    ("source", "uses", "gives"),
    [
        ("for i in rows:\n    print(i)", {"rows"}, {"i"}),
        ("w = w - rate", {"w", "rate"}, {"w"}),
        ("def f(n):\n    n += 1\n    n[0] = later\nlater = 2", set(), {"f", "later"}),
        ("class A:\n    b = c", {"c"}, {"A"}),
        ("import numpy as np\nnp.seed = 1", set(), {"np"}),
        ("a.b[0] = 1", {"a"}, {"a"}),
        ("[y for y in ys if y > limit]", {"ys", "limit"}, set()),
        ("not python (", set(), set()),
    ],
)
def test_names_that_a_cell_takes_and_leaves(source, uses, gives):
    assert names(source) == (uses, gives)


def test_every_cell_on_a_slide_runs_after_what_it_needs():
    lecture, out = as_lecture(notebook()), {}
    cells = by_id(lecture)
    for id in (*cells["area"].metadata["needs"], "area"):
        exec(cells[id].source.replace("print", "area ="), out)
    assert out["area"] == pytest.approx(12.5664, abs=1e-4)


def test_a_lecture_is_written_anew_unless_a_cell_was_changed(tmp_path):
    path = tmp_path / "02_toy.ipynb"
    assert write_lecture(notebook(), path) == f"The lecture is {path}"
    assert (tmp_path / "rise.css").read_bytes() == present.LOOK.read_bytes()
    own = tmp_path / "02_toy.css"
    own.write_text("h1 { color: red }")
    given = nbformat.read(path, as_version=4)
    given.cells[-1].outputs = [printed("of the last lecture")]
    nbformat.write(given, path)
    assert "kept" not in write_lecture(notebook(), path)
    assert "of the last lecture" not in path.read_text("utf-8")

    given.cells[-1].source += "  # mine"
    nbformat.write(given, path)
    assert write_lecture(notebook(), path).endswith("kept with your changes.")
    newer = notebook()
    newer.cells[0].source = "# Another title"
    assert "THE COURSE HAS A NEWER TEXT" in write_lecture(newer, path)
    assert "# mine" in path.read_text("utf-8") and own.read_text() == "h1 { color: red }"
    path.write_text("{")
    assert "kept" not in write_lecture(newer, path)


def test_the_slide_show_opens_in_jupyterlab_with_one_thread(root, capsys, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(present, "find_spec", lambda _name: "an instructor's package")
    seen = {}

    def launch(command, environment):
        seen.update(command=command, environment=environment)
        return 7

    assert open_presentation("toy", ["--port=1"], root=root, launch=launch) == 7
    command = seen["command"]
    assert "--LabApp.default_url=/rise/02_toy.ipynb" in command and command[-1] == "--port=1"
    assert f"--ServerApp.root_dir={root / 'build' / 'present'}" in command
    assert seen["environment"]["OMP_NUM_THREADS"] == "1"
    assert seen["environment"]["COURSE_WORK"] == str(root / "build" / "present")
    assert "Shift+Enter" in capsys.readouterr().out
    assert (root / "notebooks" / "02_toy.ipynb").read_bytes() == nbformat.writes(
        notebook()
    ).encode() + b"\n"


def test_what_is_missing_is_said(root, monkeypatch):
    with pytest.raises(NotebookError, match=r"no chapter 'gone'\. Chapters: 02_toy"):
        open_presentation("gone", [], root=root, launch=None)
    monkeypatch.setattr(present, "find_spec", lambda _name: None)
    with pytest.raises(NotebookError, match=r'extra "instructor": make setup EXTRAS'):
        open_presentation("toy", [], root=root, launch=None)
    assert not (root / "build").exists()


def test_the_labextension_is_what_its_folder_says():
    folder = present.LABEXTENSIONS / "course-live"
    package = json.loads((folder / "package.json").read_text("utf-8"))
    script = (folder / package["jupyterlab"]["_build"]["load"]).read_text("utf-8")
    assert re.search(r'NAME = "(.+)"', script)[1] == package["name"] == folder.name
