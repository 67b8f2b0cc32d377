"""The table of results: one file, a section for each chapter, replaced whole."""

import os
import platform
import re
from collections.abc import Collection, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Row, Spread, holds
from course_utils.places import write_whole

RESULTS = Path(__file__).with_name("RESULTS.md")
PACKAGES = {"NumPy": "numpy", "scikit-learn": "scikit-learn", "PyTorch": "torch"}
HEAD = """\
# Measured

`make bench` writes this file; `make bench CHAPTER=perceptron` renews one section. The course and
its peer run with their defaults, in turn, on one thread. A cell shows the median and, in
parentheses, the quartiles; a ratio is course / peer, taken pair by pair. A bar is held against the
median. A row without a bar is shown for honesty.
"""
SHOWN = {"<=": "≤", ">=": "≥"}
VERDICTS = {None: "–", True: "yes", False: "**no**"}


def number(value: float) -> str:
    """Return a number with three digits.

    >>> number(0.12345), number(20.0), number(12345.6)
    ('0.123', '20', '12,346')
    """
    return f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}"


def cell(measured: Spread | None) -> str:
    """Return a median and its quartiles, or a dash.

    >>> cell(Spread(1.0, 1.5, 2.0)), cell(Spread(0.0, 0.0, 0.0)), cell(None)
    ('1.5 (1–2)', '0', '–')
    """
    if measured is None:
        return "–"
    low, middle, high = map(number, measured)
    return middle if low == middle == high else f"{middle} ({low}–{high})"


def line(row: Row) -> str:
    """Return the row as a line of a Markdown table."""
    bar = "–"
    if row.bar:
        bar = f"{row.bar.of} {SHOWN.get(row.bar.sign, row.bar.sign)} {row.bar.limit:g}"
    cells = (row.name, row.unit, *map(cell, (row.course, row.peer, row.ratio)), bar)
    return f"| {' | '.join(cells)} | {VERDICTS[holds(row)]} |"


def machine() -> str:
    """Return the day, the number of cores and the versions: what the figures depend on."""
    versions = ", ".join(f"{name} {version(package)}" for name, package in PACKAGES.items())
    return f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}"


def section(chapter: str, rows: Sequence[Row], peer: str, where: str) -> str:
    """Return a chapter's section: where it was measured, and its table."""
    head = f"| what | unit | course | {peer} | ratio | bar | holds |\n|---|---|---|---|---|---|---|"
    lines = "\n".join(map(line, rows))
    return f"## {chapter}\n\n{where}\n\n{head}\n{lines}\n"


def merge(text: str, renewed: dict[str, str], chapters: Collection[str]) -> str:
    """Return the file with some sections renewed; sections of no chapter are dropped.

    >>> old = "# Old\\n\\n## 01_a\\n\\nx\\n\\n## 09_gone\\n\\ny\\n"
    >>> print(merge(old, {"02_b": "## 02_b\\n\\nz\\n"}, ["01_a", "02_b"]).removeprefix(HEAD))
    <BLANKLINE>
    ## At a glance
    <BLANKLINE>
    | chapter | bars | of them hold | notebook, s | its kernel, MiB |
    |---|---|---|---|---|
    | 01_a | 0 | 0 | – | – |
    | 02_b | 0 | 0 | – | – |
    <BLANKLINE>
    ## 01_a
    <BLANKLINE>
    x
    <BLANKLINE>
    ## 02_b
    <BLANKLINE>
    z
    <BLANKLINE>
    """
    parts = re.split(r"(?m)^(?=## )", text)[1:]
    kept = {part.split("\n", 1)[0][3:]: part.strip() + "\n" for part in parts} | renewed
    sections = {name: kept[name] for name in sorted(kept) if name in chapters}
    return "\n".join([HEAD, glance(sections), *sections.values()])


def glance(sections: dict[str, str]) -> str:
    """Return a table with a line for each section: how many bars it has, and what it costs.

    >>> row = "| notebook, start to end | s | 7.5 (7–8) | – | – | course < 30 | yes |"
    >>> print(glance({"01_a": row}).splitlines()[-1])
    | 01_a | 1 | 1 | 7.5 | – |
    """
    head = (
        "| chapter | bars | of them hold | notebook, s | its kernel, MiB |\n|---|---|---|---|---|"
    )
    lines = []
    for name, text in sections.items():
        rows = [each.strip("| ").split(" | ") for each in text.splitlines() if each[:2] == "| "]
        verdicts = [cells[-1] for cells in rows]
        n_held, n_missed = verdicts.count(VERDICTS[True]), verdicts.count(VERDICTS[False])
        costs = [
            next((c[2].split()[0] for c in rows if c[0].startswith(start)), "–")
            for start in ("notebook, start to end", "notebook, its kernel")
        ]
        lines.append(f"| {name} | {n_held + n_missed} | {n_held} | {' | '.join(costs)} |")
    return "\n".join(["## At a glance\n", head, *lines, ""])


def save(renewed: dict[str, str], chapters: Collection[str], path: Path = RESULTS) -> None:
    """Renew some sections of the file, in one step."""
    old = path.read_text("utf-8") if path.exists() else ""
    write_whole(path, merge(old, renewed, chapters))
