"""Where the course and a learner's work lie, which Python runs, how a file is written whole."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def work_folder() -> Path:
    """Return the learner's folder; it need not exist yet.

    It is COURSE_WORK if that is set, else my_work/ of the course, else (the package is installed
    without the course around it) .course_utils/ of the home folder.
    """
    chosen = os.environ.get("COURSE_WORK")
    if chosen:
        return Path(chosen).expanduser().resolve()
    if (ROOT / "pyproject.toml").exists():
        return ROOT / "my_work"
    return Path.home() / ".course_utils"


def this_python() -> str:
    """Return what to type for the Python that runs: `make lab` leaves its `.venv` unactivated."""
    running = Path(sys.executable)
    if running.is_relative_to(Path.cwd()):
        return str(running.relative_to(Path.cwd()))
    if shutil.which("python") == sys.executable:
        return "python"
    return f'"{running}"' if " " in str(running) else str(running)


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
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(draft, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
