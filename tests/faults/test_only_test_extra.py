"""`make test` on a learner's machine: what needs a package of authors is skipped, nothing fails."""

import os
import re
import subprocess
import sys
from pathlib import Path

from faults.only_test_extra import hidden

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r"course_utils\.instructor|importorskip|^(from|import) tools\b", re.M)
LONG = "not test_grading and not every_reference_passes and not verdict_flips"  # and need none


def test_authors_packages_are_not_needed():
    assert {"jupytext", "jupyterlab_rise", "playwright", "cosmic_ray"} <= hidden()
    assert not hidden() & {"numpy", "torch", "pytest", "nbval", "nbconvert", "course_utils"}
    files = [
        path
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        if NAMES.search(path.read_text("utf-8"))
    ]
    assert len(files) >= 10
    options = ["-q", "-rs", "-p", "faults.only_test_extra", "-p", "no:cacheprovider", "-k", LONG]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests"), "CI": "false"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *map(str, files)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "jupytext is missing" in done.stdout
