"""Small changes of a right answer: slips of the pen that every exercise's cases must notice."""

import ast
import copy
import textwrap
from collections.abc import Callable, Iterator

import course_utils.classroom.learner_code as learner_code

SWAPS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
}


def mutants(function: Callable) -> Iterator[tuple[str, Callable]]:
    """Yield (its code, the function) for each single change of `function`."""
    tree = ast.parse(textwrap.dedent(learner_code.source_of(function)))
    seen = {ast.unparse(tree)}
    for position in range(sum(1 for _ in ast.walk(tree))):
        for change in range(6):
            mutated = copy.deepcopy(tree)
            if not _change(list(ast.walk(mutated))[position], change):
                break
            code = ast.unparse(ast.fix_missing_locations(mutated))
            if code not in seen:
                seen.add(code)
                space = dict(function.__globals__)
                exec(compile(code, "<mutant>", "exec"), space)
                yield code, space[function.__name__]


def _change(node: ast.AST, number: int) -> bool:
    """Apply the change `number` to `node` in place; False if there is none."""
    changes = []
    if isinstance(node, ast.BinOp):
        changes += [lambda op=op: setattr(node, "op", op()) for op in SWAPS.get(type(node.op), ())]
        changes += [lambda side=side: _become(node, side) for side in (node.left, node.right)]
        inner = node.right
        if isinstance(node.op, ast.Mult) and isinstance(inner, ast.BinOp):
            # a * (b + c) written without its brackets
            changes.append(
                lambda: _become(
                    node,
                    ast.BinOp(ast.BinOp(node.left, node.op, inner.left), inner.op, inner.right),
                )
            )
    elif isinstance(node, ast.Compare):
        swaps = SWAPS.get(type(node.ops[0]), ())
        changes += [lambda op=op: setattr(node, "ops", [op()]) for op in swaps]
    elif isinstance(node, ast.UnaryOp):
        changes.append(lambda: _become(node, node.operand))
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        changes += [lambda by=by: setattr(node, "value", node.value + by) for by in (1, -1)]
    elif isinstance(node, ast.If | ast.For) and len(node.body) > 1:
        indices = range(len(node.body))
        changes += [lambda i=i: node.body.pop(i) for i in indices]
    if number >= len(changes):
        return False
    changes[number]()
    return True


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turn `node` into `other` where it stands."""
    other = copy.deepcopy(other)
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)
