"""Rules on what a notebook file holds: it is built, whole, small, and the same everywhere."""

import json
import re
from collections import Counter

import nbformat
from nbformat import NotebookNode
from notebook_cells import (
    all_outputs,
    attributes,
    code_cells,
    name_of,
    texts_of,
    without_math,
)

from course_utils.instructor.notebooks import (
    KERNELSPEC,
    LANGUAGE,
    authored_sha256,
    slide_type,
    tags,
    text_sha256,
)

MAX_NOTEBOOK, MAX_OUTPUT = 2_000_000, 150_000  # bytes
TOO_MANY_LINES, MAX_COLUMNS = 20, 72
MAX_IGNORED = 2
SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
PLAIN_TAGS = {
    *("setup", "predict", "source", "explorer", "quiz", "claim", "exercise", "bug-hunt"),
    *("core", "extra", "concept", "raises-exception", "nbval-ignore-output", "nbval-skip"),
}
NAMED_TAG = re.compile(r"exercise:[a-z_]\w*|claim:[A-Z]\d+|min-[1-9]\d*")
LOCAL_PATH = re.compile(
    r"(?<![\w.])/(?:home|root|Users|tmp|private|mnt|opt|var/folders)/[\w.-]+"
    r"|site-packages|\bipykernel_\d+|\b[A-Z]:\\{1,2}\w{2,}"
)


def drift(nb: NotebookNode, text: str) -> list[str]:
    """The notebook is the built form of its text, and nobody edited it since."""
    built = nb.metadata.get("course", {})
    problems = []
    if built.get("text_sha256") != text_sha256(text):
        problems.append("the text changed after the notebook was built: make notebooks")
    if built.get("sources_sha256") != authored_sha256(nb):
        problems.append("the notebook was edited after it was built: make notebooks tells how")
    return problems


def execution_counts(nb: NotebookNode) -> list[str]:
    """Every code cell ran, once, in order; nbval skips in silence what has no count."""
    counts = [cell.execution_count for cell in code_cells(nb)]
    if counts != list(range(1, len(counts) + 1)):
        return [f"execution counts are {counts}, not 1 to {len(counts)}: make notebooks"]
    return [f"{name_of(cell)} is empty" for cell in code_cells(nb) if not cell.source.strip()]


def errors(nb: NotebookNode) -> list[str]:
    """Only cells tagged `raises-exception` fail, and they do; nothing is left on stderr."""
    problems = []
    for cell in code_cells(nb):
        raised = [o.ename for o in cell.outputs if o.output_type == "error"]
        meant = "raises-exception" in tags(cell)
        if raised and not meant:
            problems.append(f"{name_of(cell)} raises {raised[0]}")
        if meant and not raised:
            problems.append(f"{name_of(cell)} is tagged raises-exception and raises nothing")
        if any(o.get("name") == "stderr" for o in cell.outputs):
            problems.append(f"{name_of(cell)} writes to stderr (a warning?)")
    return problems


def size(nb: NotebookNode) -> list[str]:
    """A notebook stays small enough for GitHub, nbval and a slow connection."""
    total = len(nbformat.writes(nb).encode())
    problems = [f"the notebook has {total:,} bytes; at most {MAX_NOTEBOOK:,}"]
    problems = problems if total > MAX_NOTEBOOK else []
    for cell, output in all_outputs(nb):
        size = len(json.dumps(output, ensure_ascii=False).encode())
        if size > MAX_OUTPUT:
            problems.append(f"{name_of(cell)} has an output of {size:,} bytes; max {MAX_OUTPUT:,}")
    return problems


def local_paths(nb: NotebookNode) -> list[str]:
    """Nothing tells where the author's files are."""
    problems = []
    for cell in nb.cells:
        texts = [without_math(cell.source) if cell.cell_type == "markdown" else cell.source]
        texts += [text for output in cell.get("outputs", []) for text in texts_of(output)]
        for text in texts:
            found = LOCAL_PATH.search(re.sub(r"base64,[A-Za-z0-9+/=]+", "", text))
            if found:
                problems.append(f"{name_of(cell)} shows the local path {found[0]}")
    return problems


def metadata(nb: NotebookNode) -> list[str]:
    """Only metadata that mean the same on every machine; tags and slide types that exist."""
    problems = [
        f"metadata {key!r} of the notebook"
        for key in nb.metadata
        if key not in ("kernelspec", "language_info", "course")
    ]
    if nb.metadata.get("kernelspec") != KERNELSPEC:
        problems.append(f"the kernelspec is not {KERNELSPEC}")
    if nb.metadata.get("language_info") != LANGUAGE:
        problems.append(f"the language_info is not {LANGUAGE}")
    allowed = {"tags", "slideshow", "jupyter"}
    for cell in nb.cells:
        problems += [
            f"{name_of(cell)} has metadata {k!r}" for k in cell.metadata if k not in allowed
        ]
        if slide_type(cell) not in SLIDE_TYPES:
            problems.append(f"{name_of(cell)} has the slide type {slide_type(cell)!r}")
        for tag in tags(cell):
            if tag not in PLAIN_TAGS and not NAMED_TAG.fullmatch(tag):
                problems.append(f"{name_of(cell)} has the unknown tag {tag!r}")
    problems += [
        f"{name_of(cell)} has output metadata {dict(o.metadata)}"
        for cell, o in all_outputs(nb)
        if o.get("metadata")
    ]
    return problems


def ids(nb: NotebookNode) -> list[str]:
    """Cell ids are there and unique."""
    counted = Counter(cell.get("id", "") for cell in nb.cells)
    return [f"{n} cells have the id {id_!r}" for id_, n in counted.items() if n > 1 or not id_]


def semicolons(nb: NotebookNode) -> list[str]:
    """A `;` at the end hides an output from readers and not from nbval."""
    return [
        f"{name_of(cell)} ends in ';': write `_ = …`"
        for cell in code_cells(nb)
        if cell.source.rstrip().endswith(";")
    ]


def ignored_cells(nb: NotebookNode) -> list[str]:
    """Nearly every output is compared."""
    ignored = [
        cell
        for cell in code_cells(nb)
        if re.search(r"nbval[-_](ignore|skip)", f"{tags(cell)} {cell.source}", re.I)
    ]
    if len(ignored) <= MAX_IGNORED:
        return []
    return [f"nbval ignores {len(ignored)} cells; at most {MAX_IGNORED}"]


def offline(nb: NotebookNode) -> list[str]:
    """Nothing is fetched when the notebook is opened."""
    problems = []
    for cell in nb.cells:
        texts = [output for o in cell.get("outputs", []) for output in texts_of(o)]
        if cell.cell_type == "markdown":
            texts.append(cell.source)
            texts += [f'<img src="{u}">' for u in re.findall(r"!\[[^\]]*\]\(([^)]*)", cell.source)]
        for text in texts:
            for tag in ("img", "script", "iframe", "link", "source", "video"):
                key = "href" if tag == "link" else "src"
                for address in attributes(text, tag, key):
                    if re.match(r"(https?:)?//", address or ""):
                        problems.append(f"{name_of(cell)} fetches {address}")
    return problems


def code_size(nb: NotebookNode) -> list[str]:
    """A code cell is one idea: fewer than 20 lines, at most 72 columns."""
    problems = []
    for cell in code_cells(nb):
        if code_lines(cell) >= TOO_MANY_LINES:
            problems.append(
                f"{name_of(cell)} has {code_lines(cell)} lines; fewer than {TOO_MANY_LINES}"
            )
        longest = max(map(len, cell.source.splitlines()), default=0)
        if longest > MAX_COLUMNS:
            problems.append(f"{name_of(cell)} has {longest} columns; at most {MAX_COLUMNS}")
    return problems


def code_lines(cell: NotebookNode) -> int:
    """Count the lines of code that are not blank."""
    return sum(bool(line.strip()) for line in cell.source.splitlines())
