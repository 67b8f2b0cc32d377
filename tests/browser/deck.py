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

LOOK_AT_SLIDE = r"""() => {
  const SMALLEST_FONT = 20, TOLERANCE = 1.5;
  const slide = Reveal.getCurrentSlide(), found = new Set();
  const box = document.querySelector(".slides").getBoundingClientRect();
  const number = document.querySelector(".slide-number").getBoundingClientRect();
  const unseen = "aside.notes, .MJX_Assistive_MathML, script, style";
  const quote = text => '"' + text.trim().replace(/\s+/g, " ").slice(0, 50) + '"';

  const checkPlace = (rect, what) => {
    if (rect.width === 0 || rect.height === 0) return;
    if (rect.right > box.right + TOLERANCE || rect.left < box.left - TOLERANCE)
      found.add("wider than the slide: " + what);
    if (rect.bottom > box.bottom + TOLERANCE || rect.top < box.top - TOLERANCE)
      found.add("beyond the bottom or top of the slide: " + what);
    if (rect.right > number.left && rect.bottom > number.top)
      found.add("under the slide number: " + what);
  };

  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  let words = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent, parent = node.parentElement;
    if (!text.trim() || parent.closest(unseen) || !parent.checkVisibility()) continue;
    words += 1;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) checkPlace(rect, quote(text));
    if (parent.closest("svg")) continue;
    if (parseFloat(getComputedStyle(parent).fontSize) < SMALLEST_FONT)
      found.add("too small to read: " + quote(text));
    if (!parent.closest("pre, code")
        && /\$[^$]+\$|\\[([]|\\begin\{|\\[a-zA-Z]+\{|Math Processing Error/.test(text))
      found.add("formula not typeset: " + quote(text));
  }
  for (const element of slide.querySelectorAll("*")) {
    if (element.closest(unseen) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    if (/^(IMG|TABLE|svg)$/.test(element.tagName))
      checkPlace(element.getBoundingClientRect(), element.tagName.toLowerCase());
    const wide = element.scrollWidth > element.clientWidth + 1;
    const tall = element.scrollHeight > element.clientHeight + 1;
    if (element.clientWidth && !element.closest("svg")
        && ((wide && style.overflowX !== "visible") || (tall && style.overflowY !== "visible")))
      found.add("clipped, or only seen by scrolling: " + quote(element.textContent));
  }
  for (const error of slide.querySelectorAll("merror, .MathJax_Error"))
    if (!error.closest("aside.notes"))
      found.add("formula has an error: " + quote(error.textContent));
  const pictures = [...slide.querySelectorAll("img")];
  for (const picture of pictures) {
    if (!picture.complete || picture.naturalWidth === 0) found.add("broken image: " + picture.alt);
    if (!picture.alt.trim()) found.add("image without alt text");
    const shape = (picture.width / picture.height) * (picture.naturalHeight / picture.naturalWidth);
    if (Math.abs(shape - 1) > 0.02) found.add("picture out of shape: " + quote(picture.alt));
    if (picture.naturalWidth > 400 && picture.width < 300)
      found.add("picture shrunk beyond recognition: " + quote(picture.alt));
  }
  if (!words && !pictures.length) found.add("empty slide");
  return [...found];
}"""


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
    """Walk the deck and return its problems, each with its place; none means an empty list.

    `new_page(width=, height=)` gives a page and its watch (`external`, `console`).
    """
    page, watch = new_page(width=WIDTH, height=HEIGHT)
    try:
        open_deck(page, index)
        problems: dict[str, str] = {}
        for place in each_state(page):
            for problem in page.evaluate(LOOK_AT_SLIDE):
                problems.setdefault(problem, place)
        found = [f"{place}: {problem}" for problem, place in problems.items()]
    finally:
        page.close()
    found += [f"request to another machine: {url}" for url in watch.external]
    found += [f"console: {text}" for text in watch.console]
    return found


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
