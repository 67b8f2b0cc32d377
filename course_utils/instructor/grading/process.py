"""Start a learner's process and listen to it until it is done, or takes too much."""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import matplotlib

from course_utils.instructor.grading.plain import read_line
from course_utils.instructor.grading.walls import Walls
from course_utils.instructor.grading.watching import MARK, Limits, end_all, too_much
from course_utils.places import ROOT

WORKER = Path(__file__).with_name("worker.py")
KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SYSTEMROOT",
    "VIRTUAL_ENV",
)
SETUP_SECONDS = 180.0  # to import a chapter; one trains a network
MOST_SAID, MOST_LINE = 64_000_000, 16_000_000  # bytes
MOST_LINES = 10_000
BETWEEN_LOOKS = 0.1  # seconds


class Run(NamedTuple):
    """What one process said, and how it ended: "" where it did its job."""

    messages: list[dict]
    end: str
    at: str  # what was to blame: "setup", "cell 3", an exercise, or "" for all together
    took: dict[str, float]  # seconds of each step that it got through, by its name


def run(job: dict, limits: Limits, walls: Walls, patience: dict[str, float], until: float) -> Run:
    """Do `job` in a process of its own, in a throw-away folder.

    Parameters
    ----------
    job : dict
        What `worker` reads; "folder", "memory", "seconds" and "own_user_namespace" are added here.
    limits : Limits
    walls : Walls
    patience : dict of str -> float
        Seconds that a step takes in itself, by the name that the process gives it.
    until : float
        The time (monotonic) at which the submission's time is over.

    Returns
    -------
    Run
        Its `end` is "", "out of time", "out of memory" or "crashed", with a colon and details.
    """
    with tempfile.TemporaryDirectory(prefix="course-grading-", ignore_cleanup_errors=True) as place:
        job = job | {
            "folder": place,
            "memory": limits.memory,
            "seconds": limits.seconds,
            "own_user_namespace": walls.no_network,
        }
        with tempfile.TemporaryFile() as asked:
            asked.write(json.dumps(job).encode())
            asked.seek(0)
            mark = Path(place).name
            process = subprocess.Popen(
                [*walls.prefix, sys.executable, "-P", str(WORKER)],
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=place,
                env=_environment(place, mark),
                start_new_session=True,
            )
        lines: queue.Queue[bytes] = queue.Queue()
        reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
        reader.start()
        try:
            return _listen(process, lines, limits, patience, until)
        finally:
            end_all(process, mark, walls)
            reader.join(timeout=1)  # longer only if one that got away holds the pipe


def _environment(place: str, mark: str) -> dict[str, str]:
    """Return an environment that tells nothing of the instructor's."""
    fonts = Path(place, "fonts")
    fonts.mkdir()
    for known in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copy(known, fonts)  # to look for fonts anew takes seconds
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "COURSE_PROGRESS": "0",
        "COURSE_WORK": str(Path(place, "work")),
        "HOME": place,
        "IPYTHONDIR": str(Path(place, "ipython")),
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(fonts),
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
        "TEMP": place,
        "TMP": place,
        "TMPDIR": place,
        "USERPROFILE": place,
        MARK: mark,
    }


def _listen(
    process: subprocess.Popen,
    lines: queue.Queue,
    limits: Limits,
    patience: dict[str, float],
    until: float,
) -> Run:
    """Collect messages until the process is done, ends, or takes too much."""
    messages, took, at, looked = [], {}, "setup", 0.0
    started = time.monotonic()
    while True:
        now = time.monotonic()
        allowed = SETUP_SECONDS if at == "setup" else 1.2 * limits.seconds + 1
        if now > started + allowed + patience.get(at, 0.0):
            end = f"out of time: still running after {now - started:.0f} s"
            return Run(messages, end, at, took)
        if now > until:
            end = f"out of time: the {limits.in_all:g} s of the whole notebook are over"
            return Run(messages, end, "", took)
        if now - looked > BETWEEN_LOOKS:
            looked = now
            if end := too_much(process.pid, limits):
                return Run(messages, end, at, took)
        try:
            line = lines.get(timeout=BETWEEN_LOOKS)
        except queue.Empty:
            continue
        if not line:
            return Run(messages, f"crashed: {_how_it_ended(process)}", at, took)
        with contextlib.suppress(ValueError):  # a line that says nothing is not counted
            message = read_line(line)
            if isinstance(message.get("start"), str) or message.get("done") is True:
                took[at] = time.monotonic() - started
                at, started = str(message.get("start", ""))[:200], time.monotonic()
                if "done" in message:
                    return Run(messages, "", at, took)
            else:
                messages.append(message)


def _read(pipe, lines: queue.Queue) -> None:
    """Hand over each line of `pipe`, an empty one at its end, and no more than may be said."""
    said = 0
    with pipe, contextlib.suppress(OSError, ValueError):
        for _ in range(MOST_LINES):
            line = pipe.readline(MOST_LINE)
            said += len(line)
            if not line or said > MOST_SAID:
                break
            lines.put(line)
    lines.put(b"")


def _how_it_ended(process: subprocess.Popen) -> str:
    with contextlib.suppress(subprocess.TimeoutExpired):
        code = process.wait(timeout=2)
        code = 128 - code if code < 0 else code  # a shell's word for a signal
        with contextlib.suppress(ValueError):
            return f"it ended its process ({signal.Signals(code - 128).name})"
        return f"it ended its process (exit code {code})"
    return "it closed its way to report"
