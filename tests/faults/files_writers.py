"""Write every file of the course twice: on a disk with room, and on it when it is full.

Run as a program: `files_writers.py FOLDER` prints what happened as JSON. FOLDER must be a small
file system of its own; it is filled.
"""

import contextlib
import errno
import io
import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import torch

from course_utils import __main__, checkpoints, places, workspace
from course_utils.backprop import MLP, save_parameters
from course_utils.classroom import progress
from course_utils.gan.figures import write_sheet
from course_utils.instructor import notebooks, present, solutions
from course_utils.instructor.grading import Grades, grading, keeping
from course_utils.instructor.guide import pages
from course_utils.training import Training, one_optimizer

ROOT = places.ROOT


def record(folder: Path) -> None:
    """Record a pass; what goes wrong is returned in words, which count as the error here."""
    os.environ["COURSE_WORK"] = str(folder)
    words = progress.record(f"toy.e{len(progress.passed())}")
    if words:
        raise OSError(errno.ENOSPC, words)


def copy_notebooks(folder: Path) -> None:
    """Copy the course's notebooks, each time to a folder that was not there."""
    workspace.copy_missing(folder / f"work{len(list(folder.iterdir()))}")


def write_networks(folder: Path) -> None:
    line = torch.nn.Linear(100, 100)
    checkpoints.save_networks(folder / "line.safetensors", {"line": line}, {"n": 1})


def train(folder: Path) -> None:
    """Train for two epochs: a failure to save must leave the network of the last one."""
    line = torch.nn.Linear(100, 1, dtype=torch.float64)
    sgd = torch.optim.SGD(line.parameters(), lr=0.1)

    def loss_of(network, batch, moment):
        return network(batch[0]).square().mean()

    step = one_optimizer(line, sgd, loss_of)
    training = Training(step, {"line": line}, {"line": sgd}, 0, folder=folder)
    try:
        training.run(torch.ones(4, 100, dtype=torch.float64), 2, save_every=1)
    except OSError:
        assert training.n_epochs_done == 1 and training.stopped == "failed"
        assert torch.isfinite(line.weight).all()
        raise


def write_parameters(folder: Path) -> None:
    save_parameters(MLP([100, 20, 2], rng=0), folder / "mlp.npz")


def write_samples(folder: Path) -> None:
    images = np.random.default_rng(0).uniform(size=(100, 64))
    write_sheet(folder / "samples.png", images)


def build_slides(folder: Path) -> None:
    """Build a deck by its command: some of its files are copied, not written by the course."""
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        code = __main__.main(["slides", "perceptron", "--out", str(folder / "deck")])
    if code:
        raise OSError(errno.ENOSPC, words.getvalue().strip())


def build_solutions(folder: Path) -> None:
    """Fill the stubs and write the notebook, without running it."""
    solutions.execute, solutions.failed_checks = lambda *_: None, lambda nb: {}
    solutions.build("perceptron", folder / "solved.ipynb")


def write_lecture(folder: Path) -> None:
    present.write_lecture(notebooks.load("02_perceptron"), folder / "lecture.ipynb")


def keep_grade(folder: Path) -> None:
    """Keep the seed, and what was found of one notebook, as grading does after each."""
    keeping.seed_of(folder, 5)
    kept = keeping.Kept(folder, 5, grading._limits(20.0, 2000.0))
    one = grading.Submission("a", "a.ipynb", problem="unreadable")
    kept.save(one, grading._not_graded(one))


def write_grades(folder: Path) -> None:
    names = ("grades.csv", "totals.csv", "report.html", "feedback")
    one = grading.Submission("a", "a.ipynb", problem="unreadable")
    grades = Grades(*(folder / name for name in names), 5, 1, 1)
    grading._write(grades, {one: grading._not_graded(one)}, ["facts"])


def write_guide(folder: Path) -> None:
    """Renew the guide, a page of it and the audit, of a course that is this one but for them."""
    for name in ("chapters", "notebooks", "course_utils", "data", "tests", "README.md"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    if not (folder / "docs").exists():
        shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("images"))
    pages.write("perceptron", folder)


WRITERS = {
    "course_utils.backprop.storage": [write_parameters],
    "course_utils.checkpoints": [write_networks, train],
    "course_utils.classroom.progress": [record],
    "course_utils.gan.figures.sheets": [write_samples],
    "course_utils.instructor.grading.grading": [write_grades],
    "course_utils.instructor.grading.keeping": [keep_grade],
    "course_utils.instructor.guide.pages": [write_guide],
    "course_utils.instructor.present": [write_lecture],
    "course_utils.instructor.slides": [build_slides],
    "course_utils.instructor.solutions": [build_solutions],
    "course_utils.workspace": [copy_notebooks],
}


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def fill(path: Path) -> None:
    """Write zeros until nothing more fits, to the last byte."""
    with open(path, "ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC, error


def main(folder: Path) -> dict[str, dict]:
    """Return for each writer what it said when the disk was full, and what became of its files."""
    writers = {one.__name__: one for several in WRITERS.values() for one in several}
    before = {}
    for name, write in writers.items():
        (folder / name).mkdir()
        write(folder / name)
        before[name] = contents(folder / name)
    fill(folder / "filler")
    found = {}
    for name, write in writers.items():
        said = "nothing"
        try:
            write(folder / name)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        after = contents(folder / name)
        found[name] = {
            "said": said,
            "files": len(before[name]),
            "changed": [file for file in before[name] if after.get(file) != before[name][file]],
            "left": sorted(after.keys() - before[name].keys()),
        }
    return found


if __name__ == "__main__":
    print("FOUND", json.dumps(main(Path(sys.argv[1]))))
