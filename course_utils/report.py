"""What passed and what is still open, for each chapter of the course."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Mapping

import course_utils
from course_utils.classroom import progress
from course_utils.places import ROOT


def report(exercises: Mapping[str, Iterable | str] | None = None) -> str:
    """Say for each chapter what passed and what is still open.

    Parameters
    ----------
    exercises : mapping of chapter to exercises (objects with `name` and `title`), by default all
        of the course; a text in their place says why they can't be listed
    """
    exercises = course_exercises() if exercises is None else exercises
    dates, lines, known = progress.passed(), [], set()
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
    return "\n".join([*lines, f"(kept in {progress.folder()})"])


def course_exercises() -> dict[str, list | str]:
    """Return the exercises of each chapter, in the order of the course.

    Where a chapter can't be imported, the reason stands in the place of its exercises.
    """
    stems = sorted(path.stem for path in ROOT.glob("chapters/[0-9]*.md"))
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
