"""What is read off the explorers."""

from answers import right, wrong
from course_utils.datasets import logic_table
from course_utils.perceptron import trace
from course_utils.perceptron.explorers.rule_stepper import LAST_STEP, stepper


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


def in_the_picture():
    """Return the count that the stored picture of AND shows."""
    visit = next(state["step"] for _, state in stepper.strip if state["data"] == "AND")
    X, y = logic_table("AND")
    return sum(record.updated for record in trace(X, 2 * y - 1)[:visit])


for named, value in [
    ("M18", 9),
    ("M19", 36),
    ("M74", 8),
    ("M75", 17),
    ("M215", in_the_picture()),
    (None, 4),
    (None, "18"),
]:
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
