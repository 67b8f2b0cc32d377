"""`python -m benchmarks.classroom_load`: a class logs in to one JupyterHub and runs a chapter.

All students start at the same moment. Each logs in with the form, gets a server, opens the
chapter's notebook, and runs all its cells, as "Run All Cells" does. Everything stays on this
machine, and ends with the script.
"""

import argparse
import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from benchmarks.hub import Hub, descendants, running_hub
from benchmarks.results import machine, number
from benchmarks.server_kernel import headers, run_cells, start_session
from course_utils.instructor.notebooks import find_chapter, load, tags
from course_utils.places import write_whole
from course_utils.workspace import copy_missing

RESULTS = Path(__file__).with_name("CLASS.md")
MOST, LONGEST = 50, 15 * 60  # students, seconds
HEAD = """\
# A class on one machine

`make bench-class` writes this file: one JupyterHub, its proxy and all students on one machine, over
the loopback address. All students log in at the same moment and run all cells of `{chapter}`.
Seconds count from that moment, and are shown as the median and the 95th percentile. The memory of
a student is that of the server and the kernel (proportional set size, the largest of one sample a
second). A lost websocket is opened again, as JupyterLab does it; the last column counts that. More
students: [docs/class_server.md](../docs/class_server.md).

{machine}, {memory:.0f} GiB of memory. Load before the first run: {load:.1f}.

"""
COLUMNS = {
    "login": "logged in, s",
    "server": "server ready, s",
    "figure": "first figure, s",
    "done": "all cells run, s",
    "memory": "memory of a student, MiB",
}


@dataclass
class Student:
    """What one student met; seconds since the start of all."""

    name: str
    login: float | None = None
    server: float | None = None
    figure: float | None = None
    done: float | None = None
    memory: float = 0.0  # MiB
    reconnects: int = 0
    trouble: str = ""


def logged_in(hub: Hub, name: str) -> tuple[requests.Session, dict[str, str]]:
    """Log in with the form as a browser does; return the session, and what its requests say."""
    session = requests.Session()
    page = f"{hub.url}/hub/login"
    session.get(page, timeout=LONGEST).raise_for_status()
    form = {"username": name, "password": hub.password, "_xsrf": session.cookies["_xsrf"]}
    # Where the form leads to is the page that waits for the server: not asked for here.
    answer = session.post(page, data=form, allow_redirects=False, timeout=LONGEST)
    if answer.status_code != 302:
        raise RuntimeError(f"the login was answered with {answer.status_code}")
    session.get(f"{hub.url}/hub/token", timeout=LONGEST).raise_for_status()
    return session, {"X-XSRFToken": session.cookies["_xsrf"], "Referer": f"{hub.url}/hub/token"}


def start_server(hub: Hub, name: str, token: str) -> str:
    """Ask the hub for a server, and wait until it is ready; return its address."""
    here = f"{hub.url}/hub/api/users/{name}"
    requests.post(f"{here}/server", headers=headers(token), timeout=LONGEST).raise_for_status()
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        answer = requests.get(here, headers=headers(token), timeout=LONGEST)
        answer.raise_for_status()
        if answer.json()["servers"].get("", {}).get("ready"):
            return f"{hub.url}/user/{name}/"
        time.sleep(0.5)
    raise TimeoutError("the server did not become ready")


def attend(hub: Hub, student: Student, chapter: str, cells, gate: threading.Barrier) -> None:
    """Do what a student does; what goes wrong is noted, and never raised."""
    gate.wait()
    start = time.perf_counter()
    try:
        session, words = logged_in(hub, student.name)
        student.login = time.perf_counter() - start
        answer = session.post(
            f"{hub.url}/hub/api/users/{student.name}/tokens", headers=words, timeout=LONGEST
        )
        answer.raise_for_status()
        token = answer.json()["token"]
        base = start_server(hub, student.name, token)
        student.server = time.perf_counter() - start
        contents = f"{base}api/contents/{chapter}.ipynb"
        requests.get(contents, headers=headers(token), timeout=LONGEST).raise_for_status()
        kernel = start_session(base, token, f"{chapter}.ipynb")
        run = run_cells(base, token, kernel, cells, start=start)
        student.figure, student.done = run.first_figure, run.seconds
        student.trouble, student.reconnects = "; ".join(run.errors), run.reconnects
    except Exception as error:  # whatever it is, it counts as a student who could not work
        student.trouble = f"{type(error).__name__}: {error}"


def memory_of(hub: Hub) -> dict[str, float]:
    """Return the memory of each student's processes in MiB, shared pages in proportion."""
    used: dict[str, float] = {}
    for process in descendants(hub.pid):
        try:
            name = process.environ().get("JUPYTERHUB_USER", "")
            full = process.memory_full_info()
        except psutil.Error:
            continue
        used[name] = used.get(name, 0.0) + getattr(full, "pss", full.rss) / 2**20
    return used


def watch(hub: Hub, students: Sequence[Student], stop: threading.Event) -> None:
    """Note the most memory of each student, once a second."""
    while not stop.wait(1):
        used = memory_of(hub)
        for student in students:
            student.memory = max(student.memory, used.get(student.name, 0.0))


def hold_class(n_students: int, chapter: str) -> list[Student]:
    """Let so many students run a chapter at once, on a hub of their own.

    Parameters
    ----------
    n_students : int, 1 to 50
    chapter : its full name
    """
    cells = [
        (cell.source, "raises-exception" in tags(cell))
        for cell in load(chapter).cells
        if cell.cell_type == "code"
    ]
    students = [Student(f"student{i:02}") for i in range(1, n_students + 1)]
    gate, stop = threading.Barrier(n_students), threading.Event()
    with running_hub() as hub, ThreadPoolExecutor(n_students + 1) as threads:
        for student in students:
            copy_missing(hub.homes / student.name)
        watcher = threads.submit(watch, hub, students, stop)
        tasks = [threads.submit(attend, hub, s, chapter, cells, gate) for s in students]
        try:
            for task in tasks:
                task.result(LONGEST)
        finally:
            stop.set()
            watcher.result()
    return students


def share_of_success(students: Sequence[Student]) -> float:
    """Return the share of the students whose cells all ran."""
    return sum(s.done is not None and not s.trouble for s in students) / len(students)


def percentile_95(values: Sequence[float]) -> float:
    """Return the value that 95 in 100 do not exceed, by linear interpolation.

    >>> percentile_95([1.0, 2.0, 3.0]), percentile_95([7.0])
    (2.9, 7.0)
    """
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def line(students: Sequence[Student]) -> str:
    """Return a row of the table: a class of one size."""
    cells = [str(len(students)), f"{share_of_success(students):.0%}"]
    for name in COLUMNS:
        values = [v for s in students if (v := getattr(s, name))]
        cells.append(
            f"{number(statistics.median(values))}, {number(percentile_95(values))}"
            if values
            else "–"
        )
    cells += [number(sum(s.memory for s in students)), str(sum(s.reconnects for s in students))]
    return f"| {' | '.join(cells)} |"


def page(classes: Sequence[Sequence[Student]], chapter: str, load: float) -> str:
    """Return the whole file."""
    memory = psutil.virtual_memory().total / 2**30
    head = HEAD.format(chapter=chapter, machine=machine(), memory=memory, load=load)
    names = ["students", "success", *COLUMNS.values(), "memory of all, MiB", "reconnects"]
    lines = [f"| {' | '.join(names)} |", "|---" * len(names) + "|", *map(line, classes)]
    return head + "\n".join(lines) + "\n"


def sizes(text: str) -> list[int]:
    """Return the sizes of the classes, as `--students 5,10,20` gives them.

    Raises
    ------
    ValueError
        If one is no whole number from 1 to 50.
    """
    counts = [int(n) for n in text.split(",")] if re.fullmatch(r"\d+(,\d+)*", text) else []
    if not counts or not all(1 <= n <= MOST for n in counts):
        raise ValueError(f"students must be from 1 to {MOST}, such as 5,10,20; got {text!r}.")
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold one class after the other, write the page; return 1 if a student could not work."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", default="5,10,20", help="sizes of the classes")
    parser.add_argument("--chapter", default="02_perceptron")
    parser.add_argument("--output", type=Path, default=RESULTS)
    chosen = parser.parse_args(arguments)
    try:
        counts, chapter = sizes(chosen.students), find_chapter(chosen.chapter)
    except ValueError as error:
        parser.error(str(error))
    load, classes = os.getloadavg()[0], []
    for count in counts:
        classes.append(hold_class(count, chapter))
        print(line(classes[-1]), flush=True)
        for student in classes[-1]:
            if student.trouble:
                print(f"  {student.name}: {student.trouble}")
    write_whole(chosen.output, page(classes, chapter, load))
    print(f"Written: {chosen.output}")
    return int(any(share_of_success(students) < 1 for students in classes))


if __name__ == "__main__":
    sys.exit(main())
