"""What a chapter's notebook costs: seconds on one core, and the memory of its kernel."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat

from benchmarks.measure import Bar, Row, make_row, seconds
from course_utils.instructor.notebooks import execute, load
from course_utils.places import ROOT

SECONDS = Bar("course", "<", 30)
# A chapter that trains networks all along may take longer and hold more.
TRAINING = {
    "05_autoencoder": (Bar("course", "<", 60), Bar("course", "<", 600)),
    "06_gan": (Bar("course", "<", 60), Bar("course", "<", 700)),
    "07_compression": (Bar("course", "<", 60), Bar("course", "<", 700)),
    "08_resources": (Bar("course", "<", 60), Bar("course", "<", 700)),
}
FILE = Bar("course", "<=", 2)
STORED = Bar("course", "<=", 1)
MEBIBYTES = Bar("course", "<", 400)
MEBIBYTES_WITH_TORCH = Bar("course", "<", 450)  # about 150 MiB of it are PyTorch's own
# The last cell, in a name space of its own. On Linux ru_maxrss may be that of the parent process.
ASK = """
def ask():
    import json, os, sys
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            peak = next(int(s.split()[1]) for s in status if s.startswith("VmHWM")) * 1024
    else:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak *= 1 if sys.platform == "darwin" else 1024
    pinned = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) == 1
    print(json.dumps([peak, pinned]))
ask()
"""


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this thread, and every process it starts, on one core where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cost(nb: nbformat.NotebookNode, name: str, root: Path = ROOT) -> tuple[float, float, bool]:
    """Run a notebook in a fresh kernel; return seconds, peak MiB, and whether it had one core.

    The seconds are those of the wall clock, from the start of the kernel to its end. The memory is
    the most that the kernel's process had resident; processes that it starts are not counted.

    Raises
    ------
    NotebookError
        If a cell fails.
    """
    copy = nbformat.from_dict(nb)
    copy.cells = [*copy.cells, nbformat.v4.new_code_cell(ASK)]
    with on_one_core():
        duration = seconds(lambda: execute(copy, name, root))
    peak, pinned = json.loads(copy.cells[-1].outputs[-1].text)
    return duration, peak / 2**20, pinned


def bars(nb: nbformat.NotebookNode, chapter: str) -> tuple[Bar, Bar]:
    """Return the bars on seconds and on memory: a notebook that loads PyTorch may have more."""
    loads = any("import torch" in cell.source for cell in nb.cells if cell.cell_type == "code")
    return TRAINING.get(chapter, (SECONDS, MEBIBYTES_WITH_TORCH if loads else MEBIBYTES))


def rows(chapter: str, n_runs: int = 3) -> Iterator[Row]:
    """Yield the two rows of a chapter's notebook (its full name), run `n_runs` times."""
    nb = load(chapter)
    runs = [cost(nb, chapter) for _ in range(n_runs)]
    durations, peaks, pinned = zip(*runs, strict=True)
    where = "on one core" if all(pinned) else "on any core: this system can't pin"
    in_time, in_memory = bars(nb, chapter)
    yield make_row(f"notebook, start to end, {where}", "s", durations, bar=in_time)
    yield make_row("notebook, its kernel's peak memory", "MiB", peaks, bar=in_memory)
    yield from file_rows(chapter)


def file_rows(chapter: str, root: Path = ROOT) -> Iterator[Row]:
    """Yield the size of the notebook's file, and of the largest stored training it reads."""
    size = (root / "notebooks" / f"{chapter}.ipynb").stat().st_size
    yield make_row("notebook, its file", "MB", [size / 1e6], bar=FILE)
    topic = chapter.partition("_")[2]
    stored = [path.stat().st_size for path in (root / "data" / "runs").glob(f"{topic}*.s*")]
    if stored:
        yield make_row("stored trainings, the largest file", "MB", [max(stored) / 1e6], bar=STORED)
