"""What a deck holds, without a browser: tests/browser/test_decks.py looks at it."""

import re
from importlib.machinery import ModuleSpec

import nbformat
import pytest
import toy_chapter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils import places
from course_utils.instructor import slides
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


def test_mermaid_is_left_to_the_list_beside_it(html):
    text = html(new_markdown_cell("Map:\n\n```mermaid\ngraph LR; a-->b\n```\n\n- a leads to b"))
    assert "graph LR" not in text and "a leads to b" in text and "mermaid" not in text.lower()


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
    monkeypatch.setattr(slides, "find_spec", lambda name: None)
    with pytest.raises(NotebookError, match=r'sphinx-revealjs is missing.*\.\[instructor\]"'):
        slides.build("toy", tmp_path, root=toy)


def test_a_package_of_another_layout_is_told(toy, monkeypatch, tmp_path):
    empty = ModuleSpec("sphinx_revealjs", None, is_package=True)
    empty.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(slides, "find_spec", lambda name: empty)
    with pytest.raises(NotebookError, match="sphinx_revealjs has no _static/revealjs/LICENSE"):
        slides.build("toy", tmp_path / "deck", root=toy)


def test_unknown_and_unbuilt_chapters_are_told(toy, tmp_path):
    with pytest.raises(NotebookError, match=r"no chapter 'torus'\. Chapters: 02_toy"):
        slides.build("torus", root=toy)
    toy_chapter.write(tmp_path, name="03_new")
    with pytest.raises(NotebookError, match=r"03_new\.ipynb does not exist yet.*make notebooks"):
        slides.build("new", root=tmp_path)


def test_tools_find_the_repository():
    assert (places.ROOT / "course_utils" / "instructor").is_dir()
