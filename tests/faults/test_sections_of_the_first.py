"""Any section of the chapters up to 05 runs alone, and a section that doesn't is named."""

import sys

import nbformat
import pytest
from alone import ROOT, problems_alone
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no fork")
CHAPTERS = sorted(ROOT.glob("notebooks/*.ipynb"))[:6]


@pytest.mark.parametrize("path", CHAPTERS, ids=[path.stem for path in CHAPTERS])
def test_each_section_runs_after_the_setup_cell_alone(path):
    problems = problems_alone(path)
    assert not problems, "\n\n".join(problems)


def made(path, sections, setup="import numpy as np\nstart = 1"):
    """Write a notebook: headline -> cells, each a source with its stored output."""
    cells = [new_code_cell(setup, metadata={"tags": ["setup"]})]
    for headline, parts in sections.items():
        cells.append(new_markdown_cell(headline))
        for source, printed, *tags in parts:
            outputs = [new_output("stream", name="stdout", text=printed)] if printed else []
            cells.append(new_code_cell(source, outputs=outputs, metadata={"tags": tags}))
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_what_is_wrong_is_named(tmp_path):
    sections = {
        "## Right": [("print(start + 1)", "2\n"), ("0/0", "", "raises-exception")],
        "## It makes a name": [("later = np.arange(3)", ""), ("start = 5", "")],
        "## It needs that name": [("print(0)", "0\n"), ("print(later)", "[0 1 2]\n")],
        "## Another start would show": [("print(start)", "5\n")],
        "## One output less": [("print(start)", ""), ("display(start)", "")],
        "## It waits": [("import time\ntime.sleep(60)", "")],
        "## It goes": [("import os\nos._exit(3)", "")],
        "## It is no Python": [("for", "")],
    }
    problems = problems_alone(made(tmp_path / "made.ipynb", sections), seconds=2)
    expected = [
        "## It needs that name: the cell “print(later)” raised NameError: name 'later' is not "
        "defined",
        "## Another start would show: the cell “print(start)” prints other than in the notebook:",
        "## One output less: the cell “print(start)” prints other than in the notebook:",
        "## It waits: took more than 2 s",
        "## It goes: ended with 3",
        "## It is no Python: the cell “for” raised SyntaxError: invalid syntax",
    ]
    assert [told[: len(start)] for told, start in zip(problems, expected, strict=True)] == expected
    assert problems[1].endswith("@@\n-5\n+1")


def test_a_setup_cell_that_fails_is_named(tmp_path):
    path = made(tmp_path / "made.ipynb", {"## One": [("print(1)", "1\n")]}, setup="1/0")
    expected = ["setup: the cell “1/0” raised ZeroDivisionError: division by zero"]
    assert problems_alone(path) == expected
