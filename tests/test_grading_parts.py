"""The parts of grading, one by one: what comes in, what is kept, what stops it."""

import json
import os
import time
from pathlib import Path

import made_submissions
import numpy as np
import psutil
import pytest

from course_utils.__main__ import main
from course_utils.classroom.cards import Card
from course_utils.instructor import grading, solutions
from course_utils.instructor.grading import grading as runs
from course_utils.instructor.grading import process, watching
from course_utils.instructor.grading.marking import Row
from course_utils.instructor.grading.plain import (
    MOST_BYTES,
    pack,
    pack_observation,
    read_line,
    unpack,
    unpack_observation,
)
from course_utils.instructor.grading.submissions import (
    Cell,
    Submission,
    chapter_of,
    read,
    shipped,
    student_of,
)
from course_utils.instructor.grading.walls import Walls
from course_utils.instructor.notebooks import NotebookError

PERCEPTRON = made_submissions.PERCEPTRON


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "0")


def hand_in(folder, *made):
    for one in made:
        path = folder / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
    return folder


@pytest.fixture
def handed_in(tmp_path):
    """Three notebooks that differ."""
    answers = [{"relu_layer": made_submissions.RELU}, {}, {"relu_layer": "relu_layer = 1"}]
    made = [
        made_submissions.notebook(f"{name}/02_perceptron.ipynb", each, {})
        for name, each in zip(("ada", "ben", "cem"), answers, strict=True)
    ]
    return hand_in(tmp_path / "handed_in", *made)


class Instant:
    """Stands in for a grader: it passes what it is given, and keeps count."""

    graded: list[str]
    stop_at = ""

    def __init__(self, *_):
        pass

    def check_known_right(self):
        pass

    def grade(self, one):
        if one.student == self.stop_at:
            raise KeyboardInterrupt
        self.graded.append(one.student)
        row = Row(one.student, one.file, one.chapter, "relu_layer", "passed")
        return [(row, Card("passed", "`relu_layer`", (("text", "Yes."), ("facts", [["a", "1"]]))))]


@pytest.fixture
def instant(monkeypatch):
    Instant.graded, Instant.stop_at = [], ""
    monkeypatch.setattr(runs, "Grader", Instant)
    return Instant


def test_an_interrupt_keeps_what_is_done_and_a_rerun_goes_on(handed_in, tmp_path, instant):
    out = tmp_path / "grades.csv"
    instant.stop_at = "cem"
    with pytest.raises(KeyboardInterrupt, match="2 of 3 notebooks are graded and kept"):
        grading.grade(handed_in, out)
    assert not out.exists()
    instant.stop_at = ""
    grades = grading.grade(handed_in, out)
    assert instant.graded == ["ada", "ben", "cem"] and grades.n_graded_now == 1
    assert [line.split(",")[0] for line in out.read_text().splitlines()[1:]] == [
        "ada",
        "ben",
        "cem",
    ]
    page = (grades.feedback / "cem" / "02_perceptron.html").read_text("utf-8")
    assert "Feedback for cem" in page and "Passed" in page


def test_another_seed_limit_or_damage_grades_anew(handed_in, tmp_path, instant):
    out = tmp_path / "grades.csv"
    first = grading.grade(handed_in, out)
    assert first.n_graded_now == 3 and first.seed >= 1000
    assert grading.grade(handed_in, out).n_graded_now == 0
    assert grading.grade(handed_in, out, seed=first.seed + 1).n_graded_now == 3
    assert grading.grade(handed_in, out, seconds=21).n_graded_now == 3
    for kept in (tmp_path / "grades_results").glob("*.json"):
        kept.write_text("[{}]")
    assert grading.grade(handed_in, out, seed=first.seed).n_graded_now == 3


def test_what_it_wrote_is_not_handed_in(handed_in, instant):
    for _ in range(2):
        grades = grading.grade(handed_in, handed_in / "grades.csv")
        assert grades.n_files == 3


def test_one_chapter_can_be_asked_for(handed_in, tmp_path, instant):
    assert grading.grade(handed_in, tmp_path / "g.csv", chapter="perceptron").n_files == 3
    with pytest.raises(NotebookError, match="holds no notebook of 05_autoencoder"):
        grading.grade(handed_in, tmp_path / "g.csv", chapter="autoencoder")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seconds": 0}, "seconds must be a finite number above 0"),
        ({"memory": 20}, "memory must be at least 200"),
        ({"seed": -1}, "seed must be at least 0"),
        ({"out": "grades.txt"}, "out must be the name of a .csv file"),
        ({"chapter": "no such"}, "There is no chapter"),
        ({"folder": "nowhere"}, "nowhere is no folder"),
    ],
)
def test_bad_arguments_are_refused(tmp_path, options, words):
    arguments = {"folder": tmp_path, "out": tmp_path / "grades.csv"} | options
    with pytest.raises(ValueError, match=words):
        grading.grade(**arguments)
    assert not list(tmp_path.iterdir())


def test_an_empty_folder_is_told_of(tmp_path):
    with pytest.raises(NotebookError, match="holds no notebook"):
        grading.grade(tmp_path, tmp_path / "grades.csv")


def test_nothing_is_graded_where_a_reference_is_wrong(handed_in, tmp_path, monkeypatch):
    from dataclasses import replace

    def relu_layer(X, W, b):
        return X @ W.T + b

    right = solutions.chapter_exercises(PERCEPTRON)
    broken = [replace(e, reference=relu_layer) if e.name == "relu_layer" else e for e in right]
    monkeypatch.setattr(solutions, "chapter_exercises", lambda chapter: broken)
    with pytest.raises(NotebookError, match=r"nothing is graded:\s+relu_layer: the reference and"):
        grading.grade(handed_in, tmp_path / "grades.csv")
    assert not (tmp_path / "grades.csv").exists()


def test_nothing_is_graded_where_no_process_can_run(handed_in, tmp_path, monkeypatch):
    script = tmp_path / "worker.py"
    script.write_text("raise SystemExit(3)")
    monkeypatch.setattr(process, "WORKER", script)
    with pytest.raises(
        NotebookError, match=r"nothing is graded:\s+predict_labels: crashed"
    ) as told:
        grading.grade(handed_in, tmp_path / "grades.csv")
    assert "exit code 3" in str(told.value) and not (tmp_path / "grades.csv").exists()


def test_processes_are_ended_without_namespaces_too(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "walls_here", Walls)
    marks, end_all = [], process.end_all

    def noted(process, mark, walls):
        end_all(process, mark, walls)
        marks.append(mark)

    monkeypatch.setattr(process, "end_all", noted)
    made = next(one for one in made_submissions.hungry(3611) if one.file == "stays.ipynb")
    path = hand_in(tmp_path, made) / made.file
    grader = runs.Grader(PERCEPTRON, 3, watching.Limits(10))
    rows = [row for row, _ in grader.grade(read(path, tmp_path, [grader.shipped]))]
    assert {row.exercise: (row.result, row.misconception) for row in rows} == made.expected
    end = time.monotonic() + 10  # a busy machine takes a moment to bury what was killed
    while any(one for mark in marks for one in watching.marked(mark)) and time.monotonic() < end:
        time.sleep(0.05)
    assert marks and not [one for mark in marks for one in watching.marked(mark)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_one_that_gets_away_stops_nothing(monkeypatch):
    """Without namespaces a process can hide; it may hold the pipe, too. It sleeps for 60.25 s."""
    hide = """\
import os
if os.fork() == 0:
    if os.fork() == 0:
        os.setsid()
        for fd in range(3, 30):
            try:
                os.set_inheritable(fd, True)
            except OSError:
                pass
        os.execve("/bin/sleep", ["sleep", "60.25"], {})
    os._exit(0)
"""
    monkeypatch.setattr(runs, "walls_here", Walls)
    grader = runs.Grader(PERCEPTRON, 3, watching.Limits(10))
    one = Submission("ada", "ada.ipynb", "", PERCEPTRON, (Cell(hide), Cell(made_submissions.RELU)))
    start = time.monotonic()
    results = {row.exercise: row.result for row, _ in grader.grade(one)}
    seconds = time.monotonic() - start
    away = [
        one for one in psutil.process_iter(["cmdline"]) if "60.25" in (one.info["cmdline"] or ())
    ]
    assert results["relu_layer"] == "passed" and len(away) == 1 and seconds < 45
    away[0].kill()


def test_long_experiments_cost_no_answer(tmp_path):
    """Twenty cells together take more than a notebook may; the answer needs one of them."""
    answer = "def relu_layer(X, W, b):\n    return np.maximum(X @ W.T + b, nothing)"
    cells = [f"import time\ntime.sleep(0.4)\nslept{i} = {i}" for i in range(20)]
    grader = runs.Grader(PERCEPTRON, 3, watching.Limits(0.5))
    grader.patience = {"setup": 2.0}
    cells = [Cell(source) for source in [*cells, "nothing = slept0 * 1.0", answer]]
    one = Submission("ada", "ada.ipynb", "", PERCEPTRON, tuple(cells))
    start = time.monotonic()
    results = {row.exercise: row.result for row, _ in grader.grade(one)}
    assert results["relu_layer"] == "passed" and results["train_epoch"] == "missing"
    assert time.monotonic() - start > grader.limits.in_all


def test_an_interrupt_ends_the_process(monkeypatch):
    started = []

    def interrupt(process, *_):
        started.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "_listen", interrupt)
    with pytest.raises(KeyboardInterrupt):
        process.run({}, watching.Limits(), Walls(), {}, 0)
    assert started[0].returncode is not None


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(2, 3),
        np.array([np.nan, -0.0, np.inf]),
        np.array(3, dtype=np.int8),
        np.zeros((0, 4), dtype=np.float32),
        np.array(["a", "ü\U0001f40d"]),
        np.array([True, False]),
        np.array([1 + 2j]),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
    ],
)
def test_arrays_come_back_bit_for_bit(value):
    seen = unpack_observation(json.loads(json.dumps(pack_observation({"result": value}))))
    assert seen["result"].dtype == value.dtype and seen["result"].shape == value.shape
    assert seen["result"].tobytes() == value.tobytes()


def test_cases_come_back_as_they_were():
    case = {"a": [1, 2.5, None, "x", (True, np.float64(0.1))], "b": {"c": np.arange(3)}}
    again = unpack(json.loads(json.dumps(pack(case))))
    assert repr(again) == repr(case) and type(again["a"][4][1]) is np.float64


def test_objects_are_not_handed_over():
    with pytest.raises(TypeError, match="dtype object"):
        pack(np.array([None, 1]))
    with pytest.raises(TypeError, match="only plain data"):
        pack({"f": len})


def test_what_is_too_large_becomes_words():
    plain = pack_observation({"result": np.zeros(MOST_BYTES), "note:printed": "x" * 10**6})
    assert "too large" in plain["result"] and len(json.dumps(plain)) < 10_000


@pytest.mark.parametrize(
    "plain",
    [
        [],
        {"result": 3},
        {"result": {"a dtype": "<f8"}},
        {"result": {"an array": ["|O", [1], "AAAA"]}},
        {"result": {"an array": ["<f8", [2], "AAAA"]}},
        {"result": {"an array": ["<f8", [-1], ""]}},
        {"result": {"an array": ["<f8", [10**30], ""]}},
        {"result": {"an array": ["<f8", "1", ""]}},
        {"result": {"an array": ["<f8", [0] * 100, ""]}},
        {"result": {"an array": ["<f7", [0], ""]}},
        {"result": {"an array": ["<U1", [1], "/////w=="]}},
        {"result": {"an array": ["<f8", [1], "no base64"]}},
        {"result": {"an array": ["<f8", [10**7], "A" * 5_000_000]}},
        {"result": "x" * 10_000},
        {"raised": "ValueError"},
        {"note:printed": {"an array": ["<f8", [0], ""]}},
        {str(i): "" for i in range(2000)},
    ],
)
def test_reports_that_are_unfit_are_refused(plain):
    with pytest.raises(ValueError):
        unpack_observation(plain)


@pytest.mark.parametrize("line", [b"\xff", b"3", b"[]", b"[" * 200_000, b"", b"{"])
def test_lines_that_hold_no_message_are_refused(line):
    with pytest.raises(ValueError):
        read_line(line)


def test_students_are_named_by_folder_or_file():
    chapters = ["02_perceptron", "06_gan"]
    for file, student in {
        "Ada Lovelace_123_assignsubmission_file_/x.ipynb": "Ada Lovelace",
        "ada/06_gan/06_gan.ipynb": "ada",
        "ada-02_perceptron.ipynb": "ada",
        "perceptron ada.ipynb": "ada",
        "organ.ipynb": "organ",
        "06_gan.ipynb": "06_gan",
    }.items():
        assert student_of(Path(file), chapters) == student


def test_a_chapter_is_told_by_functions_before_the_name_of_the_file():
    chapters = [shipped("00_start_here"), shipped(PERCEPTRON)]
    cells = [Cell("def relu_layer(X): ..."), Cell("x = 1")]
    assert chapter_of(cells, Path("00_start_here.ipynb"), chapters) == PERCEPTRON
    assert chapter_of(cells[1:], Path("ada_00_start_here.ipynb"), chapters) == "00_start_here"
    assert chapter_of(cells[1:], Path("notes.ipynb"), chapters) == ""


def test_the_command_grades_and_says_where(handed_in, tmp_path, instant, capsys):
    out = tmp_path / "grades.csv"
    assert main(["grade", str(handed_in), "-o", str(out), "--seed", "7"]) == 0
    said = capsys.readouterr().out
    assert "3 files, 3 graded now, seed 7." in said and str(out) in said
    instant.stop_at = "ben"
    assert main(["grade", str(handed_in), "-o", str(out), "--seed", "8"]) == 130
    assert "stopped. 1 of 3 notebooks are graded and kept." in capsys.readouterr().out
    assert main(["grade", str(tmp_path / "nowhere")]) == 1
    assert "is no folder" in capsys.readouterr().out
