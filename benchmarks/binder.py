"""`python -m benchmarks.binder`: each notebook as on Binder, within 1 GiB and on one core.

A JupyterLab server starts for each notebook, as Binder starts one. No process may have more than
1 GiB of data (RLIMIT_DATA, which the system enforces), and all of them together are watched: a
notebook that takes more is stopped.
"""

import contextlib
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
import requests

from benchmarks.hub import descendants, end, free_ports
from benchmarks.measure import seconds
from benchmarks.results import machine, number
from benchmarks.server_kernel import Run, headers, run_cells, start_session
from course_utils.instructor.notebooks import load, tags
from course_utils.places import ROOT, write_whole

RESULTS = Path(__file__).with_name("BINDER.md")
LIMIT = 2**30  # bytes
START = 60  # seconds
HEAD = """\
# On Binder's memory

`make bench-binder` writes this file. For each notebook a JupyterLab server starts, on one core, as
Binder starts one, and all cells run in a kernel of its own. The system refuses a process more than
1 GiB of data. The memory is that of the server, the kernel and what it starts, with shared pages in
proportion: the most of ten samples a second, and on top of it what each process had at its own peak
beyond its samples. The first figure is counted from the start of the server.

{machine}. Load before: {load:.1f}. Imports were read from disk before (a warm cache).

| notebook | memory, MiB | within 1 GiB | server ready, s | first figure, s | all cells, s |
|---|---|---|---|---|---|
"""


class Cost(NamedTuple):
    """What a notebook took."""

    chapter: str
    memory: float  # MiB
    ready: float  # seconds
    run: Run


class Watch(threading.Thread):
    """Notes the memory of a process and all its descendants; ends them beyond the limit."""

    def __init__(self, process: subprocess.Popen):
        super().__init__(daemon=True)
        self.process, self.stop = process, threading.Event()
        self.together = 0  # bytes, the most of all samples
        self.seen, self.peaks = {}, {}  # of each process: the largest sample, and its own peak

    def run(self) -> None:
        """Look ten times a second."""
        while not self.stop.wait(0.1):
            now = 0
            for each in [psutil.Process(self.process.pid), *descendants(self.process.pid)]:
                with contextlib.suppress(psutil.Error, OSError):
                    memory = each.memory_full_info()
                    now += getattr(memory, "pss", memory.rss)
                    self.seen[each.pid] = max(self.seen.get(each.pid, 0), memory.rss)
                    self.peaks[each.pid] = peak_of(each.pid) or self.seen[each.pid]
            self.together = max(self.together, now)
            if self.total > LIMIT:
                end(self.process)
                return

    @property
    def total(self) -> int:
        """Return the memory of all, in bytes, with what happened between two samples."""
        missed = sum(max(0, self.peaks[pid] - self.seen[pid]) for pid in self.seen)
        return self.together + missed


def peak_of(pid: int) -> int:
    """Return the most bytes that a process had resident since it began; 0 if nobody knows."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return sum(1024 * int(s.split()[1]) for s in lines if s.startswith("VmHWM"))
    return 0


def _limited() -> None:
    """In the new process: one core, and no more data than Binder's memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))


@contextlib.contextmanager
def running_lab(folder: Path) -> Iterator[tuple[subprocess.Popen, str, str]]:
    """Start JupyterLab on the repository; yield the process, its address and its token."""
    port, token = free_ports(1)[0], secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.root_dir={ROOT}", "--ServerApp.log_level=ERROR", "--allow-root"]
    environment = os.environ | {
        "HOME": str(folder),
        "COURSE_WORK": str(folder / "work"),
        "COURSE_PROGRESS": "0",
        "OMP_NUM_THREADS": "1",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, preexec_fn=_limited
        )
    try:
        yield process, f"http://127.0.0.1:{port}/", token
    finally:
        end(process)


def wait_for(base: str, token: str) -> None:
    """Wait until a server answers.

    Raises
    ------
    TimeoutError
        If it does not within a minute.
    """
    until = time.monotonic() + START
    while time.monotonic() < until:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{base}api/status", headers=headers(token), timeout=5).ok:
                return
        time.sleep(0.05)
    raise TimeoutError(f"JupyterLab did not answer within {START} s.")


def measure(chapter: str) -> Cost:
    """Run a notebook (its full name) on a server of its own."""
    cells = [
        (cell.source, "raises-exception" in tags(cell))
        for cell in load(chapter).cells
        if cell.cell_type == "code"
    ]
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as name:
        start = time.perf_counter()
        with running_lab(Path(name)) as (process, base, token):
            watch = Watch(process)
            watch.start()
            ready = seconds(lambda: wait_for(base, token))
            kernel = start_session(base, token, f"notebooks/{chapter}.ipynb")
            run = run_cells(base, token, kernel, cells, start=start)
            watch.stop.set()
            watch.join()
    return Cost(chapter, watch.total / 2**20, ready, run)


def line(cost: Cost) -> str:
    """Return a row of the table."""
    times = (cost.ready, cost.run.first_figure, cost.run.seconds)
    shown = [number(t) if t is not None else "–" for t in times]
    verdict = "yes" if within(cost) else "**no**"
    return f"| {cost.chapter} | {cost.memory:,.0f} | {verdict} | {' | '.join(shown)} |"


def within(cost: Cost) -> bool:
    """Whether all cells ran within the limit."""
    return not cost.run.errors and cost.memory * 2**20 <= LIMIT


def main(chapters: Sequence[str] = (), path: Path = RESULTS) -> int:
    """Measure all notebooks, write the page; return 1 if one does not fit."""
    names = chapters or sorted(text.stem for text in ROOT.glob("chapters/[0-9]*_*.md"))
    text = HEAD.format(machine=machine(), load=os.getloadavg()[0])
    fits = True
    for chapter in names:
        cost = measure(chapter)
        print(line(cost), *cost.run.errors, flush=True)
        text, fits = f"{text}{line(cost)}\n", fits and within(cost)
    write_whole(path, text)
    print(f"Written: {path.name}")
    return int(not fits)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
