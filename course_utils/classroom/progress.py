"""Remember which exercises passed: one small file each, so that two notebooks never collide."""

import contextlib
import datetime
import importlib
import importlib.util
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import course_utils

_REPOSITORY = Path(course_utils.__file__).parents[1]
_told: set[str] = set()  # what this process has said already


def folder() -> Path:
    """Return the folder of the records; it need not exist yet.

    It is `.progress` in COURSE_WORK if that is set, else in my_work/ of the course, else (the
    package is installed without the course around it) in .course_utils/ of the home folder.
    """
    chosen = os.environ.get("COURSE_WORK")
    if chosen:
        return Path(chosen).expanduser().resolve() / ".progress"
    if (_REPOSITORY / "pyproject.toml").exists():
        return _REPOSITORY / "my_work" / ".progress"
    return Path.home() / ".course_utils" / ".progress"


def record(exercise_id: str) -> str:
    """Record that `exercise_id` passed today; return "", or in words what the learner must know.

    A pass is worth more than its record: no failure to write is ever raised. The date of the first
    pass stays.

    Raises
    ------
    ValueError
        If `exercise_id` does not look like 'chapter.name'.
    """
    if not isinstance(exercise_id, str) or not re.fullmatch(r"\w+\.\w+", exercise_id):
        raise ValueError(f"exercise_id must look like 'chapter.name'; got {exercise_id!r}.")
    if exercise_id in _read()[0]:
        return ""
    today = datetime.date.today().isoformat()
    try:
        _write(folder() / exercise_id, today)
        return ""
    except OSError as error:
        reason = error.strerror or str(error)
    try:
        _write(_spare_folder() / exercise_id, today)
    except OSError:
        return f"(It could not be recorded: {reason}. It counts all the same.)"
    return _once(
        f"({folder()} can't be written: {reason}. What passes is remembered until the computer "
        "restarts. To keep it, set COURSE_WORK to a folder of your own.)"
    )


def passed() -> dict[str, str]:
    """Return exercise id -> ISO date of its first pass.

    A damaged record is set aside, which is said once on stderr; the others count as before.
    """
    dates, notes = _read()
    for note in notes:
        print(note, file=sys.stderr)
    return dates


def forget() -> None:
    """Delete every record."""
    for path in _records():
        path.unlink(missing_ok=True)


def course_exercises() -> dict[str, list | str]:
    """Return the exercises of each chapter, in the order of the course.

    Where a chapter can't be imported, the reason stands in the place of its exercises.
    """
    stems = sorted(path.stem for path in _REPOSITORY.glob("chapters/[0-9]*.md"))
    order = [stem.partition("_")[2] for stem in stems]
    found = {}
    for module in pkgutil.iter_modules(course_utils.__path__):
        name = f"course_utils.{module.name}.exercises"
        if not module.ispkg or module.name == "classroom":
            continue
        try:
            if importlib.util.find_spec(name):
                found[module.name] = list(importlib.import_module(name).EXERCISES)
        except ImportError as error:
            found[module.name] = str(error)
    known = [name for name in order if name in found]
    return {name: found[name] for name in [*known, *sorted(found.keys() - set(known))]}


def report(exercises: Mapping[str, Iterable | str] | None = None) -> str:
    """Say for each chapter what passed and what is still open.

    Parameters
    ----------
    exercises : mapping of chapter to exercises (objects with `name` and `title`), by default all
        of the course; a text in their place says why they can't be listed
    """
    exercises = course_exercises() if exercises is None else exercises
    dates, lines = _read()
    known = set()
    for chapter, listed in exercises.items():
        if isinstance(listed, str):
            lines.append(f"{chapter}: its exercises can't be listed: {listed}")
            continue
        names = {f"{chapter}.{exercise.name}": exercise for exercise in listed}
        known |= names.keys()
        lines.append(f"{chapter}: {len(names.keys() & dates)} of {len(names)} passed")
        for key, exercise in names.items():
            state = f"passed {dates[key]}" if key in dates else "still open       "
            lines.append(f"  {state}  {exercise.name}: {exercise.title}")
    others = sorted(dates.keys() - known)
    if others:
        lines.append(f"passed, but not found in the course now: {', '.join(others)}")
    lines = lines or ["There are no exercises yet."]
    return "\n".join([*lines, f"(kept in {folder()})"])


def _spare_folder() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else "me"
    return Path(tempfile.gettempdir()) / f"course-progress-{user}"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all: another notebook may read at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _records() -> list[Path]:
    """Return the files that are named as an exercise is, in both folders."""
    paths = []
    for place in (folder(), _spare_folder()):
        with contextlib.suppress(OSError):
            paths += [p for p in sorted(place.iterdir()) if re.fullmatch(r"\w+\.\w+", p.name)]
    return paths


def _read() -> tuple[dict[str, str], list[str]]:
    """Return id -> date, and what is to be said about damaged records."""
    dates, notes = {}, []
    for path in _records():
        try:
            date = datetime.date.fromisoformat(path.read_text(encoding="utf-8").strip())
            dates.setdefault(path.name, date.isoformat())
        except FileNotFoundError:
            continue  # another notebook called forget() just now
        except (OSError, ValueError):
            aside = path.with_name(f"{path.name}.damaged")
            with contextlib.suppress(OSError):
                os.replace(path, aside)
            note = f"The record of {path.name} was damaged. It is kept as {aside}; check again."
            notes.append(_once(note))
    return dates, [note for note in notes if note]


def _once(note: str) -> str:
    """Return `note` the first time, "" after that."""
    if note in _told:
        return ""
    _told.add(note)
    return note
