"""How many cells of a table say nothing, though only some of them look empty."""

import math

import numpy as np
import pandas as pd

from course_utils.classroom.exercises import Exercise, misconception


def count_missing(cells):
    n_there = 0
    for text in cells:
        written = text.strip()
        if written not in ("", "NA", "-1"):
            n_there = n_there + 1
    return len(cells) - n_there


def by_a_set(cells):
    return sum(text.strip() in {"", "NA", "-1"} for text in cells)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(*missing, n_there, odd=()):
        """Draw `n_there` pixels above 1, and put the cells `missing` and `odd` among them."""
        pixels = [str(value) for value in rng.integers(2, 17, size=n_there)]
        return {"cells": [str(cell) for cell in rng.permutation([*pixels, *missing, *odd])]}

    more = int(rng.integers(2, 4))
    return [
        drawn("", "", "NA", "-1", "-1", "-1", n_there=2, odd=["0"]),
        drawn("", *["NA"] * more, "-1", n_there=3, odd=["0", "-7"]),
        drawn(*["-1"] * more, "  ", " NA", n_there=4, odd=["1", "10", "0", "0"]),
        drawn("", " ", "-1 ", "NA", n_there=more, odd=["-12", "-7", "-7"]),
        drawn(n_there=2 + more, odd=["0", "0"]),
        drawn("", "   ", " NA ", " -1", *["NA"] * more, n_there=5, odd=["-11", "0", "255"]),
    ]


def counting(is_missing):
    """Return the number of cells of which `is_missing` is true."""
    return lambda cells: sum(bool(is_missing(cell)) for cell in cells)


def is_no_number(cell):
    try:
        return math.isnan(float(cell))
    except ValueError:
        return True


def is_code(cell):
    return cell.strip() in {"", "NA", "-1"}


WRONG_COUNTS = (
    misconception(
        "N3",
        says="asks pandas which cells are missing: in a column of text it takes every code for a "
        "value",
        hint="Would a clerk call -1 a pixel? And whom did your code ask, the clerk or a machine "
        "that knows nothing of his codes?",
        also=(counting(lambda cell: cell is None), counting(lambda cell: cell.lower() == "nan")),
    )(lambda cells: pd.Series(cells).isna().sum()),
    misconception(
        "M570",
        says="counts only what looks empty",
        hint="An empty cell says nothing. Which other ways to say nothing did the clerks have?",
        also=(counting(lambda cell: cell == ""),),
    )(counting(lambda cell: cell.strip() == "")),
    misconception(
        "M571",
        says="passes over codes with spaces around them",
        hint="A cell holds two blanks and nothing else. Is it missing, and does your code see it?",
        also=(counting(lambda cell: cell in ("NA", "-1") or cell.isspace() or cell == ""),),
    )(counting(lambda cell: cell in ("", "NA", "-1"))),
    misconception(
        "M572",
        says="takes a 0 for a missing cell",
        hint="A pixel without ink is 0. Was it measured, or not?",
    )(counting(lambda cell: is_code(cell) or cell == "0")),
    misconception(
        "M573",
        says="counts other negative numbers too, which are wrong and not missing",
        hint="A cell says -7. Nobody agreed on that as a code: what should become of it, later?",
        also=(counting(lambda cell: is_code(cell) or "-1" in cell),),
    )(counting(lambda cell: is_code(cell) or cell.startswith("-"))),
    misconception(
        "M574",
        says="counts what is no number, so that -1 passes for a pixel",
        hint="Which of the codes can be read as a number, and is that number a measurement?",
    )(counting(is_no_number)),
    misconception(
        "M575",
        says="counts the cells that are there",
        hint="If not one cell is missing, what should come out?",
    )(counting(lambda cell: not is_code(cell))),
    misconception(
        "M650",
        says="counts every cell: its condition is always true",
        hint="A cell holds 7. Read your condition aloud, part by part: which part is true of a 7?",
    )(counting(lambda cell: True)),
)

EXERCISE = Exercise(
    title="Count what is missing",
    reference=count_missing,
    another=by_a_set,
    cases=cases,
    misconceptions=WRONG_COUNTS,
    hints=(
        "In how many ways can a cell say that nobody knows its value? Which of them look like a "
        "value at first sight?",
        "The cells ' ', '0', 'NA', '-1' and '-7': three are missing. The 0 is a pixel without ink, "
        "and -7 is a wrong value, but somebody wrote it. How many are missing in '', '-10', ' NA'?",
        "there ← 0\nfor each cell:\n    cut the spaces off at both ends\n"
        "    add 1 to there, unless nothing is left, or one of the two codes\n"
        "return number of cells - there",
    ),
    why="what happens to the mean of a column if its codes -1 are taken for pixels?",
    because=(
        "It falls, and nothing warns you: -1 is a number like any other. So the codes are asked "
        "for before anything is computed, and become NaN, which no mean takes for a pixel."
    ),
)
