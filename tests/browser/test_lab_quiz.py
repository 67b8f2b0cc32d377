"""A quiz is answered in JupyterLab by keyboard alone, and nothing else in the notebook moves.

One chapter stands for all: test_lab.py answers each question of each notebook.
"""

from __future__ import annotations

import nbformat
import pytest
from labkit import LabPage, playwright_api

from course_utils.classroom.quiz import load_all
from course_utils.instructor.notebooks import KERNELSPEC

expect = playwright_api().expect
COURSE = load_all()


def letters_of(item: dict) -> tuple[str, str]:
    """The right letter, and a wrong one."""
    right = next(n for n, option in enumerate(item["options"]) if option["correct"])
    return "ABCDE"[right], "ABCDE"[(right + 1) % len(item["options"])]


@pytest.mark.parametrize("chapter", list(COURSE)[:1])
def test_a_quiz_is_answered_by_keyboard(chapter, lab, watched_page):
    items = COURSE[chapter]
    part = items[0]["part"]
    items = [item for item in items if item["part"] == part]
    source = f"from course_utils.classroom.quiz import quiz\nquiz({chapter!r}, {part!r})"
    cells = [nbformat.v4.new_code_cell(source), nbformat.v4.new_markdown_cell("After it.")]
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
    nbformat.write(nb, lab.root / f"quiz_{chapter}.ipynb")
    page = LabPage(*watched_page()).open(lab, f"quiz_{chapter}.ipynb")
    page.run_all()
    cell = page.cells()[0]
    page.select(cell)
    answers = page.output(cell).locator(".course-answer")
    expect(answers).to_have_count(len(items))
    keyboard = page.page.keyboard
    for number, item in enumerate(items):
        right, wrong = letters_of(item)
        name = f"Question {number + 1}" if len(items) > 1 else "Question"
        answer = answers.nth(number)
        feedback = answer.get_by_role("alert")
        expect(feedback).to_have_count(0)
        for letter, words, key in ((wrong, "Not yet", "Enter"), (right, "Right", "Space")):
            button = answer.get_by_role("button", name=letter, exact=True)
            expect(button).to_have_accessible_description(f"{name}: answer {letter}")
            page.tab_to(button)
            keyboard.press(key)
            expect(feedback).to_contain_text(f"{words}: {letter}.")
            expect(button).to_be_focused()
    keyboard.press("ArrowDown")
    assert page.page.evaluate("kit.notebook().activeCellIndex") == 1, "arrows must stay Lab's"
    page.select(cell)
    last = answers.last.get_by_role("button").last
    last.click()
    expect(last).to_be_focused()
    for key in "abdd":  # Lab's commands: add a cell above, add one below, delete the cell
        keyboard.press(key)
        expect(last).to_be_focused()
    assert len(page.cells()) == 2, "a key went to the notebook"
    assert page.page.evaluate("kit.notebook().activeCellIndex") == 0
    assert page.watch.console == []
    page.close()
