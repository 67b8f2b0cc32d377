"""The measurements: pairs, bars, the table and its file, what a notebook costs."""

import doctest
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import v4

from benchmarks import explorers, measure, notebooks, results, run
from benchmarks.measure import Bar, Row, Spread, holds, make_row
from course_utils.instructor.notebooks import NotebookError

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
CHAPTER = CHAPTERS[0]


@pytest.mark.parametrize("module", [explorers, measure, results])
def test_the_examples_run(module):
    outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.attempted and not outcome.failed


# Rows and bars


@pytest.mark.parametrize(
    ("sign", "limit", "expected"),
    [
        ("<=", 2.0, True),
        ("<=", 1.99, False),
        ("<", 2.0, False),
        ("<", 2.01, True),
        (">=", 2.0, True),
        (">=", 2.01, False),
        (">", 2.0, False),
        (">", 1.99, True),
    ],
)
def test_a_bar_is_held_against_the_median(sign, limit, expected):
    assert holds(make_row("a", "s", [1.0, 2.0, 90.0], bar=Bar("course", sign, limit))) is expected


def test_the_ratio_is_taken_pair_by_pair():
    row = make_row("a", "s", [1.0, 8.0, 3.0], [2.0, 4.0, 1.0], Bar("ratio", "<=", 1.9))
    assert row.ratio == Spread(1.25, 2.0, 2.5)  # of 0.5, 2 and 3; the medians' would be 3 / 2
    assert not holds(row)


def test_no_bar_no_verdict_and_nan_reaches_none():
    assert holds(make_row("a", "s", [1.0])) is None
    assert holds(make_row("a", "s", [math.nan], bar=Bar("course", "<", 1))) is False
    assert holds(make_row("a", "s", [1.0], [0.0], Bar("ratio", "<", 1))) is False


@pytest.mark.parametrize(
    ("course", "peer", "bar", "word"),
    [
        ([], None, None, "measure at least once"),
        ([1.0], [1.0, 2.0], None, "course has 1 measurements, peer 2"),
        ([1.0], None, Bar("ratio", "<", 1), "there is no peer"),
        ([1.0], None, Bar("course", "=", 1), "bar must be like"),
        ([1.0], None, Bar("peer", "<", 1), "bar must be like"),
    ],
)
def test_a_row_that_means_nothing_is_refused(course, peer, bar, word):
    with pytest.raises(ValueError, match=word):
        make_row("a", "s", course, peer, bar)


def test_each_goes_first_every_other_time_and_the_first_measurements_are_thrown_away():
    calls = []

    def measured(name):
        calls.append(name)
        return float(len(calls))

    ours, theirs = measure.take_turns(lambda: measured("course"), lambda: measured("peer"), 4)
    assert [calls[i : i + 2] for i in range(0, 10, 2)] == [
        ["peer", "course"],
        ["course", "peer"],
        ["peer", "course"],
        ["course", "peer"],
        ["peer", "course"],
    ]
    assert (ours, theirs) == ([3.0, 6.0, 7.0, 10.0], [4.0, 5.0, 8.0, 9.0])


def test_times_are_milliseconds_of_the_wall_clock(monkeypatch):
    now = [0.0]

    def lasts(duration):
        now[0] += duration

    monkeypatch.setattr(measure.time, "perf_counter", lambda: now[0])
    row = measure.compare_times("fit", lambda: lasts(0.002), lambda: lasts(0.008), n_runs=3)
    assert row.unit == "ms"
    assert (row.course.median, row.peer.median) == pytest.approx((2.0, 8.0))
    assert row.ratio.median == pytest.approx(0.25)


# The file


def sections(path):
    """Return chapter -> its table's lines, cells apart."""
    parts = re.split(r"(?m)^## ", path.read_text("utf-8"))[1:]
    return {
        part.split("\n", 1)[0]: [
            [cell.strip() for cell in line.strip("|").split(" | ")]
            for line in part.splitlines()
            if line.startswith("| ")
        ]
        for part in parts
    }


def test_a_row_becomes_a_line_of_the_table():
    row = make_row("fit", "ms", [1.0, 2.0, 3.0], [4.0, 4.0, 4.0], Bar("ratio", "<=", 0.25))
    text = results.line(row)
    assert text == "| fit | ms | 2 (1.5–2.5) | 4 | 0.5 (0.375–0.625) | ratio ≤ 0.25 | **no** |"
    plain = Row("size", "MiB", Spread(7.0, 7.0, 7.0))
    assert results.line(plain) == "| size | MiB | 7 | – | – | – | – |"


def test_the_machine_is_known_by_its_cores_and_versions_only():
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d, \d+ cores, Python [\d.]+, NumPy \S+, scikit-learn \S+, PyTorch \S+",
        results.machine(),
    )


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "RESULTS.md"
    results.save({"02_a": "## 02_a\n\nold\n"}, ["02_a"], path)
    before = path.read_bytes()

    def interrupted(*paths):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        results.save({"02_a": "## 02_a\n\nnew\n"}, ["02_a"], path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def measured_as(monkeypatch, *values):
    """Let the chapter have rows of these values, to be at most 1."""
    rows = [make_row(f"row {value}", "s", [value], bar=Bar("course", "<=", 1)) for value in values]
    monkeypatch.setattr(run, "peer_and_rows", lambda chapter: ("a peer", iter(rows)))


@pytest.mark.parametrize(("values", "code"), [((0.5, 1.0), 0), ((0.5, 2.0, 0.7), 1)])
def test_a_missed_bar_fails_after_the_whole_table_is_written(
    tmp_path, monkeypatch, capsys, values, code
):
    path = tmp_path / "RESULTS.md"
    measured_as(monkeypatch, *values)
    assert run.main([CHAPTER], path) == code
    head, *lines = sections(path)[CHAPTER]
    assert "a peer" in head and {len(line) for line in lines} == {len(head)}
    assert [line[0] for line in lines] == [f"row {value}" for value in values]
    said = capsys.readouterr().out
    assert ("row 2.0: misses its bar" in said) is bool(code) and "row 0.5: misses" not in said


def test_a_notebook_that_fails_leaves_its_old_section(tmp_path, monkeypatch, capsys):
    path = tmp_path / "RESULTS.md"
    measured_as(monkeypatch, 0.5)
    assert run.main([], path) == 0
    before = path.read_text("utf-8")

    def fails(chapter):
        raise NotebookError("code cell 3 raised")

    monkeypatch.setattr(run, "peer_and_rows", fails)
    assert run.main([], path) == 1
    assert path.read_text("utf-8") == before
    assert "code cell 3 raised" in capsys.readouterr().out
    assert run.main(["no chapter of ours"], path) == 1


def test_the_committed_figures_are_of_every_chapter_and_reach_their_bars():
    measured = sections(results.RESULTS)
    assert sorted(measured) == [*CHAPTERS, "At a glance"]
    _, *glances = measured.pop("At a glance")
    assert [line[0] for line in glances] == CHAPTERS
    for head, *lines in measured.values():
        assert head[-1] == "holds" and any(line[0].startswith("notebook") for line in lines)
        assert {line[-1] for line in lines if line[-2] != "–"} == {"yes"}
    n_bars = [sum(line[-2] != "–" for line in lines) for _, *lines in measured.values()]
    assert [line[1:3] for line in glances] == [[str(n), str(n)] for n in n_bars]


# What a notebook costs


def test_the_cost_of_a_notebook_is_its_kernels(tmp_path):
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    small = v4.new_notebook(cells=[v4.new_code_cell("x = 1")])
    large = v4.new_notebook(
        cells=[v4.new_code_cell("import time; x = bytes(range(256)) * 2**19; time.sleep(0.5)")]
    )
    seconds, peak, pinned = notebooks.cost(small, "small", tmp_path)
    more_seconds, more_peak, _ = notebooks.cost(large, "large", tmp_path)
    assert more_peak - peak == pytest.approx(128, abs=4)  # what is held, and a little by chance
    assert seconds > 0 and more_seconds > 0.5
    assert len(small.cells) == 1 and not small.cells[0].outputs, "the notebook itself is not run"
    if cores:
        assert pinned and os.sched_getaffinity(0) == cores


def test_numpy_starts_after_the_threads_are_fixed():
    code = "import benchmarks.__main__, sys; print('numpy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "False\n"
