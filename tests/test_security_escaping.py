"""What a learner types, names or raises is text on every page, and never a part of the page."""

import html
import re

import matplotlib.pyplot as plt
import pytest
from safety_rules import fetched_by, run_by

from course_utils.classroom import answering, figures, panel, progress, quiz
from course_utils.classroom.cards import STATUSES, Card
from course_utils.classroom.explorer import Explorer, slider
from course_utils.classroom.markup import inline, table
from course_utils.instructor.grading.keeping import table as csv_table
from course_utils.instructor.grading.marking import Row
from course_utils.instructor.grading.pages import class_page, feedback_page
from course_utils.perceptron.exercises import EXERCISES, check

BAD = "`<img src=x onerror=alert(1)>`\"'><script>alert(1)</script>"
FILE = "<img src=x onerror=alert(1)>.ipynb"  # a name that Linux allows


def harmless(page: str) -> bool:
    """Whether a page shows the bad text, and neither runs nor fetches anything."""
    shown = html.unescape(re.sub(r"</?code>", "`", page))
    return "onerror=alert(1)" in shown and not run_by(page) and not fetched_by(page)


def test_a_page_that_does_not_escape_is_found():
    assert harmless(html.escape(BAD)) and not harmless(BAD) and not harmless("nothing of it")


@pytest.mark.parametrize("status", STATUSES)
def test_cards(status):
    kinds = (("text", BAD), ("question", BAD), ("code", BAD), ("facts", ((BAD, BAD),)))
    for card in (Card(status, BAD), *(Card(status, "", (block,)) for block in kinds)):
        assert harmless(card._repr_html_())


def test_pieces_of_a_page():
    for page in (inline(BAD), table(BAD, ["a"], [["b"]]), table("a", [BAD], [[BAD]])):
        assert harmless(page)


class Evil:
    def __repr__(self):
        return BAD

    __str__ = __repr__


def raises(*_):
    raise ValueError(BAD)


@pytest.mark.parametrize(
    "answer",
    [raises, lambda *_: BAD, lambda *_: Evil(), lambda *_: {BAD: BAD}, lambda *_: (BAD, 1)],
)
def test_what_a_learners_function_gives_or_raises(answer):
    card = check(answer, "perceptron_update")
    assert not card.passed and not run_by(card._repr_html_()) and "<img" not in card._repr_html_()


def test_names_that_no_exercise_has():
    raises.__name__ = BAD
    for asked in (check(raises), check(raises, BAD), check(BAD)):
        assert harmless(asked._repr_html_())


def test_a_folder_that_cannot_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "file" / "<img src=x onerror=alert(1)>"))
    monkeypatch.setattr(progress, "_told", set())
    monkeypatch.setattr(progress, "_unwritten", {})
    right = next(one for one in EXERCISES if one.name == "perceptron_update").reference
    card = check(right, "perceptron_update")
    assert card.passed and harmless(card._repr_html_())


def test_a_quiz(monkeypatch):
    bundles = []
    for module in (quiz, answering):
        monkeypatch.setattr(module, "display", lambda data, raw: bundles.append(data))
    option = {"text": BAD, "correct": True, "feedback": BAD}
    item = {"id": "a", "part": "a", "question": BAD, "options": [option, option], "why": BAD}
    assert harmless(quiz._as_html("Question", item)) and harmless(answering.feedback_on(item, "A"))
    answering.show_controls(BAD, item)
    assert harmless(bundles[0]["text/html"])


def test_captions_and_alternative_texts(monkeypatch):
    pages = []
    monkeypatch.setattr(figures, "display", lambda data, raw: pages.append(data["text/html"]))
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    figures.show(fig, alt=f"A line that rises {BAD}", caption=BAD)
    plt.close(fig)
    assert len(pages) == 1 and harmless(pages[0])


def test_an_explorer_and_its_errors(monkeypatch):
    def stage(figure):
        return {"line": figure.subplots().plot([1, 2])[0]}

    def draw(artists, k):
        if k == 3:
            raise ValueError(BAD)
        return f"Words {BAD} and {k}."

    bundles = []
    for module in (figures, panel):
        monkeypatch.setattr(module, "display", lambda data, raw: bundles.append(data))
    strip = [(f"{name} <img src=x onerror=alert(1)>", {"k": k}) for k, name in enumerate("abc")]
    shown = Explorer(stage, draw, controls={"k": slider(0, 3, 1, BAD)}, strip=strip, title=BAD)
    shown.show()
    assert all(harmless(bundle["text/html"]) for bundle in bundles)
    # The box that was displayed: other tests' explorers may live on.
    view = bundles[-1]["application/vnd.jupyter.widget-view+json"]
    box = panel.ipywidgets.widgets.widget._instances[view["model_id"]]
    title, words = (part for part in box.children if isinstance(part, panel.ipywidgets.HTML))
    assert harmless(title.value) and harmless(words.value)
    next(part for part in box.children if hasattr(part, "max")).value = 3
    assert "No picture" in words.value and harmless(words.value)


ROWS = [
    Row(BAD, FILE, "02_perceptron", "relu_layer", "error", note=BAD),
    Row(BAD, FILE, BAD, "relu_layer", "wrong", misconception=BAD, says=BAD, note=BAD),
    Row(BAD, FILE, "", "", "not a notebook", note=BAD),
]


def test_the_pages_of_grading():
    for row in ROWS:
        assert harmless(feedback_page(BAD, FILE, [(row, Card("not yet", BAD, (("text", BAD),)))]))
    page = class_page(ROWS, [BAD])
    assert harmless(page) and page.count("onerror=alert(1)") >= 6


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t=", "\r=", " ="])
def test_a_table_of_grades_holds_no_formula(sign):
    text = csv_table(["note"], [[f"{sign}HYPERLINK(1)"]])
    assert text.split("\n")[1].startswith("'")
