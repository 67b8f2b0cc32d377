"""What is read off the playground."""

from answers import right, wrong
from course_utils.backprop.explorers.moons_playground import N_TRAIN, WIDTHS, run

moons = "backprop.hidden_width_that_solves_moons"


def width_shown(noise=0.1):
    """Return the first width with which the playground shows that all is right."""
    runs = {width: run(width, 1, 0, noise, 0) for width in WIDTHS}
    return next(width for width, shown in runs.items() if shown.n_right == N_TRAIN)


@right(moons)
def hidden_width_that_solves_moons():
    return width_shown()


@wrong(moons, "M446")
def with_more_noise():
    return width_shown(noise=0.3)


@wrong(moons)
def parameters_and_not_neurons():
    return run(width_shown(), 1, 0, 0.1, 0).n_parameters


for named, value in [
    ("M450", 2),
    ("M450", 1),
    ("M446", WIDTHS[-1]),
    ("M446", 8),
    ("M446", 4),
    (None, 5),
    (None, "3"),
    (None, N_TRAIN),
]:
    wrong(moons, named)(lambda value=value: value)
