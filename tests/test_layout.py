"""The house: a chapter's rooms, and imports that run one way. Each rule is shown to fail."""

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "course_utils"
CHAPTERS = sorted(path.stem.partition("_")[2] for path in (ROOT / "chapters").glob("*.md"))
ROOMS = ("model", "figures", "explorers", "exercises")
FILES = ("quiz.json", "glossary.csv")

KINDS = {
    "validation": "validation",
    "datasets": "data",
    "data_files": "data",
    "classroom": "classroom",
    "instructor": "instructor",
    **dict.fromkeys(("checkpoints", "estimator", "fitting", "places", "training"), "base"),
    "workspace": "workspace",
    **dict.fromkeys(("__main__", "checks", "doctor", "report"), "entrance"),
}
# Who may import what, of the course. "init" is what a chapter exports: its model.
# Another chapter's rooms are closed, but for its model.
MAY = {
    "root": set(),
    "validation": set(),
    "base": {"validation", "base"},
    "data": {"validation", "data"},
    "classroom": {"validation", "base", "classroom"},
    "init": {"model"},
    "model": {"validation", "base", "model"},
    "figures": {"validation", "data", "base", "classroom", "model", "init", "figures"},
    "explorers": {
        "validation",
        "data",
        "base",
        "classroom",
        "model",
        "init",
        "figures",
        "explorers",
    },
    "exercises": {"validation", "data", "base", "classroom", "model", "init", "exercises"},
}
MAY["workspace"] = {"validation", "base", "classroom"}
MAY["instructor"] = set().union(*MAY.values()) | {"init", "workspace", "instructor"}
MAY["entrance"] = MAY["instructor"] | {"entrance"}
# By which a module is found whose name no import statement shows.
SEARCHES = {"import_module", "__import__", "iter_modules", "walk_packages"}
# Of other packages, what a room may not load.
NEVER = {
    "model": {"matplotlib", "ipywidgets", "IPython", "sklearn", "pandas"},
    "figures": {"ipywidgets"},
}
# The chapter on data leaves the tables to pandas and the neighbors to scikit-learn.
LIBRARIES = {"data_quality": {"pandas", "sklearn"}}


def kind_of(parts):
    """Return (chapter or None, kind) of a module, given its names below `course_utils`."""
    if not parts:
        return None, "root"
    if parts[0] in KINDS:
        return None, KINDS[parts[0]]
    if len(parts) == 1:
        return parts[0], "init"
    # A model may stand in several files: what is no other room belongs to it.
    return parts[0], parts[1] if parts[1] in ROOMS else "model"


def imported(path, package):
    """Yield the full name of every module that a file imports, wherever in the file."""
    here = ("course_utils", *path.relative_to(package).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level]) + "." * bool(node.module) if node.level else ""
            base += node.module or ""
            for alias in node.names:
                inner = package.parent.joinpath(*base.split("."), alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                yield f"{base}.{alias.name}" if is_module else base


def may_import(chapter, kind, other_chapter, other):
    """Whether a module may import another one of the course."""
    if other_chapter in (None, chapter) or kind in ("instructor", "entrance"):
        return other in MAY[kind]
    # Of another chapter: its model, or what it exports, which is the same.
    return kind in ROOMS and other in ("model", "init")


def import_problems(package):
    """Return every import of the package that goes the wrong way, in words."""
    problems = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        chapter, kind = kind_of(parts)
        for name in imported(path, package):
            first, *rest = name.split(".")
            if first != "course_utils":
                if first in NEVER.get(kind, set()) - LIBRARIES.get(chapter, set()):
                    problems.append(f"{'/'.join(parts)} ({kind}) imports {first}")
                continue
            other_chapter, other = kind_of(rest)
            if other != "root" and not may_import(chapter, kind, other_chapter, other):
                problems.append(f"{'/'.join(parts)} ({kind}) imports {name} ({other})")
    return problems


def search_problems(package):
    """Return every place below `classroom` that looks for modules, in words."""
    problems = []
    for path in sorted((package / "classroom").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {getattr(node, field, None) for field in ("id", "attr", "name")}
            if found := names & SEARCHES:
                problems.append(f"{path.relative_to(package)} uses {found.pop()}")
    return problems


def shadowed(exported, folder):
    """Return the exported names that are also modules of the chapter, sorted.

    `from course_utils.toy import part` gives the one or the other, by what was imported before.
    """
    modules = {path.stem for path in folder.glob("*.py")}
    modules |= {path.parent.name for path in folder.glob("*/__init__.py")}
    return sorted(modules.intersection(exported))


def table_of_rooms(text):
    """Return kind -> (its modules, what it may import) from the table of CONTRIBUTING.md."""
    rows = {}
    for line in text.partition("## The rooms")[2].partition("\n## ")[0].splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and re.fullmatch(r"\w+", cells[0]):
            kind, where, _, may = cells
            rows[kind] = set(re.findall(r"`([^`]+)`", where)), set(re.findall(r"\w+", may))
    rows.pop("kind", None)
    return rows


def room_problems(package, chapters):
    """Return every room that a chapter lacks, and every file that belongs to none."""
    problems = []
    for chapter in chapters:
        folder = package / chapter
        for room in ROOMS:
            if not ((folder / f"{room}.py").exists() or (folder / room / "__init__.py").exists()):
                problems.append(f"{chapter} has no {room}")
        problems += [f"{chapter} has no {file}" for file in FILES if not (folder / file).exists()]
        strange = [
            path.name
            for path in (folder.iterdir() if folder.is_dir() else ())
            if path.is_file() and path.suffix != ".py" and path.name not in FILES
        ]
        problems += [f"{chapter} has the unknown file {name}" for name in sorted(strange)]
    return problems


def chapter_packages(package):
    """Return the packages of the course that are chapters."""
    found = (path.parent.name for path in package.glob("*/__init__.py"))
    return sorted(name for name in found if name not in KINDS)


def loaded_by(statement, where=ROOT):
    """Return the top-level modules that are loaded after a statement in a fresh Python."""
    code = f"{statement}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    environment = {**os.environ, "PYTHONPATH": str(where)}
    command = [sys.executable, "-c", code]
    return set(subprocess.check_output(command, env=environment, cwd=where, text=True).split())


# The course as it is


def test_imports_run_one_way():
    assert import_problems(PACKAGE) == []


def test_every_chapter_has_the_same_rooms():
    assert room_problems(PACKAGE, chapter_packages(PACKAGE)) == []


def test_every_text_has_its_package_and_every_package_its_text():
    assert chapter_packages(PACKAGE) == CHAPTERS


def test_the_classroom_looks_for_no_modules():
    assert search_problems(PACKAGE) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_exported_name_is_also_a_module(chapter):
    exported = importlib.import_module(f"course_utils.{chapter}").__all__
    assert exported and shadowed(exported, PACKAGE / chapter) == []


def test_contributing_shows_the_rooms_as_they_are():
    rows = table_of_rooms((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert {kind: may - {kind} for kind, (_, may) in rows.items()} == {
        kind: may - {kind} for kind, may in MAY.items() if kind != "root"
    }
    where = {kind: set() for kind in KINDS.values()}
    for name, kind in KINDS.items():
        folder = (PACKAGE / name).is_dir()
        where[kind].add(f"{name}/" if folder else f"{name}.py")
    assert {kind: rows[kind][0] for kind in where} == where


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_exercises_are_bound_to_their_chapter(chapter):
    exercises = importlib.import_module(f"course_utils.{chapter}.exercises")
    assert all(callable(getattr(exercises, name)) for name in ("check", "hint", "solution"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_loads_without_plots_and_widgets(chapter):
    heavy = {"matplotlib", "ipywidgets", "IPython", "sklearn", "pandas"}
    heavy -= LIBRARIES.get(chapter, set())
    assert loaded_by(f"import course_utils.{chapter}") & heavy == set()


def test_the_perceptron_needs_numpy_and_nothing_heavier():
    loaded = loaded_by("import course_utils.perceptron")
    assert "numpy" in loaded
    assert loaded & {"torch", "sklearn", "scipy", "pandas", "matplotlib"} == set()


# A toy course that breaks one rule at a time


TOY = {
    "__init__.py": "",
    "__main__.py": "def lab():\n    from course_utils.workspace import x",
    "validation.py": "import numpy",
    "datasets.py": "from course_utils.validation import as_rng",
    "estimator.py": "",
    "workspace.py": "from course_utils.classroom.progress import folder",
    "classroom/__init__.py": "",
    "classroom/figures.py": "import matplotlib\nfrom . import words",
    "classroom/words.py": "from ..validation import check_choice",
    "classroom/progress.py": "import course_utils",
    "instructor/__init__.py": "",
    "instructor/slides.py": "import course_utils.classroom\nfrom ..toy import exercises",
    "toy/__init__.py": "from course_utils.toy.model import *",
    "toy/model.py": "import numpy\nfrom .parts import part\nfrom ..estimator import x",
    "toy/parts.py": "from course_utils.validation import as_matrix",
    "toy/figures.py": "from course_utils.classroom import figures\nfrom . import model",
    "toy/explorers.py": "from course_utils.toy import figures\nimport ipywidgets",
    "toy/exercises/__init__.py": "from course_utils.toy.exercises import one",
    "toy/exercises/one.py": "from course_utils.toy.model import part",
    "toy/quiz.json": "[]",
    "toy/glossary.csv": "",
    "next/__init__.py": "from course_utils.next.model import *",
    "next/model.py": "from course_utils.toy.model import part\nfrom course_utils.toy import part",
}


def build(folder, **changes):
    """Write the toy course with some files changed (None leaves one out); return its package."""
    for name, text in {**TOY, **changes}.items():
        path = folder / "course_utils" / name
        if text is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder / "course_utils"


def test_the_toy_course_keeps_the_rules(tmp_path):
    package = build(tmp_path)
    assert import_problems(package) == []
    assert room_problems(package, ["toy"]) == []
    assert chapter_packages(package) == ["next", "toy"]


WRONG_WAYS = {
    "a leaf imports": ("validation.py", "from course_utils import datasets"),
    "data knows the classroom": ("datasets.py", "from course_utils.classroom import words"),
    "the base knows data": ("estimator.py", "import course_utils.datasets"),
    "the classroom knows a chapter": ("classroom/words.py", "from course_utils.toy import model"),
    "the classroom knows what a chapter exports": ("classroom/words.py", "from ..toy import part"),
    "the classroom knows the instructor": ("classroom/words.py", "import course_utils.instructor"),
    "a chapter knows the instructor": (
        "toy/figures.py",
        "from course_utils.instructor import slides",
    ),
    "a model draws": ("toy/model.py", "from . import figures"),
    "a part of a model draws": ("toy/parts.py", "import matplotlib.pyplot"),
    "a model knows the classroom": ("toy/model.py", "from course_utils.classroom import words"),
    "a model reads files": ("toy/model.py", "from course_utils.datasets import load_digits"),
    "a model loads scikit-learn late": ("toy/model.py", "def f():\n    import sklearn"),
    "a figure explores": ("toy/figures.py", "from course_utils.toy.explorers import x"),
    "a figure has widgets": ("toy/figures.py", "import ipywidgets"),
    "a figure knows exercises": ("toy/figures.py", "from .exercises import one"),
    "an exercise draws": ("toy/exercises/one.py", "from ..figures import x"),
    "an exercise explores": ("toy/exercises/one.py", "import course_utils.toy.explorers"),
    "an explorer knows exercises": ("toy/explorers.py", "from course_utils.toy import exercises"),
    "a chapter exports its figures": ("toy/__init__.py", "from course_utils.toy import figures"),
    "a chapter exports the classroom": ("toy/__init__.py", "from course_utils import classroom"),
    "a chapter exports another": ("next/__init__.py", "from course_utils.toy.model import part"),
    "a model draws with another's figures": (
        "next/model.py",
        "from course_utils.toy import figures",
    ),
    "a room goes through the entrance": ("toy/explorers.py", "import course_utils.doctor"),
    "a room opens the Lab": ("toy/explorers.py", "import course_utils.workspace"),
}


@pytest.mark.parametrize("wrong", WRONG_WAYS)
def test_an_import_the_wrong_way_is_found(tmp_path, wrong):
    name, text = WRONG_WAYS[wrong]
    problems = import_problems(build(tmp_path, **{name: text}))
    assert len(problems) == 1
    assert problems[0].startswith(name.removesuffix(".py").removesuffix("/__init__"))


@pytest.mark.parametrize("room", ["toy/quiz.json", "toy/glossary.csv", "toy/explorers.py"])
def test_a_missing_room_is_found(tmp_path, room):
    missing = Path(room).name.removesuffix(".py")
    assert room_problems(build(tmp_path, **{room: None}), ["toy"]) == [f"toy has no {missing}"]


def test_a_stray_file_and_a_missing_chapter_are_found(tmp_path):
    package = build(tmp_path, **{"toy/notes.txt": "?"})
    assert room_problems(package, ["toy"]) == ["toy has the unknown file notes.txt"]
    assert len(room_problems(package, ["gone"])) == len(ROOMS) + len(FILES)


@pytest.mark.parametrize(
    "text",
    [
        "import importlib\nimportlib.import_module('course_utils.toy')",
        "from importlib import import_module",
        "from importlib import import_module as load",
        "import pkgutil\ndef f():\n    return list(pkgutil.iter_modules())",
        "from pkgutil import walk_packages",
        "toy = __import__('course_utils.toy')",
    ],
)
def test_a_search_for_modules_in_the_classroom_is_found(tmp_path, text):
    assert search_problems(build(tmp_path)) == []
    build(tmp_path, **{"classroom/words.py": text, "workspace.py": text})
    found = search_problems(tmp_path / "course_utils")
    assert found and all(problem.startswith("classroom/words.py uses") for problem in found)


def test_a_name_that_is_also_a_module_is_found(tmp_path):
    toy = build(tmp_path) / "toy"
    assert shadowed(["part", "mean"], toy) == []
    assert shadowed(["part", "parts", "exercises"], toy) == ["exercises", "parts"]


def test_only_the_table_of_rooms_is_read():
    row = "| base | `a.py`, `b/` | what | {} |"
    text = (
        f"# Title\n\n## The rooms\n\n| kind | where |\n|---|---|\n{row}\n\n## Next\n\n| no | | | |"
    )
    assert table_of_rooms(text.format("data, model")) == {
        "base": ({"a.py", "b/"}, {"data", "model"})
    }
    assert table_of_rooms(text.format("–")) == {"base": ({"a.py", "b/"}, set())}


def test_a_heavy_import_is_found(tmp_path):
    build(tmp_path, **{"toy/model.py": "import sqlite3"})
    assert "sqlite3" in loaded_by("import course_utils.toy", tmp_path)
    assert "sqlite3" not in loaded_by("import course_utils", tmp_path)
