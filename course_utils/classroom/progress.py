"""Remember which exercises passed: one small file each, so that two notebooks never collide."""

import contextlib
import datetime
import os
import re
import sys
from pathlib import Path

from course_utils.places import reason, work_folder, write_whole

_told: set[str] = set()  # what this process has said already
_unwritten: dict[str, str] = {}  # what passed in this process and could not be recorded: id -> date


def folder() -> Path:
    """Return the folder of the records; it need not exist yet."""
    return work_folder() / ".progress"


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
    dates, notes = _read()
    if exercise_id not in dates:
        date = _unwritten.setdefault(exercise_id, datetime.date.today().isoformat())
        try:
            write_whole(folder() / exercise_id, date)
            del _unwritten[exercise_id]
        except OSError as error:
            note = (
                f"(It could not be recorded: {folder()} can't be written: "
                f"{reason(error)}. What passes now counts until this kernel stops. To "
                "keep it, set COURSE_WORK to a folder of your own, start again, and check once "
                "more.)"
            )
            notes.append(_once(note))
    return " ".join(filter(None, notes))


def passed() -> dict[str, str]:
    """Return exercise id -> ISO date of its first pass.

    A damaged record is set aside, which is said once on stderr; the others count as before.
    """
    dates, notes = _read()
    for note in notes:
        print(note, file=sys.stderr)
    return _unwritten | dates


def _records() -> list[Path]:
    """Return the files that are named as an exercise is."""
    with contextlib.suppress(OSError):
        return [p for p in sorted(folder().iterdir()) if re.fullmatch(r"\w+\.\w+", p.name)]
    return []


def _read() -> tuple[dict[str, str], list[str]]:
    """Return id -> date of what is recorded, and what is to be said about damaged records."""
    dates, notes = {}, []
    for path in _records():
        try:
            date = datetime.date.fromisoformat(path.read_text(encoding="utf-8").strip())
            dates[path.name] = date.isoformat()
        except FileNotFoundError:
            continue  # it was deleted, or set aside by another notebook, just now
        except (OSError, ValueError):
            aside = path.with_name(f"{path.name}.damaged")
            with contextlib.suppress(OSError):
                os.replace(path, aside)
            note = f"The record of {path.name} was damaged, and is kept as {aside.name}."
            notes.append(_once(f"{note} The exercise counts again when its check passes."))
    return dates, [note for note in notes if note]


def _once(note: str) -> str:
    """Return `note` the first time, "" after that."""
    if note in _told:
        return ""
    _told.add(note)
    return note
