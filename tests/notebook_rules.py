"""What every notebook of the course keeps, as plain functions: notebook -> list of problems.

A problem is a sentence that names the cell by its first line. Two more rules need another file
beside the notebook: `drift` (the chapter's text) and `quiz_answers` (its quiz.json).
"""

import nbformat
from nbformat import NotebookNode
from rules_of_form import (
    code_size,
    drift,
    errors,
    execution_counts,
    ids,
    ignored_cells,
    local_paths,
    metadata,
    offline,
    semicolons,
    size,
)
from rules_of_practice import exercises, explorers, quiz_answers
from rules_of_text import (
    alt_texts,
    headings,
    links,
    minutes,
    minutes_in_notes,
    notes,
    predictions,
    sections,
    setup,
)

from course_utils.instructor.notebooks import tags

# fmt: off
RULES = (
    execution_counts, errors, size, local_paths, metadata, ids, semicolons, ignored_cells, offline,
    code_size, headings, sections, minutes, minutes_in_notes, notes, setup, predictions, alt_texts,
    links, exercises, explorers,
)
# fmt: on

__all__ = ["RULES", "drift", "each_section_alone", "quiz_answers"]


def each_section_alone(nb: NotebookNode) -> NotebookNode:
    """Return a notebook that forgets everything before each section and runs the setup again."""
    new = nbformat.v4.new_code_cell
    first = next(cell.source for cell in nb.cells if "setup" in tags(cell))
    alone = nbformat.v4.new_notebook(cells=[new(first)])
    for cell in nb.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            alone.cells += [new("%reset -f"), new(first)]
        elif cell.cell_type == "code" and "setup" not in tags(cell):
            kept = [tag for tag in tags(cell) if tag == "raises-exception"]
            alone.cells.append(new(cell.source, metadata={"tags": kept}))
    return alone
