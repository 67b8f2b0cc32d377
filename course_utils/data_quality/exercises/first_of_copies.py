"""Of each group of equal rows the first one; a running number does not make two rows different."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def first_of_copies(rows):
    kept = []
    for i in range(len(rows)):
        gaps = np.abs(rows[:i, 1:] - rows[i, 1:]).sum(axis=1)
        if np.all(gaps > 0):
            kept.append(i)
    return kept


def by_a_set(rows):
    seen, kept = set(), []
    for i, (_, *values) in enumerate(rows.tolist()):
        if tuple(values) not in seen:
            seen.add(tuple(values))
            kept.append(i)
    return np.array(kept)


def cases(seed):
    rng = np.random.default_rng(seed)

    def table(*kinds, d):
        """Draw rows of d pixels; equal letters are copies; capitals differ by one gray level."""
        letters = {kind.lower() for kind in kinds}
        # Sums that are equal, and pixels that two rows share, make no copy of a row.
        firsts = {letter: rng.permutation(np.arange(3, 3 + d)) for letter in sorted(letters)}
        while len({tuple(row) for row in firsts.values()}) < len(firsts):
            firsts = {letter: rng.permutation(row) for letter, row in firsts.items()}
        ids = rng.permutation(np.arange(101, 101 + len(kinds)))
        rows = np.array([[0, *firsts[kind.lower()]] for kind in kinds])
        rows[:, 0] = ids
        for row, kind in zip(rows, kinds, strict=True):
            row[1 if kind == "A" else -1] += kind.isupper()
        return rows

    def same_ids(rows, *pairs):
        """Let the copies keep the number of their original too."""
        for i, j in pairs:
            rows[j, 0] = rows[i, 0]
        return {"rows": rows}

    return [
        same_ids(table("a", "b", "a", "c", "b", d=3)),
        same_ids(table("a", "b", "b", "A", "c", "a", "d", d=3), (1, 2)),
        same_ids(table("a", "b", "c", "b", "b", "A", "d", d=4), (1, 3)),
        same_ids(table("a", "b", "c", "a", "c", "c", "B", "a", d=4), (0, 7), (2, 4)),
        same_ids(table("a", "A", "b", "c", "B", "d", d=4)),
        same_ids(table("a", "b", "B", "a", "c", "a", "d", "c", "e", d=5), (0, 3)),
    ]


def groups_of(rows, equal=lambda one, other: np.array_equal(one[1:], other[1:])):
    """Return for each row the numbers of all rows that equal it."""
    n = range(len(rows))
    return [[j for j in n if equal(rows[i], rows[j])] for i in n]


def keeping(keep, **how):
    """Return the row numbers i for which `keep(i, rows equal to i)` is true."""
    return lambda rows: [i for i, group in enumerate(groups_of(rows, **how)) if keep(i, group)]


def is_first(i, group):
    return i == group[0]


WRONG_COPIES = (
    misconception(
        "N4",
        says="compares the row numbers of the file too, so that copies look different",
        hint="Two rows agree in every pixel. Which column makes them differ, and did anybody "
        "measure that one?",
    )(lambda rows: np.sort(np.unique(rows, axis=0, return_index=True)[1])),
    misconception(
        "N5",
        says="throws the whole group away, the original with its copies",
        hint="How many of each group should stay?",
    )(keeping(lambda i, group: len(group) == 1)),
    misconception(
        "M582",
        says="lets the last of each group stay and not the first",
        hint="The same row came in twice. Which of the two should stay, as it was agreed?",
    )(keeping(lambda i, group: i == group[-1])),
    misconception(
        "M583",
        says="compares each row only with the one just before it",
        hint="A copy stands ten rows below its original. Do the two ever meet in your code?",
    )(keeping(lambda i, group: i - 1 not in group)),
    misconception(
        "M584",
        says="gives the rows to throw away",
        hint="Which rows does the answer list: those that stay, or those that go?",
    )(keeping(lambda i, group: i != group[0])),
    misconception(
        "M585",
        says="takes two rows for copies as soon as they agree somewhere",
        hint="Two pictures share one white pixel. Are they copies of each other?",
    )(keeping(is_first, equal=lambda one, other: (one[1:] == other[1:]).any())),
    misconception(
        "M586",
        says="takes rows for copies that only look alike: they add up to the same, or nearly agree",
        hint="The rows (1, 4) and (4, 1), and the rows (1, 4) and (1, 5): is one of these a pair "
        "of equal rows?",
        also=(
            keeping(is_first, equal=lambda one, other: np.abs(one - other)[1:].max() <= 1),
            keeping(is_first, equal=lambda one, other: np.abs(one - other)[1:].sum() <= 1),
            keeping(is_first, equal=lambda one, other: sorted(one[1:]) == sorted(other[1:])),
        ),
    )(keeping(is_first, equal=lambda one, other: one[1:].sum() == other[1:].sum())),
    misconception(
        "M587",
        says="returns the rows, or their numbers in the file, and not their places in the table",
        hint="The row at the top stays. Which number should stand for its place?",
        also=(
            lambda rows: rows[by_a_set(rows), 0],
            lambda rows: rows[by_a_set(rows), 1:],
            lambda rows: np.unique(rows[:, 1:], axis=0),
        ),
    )(lambda rows: rows[by_a_set(rows)]),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="In which order do the rows stand in the file, and in which one in your answer?",
        also=(lambda rows: [*reversed(by_a_set(rows))],),
    )(lambda rows: np.unique(rows[:, 1:], axis=0, return_index=True)[1]),
)

EXERCISE = Exercise(
    title="The first of each group of copies",
    reference=first_of_copies,
    another=by_a_set,
    cases=cases,
    misconceptions=WRONG_COPIES,
    hints=(
        "When are two rows the same sample, and which column has no say in that? How many rows of "
        "each group should stay?",
        "Rows (101, 5, 6), (102, 5, 7), (103, 5, 6): the third repeats the first, as 101 and 103 "
        "only count the rows. So 0 and 1 stay. Which stay if a fourth row (102, 5, 7) follows?",
        "kept ← empty list\nfor each row number i:\n"
        "    is there a row above it that equals row i, the first column left out?\n"
        "    if not: put i into kept\nreturn kept",
    ),
    why="why are copies removed before the rows are split, and not after?",
    because=(
        "After the split a test row may be a copy of a training row. The model has seen it with "
        "its label, and nearest neighbors simply looks it up: the accuracy is too high, and "
        "nothing tells you by how much."
    ),
)
