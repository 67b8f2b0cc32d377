"""The stop button, in a real kernel, in the middle of a training of each chapter."""

from __future__ import annotations

import os
import re
import time
from queue import Empty

import psutil
import pytest
from jupyter_client.manager import KernelManager
from trainings import PREAMBLE, TRAININGS

from course_utils.places import ROOT

PATIENCE = 60  # seconds for anything that a kernel is asked


class Kernel:
    """A kernel and its client; cells run one at a time."""

    def __init__(self, folder):
        self.manager = KernelManager()
        variables = {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT), "COURSE_PROGRESS": "1"}
        self.manager.start_kernel(cwd=str(folder), env=os.environ | variables)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.process = psutil.Process(self.manager.provisioner.pid)

    def run(self, code: str, when=None) -> str:
        """Run a cell, interrupt it as soon as `when()` or "under way"; return its error, or ""."""
        asked, told, end = self.client.execute(code), "", time.monotonic() + PATIENCE
        interrupted, printed = False, ""
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=0.05)
            except Empty:
                message = None
            ours = message and message["parent_header"].get("msg_id") == asked
            content = message["content"] if ours else {}
            if content.get("execution_state") == "idle":
                return told
            if "traceback" in content:
                told = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(content["traceback"]))
            printed += content.get("text", "")  # a kernel may cut a line in two, or join two
            if not interrupted and ("under way" in printed or (when and when())):
                self.manager.interrupt_kernel()
                interrupted = True
        self.manager.interrupt_kernel()  # or the next cell would wait for this one
        raise TimeoutError(f"The kernel did not answer within {PATIENCE} s; it said {printed!r}.")

    def talking(self) -> bool:
        """Return whether two child processes are connected to each other, over loopback."""
        found = 0
        for child in self.process.children(recursive=True):
            try:
                found += any(one.status == "ESTABLISHED" for one in child.net_connections("inet"))
            except psutil.NoSuchProcess:
                return False
        return found >= 2


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kernel")
    kernel = Kernel(folder)
    try:
        assert kernel.run(PREAMBLE) == ""
        yield kernel
    finally:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("name", TRAININGS)
def test_the_last_finished_epoch_remains(name, kernel):
    begin, after = TRAININGS[name]
    told = kernel.run(begin, when=kernel.talking if name.startswith("08") else None)
    words = told[told.rindex("\nKeyboardInterrupt") :]
    if name[:2] in ("05", "06", "07"):
        assert re.search(r"\d of 100000000 epochs are finished\. The weights are those of", words)
    assert not kernel.process.children(recursive=True)
    assert kernel.run(after) == ""


def test_every_chapter_has_its_training():
    chapters = {path.stem[:2] for path in ROOT.glob("notebooks/*.ipynb")}
    assert chapters == {name[:2] for name in TRAININGS}


def test_a_check_that_fails_is_seen(kernel):
    assert kernel.run("assert 1 == 2").splitlines()[-1].startswith("AssertionError")
    told = kernel.run('print("under way", flush=True)\nimport time\ntime.sleep(60)')
    assert told.splitlines()[-1].startswith("KeyboardInterrupt")
