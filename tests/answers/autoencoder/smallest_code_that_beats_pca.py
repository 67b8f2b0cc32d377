"""What is read off the explorer of the bottleneck."""

from answers import right, wrong
from course_utils.autoencoder.explorers.sizes_of_the_code import RIVAL, SIZES, results

SMALLEST = "autoencoder.smallest_code_that_beats_pca"


def shown(sigma=0.0):
    """Return the sizes with which the explorer shows less error than the rival's."""
    errors = results(sigma).errors
    return [size for size in SIZES if errors[size][0] < errors[RIVAL][1]]


@right(SMALLEST)
def smallest_code_that_beats_pca():
    return shown()[0]


@wrong(SMALLEST, "M450")
def one_too_few():
    return SIZES[SIZES.index(shown()[0]) - 1]


@wrong(SMALLEST, "M718")
def one_more():
    return shown()[1]


@wrong(SMALLEST, "M719")
def against_its_own_size():
    errors = results(0.0).errors
    return next(size for size in SIZES if errors[size][0] < errors[size][1])


@wrong(SMALLEST)
def the_error_itself():
    return results(0.0).errors[shown()[0]][0]


for named, value in [
    ("M718", RIVAL),
    ("M718", SIZES[-1]),
    (None, 0),
    (None, "PCA"),
    (None, 64),
]:
    wrong(SMALLEST, named)(lambda value=value: value)
