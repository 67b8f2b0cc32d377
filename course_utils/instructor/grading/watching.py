"""Watch what a learner's process and all below it take, and end all of them."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import NamedTuple

import psutil

from course_utils.instructor.grading.walls import Walls

MARK = "COURSE_GRADING"  # in the environment of all that a learner's process starts
OWN = 3  # processes that are not the learner's doing: unshare, its shell, and Python


class Limits(NamedTuple):
    """What one submission may take."""

    seconds: float = 20.0  # of a cell; the functions of an exercise get as much
    memory: int = 2_000_000_000  # bytes, of all its processes
    processes: int = 16  # that run at the same time

    @property
    def in_all(self) -> float:
        """The seconds that a whole submission may take."""
        return 10 * self.seconds


def too_much(pid: int, limits: Limits) -> str:
    """Say what a process and all below it take too much of, or ""."""
    there = list(family(pid))
    if len(there) > OWN + limits.processes:
        return f"crashed: it started {len(there) - OWN} processes; {limits.processes} are allowed"
    if sum(map(_resident, there)) > limits.memory < sum(map(_held, there)):
        return f"out of memory: more than {limits.memory / 1e6:.0f} MB"
    return ""


def _resident(one: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        return one.memory_info().rss
    return 0


def _held(one: psutil.Process) -> int:
    """Return the bytes of a process; what it shares with its children counts once (on Linux)."""
    with contextlib.suppress(psutil.Error, OSError):
        return getattr(one.memory_full_info(), "pss", 0) or _resident(one)
    return _resident(one)


def family(pid: int) -> Iterator[psutil.Process]:
    """Yield a process and all below it that still run."""
    with contextlib.suppress(psutil.Error):
        first = psutil.Process(pid)
        yield first
        yield from first.children(recursive=True)


def end_all(process: subprocess.Popen, mark: str, walls: Walls) -> None:
    """End the process, its group, all below it, and where that may miss one, all with its mark."""
    below = list(family(process.pid))
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    for one in below:
        _kill(one)
    process.kill()
    process.wait()
    if not walls.own_processes:
        for _ in range(5):  # one may have started another while it was looked for
            left = list(marked(mark))
            if not left:
                break
            for one in left:
                _kill(one)
    end = time.monotonic() + 2
    while any(map(_runs, below)) and time.monotonic() < end:
        time.sleep(0.005)


def marked(mark: str) -> Iterator[psutil.Process]:
    """Yield the processes that carry `mark` in their environment."""
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if one.environ().get(MARK) == mark:
                yield one


def _runs(one: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return one.is_running() and one.status() != psutil.STATUS_ZOMBIE
    return False


def _kill(one: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        one.kill()
