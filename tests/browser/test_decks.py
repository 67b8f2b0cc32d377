"""Every deck, walked in a browser: nothing cut off, nothing fetched, every formula typeset."""

import deck
import nbformat
import pytest
import toy_chapter

from course_utils.instructor import slides
from course_utils.instructor.notebooks import ROOT

CHAPTERS = [
    pytest.param(path.stem, marks=pytest.mark.xdist_group(f"deck of {path.stem}"))
    for path in sorted(ROOT.glob("notebooks/[0-9]*_*.ipynb"))
]

LONG_LINE = "x = " + " + ".join(["weight"] * 30)
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
DEFECTS = {
    "bottom": ("<p>one more line</p>" * 30, "beyond the bottom"),
    "wide": (f"<pre>{LONG_LINE}</pre>", "wider than the slide"),
    "clipped": (f'<pre style="overflow: hidden">{LONG_LINE}</pre>', "clipped"),
    "number": ('<p style="position: absolute; right: 0; top: 685px">text</p>', "slide number"),
    "small": ('<p style="font-size: 14px">fine print</p>', "too small to read"),
    "raw formula": ('<p class="tex2jax_ignore">$w x$</p>', "formula not typeset"),
    "wrong formula": (r"<p>$\nosuchmacro{x}$</p>", "formula has an error"),
    "broken image": ('<img alt="a point" src="data:image/png;base64,AAAA">', "broken image"),
    "missing file": ('<img alt="a point" src="lib/none.png">', "ERR_FILE_NOT_FOUND"),
    "no alt": (f'<img src="{DOT}">', "without alt"),
    "distorted": (
        f'<style>.bad {{ width: 99px !important }}</style><img class="bad" alt="dot" src="{DOT}">',
        "out of shape",
    ),
    "fetched": ('<img alt="a point" src="https://example.org/a.png">', "another machine"),
    "console": ('<script>console.error("lost")</script>', "console: lost"),
    "script": ("<script>nosuchfunction()</script>", "nosuchfunction"),
    "empty": ("</section><section>", "empty slide"),
}


@pytest.fixture(scope="module")
def toy_deck(tmp_path_factory):
    """The index.html of the toy chapter's deck."""
    root = toy_chapter.write(tmp_path_factory.mktemp("toy"))
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    toy_chapter.load_builder().build("02_toy", root)
    return slides.build("toy", root=root)


def test_toy_deck_is_whole(toy_deck, watched_page):
    assert deck.inspect_deck(watched_page, toy_deck) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_detector_fires(defect, toy_deck, watched_page):
    html, message = DEFECTS[defect]
    head, second, tail = toy_deck.read_text(encoding="utf-8").partition("A step moves the weight")
    assert second
    broken = toy_deck.with_name(f"{defect.replace(' ', '_')}.html")
    place = tail.index("</section>")
    broken.write_text(head + second + tail[:place] + html + tail[place:], encoding="utf-8")
    found = deck.inspect_deck(watched_page, broken)
    assert any(message in problem for problem in found), found


def test_unshrinkable_pictures_are_found(toy_deck, watched_page):
    """A picture gives way to text, but not beyond recognition: then the slide overflows."""
    text = toy_deck.read_text(encoding="utf-8")
    crowded = toy_deck.with_name("crowded.html")
    crowded.write_text(text.replace("<figure>", "<p>line</p>" * 12 + "<figure>"), encoding="utf-8")
    found = deck.inspect_deck(watched_page, crowded)
    assert any("beyond the bottom" in problem for problem in found), found


def test_predicted_output_comes_with_the_next_key(toy_deck, watched_page):
    page, _ = watched_page(width=1280, height=720)
    deck.open_deck(page, toy_deck)
    answer = page.locator("pre", has_text="new weight -0.5")
    seen = {place: answer.is_visible() for place in deck.each_state(page)}
    assert list(seen)[2:4] == ["slide 3.1", "slide 3.1 step 1"]
    assert list(seen.values())[2:4] == [False, True]


def test_speaker_view_shows_the_notes(toy_deck, watched_page):
    page, watch = watched_page(width=1280, height=720)
    deck.open_deck(page, toy_deck)
    page.keyboard.press("ArrowRight")
    view = deck.speaker_view(page)
    view.get_by_text("a weight is a slope").wait_for()
    assert "Speaker notes, minute 2" in deck.notes_in(view)
    page.bring_to_front()
    page.keyboard.press("ArrowRight")
    view.get_by_text("the gradient points uphill").wait_for()
    assert not watch.external and not watch.console


def test_print_shows_every_slide(toy_deck, watched_page, tmp_path):
    page, watch = watched_page(width=1280, height=720)
    page.goto(toy_deck.as_uri() + "?print-pdf")
    page.locator(".pdf-page").first.wait_for()
    assert page.locator(".pdf-page").count() == 6
    assert not watch.external and not watch.console


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_deck_of_chapter(chapter, watched_page, tmp_path):
    index = slides.build(chapter, tmp_path)
    nb = nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4)
    assert deck.inspect_deck(watched_page, index) == []
    notes = [cell for cell in nb.cells if slides.slide_type(cell) == "notes"]
    page, _ = watched_page(width=1280, height=720)
    deck.open_deck(page, index)
    assert page.locator("aside.notes").count() == len(notes) > 0
