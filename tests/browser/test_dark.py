"""Everything that a chapter shows, read in JupyterLab's dark theme: words, diagrams, pictures.

`test_lab.py` asks of every chapter that its outputs can be read in both themes. Here one chapter
shows all kinds of cards at once, and nothing is taken for opaque that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import nbformat
import numpy as np
import pytest
from labkit import HERE, LabPage, playwright_api
from labserver import LabServer
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Locator

expect = playwright_api().expect

LEAST = 4.5  # WCAG 2.2, 1.4.3
NAME = "00_start_here"  # the one with diagrams
ASKED = """for _ in range(3):
    display(hint({0}))
solution({0}, give_up=True)"""


@pytest.fixture(scope="module")
def dark(lab: LabServer, watched_page: Callable[..., tuple]) -> Iterator[LabPage]:
    page = LabPage(*watched_page(height=2600))
    page.page.add_init_script(path=HERE / "contrast.js")
    page.open(lab, f"{NAME}.ipynb").theme("JupyterLab Dark")
    page.run_all()
    yield page
    page.close()


def told(found: list[list]) -> list[str]:
    return [f"{words} ({ratio:.1f}:1)" for words, ratio in found if ratio < LEAST]


def texts(page: LabPage) -> list[list]:
    return page.page.evaluate("contrast.texts(kit.notebook().node)")


def test_every_card_can_be_read(dark: LabPage):
    quiz = dark.cells("quiz")[0]
    dark.select(quiz)
    for box in dark.output(quiz).locator(".course-answer").all():
        for button in box.get_by_role("button").all():
            button.click()
    failing, raising, *_ = [cell for cell in dark.cells("exercise") if "def " in cell.source]
    name = failing.source.partition("def ")[2].partition("(")[0]
    dark.run_source(failing, failing.source.replace("...", "0.0"))
    expect(dark.output(failing)).to_contain_text("Not yet")
    dark.run_source(raising, raising.source.replace("...", "1 / 0"))
    expect(dark.output(raising)).to_contain_text("ZeroDivisionError")
    asked = dark.cells("setup")[0]
    dark.run_source(asked, ASKED.format(name))
    found = texts(dark)
    dark.screenshot_all("dark-cards")
    words = " ".join(words for words, _ in found)
    for said in ("Not yet", "Passed", "Hint", "Not attempted yet", "Verdict", "Your answer"):
        assert said in words
    assert len(found) > 800 and told(found) == []


def test_diagrams_can_be_read(dark: LabPage):
    found = dark.page.evaluate("contrast.drawn(kit.notebook().node)")
    assert "autoencoder" in [words for words, _ in found]
    assert told(found) == []


def test_pictures_and_explorers_stand_on_their_own_ground(dark: LabPage):
    assert dark.page.evaluate("contrast.seeThrough(kit.notebook().node)") == []
    window = dark.page.viewport_size
    dark.page.set_viewport_size(window | {"width": 1000})  # narrower than the pictures
    script = "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
    assert set(dark.page.locator(".course-explorer").evaluate_all(script)) == {0}
    dark.page.set_viewport_size(window)


def arrow(dropdown: Locator) -> int:
    """How much the lightest pixel at the end of a dropdown differs from its ground, of 255."""
    picture = Image.open(BytesIO(dropdown.screenshot())).convert("L")
    at_the_end = np.asarray(picture)[4:-4, -20:-4].astype(int)
    return at_the_end.max() - np.median(at_the_end)


def test_dropdowns_show_their_arrows(dark: LabPage):
    explorer = dark.cells("explorer")[0]
    dark.select(explorer)
    dark.output(explorer).locator("img.course-picture").evaluate("image => image.decode()")
    dark.page.wait_for_timeout(1000)  # above it, pictures still come and move it
    dropdown = dark.output(explorer).locator("select").first
    assert arrow(dropdown) > 100
    remove = "box => box.querySelectorAll('style').forEach(style => style.remove())"
    dark.output(explorer).locator(".course-explorer").evaluate(remove)
    assert arrow(dropdown) < 20  # the black one of ipywidgets


FAINT = {  # made so that each is missed by one who takes every ground for opaque
    "gray": '<p style="color: #666">gray</p>',
    "veiled": '<p style="color: white; opacity: 0.4">veiled</p>',
    "in a veil": '<p style="background: #ffffff30; color: #222">in a veil</p>',
    "drawn": '<svg height="20"><text y="15" fill="#333">drawn</text></svg>',
    "on a shape": '<svg height="20"><g><rect width="90" height="20" fill="#eee"/>'
    '<text x="9" y="15" fill="white">on a shape</text></g></svg>',
}
SEEN = '<p style="color: #bbb">seen</p>'
PICTURE = "from PIL import Image; Image.new('RGBA', (9, 9), (0, 0, 0, 80))"


def test_what_is_faint_is_found(lab: LabServer, watched_page: Callable[..., tuple]):
    sources = [f"from IPython.display import HTML; HTML({html!r})" for html in FAINT.values()]
    sources += [f"HTML({SEEN!r})", PICTURE]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.root / "faint.ipynb")
    page = LabPage(*watched_page())
    page.page.add_init_script(path=HERE / "contrast.js")
    page.open(lab, "faint.ipynb").theme("JupyterLab Dark")
    page.run_all()
    found = [text.rpartition(" (")[0] for text in told(texts(page))]
    assert found == list(FAINT)
    assert len(page.page.evaluate("contrast.seeThrough(kit.notebook().node)")) == 1
    page.close()
