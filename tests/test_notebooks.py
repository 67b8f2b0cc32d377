"""Every notebook keeps every rule, and every rule is shown to fail on a toy notebook."""

import copy
import json

import notebook_rules as rules
import pytest
import toy_chapter
from nbformat.v4 import new_markdown_cell, new_output

from course_utils.instructor.notebooks import ROOT, WIDGET, authored, load

NOTEBOOKS = sorted(path.stem for path in ROOT.glob("notebooks/*.ipynb"))
builder = toy_chapter.load_builder()


@pytest.fixture(params=NOTEBOOKS)
def chapter(request):
    return request.param


def test_each_text_has_its_notebook():
    assert sorted(path.stem for path in ROOT.glob("chapters/[0-9]*_*.md")) == NOTEBOOKS


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_notebook_keeps_rule(chapter, rule):
    assert rule(load(chapter)) == []


def test_notebook_is_built_from_its_text(chapter):
    text = (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    assert rules.drift(load(chapter), text) == []


def test_text_converts_to_the_notebook(chapter):
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    text = (ROOT / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
    assert authored(builder.to_notebook(text)) == authored(load(chapter))


def test_outputs_tell_no_quiz_answer(chapter):
    path = ROOT / "course_utils" / chapter.partition("_")[2] / "quiz.json"
    if not path.exists():
        pytest.skip("this chapter has no quiz")
    assert rules.quiz_answers(load(chapter), json.loads(path.read_text(encoding="utf-8"))) == []


# --- the rules themselves, on a toy ---------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The toy repository with its notebook built."""
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    root = toy_chapter.write(tmp_path_factory.mktemp("toy"))
    builder.build("02_toy", root)
    return root


@pytest.fixture
def toy(built):
    return load("02_toy", built)


def at(nb, start):
    """The first cell whose source starts with, or else holds, `start`."""
    held = [cell for cell in nb.cells if start in cell.source]
    return next((cell for cell in held if cell.source.startswith(start)), held[0])


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def page(html, plain="text"):
    return new_output("display_data", {"text/html": html, "text/plain": plain})


def replace(old, new):
    def change(nb):
        cell = at(nb, old)
        cell.source = cell.source.replace(old, new)

    return change


def append(start, text):
    def change(nb):
        at(nb, start).source += text

    return change


def add_output(start, output):
    return lambda nb: at(nb, start).outputs.append(copy.deepcopy(output))


def put(start, key, value):
    return lambda nb: at(nb, start).__setitem__(key, value)


def retag(start, *tags):
    return lambda nb: at(nb, start).metadata.__setitem__("tags", list(tags))


def reslide(start, kind):
    return lambda nb: at(nb, start).metadata.__setitem__("slideshow", {"slide_type": kind})


def drop(start):
    return lambda nb: nb.cells.remove(at(nb, start))


def insert_text(before, text):
    return lambda nb: nb.cells.insert(nb.cells.index(at(nb, before)), new_markdown_cell(text))


def ignore_three(nb):
    for start in ("weight, inputs", "gradient", "explore"):
        append(start, "\n# NBVAL_IGNORE_OUTPUT")(nb)


VIEW = new_output("display_data", {WIDGET: {"model_id": "0"}, "text/plain": "a slider"})
BROKEN = {
    "execution_counts": [
        (put("weight, inputs", "execution_count", None), "[1, None, 3"),
        (put("weight, inputs", "execution_count", 7), "[1, 7, 3"),
        (put("weight, inputs", "source", "\n"), "is empty"),
    ],
    "errors": [
        (add_output("gradient", new_output("error", ename="NameError", evalue="n")), "NameError"),
        (put("raise", "outputs", []), "raises nothing"),
        (add_output("gradient", stream("careful", "stderr")), "stderr"),
    ],
    "size": [
        (add_output("gradient", stream("x" * 151_000)), "output of 151"),
        (append("## A step", "x" * 2_000_000), "the notebook has"),
    ],
    "local_paths": [
        (add_output("gradient", stream("saved to /tmp/run-1/a.npz")), "/tmp/run-1"),
        (add_output("gradient", page("<p>in /home/ann/x.py</p>")), "/home/ann"),
        (append("## A step", " See C:\\Users\\ann."), "C:\\Users"),
        (append("gradient", "\n# lib/python3.11/site-packages"), "site-packages"),
    ],
    "metadata": [
        (lambda nb: nb.metadata.__setitem__("widgets", {}), "'widgets'"),
        (lambda nb: nb.metadata.language_info.__setitem__("version", "3.11.2"), "language_info"),
        (lambda nb: nb.metadata.kernelspec.__setitem__("name", "mine"), "kernelspec"),
        (lambda nb: nb.cells[0].metadata.__setitem__("execution", {}), "'execution'"),
        (retag("gradient", "exercice"), "unknown tag"),
        (reslide("## A step", "slides"), "slide type"),
        (lambda nb: at(nb, "show").outputs[0].metadata.__setitem__("x", 1), "output metadata"),
    ],
    "ids": [(lambda nb: nb.cells[1].__setitem__("id", nb.cells[0].id), "2 cells have the id")],
    "semicolons": [(append("gradient", ";\n"), "ends in ';'")],
    "ignored_cells": [(ignore_three, "nbval ignores 3")],
    "offline": [
        (append("## A step", "\n![A plot](https://example.org/a.png)"), "example.org"),
        (add_output("gradient", page('<script src="//cdn.example/a.js"></script>')), "cdn.example"),
    ],
    "code_size": [
        (append("gradient", "\nx = 1" * 18), "20 lines"),
        (append("gradient", "  # " + "x" * 72), "columns"),
    ],
    "headings": [
        (replace("# A toy", "A toy"), "title"),
        (append("## A step", "\n# Another title"), "a second H1"),
        (append("## A step", "\n#### Deep"), "from level 2 to 4"),
        (append("## A step", "\n\n## Two in one"), "stands once"),
        (replace("## A step", "Hello\n\n## A step"), "stands once"),
    ],
    "sections": [
        (retag("## A step", "min-4", "concept"), "core and extra"),
        (retag("## A step", "core", "extra", "min-4"), "core and extra"),
        (retag("## A step", "core"), "min-N"),
        (retag("This text", "min-3"), "no '## ' heading"),
    ],
    "minutes": [
        (replace("12 minutes", "14 minutes"), "take 12 minutes, the title says 14"),
        (replace("12 minutes", "some time"), "0 times"),
        (retag("## What the error", "core", "min-2"), "take 14 minutes"),
    ],
    "minutes_in_notes": [
        (replace("minute 6", "minute 3"), "minutes 5 to 9"),
        (replace("minute 2", "minute 6"), "minutes 0 to 5"),
    ],
    "notes": [
        (drop("Speaker notes, minute 6"), "no notes after the slide"),
        (
            lambda nb: nb.cells.append(
                nb.cells.pop(nb.cells.index(at(nb, "Speaker notes, minute 6")))
            ),
            "no notes",
        ),
        (replace("minute 6", "minute 6. Say"), "does not begin with the line"),
        (reslide("## A step", "skip"), "is no slide"),
    ],
    "own_names": [
        (append("explore()", "\nprint(gradient)"), "uses 'gradient'"),
        (append("explore()", "\nexplore += gradient"), "uses 'gradient'"),
        (append("explore()", "\ndef f():\n    return [gradient for _ in 'ab']"), "a function of"),
        (append("explore()", "\nnp = 3"), "another meaning to 'np'"),
    ],
    "setup": [
        (retag("import numpy"), "0 cells"),
        (retag("gradient", "setup"), "2 cells"),
        (lambda nb: nb.cells.insert(1, nb.cells.pop(4)), "not the setup cell"),
    ],
    "predictions": [
        (insert_text("gradient", "More."), "no code follows"),
        (lambda nb: at(nb, "gradient").metadata.pop("jupyter"), "outputs hidden is False"),
        (
            lambda nb: at(nb, "weight,").metadata.update(jupyter={"outputs_hidden": True}),
            "outputs hidden is True",
        ),
        (put("gradient", "outputs", []), "shows nothing"),
        (retag("gradient", "predict"), "is no text"),
    ],
    "alt_texts": [
        (append("## A step", "\n![](a.png)"), "alt text ''"),
        (append("## A step", '\n<img src="a.png">'), "alt text None"),
        (add_output("gradient", page('<img src="data:," alt="plot">')), "alt text 'plot'"),
        (add_output("gradient", new_output("display_data", {"image/png": "AA"})), "bare image"),
    ],
    "links": [
        (append("## A step", " Click [here](https://example.org)."), "'here'"),
        (append("## A step", " See https://example.org/a."), "https://example.org"),
        (append("## A step", ' <a href="a">**this**</a>'), "'**this**'"),
    ],
    "lists": [
        (append("## A step", "\n\n- A book,\n  1986."), "begins with '1986.'"),
    ],
    "exercises": [
        (retag("def double", "exercise"), "needs the tags"),
        (retag("def double", "exercise:double"), "needs the tags"),
        (retag("def double", "exercise", "exercise:treble"), "does not define treble"),
        (replace("    ...", "    return 2 * x"), "no stub"),
        (retag("def halve", "exercise", "exercise:halve"), "no stub"),
        (replace("return 2 / x", "..."), "bug hunt and holds '...'"),
        (append("explore()", "\nprint(double(2))"), "uses double"),
        (lambda nb: nb.cells.append(copy.deepcopy(at(nb, "def double"))), "two cells"),
    ],
    "explorers": [
        (lambda nb: at(nb, "explore()").outputs.pop(0), "no static strip"),
        (lambda nb: at(nb, "explore()").outputs.reverse(), "no static strip"),
        (lambda nb: at(nb, "explore()").outputs.pop(), "shows no widget"),
        (lambda nb: at(nb, "explore()").outputs[1].data.pop("text/plain"), "without text"),
        (add_output("gradient", VIEW), "without the tag explorer"),
    ],
}
CASES = [
    pytest.param(name, change, message, id=f"{name}-{number}")
    for name, cases in BROKEN.items()
    for number, (change, message) in enumerate(cases)
]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_toy_keeps_rule(toy, rule):
    assert rule(toy) == []


@pytest.mark.parametrize(("name", "change", "message"), CASES)
def test_rule_can_fail(toy, name, change, message):
    change(toy)
    found = getattr(rules, name)(toy)
    assert any(message in problem for problem in found), found


def test_each_rule_is_shown_to_fail():
    assert BROKEN.keys() == {rule.__name__ for rule in rules.RULES}


@pytest.mark.parametrize(
    "fair",
    [
        append("explore()", "\nfrom toy import double, hint\nhint(double)"),
        append(
            "explore()",
            "\nfrom toy import double, solution\nsolution(double, give_up=True)\n# double trouble",
        ),
        append("## A step", " `[here](a)`\n```python\n# no title\nopen('a')[0]\n```"),
        append("## A step", r" $C:\mathbb{R}$ and a [table of symbols](#symbols)"),
        append("gradient", '\nprint("X:\\n", 1)'),
        append("explore()", "\ndef f():\n    return later\n\n\nlater = [a for a in 'ab']"),
        append("explore()", "\nfor a in 'ab':\n    b = [a * len(c) for c in 'cd']\n    print(b)"),
    ],
)
def test_rules_let_fair_cells_pass(toy, fair):
    fair(toy)
    assert [problem for rule in rules.RULES for problem in rule(toy)] == []


def test_drift_is_found_without_jupytext(toy):
    assert rules.drift(toy, toy_chapter.TEXT) == []
    assert rules.drift(toy, toy_chapter.TEXT.replace("\n", "\r\n")) == []
    assert "the text changed" in rules.drift(toy, toy_chapter.TEXT + "More.\n")[0]
    replace("## A step", "## One step")(toy)
    assert "was edited" in rules.drift(toy, toy_chapter.TEXT)[0]


def test_quiz_answers_are_found(toy):
    secret = "Because the slope is negative there."
    quiz = {"items": [{"question": "Why?", "options": [{"text": "a", "feedback": secret}]}]}
    retag("gradient", "quiz")(toy)
    assert rules.quiz_answers(toy, quiz) == []
    add_output("gradient", page(f"<p>{secret}</p>"))(toy)
    assert secret in rules.quiz_answers(toy, quiz)[0]
