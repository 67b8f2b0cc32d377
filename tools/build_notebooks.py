"""Build notebooks/*.ipynb from chapters/*.md: convert, run, clean, write whole.

    python tools/build_notebooks.py                    every chapter
    python tools/build_notebooks.py perceptron         one chapter (02_perceptron, 02 do too)
    python tools/build_notebooks.py --check            only say what is not up to date
    python tools/build_notebooks.py --from-notebook X  first take the text from the notebook,
                                                       which was edited in JupyterLab

A rebuild of an unchanged chapter leaves the file byte for byte as it was. If a cell fails, its
source and error are printed and the old notebook is kept.
"""

import argparse
import json
import re
import sys
import time
from copy import deepcopy
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course_utils.instructor.notebooks import (
    NotebookError,
    authored,
    authored_sha256,
    clean,
    execute,
    find_chapter,
    load,
    text_sha256,
)
from course_utils.places import ROOT, this_python, write_whole

HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---
"""


def to_notebook(text: str) -> nbformat.NotebookNode:
    """Convert a chapter's text to a notebook without outputs."""
    nb = _jupytext().reads(text, fmt="md:myst")
    clean(nb)
    return nb


def to_text(nb: nbformat.NotebookNode) -> str:
    """Convert a notebook to a chapter's text.

    Raises
    ------
    NotebookError
        If the text would not give the same cells again.
    """
    copy = deepcopy(nb)
    clean(copy)
    for cell in copy.cells:
        cell.metadata.pop("jupyter", None)
        cell.source = cell.source.rstrip()
    copy.metadata = nbformat.NotebookNode(kernelspec=copy.metadata.kernelspec)
    body = _jupytext().writes(copy, fmt="md:myst").split("---\n", 2)[2]
    text = f"{HEAD}\n{body.strip()}\n"
    difference = first_difference(authored(to_notebook(text)), authored(copy))
    if difference:
        raise NotebookError(f"The notebook can't be written as text: {difference}")
    return text


def first_difference(ours: list, theirs: list) -> str:
    """Say where two lists of cells differ first, or return an empty text."""
    for number, (a, b) in enumerate(zip(ours, theirs, strict=False), start=1):
        if a != b:
            return f'cell {number} ({b[0]}) differs: "{" ".join(b[1].split())[:60]}…"'
    if len(ours) != len(theirs):
        return f"{len(ours)} cells against {len(theirs)}"
    return ""


def build(chapter: str, root: Path = ROOT, *, from_notebook=False, force=False) -> Path:
    """Build one chapter (its full name) and return the notebook's path.

    Raises
    ------
    NotebookError
        If the notebook was edited after its last build (unless `from_notebook` or `force`), if a
        cell fails, or if a file is missing.
    """
    source, target = root / "chapters" / f"{chapter}.md", root / "notebooks" / f"{chapter}.ipynb"
    old = load(chapter, root) if target.exists() else None
    if from_notebook:
        write_whole(source, to_text(old or load(chapter, root)))
    if not source.exists():
        raise NotebookError(f"{chapter} has no text. Make it: {_command(chapter)}")
    text = source.read_text(encoding="utf-8")
    nb = to_notebook(text)
    if old and not force and (edit := edited(old, nb)):
        raise NotebookError(
            f"notebooks/{chapter}.ipynb was edited after its last build; {edit}\n"
            f"  keep these edits: {_command(chapter)}\n"
            f"  drop them:        {_command(chapter, '--force')}"
        )
    execute(nb, chapter, root)
    clean(nb)
    nb.metadata["course"] = {
        "sources_sha256": authored_sha256(nb),
        "text_sha256": text_sha256(text),
    }
    if old:
        keep_equal_outputs(nb, old)
    nbformat.validate(nb)
    write_whole(target, nbformat.writes(nb).rstrip("\n") + "\n")
    return target


def edited(old: nbformat.NotebookNode, new: nbformat.NotebookNode) -> str:
    """Say what an author changed in a built notebook that the text does not have."""
    if old.metadata.get("course", {}).get("sources_sha256") == authored_sha256(old):
        return ""
    return first_difference(authored(new), authored(old))


def keep_equal_outputs(new: nbformat.NotebookNode, old: nbformat.NotebookNode) -> None:
    """Keep outputs that differ only in measured times and addresses: a rebuild makes no noise."""
    before = {cell.id: cell for cell in old.cells if cell.cell_type == "code"}
    for cell in new.cells:
        match = before.get(cell.id)
        if match and _stable(match.outputs) == _stable(cell.outputs):
            cell.outputs = match.outputs


def _stable(outputs) -> str:
    text = re.sub(r'\[time\](?:[^"\\]|\\[^n])*', "[time]", json.dumps(outputs, sort_keys=True))
    return re.sub(r"0x[0-9a-fA-F]{6,16}", "0x", text)


def stale(chapter: str, root: Path = ROOT) -> str:
    """Say why a notebook is not the built form of its text, or return an empty text."""
    nb, source = load(chapter, root), root / "chapters" / f"{chapter}.md"
    if not source.exists():
        return f"has no text chapters/{chapter}.md"
    built = nb.metadata.get("course", {})
    if built.get("sources_sha256") != authored_sha256(nb):
        return "the notebook was edited after its last build"
    if built.get("text_sha256") != text_sha256(source.read_text(encoding="utf-8")):
        return "the text changed after the last build"
    return ""


def _jupytext():
    try:
        import jupytext
    except ImportError:
        raise NotebookError(
            'jupytext is missing; authors install the extra "dev": pip install -e ".[dev]"'
        ) from None
    return jupytext


def _command(chapter: str, option: str = "--from-notebook") -> str:
    return f"{this_python()} tools/build_notebooks.py {option} {chapter}"


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command; the exit code is the number of chapters that could not be built."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapters", nargs="*", metavar="chapter")
    parser.add_argument("--check", action="store_true", help="build nothing, say what is stale")
    parser.add_argument("--from-notebook", action="store_true", help="update the text first")
    parser.add_argument("--force", action="store_true", help="drop edits made in the notebook")
    options = parser.parse_args(arguments)
    if options.from_notebook and not options.chapters:
        parser.error("--from-notebook needs the names of the chapters")
    try:
        names = options.chapters or sorted(p.stem for p in root.glob("chapters/[0-9]*_*.md"))
        chapters = [find_chapter(name, root) for name in names]
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    if not chapters:
        print("There is no chapter yet: chapters/NN_name.md")
    return sum(not _one(chapter, root, options) for chapter in chapters)


def _one(chapter: str, root: Path, options: argparse.Namespace) -> bool:
    start = time.perf_counter()
    try:
        if options.check:
            why = stale(chapter, root)
            print(f"{chapter}: {why or 'up to date'}")
            return not why
        path = build(chapter, root, from_notebook=options.from_notebook, force=options.force)
    except NotebookError as error:
        print(f"{error}\n", file=sys.stderr)
        return False
    seconds, kilobytes = time.perf_counter() - start, path.stat().st_size / 1000
    print(f"{chapter}: built in {seconds:.1f} s, {kilobytes:.0f} kB")
    return True


if __name__ == "__main__":
    sys.exit(main())
