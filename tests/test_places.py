"""Where work goes, what to type for this Python, and files that are written whole or not at all."""

import os
import sys
from pathlib import Path

import pytest

from course_utils import places


def test_the_chosen_folder_comes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "mine"))
    assert places.work_folder() == tmp_path / "mine"
    monkeypatch.setenv("COURSE_WORK", "~/mine")
    assert places.work_folder() == Path.home().resolve() / "mine"


@pytest.mark.parametrize("unset", ["missing", "empty"])
def test_without_a_choice_it_lies_in_the_course(monkeypatch, unset):
    monkeypatch.delenv("COURSE_WORK", raising=False)
    if unset == "empty":
        monkeypatch.setenv("COURSE_WORK", "")
    assert places.work_folder() == places.ROOT / "my_work"


def test_without_the_course_around_it_it_lies_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_WORK", raising=False)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    assert places.work_folder() == Path.home() / ".course_utils"


def test_this_python_can_be_typed_where_you_stand(monkeypatch, tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setenv("PATH", "")
    assert places.this_python() == str(python)
    monkeypatch.chdir(tmp_path)
    assert places.this_python() == os.path.join(".venv", "bin", "python")
    assert places.this_python() in places.install_command()


def test_an_activated_python_has_its_short_name(monkeypatch, tmp_path):
    python = tmp_path / "my conda" / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(places.shutil, "which", lambda name: None)
    assert places.this_python() == f'"{python}"'
    monkeypatch.setattr(places.shutil, "which", lambda name: str(python))
    assert places.this_python() == "python"


@pytest.mark.parametrize(
    ("content", "expected"), [(b"\x00\r\n", b"\x00\r\n"), ("é\n", b"\xc3\xa9\n"), ("", b"")]
)
def test_a_file_is_written_as_it_is(tmp_path, content, expected):
    path = tmp_path / "new" / "a.txt"
    for _ in range(2):
        places.write_whole(path, content)
        assert path.read_bytes() == expected
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch, step):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail(*_):
        raise OSError("full")

    monkeypatch.setattr(places.os, step, fail)
    with pytest.raises(OSError, match="full"):
        places.write_whole(path, "new")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def test_two_programs_use_two_drafts(tmp_path, monkeypatch):
    drafts = []
    monkeypatch.setattr(places.os, "replace", lambda draft, _: drafts.append(draft))
    for number in (1, 2):
        monkeypatch.setattr(places.os, "getpid", lambda number=number: number)
        places.write_whole(tmp_path / "a.txt", "text")
    assert drafts[0] != drafts[1]
