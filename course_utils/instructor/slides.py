"""Slides from executed notebooks: a folder a chapter that needs no network, opened as files."""

import os
import re
import tempfile
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from tqdm import tqdm

from course_utils.instructor.assets import LOOK, TEMPLATES, copy_assets
from course_utils.instructor.chromium import find_chromium, print_pdf
from course_utils.instructor.deck import as_deck
from course_utils.instructor.notebooks import NotebookError, find_chapter, load
from course_utils.places import ROOT, as_path, write_whole
from course_utils.validation import check_choice

PAGES = ("index.html", "handout.html")
AS_HANDOUT = ('classList.add("preparing")', 'classList.add("preparing", "handout")')
PDFS = {"slides.pdf": "slides (PDF)", "handout.pdf": "handout (PDF)"}
OURS = "<title>Slides of the course</title>"
TITLE = re.compile(r"<title>(.*?) slides</title>", flags=re.S)
LEAF = r"<section[^>]*>(?!\s*<section)"  # a slide; a section around others is a stack of them


def build(chapter: str, out: Path | None = None, *, root: Path = ROOT, pdf: bool = False) -> Path:
    """Build the deck of a chapter from its executed notebook, and its handout.

    Parameters
    ----------
    chapter : str
        Its name, as `02_perceptron`, `perceptron` or `02`.
    out : Path, optional
        The deck's folder; the default is build/slides/<chapter>. An earlier deck is replaced.
    root : Path
        The repository.
    pdf : bool
        Also print slides.pdf and handout.pdf, which needs Chromium or Chrome.

    Returns
    -------
    Path
        The deck's index.html. Press S in it for the speaker's notes. Beside it is handout.html:
        two slides a page, with their notes.

    Raises
    ------
    NotebookError
        If the chapter is unknown, its notebook not built, a package or Chromium is missing, or
        `out` holds anything but a deck.
    """
    check_choice(pdf, (True, False), "pdf")
    name = find_chapter(chapter, root)
    folder = (
        as_path(out, "out") if out is not None else root / "build" / "slides" / name
    ).resolve()
    refuse_foreign(folder)
    if pdf:
        find_chromium()
    nb = as_deck(load(name, root))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as draft:
        new = Path(draft, "new")
        copy_assets(new / "lib")
        deck = render(nb, root / "notebooks")
        write_whole(new / "index.html", deck)
        write_whole(new / "handout.html", deck.replace(*AS_HANDOUT, 1))
        if pdf:
            print_both(new)
        if folder.exists():
            folder.rename(Path(draft, "old"))
        new.rename(folder)
    return folder / "index.html"


def build_all(out: Path | None = None, *, root: Path = ROOT, pdf: bool = False) -> Path:
    """Build the deck of every chapter, and a page that leads to them.

    Parameters
    ----------
    out : Path, optional
        The folder of the decks' folders; the default is build/slides.
    root, pdf
        As in `build`.

    Returns
    -------
    Path
        That page, index.html in `out`.

    Raises
    ------
    NotebookError
        As in `build`, or if there is no chapter, or another index.html in `out`.
    """
    check_choice(pdf, (True, False), "pdf")
    folder = (as_path(out, "out") if out is not None else root / "build" / "slides").resolve()
    chapters = sorted(path.stem for path in root.glob("notebooks/[0-9]*_*.ipynb"))
    if not chapters:
        raise NotebookError(
            f"{root / 'notebooks'} holds no chapter yet. Build them: make notebooks"
        )
    page = folder / "index.html"
    if page.exists() and OURS not in page.read_text(encoding="utf-8", errors="replace"):
        raise NotebookError(f"{page} is no list of decks: it is left. Name a new folder: --out")
    titles = {}
    quiet = os.environ.get("COURSE_PROGRESS") == "0"
    for name in tqdm(chapters, desc="slides", unit="deck", disable=quiet):
        index = build(name, folder / name, root=root, pdf=pdf)
        titles[name] = TITLE.search(index.read_text(encoding="utf-8"))[1]
    write_whole(page, contents(titles, pdf))
    return page


def contents(titles: dict[str, str], pdf: bool) -> str:
    """Return the page that leads to the decks of `titles`: folder -> title, as HTML."""
    files = {"handout.html": "handout"} | (PDFS if pdf else {})
    rows = []
    for name, title in titles.items():
        more = " · ".join(f'<a href="{name}/{file}">{what}</a>' for file, what in files.items())
        number = name.partition("_")[0]
        deck = f'<a href="{name}/index.html">{title}</a>'
        rows.append(f"<tr><td>{number}</td><td>{deck}</td><td>{more}</td></tr>")
    page = (LOOK / "contents.html").read_text(encoding="utf-8")
    return page.replace("<!-- rows -->", "\n".join(rows))


def print_both(folder: Path) -> None:
    """Print a built deck and its handout to slides.pdf and handout.pdf, beside them."""
    index = folder / "index.html"
    slides = len(re.findall(LEAF, index.read_text(encoding="utf-8")))
    write_whole(folder / "slides.pdf", print_pdf(f"{index.as_uri()}?print-pdf", slides))
    sheets = (slides + 1) // 2
    write_whole(folder / "handout.pdf", print_pdf((folder / "handout.html").as_uri(), sheets))


def refuse_foreign(folder: Path) -> None:
    """Raise where `folder` exists and is neither empty nor a deck and nothing else."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    parts = {"lib", *PAGES, *PDFS}
    deck = {"index.html", "lib"} <= there <= parts and (folder / "lib" / "deck.js").is_file()
    if folder.is_file() or (there and not deck):
        others = ", ".join(sorted(there - parts)[:5])
        what = f"holds other things than a deck ({others})" if others else "is not a deck's folder"
        raise NotebookError(f"{folder} {what}: it is left as it is. Name a new folder: --out")


def render(nb: nbformat.NotebookNode, images: Path | None = None) -> str:
    """Return the deck's HTML; files that Markdown cells show are looked for in `images`."""
    exporter = SlidesExporter(
        template_name=LOOK.name,
        extra_template_basedirs=[str(TEMPLATES)],
        reveal_url_prefix="lib/reveal",
        reveal_theme="course",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        embed_images=True,
        exclude_anchor_links=True,
    )
    resources = {"metadata": {"name": nb.metadata["title"], "path": str(images or "")}}
    return exporter.from_notebook_node(nb, resources=resources)[0]
