"""Read a learner's function: is it still a stub, and did it change since the last attempt?"""

import ast
import builtins
import difflib
import hashlib
import inspect
import sys
import textwrap
import traceback
from collections.abc import Callable


def source_of(function: Callable) -> str:
    """Return the dedented source of `function`, without its decorators."""
    lines = textwrap.dedent(inspect.getsource(function)).strip().splitlines()
    starts = (i for i, line in enumerate(lines) if line.startswith(("def ", "class ")))
    first = next(starts, 0)  # a lambda begins anywhere in its line
    return "\n".join(lines[first:])


def syntax_tree(function: Callable) -> ast.FunctionDef | ast.Lambda | None:
    """Return the syntax tree of `function` without its docstring; None if no source is known."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None
    name = getattr(function, "__name__", "")
    definitions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    if not definitions:
        return next((node for node in ast.walk(tree) if isinstance(node, ast.Lambda)), None)
    definition = definitions[-1]
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:] or [ast.Pass()]
    return definition


def left_to_do(function: Callable, shipped: Callable | None = None) -> str:
    """Return "" or what is left: a `...` (`x[..., 0]` is none), or a bug hunt's unchanged code."""
    tree = syntax_tree(function)
    if tree is None:
        return ""
    if shipped is not None and fingerprint(function) == fingerprint(shipped):
        return "find the bug and change the code"
    inside_index = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for part in ast.walk(node.slice)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value is ... and id(node) not in inside_index:
            return f"replace the `...` in line {node.lineno} of the function"
    return ""


def lost_assignment(function: Callable) -> str:
    """Return a line such as `w <- w + 1`, which compares and stores nothing, or ""."""
    tree = syntax_tree(function)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare):
            return ast.unparse(node.value)
    return ""


def name_meant(error: NameError) -> str:
    """Ask for the name that is nearest to an unknown one: a local, a global, then Python's; or "".

    >>> try:
    ...     pirnt(1)
    ... except NameError as error:
    ...     name_meant(error)
    'Did you mean `print`?'
    """
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    own = [f for f in frames if not f.f_globals.get("__name__", "").startswith("course_utils.")]
    scopes = [frame.f_locals for frame in reversed(own)] + [frame.f_globals for frame in own[-1:]]
    wanted = error.name or ""
    if wanted in sys.stdlib_module_names:
        return f"Is there an `import {wanted}`?"
    for scope in (*scopes, vars(builtins)):
        names = [name for name in scope if not name.startswith("_")]
        same = [name for name in names if name.casefold() == wanted.casefold()]
        if near := same or difflib.get_close_matches(wanted, names, n=1, cutoff=0.7):
            return f"Did you mean `{near[0]}`?"
    return ""


def fingerprint(function: Callable) -> str:
    """Return a hash that changes with the code, not with comments, layout or the docstring.

    The learner's own helper functions, which it calls by name, count as its code.
    """
    found: dict[str, Callable] = {}
    _collect_helpers(function, found)
    text = "".join(_code_of(part) for part in (function, *found.values()))
    return hashlib.sha256(text.encode()).hexdigest()


def _collect_helpers(function: Callable, found: dict[str, Callable]) -> None:
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    for name in names:
        helper = getattr(function, "__globals__", {}).get(name)
        own = getattr(helper, "__module__", None) == getattr(function, "__module__", "")
        if own and hasattr(helper, "__code__") and name not in found:
            found[name] = helper
            _collect_helpers(helper, found)


def _code_of(function: Callable) -> str:
    tree = syntax_tree(function)
    if tree is None:
        code = getattr(function, "__code__", None)
        return repr((code.co_code, code.co_consts, code.co_names)) if code else repr(function)
    body = tree.body if isinstance(tree.body, list) else [tree.body]
    return ast.dump(tree.args) + "".join(ast.dump(statement) for statement in body)
