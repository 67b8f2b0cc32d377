"""All or nothing."""

from itertools import combinations, product
from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

WHOLE = "resources.whole_tasks"


@right(WHOLE)
def whole_tasks(values, demands, budget):
    """Subsets as binary numbers."""
    n, best, kept = len(values), -1, 0
    for number in range(2**n):
        bits = [(number >> i) & 1 for i in range(n)]
        if np.dot(bits, demands) <= budget and np.dot(bits, values) > best:
            best, kept = np.dot(bits, values), bits
    return kept


WRITTEN = dedent(
    """
    def whole_tasks(values, demands, budget):
        best, most = None, -1
        for take in product([0, 1], repeat=len(values)):
            take = np.array(take)
            if take @ demands <= budget and take @ values > most:
                best, most = take, take @ values
        return best
    """
)
for named, *changes in [
    ("M1082", ("<= budget", "< budget")),
    ("M1083", ("take @ values", "take @ demands")),
    ("M1069", ("take @ demands <= budget and ", "")),
    ("M1085", ("return best", "return most")),
    ("M1085", ("return best", "return best * values")),
    ("M1085", ("return best", "return np.flatnonzero(best)")),
    ("M1085", ("return best", "return [i for i, t in enumerate(best) if t]")),
    ("M1085", ("return best", "return best, most")),
    ("M1163", ("None, -1", "None, 0")),
    (None, ("return best", "return most, best")),
    (None, ("return best", "return 1 - best")),
    (None, ("> most", "< most")),
    (None, ("    return", "        return")),
    ("M1169", ("take @ values > most", "take.sum() > most"), ("take @ values\n", "take.sum()\n")),
    ("M1169", ("take @ values > most", "sum(take) >= most"), ("take @ values\n", "sum(take)\n")),
    ("M1069", ("<= budget", ">= budget")),
    (None, ("[0, 1]", "[0, 0.5, 1]")),
    (None, ("[0, 1]", "[0, 1, 2]")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(WHOLE, named)(made_of(code, "whole_tasks", {"np": np, "product": product}))


WALK = dedent(
    """
    def whole_tasks(values, demands, budget):
        take = np.zeros(len(values))
        for i in np.argsort(-values / demands):
            if demands[i] <= budget:
                take[i] = 1
                budget = budget - demands[i]
        return take
    """
)
ENDS = "            budget = budget - demands[i]\n"
for named, *changes in [
    ("R7",),
    ("R7", (ENDS, ENDS + "        else:\n            break\n")),
    ("R4", (ENDS, ENDS + "        else:\n            take[i] = budget / demands[i]; budget = 0\n")),
    ("M1060", ("-values / demands", "-values")),
    ("M1061", ("-values / demands", "demands")),
    ("M1064", ("np.argsort(-values / demands)", "range(len(values))")),
    ("M1069", (ENDS, "")),
    (None, ("-values / demands", "values / demands")),
    (None, ("return take", "return take[np.argsort(-values / demands)]")),
]:
    code = WALK
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(WHOLE, named)(made_of(code, "whole_tasks", {"np": np}))


@wrong(WHOLE, "R4")
def program_and_round(values, demands, budget):
    shares, left = np.zeros(len(values)), budget
    for i in np.argsort(-values / demands):
        shares[i] = min(1, left / demands[i])
        left -= shares[i] * demands[i]
    return shares.round().astype(int)


@wrong(WHOLE, "M1084")
def table_walked_forward(values, demands, budget):
    """A table in which a task may stand on itself."""
    best = [(0, [0] * len(values))] * (budget + 1)
    for i in range(len(values)):
        for b in range(demands[i], budget + 1):
            value, counts = best[b - demands[i]]
            if value + values[i] > best[b][0]:
                more = [c + (k == i) for k, c in enumerate(counts)]
                best[b] = (value + values[i], more)
    return best[budget][1]


@wrong(WHOLE, "M1060")
def the_best_one(values, demands, budget):
    fitting = np.where(demands <= budget, values, -1)
    return (np.arange(len(values)) == fitting.argmax()) & (fitting.max() >= 0)


@wrong(WHOLE)
def pairs_only(values, demands, budget):
    best = np.zeros(len(values))
    for i, j in combinations(range(len(values)), 2):
        take = np.zeros(len(values))
        take[[i, j]] = 1
        if take @ demands <= budget and take @ values > best @ values:
            best = take
    return best


@right(WHOLE)
def a_tuple_as_product_makes_it(values, demands, budget):
    best, most = None, -1
    for take in product([0, 1], repeat=len(values)):
        if np.dot(take, demands) <= budget and np.dot(take, values) > most:
            best, most = take, np.dot(take, values)
    return best


@wrong(WHOLE, "M1164")
def dearest_by_the_unit(values, demands, budget):
    fits = [t for t in product([0, 1], repeat=len(values)) if 0 < np.dot(t, demands) <= budget]
    empty = np.zeros(len(values))
    return max(fits, key=lambda t: np.dot(t, values) / np.dot(t, demands), default=empty)
