"""A fair part."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

FAIR = "resources.fair_amounts"


@right(FAIR)
def fair_amounts(demands, budget):
    """Round after round, until nothing is left or nobody waits."""
    amounts = np.zeros(len(demands))
    while budget > 1e-12 and (amounts < demands - 1e-12).any():
        waiting = amounts < demands - 1e-12
        part = min(budget / waiting.sum(), (demands - amounts)[waiting].min())
        amounts[waiting] += part
        budget -= part * waiting.sum()
    return amounts


WRITTEN = dedent(
    """
    def fair_amounts(demands, budget):
        amounts = np.zeros(len(demands))
        waiting = len(demands)
        for i in np.argsort(demands):
            amounts[i] = min(demands[i], budget / waiting)
            budget -= amounts[i]
            waiting -= 1
        return amounts
    """
)
for named, *changes in [
    ("M1110", ("min(demands[i], budget / waiting)", "budget / waiting")),
    ("M1111", ("        budget -= amounts[i]\n        waiting -= 1\n", "")),
    ("M1111", ("np.argsort(demands)", "np.argsort(-demands)")),
    ("M1112", ("budget / waiting", "budget")),
    ("M1112", ("budget / waiting", "budget"), ("np.argsort(demands)", "range(len(demands))")),
    ("M1114", ("np.argsort(demands)", "range(len(demands))")),
    ("M1115", ("        waiting -= 1\n", "")),
    ("M1066", ("return amounts", "return amounts / demands")),
    (None, ("        budget -= amounts[i]\n", "")),
    (None, ("min(", "max(")),
    ("M1068", ("return amounts", "return np.sort(amounts)")),
    ("M1165", ("np.zeros(len(demands))", "np.zeros_like(demands)")),
    (None, ("amounts[i] = min(demands[i], budget", "amounts[i] = min(1, budget")),
    (None, ("    return", "        return")),
    (None, ("return amounts", "return amounts.sum()")),
    (None, ("return amounts", "return np.round(amounts)")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(FAIR, named)(made_of(code, "fair_amounts", {"np": np}))

for named, function in [
    ("M1110", lambda demands, budget: [budget / len(demands)] * len(demands)),
    ("M1111", lambda demands, budget: np.clip(demands, 0, budget / len(demands))),
    ("M1065", lambda demands, budget: demands * budget / np.sum(demands)),
    ("M1065", lambda demands, budget: demands * min(1, budget / demands.sum())),
    (None, lambda demands, budget: demands),
    (None, lambda demands, budget: np.minimum(demands, budget)),
]:
    wrong(FAIR, named)(function)


@wrong(FAIR, "M1113")
def a_second_round(demands, budget):
    amounts = np.minimum(demands, budget / len(demands))
    more = demands > amounts
    if any(more):
        amounts = amounts + np.where(more, (budget - sum(amounts)) / sum(more), 0)
    return np.minimum(demands, amounts)
