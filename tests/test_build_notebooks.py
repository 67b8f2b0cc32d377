"""Text to notebook and back: nothing lost, nothing noisy, and failures told in words."""

import os
import signal
import subprocess
import sys
import time

import pytest
import toy_chapter

from course_utils import places
from course_utils.instructor import notebooks
from course_utils.instructor.notebooks import NotebookError, authored, find_chapter, load

pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
builder = toy_chapter.load_builder()

SMALL = (
    toy_chapter.HEAD
    + """\
# Small · 3 minutes

```{code-cell} ipython3
---
tags: [setup]
---
import os, time
print("[time]", time.perf_counter())
print(sorted(os.listdir()), os.environ["COURSE_PROGRESS"], os.environ["OMP_NUM_THREADS"])
object()
```
"""
)


@pytest.fixture
def repository(tmp_path):
    """A repository with one small chapter, not built yet."""
    return toy_chapter.write(tmp_path, SMALL, "07_small")


@pytest.fixture
def quick(monkeypatch):
    """Run no kernel, where the outputs don't matter."""

    def number(nb, name, root):
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for count, cell in enumerate(code, start=1):
            cell.execution_count = count

    monkeypatch.setattr(builder, "execute", number)


def notebook(root):
    return root / "notebooks" / "07_small.ipynb"


def text(root):
    return root / "chapters" / "07_small.md"


def edit(root, change):
    """Change the built notebook as JupyterLab would."""
    nb = load("07_small", root)
    change(nb)
    places.write_whole(notebook(root), builder.nbformat.writes(nb))


def test_a_rebuild_gives_the_same_bytes(repository, capsys):
    assert builder.main(["small"], repository) == 0
    first = notebook(repository).read_bytes()
    assert builder.main([], repository) == 0
    assert notebook(repository).read_bytes() == first
    assert b"[] 0 1" in first and first.endswith(b"}\n") and b"\r" not in first
    assert "07_small: built in" in capsys.readouterr().out
    assert sorted(p.name for p in repository.glob("notebooks/*")) == ["07_small.ipynb"]


def test_a_cell_keeps_its_id_when_others_come_and_go(repository):
    before = {c.source: c.id for c in builder.to_notebook(SMALL).cells}
    after = builder.to_notebook(SMALL + "\n+++\n\nMore.\n\n+++\n\nMore.\n").cells
    assert {c.source: c.id for c in after}.items() >= before.items()
    assert len({c.id for c in after}) == len(after) == 4


def test_a_changed_output_is_taken(repository):
    builder.build("07_small", repository)
    edit(repository, lambda nb: nb.cells[1].outputs[0].update(text="an older result\n"))
    builder.build("07_small", repository)
    assert "[] 0 1" in load("07_small", repository).cells[1].outputs[0].text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x = 1\nx.missing", ["code cell 2 raised AttributeError", "    x.missing"]),
        ("import os\nos._exit(1)", ["code cell 2 ended its kernel", "    os._exit(1)"]),
        ("1 +", ["raised SyntaxError", "    1 +"]),
    ],
)
def test_a_failing_cell_is_told_and_the_old_notebook_kept(repository, capsys, code, words):
    builder.build("07_small", repository)
    old = notebook(repository).read_bytes()
    text(repository).write_text(f"{SMALL}\n```{{code-cell}} ipython3\n{code}\n```\n", "utf-8")
    assert builder.main(["small"], repository) == 1
    told = capsys.readouterr().err
    assert all(word in told for word in ["07_small: ", *words]) and "\x1b" not in told
    assert notebook(repository).read_bytes() == old


def test_a_cell_that_does_not_end_is_stopped(repository):
    nb = builder.to_notebook(SMALL)
    nb.cells[1].source = "while True: pass"
    with pytest.raises(NotebookError, match="did not end within 1 s"):
        notebooks.execute(nb, "07_small", repository, timeout=1)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_an_interrupt_keeps_the_old_notebook(repository):
    builder.build("07_small", repository)
    old = notebook(repository).read_bytes()
    started = repository / "started"
    code = f"open({str(started)!r}, 'w').close(); import time; time.sleep(60)"
    text(repository).write_text(f"{SMALL}\n```{{code-cell}} ipython3\n{code}\n```\n", "utf-8")
    run = """if True:
        import pathlib, signal, toy_chapter
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
        toy_chapter.load_builder().main([], pathlib.Path.cwd())
    """
    process = subprocess.Popen(
        [sys.executable, "-c", run],
        cwd=repository,
        env=os.environ | {"PYTHONPATH": str(toy_chapter.ROOT / "tests")},
        stderr=subprocess.DEVNULL,
    )
    while not started.exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) != 0
    assert notebook(repository).read_bytes() == old
    assert sorted(p.name for p in repository.glob("notebooks/*")) == ["07_small.ipynb"]


def test_edits_in_the_notebook_are_not_lost(repository, quick, capsys):
    builder.build("07_small", repository)
    edit(repository, lambda nb: nb.cells[0].update(source="# Small, in the Lab · 3 minutes"))
    edited = notebook(repository).read_bytes()
    assert builder.main(["small"], repository) == 1
    told = capsys.readouterr().err
    assert "was edited after its last build" in told and "Small, in the Lab" in told
    assert "--from-notebook 07_small" in told and "--force 07_small" in told
    assert notebook(repository).read_bytes() == edited and text(repository).read_text() == SMALL

    assert builder.main(["--from-notebook", "small"], repository) == 0
    assert "# Small, in the Lab · 3 minutes" in text(repository).read_text("utf-8")
    assert builder.main(["--check"], repository) == 0


def test_force_drops_edits(repository, quick):
    builder.build("07_small", repository)
    edit(repository, lambda nb: nb.cells.pop(0))
    assert builder.main(["--force", "small"], repository) == 0
    assert load("07_small", repository).cells[0].source.startswith("# Small")
    assert text(repository).read_text("utf-8") == SMALL


def test_an_edit_made_in_both_is_no_conflict(repository, quick):
    """JupyterLab with jupytext saves text and notebook together."""
    builder.build("07_small", repository)
    text(repository).write_text(SMALL.replace("# Small", "# Smaller"), "utf-8")
    edit(repository, lambda nb: nb.cells[0].update(source="# Smaller · 3 minutes"))
    assert builder.main([], repository) == 0


def test_check_says_what_is_stale(repository, quick, capsys):
    assert builder.main(["--check"], repository) == 1
    assert "does not exist yet" in capsys.readouterr().err
    builder.build("07_small", repository)
    assert builder.main(["--check"], repository) == 0
    text(repository).write_text(SMALL + "\nMore.\n", "utf-8")
    assert builder.main(["--check", "07"], repository) == 1
    assert "07_small: the text changed after the last build" in capsys.readouterr().out


def test_the_toy_survives_the_way_to_text_and_back():
    nb = builder.to_notebook(toy_chapter.TEXT)
    again = builder.to_notebook(builder.to_text(nb))
    assert authored(again) == authored(nb) and len(nb.cells) == 21
    assert builder.to_text(again) == builder.to_text(nb)


def test_a_notebook_without_text_gets_one(repository, quick):
    builder.build("07_small", repository)
    text(repository).unlink()
    assert builder.main(["--from-notebook", "07_small"], repository) == 0
    assert "# Small" in text(repository).read_text("utf-8")


def test_chapters_are_found_by_short_names(repository):
    for name in ("07_small", "small", "07", "chapters/07_small.md", text(repository)):
        assert find_chapter(name, repository) == "07_small"
    for name in ("", "smal", "0", None, 7):
        with pytest.raises(NotebookError, match="Chapters: 07_small"):
            find_chapter(name, repository)


def test_bad_commands_are_told(repository, capsys, tmp_path):
    assert builder.main(["nothing"], repository) == 1
    assert "There is no chapter 'nothing'. Chapters: 07_small." in capsys.readouterr().err
    assert builder.main([], tmp_path / "empty") == 0
    assert "no chapter yet" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        builder.main(["--from-notebook"], repository)
    notebook(repository).parent.mkdir()
    notebook(repository).write_text('{"cells": [', "utf-8")
    assert builder.main([], repository) == 1
    assert "07_small.ipynb is damaged" in capsys.readouterr().err


def test_a_missing_jupytext_is_told(repository, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupytext", None)
    assert builder.main([], repository) == 1
    assert 'pip install -e ".[dev]"' in capsys.readouterr().err
