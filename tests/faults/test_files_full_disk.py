"""A disk that is full while the course saves: the old file is whole, and the error says what to do.

`files_writers.py` does all writing on a file system of 16 MB that is then filled to the last byte.
"""

import ast
import json
import re
import sys
from pathlib import Path

import files_writers
import pytest

from course_utils import places

PACKAGE = places.ROOT / "course_utils"
FULL = "No space left on device"
# How Python writes a file, by the last name of the call.
WRITES = {
    *("write_text", "write_bytes", "savefig", "to_csv", "to_parquet", "to_pickle", "save_file"),
    *("save", "savez", "savez_compressed", "savetxt", "tofile", "dump", "rename", "replace"),
    *("copy", "copy2", "copyfile", "copytree", "move", "touch", "open", "NamedTemporaryFile"),
}
# Calls that write without `write_whole`, and why no file of a user's is at stake.
OTHERS = {
    ("places.py", "open"): "write_whole itself",
    ("places.py", "os.replace"): "write_whole itself",
    ("__main__.py", "os.open"): "the null device",
    ("checks.py", "tempfile.NamedTemporaryFile"): "doctor tries whether it can",
    ("classroom/progress.py", "os.replace"): "sets a damaged record aside under another name",
    ("workspace.py", "rename"): "sets the learner's version aside under another name",
    ("instructor/slides.py", "folder.rename"): "a finished deck takes the place of the old",
    ("instructor/slides.py", "new.rename"): "a finished deck takes the place of the old",
    ("instructor/assets.py", "shutil.copyfile"): "into the draft of a deck",
    ("instructor/grading/process.py", "shutil.copy"): "into a temporary folder",
    ("instructor/grading/worker.py", "open"): "the null device",
    ("instructor/grading/landlock.py", "os.open"): "names a folder",
    ("backprop/storage.py", "np.savez"): "into memory",
    ("resources/processes.py", "open"): "into a temporary folder",
    ("resources/processes.py", "torch.save"): "into a temporary folder",
    ("resources/worker.py", "torch.save"): "into a temporary folder",
}


def writing_calls(source: str) -> set[str]:
    """Return what is called in `source` that writes files, as it is called there.

    >>> sorted(writing_calls("open(p); open(p, 'w'); p.write_text(t); 'a'.replace('a', 'b')"))
    ['open', 'p.write_text']
    """
    found = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        name = name if re.fullmatch(r"[\w.]+", name) else name.rpartition(".")[2]
        last = name.rpartition(".")[2]
        if last not in WRITES or _harmless(call, name, last):
            continue
        found.add(name)
    return found


def _harmless(call: ast.Call, name: str, last: str) -> bool:
    if name == "Image.open":
        return True
    if last == "open":  # open(path, mode), path.open(mode)
        modes = [one.value for one in call.keywords if one.arg == "mode"]
        first = isinstance(call.func, ast.Name) or name.startswith("os.")
        modes = modes or call.args[first : first + 1]
        known = [mode.value if isinstance(mode, ast.Constant) else "w" for mode in modes]
        return not any(set(str(mode)) & set("wax+") for mode in known)
    if last == "replace":  # of letters and values, which takes two
        return not name.startswith("os.") and (len(call.args), len(call.keywords)) != (1, 0)
    if last in ("copy", "save", "dump", "move"):  # of arrays, pictures in memory, dictionaries
        return not name.startswith(("shutil.", "torch.", "np.", "json.", "pickle."))
    return False


MADE = [
    *("open('a', 'w')", "open('a', mode='x')", "open('a', 'r+b')", "open('a', mode)"),
    *("Path('a').open('ab')", "p.write_text(t)", "p.write_bytes(b)", "fig.savefig(p)"),
    *("table.to_csv(p)", "np.savez(p, a=a)", "torch.save(a, p)", "json.dump(a, file)"),
    *("draft.replace(p)", "os.replace(a, b)", "os.rename(a, b)", "shutil.copyfile(a, b)"),
]
FAIR = ["open('wax')", "p.open()", "open('a', 'rb')", "'a'.replace('b', 'c')", "table.copy()"]


@pytest.mark.parametrize("source", MADE)
def test_what_writes_is_seen(source):
    assert len(writing_calls(f"def write():\n    with {source} as file:\n        pass")) == 1


@pytest.mark.parametrize("source", FAIR)
def test_what_does_not_write_is_let_pass(source):
    assert writing_calls(source) == set()


def test_only_write_whole_writes_where_a_file_may_lie():
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        if "exercises" not in path.parts  # they judge, and know no file
        for name in writing_calls(path.read_text("utf-8"))
    }
    assert found == set(OTHERS)


def test_every_module_that_writes_is_tried():
    users = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^from course_utils\.places import .*\bwrite_whole\b", path.read_text(), re.M)
    }
    assert users == set(files_writers.WRITERS)


@pytest.fixture(scope="module")
def found(run, mounted, tmp_path_factory):
    """What each writer did on the full disk: name -> said, changed, left."""
    disk = tmp_path_factory.mktemp("disk")
    prefix = mounted('mount -t tmpfs -o size=16m full "$1"', disk)
    done = run([files_writers.__file__, disk], places.ROOT, places.ROOT, prefix=prefix)
    assert done.returncode == 0 and list(disk.iterdir()) == [], done.stdout
    return json.loads(re.search(r"^FOUND (.*)$", done.stdout, flags=re.M)[1])


NAMES = [one.__name__ for several in files_writers.WRITERS.values() for one in several]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system for one program")
@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk(found, name):
    result = found[name]
    assert result["files"] and not result["changed"], "the old file was lost"
    assert not result["left"], "a draft, or half a file, was left"
    assert FULL in result["said"], "nobody says why"
    assert re.search(r"[Ff]ree some space|[Mm]ake room|set COURSE_WORK", result["said"])


def test_a_failure_to_write_hides_no_other(tmp_path, monkeypatch):
    """A file system that refuses a draft may refuse to remove it, too."""

    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    def refuse_again(*_, **__):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse_again)
    with pytest.raises(OSError, match=r"a\.txt was not written: Read-only file system") as caught:
        places.write_whole(tmp_path / "a.txt", "text")
    monkeypatch.undo()
    assert caught.value.errno == 30 and places.reason(caught.value) == "Read-only file system"


def test_a_name_as_long_as_a_system_takes_is_written(tmp_path):
    path = tmp_path / f"{'a' * 251}.txt"
    places.write_whole(path, "text")
    assert path.read_text() == "text"
