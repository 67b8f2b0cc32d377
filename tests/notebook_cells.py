"""Read a notebook: its cells, their texts, their names in a message."""

import re
from html.parser import HTMLParser

from nbformat import NotebookNode

from course_utils.instructor.notebooks import tags


def code_cells(nb) -> list[NotebookNode]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def text_cells(nb) -> list[NotebookNode]:
    return [cell for cell in nb.cells if cell.cell_type == "markdown"]


def all_outputs(nb) -> list[tuple[NotebookNode, NotebookNode]]:
    return [(cell, output) for cell in code_cells(nb) for output in cell.outputs]


def name_of(cell) -> str:
    """Name a cell by its first line."""
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    return f"the cell “{first.strip()[:50]}”"


def minutes_of(cell) -> list[int]:
    return [int(tag[4:]) for tag in tags(cell) if re.fullmatch(r"min-\d+", tag)]


def join(text) -> str:
    return text if isinstance(text, str) else "".join(text)


def texts_of(output) -> list[str]:
    """Return every text of an output."""
    texts = [join(output.get("text", "")), output.get("evalue", "")]
    texts += [join(v) for k, v in output.get("data", {}).items() if k.startswith("text/")]
    return texts


def without_fences(markdown: str) -> str:
    return re.sub(r"^(```+|~~~+).*?^\1|`[^`\n]*`", "", markdown, flags=re.M | re.S)


def without_math(markdown: str) -> str:
    return re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$", "", markdown, flags=re.S)


def attributes(html: str, tag: str, key: str) -> list[str | None]:
    """Return the attribute `key` of every `tag` in `html`; None where it is missing."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, name, attributes):
            if name == tag:
                found.append(dict(attributes).get(key))

    Reader().feed(html)
    return found
