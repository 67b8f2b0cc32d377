"""Which cells have to run before a cell can: read from the names that they use and give."""

import ast
import builtins
import re
import symtable

from nbformat import NotebookNode

from course_utils.instructor.notebooks import tags

KNOWN = {*dir(builtins), "__name__", "display", "get_ipython"}


def needs(cells: list[NotebookNode]) -> dict[str, list[str]]:
    """Return for each code cell the cells to run before it, by id, in the order of the notebook.

    Those are the setup cells above it, and the last cell above that gives a name which it uses,
    with all that *that* cell needs. A cell that sets a part of an object (`a[0] = 1`, `a.b = 1`)
    gives the object's name, too. What a method changes in an object is not seen.

    >>> from nbformat.v4 import new_code_cell as cell
    >>> needs([cell("a = 1", id="1"), cell("b = 2", id="2"), cell("print(a)", id="3")])
    {'1': [], '2': [], '3': ['1']}
    """
    found: dict[str, list[str]] = {}
    givers: dict[str, str] = {}
    setup: list[str] = []
    for cell in cells:
        if cell.cell_type != "code":
            continue
        uses, gives = names(cell.source)
        direct = [*setup, *(givers[name] for name in uses if name in givers)]
        wanted = {id for giver in direct for id in (*found[giver], giver)}
        found[cell.id] = [id for id in found if id in wanted]
        givers |= dict.fromkeys(gives, cell.id)
        if "setup" in tags(cell):
            setup.append(cell.id)
    return found


def names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell takes from others, and those that it leaves behind.

    A cell that Python cannot read uses and gives nothing; lines of IPython's own are passed over.

    >>> uses, gives = names("%time\\nx = [f(n) for n in range(3)]\\nprint(x)\\nd[0] = x")
    >>> sorted(uses), sorted(gives)
    (['d', 'f'], ['d', 'x'])
    """
    uses: set[str] = set()
    gives: set[str] = set()
    try:
        statements = ast.parse(re.sub(r"^[%!?].*", "", source, flags=re.MULTILINE)).body
    except SyntaxError:
        return uses, gives
    later: set[str] = set()
    for statement in statements:
        now, inside, bound = _names_of(statement)
        runs_now = not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        uses |= (now | (inside if runs_now else set())) - gives
        later |= inside
        gives |= bound
    return (uses | (later - gives)) - KNOWN, gives


def _names_of(statement: ast.stmt) -> tuple[set[str], set[str], set[str]]:
    """Return what a statement uses, what the functions in it use, and what it binds."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    now = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        now -= bound  # as the variable of a loop
    inside, tables = set(), list(table.get_children())
    for child in tables:
        inside |= {s.get_name() for s in child.get_symbols() if s.is_global() and s.is_referenced()}
        tables += child.get_children()
    here = {symbol.get_name() for symbol in table.get_symbols()}
    for node in ast.walk(statement):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            now |= here & {node.target.id}
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            while isinstance(node, ast.Subscript | ast.Attribute):
                node = node.value
            if isinstance(node, ast.Name):
                bound |= here & {node.id}
    return now, inside - bound, bound
