"""Every deck, walked in a browser: nothing cut off, nothing fetched, every formula typeset."""

import re
import zlib

import deck
import pytest
import toy_chapter

from course_utils.instructor import chromium, slides
from course_utils.instructor.notebooks import ROOT

NAMES = sorted(path.stem for path in ROOT.glob("notebooks/[0-9]*_*.ipynb"))
PRINTED = NAMES[0]  # the chapter whose PDFs are printed, too

LONG_LINE = "x = " + " + ".join(["weight"] * 30)
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
NOTES = '<aside class="notes"><p>Say it.</p></aside>'
UNFOOTED = """<script>new MutationObserver(() =>
  document.querySelector(".footer .course-footer")?.remove()
).observe(document, {subtree: true, childList: true})</script>"""
# Text grows where a slide has room: --zoom.
# Name -> what stands on a slide, and what must be said of that slide, or of the deck ("*").
DEFECTS = {
    "bottom": ("<p>one more line</p>" * 30, "beyond the bottom"),
    "wide": (f"<pre>{LONG_LINE}</pre>", "wider than the slide"),
    "clipped": (f'<pre style="overflow: hidden">{LONG_LINE}</pre>', "clipped"),
    "foot": (
        '<p style="position: absolute; right: 60px; top: calc(672px / var(--zoom))">text</p>',
        "footer's place",
    ),
    "footer": (UNFOOTED, 'footer says "nothing"'),
    "small": ('<p style="font-size: calc(23px / var(--zoom))">fine</p>', "too small to read, 23"),
    "small code": (
        '<pre style="font-size: calc(17px / var(--zoom))">x</pre>',
        "too small to read, 17",
    ),
    "zoomed out": (
        '<div><p style="zoom: calc(0.8 / var(--zoom))">fine</p></div>',
        "too small to read, 22.4",
    ),
    "faint": ('<p style="color: #808080">gray</p>', "faint, contrast 3.9"),
    "faint on a box": (
        '<p style="background: #0072b2"><span style="color: #000">black on blue</span></p>',
        "faint, contrast 4.0",
    ),
    "faded": ('<div style="opacity: 0.4"><p>once black</p></div>', "faint"),
    "raw formula": ('<p class="tex2jax_ignore">$w x$</p>', "formula not typeset"),
    "wrong formula": (r"<p>$\nosuchmacro{x}$</p>", "formula has an error"),
    "broken image": ('<img alt="a point" src="data:image/png;base64,AAAA">', "broken image"),
    "missing file": ('<img alt="a point" src="lib/none.png">', "* ERR_FILE_NOT_FOUND"),
    "no alt": (f'<img src="{DOT}">', "without alt"),
    "distorted": (
        f'<style>.bad {{ width: 99px !important }}</style><img class="bad" alt="dot" src="{DOT}">',
        "out of shape",
    ),
    "diagram": ('<pre class="mermaid">graph TD</pre>', "diagram not drawn"),
    "link": ('<p><a href="02_perceptron.ipynb">chapter 02</a></p>', "link to a file"),
    "fetched": ('<img alt="a point" src="https://example.org/a.png">', "* another machine"),
    "console": ('<script>console.error("lost")</script>', "* console: lost"),
    "script": ("<script>nosuchfunction()</script>", "* nosuchfunction"),
    "empty": (None, "empty slide"),
    "no notes": ("<p>words</p><aside class='notes'> </aside>", "no speaker notes"),
    "concept": ('<p class="celltag_concept">words</p><b></b>', "no speaker notes after a concept"),
}
SILENT = ("empty", "no notes", "concept")  # slides without notes


@pytest.fixture(scope="module")
def toy_deck(tmp_path_factory):
    """The index.html of the toy chapter's deck."""
    root = toy_chapter.write(tmp_path_factory.mktemp("toy"))
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    toy_chapter.load_builder().build("02_toy", root)
    return slides.build("toy", root=root)


@pytest.fixture(scope="module")
def found(toy_deck, watched_page):
    """What the walk says of a deck with a slide for each defect: name -> its problems; "*": all."""
    text = toy_deck.read_text(encoding="utf-8")
    pages = []
    for name, (content, _) in DEFECTS.items():
        body = "" if content is None else f"<h2>{name}</h2>{content}"
        body += "" if name in SILENT else NOTES
        pages.append(f'<section><section class="{name}">{body}</section></section>')
    end = text.rindex("</section>") + len("</section>")
    broken = toy_deck.with_name("broken.html")
    broken.write_text(text[:end] + "".join(pages) + text[end:], encoding="utf-8")
    problems = deck.inspect_deck(watched_page, broken)
    before = len(re.findall(r"<section[^>]*>\s*<section", text))
    said = {
        name: [p for p in problems if p.startswith(f"slide {before + number}.1")]
        for number, name in enumerate(DEFECTS, start=1)
    }
    return said | {"*": problems}


def test_toy_deck_is_whole(toy_deck, watched_page):
    assert deck.inspect_deck(watched_page, toy_deck) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_detector_fires(defect, found):
    message = DEFECTS[defect][1]
    problems = found["*" if message.startswith("* ") else defect]
    assert any(message.removeprefix("* ") in problem for problem in problems), found["*"]


@pytest.mark.parametrize(("lines", "problem"), [(12, "beyond the bottom"), (9, "of its size")])
def test_unshrinkable_pictures_are_found(lines, problem, toy_deck, watched_page):
    """A picture gives way to text, but not beyond recognition: then the slide overflows."""
    text = toy_deck.read_text(encoding="utf-8").replace("<img ", '<img width="900" ')
    text = text.replace("<figure>", "<p>line</p>" * lines + "<figure>")
    crowded = toy_deck.with_name("crowded.html")
    crowded.write_text(text, encoding="utf-8")
    found = deck.inspect_deck(watched_page, crowded)
    assert any(problem in said for said in found), found


def test_slides_are_laid_out_by_what_they_hold(toy_deck, watched_page):
    text = toy_deck.read_text(encoding="utf-8")
    end = text.rindex("</section>") + len("</section>")
    figure = re.search(r"<figure>.*?</figure>", text, flags=re.S)[0]
    figure = figure.replace("<img ", '<img width="640" ')
    slide = "<section><section><div><h2>Title</h2></div><div>{}</div>{}" + NOTES
    pages = [
        slide.format("<p>Some words that take a line.</p>" * 9, f"<div>{figure}</div>"),
        slide.format("<p>A line.</p>" * 14, ""),
        slide.format(f'<pre style="white-space: pre-wrap">{LONG_LINE[:88]}</pre>', ""),
    ]
    closed = "".join(page + "</section></section>" for page in pages)
    laid = toy_deck.with_name("laid.html")
    laid.write_text(text[:end] + closed + text[end:], encoding="utf-8")
    assert deck.inspect_deck(watched_page, laid) == []
    page, _ = watched_page(width=1280, height=720)
    deck.open_on_paper(page, f"{laid.as_uri()}?print-pdf")
    *_, beside, full, source = page.locator(".course-slide").all()
    words, picture = beside.locator(".course-beside > div").all()
    assert words.bounding_box()["x"] + words.bounding_box()["width"] < picture.bounding_box()["x"]
    assert picture.locator("img").bounding_box()["width"] >= 640
    assert full.evaluate("slide => slide.matches('.course-tight')"), "small type, as it is full"
    assert source.locator("pre").evaluate("pre => getComputedStyle(pre).whiteSpace") == "pre"
    strip = page.locator(".course-alone figure:has(img[alt^='Three states'])")
    assert strip.bounding_box()["x"] == 24 and strip.bounding_box()["width"] == 1280 - 2 * 24
    assert float(strip.evaluate("strip => parseFloat(strip.style.paddingTop)")) > 50, "centered"
    comma = page.get_by_text(", and the error of a batch").evaluate(
        "text => text.querySelector('.MathJax_SVG').parentElement.textContent.at(-1)"
    )
    assert comma == ",", "no line begins with the comma after a formula"


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


def test_print_shows_every_slide_and_step(toy_deck, watched_page):
    page, watch = watched_page(width=1280, height=720)
    deck.open_on_paper(page, f"{toy_deck.as_uri()}?print-pdf")
    assert page.locator(".course-slide").count() == 6
    assert page.locator(".fragment").evaluate("part => part.checkVisibility({opacityProperty: 1})")
    assert not watch.external and not watch.console


def test_handout_has_two_slides_a_page_with_their_notes(toy_deck, watched_page):
    page, watch = watched_page(width=1000, height=1200)
    deck.open_on_paper(page, toy_deck.with_name("handout.html").as_uri())
    assert page.locator(".course-sheet").count() == 3
    assert deck.cut_on_paper(page) == []
    second = page.locator(".course-shared").nth(1)
    assert "One weight scales every input" in second.inner_text()
    assert "a weight is a slope" in second.locator(".course-words").inner_text()
    assert second.locator(".course-words .MathJax_SVG svg").count() == 1
    page.evaluate("document.querySelector('.course-words').append('words '.repeat(700))")
    assert deck.cut_on_paper(page) != []
    assert not watch.external and not watch.console


@pytest.mark.parametrize("chapter", NAMES)
def test_deck_of_chapter(chapter, watched_page, tmp_path):
    index = slides.build(chapter, tmp_path, pdf=chapter == PRINTED)
    assert deck.inspect_deck(watched_page, index) == []
    page, watch = watched_page(width=1000, height=1200)
    deck.open_on_paper(page, index.with_name("handout.html").as_uri())
    assert deck.cut_on_paper(page) == []
    assert not watch.external and not watch.console
    if chapter == PRINTED:
        n_slides = page.locator(".course-slide").count()
        slide, sheet = (960, 540), (595, 842)  # points: 1280 x 720 pixels, and A4
        assert looks_of_pages(index.with_name("slides.pdf")) == [(slide, True)] * n_slides
        sheets = [(sheet, True)] * -(-n_slides // 2)
        assert looks_of_pages(index.with_name("handout.pdf")) == sheets


def looks_of_pages(path):
    """Return of each page of a PDF its size in points, and whether it shows words."""
    pdf = path.read_bytes()
    objects = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, flags=re.S))
    looks = []
    for body in objects.values():
        if chromium.count_pages(body):
            width, height = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", body).groups()
            content = objects[re.search(rb"/Contents (\d+) 0 R", body)[1]]
            drawn = zlib.decompress(content.partition(b"stream\n")[2].rpartition(b"\nendstream")[0])
            words = len(re.findall(rb"\bT[jJ]\b", drawn))
            looks.append(((round(float(width)), round(float(height))), words > 2))  # 2: the footer
    return looks


def test_a_blank_page_is_seen(tmp_path):
    page = b"\n1 0 obj\n<</Type /Page\n/MediaBox [0 0 960 540]\n/Contents 2 0 R>>\nendobj"
    text = zlib.compress(b"(a) Tj (1 / 2) Tj")
    content = b"\n2 0 obj\n<</Length 9>> stream\n" + text + b"\nendstream\nendobj"
    (tmp_path / "blank.pdf").write_bytes(page + content)
    assert looks_of_pages(tmp_path / "blank.pdf") == [((960, 540), False)]
