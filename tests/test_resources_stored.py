"""The table of what the course's trainings cost: what stands in it, what reads and makes it."""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils.datasets import load_run
from course_utils.resources.stored import jobs_of

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / "data" / "runs"
TABLE = "resources_jobs.csv"
HEAD = "job,chapter,seconds,peak_bytes,minutes\n"


@pytest.fixture(scope="module")
def jobs():
    return jobs_of(load_run(TABLE))


# The table as it is


def test_every_job_is_there_in_the_order_of_the_chapters(jobs, script):
    declared = script("resources").JOBS
    assert list(jobs.names) == list(declared)
    assert list(jobs.chapters) == [job.chapter for job in declared.values()]
    assert len(jobs.names) >= 10 and len(set(jobs.chapters)) >= 5


def test_costs_are_those_of_processes(jobs):
    assert ((jobs.seconds > 0.1) & (jobs.seconds < 600)).all()
    assert ((jobs.peak_bytes > 2e7) & (jobs.peak_bytes < 2e9)).all()
    assert ((jobs.minutes >= 1) & (jobs.minutes <= 60)).all()
    assert np.array_equal(jobs.minutes, jobs.minutes.round())
    for column in jobs[2:]:
        assert column.dtype == np.float64 and column.shape == (len(jobs.names),)


def test_no_budget_of_half_the_seconds_serves_all(jobs):
    """The plan of the chapter is about a choice: neither one job nor all of them fit."""
    budget = jobs.seconds.sum() / 2
    assert (jobs.seconds < budget).sum() >= len(jobs.names) - 1
    per_second = jobs.minutes / jobs.seconds
    assert per_second.max() > 5 * per_second.min()


def test_the_file_has_a_checksum():
    lines = (RUNS / "checksums.txt").read_text().splitlines()
    assert f"{hashlib.sha256((RUNS / TABLE).read_bytes()).hexdigest()}  {TABLE}" in lines


# Reading


def test_columns_keep_their_rows():
    jobs = jobs_of(f"{HEAD}b,later,2.5,300,7\na,first,1,200,9\n".encode())
    assert jobs.names == ("b", "a") and jobs.chapters == ("later", "first")
    assert [column.tolist() for column in jobs[2:]] == [[2.5, 1.0], [300.0, 200.0], [7.0, 9.0]]


@pytest.mark.parametrize("content", [TABLE, RUNS / TABLE, None])
def test_what_is_no_bytes_is_refused(content):
    with pytest.raises(TypeError, match=r"^content must be the bytes of a file, as load_run"):
        jobs_of(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "ValueError"),
        (HEAD.encode(), "ValueError: "),
        (b"\xff\xfe", "UnicodeDecodeError"),
        (b"job,chapter,seconds,minutes\na,b,1,2\n", "KeyError: 'peak_bytes'"),
        (f"{HEAD}a,b,1,2\n".encode(), "TypeError"),
        (f"{HEAD}a,b,1,2,3\na,c,1,2,3\n".encode(), "ValueError: a job stands there twice"),
        (f"{HEAD}a,b,1,2,0\n".encode(), "ValueError: a number is not above 0"),
        (f"{HEAD}a,b,-1,2,3\n".encode(), "ValueError: a number is not above 0"),
        (f"{HEAD}a,b,1,two,3\n".encode(), "ValueError: could not convert"),
        (f"{HEAD}a,b,1,2,nan\n".encode(), "ValueError: minutes contains NaN"),
    ],
)
def test_another_table_is_refused(content, why):
    with pytest.raises(ValueError, match=r"^content must be a table with the columns job, chapter"):
        jobs_of(content)
    with pytest.raises(ValueError, match=rf"{why}.* Pass load_run\(\"{TABLE}\"\)\.$"):
        jobs_of(content)


def test_the_table_of_another_chapter_is_refused():
    with pytest.raises(ValueError, match=r"KeyError: 'job'"):
        jobs_of(load_run("gan_ring.csv"))


# Making


def test_the_table_is_made_and_read_back(script, monkeypatch, tmp_path, capsys):
    runs = script("resources")
    cheap = {name: runs.JOBS[name] for name in list(runs.JOBS)[:2]}
    monkeypatch.setattr(runs, "JOBS", cheap)
    monkeypatch.setattr(runs, "SHARE", 0.1)
    runs.make(tmp_path)
    made = jobs_of((tmp_path / TABLE).read_bytes())
    assert made.names == tuple(cheap) and (made.seconds < 60).all()
    assert (made.peak_bytes < 150e6).all(), "these jobs need no PyTorch, so they load none"
    said = capsys.readouterr().out
    assert all(f"  {name}, " in said for name in cheap)


def test_each_job_can_be_done_in_small(script, monkeypatch):
    monkeypatch.syspath_prepend(str(RUNS))
    runs = script("resources")
    for name in ("denoiser", "GAN without one part"):
        cost = runs.do(name, 1e-3)
        assert cost["seconds"] > 0 and cost["peak_bytes"] > 2e7, name


def test_core_minutes_of_sections_that_rest_on_a_job_are_added(script, monkeypatch, tmp_path):
    runs = script("resources")
    (tmp_path / "chapters").mkdir()
    cells = [
        ("core", 3, "## A\nthe Judge"),
        ("extra", 50, "## B\nthe Judge"),
        ("core", 4, "## C\nnobody"),
        ("core", 5, '## D\n+++ {"slideshow": {"slide_type": "notes"}}\nask the judge'),
    ]
    head = '+++ {{"slideshow": {{"slide_type": "slide"}}, "tags": ["{}", "min-{}", "concept"]}}'
    parts = [f"{head.format(kind, n)}\n{body}" for kind, n, body in cells]
    text = "\n".join(["the judge, in the title", *parts])
    (tmp_path / "chapters" / "06_gan.md").write_text(text)
    monkeypatch.setattr(runs, "ROOT", tmp_path)
    assert runs.minutes_of(runs.Job("gan", "[jJ]udge", None)) == 8


def test_on_another_system_the_peak_is_that_of_getrusage(script, monkeypatch):
    runs = script("resources")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert runs.peak_bytes() == runs.resource.getrusage(runs.resource.RUSAGE_SELF).ru_maxrss
