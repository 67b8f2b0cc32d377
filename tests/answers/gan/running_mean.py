"""The running mean of weights."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

mean = "gan.running_mean"


@right(mean)
def running_mean(values, keep):
    """Moves towards each new row by what does not stay."""
    averaged = np.array(values[0])
    for t in range(1, len(values)):
        averaged += (1 - np.minimum(keep, (1 + t) / (10 + t))) * (values[t] - averaged)
    return averaged


WRITTEN = dedent(
    """
    def running_mean(values, keep):
        mean = values[0]
        for t in range(1, len(values)):
            stays = min(keep, (1 + t) / (10 + t))
            mean = stays * mean + (1 - stays) * values[t]
        return mean
    """
)
MIX = "stays * mean + (1 - stays) * values[t]"
SHARE = "min(keep, (1 + t) / (10 + t))"

for named, *changes in [
    ("M945", (MIX, "(1 - stays) * mean + stays * values[t]")),
    ("M946", (SHARE, "keep")),
    ("M947", (SHARE, "(1 + t) / (10 + t)")),
    ("M948", ("min(", "max(")),
    ("M949", ("(1 + t) / (10 + t)", "t / (9 + t)")),
    ("M949", ("(1 + t) / (10 + t)", "(t + 2) / (t + 11)")),
    ("M949", ("(1 + t) / (10 + t)", "t / (10 + t)")),
    (None, ("(10 + t)", "(11 + t)")),
    ("M946", ("(10 + t)", "10 + t")),  # never less than 1
    (None, ("(1 + t) / (10 + t)", "(1 + t) / 10")),
    (None, ("(1 + t)", "(1 + len(values))")),
    ("M950", ("values[0]", "0 * values[0]")),
    ("M950", ("values[0]", "np.zeros(values.shape[1])"), ("range(1, ", "range(")),
    (None, ("values[0]", "values[-1]")),
    (None, ("values[0]", "values.mean(axis=0)")),
    ("M951", ("return mean", "return np.mean(values, axis=0)")),
    ("M951", (SHARE, "t / (t + 1)")),
    (None, (SHARE, "min(keep, t / (t + 1))")),
    ("M952", (MIX, "stays * mean + values[t]")),
    ("M952", (MIX, "mean + (1 - stays) * values[t]")),
    ("M952", (MIX, "stays * mean + values[t]"), ("range(1, ", "range(")),
    (None, (MIX, "stays * mean + 1 - stays * values[t]")),
    (None, (MIX, "stays * mean - (1 - stays) * values[t]")),
    ("M953", (MIX, "stays * values[t - 1] + (1 - stays) * values[t]")),
    (None, (MIX, "stays * values[0] + (1 - stays) * values[t]")),
    ("M954", (MIX, "values[t]")),
    ("M955", ("    return", "        return"), ("range(1, ", "range(")),
    ("M955", (MIX, "mean")),
    ("M956", (f"mean = {MIX}", "mean *= stays; mean += (1 - stays) * values[t]")),
    (None, ("return mean", "return mean.mean()")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(mean, named)(made_of(code, "running_mean", {"np": np}))


@wrong(mean)
def all_means(values, keep):
    means = [values[0]]
    for t in range(1, len(values)):
        stays = min(keep, (1 + t) / (10 + t))
        means.append(stays * means[-1] + (1 - stays) * values[t])
    return np.array(means)
