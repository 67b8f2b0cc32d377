"""Rules on how a chapter leads its reader: headings, sections, minutes, notes, pictures, links."""

import re

from nbformat import NotebookNode
from notebook_cells import (
    attributes,
    code_cells,
    join,
    minutes_of,
    name_of,
    text_cells,
    without_fences,
)

from course_utils.instructor.notebooks import slide_type, tags

# JupyterLab shows this line of a note to learners, in gray, and the rest only after a click.
MINUTE = re.compile(r"Speaker notes, minute (\d+)(?:\n|$)")
PICTURES = ("image/png", "image/jpeg", "image/svg+xml", "image/gif")
NO_DESCRIPTION = {"", "image", "figure", "plot", "picture", "graph", "chart", "diagram", "img"}
SAYS_NOTHING = {
    *("here", "click", "click here", "this", "this link", "link", "this page", "page", "more"),
    *("read more", "see", "see here", "website", "this paper", "source"),
}


def headings(nb: NotebookNode) -> list[str]:
    """One H1, in the first cell; no skipped level; a section's `## ` starts its cell."""
    problems, level = [], 0
    if not nb.cells or not nb.cells[0].source.startswith("# "):
        problems.append("the first cell does not begin with the title, '# …'")
    for cell in text_cells(nb):
        found = re.findall(r"^(#{1,6}) +(.*)", without_fences(cell.source), re.M)
        for hashes, title in found:
            depth = len(hashes)
            if depth == 1 and cell is not nb.cells[0]:
                problems.append(f"a second H1: {title}")
            if depth > level + 1:
                problems.append(f"the heading {title!r} goes from level {level} to {depth}")
            level = depth
        sections = [number for number, (hashes, _) in enumerate(found) if len(hashes) == 2]
        if sections and (sections != [0] or not cell.source.startswith("## ")):
            problems.append(f"{name_of(cell)}: '## ' stands once, at the beginning of its cell")
    return problems


def sections(nb: NotebookNode) -> list[str]:
    """Each section says whether it is core or extra, and how many minutes it takes."""
    problems = []
    for cell in nb.cells:
        kinds = {"core", "extra"} & set(tags(cell))
        is_section = cell.cell_type == "markdown" and cell.source.startswith("## ")
        if not is_section and (kinds or minutes_of(cell)):
            problems.append(f"{name_of(cell)} has a section's tags and no '## ' heading")
        if is_section and len(kinds) != 1:
            problems.append(f"{name_of(cell)} needs one of the tags core and extra")
        if is_section and len(minutes_of(cell)) != 1:
            problems.append(f"{name_of(cell)} needs one tag min-N, its minutes")
    return problems


def minutes(nb: NotebookNode) -> list[str]:
    """The title's minutes are those of the core sections."""
    title = nb.cells[0].source if nb.cells else ""
    stated = re.findall(r"· (\d+) minutes\b", title)
    if len(stated) != 1:
        return [f"the title cell states the minutes {len(stated)} times, not once: '· 40 minutes'"]
    total = sum(sum(minutes_of(cell)) for cell in nb.cells if "core" in tags(cell))
    if total == int(stated[0]):
        return []
    return [f"the core sections take {total} minutes, the title says {stated[0]}"]


def notes(nb: NotebookNode) -> list[str]:
    """Speaker's notes follow each slide before the next one, and tell the minute."""
    problems, waiting = [], None
    for cell in nb.cells:
        kind = slide_type(cell)
        if kind == "notes":
            waiting = None
            if cell.cell_type != "markdown" or not MINUTE.match(cell.source):
                problems.append(
                    f"{name_of(cell)} does not begin with the line 'Speaker notes, minute N'"
                )
        if kind in ("slide", "subslide"):
            problems += _without_notes(waiting)
            waiting = cell
        elif "concept" in tags(cell):
            problems.append(f"{name_of(cell)} is tagged concept and is no slide")
    return problems + _without_notes(waiting)


def _without_notes(waiting) -> list[str]:
    return [] if waiting is None else [f"no notes after the slide {name_of(waiting)}"]


def minutes_in_notes(nb: NotebookNode) -> list[str]:
    """The minute in a note of a core section lies within that section."""
    problems, start, end, timed = [], 0, 0, True
    for cell in nb.cells:
        if minutes_of(cell):
            timed = "core" in tags(cell)
            start, end = (end, end + sum(minutes_of(cell))) if timed else (start, end)
        note = MINUTE.match(cell.source)
        if timed and slide_type(cell) == "notes" and note and not start <= int(note[1]) <= end:
            problems.append(f"{name_of(cell)} is in a section of the minutes {start} to {end}")
    return problems


def setup(nb: NotebookNode) -> list[str]:
    """One code cell prepares everything; no code comes before it."""
    found = [cell for cell in nb.cells if "setup" in tags(cell)]
    if len(found) != 1 or found[0].cell_type != "code":
        return [f"{len(found)} cells have the tag setup; it belongs to exactly one code cell"]
    return [] if found[0] is code_cells(nb)[0] else ["the first code cell is not the setup cell"]


def predictions(nb: NotebookNode) -> list[str]:
    """A code cell follows each prediction; its output, and no other, waits collapsed."""
    problems = []
    for before, cell in zip([None, *nb.cells], [*nb.cells, None], strict=True):
        asked = before is not None and "predict" in tags(before)
        if asked and before.cell_type != "markdown":
            problems.append(f"{name_of(before)} is tagged predict and is no text")
        if asked and (cell is None or cell.cell_type != "code"):
            problems.append(f"no code follows the prediction {name_of(before)}")
        elif cell is not None and cell.cell_type == "code":
            hidden = cell.metadata.get("jupyter", {}).get("outputs_hidden", False)
            if hidden != asked:
                problems.append(f"{name_of(cell)}: outputs hidden is {hidden}, and must be {asked}")
            if asked and not cell.outputs:
                problems.append(f"{name_of(cell)} shows nothing to compare a prediction with")
    return problems


def alt_texts(nb: NotebookNode) -> list[str]:
    """Every picture has a text that says what it shows."""
    problems = []
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            alts = re.findall(r"!\[([^\]]*)\]", without_fences(cell.source))
            alts += attributes(cell.source, "img", "alt")
        else:
            alts = []
            for output in cell.outputs:
                data = output.get("data", {})
                html = join(data.get("text/html", ""))
                alts += attributes(html, "img", "alt")
                if any(kind in data for kind in PICTURES) and "<img" not in html:
                    problems.append(f"{name_of(cell)} shows a bare image: use show(fig, alt=…)")
        for alt in alts:
            if (alt or "").strip().lower() in NO_DESCRIPTION:
                problems.append(f"{name_of(cell)} has an image with the alt text {alt!r}")
    return problems


def links(nb: NotebookNode) -> list[str]:
    """The text of a link says where it leads."""
    problems = []
    for cell in text_cells(nb):
        text = without_fences(cell.source)
        named = re.findall(r"(?<!!)\[([^\]]*)\]\(", text)
        named += re.findall(r"<a\s[^>]*>(.*?)</a>", text, re.S)
        named += re.findall(r"<(https?://[^>]*)>", text)
        named += re.findall(r"(?<![(<\"'\[])\b(https?://\S+)", text)
        for name in named:
            words = re.sub(r"[*_`.…→]|<[^>]*>", "", name).strip().lower()
            if words in SAYS_NOTHING or not words or words.startswith("http"):
                problems.append(f"{name_of(cell)} has the link {name!r}: say where it leads")
    return problems


def lists(nb: NotebookNode) -> list[str]:
    """No line begins with a year and a full stop: JupyterLab makes a numbered list of it."""
    return [
        f"{name_of(cell)} has a line that begins with {year!r}, a list for JupyterLab: join it"
        for cell in text_cells(nb)
        for year in re.findall(r"(?m)^\s*(\d{3,}\.)(?=\s|$)", without_fences(cell.source))
    ]
