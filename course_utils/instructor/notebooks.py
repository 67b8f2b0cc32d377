"""What the instructor's tools share: find a chapter, run its notebook, clean it."""

import ast
import hashlib
import json
import os
import re
import tempfile
from collections import Counter
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from course_utils.places import ROOT, this_python

WIDGET = "application/vnd.jupyter.widget-view+json"
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {  # without the patch version, which differs between machines
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


class NotebookError(ValueError):
    """A notebook can't be found, read or run; the message says what to do."""


def find_chapter(name: str, root: Path = ROOT) -> str:
    """Return the full name of a chapter from `02_perceptron`, `perceptron`, `02` or its file.

    Raises
    ------
    NotebookError
        If there is no such chapter; the message lists those there are.
    """
    files = [*root.glob("chapters/[0-9]*_*.md"), *root.glob("notebooks/[0-9]*_*.ipynb")]
    known = sorted({file.stem for file in files})
    wanted = Path(name).stem if isinstance(name, str | os.PathLike) else name
    for chapter in known:
        number, _, topic = chapter.partition("_")
        if wanted in (chapter, topic, number):
            return chapter
    listed = ", ".join(known) or "none yet"
    raise NotebookError(f"There is no chapter {name!r}. Chapters: {listed}.")


def load(chapter: str, root: Path = ROOT) -> NotebookNode:
    """Read the built notebook of a chapter (its full name)."""
    path = root / "notebooks" / f"{chapter}.ipynb"
    if not path.exists():
        raise NotebookError(
            f"notebooks/{chapter}.ipynb does not exist yet. Build it first: make notebooks "
            f"(without make: {this_python()} tools/build_notebooks.py {chapter})"
        )
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise NotebookError(
            f"notebooks/{chapter}.ipynb is damaged ({error}). Build it again: make notebooks "
            f"(without make: {this_python()} tools/build_notebooks.py {chapter})"
        ) from error


def tags(cell: NotebookNode) -> list[str]:
    """Return the cell's tags."""
    return list(cell.metadata.get("tags", []))


def slide_type(cell: NotebookNode) -> str:
    """Return what the cell is in the deck; "-" continues the slide before."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def exercise_name(cell: NotebookNode) -> str | None:
    """Return NAME if the cell has the tag `exercise:NAME`."""
    return next((tag[9:] for tag in tags(cell) if tag.startswith("exercise:")), None)


def find_function(source: str, name: str) -> ast.FunctionDef | None:
    """Return the function `name` defined at the top of a cell; IPython's own lines don't disturb.

    >>> find_function("%time\\ndef f():\\n    ...", "f").lineno
    2
    """
    plain = re.sub(r"^[%!?].*", "", source, flags=re.MULTILINE)
    try:
        statements = ast.parse(plain).body
    except SyntaxError:
        return None
    functions = [s for s in statements if isinstance(s, ast.FunctionDef) and s.name == name]
    return functions[-1] if functions else None


def execute(nb: NotebookNode, name: str, root: Path = ROOT, timeout: int = 120) -> None:
    """Run `nb` in place, in a kernel of its own and a temporary folder, `timeout` s per cell.

    Raises
    ------
    NotebookError
        If a cell fails that is not tagged `raises-exception`, with its source and error.
    """
    started: list[NotebookNode] = []
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as folder:
        empty = Path(folder, "empty")
        empty.mkdir()
        python_path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
        environment = os.environ | {
            "COURSE_PROGRESS": "0",
            "COURSE_WORK": str(Path(folder, "work")),
            "IPYTHONDIR": str(Path(folder, "ipython")),  # no start-up files of the author's
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": python_path,
        }
        client = NotebookClient(
            nb,
            timeout=timeout,
            kernel_name="python3",
            coalesce_streams=True,  # else the split into outputs depends on timing
            record_timing=False,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(empty)}},
            on_cell_start=lambda cell, cell_index: started.append(cell),
        )
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise NotebookError(_failure(nb, name, started[-1], error, timeout)) from None


def _failure(nb, name, cell, error, timeout) -> str:
    """Say in words which cell failed, and how."""
    number = [c.id for c in nb.cells if c.cell_type == "code"].index(cell.id) + 1
    if isinstance(error, CellTimeoutError):
        what = f"did not end within {timeout} s"
    elif isinstance(error, DeadKernelError):
        what = "ended its kernel (out of memory, or a crash in a compiled library)"
    else:
        what = f"raised {error.ename}: {error.evalue}"
    trace = [line for o in cell.outputs if o.output_type == "error" for line in o.traceback]
    lines = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(trace)).splitlines()[-25:]
    blocks = [f"{name}: code cell {number} {what}", _indented(cell.source.splitlines())]
    if lines:
        blocks.append(_indented(lines))
    return "\n\n".join(blocks)


def _indented(lines: list[str]) -> str:
    return "\n".join(f"    {line}".rstrip() for line in lines)


def text_sha256(text: str) -> str:
    """Hash a chapter's text; the kind of line ends does not count.

    >>> text_sha256("a\\r\\nb") == text_sha256("a\\nb")
    True
    """
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def authored(nb: NotebookNode) -> list[tuple[str, str, list[str], str]]:
    """Return what an author writes of each cell: its type, source, tags and place in the deck."""
    return [(c.cell_type, c.source.rstrip(), tags(c), slide_type(c)) for c in nb.cells]


def authored_sha256(nb: NotebookNode) -> str:
    """Hash what an author writes, so that an edit is found without converting anything."""
    return hashlib.sha256(json.dumps(authored(nb)).encode()).hexdigest()


def clean(nb: NotebookNode) -> None:
    """Leave only what repeats on every machine: no versions, times, random ids, widget states."""
    nb.metadata = NotebookNode(kernelspec=KERNELSPEC, language_info=LANGUAGE)
    nb.nbformat, nb.nbformat_minor = 4, 5
    seen: Counter[str] = Counter()
    for cell in nb.cells:
        content = f"{cell.cell_type}\0{cell.source}"
        seen[content] += 1
        cell.id = _digest(f"{content}\0{seen[content]}")[:8]
        kept = {key: cell.metadata[key] for key in ("tags", "slideshow") if key in cell.metadata}
        cell.metadata = NotebookNode(kept)
        if cell.cell_type == "code":
            _clean_outputs(cell)
    for before, cell in zip(nb.cells, nb.cells[1:], strict=False):
        if cell.cell_type == "code" and "predict" in tags(before):
            cell.metadata["jupyter"] = {"outputs_hidden": True}
    for cell in nb.cells:
        if slide_type(cell) == "notes":  # one grey line for learners; a click opens it
            cell.metadata["jupyter"] = {"source_hidden": True}


def _clean_outputs(cell: NotebookNode) -> None:
    for number, output in enumerate(cell.outputs):
        if "metadata" in output:
            output.metadata = NotebookNode()
        view = output.get("data", {}).get(WIDGET)
        if view:  # its model ends with the kernel: only its presence means something
            view["model_id"] = _digest(f"{cell.id}\0{number}")[:32]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
