"""The rule on names: a section leans on the setup cell alone, and leaves its names as they are."""

import ast
import builtins
import symtable
from collections.abc import Iterator

from nbformat import NotebookNode
from notebook_cells import name_of

from course_utils.instructor.notebooks import tags

_KNOWN = {*dir(builtins), "__name__", "get_ipython", "display"}
# In these a name may be bound by an early line and used by a late one.
_COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef)


def own_names(nb: NotebookNode) -> list[str]:
    """Any section runs after the setup cell alone, and none changes what the setup cell named."""
    first = next(cell for cell in nb.cells if "setup" in tags(cell))
    given = set().union(*(bound for bound, _, _ in statements(first.source)))
    return [problem for section in sections(nb) for problem in _problems(section, given)]


def sections(nb: NotebookNode) -> Iterator[list[NotebookNode]]:
    """Return the code cells of each section, those before the first heading apart."""
    section = []
    for cell in nb.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            yield section
            section = []
        elif cell.cell_type == "code" and "setup" not in tags(cell):
            section.append(cell)
    yield section


def _problems(cells, given: set[str]) -> Iterator[str]:
    there, later = _KNOWN | given, []
    for cell in cells:
        for bound, used, deferred in statements(cell.source):
            yield from (
                f"{name_of(cell)} uses {name!r}, which neither its section nor the setup cell has"
                for name in sorted(used - there)
            )
            yield from (
                f"{name_of(cell)} gives another meaning to {name!r} of the setup cell"
                for name in sorted(bound & given)
            )
            there |= bound
            later += [(cell, name) for name in sorted(deferred)]
    yield from (
        f"a function of {name_of(cell)} uses {name!r}, which neither its section nor the setup "
        "cell has"
        for cell, name in later
        if name not in there
    )


def statements(source: str) -> Iterator[tuple[set[str], set[str], set[str]]]:
    """Return of each statement which names it binds, uses at once, and uses when it is called."""
    lines = [line for line in source.splitlines() if not line.startswith(("%", "!"))]
    for node in ast.parse("\n".join(lines)).body:
        table = symtable.symtable(ast.unparse(node), "cell", "exec")
        symbols = table.get_symbols()
        bound = {one.get_name() for one in symbols if one.is_assigned() or one.is_imported()}
        used = {one.get_name() for one in symbols if one.is_referenced()}
        inner = set().union(*(_globals_of(child) for child in table.get_children()))
        if isinstance(node, _COMPOUND):
            used, inner = used - bound, inner - bound
        at_once = not isinstance(node, ast.FunctionDef | ast.ClassDef)
        yield bound, used | inner if at_once else used, set() if at_once else inner


def _globals_of(table: symtable.SymbolTable) -> set[str]:
    """Return the names that a function, a class or a comprehension takes from outside."""
    found = {one.get_name() for one in table.get_symbols() if one.is_global()}
    return found.union(*(_globals_of(child) for child in table.get_children()))
