"""What is wrong with this machine, and the remedy: `python -m course_utils doctor`."""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from course_utils import checks
from course_utils.checks import INSTALL, Finding
from course_utils.places import work_folder

CHECKS: dict[str, Callable[[Path], Finding]] = {
    "Python": lambda work: checks.check_python(),
    "Packages": lambda work: checks.check_packages(),
    "Imports": lambda work: checks.check_imports(),
    "Course": lambda work: checks.check_course(),
    "Data": lambda work: checks.check_data(),
    "Your folder": checks.check_work,
    "Disk": checks.check_disk,
    "Memory": lambda work: checks.check_memory(),
    "Kernel": lambda work: checks.check_kernel(),
    "Local ports": lambda work: checks.check_loopback(),
    "Threads": lambda work: checks.check_threads(),
    "Notebooks": checks.check_notebooks,
}


def examine(work: Path, checks: Mapping[str, Callable[[Path], Finding]] = CHECKS) -> list[Finding]:
    """Run every check. One that breaks (a package it needs is missing) is a finding too."""
    findings = []
    for name, check in checks.items():
        try:
            findings.append(check(work))
        except Exception as error:
            detail = f"could not be checked ({type(error).__name__}: {error})"
            findings.append(Finding(name, False, detail, INSTALL))
    return findings


def report(findings: Iterable[Finding], encoding: str = "utf-8") -> str:
    """Return the findings in words and signs; the signs are left out where they can't be shown."""
    findings = list(findings)
    try:
        "✓✗".encode(encoding)
        signs = {"ok": "✓ ", "note": "! ", "FIX": "✗ "}
    except (UnicodeEncodeError, LookupError):
        signs = dict.fromkeys(("ok", "note", "FIX"), "")
    lines = []
    for one in findings:
        word = "FIX" if not one.ok else "note" if one.remedy else "ok"
        lines.append(f"{signs[word]}{word:<5}{one.name}: {one.detail}")
        if one.remedy:
            lines.append(f"         what to do: {one.remedy}")
    wrong = sum(not one.ok for one in findings)
    lines.append(f"{len(findings)} checks, {wrong} to fix.")
    return "\n".join(lines)


def run() -> int:
    """Print what was found; return 1 where something must be mended."""
    findings = examine(work_folder())
    print(report(findings, sys.stdout.encoding or "ascii"))
    return 1 if any(not one.ok for one in findings) else 0
