"""What one more unit is worth."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

PRICE = "resources.price_of_budget"


@right(PRICE)
def price_of_budget(values, demands, budget):
    """The best task that is not full once all better ones are."""
    full = [sum(demands[values / demands >= v / d]) for v, d in zip(values, demands, strict=True)]
    open_ones = [v / d for v, d, f in zip(values, demands, full, strict=True) if f > budget]
    return max(open_ones, default=0)


WRITTEN = dedent(
    """
    def price_of_budget(values, demands, budget):
        order = np.argsort(-values / demands)
        for i in order:
            if demands[i] > budget:
                return values[i] / demands[i]
            budget = budget - demands[i]
        return 0
    """
)
FOUND = "return values[i] / demands[i]"
for named, *changes in [
    ("R6", (FOUND, "return -values[i] / demands[i]")),
    ("M1086", ("demands[i] > budget", "True")),
    ("M1087", ("> budget", ">= budget")),
    ("M1089", ("return 0", FOUND)),
    ("M1091", (FOUND, "return values[i]")),
    ("M1091", (FOUND, "return values[i] * budget / demands[i]")),
    ("M1092", (FOUND, "return demands[i] / values[i]")),
    ("M1060", ("-values / demands", "-values")),
    ("M1061", ("-values / demands", "demands")),
    ("M1088", ("-values / demands", "values / demands")),
    ("M1064", ("np.argsort(-values / demands)", "range(len(values))")),
    (None, (FOUND, "return budget / demands[i]")),
    (None, ("return 0", "return None")),
    ("M1069", ("        budget = budget - demands[i]\n", "")),
    ("M1091", (FOUND, f"{FOUND} * budget")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(PRICE, named)(made_of(code, "price_of_budget", {"np": np}))


def value_of(values, demands, budget):
    total = 0
    for i in np.argsort(-values / demands):
        share = min(1, budget / demands[i])
        total, budget = total + share * values[i], budget - share * demands[i]
    return total


@wrong(PRICE, "R6")
def turned_round(values, demands, budget):
    return 100 * (value_of(values, demands, budget) - value_of(values, demands, budget + 0.01))


@wrong(PRICE, "M1087")
def from_the_left(values, demands, budget):
    return 100 * (value_of(values, demands, budget) - value_of(values, demands, budget - 0.01))


@wrong(PRICE, "M1090")
def on_average(values, demands, budget):
    return value_of(values, demands, budget) / min(budget, sum(demands))


@wrong(PRICE, "M1090")
def of_everything(values, demands, budget):
    return sum(values) / sum(demands)


@wrong(PRICE, "M1086")
def the_best(values, demands, budget):
    return max(v / d for v, d in zip(values, demands, strict=True))


@wrong(PRICE, "M1088")
def the_worst(values, demands, budget):
    return min(values / demands)


@wrong(PRICE, "M1091")
def the_value(values, demands, budget):
    return value_of(values, demands, budget)


@wrong(PRICE)
def too_far(values, demands, budget):
    return (value_of(values, demands, budget + 100) - value_of(values, demands, budget)) / 100


@wrong(PRICE)
def without_a_division(values, demands, budget):
    return value_of(values, demands, budget + 0.01) - value_of(values, demands, budget)
