"""A lecture in JupyterLab: the slides of a chapter, their cells live, by RISE."""

import os
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_utils.instructor.deck import as_deck
from course_utils.instructor.needs import needs
from course_utils.instructor.notebooks import (
    NotebookError,
    authored_sha256,
    find_chapter,
    load,
    slide_type,
)
from course_utils.places import ROOT, install_command, writable, write_whole
from course_utils.workspace import become, lab_command, lab_environment

LABEXTENSIONS = Path(__file__).with_name("labextension")
LOOK = Path(__file__).parent / "templates" / "live" / "rise.css"
OWN_LOOK = "/* Your own look of this chapter's slides; it is read after rise.css, and kept. */\n"
RISE = {
    "theme": "white",
    "transition": "none",
    "start_slideshow_at": "beginning",
    "center": False,
    "controls": False,
    "slideNumber": "c/t",
    "margin": 0,
}


def open_presentation(
    chapter: str, arguments: list[str], *, root: Path = ROOT, launch=become
) -> int:
    """Write the lecture of a chapter and open it as a slide show; return JupyterLab's exit code.

    Parameters
    ----------
    chapter : str
        Its name, as `02_perceptron`, `perceptron` or `02`.
    arguments : list of str
        For JupyterLab.
    root : Path
        The repository. The lecture is build/present/<chapter>.ipynb, or in a temporary folder
        where that can't be written.
    launch : callable
        Takes JupyterLab's command and variables, and returns its exit code.

    Raises
    ------
    NotebookError
        If the chapter is unknown, its notebook not built, or a package is missing.
    """
    name = find_chapter(chapter, root)
    if find_spec("jupyterlab_rise") is None:
        raise NotebookError(
            "The package jupyterlab-rise is missing; a lecture in JupyterLab needs the extra "
            f'"instructor": {install_command()}'
        )
    folder = writable(root / "build") / "present"
    print(write_lecture(load(name, root), folder / f"{name}.ipynb"))
    print(
        "The slide show opens in your browser, with a kernel that has run the setup cell.\n"
        "  Space, Shift+Space  next slide, slide before (or the keys of a remote control)\n"
        "  Shift+Enter         run the cell; what it needs of other cells runs before it\n"
        "  T, F, W             speaker notes, full screen, all slides\n"
        f"To edit the slides, open /lab/tree/{name}.ipynb at the same address. "
        "Stop JupyterLab here with Ctrl-C, twice.",
        flush=True,
    )
    command = [
        *lab_command(folder),
        f"--LabApp.default_url=/rise/{name}.ipynb",
        f"--LabServerApp.extra_labextensions_path={LABEXTENSIONS}",
    ]
    return launch([*command, *arguments], lab_environment(os.environ, folder))


def write_lecture(nb: NotebookNode, path: Path) -> str:
    """Write the lecture for an executed notebook, and its looks; return in words what was done.

    An earlier lecture is replaced, with all outputs of the last time, unless the instructor has
    changed a cell of it: then it is kept.
    """
    lecture = as_lecture(nb)
    write_whole(path.with_name(LOOK.name), LOOK.read_bytes())
    own = path.with_suffix(".css")
    if not own.exists():
        write_whole(own, OWN_LOOK)
    state = _state(path, lecture)
    if state != "edited":
        write_whole(path, nbformat.writes(lecture) + "\n")
        return f"The lecture is {path}"
    words = f"The lecture is {path}, kept with your changes."
    if nbformat.read(path, as_version=4).metadata["course"] != lecture.metadata["course"]:
        words += " THE COURSE HAS A NEWER TEXT: to get it, rename or delete yours."
    return words


def _state(path: Path, lecture: NotebookNode) -> str:
    """Say whether the lecture at `path` is "missing", as it was written, or "edited"."""
    if not path.exists():
        return "missing"
    try:
        earlier = nbformat.read(path, as_version=4)
    except (ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError):
        return "damaged"
    return "same" if earlier.metadata.get("course") == authored_sha256(earlier) else "edited"


def as_lecture(nb: NotebookNode) -> NotebookNode:
    """Return the deck's cells for RISE: code that can run, on slides in one line.

    What is to be predicted has no output yet. Each code cell's metadata say which cells it needs
    (`needs`); the labextension runs them before it.
    """
    lecture = as_deck(nb)
    before = needs(nb.cells)
    lecture.metadata = NotebookNode(nb.metadata, rise=RISE)
    for cell in lecture.cells:
        predicted = cell.metadata.pop("predicted", False)
        if slide_type(cell) == "subslide":  # RISE shows subslides one below the other
            cell.metadata["slideshow"] = {"slide_type": "slide"}
        if cell.metadata.pop("transient", None):
            cell.metadata["jupyter"] = {"source_hidden": True}
        elif "jupyter" in cell.metadata:
            del cell.metadata["jupyter"]
        if cell.cell_type == "code":
            cell.outputs = [] if predicted else cell.outputs
            cell.metadata["needs"] = before[cell.id]
    lecture.metadata["course"] = authored_sha256(lecture)
    return lecture
