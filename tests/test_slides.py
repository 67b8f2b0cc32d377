"""What a deck holds, without a browser: tests/browser/test_decks.py looks at it."""

import os
import re
from importlib.machinery import ModuleSpec

import nbformat
import pytest
import toy_chapter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils import places
from course_utils.instructor import assets, chromium, slides
from course_utils.instructor.notebooks import WIDGET, NotebookError


def on_slide(cell, kind="slide"):
    cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


@pytest.fixture
def html():
    """Render cells as one slide."""

    def render(*cells):
        title = on_slide(new_markdown_cell("# The *best* <title>"))
        return slides.render(slides.as_deck(new_notebook(cells=[title, *cells])))

    return render


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """The built toy repository."""
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    root = toy_chapter.write(tmp_path_factory.mktemp("toy"))
    toy_chapter.load_builder().build("02_toy", root)
    return root


def test_a_deck_is_one_folder_that_fetches_nothing(toy):
    index = slides.build("toy", root=toy)
    assert index == toy / "build" / "slides" / "02_toy" / "index.html"
    text = index.read_text(encoding="utf-8")
    assert '<html lang="en">' in text and "<title>A toy that learns to double" in text
    addresses = re.findall(r"<(?:script|link|img|iframe)[^>]*?(?:src|href)=\"([^\"]+)\"", text)
    files = [address for address in addresses if not address.startswith("data:")]
    assert files and all((index.parent / file).is_file() for file in files), files
    assert "cdn" not in text and "require" not in text
    size = sum(f.stat().st_size for f in index.parent.rglob("*") if f.is_file())
    assert size < 4_000_000
    handout = index.with_name("handout.html").read_text(encoding="utf-8")
    assert handout != text and handout.replace(', "handout"', "") == text


def test_a_deck_shows_what_slides_are_for(toy):
    text = slides.build("02_toy", root=toy).read_text(encoding="utf-8")
    assert "import numpy" not in text  # the setup cell
    assert "This text is for readers only" not in text
    assert re.search(r'<aside class="notes">.*?a weight is a slope', text, re.S)
    assert re.search(r'<div class="fragment">\s*<div class="jp-Cell-outputWrapper">', text)
    assert text.count('<div class="fragment">') == 1
    assert 'alt="Three states of the slider, from left to right"' in text
    assert "widget-view" not in text and "IntSlider" not in text
    assert "ValueError: weight must be a number" in text and "Traceback" not in text
    assert "the documentation" not in text and "min-5" in text


def test_the_setup_cell_stays_out_whatever_it_says(html):
    assert "secret" not in html(new_code_cell("secret", metadata={"tags": ["setup"]}))


def test_widgets_leave_their_text_where_no_picture_stands(html):
    data = {WIDGET: {"model_id": "0"}, "text/plain": "Open the notebook to answer."}
    view = new_output("display_data", data)
    alone = html(new_code_cell("quiz()", outputs=[view]))
    assert "Open the notebook to answer." in alone and "widget-view" not in alone
    strip = new_output("display_data", {"text/html": '<figure><img alt="a" src="data:,"></figure>'})
    pictured = html(new_code_cell("explore()", outputs=[strip, view]))
    assert "Open the notebook" not in pictured and 'alt="a"' in pictured


def headings(text):
    return re.findall(r"<h([1-3])[^>]*>(.*?)</h", text)


def test_every_slide_has_a_headline(html):
    section = on_slide(new_markdown_cell("## The point\n\nWords."))
    text = html(section, on_slide(new_code_cell("x"), "subslide"), new_code_cell("y"))
    assert headings(text)[1:] == [("2", "The point"), ("2", "The point")]
    assert re.search(r"The point</h2>[^§]*>x<", text)
    ids = re.findall(r'id="cell-id=([^"]+)"', text)
    assert len(ids) == len(set(ids)) == 5


def test_a_prediction_stands_under_its_headline(html):
    ask = on_slide(new_markdown_cell("### A step\n\n**Predict.**", metadata={"tags": ["predict"]}))
    text = html(ask, new_code_cell("x"))
    box = text[text.index("celltag_predict") :]
    assert "A step</h3>" in text and "A step</h3>" not in box and "Predict." in box


def test_a_picture_comes_without_its_plumbing(html):
    picture = new_output(
        "display_data", {"text/html": '<figure><img alt="a" src="data:,"></figure>'}
    )
    printed = new_output("stream", name="stdout", text="first point")
    text = html(new_code_cell("plot(fig)", outputs=[printed, picture]))
    assert "<figure>" in text and "plot(" not in text and "first point" not in text
    assert "first point" in html(new_code_cell("print()", outputs=[printed]))


@pytest.mark.parametrize("tag", ["quiz", "explorer", "source", "claim"])
def test_plumbing_is_known_by_its_tag(html, tag):
    shown = new_output("display_data", {"text/html": "<p>shown</p>"})
    cell = new_code_cell("plumbing()", outputs=[shown], metadata={"tags": [tag]})
    assert "plumbing" not in html(cell) and "shown" in html(cell)


def test_a_predicted_picture_has_a_slide_of_its_own(html):
    """Question and answer fill one each, under one headline, with the same notes."""
    ask = on_slide(new_markdown_cell("## A step\n\n**Predict.**", metadata={"tags": ["predict"]}))
    picture = new_output("display_data", {"text/html": '<figure><img alt="a" src="data:,">'})
    notes = on_slide(new_markdown_cell("Say: look."), "notes")
    later = on_slide(new_markdown_cell("## Next"))
    other = on_slide(new_markdown_cell("Say: go on."), "notes")
    text = html(ask, new_code_cell("x", outputs=[picture]), notes, later, other)
    assert [what for _, what in headings(text)][1:] == ["A step", "A step", "Next"]
    question, answer = text[text.index("A step</h2>") :].split("</section>")[:2]
    assert "Predict." in question and "<img" not in question and "fragment" not in text
    assert "Predict." not in answer and "<img" in answer
    assert "Say: look." in question and "Say: look." in answer and "go on" not in answer


def test_a_printed_prediction_stays_on_its_slide(html):
    ask = on_slide(new_markdown_cell("## A step", metadata={"tags": ["predict"]}))
    printed = new_output("stream", name="stdout", text="3")
    text = html(ask, new_code_cell("x", outputs=[printed]))
    assert [what for _, what in headings(text)][1:] == ["A step"]
    assert text.count('<div class="fragment">') == 1


MAP = "Map:\n\n```mermaid\ngraph LR\n  a[network] --> b[GAN]\n```\n\n- a list"


def test_mermaid_becomes_a_figure(html):
    text = html(new_markdown_cell(MAP))
    assert 'alt="network leads to GAN"' in text and "data:image/png;base64," in text
    assert "graph LR" not in text and "a list" in text
    hidden = on_slide(new_markdown_cell(MAP.replace("-->", "~~~")), "skip")
    assert "network" not in html(hidden), "what is skipped need not be drawn"


def test_links_to_files_become_words(html):
    """A deck is a folder by itself; the notebooks are not in it."""
    text = html(new_markdown_cell("[one](01_a.ipynb), [two](https://example.org), ![p](data:,)"))
    assert "one," in text and "01_a.ipynb" not in text
    assert 'href="https://example.org"' in text and 'src="data:,"' in text


def test_a_word_to_the_formatter_is_none_to_a_class(html):
    page = html(new_code_cell("add(\n    1\n)  # fmt: skip"))
    assert "add" in page and "fmt: skip" not in page


def test_what_is_given_stays_as_it_was():
    nb = new_notebook(cells=[on_slide(new_markdown_cell("# T"))])
    before = nbformat.writes(nb)
    slides.as_deck(nb)
    assert nbformat.writes(nb) == before


def test_a_notebook_without_slides_is_told():
    with pytest.raises(NotebookError, match="No cell is a slide"):
        slides.as_deck(new_notebook(cells=[new_markdown_cell("text")]))


def test_a_deck_is_replaced(toy, tmp_path):
    first = slides.build("toy", tmp_path / "deck", root=toy)
    text = first.read_text(encoding="utf-8")
    first.write_text("old", encoding="utf-8")
    stale = first.parent / "lib" / "reveal" / "stale.js"
    stale.touch()
    assert slides.build("toy", tmp_path / "deck", root=toy).read_text(encoding="utf-8") == text
    assert not stale.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]


def test_an_empty_folder_is_filled(toy, tmp_path):
    assert slides.build("toy", tmp_path, root=toy) == tmp_path / "index.html"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["thesis.tex"], r"holds other things than a deck \(thesis.tex\)"),
        (["index.html", "lib/deck.js", "talk.md"], r"\(talk.md\)"),
        (["index.html", "lib/other.js"], "is not a deck's folder"),
        (["index.html"], "is not a deck's folder"),
    ],
)
def test_a_folder_of_something_else_is_left_alone(toy, tmp_path, files, said):
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine")
    with pytest.raises(NotebookError, match=said):
        slides.build("toy", tmp_path, root=toy)
    there = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(there) == len(files) and all(path.read_text() == "mine" for path in there)


def test_a_file_in_place_of_the_folder_is_left_alone(toy, tmp_path):
    (tmp_path / "deck").write_text("mine")
    with pytest.raises(NotebookError, match="is not a deck's folder"):
        slides.build("toy", tmp_path / "deck", root=toy)
    assert (tmp_path / "deck").read_text() == "mine"


def test_a_failure_leaves_the_earlier_deck(toy, tmp_path, monkeypatch):
    index = slides.build("toy", tmp_path / "deck", root=toy)
    text = index.read_text(encoding="utf-8")

    def fail(*_):
        raise OSError("full")

    monkeypatch.setattr(slides, "render", fail)
    with pytest.raises(OSError, match="full"):
        slides.build("toy", tmp_path / "deck", root=toy)
    assert index.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]


def test_a_missing_package_names_the_extra(toy, monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "find_spec", lambda name: None)
    with pytest.raises(NotebookError, match=r'sphinx-revealjs is missing.*\.\[instructor\]"'):
        slides.build("toy", tmp_path, root=toy)


def test_a_package_of_another_layout_is_told(toy, monkeypatch, tmp_path):
    empty = ModuleSpec("sphinx_revealjs", None, is_package=True)
    empty.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(assets, "find_spec", lambda name: empty)
    with pytest.raises(NotebookError, match="sphinx_revealjs has no _static/revealjs/LICENSE"):
        slides.build("toy", tmp_path / "deck", root=toy)


def test_unknown_and_unbuilt_chapters_are_told(toy, tmp_path):
    with pytest.raises(NotebookError, match=r"no chapter 'torus'\. Chapters: 02_toy"):
        slides.build("torus", root=toy)
    toy_chapter.write(tmp_path, name="03_new")
    with pytest.raises(NotebookError, match=r"03_new\.ipynb does not exist yet.*make notebooks"):
        slides.build("new", root=tmp_path)


def test_all_decks_are_listed(toy, tmp_path):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in ("02_toy", "10_b"):
        (notebooks / f"{name}.ipynb").write_bytes((toy / "notebooks/02_toy.ipynb").read_bytes())
    index = slides.build_all(root=tmp_path)
    assert index == tmp_path / "build" / "slides" / "index.html"
    text = index.read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', text)
    names = ["02_toy", "02_toy", "10_b", "10_b"]
    assert [link.partition("/")[0] for link in links] == names
    assert all((index.parent / link).is_file() for link in links)
    assert text.count(">A toy that learns to double</a>") == 2 and "http" not in text
    (notebooks / "10_b.ipynb").unlink()
    assert "10_b" not in slides.build_all(root=tmp_path).read_text(encoding="utf-8")


def test_another_page_is_left(toy, tmp_path):
    (tmp_path / "index.html").write_text("my page", encoding="utf-8")
    with pytest.raises(NotebookError, match="is no list of decks: it is left"):
        slides.build_all(tmp_path, root=toy)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_no_chapter_no_decks(tmp_path):
    with pytest.raises(NotebookError, match="holds no chapter yet"):
        slides.build_all(root=tmp_path)


@pytest.fixture
def no_chromium(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "NAMES", ())
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setattr(chromium, "find_spec", lambda name: None)


def test_without_chromium_a_pdf_is_refused_and_nothing_is_written(toy, tmp_path, no_chromium):
    with pytest.raises(NotebookError, match=r"needs Chromium.*apt-get install chromium.*CHROMIUM"):
        slides.build("toy", tmp_path / "deck", root=toy, pdf=True)
    assert not (tmp_path / "deck").exists()


def fake_chromium(folder, body):
    """A program that gets Chromium's arguments and runs `body`, with $PDF as the file to write."""
    path = folder / "chromium"
    find = 'for a in "$@"; do case "$a" in --print-to-pdf=*) PDF="${a#*=}";; esac; done'
    path.write_text(f"#!/bin/sh\n{find}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Chromium is a shell script")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('echo "no display" >&2; exit 3', "did not print: no display"),
        ("exit 3", "did not print: 3"),
        ('echo "/Type /Page" > "$PDF"', "printed 1 pages of .* instead of 6"),
    ],
)
def test_a_failed_print_leaves_the_old_deck(body, said, toy, tmp_path, monkeypatch):
    old = slides.build("toy", tmp_path / "deck", root=toy)
    old.write_text("old", encoding="utf-8")
    monkeypatch.setenv("CHROMIUM", str(fake_chromium(tmp_path, body)))
    with pytest.raises(NotebookError, match=said):
        slides.build("toy", tmp_path / "deck", root=toy, pdf=True)
    assert old.read_text(encoding="utf-8") == "old" and not list(tmp_path.glob("deck/*.pdf"))


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Chromium is a shell script")
def test_the_pdfs_lie_beside_the_deck_and_in_the_list(toy, tmp_path, monkeypatch):
    """The stand-in prints as many pages as are due: 6 slides, 3 pages of the handout."""
    body = (
        'case "$*" in *handout*) N=3;; *print-pdf) N=6;; esac\n'
        'for i in $(seq $N); do echo "/Type /Page" >> "$PDF"; done'
    )
    monkeypatch.setenv("CHROMIUM", str(fake_chromium(tmp_path, body)))
    index = slides.build_all(tmp_path / "all", root=toy, pdf=True)
    files = {path.name for path in (index.parent / "02_toy").iterdir()}
    assert files == {"index.html", "handout.html", "slides.pdf", "handout.pdf", "lib"}
    text = index.read_text(encoding="utf-8")
    assert "02_toy/slides.pdf" in text and "02_toy/handout.pdf" in text
    slides.build("toy", index.parent / "02_toy", root=toy)  # a deck with PDFs is replaced, too


def test_tools_find_the_repository():
    assert (places.ROOT / "course_utils" / "instructor").is_dir()
