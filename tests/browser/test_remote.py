"""No page of the course asks another machine for anything, and no output of a notebook is a script.

test_decks.py counts the requests of every deck and handout, test_lab.py those of every notebook
that is run or only read. Here stand the pages that remain, and what they would run.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from labkit import TALL, LabPage
from labserver import REPOSITORY

from course_utils.classroom.cards import Card
from course_utils.instructor.grading.marking import Row
from course_utils.instructor.grading.pages import class_page, feedback_page, page
from course_utils.instructor.notebooks import KERNELSPEC

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for safety_rules
from safety_rules import SCRIPT_TYPES

BAD = "<img src='https://example.org/a.png' onerror=seen=1><script>seen=1</script>"
RUN = "script, iframe, object, embed, [onclick], [onerror], [onload], [href^=javascript]"
COUNT = f"document.querySelectorAll('.jp-Cell-outputArea :is({RUN})').length"
EXAMPLE = "02_perceptron"


def scripts_shown(lab: LabPage) -> int:
    """Page through a notebook, as Lab draws only what is seen; the scripts in its outputs."""
    lab.page.set_viewport_size({"width": 1280, "height": TALL})
    found = 0
    for number in itertools.count(1):
        at_end = lab.page.evaluate("number => kit.showPage(number)", number)
        found += lab.page.evaluate(COUNT)
        if at_end:
            break
    kinds = [kind for cell in lab.cells() for o in cell.outputs for kind in o.get("data", {})]
    return found + sum(kind in SCRIPT_TYPES for kind in kinds)


def test_a_notebook_shows_no_script_before_and_after_it_ran(lab, watched_page):
    shutil.copy(REPOSITORY / "notebooks" / f"{EXAMPLE}.ipynb", lab.root / "shown.ipynb")
    page = LabPage(*watched_page()).open(lab, "shown.ipynb")
    assert scripts_shown(page) == 0
    page.run_all()
    assert page.errors() == [] and scripts_shown(page) == 0
    assert page.watch.external == []
    page.close()


@pytest.mark.parametrize(
    "shown", ["HTML('<svg onload=seen=1></svg><iframe srcdoc=1></iframe>')", "Javascript('1')"]
)
def test_a_script_in_an_output_is_counted(shown, lab, watched_page):
    source = f"from IPython.display import HTML, Javascript\n{shown}"
    cells = [nbformat.v4.new_code_cell(source)]
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
    nbformat.write(nb, lab.root / "script.ipynb")
    page = LabPage(*watched_page()).open(lab, "script.ipynb")
    page.run_all()
    assert scripts_shown(page) > 0
    page.close()


def test_pages_of_grading_run_and_fetch_nothing(watched_page, tmp_path):
    row = Row(BAD, f"{BAD}.ipynb", EXAMPLE, "relu_layer", "wrong", "M1", BAD, BAD)
    card = Card("not yet", BAD, (("text", BAD), ("code", BAD)))
    texts = [class_page([row], [BAD]), feedback_page(BAD, row.file, [(row, card)])]
    shown, watch = watched_page()
    for text in texts:
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        shown.goto((tmp_path / "page.html").as_uri())
        assert shown.locator("h1").count() == 1 and "onerror=seen=1" in shown.inner_text("body")
        assert shown.locator(RUN).count() == 0 and shown.evaluate("window.seen") is None
        pictures = shown.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
        assert all(pictures), "the policy of the page keeps its own pictures away"
    assert watch.external == [] and watch.console == []


def test_the_policy_of_those_pages_holds_where_something_is_not_escaped(watched_page, tmp_path):
    shown, watch = watched_page()
    ends = []
    shown.on("requestfailed", lambda request: ends.append((request.url, request.failure)))
    (tmp_path / "page.html").write_text(page("A page", BAD), encoding="utf-8")
    shown.goto((tmp_path / "page.html").as_uri())
    assert shown.locator(RUN).count() == 2 and shown.evaluate("window.seen") is None
    assert ends == [(url, "csp") for url in watch.external], "asked for, and never sent"
    assert len(ends) == 1 and "Content Security Policy" in " ".join(watch.console)


def test_jupyterlab_asks_for_its_token(lab):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError, match="403"):
        opener.open(f"{lab.url}/api/contents", timeout=5)
    with opener.open(f"{lab.url}/api/contents?token={lab.token}", timeout=5) as reply:
        assert reply.status == 200
