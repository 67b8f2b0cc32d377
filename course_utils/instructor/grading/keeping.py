"""Results on disk, one file a submission: a rerun grades only what is new."""

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import course_utils
from course_utils.classroom.cards import STATUSES, Card
from course_utils.instructor.grading.marking import RESULTS, Row
from course_utils.instructor.grading.submissions import Submission
from course_utils.instructor.grading.watching import Limits
from course_utils.places import write_whole

Marked = list[tuple[Row, Card]]
SEED = "seed.txt"
FIRST_UNSEEN = 1000  # a learner's attempts count seeds from 1 on


class Kept:
    """The results kept in a folder; `key` says for which notebook, seed, limits and course."""

    def __init__(self, folder: Path, seed: int, limits: Limits) -> None:
        self.folder, self.seed = folder, seed
        self._common = f"{seed} {tuple(limits)} {course_sha256()}"

    def load(self, submission: Submission) -> Marked | None:
        """Return what was found before, or None; a damaged file counts as none."""
        try:
            kept = json.loads(self._path(submission).read_text("utf-8"))
            return [_from_plain(part, submission) for part in kept]
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def save(self, submission: Submission, marked: Marked) -> None:
        """Keep what was found, whole or not at all."""
        kept = [
            {"row": row._asdict(), "card": [card.status, card.headline, card.blocks]}
            for row, card in marked
        ]
        write_whole(self._path(submission), json.dumps(kept, indent=1) + "\n")

    def _path(self, submission: Submission) -> Path:
        asked = f"{submission.sha256} {submission.chapter} {self._common}"
        return self.folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:24]}.json"


def _from_plain(kept: dict, submission: Submission) -> tuple[Row, Card]:
    status, headline, blocks = kept["card"]
    row = Row(**kept["row"])._replace(student=submission.student, file=submission.file)
    if row.result not in RESULTS or status not in STATUSES:
        raise ValueError("it was not kept by this version.")
    return row, Card(status, headline, tuple((kind, content) for kind, content in blocks))


def seed_of(folder: Path, asked: int | None) -> int:
    """Return the seed asked for, else the one kept in `folder`, else a new one; it is kept."""
    path = folder / SEED
    seed = asked
    if seed is None and path.exists() and path.read_text("utf-8").strip().isdecimal():
        seed = int(path.read_text("utf-8"))
    if seed is None:
        seed = FIRST_UNSEEN + secrets.randbelow(1_000_000)
    write_whole(path, f"{seed}\n")
    return seed


@cache
def course_sha256() -> str:
    """Hash the code that this process has of the course: other code, other results."""
    code = hashlib.sha256()
    for path in sorted(Path(course_utils.__file__).parent.rglob("*.py")):
        if path.parent.name != "instructor":  # slides and the like decide nothing here
            code.update(path.read_bytes())
    return code.hexdigest()


def table(header: Iterable[str], rows: Iterable[Iterable]) -> str:
    """Return a CSV table; a text that a spreadsheet would take for a formula gets a "'" in front.

    >>> table(["note"], [["=1+1"]])
    "note\\n'=1+1\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return text.getvalue()


def _harmless(value):
    if isinstance(value, str):
        value = "".join(sign if sign.isprintable() else " " for sign in value)
        return f"'{value}" if value.lstrip().startswith(tuple("=+-@＝＋－＠")) else value
    return value
