"""Shares of one budget."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

FILL = "resources.fill_by_ratio"


@right(FILL)
def fill_by_ratio(values, demands, budget):
    """Ask for each task what is left once all better ones are full."""
    shares = []
    for value, demand in zip(values, demands, strict=True):
        better = sum(d for v, d in zip(values, demands, strict=True) if v * demand > value * d)
        shares.append(min(1.0, max(0.0, (budget - better) / demand)))
    return shares


WRITTEN = dedent(
    """
    def fill_by_ratio(values, demands, budget):
        ratio = values / demands
        order = np.argsort(ratio)[::-1]
        shares = np.zeros(len(values))
        for i in order:
            if demands[i] <= budget:
                shares[i] = 1
                budget -= demands[i]
            else:
                shares[i] = budget / demands[i]
                break
        return shares
    """
)
ELSE = "        else:\n            shares[i] = budget / demands[i]\n            break\n"

for named, *changes in [
    ("M1060", ("values / demands", "values")),
    ("M1061", ("values / demands", "-demands")),
    ("M1061", ("values / demands", "demands")),
    ("M1061", ("values / demands", "1 / demands")),
    ("M1062", ("[::-1]", "")),
    ("M1062", ("values / demands", "demands / values")),
    (None, ("values / demands", "values * demands")),
    ("M1063", (ELSE, "")),
    ("M1063", (ELSE, "        else:\n            break\n")),
    ("M1063", ("budget / demands[i]\n", "1\n")),
    ("M1064", ("np.argsort(ratio)[::-1]", "range(len(values))")),
    (None, ("np.argsort(ratio)[::-1]", "range(len(values))[::-1]")),
    ("M1065", ("return shares", "return np.full(len(values), 0.5)")),
    ("M1066", ("return shares", "return shares * demands")),
    ("M1066", ("budget / demands[i]\n", "budget\n")),
    (None, ("budget / demands[i]\n", "demands[i] / budget\n")),
    (None, ("budget / demands[i]\n", "budget / values[i]\n")),
    (None, ("budget / demands[i]\n", "0.5\n")),
    ("M1160", ("            break\n", "")),
    (
        "M1160",
        (
            ELSE,
            "        else:\n            shares[i] = budget / demands[i]\n"
            "            budget -= demands[i]\n",
        ),
    ),
    ("M1063", ("np.zeros(len(values))", "np.zeros_like(demands)")),
    ("M1068", ("return shares", "return shares[order]")),
    (None, ("return shares", "return np.sort(shares)")),
    (None, ("return shares", "return shares @ values")),
    (None, ("return shares", "return order")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(FILL, named)(made_of(code, "fill_by_ratio", {"np": np}))


@wrong(FILL, "M1069")
def the_whole_budget_for_each(values, demands, budget):
    return np.clip(budget / demands, 0, 1)


@wrong(FILL, "M1065")
def evenly(values, demands, budget):
    return [min(1, budget / sum(demands))] * len(values)


@wrong(FILL, "M1067")
def more_than_once(values, demands, budget):
    shares = np.zeros(len(values))
    best = np.argmax(values / demands)
    shares[best] = budget / demands[best]
    return shares


@wrong(FILL)
def all_in(values, demands, budget):
    shares = np.zeros(len(values))
    shares[np.argmax(values / demands)] = 1
    return shares


@wrong(FILL, "M1173")
def a_part_of_the_budget_by_worth(values, demands, budget):
    part = budget * values / sum(values)
    return np.clip(part / demands, 0, 1)


@wrong(FILL, "M1173")
def by_worth(values, demands, budget):
    return values / demands / np.sum(values / demands)
