"""A real Chromium, and the hands of a student who uses JupyterLab in it."""

from __future__ import annotations

import importlib
import itertools
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from labserver import REPOSITORY, LabServer

from course_utils.instructor.chromium import OFFLINE, find_installed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright

HERE = Path(__file__).resolve().parent
SCREENSHOTS = REPOSITORY / "build" / "screenshots"
LOCAL = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|(data|blob|file):")
# JupyterLab asks every few seconds which kernels run. Asked in the moment in which one is there but
# was not active yet, Jupyter's server answers 500, and JupyterLab asks again.
POLL = re.compile(r"http://127\.0\.0\.1:\d+/api/kernels\?\d+")
TALL = 2600  # pixels of a window that shows much of a notebook at once


def cannot_run(reason: str) -> NoReturn:
    """Skip what needs a browser, and say why; with CI=true fail, because there it must run."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (with CI=true the browser tests must run)")
    pytest.skip(reason, allow_module_level=True)


def playwright_api() -> ModuleType:
    """`playwright.sync_api`, or a skip with the reason."""
    try:
        return importlib.import_module("playwright.sync_api")
    except ImportError:
        cannot_run("playwright is not installed: pip install playwright")


def launch_chromium(playwright: Playwright) -> Browser:
    """The Chromium of $CHROMIUM, of the system, or of Playwright; without one, a skip."""
    found = find_installed() or playwright.chromium.executable_path
    if not Path(found).exists():
        cannot_run(
            "there is no Chromium: install it (Debian: apt-get install chromium; elsewhere: "
            "playwright install chromium) or set CHROMIUM to its path"
        )
    # headless=False, because Playwright's own headless switch asks for another binary.
    return playwright.chromium.launch(
        executable_path=found, headless=False, args=[*OFFLINE, "--no-sandbox"]
    )


@dataclass
class Watch:
    """What a browser context asked of other machines, and what its console complained of."""

    external: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, context: BrowserContext) -> Watch:
        """Watch every page of `context`, service workers and web sockets included."""
        watch = cls()
        context.on("request", lambda request: watch.saw(request.url))
        context.on("page", watch.follow)
        return watch

    def follow(self, page: Page) -> None:
        page.on("websocket", lambda socket_: self.saw(socket_.url))
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        page.on("console", self._heard)

    def saw(self, url: str) -> None:
        if not LOCAL.match(url):
            self.external.append(url)

    def _heard(self, message: Any) -> None:
        failed = message.text.startswith("Failed to load")
        url = message.location["url"] if failed else ""
        if message.type == "error" and not ("500" in message.text and POLL.fullmatch(url)):
            self.console.append(f"{message.text} {url}".strip())


@dataclass(frozen=True)
class Cell:
    """One cell of the open notebook, as Lab's model has it now."""

    index: int
    type: str
    tags: list[str]
    source: str
    count: int | None
    outputs: list[dict[str, Any]]

    @property
    def errors(self) -> list[str]:
        """The exceptions among the outputs."""
        failed = [output for output in self.outputs if output["output_type"] == "error"]
        return [f"cell {self.index}: {error['ename']}: {error['evalue']}" for error in failed]


class LabPage:
    """A notebook open in JupyterLab, and what a student does with it."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch
        self.page.add_init_script(path=HERE / "lab.js")

    def open(self, server: LabServer, notebook: str, timeout: float = 60) -> LabPage:
        """Open `notebook` and wait until its kernel is connected and idle."""
        self.page.goto(server.address(notebook), wait_until="domcontentloaded")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=timeout * 1e3)
        self.page.wait_for_function("kit.kernelReady()", timeout=timeout * 1e3)
        return self

    def command(self, name: str, **arguments: Any) -> None:
        """Run a command of JupyterLab and wait until it is done."""
        script = "([name, arguments]) => jupyterapp.commands.execute(name, arguments).then(() => 0)"
        self.page.evaluate(script, [name, arguments])

    def run_all(self) -> float:
        """Run every cell, as the menu does; the seconds that it took."""
        started = time.monotonic()
        self.command("notebook:run-all-cells")
        return time.monotonic() - started

    def cells(self, tag: str | None = None) -> list[Cell]:
        """All cells, or those that carry `tag`."""
        rows = self.page.evaluate("kit.cells()")
        cells = [Cell(index, **row) for index, row in enumerate(rows)]
        return [cell for cell in cells if tag is None or tag in cell.tags]

    def errors(self) -> list[str]:
        """The exceptions in the outputs of all cells."""
        return [error for cell in self.cells() for error in cell.errors]

    def node(self, cell: Cell) -> Locator:
        """The cell as it stands on the page."""
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{cell.index}"]')

    def output(self, cell: Cell) -> Locator:
        return self.node(cell).locator(".jp-Cell-outputArea")

    def select(self, cell: Cell) -> None:
        """Make `cell` the active one, in command mode, and bring it into view."""
        self.page.evaluate("index => kit.select(index)", cell.index)

    def run_source(self, cell: Cell, source: str) -> None:
        """Put `source` into the cell at once and run it."""
        self.page.evaluate("([index, text]) => kit.setSource(index, text)", [cell.index, source])
        self.page.evaluate("index => kit.run(index)", cell.index)

    def type_source(self, cell: Cell, source: str) -> None:
        """Replace the cell's text, key by key, and run it with Control+Enter."""
        self.select(cell)
        keyboard = self.page.keyboard
        keyboard.press("Enter")
        keyboard.press("Control+a")
        keyboard.press("Delete")
        for number, line in enumerate(source.split("\n")):
            if number:
                keyboard.press("Enter")
                # Lab indented the new line by its own rule: select that, and type over it.
                keyboard.press("Shift+Home")
                keyboard.press("Delete")
            keyboard.type(line)
        typed = self.cells()[cell.index].source
        assert typed == source, f"typed {typed!r} instead of {source!r}"
        keyboard.press("Control+Enter")

    def tab_to(self, target: Locator, key: str = "Tab", limit: int = 60) -> None:
        """Press Tab until `target` has the focus, as a student without a mouse does."""
        for _ in range(limit):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{limit} presses of {key} did not reach {target}")

    def time_picture(self, picture: Locator, key: str, limit: float = 5) -> tuple[float, bool]:
        """Press `key`; the ms until `picture` shows another image, and if its bytes differ."""
        image = picture.element_handle()
        arm = "([image, limit]) => kit.armPicture(image, limit)"
        self.page.evaluate(arm, [image, limit * 1e3])
        self.page.keyboard.press(key)
        seen = self.page.evaluate("kit.picture")
        assert seen["ms"] is not None, f"no new picture within {limit} s after {key}"
        return seen["ms"], seen["changed"]

    def cut_off(self) -> list[str]:
        """Code and outputs that a student has to scroll sideways."""
        return self.page.evaluate("kit.cutOff()")

    def faint_texts(self, least: float = 4.5) -> list[str]:
        """Texts in outputs with a contrast below `least` in the theme of now."""
        return self.page.evaluate("least => kit.faintTexts(least)", least)

    def theme(self, name: str) -> None:
        """Change to a theme of JupyterLab, and wait until it is on."""
        self.command("apputils:change-theme", theme=name)
        self.page.locator(f'body[data-jp-theme-name="{name}"]').wait_for(state="attached")

    def save(self) -> None:
        self.command("docmanager:save")

    def close(self) -> None:
        """End the kernel and leave."""
        self.page.evaluate("kit.panel().sessionContext.shutdown()")
        self.page.context.close()

    def screenshot_all(self, name: str) -> None:
        """Page through the whole notebook, so that Lab draws it; see `screenshot`."""
        window = self.page.viewport_size
        self.page.set_viewport_size({"width": window["width"], "height": TALL})
        for number in itertools.count(1):
            at_end = self.page.evaluate("number => kit.showPage(number)", number)
            self.screenshot(f"{name}-{number}")
            if at_end:
                break
        self.page.set_viewport_size(window)

    def screenshot(self, name: str, of: Locator | None = None) -> None:
        """With SCREENSHOTS=1, write build/screenshots/<name>.png of the window or an element."""
        if not os.environ.get("SCREENSHOTS"):
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (of or self.page).screenshot(path=SCREENSHOTS / f"{name}.png")
