"""Measure chapters, print each row as it comes, write RESULTS.md, and say which bar is missed."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

from benchmarks import explorers, notebooks, results
from benchmarks.measure import Row, holds
from course_utils.instructor.notebooks import NotebookError, find_chapter
from course_utils.places import ROOT


def peer_and_rows(chapter: str) -> tuple[str, Iterator[Row]]:
    """Return the peer's name and a chapter's rows: its own, its explorers', its notebook's."""
    topic = chapter.partition("_")[2]
    common = chain(explorers.rows(topic), notebooks.rows(chapter))
    if not Path(__file__).with_name(f"{topic}.py").exists():
        return "peer", common
    own = import_module(f"benchmarks.{topic}")
    return own.PEER, chain(own.rows(), common)


def measure(chapter: str) -> tuple[str, list[Row]]:
    """Return a chapter's section and its rows; each is printed when it is there."""
    peer, rows = peer_and_rows(chapter)
    print(f"\n{chapter}", flush=True)
    measured = []
    for row in rows:
        measured.append(row)
        print(results.line(row), flush=True)
    return results.section(chapter, measured, peer, results.machine()), measured


def main(names: Sequence[str] = (), path: Path = results.RESULTS) -> int:
    """Measure some chapters, or all; write what came; return 1 if a row or a chapter failed."""
    known = sorted(text.stem for text in ROOT.glob("chapters/[0-9]*_*.md"))
    renewed, problems = {}, []
    for name in names or known:
        try:
            chapter = find_chapter(name)
            renewed[chapter], rows = measure(chapter)
        except NotebookError as error:
            problems.append(str(error))
            continue
        missed = [row.name for row in rows if holds(row) is False]
        problems += [f"{chapter}: {name}: misses its bar" for name in missed]
    results.save(renewed, known, path)
    print(f"\nWritten: {path.name}", *problems, sep="\n")
    return int(bool(problems))
