"""Judge mutants in copies of the repository: the working tree is read once and never written."""

import ast
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutant_list import OTHER_ROOMS, Mutant, MutantError, model_files
from tqdm import tqdm

WORKERS = 2
PATIENCE = 4  # seconds on the clock for one of computing: the machine may have other work
ALONE = ("-q", "--tb=no", "--no-header", "-p", "no:cacheprovider", "--color=no")


class Workshop:
    """Copies of the repository, one a worker, and the two ways to judge a mutant in them."""

    def __init__(self, root: Path, chapter: str):
        self.root, self.chapter, self.topic = root, chapter, chapter.partition("_")[2]
        self.seconds: dict[str, float] = {}

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="course-mutants-")
        self.copies = [Path(self.folder.name, str(number)) for number in range(WORKERS)]
        self.copy = self.copies[0]
        copy_repository(self.root, self.copy)
        self.arguments = {
            "unit tests": unit_tests(self.copy, self.topic),
            "notebook": notebook_tests(self.copy, self.chapter),
        }
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def rehearse(self) -> Iterator[str]:
        """See that each group passes without a mutant, and fails on a model that is not there.

        Raises
        ------
        MutantError
            If it doesn't: then the verdict on a mutant would mean nothing.
        """
        for group in self.arguments:
            start = time.perf_counter()
            witness = self.judge(group, self.copy, 600, PYTHONDONTWRITEBYTECODE="")
            if witness:
                raise MutantError(
                    f"The {group} fail without any mutant, at {witness}. Mend that first: "
                    f"make check CHAPTER={self.topic}"
                )
            self.seconds[group] = time.perf_counter() - start
            yield f"  {group}: pass without a mutant, {self.seconds[group]:.1f} s"
        # The bytecode of all else makes the runs faster. That of a model would be taken for the
        # bytecode of a mutant as long, written in the same second.
        files = model_files(self.copy / "course_utils" / self.topic)
        for folder in {path.parent for path in files}:
            shutil.rmtree(folder / "__pycache__", ignore_errors=True)
        path = files[0]
        source = path.read_text("utf-8")
        path.write_text("raise ImportError('a mutant')\n", "utf-8")
        for group in self.arguments:
            if not self.judge(group, self.copy, 600):
                raise MutantError(f"The {group} pass without {path.name}: they don't load it.")
        path.write_text(source, "utf-8")
        for other in self.copies[1:]:
            shutil.copytree(self.copy, other)

    def run(self, chosen: Mapping[str, Sequence[Mutant]]) -> dict[str, dict[Mutant, str]]:
        """Return group -> mutant -> what caught it ("" if nothing did)."""
        free = queue.SimpleQueue()
        for copy in self.copies:
            free.put(copy)

        def judge(job):
            group, mutant = job
            copy = free.get()
            source = (copy / mutant.path).read_text("utf-8")
            try:
                (copy / mutant.path).write_text(mutant.code, "utf-8")
                return self.judge(group, copy, 10 + 3 * self.seconds[group])
            finally:
                (copy / mutant.path).write_text(source, "utf-8")
                free.put(copy)

        jobs = [(group, mutant) for group, mutants in chosen.items() for mutant in mutants]
        verdicts: dict[str, dict[Mutant, str]] = {group: {} for group in chosen}
        pool = ThreadPoolExecutor(WORKERS)
        try:
            found = tqdm(pool.map(judge, jobs), total=len(jobs), unit="run", disable=None)
            for (group, mutant), witness in zip(jobs, found, strict=True):
                verdicts[group][mutant] = witness
        finally:
            pool.shutdown(cancel_futures=True)
        return verdicts

    def judge(self, group: str, copy: Path, seconds: float, **variables: str) -> str:
        """Run one group of tests in a copy; return what failed ("" if nothing did).

        `seconds` limits the computing, so that a busy machine spoils no verdict.
        """
        verdict = copy / "verdict.txt"
        verdict.unlink(missing_ok=True)
        judge = Path(__file__).with_name("mutant_judge.py")
        limit = f"{seconds:.0f}"
        command = [sys.executable, judge, verdict, limit, *ALONE, *self.arguments[group]]
        try:
            run = subprocess.run(
                command,
                cwd=copy,
                env=surroundings(copy) | variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE * seconds,
            )
        except subprocess.TimeoutExpired:
            return f"the limit of {PATIENCE * seconds:.0f} s"
        if verdict.exists():
            return verdict.read_text("utf-8")
        if run.returncode < 0:
            return f"signal {-run.returncode}"
        raise MutantError(f"The {group} can't run:\n{run.stdout.decode(errors='replace')}")


def surroundings(copy: Path) -> dict[str, str]:
    """Return the environment variables of a run: the copy's package, no bytecode written."""
    own = {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "COURSE_PROGRESS": "0"}
    return os.environ | own | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}


def copy_repository(root: Path, target: Path) -> None:
    """Copy the files that git tracks or would track."""
    command = ["git", "ls-files", "-coz", "--exclude-standard"]
    names = subprocess.check_output(command, cwd=root, text=True).split("\0")
    for name in sorted({name for name in names if name and (root / name).is_file()}):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target / name)


def unit_tests(root: Path, topic: str) -> list[str]:
    """Return what pytest needs for the tests of a chapter's model, its doctests first.

    These are the files tests/test_CHAPTER*.py that import none of the chapter's other rooms.
    """
    package = f"course_utils.{topic}"
    others = {f"{package}.{room}" for room in OTHER_ROOMS}
    tests = [
        path
        for path in sorted(root.glob(f"tests/test_{topic}*.py"))
        if not any(".".join(name.split(".")[:3]) in others for name in imported(path))
    ]
    if not tests:
        raise MutantError(f"There are no tests of the model, as tests/test_{topic}_model.py.")
    model = model_files(root / "course_utils" / topic)
    return [path.relative_to(root).as_posix() for path in (*model, *tests)]


def imported(path: Path) -> set[str]:
    """Return the full names that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def notebook_tests(root: Path, chapter: str) -> list[str]:
    """Return what pytest needs to compare a chapter's notebook, as `make test` does."""
    flags = re.search(r"(?m)^NBVAL := (.+)$", (root / "Makefile").read_text("utf-8"))[1].split()
    return ["-p", "nbval.plugin", *flags, f"notebooks/{chapter}.ipynb"]
