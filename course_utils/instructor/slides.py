"""Slides from an executed notebook: one folder that needs no network, also opened as a file."""

import re
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter

from course_utils.instructor.notebooks import (
    WIDGET,
    NotebookError,
    find_chapter,
    load,
    slide_type,
    tags,
)
from course_utils.places import ROOT, install_command, write_whole

TEMPLATES = Path(__file__).parent / "templates"
LOOK = TEMPLATES / "course_slides"
SHOWS_ONLY = {"quiz", "explorer", "source", "claim"}

# Folder in lib/ -> package, folder in it, and what a deck needs of that folder.
ASSETS = {
    "reveal": (
        "sphinx_revealjs",
        "_static/revealjs",
        ("LICENSE", "dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js"),
    ),
    "mathjax": (
        "nbclassic",
        "static/components/MathJax",
        (
            "MathJax.js",
            "extensions/tex2jax.js",
            "extensions/MathEvents.js",
            "extensions/AssistiveMML.js",
            "extensions/toMathML.js",
            "extensions/TeX/[a-z]*.js",
            "extensions/TeX/AMS*.js",
            "jax/input/TeX/*.js",
            "jax/element/mml/**/*.js",
            "jax/output/SVG/*.js",
            "jax/output/SVG/autoload/*.js",
            "jax/output/SVG/fonts/STIX-Web/*.js",
            "jax/output/SVG/fonts/STIX-Web/[!F]*/**/*.js",  # all but Fraktur
        ),
    ),
}


def build(chapter: str, out: Path | None = None, *, root: Path = ROOT) -> Path:
    """Build the deck of a chapter from its executed notebook.

    Parameters
    ----------
    chapter : str
        Its name, as `02_perceptron`, `perceptron` or `02`.
    out : Path, optional
        The deck's folder; the default is build/slides/<chapter>. An earlier deck is replaced.
    root : Path
        The repository.

    Returns
    -------
    Path
        The deck's index.html. Press S in it for the speaker's notes.

    Raises
    ------
    NotebookError
        If the chapter is unknown, its notebook not built, a package is missing, or `out` holds
        anything but a deck.
    """
    name = find_chapter(chapter, root)
    folder = (Path(out) if out else root / "build" / "slides" / name).resolve()
    refuse_foreign(folder)
    nb = as_deck(load(name, root))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as draft:
        new = Path(draft, "new")
        copy_assets(new / "lib")
        write_whole(new / "index.html", render(nb, root / "notebooks"))
        if folder.exists():
            folder.rename(Path(draft, "old"))
        new.rename(folder)
    return folder / "index.html"


def refuse_foreign(folder: Path) -> None:
    """Raise where `folder` exists and is neither empty nor a deck and nothing else."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    deck = there == {"index.html", "lib"} and (folder / "lib" / "deck.js").is_file()
    if folder.is_file() or (there and not deck):
        others = ", ".join(sorted(there - {"index.html", "lib"})[:5])
        what = f"holds other things than a deck ({others})" if others else "is not a deck's folder"
        raise NotebookError(f"{folder} {what}: it is left as it is. Name a new folder: --out")


def as_deck(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy that slides can hold: each with its headline, no widgets, no code of plumbing.

    Left out are the setup cell, widgets, Mermaid, tracebacks, and the code (with what it prints) of
    cells that show a picture, a quiz, an explorer, source or a claim's verdict.
    """
    nb = nbformat.from_dict(nb)
    if all(slide_type(cell) in ("-", "notes", "skip") for cell in nb.cells):
        raise NotebookError("No cell is a slide: give cells slideshow metadata, slide_type: slide.")
    cells, headline, expected = [], "", False
    for cell in nb.cells:
        if "setup" in tags(cell):
            cell.metadata["slideshow"] = {"slide_type": "skip"}
        if cell.cell_type == "markdown":
            # Mermaid needs its library; a list stands beside each diagram
            cell.source = re.sub(r"^```mermaid\n.*?^```\n?", "", cell.source, flags=re.M | re.S)
        else:
            cell.metadata["predicted"] = expected
            _keep_what_is_seen(cell)
        expected = "predict" in tags(cell)
        found = re.match(r"(#{1,3} .+)\n*", cell.source) if cell.cell_type == "markdown" else None
        headline = found[1] if found else headline
        if slide_type(cell) in ("slide", "subslide") and (not found or expected):
            cells.append(_headline("### Poll" if "quiz" in tags(cell) else headline, cell))
            cell.metadata["slideshow"] = {"slide_type": "-"}
            cell.source = cell.source[found.end() :] if found else cell.source
        cells.append(cell)
    nb.cells = cells
    titles = (cell.source.splitlines()[0][2:] for cell in cells if cell.source[:2] == "# ")
    nb.metadata["title"] = next(titles, "Slides")
    return nb


def _headline(text: str, above: nbformat.NotebookNode) -> nbformat.NotebookNode:
    slideshow = {"slide_type": slide_type(above)}
    return nbformat.v4.new_markdown_cell(
        text, id=f"{above.id}-headline", metadata={"slideshow": slideshow}
    )


def _keep_what_is_seen(cell: nbformat.NotebookNode) -> None:
    """Reduce a code cell's outputs, and hide its code where only they matter."""
    if "exercise" in tags(cell):
        cell.outputs = []  # the stub is what a class looks at while it works
    static = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    pages = [o.data["text/html"] for o in static if "text/html" in o.get("data", {})]
    if pages:
        cell.outputs = static
    for number, output in enumerate(cell.outputs):
        output.get("data", {}).pop(WIDGET, None)
        if output.output_type == "error":
            text = f"{output.ename}: {output.evalue}\n"
            cell.outputs[number] = nbformat.v4.new_output("stream", name="stderr", text=text)
    if SHOWS_ONLY & set(tags(cell)) or any("<figure" in page for page in pages):
        cell.metadata["transient"] = {"remove_source": True}  # nbconvert's word for hidden code
        cell.outputs = [o for o in cell.outputs if o.output_type != "stream"]


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


def copy_assets(lib: Path) -> None:
    """Copy reveal.js, MathJax and the course's look into `lib`."""
    for folder, (package, inside, patterns) in ASSETS.items():
        source = _package_folder(package) / inside
        for pattern in patterns:
            files = [file for file in source.glob(pattern) if file.is_file()]
            if not files:
                raise NotebookError(
                    f"{package} has no {inside}/{pattern}: its version does not fit. "
                    f'Install the extra "instructor" again: {install_command()}'
                )
            for file in files:
                target = lib / folder / file.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    theme = lib / "reveal" / "dist" / "theme" / "course.css"
    theme.parent.mkdir(exist_ok=True)
    shutil.copyfile(LOOK / "course.css", theme)
    shutil.copyfile(LOOK / "deck.js", lib / "deck.js")


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NotebookError(
            f"The package {package.replace('_', '-')} is missing; slides need the extra "
            f'"instructor": {install_command()}'
        )
    return Path(spec.submodule_search_locations[0])
