"""Walk a deck in a real browser, every slide and fragment, and say what an audience would miss."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for toy_chapter

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTH, HEIGHT = 1280, 720  # one slide fills the window, so one slide pixel is one CSS pixel

WALK = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")


def open_deck(page: Page, index: Path) -> None:
    """Open a deck as a file and wait until it is typeset."""
    page.goto(index.as_uri())
    page.wait_for_function(
        "window.Reveal && Reveal.isReady && Reveal.isReady()", timeout=15_000, polling=50
    )


def each_state(page: Page) -> Iterator[str]:
    """Step through an open deck by its keys: the place of each slide and fragment state."""
    page.keyboard.press("Home")
    while True:
        yield page.evaluate(
            "(({h, v, f}) => `slide ${h + 1}.${(v || 0) + 1}` + (f >= 0 ? ` step ${f + 1}` : ''))"
            "(Reveal.getIndices())"
        )
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            return
        page.keyboard.press("Space")


def inspect_deck(new_page: Callable, index: Path) -> list[str]:
    """Walk every slide and step of a deck; its problems, each with its place, or an empty list.

    `new_page(width=, height=)` gives a page and its watch (`external`, `console`).
    """
    page, watch = new_page(width=WIDTH, height=HEIGHT)
    try:
        open_deck(page, index)
        found = page.evaluate(WALK + "walk()")
    finally:
        page.close()
    found += [f"request to another machine: {url}" for url in watch.external]
    found += [f"console: {text}" for text in watch.console]
    return found


def open_on_paper(page: Page, address: str) -> None:
    """Open a handout, or a deck as it is printed, and wait until it is laid out."""
    page.goto(address)
    page.wait_for_function("document.documentElement.classList.contains('ready')", polling=50)
    page.emulate_media(media="print")


def cut_on_paper(page: Page) -> list[str]:
    """Return the slides, by number, whose notes do not fit below them on the handout."""
    return page.evaluate(
        "[...document.querySelectorAll('.course-shared')].flatMap((part, i) =>"
        " part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1"
        " ? [`slide ${i + 1}`] : [])"
    )


def speaker_view(page: Page) -> Page:
    """Press S in an open deck and return the speaker's window."""
    with page.context.expect_page(timeout=10_000) as opened:
        page.keyboard.press("s")
    view = opened.value
    view.locator(".speaker-controls-notes").wait_for(state="attached")
    return view


def notes_in(view: Page) -> str:
    """Return the notes that the speaker's window shows now."""
    return view.locator(".speaker-controls-notes .value").inner_text()
