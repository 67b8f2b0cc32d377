"""The learner's process: it runs the cells of one notebook, then calls the functions it finds.

It starts as a script, reads its job from standard input, and reports in lines of JSON. It judges
nothing: what it observes is compared elsewhere. From the first cell on, nothing here can be
trusted, and nothing is.
"""

import contextlib
import json
import os
import symtable
import sys
import types
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from course_utils.classroom import judging
from course_utils.classroom.exercises import Exercise, observed_on
from course_utils.classroom.learner_code import left_to_do, lost_assignment
from course_utils.instructor.grading.landlock import forbid_writing
from course_utils.instructor.grading.plain import pack_observation, unpack

LARGEST_FILE = 50_000_000  # bytes
MOST_PROCESSES = 500  # of one user namespace, threads included


class Shell(InteractiveShell):
    """IPython without windows and terminals, in which the magics of a notebook work."""

    system = InteractiveShell.system_raw

    def enable_gui(self, gui=None) -> None:
        """Draw in memory, whatever was asked for."""

    def ask_exit(self) -> None:
        """Go on after `exit`: the next cells may answer an exercise."""


def main() -> None:
    """Do the job, say what happened, and end at once, whatever else still runs."""
    job = json.load(sys.stdin)
    say = silenced()
    say({"locked": forbid_writing(but=[job["folder"]])})
    exercises = import_module(job["exercises"])
    known = {exercise.name: exercise for exercise in exercises.EXERCISES}
    checked = neutral_checks(exercises)
    shell = Shell.instance()
    say({"start": "setup"})
    if words := run_cell(shell, job["setup"], seconds=None):
        raise RuntimeError(words)  # no learner's doing: the known-right notebook fails, too
    bound_resources(job["memory"], job["own_user_namespace"])
    for number in cells_to_run(job["cells"], shell):
        say({"start": f"cell {number}"})
        cell = job["cells"][number]
        say({"cell": number, "raised": run_cell(shell, cell["source"], job["seconds"])})
    for name, cases in job["cases"].items():
        say({"start": name})
        function = shell.user_ns.get(name, checked.get(name))
        say({"exercise": name} | observed(known[name], function, cases))
    say({"done": True})


def silenced() -> Callable[[dict], None]:
    """Let nothing that cells print or ask reach this process' own pipes; return the way to tell."""
    channel = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nothing:
        for stream in range(3):
            os.dup2(nothing.fileno(), stream)

    def say(message: dict) -> None:
        channel.write(json.dumps(message).encode() + b"\n")
        channel.flush()

    return say


def neutral_checks(exercises: types.ModuleType) -> dict[str, Callable]:
    """Put functions that judge nothing in place of the chapter's three; return what they are given.

    It is filled as the cells run: `check(mine, "name")` says which exercise a function answers.
    """
    given: dict[str, Callable] = {}

    def check(function=None, name=None, *, strict=False):
        given[str(name or getattr(function, "__name__", ""))] = function
        return types.SimpleNamespace(passed=True, misconception=None, status="passed")

    def nothing(*_arguments, **_options) -> None:
        """Stand in for hint and solution."""

    exercises.check, exercises.hint, exercises.solution = check, nothing, nothing
    return given


def bound_resources(memory: int, own_user_namespace: bool) -> None:
    """Bound what this process and its children may take, as far as this system knows how."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows: the grader alone watches
        return
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    held = [1024 * int(line.split()[1]) for line in lines if line.startswith("VmData")]
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: LARGEST_FILE}
    if held:
        limits[resource.RLIMIT_DATA] = held[0] + memory
    if own_user_namespace:  # elsewhere it would count all processes of the instructor
        limits[resource.RLIMIT_NPROC] = MOST_PROCESSES
    for kind, limit in limits.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))


def run_cell(shell: InteractiveShell, source: str, seconds: float | None) -> str:
    """Run one cell; return "" or in words what it raised."""
    try:
        limit = contextlib.nullcontext() if seconds is None else judging.time_limit(seconds)
        with limit:
            result = shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
    except BaseException as raised:  # a cell can change the shell itself, too
        error = raised
    return "" if error is None else in_words(error)


def in_words(error: BaseException) -> str:
    """Say the kind of an error, what it says, and for bad syntax the line."""
    try:
        said = f"{error.msg} in line {error.lineno}" if isinstance(error, SyntaxError) else error
        return f"{type(error).__name__}: {said}"[:500]
    except Exception:  # its own __str__ fails
        return type(error).__name__[:500]


def cells_to_run(cells: list[dict], shell: InteractiveShell) -> list[int]:
    """Return the numbers of the learner's own cells, and of shipped ones that define what they use.

    A shipped cell that no own cell needs is left out: it would cost time and tell nothing.
    """
    needed: set[str] = set()
    chosen = []
    for number, cell in reversed(list(enumerate(cells))):
        uses, defines = names_of(shell, cell["source"])
        if cell["skip"] or (cell["shipped"] and not defines & needed):
            continue
        chosen.append(number)
        needed = (needed - defines) | (uses - shell.user_ns.keys())
    return chosen[::-1]


def names_of(shell: InteractiveShell, source: str) -> tuple[set[str], set[str]]:
    """Return the global names that a cell uses, and those it defines."""
    try:
        table = symtable.symtable(shell.transform_cell(source), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    uses, defines, tables = set(), set(), [table]
    while tables:
        inner = tables.pop()
        tables += inner.get_children()
        for symbol in inner.get_symbols():
            if inner is table or symbol.is_global():
                uses |= {symbol.get_name()} if symbol.is_referenced() else set()
                made = symbol.is_assigned() or symbol.is_imported()
                defines |= {symbol.get_name()} if made else set()
    return uses, defines


def observed(exercise: Exercise, function, cases: list) -> dict:
    """Return what the function of an exercise does, or why there is nothing to observe."""
    if function is None:
        return {"missing": "it is not defined"}
    if not callable(function):
        return {"missing": f"it is no function but of type {type(function).__name__}"[:200]}
    found = {"left": "", "lost": ""}
    with contextlib.suppress(Exception):  # code that can't be read is run all the same
        found = {
            "left": left_to_do(function, exercise.shipped)[:500],
            "lost": lost_assignment(function)[:500],
        }
    if not found["left"]:
        seen = observed_on(exercise, function, unpack(cases))
        found["observed"] = [pack_observation(observation) for observation in seen]
    return found


if __name__ == "__main__":
    main()
    os._exit(0)
