"""What a student does in JupyterLab, done in a real browser on every notebook of the course."""

from __future__ import annotations

import importlib.util
import re
import shutil
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from filled_in import can_be_typed, with_answer, with_mistake
from labkit import Cell, LabPage, playwright_api
from labserver import REPOSITORY, LabServer

from course_utils.classroom.quiz import load_quiz
from course_utils.instructor import solutions

if TYPE_CHECKING:
    from playwright.sync_api import Locator

expect = playwright_api().expect

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
ERROR_OUTPUTS = '[data-mime-type$="jupyter.stderr"], [data-mime-type$="jupyter.error"]'
ERROR_WORDS = re.compile("Error displaying widget|Loading widget|Traceback")
PRESSES = 24  # on each slider
MEDIAN_LIMIT_MS = 250


@dataclass(frozen=True)
class Chapter:
    """One notebook of the student, open and run once; the tests below use it in turn."""

    lab: LabPage
    name: str
    seconds_to_run: float
    errors: list[str]

    @property
    def package(self) -> str:
        """`02_perceptron` is about `course_utils.perceptron`."""
        return self.name.partition("_")[2]


@pytest.fixture(scope="module", params=[path.stem for path in NOTEBOOKS])
def opened(
    request: pytest.FixtureRequest, lab: LabServer, watched_page: Callable[..., tuple]
) -> Iterator[Chapter]:
    name = request.param
    page = LabPage(*watched_page()).open(lab, f"{name}.ipynb")
    seconds = page.run_all()
    yield Chapter(page, name, seconds, page.errors())
    page.close()


@pytest.fixture
def chapter(opened: Chapter) -> Iterator[Chapter]:
    """The open notebook; whatever the test did with it, nothing may have left the machine."""
    yield opened
    assert opened.lab.watch.external == []
    assert opened.lab.watch.console == []


def test_there_are_notebooks():
    assert NOTEBOOKS, "no notebook in notebooks/: run `make notebooks`"


def test_all_cells_run_without_an_error(chapter: Chapter):
    assert chapter.errors == []
    not_run = [cell for cell in chapter.lab.cells() if cell.type == "code" and cell.count is None]
    assert not_run == []


# --- Explorers -------------------------------------------------------------------------------

KEYS = {  # kind of control -> the keys that move it forward and back
    "slider": ("ArrowRight", "ArrowLeft"),
    "select": ("ArrowDown", "ArrowUp"),
    "checkbox": ("Space", "Space"),
}


def controls_of(explorer: Locator) -> list[tuple[str, Locator]]:
    """Each control on the page with its kind, the sliders first."""
    found = {
        "slider": explorer.get_by_role("slider"),
        "select": explorer.locator("select"),
        "checkbox": explorer.get_by_role("checkbox"),
    }
    return [(kind, control) for kind, locator in found.items() for control in locator.all()]


def go_to(lab: LabPage, target: Locator) -> None:
    """Reach `target` with Tab, or with Shift+Tab where it stands above what has the focus."""
    above = "node => node.compareDocumentPosition(document.activeElement) & 4"  # FOLLOWING
    lab.tab_to(target, key="Shift+Tab" if target.evaluate(above) else "Tab")


def press_and_time(lab: LabPage, kind: str, control: Locator, explorer: Locator, n: int) -> list:
    """Press keys on the focused control, back and forth; the ms until each new picture."""
    picture = explorer.locator("img.course-picture")
    forward, back = KEYS[kind]
    key, times = forward, []
    for _ in range(n):
        end = 0 if kind == "checkbox" else control.evaluate("control => kit.endOf(control)")
        key = {1: back, -1: forward}.get(end, key)
        ms, changed = lab.time_picture(picture, key)
        assert changed, f"{key} on the {kind} gave the same picture again"
        times.append(ms)
        # The next key is not to be answered by a picture on the way to this one.
        words = explorer.locator(".course-words")
        expect(words).not_to_contain_text("Computing", timeout=60_000)
    return times


def move_everything(lab: LabPage, explorer: Locator) -> list[float]:
    """Move every control by keyboard alone; the picture and its words must follow."""
    words, times = explorer.locator(".course-words"), []
    at_start = words.inner_text()
    assert at_start.strip(), "the picture has no words below it"
    for kind, control in controls_of(explorer):
        assert control.evaluate("control => kit.nameOf(control)"), f"a {kind} has no name"
        go_to(lab, control)
        words_before = words.inner_text()
        times += press_and_time(lab, kind, control, explorer, n=1)
        expect(words).not_to_have_text(words_before)
        times += press_and_time(lab, kind, control, explorer, PRESSES if kind == "slider" else 1)
    go_to(lab, explorer.get_by_role("button", name="Reset"))
    lab.page.keyboard.press("Enter")
    expect(words).to_have_text(at_start)
    for select in reversed(explorer.locator("select").all()):
        choose_by_letter(lab, select)
    return times


def choose_by_letter(lab: LabPage, select: Locator) -> None:
    """A letter chooses an option and is no command of JupyterLab: X would cut the cell."""
    n_cells, options = len(lab.cells()), select.locator("option").all_inner_texts()
    go_to(lab, select)
    letter, n, at = options[-1][0].lower(), len(options), select.evaluate("s => s.selectedIndex")
    # The next option that begins with it, around the end.
    chosen = next(i % n for i in range(at + 1, at + n + 1) if options[i % n].lower()[0] == letter)
    lab.page.keyboard.press(letter)
    expect(select).to_have_js_property("selectedIndex", chosen)
    assert len(lab.cells()) == n_cells


def test_every_explorer_has_its_cell(chapter: Chapter):
    room = f"course_utils.{chapter.package}.explorers"
    shown = [cell.source.strip() for cell in chapter.lab.cells("explorer")]
    expected = importlib.import_module(room).__all__ if importlib.util.find_spec(room) else []
    assert sorted(shown) == [f"explorers.{name}.show()" for name in sorted(expected)]


def test_explorers_move_by_keyboard(
    chapter: Chapter, record_property: Callable[[str, object], None]
):
    explorers = chapter.lab.cells("explorer")
    assert explorers
    for cell in explorers:
        chapter.lab.select(cell)
        explorer = chapter.lab.output(cell).locator(".course-explorer")
        times = move_everything(chapter.lab, explorer)
        chapter.lab.screenshot(f"{chapter.name}-explorer-{cell.index}")
        median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        record_property(
            f"{chapter.name}, explorer in cell {cell.index}",
            f"key to picture median {median:.0f} ms, p95 {p95:.0f} ms ({len(times)} presses)",
        )
        assert len(times) >= 20
        assert median <= MEDIAN_LIMIT_MS


# --- Exercises -------------------------------------------------------------------------------


def exercises_of(chapter: Chapter) -> dict[str, Any]:
    """The chapter's exercises by the name of the function to write."""
    room = f"course_utils.{chapter.package}.exercises"
    if importlib.util.find_spec(room) is None:
        return {}
    return {exercise.name: exercise for exercise in importlib.import_module(room).EXERCISES}


def exercise_cells(chapter: Chapter) -> dict[str, Cell]:
    """The cells tagged `exercise:<name>`, by that name."""
    return {
        tag.partition(":")[2]: cell
        for cell in chapter.lab.cells("exercise")
        for tag in cell.tags
        if tag.startswith("exercise:")
    }


def test_every_exercise_has_its_cell(chapter: Chapter):
    assert exercise_cells(chapter).keys() == exercises_of(chapter).keys()


def test_exercises_name_the_mistake_on_the_second_attempt(chapter: Chapter):
    exercises, room = exercises_of(chapter), f"course_utils.{chapter.package}.exercises"
    others = "\n".join(cell.source for cell in chapter.lab.cells() if "exercise" not in cell.tags)
    demonstrated = {name for name in exercises if f"check({name})" in others}
    by_hand = next(iter(exercise_cells(chapter)), None)
    for name, cell in exercise_cells(chapter).items():
        exercise = exercises[name]
        by_ease = sorted(exercise.misconceptions, key=lambda m: not can_be_typed(m.variant))
        first, second = by_ease[:2]
        output = chapter.lab.output(cell)
        expect(output).to_contain_text("Not attempted yet")

        # Typing is typing: once a chapter, key by key.
        put = chapter.lab.type_source if name == by_hand else chapter.lab.run_source
        put(cell, with_mistake(cell.source, room, exercise, first))
        expect(output).to_contain_text(re.compile("Not yet.*(failing case|is not the answer)"))
        if name not in demonstrated:  # else this is no first attempt
            expect(output).not_to_contain_text(as_shown(first.hint))

        chapter.lab.run_source(cell, with_mistake(cell.source, room, exercise, second))
        expect(output).to_contain_text("Not yet")
        expect(output).to_contain_text(as_shown(second.hint))
        chapter.lab.screenshot(f"{chapter.name}-exercise-{name}", output)

        chapter.lab.run_source(cell, with_answer(cell.source, name, exercise.another))
        expect(output).to_contain_text("Passed")


# --- Quizzes ---------------------------------------------------------------------------------


def questions_in(cell: Cell) -> list[dict]:
    """The quiz items that a cell `quiz("chapter", "part")` shows."""
    package, part = re.search(r"""quiz\(["'](\w+)["'], ["']([\w-]+)["']""", cell.source).groups()
    items = load_quiz(REPOSITORY / "course_utils" / package / "quiz.json")
    return [item for item in items if item["part"] == part]


def answer_by_keyboard(lab: LabPage, controls: Locator, item: dict) -> None:
    """Press every option's button, and read why it is right or not yet."""
    for letter, option in zip("ABCDE", item["options"], strict=False):
        button = controls.get_by_role("button", name=letter, exact=True)
        lab.tab_to(button)
        lab.page.keyboard.press("Space" if option["correct"] else "Enter")
        verdict = "Right" if option["correct"] else "Not yet"
        expect(controls).to_contain_text(f"{verdict}: {letter}.")
        expect(controls).to_contain_text(as_shown(option["feedback"]))
        expect(button).to_be_focused()


def as_shown(text: str) -> str:
    """The words of a quiz or a hint up to its first formula, without code marks."""
    return text.partition("$")[0].replace("`", "")


def test_quizzes_are_answered_by_keyboard(chapter: Chapter):
    quizzes = chapter.lab.cells("quiz")
    assert quizzes
    for cell in quizzes:
        chapter.lab.select(cell)
        output = chapter.lab.output(cell)
        items = questions_in(cell)
        boxes = output.locator(".course-answer")
        expect(boxes).to_have_count(len(items))
        for item, controls in zip(items, boxes.all(), strict=True):
            expect(output).to_contain_text(as_shown(item["question"]))
            answer_by_keyboard(chapter.lab, controls, item)
        chapter.lab.screenshot(f"{chapter.name}-quiz-{cell.index}", output)


# --- Themes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_everything_can_be_read(chapter: Chapter, theme: str):
    chapter.lab.theme(theme)
    try:
        chapter.lab.screenshot_all(f"{chapter.name}-{theme.split()[1].lower()}")
        assert chapter.lab.faint_texts() == []
        assert chapter.lab.cut_off() == []
    finally:
        chapter.lab.theme("JupyterLab Light")


# --- Solutions -------------------------------------------------------------------------------


def test_a_solved_notebook_passes_every_exercise(
    lab: LabServer, watched_page: Callable[..., tuple]
):
    """One of them, as Lab runs it: tests/test_solutions.py runs each chapter's without Lab."""
    name = NOTEBOOKS[0].stem
    solutions.build(name, lab.root / f"{name}_solved.ipynb")
    page = LabPage(*watched_page()).open(lab, f"{name}_solved.ipynb")
    cells = page.cells("exercise")
    assert cells
    page.run_all()
    assert page.errors() == []
    for cell in cells:
        page.select(cell)
        expect(page.output(cell)).to_contain_text("Passed")
    page.screenshot_all(f"{name}-solved")
    page.close()


# --- Without a kernel ------------------------------------------------------------------------


def strips_are_seen(lab: LabPage) -> None:
    """Every explorer's three states stand there as a picture with alt text."""
    for cell in lab.cells("explorer"):
        lab.select(cell)  # Lab draws a cell's output once the cell comes into view
        strip = lab.output(cell).locator("figure img")
        strip.scroll_into_view_if_needed()
        expect(strip).to_have_attribute("alt", re.compile(r"\w+ .{20}"))
        assert strip.evaluate("async image => { await image.decode(); return image.naturalWidth }")


def test_a_notebook_that_is_only_read(
    opened: Chapter, lab: LabServer, watched_page: Callable[..., tuple]
):
    fresh = REPOSITORY / "notebooks" / f"{opened.name}.ipynb"
    page = LabPage(*watched_page()).open(lab, shutil.copy(fresh, lab.root / "only_read.ipynb").name)
    strips_are_seen(page)
    for cell in page.cells("quiz"):
        page.select(cell)
        for item in questions_in(cell):
            expect(page.output(cell)).to_contain_text(as_shown(item["question"]))
    page.screenshot_all(f"{opened.name}-only-read")
    assert page.errors() == []
    expect(page.page.locator(ERROR_OUTPUTS)).to_have_count(0)
    expect(page.page.locator(".jp-Notebook")).not_to_contain_text(ERROR_WORDS)
    assert page.watch.external == []
    page.close()


def test_a_notebook_that_is_opened_the_next_day(
    chapter: Chapter, lab: LabServer, watched_page: Callable[..., tuple]
):
    chapter.lab.save()
    saved = shutil.copy(lab.root / f"{chapter.name}.ipynb", lab.root / "next_day.ipynb")
    page = LabPage(*watched_page()).open(lab, saved.name)
    strips_are_seen(page)
    expect(page.page.locator(".jp-Notebook")).not_to_contain_text("Loading widget")
    page.screenshot_all(f"{chapter.name}-next-day")
    page.close()


# --- The kit itself --------------------------------------------------------------------------

BAD_CELLS = [
    "1 / 0",
    "from IPython.display import HTML",
    """HTML('<img src="https://example.org/a.png" alt="a">')""",
    """HTML('<p style="color: #bbb; background-color: white">pale words</p>')""",
    """HTML('<div style="width: 3000px">wide words</div>')""",
]


def test_the_kit_sees_what_it_has_to(lab: LabServer, watched_page: Callable[..., tuple]):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in BAD_CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, lab.root / "bad.ipynb")
    page = LabPage(*watched_page()).open(lab, "bad.ipynb")
    for cell in page.cells():
        page.run_source(cell, cell.source)
    assert page.errors() == ["cell 0: ZeroDivisionError: division by zero"]
    assert set(page.watch.external) == {"https://example.org/a.png"}
    assert "cell 3: pale words (1.9:1)" in page.faint_texts()
    assert page.cut_off() == ["cell 4: wide words"]
    page.close()
