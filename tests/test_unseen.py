"""In a kernel: a card is shown wherever in its cell it was asked for, and once."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.classroom import unseen

SETUP = """
from course_utils.perceptron.exercises import EXERCISES, check, hint, solution
right, name = EXERCISES[0].reference, EXERCISES[0].name
def wrong(*arguments, **named):
    return 0
"""
CELLS = {  # and how each output begins
    "check(wrong, name)": ["✗ Not yet"],
    "hint(name)\n1 + 1": ["2", "? Hint"],
    "check(wrong, name)\nhint(name)": ["✗ Not yet", "? Hint"],
    "for _ in range(2):\n    card = solution(name, give_up=True)": ["≡ Solution", "≡ Solution"],
    "display(hint(name))": ["? Hint"],
    "card = hint('nothing')\ncard": ["○ Not attempted yet"],
    "hint(name)\n1 / 0": ["ZeroDivisionError", "? Hint"],
    "passed = check(right, name).passed": ["✓ Passed"],
    "1 + 1": ["2"],
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What each cell shows, in one kernel."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COURSE_WORK", str(tmp_path_factory.mktemp("work")))
        notebook = new_notebook(cells=[new_code_cell(source) for source in (SETUP, *CELLS)])
        NotebookClient(notebook, timeout=60, allow_errors=True).execute()
    return {cell.source: [begin(output) for output in cell.outputs] for cell in notebook.cells}


def begin(output: nbformat.NotebookNode) -> str:
    if output.output_type == "error":
        return output.ename
    text = output.data["text/plain"]
    assert ("text/html" in output.data) == (len(text) > 1)
    return text.partition(":")[0]


@pytest.mark.parametrize("source", CELLS)
def test_a_card_is_shown_once(outputs, source):
    assert outputs[SETUP] == []
    assert outputs[source] == CELLS[source]


def test_without_a_kernel_nothing_is_displayed(capsys):
    from course_utils.perceptron.exercises import hint

    assert hint("nothing").status == "not attempted"
    assert capsys.readouterr().out == "" and unseen._unseen == []
