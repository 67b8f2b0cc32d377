"""The mutants of a chapter's model: cosmic-ray makes them, the rules here say which ones count."""

import ast
import difflib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OTHER_ROOMS = {"__init__", "exercises", "explorers", "figures"}
Position = tuple[int, int]  # row from 1, column in characters from 0
Span = tuple[Position, Position]


class MutantError(Exception):
    """Mutants can't be made or judged; the message says what to do."""


@dataclass(frozen=True)
class Mutant:
    """One small change of one file."""

    file: str  # below the chapter's package
    function: str  # the innermost def or class around it, "" at the top
    line: str  # what was changed, without indentation
    mutated: str  # what it became
    row: int
    operator: str  # cosmic-ray's name of the change
    in_check: bool  # in the condition or the body of an `if` that ends in `raise`
    path: str = field(repr=False)  # below the repository
    code: str = field(repr=False)  # the whole changed file
    diff: str = field(repr=False)


def model_files(package: Path) -> list[Path]:
    """Return the files of a chapter's model: what belongs to no other room."""
    return sorted(
        path
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0].removesuffix(".py") not in OTHER_ROOMS
    )


def annotation_spans(source: str) -> list[Span]:
    """Return where the annotations of arguments, results and variables stand.

    >>> annotation_spans("def f(a: int | None) -> str:\\n    b: int = 1\\n")
    [((1, 9), (1, 19)), ((1, 24), (1, 27)), ((2, 7), (2, 10))]
    """
    nodes = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg | ast.AnnAssign):
            nodes.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            nodes.append(node.returns)
    return sorted(_span(source, node, node) for node in nodes if node)


def check_spans(source: str) -> list[Span]:
    """Return where an `if` that ends in `raise` has its condition and its body.

    >>> check_spans("if a:\\n    b = 1\\n    raise b\\nelse:\\n    c = 2\\n")
    [((1, 3), (3, 11))]
    """
    return sorted(
        _span(source, node.test, node.body[-1])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise)
    )


def _span(source: str, first: ast.AST, last: ast.AST) -> Span:
    lines = source.splitlines()

    def position(row, column):  # ast counts bytes
        return row, len(lines[row - 1].encode()[:column].decode())

    start = position(first.lineno, first.col_offset)
    return start, position(last.end_lineno, last.end_col_offset)


def inside(position: Position, spans: list[Span]) -> bool:
    """Whether a position lies in one of the spans."""
    return any(start <= position < end for start, end in spans)


def mutants_of(root: Path, topic: str) -> list[Mutant]:
    """Return every mutant of a chapter's model, in the order of the code."""
    package = root / "course_utils" / topic
    return [one for path in model_files(package) for one in _of_file(path, package, root)]


def _of_file(path: Path, package: Path, root: Path) -> Iterator[Mutant]:
    source = path.read_text("utf-8")
    annotations, checks = annotation_spans(source), check_spans(source)
    seen = {ast.dump(ast.parse(source))}
    for change in sorted(_changes(path), key=lambda c: (c.start_pos, c.operator_name)):
        if inside(change.start_pos, annotations):
            continue
        code = _apply(source, change)
        program = _program(code)
        if program is None or program in seen:  # no Python, or the same change by another name
            continue
        seen.add(program)
        line, mutated = changed_lines(source, code)
        name = path.relative_to(root).as_posix()
        yield Mutant(
            file=path.relative_to(package).as_posix(),
            function=change.definition_name or "",
            line=line,
            mutated=mutated,
            row=change.start_pos[0],
            operator=change.operator_name.partition("/")[2],
            in_check=inside(change.start_pos, checks),
            path=name,
            code=code,
            diff="".join(
                difflib.unified_diff(
                    source.splitlines(keepends=True), code.splitlines(keepends=True), name, name
                )
            ),
        )


def _changes(path: Path) -> list:
    try:
        from cosmic_ray.commands import init
        from cosmic_ray.work_db import use_db
    except ImportError:
        raise MutantError(
            'cosmic-ray is missing; authors install the extra "dev": pip install -e ".[dev]"'
        ) from None
    with tempfile.TemporaryDirectory() as folder, use_db(Path(folder, "work.sqlite")) as work:
        init([path], work, {})
        return [change for item in work.work_items for change in item.mutations]


def _apply(source: str, change) -> str:
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    operator = get_operator(change.operator_name)(**change.operator_args)
    return mutate_code(source, operator, change.occurrence)


def _program(code: str) -> str | None:
    try:
        compile(code, "<mutant>", "exec")
    except SyntaxError:
        return None
    return ast.dump(ast.parse(code))


def changed_lines(source: str, code: str) -> tuple[str, str]:
    """Return the lines that differ, before and after, each side as one line.

    >>> changed_lines("a = 1\\nb = 2\\n", "a = 1\\nb = 3\\n")
    ('b = 2', 'b = 3')
    """
    before, after = source.splitlines(), code.splitlines()
    old, new = [], []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            old, new = old + before[i:j], new + after[k:m]
    return " ".join(" ".join(old).split()), " ".join(" ".join(new).split())
