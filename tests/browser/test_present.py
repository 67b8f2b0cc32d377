"""A lecture, given in a real browser: run a cell on a slide, move a slider, go on."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from labkit import SCREENSHOTS, Watch, cannot_run, playwright_api
from labserver import REPOSITORY, free_port, private_environment, stop, wait_until_up

from course_utils.instructor.notebooks import load
from course_utils.instructor.present import LABEXTENSIONS, write_lecture

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

expect = playwright_api().expect
try:
    import jupyterlab_rise  # noqa: F401
except ImportError:
    cannot_run("jupyterlab-rise is not installed: it is in the extra instructor")

# RISE says this of its own hidden toolbar, in every slide show.
OF_RISE = "RangeError: Maximum call stack size exceeded"
START = """
import sys
from pathlib import Path
from course_utils.instructor.present import open_presentation
sys.exit(open_presentation(sys.argv[1], sys.argv[3:], root=Path(sys.argv[2])))
"""


@dataclass(frozen=True)
class Given:
    """What a lecturer does in a chapter: the headlines of three slides."""

    predict: str  # its code has no output yet
    explorer: str
    later: str  # its code needs cells that are on no slide


CHAPTERS = {
    "02_perceptron": Given(
        "One product scores a whole batch",
        "Explorer: step through the rule",
        "A tenth is not a tenth",
    ),
    "04_backprop": Given(
        "A node waits for the shares of all that use it",
        "Explorer: a playground of two moons",
        "Ten steps later: how far from PyTorch?",
    ),
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of JupyterLab with the lectures, without /rise/."""
    with tempfile.TemporaryDirectory(prefix="present-", ignore_cleanup_errors=True) as home:
        root, port = Path(home, "course"), free_port()
        root.mkdir()
        for folder in ("chapters", "notebooks"):
            (root / folder).symlink_to(REPOSITORY / folder)
        first, *others = CHAPTERS
        for name in others:
            write_lecture(load(name), root / "build" / "present" / f"{name}.ipynb")
        options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
        log = Path(home, "lab.log")
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-c", START, first, root, *options, "--IdentityProvider.token="],
                env=private_environment(Path(home), root),
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
            )
            with contextlib.ExitStack() as after:
                after.callback(stop, process)
                wait_until_up(process, f"http://127.0.0.1:{port}/api/status", log, 90)
                yield f"http://127.0.0.1:{port}"


class Show:
    """A slide show in a browser, and what a lecturer does with it."""

    def __init__(self, page: Page, watch: Watch, address: str) -> None:
        self.page, self.watch = page, watch
        page.goto(address, wait_until="domcontentloaded")
        self.slide = page.locator("section.present section.present")
        self.slide.wait_for(timeout=60_000)

    @property
    def code(self) -> Locator:
        """The slide's cells of code, also where only their output is shown."""
        return self.slide.locator(".jp-CodeCell:not(.reveal-skip)")

    def headline(self) -> str:
        texts = self.slide.locator("h1, h2, h3").all_text_contents()
        return texts[0].strip("¶ ") if texts else ""

    def at(self) -> int:
        """The number of the slide, from 0."""
        return int(self.slide.get_attribute("id").split("-")[1])

    def turn(self) -> None:
        """Go on, as with a remote control; wait until the next slide is there."""
        before = self.page.url
        self.page.keyboard.press("Space")
        self.page.wait_for_function("before => location.href !== before", arg=before)

    def go_to(self, headline: str) -> None:
        """Jump to the slide with this headline, as by its address."""
        found = self.page.locator(".slides section section").filter(
            has=self.page.locator(".jp-Cell:not(.reveal-skip) :is(h1, h2, h3)").filter(
                has_text=headline
            )
        )
        name = found.first.get_attribute("id")
        self.page.evaluate("name => { location.hash = `/${name}`; }", name)
        expect(self.page.locator(f"#{name}.present")).to_be_visible()

    def run(self) -> Locator:
        """Run the slide's last cell of code by keys; the cell."""
        cell = self.code.last
        cell.evaluate("node => node.scrollIntoView()")
        # RISE chooses it when it shows the slide; after a reload that takes a moment.
        expect(cell).to_have_class(re.compile("jp-mod-active"), timeout=20_000)
        self.page.keyboard.press("Shift+Enter")
        return cell

    def whole(self) -> None:
        """Nothing on the slide is out of sight, or too small for the last row."""
        seen = self.slide.evaluate("""slide => ({
            hidden: [slide, ...slide.querySelectorAll(".cm-scroller, pre, .jupyter-widgets")]
              .filter(node => node.clientHeight)
              .map(node => Math.max(
                node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth)),
            small: [...slide.querySelectorAll("*")]
              .filter(node => node.offsetParent && !node.closest("aside") &&
                [...node.childNodes].some(part => part.nodeType === 3 && part.data.trim()))
              .filter(node => parseFloat(getComputedStyle(node).fontSize) < 17.9)
              .map(node => node.textContent.slice(0, 40)),
        })""")
        assert max(seen["hidden"]) <= 1, f"{self.headline()}: hidden pixels {seen['hidden']}"
        assert seen["small"] == [], self.headline()
        assert not self.page.locator(".jp-Notebook-footer").is_visible()

    def picture(self, name: str, page: Page | None = None) -> None:
        if not os.environ.get("SCREENSHOTS"):
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (page or self.page).screenshot(path=SCREENSHOTS / f"present-{name}.png")


def has_printed(cell: Locator) -> None:
    """The cell has printed something, and no error."""
    outputs = cell.locator(".jp-RenderedText")
    outputs.first.wait_for(timeout=60_000)
    kinds = outputs.evaluate_all("all => all.map(node => node.dataset.mimeType)")
    assert kinds == ["application/vnd.jupyter.stdout"], cell.inner_text()


def focus(handle: Locator) -> None:
    """Focus a slider, once the run of its cell is over: JupyterLab takes the focus at its end."""
    for _ in range(60):
        handle.focus()
        handle.page.wait_for_timeout(500)
        if handle.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("the slider does not keep the focus")


def move(show: Show, picture: Locator, act: Callable[[], None]) -> None:
    """Do something to an explorer, and wait for another picture on the same slide."""
    before, address = picture.get_attribute("src"), show.page.url
    act()
    expect(picture).not_to_have_attribute("src", before, timeout=30_000)
    assert show.page.url == address, "the slide was turned"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_lecture(chapter: str, server: str, watched_page: Callable[..., tuple]):
    given = CHAPTERS[chapter]
    show = Show(*watched_page(1280, 720), f"{server}/rise/{chapter}.ipynb")
    show.whole()

    show.go_to(given.predict)
    expect(show.code.locator(".jp-OutputArea-output")).to_have_count(0)
    cell = show.run()
    has_printed(cell)
    show.whole()
    show.picture(f"{chapter}-1-ran")

    show.go_to(given.explorer)
    cell = show.run()
    picture = cell.locator("img.course-picture")
    picture.wait_for(timeout=60_000)
    expect(cell.locator("figure")).to_be_hidden()
    focus(cell.locator(".noUi-handle").first)
    move(show, picture, lambda: show.page.keyboard.press("ArrowRight"))
    box = cell.locator(".noUi-base").first.bounding_box()
    point = box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2
    move(show, picture, lambda: show.page.mouse.click(*point))
    show.whole()
    show.picture(f"{chapter}-2-explored")

    show.turn()
    show.go_to(given.later)
    cell = show.run()
    has_printed(cell)
    show.picture(f"{chapter}-3-went-on")
    assert show.watch.external == []
    assert set(show.watch.console) <= {OF_RISE}


@pytest.fixture
def speaker(server: str, watched_page: Callable[..., tuple]) -> tuple[Show, Page]:
    """A lecture, and the speaker's view that T has just opened."""
    address = f"{server}/rise/{next(iter(CHAPTERS))}.ipynb#/slide-1-0"
    show = Show(*watched_page(1280, 720), address)
    show.page.wait_for_function("window.courseSettled")  # RISE may start twice
    with show.page.expect_popup() as opened:
        show.page.keyboard.press("t")
    return show, opened.value


def test_the_speaker_reads_each_note_once(speaker: tuple[Show, Page]):
    show, view = speaker
    given = next(iter(CHAPTERS.values()))
    box = view.locator(".speaker-controls-notes .value")
    for headline in (given.predict, given.later):
        show.go_to(headline)
        notes = show.slide.locator("aside.notes .jp-MarkdownOutput")
        first = notes.locator("p").first.text_content()
        said = re.sub(r"\s+", " ", "".join(notes.all_text_contents())).strip()
        assert first.startswith("Speaker notes, minute")
        expect(box.locator("p").first).to_have_text(first, timeout=60_000)
        assert re.sub(r"\s+", " ", box.inner_text()).strip() == said
    show.picture("notes", view)


def test_the_speakers_view_follows_from_the_first_moment_on(speaker: tuple[Show, Page]):
    """As it starts it must not pull the lecture back; later it may turn the slides."""
    show, view = speaker
    ready = "() => frames.length === 2 && [0, 1].every((i) => frames[i].courseSettled)"
    at, end = show.at(), time.monotonic() + 90
    while not view.evaluate(ready):
        assert time.monotonic() < end, "the speaker's view did not start"
        if at < 6:
            show.turn()
            at += 1
        view.wait_for_timeout(500)
        assert show.at() == at, "the lecture was pulled back"
    upcoming = view.locator("#upcoming-slide iframe").content_frame
    expect(upcoming.locator(f"#slide-{at + 1}-0.present")).to_be_visible()
    assert show.at() == at
    current = next(frame for frame in view.frames if "postMessageEvents" in frame.url)
    current.evaluate("at => { location.hash = `#/slide-${at}-0`; }", at + 1)
    expect(show.page.locator(f"#slide-{at + 1}-0.present")).to_be_visible()


def test_rise_still_needs_the_missing_module(server: str, watched_page: Callable[..., tuple]):
    script = (LABEXTENSIONS / "course-live" / "static" / "remoteEntry.js").read_text("utf-8")
    name = '"@jupyterlab/console":'
    assert script.count(name) == 1
    without = script.replace(name, '"nothing":')
    page, watch = watched_page(1280, 720)
    page.route(re.compile("course-live.*remoteEntry"), lambda route: route.fulfill(body=without))
    show = Show(page, watch, f"{server}/rise/02_perceptron.ipynb")
    show.go_to(CHAPTERS["02_perceptron"].explorer)
    name = show.slide.get_attribute("id")
    page.reload()
    expect(page.locator(f"#{name}.present")).to_be_visible(timeout=60_000)
    cell = show.run()
    drawn = cell.locator(".course-explorer")
    cell.get_by_text("Interactive figure").or_(drawn).first.wait_for(timeout=60_000)
    assert drawn.count() == 0, (
        "RISE draws widgets by itself now: take MISSING out of labextension/course-live, and "
        "ask for that RISE in pyproject.toml"
    )
