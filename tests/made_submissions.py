"""Notebooks as they could be handed in, honest and hostile, each with the rows that it must get.

Most answer the perceptron's chapter, which needs NumPy alone. A folder of its own is handed to
those that try to write elsewhere, so that a test can look into it.
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
from answers import RIGHT, WRONG

from course_utils.instructor.notebooks import exercise_name, find_function, load
from course_utils.instructor.solutions import chapter_exercises, solved

PERCEPTRON = "02_perceptron"
RULE = """\
def perceptron_update(weights, bias, x, y, learning_rate):
    if y * (weights @ x + bias) <= 0:
        return weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias
"""
RELU = "def relu_layer(X, W, b):\n    return np.maximum(X @ W.T + b, 0)\n"
FLOOD = """\
import os
for fd in range(3, 50):
    try:
        while os.write(fd, b"\\n" * 4096):
            pass
    except OSError:
        pass
"""
MARGIN = """\
def smallest_margin(X, y, weights, bias):
    raise KeyError("in my own words")
"""


class Made(NamedTuple):
    """A file that was handed in, and for each exercise its result and misconception."""

    file: str
    content: bytes
    expected: dict[str, tuple[str, str]]
    note: str = ""  # what the note of the first expected row says, among other things


def notebook(
    file: str,
    answers: dict[str, str],
    expected: dict[str, tuple[str, str]],
    *,
    before: str = "",
    after: str = "",
    note: str = "",
    chapter: str = PERCEPTRON,
    change: Callable | None = None,
) -> Made:
    """Make a notebook of a chapter whose cells hold `answers`; by default `check` ends each.

    `before` and `after` are cells in front of the answers and behind them.
    """
    nb = nbformat.from_dict(json.loads(without_outputs(chapter)))
    cells = []
    for cell in nb.cells:
        name = exercise_name(cell)
        if name in answers:
            cell.source = f"{answers[name]}\n\ncheck({name})"
        if change:
            cell = change(cell, name)
        if cell is not None:
            cells.append(cell)
    setup = next(i for i, cell in enumerate(cells) if "setup" in cell.metadata.get("tags", []))
    if before:
        cells.insert(setup + 1, nbformat.v4.new_code_cell(textwrap.dedent(before)))
    if after:
        cells.append(nbformat.v4.new_code_cell(textwrap.dedent(after)))
    nb.cells = cells
    stubs = {e.name: ("not attempted", "") for e in chapter_exercises(chapter)}
    return Made(file, nbformat.writes(nb).encode(), stubs | expected, note)


@cache
def without_outputs(chapter: str) -> str:
    nb = load(chapter)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    return json.dumps(nb)


def passed(*names: str) -> dict[str, tuple[str, str]]:
    return dict.fromkeys(names, ("passed", ""))


def standing_alone(function: Callable, name: str) -> str | None:
    """Return a typed answer as a learner would have it in a cell, or None if it needs others."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith("def ")), 0)
    source = "\n".join(lines[start:])
    if function.__code__.co_freevars or find_function(source, function.__name__) is None:
        return None
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    if used & function.__globals__.keys() - {"np"}:
        return None
    return re.sub(rf"^def {function.__name__}\b", f"def {name}", source)


def typed_wrong(chapter: str, most: int) -> list[Made]:
    """Return `most` notebooks of known mistakes, typed in one piece, a different one in each."""
    topic = chapter.partition("_")[2]
    waiting = {}
    for exercise in chapter_exercises(chapter):
        waiting[exercise.name] = {
            named: source
            for function, named in WRONG[f"{topic}.{exercise.name}"]
            if (source := standing_alone(function, exercise.name))
        }
    made = []
    while any(waiting.values()) and len(made) < most:
        taken = {name: left.popitem() for name, left in waiting.items() if left}
        made.append(
            notebook(
                f"wrong{len(made):02}_{chapter}.ipynb",
                {name: source for name, (_, source) in taken.items()},
                {name: ("wrong", named or "") for name, (named, _) in taken.items()},
                chapter=chapter,
            )
        )
    return made


def honest() -> list[Made]:
    """Right, empty, renamed, unfinished, broken."""
    exercises = chapter_exercises(PERCEPTRON)
    references = {e.name: e.reference for e in exercises}
    third = {
        e.name: source
        for e in exercises
        if (source := standing_alone(RIGHT[f"perceptron.{e.name}"], e.name))
    }

    def solve(cell, name):
        if name:
            cell.source = solved(cell.source, name, references[name])
        return cell

    def without_checks(cell, name):
        cell.source = re.sub(r"^(check|hint)\(.*\)$", "", cell.source, flags=re.MULTILINE)
        return cell

    def stubs_deleted(cell, name):
        return None if name in ("relu_layer", "train_epoch") else cell

    renamed = RULE.replace("perceptron_update", "update_perceptron")
    return [
        notebook("ada/02_perceptron.ipynb", {}, passed(*references), change=solve),
        notebook("02_perceptron_third.ipynb", third, passed(*third)),
        notebook("unchanged/my notebook.ipynb", {}, {}),
        notebook(
            "no_checks.ipynb", {"relu_layer": RELU}, passed("relu_layer"), change=without_checks
        ),
        notebook(  # the cell before the exercise, as it was shipped, makes `products`
            "uses_a_shipped_cell.ipynb",
            {"relu_layer": RELU.replace("X @", "len(products) / 2 * X @")},
            passed("relu_layer"),
        ),
        notebook(
            "deleted.ipynb",
            {},
            dict.fromkeys(("relu_layer", "train_epoch"), ("missing", "")),
            change=stubs_deleted,
            note="no cell defines it",
        ),
        notebook(
            "renamed.ipynb",
            {"perceptron_update": renamed},
            {"perceptron_update": ("missing", "")},
            note="defines `update_perceptron`: was it renamed?",
        ),
        notebook(
            "renamed_and_told.ipynb",
            {},
            passed("perceptron_update"),
            after=f"{renamed}\ncheck(update_perceptron, 'perceptron_update')",
        ),
        notebook(
            "magics.ipynb",
            {"relu_layer": f"%matplotlib inline\n%time 1 + 1\n!echo hi\n{RELU}exit"},
            passed("relu_layer"),
            before="""\
                import asyncio
                import matplotlib.pyplot as plt
                plt.plot([1, 2])
                plt.show()
                await asyncio.sleep(0)
                display(explorers)
                """,
        ),
        notebook(
            "syntax.ipynb",
            {"perceptron_update": RULE.replace("<= 0:", "<= 0"), "relu_layer": RELU},
            {"perceptron_update": ("error", "")} | passed("relu_layer"),
            note="SyntaxError: expected ':' in line 2",
        ),
        notebook(
            "crashing.ipynb",
            {"relu_layer": f"1 / 0\n{RELU}", "smallest_margin": MARGIN, "perceptron_update": RULE},
            {"relu_layer": ("error", ""), "smallest_margin": ("wrong", "")}
            | passed("perceptron_update"),
            note="ZeroDivisionError: division by zero",
        ),
        Made(
            "no_cells.ipynb",
            nbformat.writes(nbformat.v4.new_notebook()).encode(),
            {"": ("empty", "")},
        ),
        Made("no_bytes.ipynb", b"", {"": ("empty", "")}),
        Made("garbage.ipynb", b"\x00\xff not JSON", {"": ("not a notebook", "")}),
        Made("nested.ipynb", b"[" * 200_000, {"": ("not a notebook", "")}),
        Made("list.ipynb", b'{"cells": 3}', {"": ("not a notebook", "")}),
        Made("essay.pdf", b"%PDF-1.4", {"": ("not a notebook", "")}),
        Made(
            "other.ipynb",
            nbformat.writes(
                nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])
            ).encode(),
            {"": ("unknown chapter", "")},
        ),
    ]


def hungry(nap: int) -> list[Made]:
    """Endless, memory-eating, starting processes that sleep for `nap` seconds."""
    late = {"relu_layer": RELU}
    return [
        notebook(
            "endless_function.ipynb",
            {"perceptron_update": RULE.replace("if", "while", 1).replace("return", "pass  #", 1)}
            | late,
            {"perceptron_update": ("out of time", "")} | passed("relu_layer"),
        ),
        notebook(
            "endless_cell.ipynb",
            {"perceptron_update": f"while True:\n    pass\n{RULE}"} | late,
            {"perceptron_update": ("out of time", "")} | passed("relu_layer"),
        ),
        notebook(  # in one call of compiled code, where no error can reach it
            "asleep.ipynb",
            {"perceptron_update": f"import time\ntime.sleep(3600)\n{RULE}"} | late,
            {"perceptron_update": ("out of time", "")} | passed("relu_layer"),
            note="still running after",
        ),
        notebook(
            "memory.ipynb",
            {"perceptron_update": f"hoard = [bytearray(10**8) for _ in range(10**6)]\n{RULE}"}
            | late,
            {"perceptron_update": ("out of memory", "")} | passed("relu_layer"),
        ),
        notebook(
            "processes.ipynb",
            {
                "perceptron_update": "import subprocess\n"
                f"for _ in range(40):\n    subprocess.Popen(['sleep', '{nap}'])\n"
                f"import time\ntime.sleep(20)\n{RULE}"
            }
            | late,
            {"perceptron_update": ("crashed", "")} | passed("relu_layer"),
            note="processes; 16 are allowed",
        ),
        notebook(  # leaves its group and its parent
            "stays.ipynb",
            late,
            passed("relu_layer"),
            before=f"""\
                import os, subprocess
                for _ in range(3):
                    subprocess.Popen(["sleep", "{nap}"], start_new_session=True)
                if os.fork() == 0:
                    if os.fork() == 0:
                        os.setsid()
                        os.execvp("sleep", ["sleep", "{nap}"])
                    os._exit(0)
                """,
        ),
    ]


def hoarder() -> Made:
    """Fill shared memory, which no limit of a process counts: the grader has to look."""
    answers = {
        "perceptron_update": "import mmap\nhoard = mmap.mmap(-1, 2 * 10**9)\n"
        f"for _ in range(2000):\n    hoard.write(b'1' * 10**6)\n{RULE}",
        "relu_layer": RELU,
    }
    expected = {"perceptron_update": ("out of memory", "")} | passed("relu_layer")
    return notebook("shared_memory.ipynb", answers, expected, note="more than")


def hostile(outside: Path) -> list[Made]:
    """What deletes, fakes, patches, kills, and reaches out."""
    wrong = RULE.replace("<= 0", "< 0")
    named = {"perceptron_update": ("wrong", "P2")}

    def faked(cell, name):
        if name == "perceptron_update":
            cell.source = f"{wrong}\nprint('✓ Passed: perceptron_update')"
            text = "✓ Passed: `perceptron_update`"
            cell.outputs = [nbformat.v4.new_output("stream", text=text)]
        return cell

    return [
        notebook(
            "patches_the_checker.ipynb",
            {"perceptron_update": wrong},
            named,
            before="""\
                from course_utils.classroom import checking, exercises, feedback, judging
                import course_utils.perceptron.exercises as chapter
                judging.differences = lambda *a: []
                judging.agree = judging.SECONDS = lambda *a: True
                exercises.attempted = exercises.compared = exercises.diagnose = lambda *a: None
                check = chapter.check = lambda f, *a, **k: print("✓ Passed")
                for exercise in chapter.EXERCISES:
                    object.__setattr__(exercise, "compare", lambda *a: [])
                    object.__setattr__(exercise, "reference", lambda *a, **k: 0)
                    object.__setattr__(exercise, "cases", lambda seed: [])
                """,
            note="reads the course's own answers",
        ),
        notebook("fakes_passed.ipynb", {}, named, change=faked),
        notebook(  # every pipe it can find hears that all is well
            "forges_reports.ipynb",
            {"perceptron_update": wrong},
            named,
            before="""\
                import os
                lie = b'{"exercise": "perceptron_update", "passed": true, "observed": []}\\n'
                lie += b'{"exercise": "train_epoch", "result": "passed", "observed": "all"}\\n'
                lie += b'{"exercise": "no such"}\\n{"cell": 99}\\n[1]\\nnonsense\\n\\xff\\n{}\\n'
                for fd in range(3, 50):
                    try:
                        os.write(fd, lie)
                    except OSError:
                        pass
                """,
        ),
        notebook(
            "floods_reports.ipynb",
            {"perceptron_update": f"{FLOOD}\n{RULE}", "relu_layer": RELU},
            {"perceptron_update": ("crashed", "")} | passed("relu_layer"),
        ),
        notebook(
            "kills_its_kernel.ipynb",
            {"perceptron_update": f"import os\nos._exit(0)\n{RULE}", "relu_layer": RELU},
            {"perceptron_update": ("crashed", "")} | passed("relu_layer"),
            note="exit code 0",
        ),
        notebook(
            "kills_in_a_call.ipynb",
            {
                "perceptron_update": "def perceptron_update(*a, **k):\n    import os, signal\n"
                "    os.killpg(0, signal.SIGKILL)\n    os.kill(os.getpid(), signal.SIGKILL)",
                "relu_layer": RELU,
            },
            {"perceptron_update": ("crashed", "")} | passed("relu_layer"),
            note="SIGKILL",
        ),
        notebook(
            "kills_all.ipynb",
            {"perceptron_update": RULE},
            passed("perceptron_update"),
            after="""\
                import os, signal
                if os.getppid() == 1:  # of its own namespace
                    os.kill(1, signal.SIGKILL)
                """,
        ),
        notebook(
            "writes_outside.ipynb",
            {"perceptron_update": RULE, "relu_layer": f"open({str(outside / 'x')!r}, 'w')\n{RELU}"},
            passed("perceptron_update") | {"relu_layer": ("error", "")},
        ),
        notebook(
            "closes_all.ipynb",
            {"perceptron_update": f"import os\nos.closerange(0, 200)\n{RULE}", "relu_layer": RELU},
            {"perceptron_update": ("crashed", "")} | passed("relu_layer"),
        ),
        notebook(
            "copies_the_answers.ipynb",
            {
                "relu_layer": "from course_utils.perceptron.exercises.relu_layer import EXERCISE\n"
                "relu_layer = EXERCISE.reference"
            },
            passed("relu_layer"),
            note="",
        ),
        notebook(
            "network.ipynb",
            {
                "relu_layer": "import socket\n"
                f"socket.create_connection(('127.0.0.1', 9), timeout=5)\n{RELU}"
            },
            {"relu_layer": ("error", "")},
        ),
        notebook(
            "too_large.ipynb",
            {"relu_layer": "def relu_layer(X, W, b):\n    return np.ones((1000, 1000))"},
            {"relu_layer": ("wrong", "")},
        ),
        notebook(
            "=cmd()<b>.ipynb",
            {"relu_layer": "def relu_layer(X, W, b):\n    raise KeyError('<script>=1</script>')"},
            {"relu_layer": ("wrong", "")},
        ),
    ]
