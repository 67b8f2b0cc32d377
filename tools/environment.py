"""Make or mend `.venv` and install the course in it, with the locked versions."""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.request import Request, urlopen

from running import cause, must, run
from setup_env import OLDEST, Problem, dotted, say, version_of

GIGABYTE = 10**9
# Measured on Linux: a finished .venv, and what pip holds beside it for a while.
ENVIRONMENT_SIZE = {"test": 1.5 * GIGABYTE, "dev": 1.9 * GIGABYTE}
DOWNLOADS_SIZE = 0.5 * GIGABYTE
IMPORTS = "import course_utils, ipywidgets, jupyterlab, matplotlib, numpy, safetensors, torch, tqdm"


class Environment:
    """The folder `.venv`, and the note in it that says what was installed from what."""

    def __init__(self, root: str | Path):
        self.root = Path(root).resolve()
        self.folder = self.root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.note = self.folder / "course-setup.json"
        self.log = self.folder / "course-setup.log"
        self.where = {"log": self.log, "cwd": self.root}

    def read_note(self) -> dict:
        """Return the note of the last set-up, {} where there is none."""
        try:
            note = json.loads(self.note.read_text("utf-8"))
            return note if isinstance(note, dict) else {}
        except (OSError, ValueError):
            return {}

    def write_note(self, note: dict) -> None:
        """Write the note in one step: a cut-off note would look like none."""
        draft = self.note.with_suffix(".new")
        draft.write_text(json.dumps(note, indent=2, sort_keys=True), "utf-8")
        draft.replace(self.note)

    def inputs(self) -> str:
        """Return the hash of all that decides what gets installed."""
        digest = hashlib.sha256()
        for name in ("pyproject.toml", "requirements.lock"):
            # A changed setting of a tool needs no new installation, and so no network.
            text = (self.root / name).read_text("utf-8").split("\n[tool.", 1)[0]
            digest.update(text.encode())
        return digest.hexdigest()

    def finished_note(self, extras: Sequence[str]) -> dict:
        """Return the note as it reads after a finished set-up with these extras."""
        version = version_of(str(self.python))
        return {
            "complete": True,
            "extras": sorted(extras),
            "inputs": self.inputs(),
            "python": version and dotted(version),
            "root": str(self.root),
        }

    def with_earlier(self, extras: Sequence[str]) -> list[str]:
        """Return the extras asked for, what they contain, and those of earlier set-ups."""
        project = tomllib.loads((self.root / "pyproject.toml").read_text("utf-8"))["project"]
        groups = project["optional-dependencies"]
        earlier = self.read_note().get("extras", [])
        # An extra that the course renamed or dropped since then is nothing to ask a learner about.
        wanted = [*extras, *(name for name in earlier if name in groups)]
        for name in wanted:  # grows while it is read: an extra may contain others
            if name not in groups:
                raise Problem(f"There is no extra {name!r}.", f"Choose from: {', '.join(groups)}")
            own = (re.match(rf"{project['name']}\[(.*)\]", line) for line in groups[name])
            wanted += [inner for found in own if found for inner in found[1].split(",")]
        return sorted(set(wanted))

    def is_complete(self, extras: Sequence[str]) -> bool:
        """Whether a finished set-up with at least these extras is there."""
        note = self.read_note()
        noted = set(note.pop("packages", ["none"]))
        there = {path.name for path in self.packages()}
        return noted <= there and note == self.finished_note(self.with_earlier(extras))

    def is_usable(self) -> bool:
        """Whether it can be mended: it was made for this folder, its Python and pip run."""
        # Scripts in .venv hold the folder's path: a moved environment is made anew.
        if self.read_note().get("root", str(self.root)) != str(self.root):
            return False
        version = version_of(str(self.python))
        if version is None or version[:2] < OLDEST:
            return False
        ask = [self.python, "-m", "pip", "--version"]
        return subprocess.run(ask, capture_output=True).returncode == 0

    def packages(self, name="*") -> list[Path]:
        """Return the metadata folders of the installed packages."""
        places = ("Lib/site-packages", "lib/python*/site-packages")
        return [path for place in places for path in self.folder.glob(f"{place}/{name}.dist-info")]

    def drop_unfinished(self) -> None:
        """Remove the metadata of packages whose installation was cut off: pip then redoes them."""
        for folder in self.packages():
            if not (folder / "RECORD").exists():
                shutil.rmtree(folder)


def check_modules(python: str) -> None:
    """Raise where the interpreter comes without what makes environments (Debian splits it off)."""
    ask = [python, "-I", "-c", "import ensurepip, venv"]
    if subprocess.run(ask, capture_output=True).returncode:
        raise Problem(
            "This Python comes without the modules venv and ensurepip.",
            f"On Debian and Ubuntu: sudo apt install python{dotted(version_of(python)[:2])}-venv\n"
            "Elsewhere: install Python from python.org, then PYTHON=<its path> make lab",
        )


def check_disk(root: Path, extras: Sequence[str], usage=shutil.disk_usage) -> None:
    """Raise where the environment or pip's temporary files would not fit."""
    environment = ENVIRONMENT_SIZE["dev" if "dev" in extras else "test"]
    places = ((root, environment + DOWNLOADS_SIZE), (Path(tempfile.gettempdir()), DOWNLOADS_SIZE))
    for folder, needed in places:
        free = usage(folder).free
        if free < needed:
            raise Problem(
                f"Too little disk space in {folder}: {free / GIGABYTE:.1f} GB free, "
                f"{needed / GIGABYTE:.1f} GB needed.",
                f"Free {(needed - free) / GIGABYTE:.1f} GB and run the command again. Old "
                f"environments and pip's cache ({sys.executable} -m pip cache purge) are good "
                "candidates.\nA temporary folder on a larger disk: TMPDIR=$HOME/tmp make lab",
            )


def locked_torch(root: Path) -> str:
    """Return the version of PyTorch that the lock names."""
    found = re.search(r"(?m)^torch==(\S+)", (root / "requirements.lock").read_text("utf-8"))
    if not found:
        raise Problem(
            "requirements.lock names no version of torch.",
            "The file is damaged. Get it anew: git checkout -- requirements.lock",
        )
    return found[1]


def reachable(url: str, timeout=4.0) -> bool:
    """Whether a web address answers soon; pip itself would try for minutes."""
    try:
        urlopen(Request(url, method="HEAD"), timeout=timeout).close()
        return True
    except (OSError, ValueError):
        return False


def install_torch(environment: Environment, index: str, system=platform.system) -> None:
    """On Linux, take PyTorch from its CPU index: elsewhere a build with CUDA libraries may lie."""
    version = locked_torch(environment.root)
    if system() != "Linux" or environment.packages(f"torch-{version}*"):
        return
    if not index or not reachable(index.rstrip("/") + "/torch/"):
        say("      PyTorch's CPU index does not answer; pip's own settings decide instead.")
        say("      Should gigabytes of nvidia packages follow: stop (Ctrl-C), then name an index:")
        say("      make lab TORCH_INDEX=<address>")
        return
    pip = [environment.python, "-m", "pip", "install", "--no-deps", "--progress-bar", "off"]
    # A failure here is not the end: the next step asks pip's usual index.
    run([*pip, "--index-url", index, f"torch=={version}"], **environment.where)


def install(environment: Environment, extras: Sequence[str]) -> None:
    """Install the course, editable, with the locked versions."""
    project = f".[{','.join(extras)}]" if extras else "."
    torch = f"torch=={locked_torch(environment.root)}"
    pip = [environment.python, "-m", "pip", "install", "--progress-bar", "off"]
    must([*pip, "-c", "requirements.lock", torch, "-e", project], **environment.where)


def complaint(environment: Environment) -> str:
    """Return why what was installed can't be imported, "" where it can."""
    code, words = run([environment.python, "-c", IMPORTS], **environment.where)
    return (words.strip() or "no message").splitlines()[-1] if code else ""


def renew(environment: Environment, extras: Sequence[str], python: str) -> None:
    """Make an empty `.venv`, in place of a damaged one if there is one."""
    check_modules(python)
    check_disk(environment.root, extras)
    found = environment.folder.exists()
    say(f"      {'replacing an unusable' if found else 'creating'} .venv")
    if found:
        shutil.rmtree(environment.folder)
    environment.folder.mkdir()
    must([python, "-m", "venv", environment.folder], **environment.where)


def build(environment: Environment, extras: Sequence[str], index: str, python: str, *, mend: bool):
    """Bring `.venv` to the state of the lock; return what then keeps it from starting, or ""."""
    say("[1/4] Checking this machine")
    if mend:
        say("      .venv is there; bringing it up to date")
        environment.drop_unfinished()
    else:
        renew(environment, extras, python)
    note = environment.finished_note(extras)
    environment.write_note(note | {"complete": False})
    say(f"[2/4] Installing PyTorch {locked_torch(environment.root)}")
    install_torch(environment, index)
    say("[3/4] Installing the course and what it needs (minutes the first time)")
    install(environment, extras)
    say("[4/4] Checking that it starts")
    wrong = complaint(environment)
    if not wrong:
        there = sorted(path.name for path in environment.packages())
        environment.write_note(note | {"packages": there})
    return wrong


def set_up(root: str | Path, extras: Sequence[str], index: str, python: str = sys.executable):
    """Make, mend or leave alone the environment in `root`; raise Problem where that fails."""
    environment, start = Environment(root), time.monotonic()
    try:
        if environment.is_complete(extras):
            return
        extras = environment.with_earlier(extras)
        mend = environment.is_usable()
        wrong = build(environment, extras, index, python, mend=mend)
        if wrong and mend:
            say(f"      | {wrong}\n      Mending was not enough: once more, from nothing.")
            wrong = build(environment, extras, index, python, mend=False)
    except OSError as error:
        what, remedy = cause(str(error))
        raise Problem(f"{what} ({error})", remedy) from error
    except Problem as problem:
        if environment.python.exists() and not complaint(environment):
            python = environment.python.relative_to(environment.root)
            problem.remedy += f"\nWhat is there already starts: {python} -m course_utils lab"
        raise
    if wrong:
        raise Problem(
            f"What was installed does not start: {wrong}",
            f"Remove the folder .venv and run the same command again. Log: {environment.log}",
        )
    say(f"The environment is ready after {time.monotonic() - start:.0f} s.")
