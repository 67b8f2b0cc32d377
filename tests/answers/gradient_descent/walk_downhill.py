"""A walk down into a bowl."""

import itertools
import math

import numpy as np

from answers import right, wrong

walk = "gradient_descent.walk_downhill"


@right(walk)
def walk_downhill(start, curvature, lowest, learning_rate, n_steps):
    """Repeat a function on its own result."""

    def next_place(w, _):
        return w + learning_rate * curvature * (lowest - w)

    return list(itertools.accumulate(range(n_steps), next_place, initial=start))


def loop(step, keep=lambda w: w):
    """Return the loop that most learners write, with `step(w, c, m, rate)` subtracted."""

    def walk_downhill(start, curvature, lowest, learning_rate, n_steps):
        path = np.zeros(n_steps + 1)
        path[0] = keep(start)
        w = start
        for i in range(1, n_steps + 1):
            w = w - step(w, curvature, lowest, learning_rate)
            path[i] = keep(w)
        return path

    return walk_downhill


for named, step in [
    ("M260", lambda w, c, m, rate: -rate * c * (w - m)),
    ("M260", lambda w, c, m, rate: rate * c * (m - w)),
    ("M14", lambda w, c, m, rate: c * (w - m)),
    ("M36", lambda w, c, m, rate: rate * (rate * c * (w - m))),
    ("M265", lambda w, c, m, rate: rate * (w - m)),
    ("M266", lambda w, c, m, rate: rate * c * w),
    ("M267", lambda w, c, m, rate: rate * 2 * c * (w - m)),
    ("M267", lambda w, c, m, rate: rate * 0.5 * c * (w - m)),
    ("M268", lambda w, c, m, rate: rate * c / 2 * (w - m) ** 2),
    ("M269", lambda w, c, m, rate: rate if w > m else -rate if w < m else 0),
    (None, lambda w, c, m, rate: rate * c),
    (None, lambda w, c, m, rate: rate * c * (w + m)),
    ("M504", lambda w, c, m, rate: rate * (c * w - m)),
    ("M504", lambda w, c, m, rate: rate * c * w - m),
    ("M504", lambda w, c, m, rate: rate * c * w + m),
    (None, lambda w, c, m, rate: rate * c * abs(w - m)),
    (None, lambda w, c, m, rate: rate / c * (w - m)),
    (None, lambda w, c, m, rate: (w - m) / c),
    (None, lambda w, c, m, rate: rate * c * (w - m) ** 2),
    (None, lambda w, c, m, rate: min(rate * c, 1) * (w - m)),
]:
    wrong(walk, named)(loop(step))


@wrong(walk, "M264")
def slope_before_the_loop(start, curvature, lowest, learning_rate, n_steps):
    slope = curvature * (start - lowest)
    path = [start]
    for _ in range(n_steps):
        start = start - learning_rate * slope
        path.append(start)
    return path


@wrong(walk, "M264")
def always_from_the_start(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    for _ in range(n_steps):
        w = path[-1]
        slope = curvature * (start - lowest)
        path.append(w - learning_rate * slope)
    return np.array(path)


@wrong(walk, "M505")
def every_step_from_the_start(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    for _ in range(n_steps):
        slope = curvature * (start - lowest)
        path.append(start - learning_rate * slope)
    return path


@wrong(walk, "M505")
def with_the_slope_of_now(start, curvature, lowest, learning_rate, n_steps):
    w, path = start, [start]
    for _ in range(n_steps):
        w = start - learning_rate * curvature * (w - lowest)
        path.append(w)
    return path


@wrong(walk, "M261")
def kept_after_each_step(start, curvature, lowest, learning_rate, n_steps):
    w, path = start, []
    for _ in range(n_steps):
        w -= learning_rate * curvature * (w - lowest)
        path.append(w)
    return np.array(path)


@wrong(walk)
def kept_before_each_step(start, curvature, lowest, learning_rate, n_steps):
    w, path = start, []
    for _ in range(n_steps):
        path.append(w)
        w -= learning_rate * curvature * (w - lowest)
    return np.array(path)


@wrong(walk, "M262")
def range_from_one(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    for _ in range(1, n_steps):
        path.append(path[-1] - learning_rate * curvature * (path[-1] - lowest))
    return path


@wrong(walk, "M263")
def range_to_the_number_of_places(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    for _ in range(n_steps + 1):
        path.append(path[-1] - learning_rate * curvature * (path[-1] - lowest))
    return path


@wrong(walk, "M271")
def only_the_end(start, curvature, lowest, learning_rate, n_steps):
    for _ in range(n_steps):
        start = start - learning_rate * curvature * (start - lowest)
    return start


@wrong(walk, "M270")
def heights(start, curvature, lowest, learning_rate, n_steps):
    path = walk_downhill(start, curvature, lowest, learning_rate, n_steps)
    return [curvature / 2 * (w - lowest) ** 2 for w in path]


@wrong(walk, "M272")
def array_like_the_start(start, curvature, lowest, learning_rate, n_steps):
    path = np.array([start] * (n_steps + 1))
    for i in range(n_steps):
        path[i + 1] = path[i] - learning_rate * curvature * (path[i] - lowest)
    return path


@wrong(walk)
def returns_in_the_loop(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    for _ in range(n_steps):
        path.append(path[-1] - learning_rate * curvature * (path[-1] - lowest))
        return path


@wrong(walk)
def stops_at_the_bottom(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    while len(path) <= n_steps and not math.isclose(path[-1], lowest):
        path.append(path[-1] - learning_rate * curvature * (path[-1] - lowest))
    return path


@wrong(walk)
def a_number_where_a_list_stood(start, curvature, lowest, learning_rate, n_steps):
    path = [start]
    for _ in range(n_steps):
        path = path[-1] - learning_rate * curvature * (path[-1] - lowest)
    return path
