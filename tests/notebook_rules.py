"""What every notebook of the course keeps, as plain functions: notebook -> list of problems.

A problem is a sentence that names the cell by its first line. Two more rules need another file
beside the notebook: `drift` (the chapter's text) and `quiz_answers` (its quiz.json).
"""

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
from rules_of_names import own_names
from rules_of_practice import exercises, explorers, quiz_answers
from rules_of_text import (
    alt_texts,
    headings,
    links,
    lists,
    minutes,
    minutes_in_notes,
    notes,
    predictions,
    sections,
    setup,
)

# fmt: off
RULES = (
    execution_counts, errors, size, local_paths, metadata, ids, semicolons, ignored_cells, offline,
    code_size, headings, sections, minutes, minutes_in_notes, notes, setup, predictions, alt_texts,
    links, lists, exercises, explorers, own_names,
)
# fmt: on

__all__ = ["RULES", "drift", "quiz_answers"]
