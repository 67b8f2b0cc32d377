"""Fixtures for tests in a real browser: skipped without Chromium, but failing with CI=true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from labkit import Watch, launch_chromium, playwright_api
from labserver import LabServer, lab_server
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class ByChapter(LoadScopeScheduling):
    """Gives one worker all tests of a chapter in a file: they share what is open in the browser.

    xdist's own groups, by a mark, are lost with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        """Return what the tests of one worker have in common.

        >>> ByChapter._split_scope(None, "test_lab.py::test_read[02_perceptron-Light]")
        'test_lab.py 02_perceptron'
        >>> ByChapter._split_scope(None, "test_decks.py::test_toy")
        'test_decks.py '
        """
        chapter = re.search(r"\[.*?(\d\d_[a-z_]+)", nodeid)
        return f"{nodeid.partition('::')[0]} {chapter[1] if chapter else ''}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByChapter | None:
    """Use `ByChapter` where groups are asked for: --dist loadgroup."""
    return ByChapter(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium that cannot reach any other machine."""
    with playwright_api().sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def watched_page(chromium: Browser) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    """A function that opens an empty page, and the watch on its requests and complaints."""
    with ExitStack() as open_contexts:

        def new_page(width: int = 1280, height: int = 900) -> tuple[Page, Watch]:
            context = chromium.new_context(viewport={"width": width, "height": height})
            open_contexts.callback(context.close)
            watch = Watch.on(context)
            page = context.new_page()
            page.set_default_timeout(30_000)
            return page, watch

        yield new_page


@pytest.fixture(scope="module")
def lab(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """JupyterLab on an empty folder that stands for the student's `my_work`.

    Each file of tests has its own: what one of them types and saves, no other one finds.
    """
    with lab_server(tmp_path_factory.mktemp("my_work")) as server:
        yield server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests measured, whichever worker ran them."""
    for report in terminalreporter.getreports("passed"):
        for what, measured in report.user_properties:
            terminalreporter.write_line(f"{what}: {measured}")
