"""The straight way between two codes."""

import numpy as np

from answers import right, wrong

path = "autoencoder.code_path_between"


@right(path)
def code_path_between(a, b, n):
    return np.column_stack([np.linspace(x, y, n) for x, y in zip(a, b, strict=True)])


for named, shares in [
    ("M735", lambda n: np.linspace(0, 1, n, endpoint=False)),
    ("M735", lambda n: np.arange(n) / n),
    ("M735", lambda n: np.linspace(0, 1, n + 1)[1:]),
    ("M735", lambda n: np.linspace(0, 1, n + 2)[1:-1]),
    ("M737", lambda n: np.linspace(1, 0, n)),
    ("M738", lambda n: np.linspace(0, 1, n + 1)),
    ("M738", lambda n: np.arange(n + 1) / n),
    (None, lambda n: np.linspace(0, 1, n + 2)),
    (None, lambda n: np.linspace(0, 1, n - 1)),
    (None, lambda n: np.linspace(0, 1, n) ** 2),
    (None, lambda n: np.linspace(0, n, n)),
    (None, lambda n: np.full(n, 0.5)),
    (None, lambda n: np.random.default_rng(0).uniform(size=n)),
]:

    @wrong(path, named)
    def at_other_shares(a, b, n, shares=shares):
        return np.array([a + t * (b - a) for t in shares(n)])


@wrong(path, "M735")
def steps_of_one_over_n(a, b, n):
    step = (b - a) / n
    points = [a]
    for _ in range(n - 1):
        points.append(points[-1] + step)
    return np.array(points)


@wrong(path, "M505")
def step_from_the_start(a, b, n):
    points = [a]
    for _ in range(n - 1):
        points.append(a + (b - a) / (n - 1))
    return np.array(points)


@wrong(path, "M737")
def shares_swapped(a, b, n):
    t = np.linspace(0, 1, n)[:, None]
    return t * a + (1 - t) * b


@wrong(path, "M739")
def no_difference(a, b, n):
    return a + np.linspace(0, 1, n)[:, None] * b


@wrong(path, "M740")
def without_the_start(a, b, n):
    return np.linspace(0, 1, n)[:, None] * (b - a)


@wrong(path, "M740")
def shares_of_the_end(a, b, n):
    return np.outer(np.linspace(0, 1, n), b)


@wrong(path, "M743")
def side_by_side(a, b, n):
    return np.linspace(a, b, n, axis=1)


@wrong(path, "M743")
def shares_in_a_row(a, b, n):
    t = np.linspace(0, 1, n)
    return (1 - t) * a[:, None] + t * b[:, None]


@wrong(path)
def no_column(a, b, n):
    return a + np.linspace(0, 1, n) * (b - a)


@wrong(path, "M741")
def slerp(a, b, n):
    points = []
    for t in np.linspace(0, 1, n):
        omega = np.arccos(np.dot(a / np.linalg.norm(a), b / np.linalg.norm(b)))
        if np.isclose(np.sin(omega), 0):
            points.append((1 - t) * a + t * b)
        else:
            points.append(
                np.sin((1 - t) * omega) / np.sin(omega) * a + np.sin(t * omega) / np.sin(omega) * b
            )
    return np.array(points)


@wrong(path)
def only_the_point_halfway(a, b, n):
    return (a + b) / 2


@wrong(path)
def lost_brackets(a, b, n):
    return np.array([1 - i / (n - 1) * a + i / (n - 1) * b for i in range(n)])
