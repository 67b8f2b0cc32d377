"""Grading: every made submission gets its rows, none stops the run, and nothing is left behind."""

import contextlib
import csv
import re
from collections import defaultdict

import made_submissions
import psutil
import pytest

from course_utils.instructor import grading
from course_utils.instructor.grading.walls import walls_here

NAP = 3607  # seconds; no other process of the machine sleeps as long
LIMITS = {"seconds": 2, "memory": 700, "seed": 7}


@pytest.fixture(autouse=True, scope="module")
def quiet():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", "0")
        yield


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade all made submissions at once; return where, and the rows by file."""
    place = tmp_path_factory.mktemp("grading")
    (place / "outside").mkdir()
    made = [
        *made_submissions.typed_wrong("02_perceptron", 8),
        *made_submissions.typed_wrong("00_start_here", 1),
        *made_submissions.honest(),
        *made_submissions.hungry(NAP),
        *made_submissions.hostile(place / "outside"),
    ]
    for one in made:
        path = place / "handed_in" / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
    grades = grading.grade(place / "handed_in", place / "out" / "grades.csv", **LIMITS)
    rows = defaultdict(list)
    with open(grades.table, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["file"].lstrip("'")].append(row)
    return place, grades, made, rows


def unexpected(made, rows):
    """Return what the rows of one made submission say otherwise than they have to."""
    found = {row["exercise"]: (row["result"], row["misconception"]) for row in rows}
    notes = {row["exercise"]: row["note"] for row in rows}
    told = [
        f"{made.file}, {name}: {found.get(name)}, not {made.expected.get(name)}: {notes.get(name)}"
        for name in found.keys() | made.expected.keys()
        if found.get(name) != made.expected.get(name)
    ]
    if made.note not in " ".join(notes.values()):
        told.append(f"{made.file}: no {made.note!r} in {notes}")
    return told


def test_every_submission_gets_its_rows(graded):
    _, _, made, rows = graded
    assert len(made) >= 30
    assert not [words for one in made for words in unexpected(one, rows[one.file])]


def test_shared_memory_counts_too(tmp_path):
    made = made_submissions.hoarder()
    (tmp_path / made.file).write_bytes(made.content)
    # Time enough for a busy machine: what ends it has to be the memory.
    grades = grading.grade(tmp_path, tmp_path / "out" / "grades.csv", **LIMITS | {"seconds": 30})
    with open(grades.table, encoding="utf-8", newline="") as file:
        assert not unexpected(made, list(csv.DictReader(file)))


def test_nothing_is_left_running(graded):
    left = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            left += [process] if str(NAP) in process.cmdline() else []
    assert not left


@pytest.mark.skipif(not walls_here().locked_files, reason="this system has no Landlock")
def test_nothing_is_written_outside(graded):
    place, _, _, rows = graded
    assert not list((place / "outside").iterdir())
    [row] = [r for r in rows["writes_outside.ipynb"] if r["exercise"] == "relu_layer"]
    assert "PermissionError" in row["note"]


@pytest.mark.skipif(not walls_here().no_network, reason="this system cuts no process off")
def test_there_is_no_network(graded):
    [row] = [r for r in graded[3]["network.ipynb"] if r["exercise"] == "relu_layer"]
    assert "unreachable" in row["note"]


def test_a_copied_answer_is_remarked_upon(graded):
    [row] = [r for r in graded[3]["copies_the_answers.ipynb"] if r["exercise"] == "relu_layer"]
    assert row["result"] == "passed" and "the course's own answers" in row["note"]
    assert not any("own answers" in row["note"] for row in graded[3]["ada/02_perceptron.ipynb"])


def test_a_published_answer_is_remarked_upon(graded):
    rows = graded[3]
    copied = {r["exercise"] for r in rows["ada/02_perceptron.ipynb"] if "published" in r["note"]}
    assert {"train_epoch", "averaged_epoch"} <= copied
    assert "predict_labels" not in copied  # two lines are anybody's
    others = [r for r in rows["02_perceptron_third.ipynb"] if r["result"] == "passed"]
    assert others and not any("published" in row["note"] for row in others)


def test_totals_count_what_passed(graded):
    _, grades, _, rows = graded
    with open(grades.totals, encoding="utf-8", newline="") as file:
        totals = {(row["student"], row["chapter"]): row for row in csv.DictReader(file)}
    full = totals["ada", "02_perceptron"]
    assert full["passed"] == full["exercises"] == str(len(rows["ada/02_perceptron.ipynb"]))
    assert totals["third", "02_perceptron"]["passed"] != "0"
    assert totals["unchanged", "02_perceptron"]["passed"] == "0"
    assert totals["essay", ""]["exercises"] == "0"


def test_pages_hold_all_they_need_and_run_nothing(graded):
    _, grades, made, _ = graded
    pages = [grades.report, *grades.feedback.rglob("*.html")]
    assert len(pages) == 1 + len(made)
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script" not in text and "http://" not in text and "https://" not in text, page
    assert "&lt;script&gt;" in (grades.feedback / "=cmd()<b>.html").read_text("utf-8")


def test_a_table_holds_no_formula(graded):
    lines = graded[1].table.read_text("utf-8").splitlines()
    assert any(line.startswith("'=cmd()<b>,'=cmd()<b>.ipynb,") for line in lines)
    assert not any(line.startswith("=") or ",=" in line for line in lines)


def test_the_report_counts_the_mistakes(graded):
    _, grades, _, rows = graded
    text = grades.report.read_text("utf-8")
    everything = [row for file in rows.values() for row in file]
    mistake = "perceptron_update", "P2"
    n = sum((row["exercise"], row["misconception"]) == mistake for row in everything)
    assert n >= 3 and re.search(rf"<th[^>]*>P2</th><td[^>]*>{n}</td><td[^>]*>perceptron_upd", text)
    chapters = {row["chapter"] for row in everything if row["chapter"]}
    with_mistakes = {row["chapter"] for row in everything if row["misconception"]}
    assert text.count("data:image/png;base64,") == len(chapters) + len(with_mistakes)
    assert "--seed 7" in text
    for line in walls_here().words():
        assert line in text


def test_feedback_is_in_the_words_of_check(graded):
    _, grades, _, _ = graded
    text = (grades.feedback / "fakes_passed.html").read_text("utf-8")
    assert "The smallest failing case" in text and "Is that yours?" in text
    assert "0 of 16" in text


def test_a_rerun_grades_only_what_is_new(graded, monkeypatch):
    place, grades, _, _ = graded
    before = grades.table.read_bytes()

    def stop(*_):
        raise AssertionError("it runs what is known")

    monkeypatch.setattr("course_utils.instructor.grading.grading.Grader", stop)
    options = {**LIMITS, "seed": None}
    again = grading.grade(place / "handed_in", grades.table, **options)
    assert (again.n_graded_now, again.seed) == (0, 7) and grades.table.read_bytes() == before
