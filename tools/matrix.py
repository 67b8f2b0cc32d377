"""Run the test suite as six machines would, before a release: `make test-matrix`.

    python tools/matrix.py -- tests notebooks --nbval --nbval-current-env
    python tools/matrix.py --only "old laptop" -- tests/test_perceptron_model.py
    python tools/matrix.py --facts        what the libraries really use, here and now

Three kinds of processor (this one; PyTorch without vector instructions; a laptop of 2013), each
with 1 and 2 threads. Environment variables choose them; libraries read these once, when they
start, and say nothing if they ignore one. So each configuration asks the libraries what they use,
and asks again from a notebook that runs within the same suite: a setting that does not take, or
that does not reach the kernels, is red. Words after `--` go to pytest.

The laptop needs a processor with AVX2. On one without, its code would crash the process, so that
configuration is reported as not run.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
PROCESSORS = {
    "this processor": ({}, {}),
    "PyTorch without vector code": ({"ATEN_CPU_CAPABILITY": "default"}, {"PyTorch": "DEFAULT"}),
    "old laptop": (
        {
            "ATEN_CPU_CAPABILITY": "avx2",
            "MKL_CBWR": "COMPATIBLE",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
            "OPENBLAS_CORETYPE": "Haswell",
        },
        {"PyTorch": "AVX2", "MKL": "COMPATIBLE", "oneDNN": "Intel AVX2", "OpenBLAS": "Haswell"},
    ),
}
CHOSEN = {*THREADS, *(name for variables, _ in PROCESSORS.values() for name in variables)}
# What a fresh process runs, to tell. MKL and oneDNN tell only when they are verbose and at work.
QUESTION = """
import json, numpy, torch
from threadpoolctl import threadpool_info
blas = [one for one in threadpool_info() if one["internal_api"] == "openblas"]
first = blas[0] if blas else {}
facts = {
    "OpenBLAS": first.get("architecture"),
    "OpenBLAS threads": first.get("num_threads"),
    "PyTorch": torch.backends.cpu.get_cpu_capability(),
    "PyTorch threads": torch.get_num_threads(),
}
a = torch.ones(64, 64, dtype=torch.float64)
a @ a
torch.relu(torch.ones(1, 16, 64, 64).to_mkldnn())
print("\\nFACTS", json.dumps(facts))
"""
CELL = """\
import os, sys
sys.path.insert(0, {tools!r})
from matrix import facts, in_words
print(in_words(facts(os.environ)))"""


class Configuration(NamedTuple):
    """What to set, and what the libraries must then say of themselves."""

    name: str
    variables: dict[str, str]
    expected: dict[str, str]


class Result(NamedTuple):
    """How the suite ended under one configuration; `state` is green, red or not run."""

    name: str
    state: str
    words: str
    seconds: float
    facts: str


def configurations(cores: int) -> list[Configuration]:
    """Return the six configurations for a machine with so many usable cores.

    >>> [one.name for one in configurations(cores=2)][-1]
    'old laptop, 2 threads'
    """
    return [
        Configuration(
            f"{name}, {n} thread{'s' * (n > 1)}",
            variables | dict.fromkeys(THREADS, str(n)),
            # OpenBLAS starts no more threads than there are cores.
            expected | {"PyTorch threads": str(n), "OpenBLAS threads": str(min(n, cores))},
        )
        for name, (variables, expected) in PROCESSORS.items()
        for n in (1, 2)
    ]


def usable_cores() -> int:
    """Return how many cores this process may use."""
    pinned = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(pinned(0)) if pinned else os.cpu_count() or 1


def environment(variables: dict[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Return `base` with these variables and no other choice of processor or threads."""
    return {name: value for name, value in base.items() if name not in CHOSEN} | variables


def facts(variables: Mapping[str, str]) -> dict[str, str]:
    """Return what the libraries say they use, in a fresh process with exactly these variables."""
    loud = {**variables, "MKL_VERBOSE": "1", "ONEDNN_VERBOSE": "1"}
    command = [sys.executable, "-c", QUESTION]
    answer = subprocess.run(command, env=loud, capture_output=True, text=True)
    if answer.returncode:
        return {"process": f"ended with {answer.returncode}: {answer.stderr.strip()[-200:]}"}
    return parsed(answer.stdout)


def parsed(said: str) -> dict[str, str]:
    """Return the facts in what the process printed; "-" stands for a library that is not there.

    >>> parsed('… 1.45ms CNR:OFF Dyn:1\\nFACTS {"PyTorch threads": 2, "OpenBLAS": null}')
    {'PyTorch threads': '2', 'OpenBLAS': '-', 'MKL': 'OFF', 'oneDNN': '-'}
    """
    patterns = {"MKL": r"\bCNR:(\S+)", "oneDNN": r"(?m)info,cpu,isa:(.+)$"}
    told = json.loads(re.search(r"(?m)^FACTS (.+)$", said)[1])
    told |= {name: (re.findall(pattern, said) or [None])[0] for name, pattern in patterns.items()}
    return {name: "-" if value is None else str(value) for name, value in told.items()}


def in_words(found: dict[str, str]) -> str:
    """Return the facts on one line.

    >>> in_words({"MKL": "OFF", "PyTorch threads": "2"})
    'MKL: OFF; PyTorch threads: 2'
    """
    return "; ".join(f"{name}: {value}" for name, value in found.items())


def disagreements(found: dict[str, str], expected: dict[str, str]) -> str:
    """Say which setting did not take, or return an empty text.

    >>> disagreements({"MKL": "OFF"}, {"MKL": "COMPATIBLE"})
    'MKL is OFF, not COMPATIBLE'
    """
    return "; ".join(
        f"{name} is {found.get(name, '-')}, not {value}"
        for name, value in expected.items()
        if found.get(name) != value
    )


def write_question(path: Path, answer: str) -> None:
    """Write a notebook that asks a kernel for the facts; its stored output is the answer due."""
    import nbformat
    from nbformat import v4

    output = v4.new_output("stream", name="stdout", text=f"{answer}\n")
    source = CELL.format(tools=str(ROOT / "tools"))
    cell = v4.new_code_cell(source, execution_count=1, outputs=[output])
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel}), path)


def last_words(lines: Sequence[str]) -> str:
    """Return how pytest summed up, without its frame and colors.

    >>> last_words(["collected 2 items", "\\x1b[32m==== 2 passed in 0.1s ====\\x1b[0m", ""])
    '2 passed in 0.1s'
    """
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line).strip(" =\n") for line in lines]
    summaries = [
        line for line in plain if re.search(r"\b(passed|failed|errors?|ran) .*in \d", line)
    ]
    return (summaries or [line for line in plain if line] or ["it printed nothing"])[-1]


def run_suite(arguments: Sequence[str], variables: dict[str, str]) -> tuple[int, str]:
    """Run pytest, show its words as they come; return its exit code and its summary."""
    command, lines = [sys.executable, "-m", "pytest", "-rs", *arguments], []
    settings = {"cwd": ROOT, "env": environment(variables, os.environ)}
    settings |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with subprocess.Popen(command, errors="replace", **settings) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode < 0:
        return process.returncode, f"crashed, signal {-process.returncode}"
    return process.returncode, last_words(lines)


def examine(one: Configuration, arguments: Sequence[str], has_avx2: bool) -> Result:
    """Run the suite, and the question to a kernel, under one configuration."""
    print(f"\n##### {one.name}\n", flush=True)
    if not has_avx2 and one.variables.get("OPENBLAS_CORETYPE"):
        return Result(one.name, "not run", "this processor has no AVX2: it would crash", 0.0, "")
    found, start = facts(environment(one.variables, os.environ)), time.perf_counter()
    print(f"{in_words(found)}\n", flush=True)
    if wrong := disagreements(found, one.expected):
        return Result(one.name, "red", f"a setting did not take: {wrong}", 0.0, in_words(found))
    # In build/, below the suite's own conftest.py, which must not undo the settings.
    question = ROOT / "build" / "matrix" / f"kernel_{os.getpid()}.ipynb"
    write_question(question, in_words(found))
    try:
        code, words = run_suite([*arguments, str(question)], one.variables)
    finally:
        question.unlink()
    seconds = time.perf_counter() - start
    return Result(one.name, "red" if code else "green", words, seconds, in_words(found))


def table(results: Sequence[Result]) -> str:
    """Return the summary: a line for each configuration, its facts below."""
    width = max(len(result.name) for result in results)
    return "\n".join(
        f"{result.state:<8}{result.name:<{width + 2}}{result.seconds:>5.0f} s  {result.words}"
        + f"\n        {result.facts}" * bool(result.facts)
        for result in results
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every configuration, also after a red one; return 1 if any is red."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", action="store_true", help="print the facts, run nothing")
    parser.add_argument("--only", default="", help="only configurations whose name has this in it")
    parser.add_argument("suite", nargs="*", help="what pytest is given, after --")
    options = parser.parse_args(arguments)
    if options.facts:
        print(in_words(facts(os.environ)))
        return 0
    chosen = [one for one in configurations(usable_cores()) if options.only in one.name]
    if not chosen:
        parser.error(f"no configuration has {options.only!r} in its name")
    if not options.suite:
        parser.error("say after -- what pytest is to run")
    has_avx2 = facts(environment({}, os.environ)).get("PyTorch") in ("AVX2", "AVX512")
    results = [examine(one, options.suite, has_avx2) for one in chosen]
    print(f"\n##### The matrix\n\n{table(results)}")
    return int(any(result.state == "red" for result in results))


if __name__ == "__main__":
    sys.exit(main())
