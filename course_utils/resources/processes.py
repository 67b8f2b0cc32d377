"""Start the processes of a run, wait for them, and end them, whatever happens.

A model of the course opens no file and starts nothing. This one does both, as processes are what
it is about: they find their job in a temporary folder and leave there what they found. They talk
over the loopback device alone. Each is a Python of its own (no fork), so a notebook may start it;
what they print goes into the folder, too. On Linux and macOS the device is named; on Windows
PyTorch takes the one of the machine's name.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from torch import distributed

from course_utils.resources import worker

WORKER = Path(worker.__file__)
# A third of the time that PyTorch takes to start goes to a search for garbage that it has not.
START = "import gc, runpy, sys; gc.disable(); runpy.run_path(sys.argv[1], run_name='__main__')"


def run_processes(job: dict) -> list[dict]:
    """Start a process for each rank, wait for all, and return what each found."""
    if not distributed.is_available() or not distributed.is_gloo_available():
        raise RuntimeError(
            "This PyTorch has no torch.distributed with gloo. Install the wheel of pytorch.org."
        )
    with tempfile.TemporaryDirectory(prefix="course-workers-") as folder:
        torch.save(job, Path(folder, worker.JOB))
        processes = []
        try:
            for rank in range(job["n_processes"]):
                processes.append(_start(folder, rank))
            _wait(processes, folder, job["timeout"])
            ranks = map(str, range(len(processes)))
            return [torch.load(Path(folder, rank), weights_only=True) for rank in ranks]
        finally:
            for process in processes:
                process.kill()
            for process in processes:
                process.wait()


def _start(folder: str, rank: int) -> subprocess.Popen:
    devices = {name for _, name in socket.if_nameindex()}
    loopback = [name for name in ("lo", "lo0") if name in devices]
    settings = {"OMP_NUM_THREADS": "1"}
    if loopback:
        settings["GLOO_SOCKET_IFNAME"] = loopback[0]
    with open(_words_of(folder, rank), "wb") as words:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", START, str(WORKER), folder, str(rank)],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            env=os.environ | settings,
        )


def _wait(processes: list[subprocess.Popen], folder: str, timeout: float) -> None:
    """Return when all have done their job; raise as soon as one fails, or after `timeout`."""
    end = time.monotonic() + timeout
    while None in (codes := [process.poll() for process in processes]):
        if any(code not in (None, 0, worker.LOST) for code in codes):
            break
        if time.monotonic() > end:
            late = " and ".join(str(rank) for rank, code in enumerate(codes) if code is None)
            raise TimeoutError(
                f"Process {late} of {len(codes)} was not done after {timeout:g} s and was ended. "
                "Close other programs, or pass a larger timeout."
            )
        time.sleep(0.01)
    # One that was left alone is told of only if nothing worse happened to another.
    failed = sorted((code == worker.LOST, rank) for rank, code in enumerate(codes) if code)
    if failed:
        rank = failed[0][1]
        words = _words_of(folder, rank).read_text("utf-8", errors="replace").strip()
        raise RuntimeError(
            f"Process {rank} of {len(codes)} {_end_of(codes[rank])}; the others were ended. "
            f"Its last words:\n{words[-3000:] or 'none'}"
        )


def _words_of(folder: str, rank: int) -> Path:
    return Path(folder, f"{rank}.txt")


def _end_of(code: int) -> str:
    if code < 0:
        return f"was killed ({signal.Signals(-code).name}), perhaps for want of memory"
    return f"failed (exit code {code})"
