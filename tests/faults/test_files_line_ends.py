"""A checkout whose text files end their lines as on Windows, made by git itself.

Data files are left as they are, because a checksum knows their bytes; all else must not care.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from course_utils import places

BINARY = (".npy", ".npz", ".png", ".safetensors")
# What reads files: the data, the parts of a chapter that are no code, its text beside its notebook.
READERS = {
    "test_datasets": "",
    "test_quiz": "",
    "test_glossary": "",
    "test_misconceptions": "",
    "test_notebooks": "each_text or is_built_from or converts_to or tell_no_quiz",
    "test_claims": "ledger or both_of_its_names or examines_each",
}


@pytest.fixture(scope="module")
def windows(course, tmp_path_factory) -> Path:
    """A checkout of the course with CRLF wherever git takes a file for text."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    place = tmp_path_factory.mktemp("line ends")
    variables = {"GIT_DIR": str(place / "git"), "GIT_WORK_TREE": str(course)}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*arguments):
        subprocess.run(["git", *arguments], env=os.environ | variables | nobody, check=True)

    git("init", "--quiet")
    git("config", "core.safecrlf", "false")
    git("add", "--all")
    # It comes before the course's own .gitattributes, which asks for LF.
    (place / "git" / "info").mkdir(exist_ok=True)
    (place / "git" / "info" / "attributes").write_text("* eol=crlf\n")
    git("config", "core.autocrlf", "true")
    git("checkout-index", "--all", f"--prefix={place / 'course'}/")
    return place / "course"


def test_text_has_the_line_ends_of_windows_and_data_have_not(windows):
    bare, files = [], 0
    for path in (path for path in windows.rglob("*") if path.is_file()):
        content, name = path.read_bytes(), path.relative_to(windows)
        if name.parts[0] == "data":
            assert content == (places.ROOT / name).read_bytes(), f"{name} was changed"
        elif path.suffix not in BINARY:
            files += 1
            bare += [str(name)] if content.count(b"\n") != content.count(b"\r\n") else []
    assert files > 500 and bare == []


def test_what_reads_files_reads_these(windows, run):
    tests = [f"tests/{name}.py" for name in READERS]
    which = " or ".join(f"{name} and ({some or 'test'})" for name, some in READERS.items())
    said = run(["-m", "pytest", "-qp", "no:cacheprovider", *tests, "-k", which], windows, windows)
    assert said.returncode == 0 and " passed" in said.stdout, said.stdout


def test_a_notebook_gives_its_outputs(windows, run):
    """It shows source, a quiz and a glossary, each read from a file of the package."""
    nbval = ("--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/sanitize.cfg")
    options = ("-qp", "no:cacheprovider", *nbval, "notebooks/02_perceptron.ipynb")
    said = run(["-m", "pytest", *options], windows, windows)
    assert said.returncode == 0 and " passed" in said.stdout, said.stdout


def test_text_and_notebook_agree_and_slides_are_built(windows, run):
    said = run(["tools/build_notebooks.py", "--check"], windows, windows)
    assert said.returncode == 0, said.stdout
    said = run(["-m", "course_utils", "slides", "perceptron"], windows, windows)
    assert said.returncode == 0 and "The deck is" in said.stdout, said.stdout
