"""A task for the bottleneck: how few numbers do what takes PCA eight.

The errors are those of the stored trainings; a test compares the answer with what is shown.
"""

from course_utils.autoencoder.exercises.stored_errors import stored_errors
from course_utils.classroom.exercises import Exercise, misconception

RIVAL = 8  # components of the PCA that is to be beaten


def smallest_code_that_beats_pca():
    from course_utils.autoencoder.exercises.stored_errors import stored_errors

    ours, pca = stored_errors()
    for k in sorted(ours):
        if ours[k] < pca[8]:
            return k
    return None


def least_of_all_that_do():
    from course_utils.autoencoder.exercises.stored_errors import stored_errors

    ours, pca = stored_errors()
    return min(k for k, error in ours.items() if error < pca[8])


def sizes_that_beat_it():
    """Return all sizes with less error than the rival, the smallest first."""
    ours, pca = stored_errors()
    return sorted(k for k, error in ours.items() if error < pca[RIVAL])


def cases(seed):
    return [{}]


@misconception(
    "M450",
    says="stops at the last one that still fails",
    hint="Beside it stands the bar of the rival. Is yours shorter there, or nearly as short?",
)
def the_last_that_fails():
    ours, _ = stored_errors()
    least = sizes_that_beat_it()[0]
    return max(k for k in ours if k < least)


@misconception(
    "M718",
    says="takes a code that does it, and does not try a smaller one",
    hint="That many numbers do it. Could fewer do it, too?",
    also=tuple(
        lambda place=place: sizes_that_beat_it()[place] for place in (1, -1, -2, -3, -4, -5)
    ),
)
def not_the_least():
    return RIVAL


@misconception(
    "M719",
    says="compares each code with PCA of as many numbers, and not with the rival",
    hint="With how many components may PCA work here: as many as your code has numbers, or more?",
)
def against_pca_of_its_size():
    ours, pca = stored_errors()
    return min(k for k in ours if ours[k] < pca[k])


EXERCISE = Exercise(
    title="Bottleneck: fewer numbers than PCA's eight",
    reference=smallest_code_that_beats_pca,
    another=least_of_all_that_do,
    cases=cases,
    misconceptions=(the_last_that_fails, not_the_least, against_pca_of_its_size),
    hints=(
        "PCA may keep eight numbers of each digit. From which end of the choices do you go, so "
        "that the first code that errs less is the smallest one that does?",
        "Set the noise to 0 and begin with a code of 1 number. Its error, beside that of PCA with "
        "8, is far too large. Go up by one choice at a time, and compare the two bars: the first "
        "time that yours is shorter, you are there. Is it 8, or earlier?",
        "noise 0\n"
        "for each choice of numbers in the code, the smallest first:\n"
        "    if the autoencoder's error is less than that of PCA with 8: that is the answer",
    ),
    why="both codes are made by the same 1,437 digits. Why do fewer numbers do for the one?",
    because=(
        "PCA's images lie on a flat plane through the average digit: it can only move along "
        "straight lines. The layers with a bend in them make a curved surface, which follows the "
        "digits more closely. The price: more weights, a training, and no answer that is the best "
        "for sure."
    ),
)
