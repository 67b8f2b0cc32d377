"""What is read off the explorer."""

import numpy as np
from matplotlib.figure import Figure

from answers import right, wrong
from course_utils.start_here.explorers import k_dial

BEST = "start_here.k_of_best_validation"
PERFECT = "start_here.k_of_perfect_training"


def read(word):
    """Return k -> the accuracy that the words below the picture say."""
    artists = k_dial.stage(Figure())
    said = {k: k_dial.draw(artists, k=k, n=100) for k in range(1, 100, 2)}
    return {k: float(text.partition(f"{word} accuracy ")[2][:5]) for k, text in said.items()}


@right(BEST)
def k_of_best_validation():
    shares = read("validation")
    return sorted(shares, key=shares.get)[-1]


@right(PERFECT)
def k_of_perfect_training():
    return int(next(k for k, share in read("training").items() if share > 0.9995))


for named, value in [
    ("M560", 1),
    ("M561", 99),
    ("M562", 31),
    ("M562", 73),
    ("M562", 95),
    ("M563", 0.811),
    ("M563", 0.8111111111),
    ("M563", 81.1),
    ("M564", 27),
    ("M565", 11),
    ("M565", 15),
    ("M566", 19),
    ("M566", 23),
    (None, 3),
    (None, 5),
    (None, 50),
    (None, 100),
    (None, 0.772),
    (None, 22),
    (None, "21"),
    (None, None),
    (None, (21, 0.811)),
    (None, np.array([21])),
]:
    wrong(BEST, named)(lambda value=value: value)

for named, value in [
    ("M567", 21),
    ("M567", 31),
    ("M563", 1.0),
    ("M563", 1.000),
    ("M563", 100),
    ("M563", 0.7),
    ("M568", 3),
    ("M568", 5),
    ("M561", 99),
    (None, True),
    (None, 0),
    (None, 9),
    (None, "1"),
    (None, None),
    (None, np.array([1])),
    (None, (1, 1.0)),
]:
    wrong(PERFECT, named)(lambda value=value: value)
