"""Walk in a straight line from one code to another, both ends included."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def code_path_between(a, b, n):
    path = np.zeros((n, len(a)))
    for i in range(n):
        gone = i / (n - 1)
        path[i] = (1 - gone) * a + gone * b
    return path


def with_linspace(a, b, n):
    return a + np.linspace(0, 1, n)[:, None] * (b - a)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(k, n):
        """Draw two codes that differ in each number, and in their lengths."""
        a = rng.uniform(1, 3, size=k) * rng.choice([-1, 1], size=k)
        b = a + rng.uniform(1, 4, size=k) * rng.choice([-1, 1], size=k)
        return {"a": a.round(1), "b": b.round(1), "n": n}

    return [drawn(2, 3), drawn(3, 5), drawn(2, 2), drawn(4, 7), drawn(3, 2), drawn(1, 4)]


def along(shares):
    """Return the walk that is at `shares(n)` of the way at its points."""
    return lambda a, b, n: a + np.array([shares(n)]).T * (b - a)


def mixed(mix):
    """Return the walk whose point at the share t of the way is `mix(a, b, t)`."""
    return lambda a, b, n: np.array([mix(a, b, i / (n - 1)) for i in range(n)])


def on_an_arc(a, b, t):
    """Slerp: from one direction to the other at an even pace (Shoemake, SIGGRAPH 1985)."""
    cosine = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    angle = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(angle) < 1e-9:  # the same direction, or the opposite one
        return (1 - t) * a + t * b
    return (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)


WRONG_SHARES = (
    misconception(
        "M735",
        says="leaves out an end of the way, or both",
        hint="Is your first row the code that you set out from, and your last row the one that you "
        "head for?",
        also=(
            along(lambda n: np.arange(n) / (n + 1)),
            along(lambda n: np.arange(1, n + 1) / n),
            along(lambda n: np.arange(1, n + 1) / (n + 1)),
        ),
    )(along(lambda n: np.arange(n) / n)),
    misconception(
        "M737",
        says="walks the other way",
        hint="Which of the two codes is your first row?",
    )(along(lambda n: np.linspace(1, 0, n))),
    misconception(
        "M738",
        says="counts steps and not points, so that there is a point too many or too few",
        hint="A fence with 3 posts: how many gaps does it have? Which of the two were you told?",
        also=(along(lambda n: np.linspace(0, 1, n + 1)[1:-1]),),
    )(along(lambda n: np.linspace(0, 1, n + 1))),
    misconception(
        "M505",
        says="sets out from the start with every step",
        hint="Two rows of your walk are equal. Where does the second step begin?",
    )(along(lambda n: np.append(0.0, np.full(n - 1, 1 / (n - 1))))),
)

WRONG_MIXTURES = (
    misconception(
        "M739",
        says="adds shares of the second code and takes nothing of the first one away",
        hint="How much of the first code should be left in the last row, and how much is it?",
    )(mixed(lambda a, b, t: a + t * b)),
    misconception(
        "M740",
        says="returns how far it has come from the first code, and not where it is",
        hint="Your walk begins at zero. Does the walk that was asked for begin there?",
        also=(mixed(lambda a, b, t: t * b),),
    )(mixed(lambda a, b, t: t * (b - a))),
    misconception(
        "M741",
        says="walks along an arc, which keeps the lengths of codes and not the line between them",
        hint="Halfway between 2 and 4 on a line: which number, and what does your walk say?",
    )(mixed(on_an_arc)),
)


@misconception(
    "M743",
    says="has the numbers of a code below each other and the points side by side",
    hint="Which row of your result would you hand to the decoder first, and how long is it?",
)
def turned(a, b, n):
    return with_linspace(a, b, n).T


EXERCISE = Exercise(
    title="The straight way between two codes",
    reference=code_path_between,
    another=with_linspace,
    cases=cases,
    misconceptions=(*WRONG_SHARES, *WRONG_MIXTURES, turned),
    hints=(
        "Three points on a line, with both ends: which part of the way lies behind you at each of "
        "them? And with five?",
        "From (0, 10) to (4, 2) with 3 points: after 0, 1/2 and 1 of the way. Halfway it is 1/2 · "
        "(0, 10) + 1/2 · (4, 2) = (2, 6), so the rows are (0, 10), (2, 6), (4, 2). Which are the "
        "five rows for n = 5?",
        "for each point i = 0, 1, …, n - 1:\n    t ← i / number of gaps between the points\n"
        "    row i ← (1 - t) parts of a and t parts of b\nreturn the rows",
    ),
    why="you decode the points of this line. Why is the picture halfway not the mean of the two "
    "pictures at its ends?",
    because=(
        "The decoder bends: its layers are not linear, so the image of a mean is not the mean of "
        "the images. The mean of two pictures shows both, one through the other; a decoded code "
        "between the two can be one picture. With a linear decoder both would be the same."
    ),
)
