"""Rules on what a learner does: exercises, explorers, quizzes."""

import ast
import re

from nbformat import NotebookNode
from notebook_cells import attributes, code_cells, join, name_of, texts_of

from course_utils.instructor.notebooks import WIDGET, exercise_name, find_function, tags

SECRETS = {"answer", "explanation", "feedback", "hint", "why"}  # of a quiz, until one has answered


def explorers(nb: NotebookNode) -> list[str]:
    """A widget is preceded by a static strip, so that who only reads sees the point too."""
    problems = []
    for cell in code_cells(nb):
        views = [n for n, o in enumerate(cell.outputs) if WIDGET in o.get("data", {})]
        if "explorer" not in tags(cell):
            if views and not {"quiz", "exercise"} & set(tags(cell)):
                problems.append(f"{name_of(cell)} shows a widget without the tag explorer")
            continue
        if not views:
            problems.append(f"{name_of(cell)} is tagged explorer and shows no widget")
        for n in views[:1]:
            before = "".join(join(o.get("data", {}).get("text/html", "")) for o in cell.outputs[:n])
            if "<figure" not in before or not all(attributes(before, "img", "alt") or [""]):
                problems.append(f"{name_of(cell)} has no static strip before its widget")
        for n in views:
            if not join(cell.outputs[n].data.get("text/plain", "")).strip():
                problems.append(f"{name_of(cell)} has a widget without text for readers")
    return problems


def exercises(nb: NotebookNode) -> list[str]:
    """A stub defines its exercise's function; no other cell needs what a learner writes."""
    problems, names = [], {}
    for cell in nb.cells:
        found = [tag[9:] for tag in tags(cell) if tag.startswith("exercise:")]
        if len(found) != ("exercise" in tags(cell)):
            problems.append(
                f"{name_of(cell)} needs the tags exercise and exercise:<name>, one each"
            )
        for name in found:
            if name in names:
                problems.append(f"the exercise {name} has two cells")
            names[name] = cell
            problems += _stub_problems(cell, name)
    for cell in code_cells(nb):
        used = set(re.findall(r"\w+", cell.source)) & (names.keys() - {exercise_name(cell)})
        for name in sorted(used):
            if not _is_about(cell, name):
                problems.append(f"{name_of(cell)} uses {name}, which a learner writes")
    return problems


def _stub_problems(cell, name) -> list[str]:
    function = find_function(cell.source, name) if cell.cell_type == "code" else None
    if function is None:
        return [f"{name_of(cell)} does not define {name}"]
    open_ = any(isinstance(n, ast.Constant) and n.value is ... for n in ast.walk(function))
    if open_ and "bug-hunt" in tags(cell):
        return [f"{name_of(cell)} is a bug hunt and holds '...'"]
    if not open_ and "bug-hunt" not in tags(cell):
        return [f"{name_of(cell)} is no stub: it has no '...'"]
    return []


def _is_about(cell, name) -> bool:
    """Whether a cell only hands `name` over to check, hint or solution, or never reads it."""
    try:
        tree = ast.parse(re.sub(r"^[%!?].*", "", cell.source, flags=re.M))
    except SyntaxError:
        return False
    handed = {
        id(argument)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("check", "hint", "solution")
        for argument in call.args
    }
    return all(
        id(node) in handed
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == name
    )


def quiz_answers(nb: NotebookNode, quiz: object) -> list[str]:
    """No committed output of a quiz tells its answers (`quiz` is the loaded quiz.json)."""
    secrets, problems = _secrets(quiz), []
    for cell in code_cells(nb):
        if "quiz" in tags(cell):
            shown = " ".join(text for output in cell.outputs for text in texts_of(output))
            problems += [f"{name_of(cell)} shows the answer {s!r}" for s in secrets if s in shown]
    return problems


def _secrets(value, secret=False) -> list[str]:
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in _secrets(v, secret or k in SECRETS)]
    if isinstance(value, list):
        return [s for item in value for s in _secrets(item, secret)]
    return [value] if secret and isinstance(value, str) and len(value) > 15 else []
