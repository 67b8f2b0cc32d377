"""Run each section of a notebook alone: after the setup cell, and after nothing else.

A process imports what the setup cell does, once, and forks a child for each section. So all
sections of a notebook cost little more than a run of it, and none sees what another one made.
"""

from __future__ import annotations

import configparser
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from difflib import unified_diff
from pathlib import Path

import nbformat
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from notebook_cells import join, name_of
from traitlets.config import Config

from course_utils.instructor.notebooks import tags

ROOT = Path(__file__).parents[2]
# PyTorch imports it with the first optimizer: a second, which else each section would pay.
SLOW = {"torch": "torch._dynamo"}


def problems_alone(path: Path, seconds: int = 60) -> list[str]:
    """Return what goes wrong in the sections of the notebook at `path`, a line for each.

    That is: an error in a cell not tagged `raises-exception`, other texts than the notebook's own
    outputs, and a section that takes more than `seconds`.
    """
    with tempfile.TemporaryDirectory(prefix="course-sections-") as folder:
        python_path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        variables = {"COURSE_PROGRESS": "0", "OMP_NUM_THREADS": "1", "PYTHONPATH": python_path}
        variables |= {"COURSE_WORK": f"{folder}/work", "IPYTHONDIR": f"{folder}/ipython"}
        variables["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        done = subprocess.run(
            [sys.executable, __file__, path.resolve(), str(seconds)],
            cwd=folder,
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        return [f"{path.name}: the process ended with exit code {done.returncode}"]
    return json.loads(done.stdout)


def main(path: str, seconds: str) -> None:
    """Print the problems of the notebook at `path` as JSON."""
    nb = nbformat.read(path, as_version=4)
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    for cell in nb.cells:
        if "setup" in tags(cell) and (told := wrong_in(cell, shell)):
            print(json.dumps([f"setup: {told}"]))
            return
    for module in [slow for loaded, slow in SLOW.items() if loaded in sys.modules]:
        importlib.import_module(module)
    if "tqdm" in sys.modules:
        sys.modules["tqdm"].tqdm.monitor_interval = 0  # no thread: it would not be forked
    told = [(title, in_a_child(cells, shell, int(seconds))) for title, cells in sections_of(nb)]
    print(json.dumps([f"{title}: {problem}" for title, problem in told if problem]))


def sections_of(nb) -> list[tuple[str, list]]:
    """Return the headline and the code cells of each part that begins with `## `."""
    sections = []
    for cell in nb.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append((cell.source.partition("\n")[0], []))
        elif cell.cell_type == "code" and sections and "setup" not in tags(cell):
            sections[-1][1].append(cell)
    return sections


def in_a_child(cells: list, shell, seconds: int) -> str:
    """Run the cells in a fork of this process; return what went wrong in the first that does."""
    sys.stdout.flush()
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(seconds)  # ends the child
        try:
            told = next(filter(None, (wrong_in(cell, shell) for cell in cells)), "")
            os.write(writable, f"done{told}".encode()[:50_000])
        finally:
            os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if told:
        return told.removeprefix("done")
    code = os.waitstatus_to_exitcode(status)
    return f"took more than {seconds} s" if code == -signal.SIGALRM else f"ended with {code}"


def wrong_in(cell, shell) -> str:
    """Run a cell; return "" if it did what the notebook stores of it, and else what it did."""
    with capture_output() as got:
        outputs = shell.display_pub.outputs
        shell.display_trap.hook = CapturingDisplayHook(shell=shell, outputs=outputs)
        ran = shell.run_cell(cell.source)
    error = ran.error_before_exec or ran.error_in_exec
    if error is not None:
        allowed = "raises-exception" in tags(cell)
        return "" if allowed else f"{name_of(cell)} raised {type(error).__name__}: {error}"
    streams = {"stdout": got.stdout, "stderr": got.stderr}
    came = texts_of(streams, [output.data for output in got.outputs])
    stored = {"stdout": "", "stderr": ""}
    for output in cell.outputs:
        if output.output_type == "stream":
            stored[output.name] += output.text
    expected = texts_of(stored, [output.data for output in cell.outputs if "data" in output])
    for here, there in zip(came, expected, strict=False):
        if here != there:
            lines = unified_diff(there.split("\n"), here.split("\n"), n=0, lineterm="")
            return "\n".join([f"{name_of(cell)} prints other than in the notebook:", *lines])
    if len(came) != len(expected):
        return f"{name_of(cell)} has {len(came)} outputs, and in the notebook {len(expected)}"
    return ""


def texts_of(streams: dict[str, str], outputs: list[dict]) -> list[str]:
    """Return every text of a cell's outputs, as the notebook's own test compares them."""
    texts = list(streams.values())
    texts += [
        join(data[kind]) for data in outputs for kind in sorted(data) if kind.startswith("text/")
    ]
    return [sanitized(text) for text in texts]


def sanitized(text: str) -> str:
    """Return `text` without what differs from run to run, by the rules of tests/sanitize.cfg."""
    rules = configparser.RawConfigParser()
    rules.read(ROOT / "tests" / "sanitize.cfg", encoding="utf-8")
    for rule in rules.values():
        if "regex" in rule:
            text = re.sub(rule["regex"], rule["replace"], text)
    return text


if __name__ == "__main__":
    main(*sys.argv[1:])
