"""What every cell that examines a claim keeps, and the proof that its verdict depends on the run.

`problems` reads a notebook and returns sentences; `run_claim` runs one such cell after the setup
cell, with some names replaced.
"""

import ast
import contextlib
import io
import re
from collections import defaultdict
from unittest.mock import MagicMock

from IPython.core.inputtransformer2 import TransformerManager
from notebook_cells import code_cells, join

from course_utils.classroom.verdicts import VERDICTS, Verdict
from course_utils.instructor.notebooks import tags

FLAGS = {"as_stated", "limited", "nearby", "supported"}
PYTHON_MAGICS = {"capture", "prun", "time", "timeit"}  # cell magics whose cell is Python
CASTS = {"all", "any", "bool", "bool_", "float", "int", "len", "list", "max", "min", "str", "tuple"}
VERDICT_WORD = re.compile(rf"\b({'|'.join(VERDICTS)})\b", re.IGNORECASE)


def python_of(source: str) -> str:
    """Return a cell's text as plain Python: magics become calls of get_ipython()."""
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        return python_of(rest) if first[2:].split(maxsplit=1)[0] in PYTHON_MAGICS else ""
    source = re.sub(r"^(\s*)%time\s+", r"\1", source, flags=re.MULTILINE)
    return TransformerManager().transform_cell(source)


def problems(nb, claims) -> list[str]:
    """Return what is wrong with the cells that should examine exactly `claims`."""
    expected = {claim.id: claim.expected_verdict for claim in claims}
    setup = [ast.parse(python_of(cell.source)) for cell in code_cells(nb) if "setup" in tags(cell)]
    found, count = [], dict.fromkeys(expected, 0)
    for cell in code_cells(nb):
        tagged = [tag.partition(":")[2] for tag in tags(cell) if tag.startswith("claim:")]
        tree = ast.parse(python_of(cell.source))
        calls = [node for node in ast.walk(tree) if _is_examine(node)]
        ids = [_literal_id(call) for call in calls]
        name = f"the cell of {', '.join(tagged)}" if tagged else f"“{cell.source[:40]}”"
        if ids != tagged or len(ids) > 1:
            found.append(f"{name}: tagged claim:{tagged}, but it examines {ids}")
        if tagged and "claim" not in tags(cell):
            found.append(f"{name}: the tag claim is missing")
        for call, id in zip(calls, ids, strict=True):
            if id in count:
                count[id] += 1
                found += [f"{id}: {text}" for text in _output_problems(cell, id, expected[id])]
            else:
                found.append(f"{name}: {id} is no claim of this chapter")
            last = tree.body[-1]
            if not (isinstance(last, ast.Expr) and last.value is call):
                found.append(f"{id}: end the cell with examine(…), so that its verdict is shown")
            found += [f"{id}: {text}" for text in _typed_verdicts(call, tree, setup)]
    return found + [
        f"{id} is examined {n} times instead of once" for id, n in count.items() if n != 1
    ]


def _is_examine(node) -> bool:
    function = getattr(node, "func", None)
    return "examine" in (getattr(function, "id", ""), getattr(function, "attr", ""))


def _literal_id(call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) else "an id that is not written out"


def _output_problems(cell, id: str, expected: str) -> list[str]:
    """Compare the verdict in the committed output with the ledger's."""
    texts = [join(output.get("data", {}).get("text/plain", "")) for output in cell.outputs]
    cards = [text for text in texts if text.startswith(f"{id}: ")]
    verdicts = [line.split()[2] for line in "\n".join(cards).split("\n") if line[:8] == "Verdict:"]
    if verdicts == [expected]:
        return []
    return [f"the output says {verdicts}, the ledger expects {expected}"]


def _typed_verdicts(call, tree, setup) -> list[str]:
    """Find verdicts, or what gives them, that somebody wrote instead of computing them."""
    found = []
    if len(call.args) != 1 or any(keyword.arg is None for keyword in call.keywords):
        found.append("write the arguments of examine out, by keyword")
    values = defaultdict(list)
    for module in (*setup, tree):
        _collect_values(module, values)
    for keyword in call.keywords:
        if keyword.arg in FLAGS and not _is_computed(keyword.value, values, frozenset()):
            found.append(f"{keyword.arg} is typed, not computed: {ast.unparse(keyword.value)}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = VERDICT_WORD.search(node.value)
            if word:
                found.append(f"a text of this cell names a verdict: {word[0]!r}")
    return found


def _collect_values(tree, values) -> None:
    """Note for each name every expression that it may hold."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _bind(target, node.value, values)
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr)) and node.value:
            _bind(node.target, node.value, values)
        elif isinstance(node, (ast.For, ast.comprehension)):
            _bind(node.target, node.iter, values)
        elif isinstance(node, ast.withitem) and node.optional_vars:
            _bind(node.optional_vars, node.context_expr, values)


def _bind(target, value, values) -> None:
    parts = getattr(target, "elts", None)
    if parts is None:
        values[getattr(target, "id", "")].append(value)
        return
    same = len(getattr(value, "elts", ())) == len(parts)
    for number, part in enumerate(parts):
        _bind(part, value.elts[number] if same else value, values)


def _is_computed(expression, values, seen) -> bool:
    """Whether the value depends on a call that is more than a cast of something typed."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in CASTS:
                return True
        elif isinstance(node, ast.Name) and node.id in values and node.id not in seen:
            later = seen | {node.id}
            if all(_is_computed(value, values, later) for value in values[node.id]):
                return True
    return False


def run_claim(nb, id: str, replace: dict | None = None) -> Verdict:
    """Run the setup cell, replace names, run the cell of `id`; return the verdict it ends in."""
    replace = replace or {}
    namespace = {"__name__": "__main__", "get_ipython": MagicMock()}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in code_cells(nb):
            if "setup" in tags(cell):
                exec(python_of(cell.source), namespace)
        unknown = replace.keys() - namespace.keys()
        assert not unknown, f"{id}: the setup cell does not define {unknown}"
        (source,) = (cell.source for cell in code_cells(nb) if f"claim:{id}" in tags(cell))
        tree = ast.parse(python_of(source))
        bound = {
            node.id
            for node in ast.walk(tree)
            if isinstance(getattr(node, "ctx", None), ast.Store) and isinstance(node, ast.Name)
        }
        bound |= {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        }
        assert not bound & replace.keys(), f"{id}: the cell itself sets {bound & replace.keys()}"
        namespace |= replace
        last = ast.Expression(tree.body.pop().value)
        exec(compile(tree, f"<{id}>", "exec"), namespace)
        return eval(compile(last, f"<{id}>", "eval"), namespace)
