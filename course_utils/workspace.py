"""A learner's folder: copies of the notebooks, never overwritten, opened in JupyterLab."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from course_utils.places import ROOT, reason, this_python, work_folder, write_whole

NOTEBOOKS = ROOT / "notebooks"
JUPYTER_CONFIG = Path(__file__).with_name("jupyter_config")
JUPYTER_DATA = JUPYTER_CONFIG / "data" / "share" / "jupyter"
RECORD = ".copies.json"
OTHER_FOLDER = (
    "choose another folder: COURSE_WORK=$HOME/course make lab "
    "(Windows: set COURSE_WORK=%USERPROFILE%\\course, then python -m course_utils lab)"
)
STARTS = """JupyterLab opens in your browser. If it does not, open the address that comes next.
Stop it here with Ctrl-C, twice."""


@dataclass(frozen=True)
class Copy:
    """What became of one notebook.

    `state` is "missing" (never copied), "copied" (just now), "kept" (the learner's, as it was) or
    "outdated" (kept, and the course has changed its text since it was copied).
    """

    name: str
    state: str


def text_of(notebook: Path) -> str:
    """Return a hash of what a learner reads in a notebook; outputs and metadata do not count."""
    content = notebook.read_bytes()
    try:
        cells = [
            [cell["cell_type"], "".join(cell["source"])]
            for cell in json.loads(content)["cells"]
            if not is_speaker_note(cell)
        ]
        content = json.dumps(cells).encode()
    except (ValueError, KeyError, TypeError):
        pass  # damaged or not a notebook: its bytes stand for it
    return hashlib.sha256(content).hexdigest()


def is_speaker_note(cell: dict) -> bool:
    """Say whether a cell is for the instructor: it may tell the answer of the next poll."""
    return cell.get("metadata", {}).get("slideshow", {}).get("slide_type") == "notes"


def learners_copy(source: Path) -> bytes:
    """Return a notebook without speaker notes, and without the outputs that are to be predicted.

    A collapsed output still shows its first line, and a cell that is run opens its notes.
    """
    try:
        notebook = json.loads(source.read_bytes())
    except ValueError:
        remedy = f"git checkout -- notebooks/{source.name}"
        raise ValueError(f"the course's {source.name} is damaged; restore it: {remedy}") from None
    notebook["cells"] = [cell for cell in notebook["cells"] if not is_speaker_note(cell)]
    for cell in notebook["cells"]:
        if cell["metadata"].get("jupyter", {}).get("outputs_hidden"):
            cell["outputs"], cell["execution_count"] = [], None
            del cell["metadata"]["jupyter"]["outputs_hidden"]
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def read_record(work: Path) -> dict[str, str]:
    """Return name -> hash of the course's text when it was copied; {} where nothing is known."""
    try:
        record = json.loads((work / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def compare(work: Path, notebooks: Path = NOTEBOOKS) -> list[Copy]:
    """Return the state of every notebook of the course; nothing is written."""
    record, copies = read_record(work), []
    for source in sorted(notebooks.glob("*.ipynb")):
        state = "kept"
        if not (work / source.name).exists():
            state = "missing"
        elif record.get(source.name, text_of(source)) != text_of(source):
            same = text_of(work / source.name) == text_of(source)  # renewed by hand
            state = "kept" if same else "outdated"
        copies.append(Copy(source.name, state))
    return copies


def copy_missing(work: Path, notebooks: Path = NOTEBOOKS) -> list[Copy]:
    """Copy the notebooks that are not in `work` yet; return what became of each.

    Raises
    ------
    OSError
        If `work` can't be written. The message says how to choose another folder.
    """
    try:
        return _copy_missing(work, notebooks)
    except OSError as error:
        raise OSError(
            f"{work} can't be written ({reason(error)}). Make room or make it writable, "
            f"or {OTHER_FOLDER}"
        ) from error


def _copy_missing(work: Path, notebooks: Path) -> list[Copy]:
    work.mkdir(parents=True, exist_ok=True)
    record, copies = read_record(work), []
    for copy in compare(work, notebooks):
        source, target = notebooks / copy.name, work / copy.name
        if copy.state == "missing":
            write_whole(target, learners_copy(source))
            record[copy.name] = text_of(source)
            copy = Copy(copy.name, "copied")
        elif text_of(target) == text_of(source):
            record[copy.name] = text_of(source)  # also one that the learner copied by hand
        copies.append(copy)
    write_whole(work / RECORD, json.dumps(record, indent=2, sort_keys=True).encode())
    return copies


def set_aside(work: Path, name: str, today: date | None = None) -> Path:
    """Rename a learner's notebook, so that the course's version can be copied; return the new path.

    Raises
    ------
    FileNotFoundError
        If `work` holds no such notebook. The message lists those it holds.
    """
    there = sorted(path.stem for path in work.glob("*.ipynb"))
    found = [
        stem for stem in there if name.removesuffix(".ipynb") in (stem, stem.lstrip("0123456789_"))
    ]
    if not found:
        raise FileNotFoundError(f"no notebook {name!r} in {work}; there are: {', '.join(there)}.")
    stem = f"{found[0]}.{(today or date.today()).isoformat()}"
    aside, number = work / f"{stem}.ipynb", 2
    while aside.exists():
        aside, number = work / f"{stem}-{number}.ipynb", number + 1
    (work / f"{found[0]}.ipynb").rename(aside)
    return aside


def report(copies: list[Copy], work: Path) -> str:
    """Return in words what was copied, what was kept, and where the course is newer."""
    lines = [f"Your notebooks are in {work}"]
    words = {
        "copied": "copied",
        "kept": "kept as you left it",
        "outdated": "kept as you left it; THE COURSE HAS A NEWER VERSION",
        "missing": "not copied yet",
    }
    lines += [f"  {copy.name}: {words[copy.state]}" for copy in copies]
    outdated = [copy.name.removesuffix(".ipynb") for copy in copies if copy.state == "outdated"]
    if outdated:
        lines.append("To get a newer version, with yours set aside under a dated name:")
        lines += [f"  {renew_command(name)}" for name in outdated]
    return "\n".join(lines)


def renew_command(name: str) -> str:
    """Return what to type to get the course's version of a notebook."""
    return f"{this_python()} -m course_utils lab --renew {name}"


def lab_command(root: Path, start: str = "", *, jupytext: bool = False) -> list[str]:
    """Return the command that opens JupyterLab on `root`, at the path `start` in it.

    jupytext, where it is installed, is switched on for authors only: it writes to `chapters/`.
    Of the log are left warnings, errors, and the address: our own lines shall be seen.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    extensions = {"jupyterlab_jupytext": jupytext, "nbclassic": False}
    command.append(f"--ServerApp.jpserver_extensions={extensions}")
    command.append("--Application.log_level=WARN")
    if start:
        command.append(f"--LabApp.default_url=/lab/tree/{start}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container every user is root
    return command


def lab_environment(environ: Mapping[str, str], work: Path) -> dict[str, str]:
    """Return the variables of JupyterLab and its kernels, the user's own first."""
    paths = [environ.get("JUPYTER_CONFIG_PATH"), str(JUPYTER_CONFIG)]
    places = [environ.get("JUPYTER_PATH"), str(JUPYTER_DATA)]
    chosen = environ.get("COURSE_DATA")
    # A kernel starts in its notebook's folder: there a relative path would mean another one.
    data = {"COURSE_DATA": str(Path(chosen).expanduser().resolve())} if chosen else {}
    return {
        "OMP_NUM_THREADS": "1",  # faster for small networks, and what the outputs were made with
        **environ,
        **data,
        "COURSE_WORK": str(work),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path),
        "JUPYTER_PATH": os.pathsep.join(path for path in places if path),
    }


def become(
    command: list[str],
    environment: dict[str, str],
    *,
    replace: bool = os.name == "posix",
    start=subprocess.Popen,
) -> int:
    """Run a command in place of this process, or (Windows) wait for it; return its exit code."""
    if replace:
        os.execve(command[0], command, environment)
    process = start(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # Ctrl-C reaches the command too: it decides when to end


def open_lab(arguments: list[str], *, renew: str = "", dev: bool = False, launch=become) -> int:
    """Copy what is missing, say what is where, open JupyterLab; return its exit code.

    Raises
    ------
    ModuleNotFoundError
        If JupyterLab is not installed; nothing is renamed or copied then.
    """
    if find_spec("jupyterlab") is None:
        raise ModuleNotFoundError("JupyterLab is not installed here", name="jupyterlab")
    work = work_folder()
    if dev:
        print(STARTS, flush=True)
        command = lab_command(ROOT, "notebooks", jupytext=True)
        return launch([*command, *arguments], lab_environment(os.environ, work))
    if renew:
        print(f"Your version is now {set_aside(work, renew).name}")
    copies = copy_missing(work)
    print(report(copies, work))
    print(STARTS, flush=True)
    new = [copy.name for copy in copies if copy.state == "copied"]
    command = [*lab_command(work, new[0] if new else ""), *arguments]
    return launch(command, lab_environment(os.environ, work))
