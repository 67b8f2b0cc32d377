"""There and back with PCA: what is learned from train is used on other images.

Pearson, On lines and planes of closest fit to systems of points in space, 1901.
"""

import numpy as np

from course_utils.autoencoder.exercises.wrong_projections import (
    along,
    axes_of,
    mean_of_both,
    own_average_each,
    rebuilt,
    scaled,
)
from course_utils.classroom.exercises import Exercise, misconception


def pca_reconstruct(train, X, n_components):
    middle = train.mean(axis=0)
    _, _, Vt = np.linalg.svd(train - middle, full_matrices=False)
    axes = Vt[:n_components]
    codes = (X - middle) @ axes.T
    return codes @ axes + middle


def axis_by_axis(train, X, n_components):
    average = sum(train) / len(train)
    spread = sum(np.outer(row - average, row - average) for row in train)
    _, vectors = np.linalg.eigh(spread)  # the widest direction stands last
    guess = np.tile(average, (len(X), 1))
    for k in range(n_components):
        direction = vectors[:, -1 - k]
        for i, row in enumerate(X):
            guess[i] += (row - average) @ direction * direction
    return guess


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, m, d, k):
        """Draw rows that spread half as wide along each direction as along the one before."""
        draws = np.c_[np.ones(n), rng.standard_normal((n, d))]
        spread = np.linalg.qr(draws)[0][:, 1:] * np.sqrt(n) * 0.5 ** np.arange(d)
        turned = np.linalg.qr(rng.standard_normal((d, d)))[0]
        center = rng.uniform(1.0, 2.0, size=d) * rng.choice([-1, 1], size=d)
        X = center + rng.uniform(0.3, 1.2, size=(m, d))
        return {"train": (center + spread @ turned.T).round(2), "X": X.round(2), "n_components": k}

    def with_empty_corner(case):
        """Put in a pixel that never changes in train."""
        train, X = (np.insert(case[name], 2, 0.5, axis=1) for name in ("train", "X"))
        X[:, 2] += rng.uniform(0.3, 1.2, size=len(X)).round(2)
        return {**case, "train": train, "X": X}

    return [
        drawn(6, 2, 3, 1),
        drawn(7, 3, 4, 2),
        with_empty_corner(drawn(6, 5, 3, 2)),
        drawn(7, 4, 5, 3),
        drawn(8, 1, 5, 2),
    ]


@misconception(
    "M610",
    says="takes the statistics of each part from that part itself",
    hint="A single new image arrives. What is its average over the images, and what would be left "
    "of it if you took that away?",
    also=(
        rebuilt(taken=lambda train, X: X.mean(axis=0)),
        rebuilt(added=lambda train, X: X.mean(axis=0)),
    ),
)
def own_center(train, X, n_components):
    return along(X, axes_of(train, n_components), X.mean(axis=0))


WRONG_ROWS = (
    misconception(
        "M676",
        says="finds center and directions in the images to be rebuilt, and never looks at train",
        hint="Which of your arguments does the result not depend on?",
    )(lambda train, X, n_components: pca_reconstruct(X, X, n_components)),
    misconception(
        "D5",
        says="takes its statistics from the rows of both parts together",
        hint="What you promise on new images: may those images help to choose the directions?",
        also=(rebuilt(taken=mean_of_both, added=mean_of_both),),
    )(lambda train, X, n_components: pca_reconstruct(np.vstack([train, X]), X, n_components)),
    misconception(
        "M677",
        says="rebuilds the rows of train and not those of X",
        hint="How many images were to be rebuilt, and how many come out?",
    )(lambda train, X, n_components: pca_reconstruct(train, train, n_components)),
)


def nowhere(train, X):
    return np.zeros(train.shape[1])


CENTERS = (
    misconception(
        "M678",
        says="never centers: its directions start at 0 and not at the average image",
        hint="All images lie far from 0, close together. Where should the directions start, so "
        "that they describe how the images differ?",
    )(rebuilt(fitted=nowhere, taken=nowhere, added=nowhere)),
    misconception(
        "M679",
        says="takes the average image away and never adds it back",
        hint="You take something away before the code is made. Where is it in what comes out?",
    )(rebuilt(added=nowhere)),
    misconception(
        "M680",
        says="finds the directions rightly, but makes the code of images that are not centered",
        hint="The directions start at the average image. Where do your images start, when they are "
        "measured along them?",
        also=(rebuilt(taken=nowhere, added=nowhere),),
    )(rebuilt(taken=nowhere)),
    misconception(
        "M681",
        says="centers the images, but finds the directions in rows that are not centered",
        hint="Along which direction do rows spread most that all lie far from 0: along their "
        "differences, or toward where they lie?",
        also=(rebuilt(fitted=nowhere, added=nowhere),),
    )(rebuilt(fitted=nowhere)),
    misconception(
        "M611",
        says="takes one statistic of the whole table for all columns",
        hint="A pixel in the corner is always empty, one in the center is mostly full. Is the same "
        "number the average of both?",
    )(
        rebuilt(
            fitted=lambda train, X: train.mean(),
            taken=lambda train, X: train.mean(),
            added=lambda train, X: train.mean(),
        )
    ),
    misconception(
        "M612",
        says="takes the statistics along the rows and not down the columns",
        hint="Is what you take away an average image, or the average brightness of each image?",
    )(own_average_each),
    misconception(
        "M682",
        says="divides each pixel by its spread, too, so that every pixel counts alike",
        hint="A pixel never changes in train. What do you divide by there?",
        also=(scaled(back=False), scaled(back=True, zero=1), scaled(back=False, zero=1)),
    )(scaled(back=True)),
)


@misconception(
    "M683",
    says="takes columns of the last of the three results, where its rows are the directions",
    hint="NumPy hands the last of the three results over turned already. Where does the first "
    "direction stand in it: in the first row or in the first column?",
)
def columns_of_last(train, X, n_components):
    middle = train.mean(axis=0)
    return along(X, np.linalg.svd(train - middle, full_matrices=False)[2].T[:n_components], middle)


@misconception(
    "M684",
    says="takes its directions from the first of the three results, which belongs to the rows",
    hint="One of the results has a row for each image, another a column for each pixel. Which of "
    "them can say how pixels go together?",
)
def rows_of_first(train, X, n_components):
    middle = train.mean(axis=0)
    return along(X, np.linalg.svd(train - middle, full_matrices=False)[0][:n_components], middle)


OTHER_AXES = (
    misconception(
        "M97",
        says="puts arrays together whose shapes do not fit, such as (4, 2) @ (3, 2)",
        hint="How many numbers has one direction: as many as there are pixels, or images? Write "
        "the sizes beside each of your lines.",
    )(lambda train, X, n_components: X @ axes_of(train, n_components)),
    misconception(
        "M685",
        says="keeps the directions along which train spreads least",
        hint="Are the spreads sorted upward or downward, and from which end do you take?",
    )(
        lambda train, X, n_components: along(
            X, axes_of(train, train.shape[1])[-n_components:], train.mean(axis=0)
        )
    ),
    misconception(
        "M686",
        says="keeps every direction, so that the images come back as they were",
        hint="How many numbers does your code have for each image, and how many were allowed?",
    )(lambda train, X, n_components: X.copy()),
    misconception(
        "M687",
        says="stops at the code and never comes back to pixels",
        hint="How many numbers has an image, and how many has each row of your result?",
    )(lambda train, X, n_components: (X - train.mean(axis=0)) @ axes_of(train, n_components).T),
)

EXERCISE = Exercise(
    title="There and back with PCA",
    reference=pca_reconstruct,
    another=axis_by_axis,
    cases=cases,
    misconceptions=(
        own_center,
        *WRONG_ROWS,
        *CENTERS,
        columns_of_last,
        rows_of_first,
        *OTHER_AXES,
    ),
    hints=(
        "Two things are learned from train: where the images lie, and along which directions they "
        "differ. Which steps of the way there, and of the way back, need each of the two?",
        "Train has the rows (1, 5), (3, 5) and (5, 5): its mean is (3, 5), and all differences lie "
        "along (1, 0). The image (4, 7) minus the mean is (1, 2), its code along (1, 0) is 1. "
        "Back: 1·(1, 0) + (3, 5) = (4, 5). What is lost? And what comes back for (0, 0)?",
        "center ← mean of train, pixel by pixel\n"
        "directions ← first n_components rows of the third result of the SVD of train - center\n"
        "code (m, k) ← (X - center) times the directions, turned\n"
        "return code times the directions + center",
    ),
    why="what does an image become that lies far off all directions that were kept?",
    because=(
        "Its nearest point on the plane that the average image and the kept directions span. All "
        "that stands upright on this plane is lost. An image of another kind than train's can lose "
        "nearly everything, and what comes back looks like train."
    ),
)
