"""Records of what passed: kept, never lost by two notebooks, never in the way of a check."""

import os
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import pytest

from course_utils import places
from course_utils import report as report_module
from course_utils.classroom import progress
from course_utils.report import course_exercises, report

TOY = [
    SimpleNamespace(name="mean", title="The mean"),
    SimpleNamespace(name="sum", title="The sum"),
]


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "work"))
    monkeypatch.setattr(progress, "_told", set())
    monkeypatch.setattr(progress, "_unwritten", {})
    return tmp_path / "work"


def break_the_folder(work):
    """Make it impossible to write there, for root too: a file stands where the folder should."""
    work.write_text("not a folder")


def test_nothing_passed_yet():
    assert progress.passed() == {}
    assert not progress.folder().exists(), "reading must not leave a folder behind"


def test_a_pass_is_kept_with_its_date(work):
    before = date.today()
    assert progress.record("toy.mean") == ""
    day = date.fromisoformat(progress.passed()["toy.mean"])
    assert before <= day <= date.today()
    assert progress.folder().parent == work.resolve()
    assert [path.name for path in progress.folder().iterdir()] == ["toy.mean"]


def test_the_first_pass_keeps_its_date():
    progress.record("toy.mean")
    (progress.folder() / "toy.mean").write_text("2026-01-31")
    progress.record("toy.mean")
    assert progress.passed() == {"toy.mean": "2026-01-31"}


def test_other_files_are_no_records():
    progress.record("toy.mean")
    (progress.folder() / "my notes.txt").write_text("keep me")
    assert list(progress.passed()) == ["toy.mean"]
    assert (progress.folder() / "my notes.txt").exists()


def test_two_notebooks_at_once_lose_nothing(tmp_path):
    code = (
        "import sys, time, pathlib; from course_utils.classroom import progress as p\n"
        "pathlib.Path(sys.argv[2] + sys.argv[1]).touch()\n"
        "while not all(pathlib.Path(sys.argv[2] + n).exists() for n in 'ab'): time.sleep(0.001)\n"
        "said = [p.record(f'toy.{n}{i}') for i in range(40) for n in ('same', sys.argv[1])]\n"
        "sys.exit(any(said))"
    )
    ready = str(tmp_path / "ready-")
    runs = [subprocess.Popen([sys.executable, "-c", code, name, ready]) for name in "ab"]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert len(progress.passed()) == 120
    assert len(list(progress.folder().iterdir())) == 120, "a draft was left behind"


@pytest.mark.parametrize("content", [b"\xff\x00", b"", b"yesterday", b"{}"])
def test_a_damaged_record_is_set_aside_told_once_and_harms_nothing(content, capsys):
    progress.record("toy.mean")
    (progress.folder() / "toy.sum").write_bytes(content)
    assert list(progress.passed()) == ["toy.mean"]
    assert "record of toy.sum was damaged" in capsys.readouterr().err
    assert (progress.folder() / "toy.sum.damaged").read_bytes() == content
    progress.passed()
    assert capsys.readouterr().err == ""
    assert progress.record("toy.sum") == ""
    assert set(progress.passed()) == {"toy.mean", "toy.sum"}


def test_damage_that_a_check_meets_is_told_by_the_check(capsys):
    progress.record("toy.mean")
    (progress.folder() / "toy.sum").write_text("?")
    assert "record of toy.sum was damaged" in progress.record("toy.max")
    assert set(progress.passed()) == {"toy.mean", "toy.max"} and capsys.readouterr().err == ""


def test_a_record_that_vanishes_while_it_is_read_is_not_called_damaged(monkeypatch, capsys):
    gone = progress.folder() / "toy.mean"
    monkeypatch.setattr(progress, "_records", lambda: [gone])
    assert progress.passed() == {} and capsys.readouterr().err == ""


def test_a_failed_write_is_told_once_with_its_remedy_and_counts_in_this_process(monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    progress.record("toy.first")
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        said = progress.record("toy.mean")
        assert "could not be recorded" in said and str(progress.folder()) in said
        assert "No space left on device" in said and "COURSE_WORK" in said
        assert progress.record("toy.sum") == "", "told twice"
    today = date.today().isoformat()
    assert progress.passed() == dict.fromkeys(("toy.first", "toy.mean", "toy.sum"), today)
    there = [path.name for path in progress.folder().iterdir()]
    assert there == ["toy.first"], "half a record was left behind"


def test_what_could_not_be_recorded_is_gone_with_the_process_and_leaves_no_file(work, tmp_path):
    break_the_folder(work)
    code = (
        "import sys; from course_utils.classroom import progress as p\n"
        "before = list(p.passed()); said = p.record('toy.mean')\n"
        "sys.exit(before != [] or 'COURSE_WORK' not in said or list(p.passed()) != ['toy.mean'])"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temp")}
    (tmp_path / "temp").mkdir()
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
    assert list((tmp_path / "temp").iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"temp", "work"}


def test_a_pass_is_recorded_with_its_first_date_once_the_folder_can_be_written(work):
    break_the_folder(work)
    assert progress.record("toy.mean")
    progress._unwritten["toy.mean"] = "2026-01-31"
    work.unlink()
    assert progress.record("toy.mean") == ""
    assert (progress.folder() / "toy.mean").read_text() == "2026-01-31"
    assert progress.passed() == {"toy.mean": "2026-01-31"} and progress._unwritten == {}


def test_the_folder_is_the_courses_own_unless_one_is_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COURSE_WORK", "~/mine")
    assert progress.folder() == tmp_path.resolve() / "mine" / ".progress"
    monkeypatch.delenv("COURSE_WORK")
    assert progress.folder() == places.ROOT / "my_work" / ".progress"
    monkeypatch.setattr(places, "ROOT", tmp_path / "site-packages")
    assert progress.folder().is_relative_to(tmp_path)
    assert not progress.folder().is_relative_to(places.ROOT)


@pytest.mark.parametrize("name", ["", "../../escape", "a b.c", "toy/mean", ".", "toy", None, 3])
def test_an_id_that_is_no_name_is_refused(name):
    with pytest.raises(ValueError, match="exercise_id must look like"):
        progress.record(name)


def test_the_report_says_what_passed_and_what_is_open():
    progress.record("toy.mean")
    lines = report({"toy": TOY}).splitlines()
    assert lines[0] == "toy: 1 of 2 passed"
    assert lines[1] == f"  passed {date.today()}  mean: The mean"
    assert lines[2].split() == ["still", "open", "sum:", "The", "sum"]
    assert str(progress.folder()) in lines[-1]


def test_the_report_hides_no_trouble(capsys):
    progress.record("old.gone")
    progress.record("toy.sum")
    (progress.folder() / "toy.mean").write_text("?")
    text = report({"toy": TOY, "gan": "No module named 'torch'"})
    assert "record of toy.mean was damaged" in capsys.readouterr().err
    assert "toy: 1 of 2 passed" in text
    assert "gan: its exercises can't be listed: No module named 'torch'" in text
    assert "not found in the course now: old.gone" in text


def test_no_exercises():
    assert "There are no exercises yet." in report({})


def test_the_course_finds_its_own_exercises_in_the_order_of_its_chapters(monkeypatch, tmp_path):
    assert "predict_labels" in [e.name for e in course_exercises()["perceptron"]]
    package = tmp_path / "course_utils"
    for name, text in {
        "alpha": "EXERCISES = (1,)",
        "beta": "EXERCISES = ()",
        "zeta": "import no",
    }.items():
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
        (package / name / "exercises.py").write_text(text)
    (tmp_path / "chapters").mkdir()
    for name in ("01_beta", "10_alpha"):
        (tmp_path / "chapters" / f"{name}.md").touch()
    monkeypatch.setattr(report_module, "ROOT", tmp_path)
    monkeypatch.setattr("course_utils.__path__", [str(package)])
    found = course_exercises()
    assert list(found.items()) == [("beta", []), ("alpha", [1]), ("zeta", "No module named 'no'")]
