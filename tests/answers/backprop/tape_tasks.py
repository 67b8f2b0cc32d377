"""What is read off the tape explorer."""

from answers import right, wrong
from course_utils.backprop.explorers.small_graphs import GRAPHS, compute

node = "backprop.gradient_of_twice_used_node"


@right(node)
def gradient_of_twice_used_node():
    """A central difference, which is exact for a polynomial of degree two."""

    def loss(a):
        return (a * 2 + a) ** 2

    return (loss(0) - loss(-2)) / 2


def compute_gradient(graph, a, b):
    """Return the gradient of a that the explorer shows."""
    values = compute(graph, a, b)
    values["L"].backward()
    return values["a"].grad


_TWICE, _OTHER = GRAPHS

for named, value in [
    ("B12", -6),
    ("B12", -12),
    ("M458", 72),
    ("M457", 3),
    ("M459", 9),
    ("M459", -3),
    ("M443", 6),
    (None, -18.01),
    (None, "-18"),
    ("M464", compute_gradient(_TWICE, 2, -3)),
    ("M464", compute_gradient(_TWICE, 1, 2)),
    ("M465", compute_gradient(_OTHER, -1, 2)),
    (None, 17),
    (None, 0),
]:
    wrong(node, named)(lambda value=value: value)
