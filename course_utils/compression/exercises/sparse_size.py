"""Bytes of a layer with zeros in it, stored as it is, and stored without them (CSR format)."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def sparse_size(W):
    n_rows, n_columns = W.shape
    n_kept = np.count_nonzero(W)
    values_and_columns = 4 * n_kept + 4 * n_kept
    return 4 * n_rows * n_columns, values_and_columns + 4 * (n_rows + 1)


def stored_indeed(W):
    values, columns, starts = [], [], [0]
    for row in W:
        places = np.flatnonzero(row)
        values += row[places].tolist()
        columns += places.tolist()
        starts.append(len(values))
    arrays = np.array(values, "float32"), np.array(columns, "int32"), np.array(starts, "int32")
    return W.astype("float32").nbytes, sum(array.nbytes for array in arrays)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_rows, n_columns, low, high):
        """Draw weights of which some, from `low` to `high`, are not 0; both signs are there."""
        n_kept = int(rng.integers(low, high + 1))
        W = np.zeros(n_rows * n_columns)
        W[:n_kept] = rng.uniform(0.1, 2.0, size=n_kept).round(1) * np.resize([-1, 1, 1], n_kept)
        return {"W": rng.permutation(W).reshape(n_rows, n_columns)}

    return [
        drawn(2, 5, 3, 3),
        drawn(3, 5, 4, 6),
        drawn(7, 3, 8, 9),
        drawn(4, 6, 22, 23),
        drawn(8, 5, 1, 1),
        drawn(1, 9, 3, 7),
    ]


def dense(kept, n_rows, n_columns):
    return 4 * n_rows * n_columns


def csr(kept, n_rows, n_columns):
    return 8 * kept + 4 * (n_rows + 1)


def sizes(of_dense: Callable = dense, of_sparse: Callable = csr) -> Callable:
    """Return both sizes: each from the number of weights that are not 0, of rows, of columns."""
    return lambda W: (
        of_dense(np.count_nonzero(W), *W.shape),
        of_sparse(np.count_nonzero(W), *W.shape),
    )


def counting(count: Callable) -> Callable:
    """Return both sizes with another number of weights that are kept: `count(W)`."""
    return lambda W: (dense(0, *W.shape), csr(count(W), *W.shape))


WRONG_FORMATS = (
    misconception(
        "Q8",
        says="believes that zeros in a dense array take no bytes",
        hint="A weight is 0 or it is 0.37. In an array in which each has its place, how many "
        "bytes lie at that place?",
        also=(
            sizes(of_dense=lambda kept, r, c: 4 * kept, of_sparse=lambda kept, r, c: 4 * kept),
            sizes(of_dense=lambda kept, r, c: 4 * kept, of_sparse=lambda kept, r, c: 8 * kept),
        ),
    )(sizes(of_dense=lambda kept, r, c: 4 * kept)),
    misconception(
        "M1021",
        says="stores the weights that are left without saying in which column each stands",
        hint="You have the numbers 0.4 and -1.2 of a row of ten. Who knows their places?",
        also=(sizes(of_sparse=lambda kept, r, c: 4 * kept),),
    )(sizes(of_sparse=lambda kept, r, c: 4 * kept + 4 * (r + 1))),
    misconception(
        "M1022",
        says="forgets to say where each row begins, or has one such number too few",
        hint="All rows lie one behind the other. How many marks cut them apart, with the very "
        "first and the very last one?",
        also=(
            sizes(of_sparse=lambda kept, r, c: 8 * kept + 4 * r),
            sizes(of_sparse=lambda kept, r, c: 8 * kept + 4),
        ),
    )(sizes(of_sparse=lambda kept, r, c: 8 * kept)),
    misconception(
        "M1023",
        says="stores a row and a column with each weight: another format",
        hint="All weights of a row stand together. Does each of them have to name its row?",
        also=(sizes(of_sparse=lambda kept, r, c: 12 * kept + 4 * (r + 1)),),
    )(sizes(of_sparse=lambda kept, r, c: 12 * kept)),
    misconception(
        "M1024",
        says="marks the columns where rows are asked for",
        hint="The weights are stored row by row. How many rows are there, and how many marks do "
        "you count?",
        also=(sizes(of_sparse=lambda kept, r, c: 8 * kept + 4 * c),),
    )(sizes(of_sparse=lambda kept, r, c: 8 * kept + 4 * (c + 1))),
    misconception(
        "M1144",
        says="marks for each row where it begins and where it ends: each end is stored twice",
        hint="The second row begins where the first one ends. How many marks are needed at least?",
    )(sizes(of_sparse=lambda kept, r, c: 8 * kept + 8 * r)),
    misconception(
        "M1025",
        says="stores a bit for each place, and then the weights: another format",
        hint="Does your format hold the number of a column anywhere?",
        also=(
            sizes(of_sparse=lambda kept, r, c: 4 * kept + r * c // 8),
            sizes(of_sparse=lambda kept, r, c: 4 * kept + -(-r * c // 8)),
            sizes(of_sparse=lambda kept, r, c: 4 * kept + r * c),
        ),
    )(sizes(of_sparse=lambda kept, r, c: 4 * kept + r * c / 8)),
)

WRONG_UNITS = (
    misconception(
        "M1026",
        says="takes another number of bytes for a number: 8, as NumPy does, or 1, or bits",
        hint="How many bits has a float32, how many has a byte, and which array of yours is the "
        "one in memory?",
        also=(
            *(
                sizes(
                    lambda kept, r, c, factor=factor: factor * dense(kept, r, c),
                    lambda kept, r, c, factor=factor: factor * csr(kept, r, c),
                )
                for factor in (0.25, 8)
            ),
            sizes(
                lambda kept, r, c: 8 * r * c,
                lambda kept, r, c: 8 * kept + 4 * kept + 4 * (r + 1),
            ),
            sizes(of_dense=lambda kept, r, c: 8 * r * c),
            sizes(of_sparse=lambda kept, r, c: 12 * kept + 8 * (r + 1)),
        ),
    )(
        sizes(
            lambda kept, r, c: 2 * dense(kept, r, c),
            lambda kept, r, c: 2 * csr(kept, r, c),
        )
    ),
    misconception(
        "M1027",
        says="counts the zeros, or the positive weights alone",
        hint="Which weights have to be kept: is -0.8 among them in your count, and is 0?",
        also=(counting(lambda W: np.sum(W > 0)), counting(lambda W: W.size)),
    )(counting(lambda W: np.sum(W == 0))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the two comes first in the words above your code?",
    )(lambda W: sparse_size(W)[::-1]),
)

EXERCISE = Exercise(
    title="What the zeros save",
    reference=sparse_size,
    another=stored_indeed,
    cases=cases,
    outputs=("dense", "sparse"),
    misconceptions=(*WRONG_FORMATS, *WRONG_UNITS),
    hints=(
        "Someone gets the weights that are left, and nothing else. What else must they be told to "
        "build the layer again, and how many numbers is that?",
        "W = (0, 0, 5, 0) and (1, 0, 0, -2): 8 weights of 4 bytes are 32 bytes. Stored as CSR: the "
        "values 5, 1, -2; their columns 2, 0, 3; and where the rows begin, with the end: 0, 1, 3. "
        "That makes 9 numbers, 36 bytes. How many bytes if the 1 goes, too?",
        "dense  ← rows times columns, 4 bytes each\n"
        "sparse ← a value and a column for each weight that is not 0\n"
        "         and one mark more than there are rows; 4 bytes each\nreturn both",
    ),
    why="from about which sparsity on is this format smaller than the dense one?",
    because=(
        "From about a half: each weight that is left costs 8 bytes where it cost 4. At 80 % it is "
        "about 0.4 of the dense bytes, and not 0.2. General-purpose compression does as well for "
        "a file, as a run of zeros packs well; in memory, while the network works, it does not "
        "help."
    ),
)
