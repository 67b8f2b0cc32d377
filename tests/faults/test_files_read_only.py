"""A course that nobody may write to, as a class shares it: work goes elsewhere, and that is told.

The folder is mounted read-only for the programs of the test alone: root, too, can't write there.
"""

import os
import re
import tempfile
from pathlib import Path

import pytest

from course_utils import places

LAB = """
from course_utils import workspace
def launch(command, variables):
    print("OPENS", variables["COURSE_WORK"], command[3])
    return 0
workspace.open_lab([], launch=launch)
"""
CHECK = """
from course_utils.perceptron.exercises import EXERCISES, check
for exercise in EXERCISES[:2]:
    assert check(exercise.reference, exercise.name).passed
"""
PRESENT = """
import functools, sys
from course_utils import __main__
from course_utils.instructor import present
def launch(command, variables):
    print("OPENS", variables["COURSE_WORK"], command[3])
    return 0
present.open_presentation = functools.partial(present.open_presentation, launch=launch)
sys.exit(__main__.main(["present", "perceptron"]))
"""
# What a learner does in a notebook of chapters 04 to 06 whose kernel stands in the course's folder.
SAVE = """
import torch
from course_utils import checkpoints, places
checkpoints.write_checkpoint(places.work_folder() / "net.safetensors", {"x": torch.ones(2)}, {})
checkpoints.write_checkpoint("net.safetensors", {"x": torch.ones(2)}, {})
"""


@pytest.fixture(scope="module")
def shared(course, run, mounted, tmp_path_factory):
    """Run a program in the read-only course; return its exit code and words."""
    place = tmp_path_factory.mktemp("read only")
    handed_in, temporary = place / "handed in", place / "tmp"
    handed_in.mkdir()
    temporary.mkdir()
    prefix = mounted('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', course)
    probe = run(["-c", "open('x', 'w')"], course, course, prefix=prefix)
    assert "Read-only file system" in probe.stdout, "the course can be written: nothing is tried"

    def shared(*arguments):
        variables = {"COURSE_WORK": None, "TMPDIR": str(temporary)}
        done = run(arguments, course, course, prefix=prefix, **variables)
        return done.returncode, done.stdout

    shared.ours = temporary / f"course_utils-{os.geteuid()}"
    shared.handed_in = handed_in
    return shared


def told(said: str, what: str, where: Path) -> bool:
    """Whether it is told, once, that `what` can't be written and where things go instead."""
    sentence = f"{what} can't be written. What belongs there goes to the temporary folder {where}:"
    return said.count(sentence) == 1 and "Traceback" not in said


def test_lab_copies_the_notebooks_to_a_temporary_folder(shared, course):
    code, said = shared("-c", LAB)
    work = shared.ours / "my_work"
    assert code == 0 and told(said, course / "my_work", work)
    assert f"Your notebooks are in {work}\n" in said
    assert f"OPENS {work} --ServerApp.root_dir={work}\n" in said
    shipped = {path.name for path in course.glob("notebooks/*.ipynb")}
    assert shipped and shipped == {path.name for path in work.glob("*.ipynb")}
    assert "kept as you left it" in shared("-c", LAB)[1], "the second time it finds them"


def test_what_passes_is_found_by_the_next_program(shared, course):
    code, said = shared("-c", CHECK)
    assert code == 0 and told(said, course / "my_work", shared.ours / "my_work")
    code, said = shared("-m", "course_utils", "progress")
    assert code == 0 and told(said, course / "my_work", shared.ours / "my_work")
    assert "perceptron: 2 of" in said and f"(kept in {shared.ours / 'my_work'}" in said


def test_doctor_says_where_work_goes(shared, course):
    code, said = shared("-m", "course_utils", "doctor")
    assert code == 0 and told(said, course / "my_work", shared.ours / "my_work")


def test_slides_go_to_a_temporary_folder(shared, course):
    code, said = shared("-m", "course_utils", "slides", "perceptron")
    assert code == 0 and told(said, course / "build", shared.ours / "build"), said
    page = shared.ours / "build" / "slides" / "02_perceptron" / "index.html"
    assert f"The deck is {page}\n" in said and page.stat().st_size > 100_000


def test_grades_go_to_a_temporary_folder(shared, course):
    (shared.handed_in / "a.txt").write_text("not a notebook")
    (shared.handed_in / "broken.ipynb").write_text("{")
    code, said = shared("-m", "course_utils", "grade", shared.handed_in)
    where = shared.ours / course.name
    assert code == 0 and told(said, course, where), said
    assert f"The rows are in {where / 'grades.csv'}" in said
    assert "broken.ipynb" in (where / "grades.csv").read_text("utf-8")


def test_a_lecture_goes_to_a_temporary_folder(shared, course):
    code, said = shared("-c", PRESENT)
    assert code == 0 and told(said, course / "build", shared.ours / "build"), said
    folder = shared.ours / "build" / "present"
    assert f"The lecture is {folder / '02_perceptron.ipynb'}\n" in said
    assert f"OPENS {folder} --ServerApp.root_dir={folder}\n" in said
    assert {path.suffix for path in folder.iterdir()} == {".ipynb", ".css"}


def test_a_checkpoint_in_the_course_says_what_to_do(shared, course):
    code, said = shared("-c", SAVE)
    assert (shared.ours / "my_work" / "net.safetensors").exists()
    last = said.splitlines()[-1]
    assert code == 1 and re.match(r"OSError: .*net\.safetensors was not written: Read-only", last)
    assert last.endswith(places.REMEDY)


def test_the_learners_own_choice_is_never_replaced(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(places.os, "access", lambda *_: False)
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "mine"))
    assert places.work_folder() == tmp_path / "mine" and capsys.readouterr().out == ""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there each user has a temporary folder")
@pytest.mark.parametrize("trap", ["another user's", "a link", "a file", "no temporary folder"])
def test_nothing_is_put_where_somebody_else_could_wait_for_it(tmp_path, monkeypatch, trap):
    ours = tmp_path / f"course_utils-{os.geteuid()}"
    if trap == "a link":
        (tmp_path / "elsewhere").mkdir()
        ours.symlink_to(tmp_path / "elsewhere")
    elif trap == "a file":
        ours.touch()
    elif trap == "another user's":
        me = os.geteuid()
        monkeypatch.setattr(places.os, "geteuid", iter([me, me + 1]).__next__)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if trap == "no temporary folder":
        monkeypatch.setattr(tempfile, "gettempdir", refuse)
    monkeypatch.setattr(places.os, "access", lambda *_: False)
    assert places.writable(tmp_path / "my_work") == tmp_path / "my_work"


def refuse():
    raise FileNotFoundError("No usable temporary directory found")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="it has no such rights")
def test_the_temporary_folder_is_for_one_user(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(places.os, "access", lambda *_: False)
    work = places.writable(tmp_path / "my_work")
    assert work.name == "my_work" and work.parent.stat().st_mode & 0o777 == 0o700
