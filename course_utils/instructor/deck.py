"""What of a notebook goes to its slides: headlines, pictures, notes, and no plumbing."""

import itertools
import re
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode

from course_utils.classroom.figures import figure_html, to_png
from course_utils.instructor.diagrams import draw, parse, words
from course_utils.instructor.notebooks import WIDGET, NotebookError, slide_type, tags

SHOWS_ONLY = {"quiz", "explorer", "source", "claim"}
BEGINS = ("slide", "subslide")
MERMAID = re.compile(r"^```mermaid\n(.*?)^```\n?", flags=re.M | re.S)
LINK_TO_A_FILE = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#|mailto:)[^)]+\)")


def as_deck(nb: NotebookNode) -> NotebookNode:
    """Return a copy that slides can hold: each with its headline, no widgets, no code of plumbing.

    Left out are the setup cell, widgets, tracebacks, links to files of the course, and the code
    (with what it prints) of cells that show a picture, a quiz, an explorer, source or a claim's
    verdict. Mermaid becomes a figure. A picture to be predicted comes on a slide of its own.

    Raises
    ------
    NotebookError
        If no cell is a slide, or a diagram has lines that `diagrams.parse` does not know.
    """
    nb = nbformat.from_dict(nb)
    if all(slide_type(cell) not in (*BEGINS, "fragment") for cell in nb.cells):
        raise NotebookError("No cell is a slide: give cells slideshow metadata, slide_type: slide.")
    expected = False
    for cell in nb.cells:
        if "setup" in tags(cell):
            cell.metadata["slideshow"] = {"slide_type": "skip"}
        if cell.cell_type == "code":
            cell.source = cell.source.replace("  # fmt: skip", "")
            cell.metadata["predicted"] = expected
            _keep_what_is_seen(cell)
        elif slide_type(cell) != "skip":
            cell.source = LINK_TO_A_FILE.sub(r"\1", MERMAID.sub(_figure, cell.source))
        expected = "predict" in tags(cell)
    nb.cells = list(_with_headlines(list(_with_pictures_apart(nb.cells))))
    titles = (cell.source.splitlines()[0][2:] for cell in nb.cells if cell.source[:2] == "# ")
    nb.metadata["title"] = next(titles, "Slides")
    return nb


def _figure(found: re.Match) -> str:
    arrows, direction = parse(found[1])
    return figure_html(to_png(draw(arrows, direction)), words(arrows)) + "\n\n"


def _keep_what_is_seen(cell: NotebookNode) -> None:
    """Reduce a code cell's outputs, and hide its code where only they matter."""
    if "exercise" in tags(cell):
        cell.outputs = []  # the stub is what a class looks at while it works
    static = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    if any("text/html" in output.get("data", {}) for output in static):
        cell.outputs = static
    for number, output in enumerate(cell.outputs):
        output.get("data", {}).pop(WIDGET, None)
        if output.output_type == "error":
            text = f"{output.ename}: {output.evalue}\n"
            cell.outputs[number] = nbformat.v4.new_output("stream", name="stderr", text=text)
    if SHOWS_ONLY & set(tags(cell)) or _is_picture(cell):
        cell.metadata["transient"] = {"remove_source": True}  # nbconvert's word for hidden code
        cell.outputs = [o for o in cell.outputs if o.output_type != "stream"]


def _is_picture(cell: NotebookNode) -> bool:
    pages = (output.get("data", {}).get("text/html", "") for output in cell.get("outputs", []))
    return any("<figure" in page for page in pages)


def _with_pictures_apart(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Give each predicted picture a slide, so that question and answer fill one each.

    Both slides have the notes that follow the picture.
    """
    for number, cell in enumerate(cells):
        if cell.metadata.get("predicted") and _is_picture(cell) and slide_type(cell) == "-":
            cell.metadata["predicted"] = False
            cell.metadata["slideshow"] = {"slide_type": "subslide"}
            rest = itertools.takewhile(lambda c: slide_type(c) not in BEGINS, cells[number + 1 :])
            yield from (
                nbformat.from_dict({**notes, "id": f"{notes.id}-before"})
                for notes in rest
                if slide_type(notes) == "notes"
            )
        yield cell


def _with_headlines(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Put the last headline above each slide that has none of its own, or stands in a box."""
    headline = ""
    for cell in cells:
        markdown = cell.cell_type == "markdown"
        found = re.match(r"(#{1,3} .+)\n*", cell.source) if markdown else None
        headline = found[1] if found else headline
        if slide_type(cell) in BEGINS and (not found or "predict" in tags(cell)):
            text = "### Poll" if "quiz" in tags(cell) else headline
            kind = {"slide_type": slide_type(cell)}
            yield nbformat.v4.new_markdown_cell(
                text, id=f"{cell.id}-headline", metadata={"slideshow": kind}
            )
            cell.metadata["slideshow"] = {"slide_type": "-"}
            cell.source = cell.source[found.end() :] if found else cell.source
        yield cell
