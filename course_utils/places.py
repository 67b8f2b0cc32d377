"""Where the course and a learner's work lie, which Python runs, how a file is written whole."""

import contextlib
import os
import re
import secrets
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REMEDY = "Free some space, make the folder writable, or choose another folder."

_told: set[Path] = set()  # the folders of which this process has said that they can't be written


def work_folder() -> Path:
    """Return the learner's folder; it need not exist yet.

    It is COURSE_WORK if that is set, else my_work/ of the course, else (the package is installed
    without the course around it) .course_utils/ of the home folder. Where one that was not chosen
    can't be written, it is a temporary one: see `writable`.
    """
    chosen = os.environ.get("COURSE_WORK")
    if chosen:
        return Path(chosen).expanduser().resolve()
    if (ROOT / "pyproject.toml").exists():
        return writable(ROOT / "my_work")
    return writable(Path.home() / ".course_utils")


def writable(folder: Path) -> Path:
    """Return `folder`, or where it can't be written a temporary one, which is told once.

    It bears the same name, and is the same for all programs of a user until it is emptied.
    """
    if _can_write(folder):
        return folder
    try:
        user = str(os.geteuid()) if hasattr(os, "geteuid") else "user"  # Windows: one folder each
        ours = Path(tempfile.gettempdir()).resolve() / f"course_utils-{user}"
        ours.mkdir(mode=0o700, exist_ok=True)
        if ours.is_symlink() or (hasattr(os, "geteuid") and ours.stat().st_uid != os.geteuid()):
            return folder  # somebody else waits there for what we write
    except OSError:
        return folder  # nothing can be written: whoever tries says so
    other = ours / folder.name
    if folder not in _told:
        _told.add(folder)
        print(
            f"{folder} can't be written. What belongs there goes to the temporary folder {other}: "
            "copy from it what you want to keep. COURSE_WORK chooses a folder for your work, --out "
            "one for what a command builds.",
            flush=True,
        )
    return other


def _can_write(folder: Path) -> bool:
    there = next(path for path in (folder, *folder.parents) if os.path.exists(path))
    return os.access(there, os.W_OK)


def as_path(value, name: str) -> Path:
    """Return `value` as a path, if it is one, or a text that may be one."""
    if not isinstance(value, str | os.PathLike) or value == "":
        raise TypeError(f"{name} must be the path of a file or folder; got {value!r}.")
    return Path(value)


def this_python() -> str:
    """Return what to type for the Python that runs: `make lab` leaves its `.venv` unactivated."""
    running = Path(sys.executable)
    if running.is_relative_to(Path.cwd()):
        return quoted(running.relative_to(Path.cwd()))
    if shutil.which("python") == sys.executable:
        return "python"
    return quoted(running)


def quoted(path: Path) -> str:
    """Return what to type for a path: between quotes where it holds more than plain letters.

    >>> print(quoted(Path("course")), quoted(Path("my course")))
    course "my course"
    """
    text = str(path)
    if re.fullmatch(r"[\w@%+=:,./-]+", text.replace(os.sep, "/")):
        return text
    if os.name == "posix" and re.search(r'["$`\\!]', text):
        return shlex.quote(text)  # double quotes, which every shell knows, hide none of these
    return f'"{text}"'


def install_command() -> str:
    """Return what to type, in the course's folder, for the packages of every command."""
    return (
        "make setup EXTRAS=test,instructor (without make: "
        f'{this_python()} -m pip install -e ".[instructor]")'
    )


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file whole or not at all: an interruption leaves the old one, or none.

    Text is written as UTF-8 with "\\n" as line end. The folder is made if it is missing.
    """
    # Each writing has a draft of its own: programs, and threads of one, may write at the same time.
    draft = path.parent / f".{os.getpid()}-{secrets.token_hex(4)}.new"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(draft, "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()
    except OSError as error:
        raise OSError(
            error.errno,
            f"{path} was not written: {reason(error)}. A file that was there before is as it was. "
            f"{REMEDY}",
        ) from error


def reason(error: OSError) -> str:
    """Return the system's own words for what went wrong."""
    first = error.__cause__ if isinstance(error.__cause__, OSError) else error
    return first.strerror or str(first)
