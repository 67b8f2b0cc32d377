"""What is read off the explorers."""

from answers import right, wrong
from course_utils.perceptron.explorers.rule_stepper import LAST_STEP


@right("perceptron.updates_on_and")
def updates_on_and():
    """Pen and paper: the plain loop, on whole numbers."""
    w0 = w1 = b = moves = 0
    while True:
        before = moves
        for x0, x1, label in [(0, 0, -1), (0, 1, -1), (1, 0, -1), (1, 1, 1)]:
            if label * (w0 * x0 + w1 * x1 + b) <= 0:
                w0, w1, b, moves = w0 + label * x0, w1 + label * x1, b + label, moves + 1
        if moves == before:
            return moves


@right("perceptron.updates_per_epoch_on_xor")
def updates_per_epoch_on_xor():
    w0 = w1 = b = moves = 0
    for _ in range(50):
        moves = 0
        for x0, x1, label in [(0, 0, -1), (0, 1, 1), (1, 0, 1), (1, 1, -1)]:
            if label * (w0 * x0 + w1 * x1 + b) <= 0:
                w0, w1, b, moves = w0 + label * x0, w1 + label * x1, b + label, moves + 1
    return moves


for named, value in [("M18", 9), ("M19", 36), ("M74", 8), ("M75", 17), (None, 4), (None, "18")]:
    wrong("perceptron.updates_on_and", named)(lambda value=value: value)
for named, value in [
    ("P10", 0),
    ("M71", LAST_STEP),
    ("M72", LAST_STEP - 1),
    ("M18", LAST_STEP // 4),
    ("M73", 3),
    (None, 1),
]:
    wrong("perceptron.updates_per_epoch_on_xor", named)(lambda value=value: value)
