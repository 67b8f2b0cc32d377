"""Slopes of (a·b + a)² with respect to a and b."""

from answers import right, wrong

HAND = "backprop.gradients_by_hand"


@right(HAND)
def gradients_by_hand(a, b):
    """Multiplied out: L = a²b² + 2a²b + a²."""
    loss = (a * b) ** 2 + 2 * a**2 * b + a**2
    return loss, 2 * a * b**2 + 4 * a * b + 2 * a, 2 * a**2 * b + 2 * a**2


for named, function in [
    ("B12", lambda a, b: ((a * b + a) ** 2, 2 * (a * b + a) * b, 2 * (a * b + a) * a)),
    ("M360", lambda a, b: ((a * b + a) ** 2, 2 * (a * b + a), 2 * (a * b + a) * a)),
    ("M361", lambda a, b: ((a * b + a) ** 2, (a * b + a) * (b + 1), (a * b + a) * a)),
    ("M362", lambda a, b: ((a * b + a) ** 2, 2 * b + 2, 2 * a)),
    ("M364", lambda a, b: ((a * b + a) ** 2, 2 * (a * b + a) * (a + 1), 2 * (a * b + a) * b)),
    ("M366", lambda a, b: (pow(a * b + a, 2), (b + 1) ** 2, a**2)),
    ("M367", lambda a, b: ((a * b + a) ** 2, b + 1, a)),
    ("M368", lambda a, b: (a * b + a, 2 * (a * b + a) * (b + 1), 2 * (a * b + a) * a)),
    ("M41", lambda a, b: (2 * a * (b + 1) ** 2, 2 * a**2 * (b + 1), (a * b + a) ** 2)),
    (None, lambda a, b: ((a * b + a) ^ 2, 2 * (a * b + a) * (b + 1), 2 * (a * b + a) * a)),
    ("M468", lambda a, b: ((a * b + a) ** 2, 2 * (a * b + a) * b + 1, 2 * (a * b + a) * a)),
    ("M468", lambda a, b: ((a * b + a) ** 2, 2 * (a * b + a) + b, 2 * (a * b + a) * a)),
    ("M469", lambda a, b: ((a * b + a) ** 2, 2 * (a * b + a) * (b + 1), 2 * (a * b + a))),
    ("B12", lambda a, b: [(a * b + a) ** 2, 2 * (a * b + a) * b, 2 * (a * b + a) * a]),
    (None, lambda a, b: (a * b + a**2, 2 * a * (b + 1) ** 2, 2 * a**2 * (b + 1))),
    (None, lambda a, b: (2 * a * (b + 1) ** 2, 2 * a**2 * (b + 1))),
    (None, lambda a, b: print((a * b + a) ** 2, 2 * a * (b + 1) ** 2, 2 * a**2 * (b + 1))),
]:
    wrong(HAND, named)(function)


@wrong(HAND, "B12")
def sets_where_it_should_add(a, b):
    product = a * b
    total = product + a
    loss = total**2
    grad = {"loss": 1.0}
    grad["total"] = 2 * total * grad["loss"]
    grad["a"] = grad["total"]
    grad["product"] = grad["total"]
    grad["a"] = grad["product"] * b
    grad["b"] = grad["product"] * a
    return loss, grad["a"], grad["b"]


@wrong(HAND, "M360")
def sets_in_the_other_order(a, b):
    total = a * b + a
    d_total = 2 * total
    d_a, d_b = d_total * b, d_total * a
    d_a = d_total
    return total**2, d_a, d_b


@wrong(HAND)
def one_sided_differences(a, b):
    def loss(a, b):
        return (a * b + a) ** 2

    h = 1e-3
    return loss(a, b), (loss(a + h, b) - loss(a, b)) / h, (loss(a, b + h) - loss(a, b)) / h


@wrong(HAND, "M363")
def multiplies_the_two_ways(a, b):
    u = a * b + a
    along_the_product = 2 * u * b
    along_the_sum = 2 * u
    return u * u, along_the_product * along_the_sum, 2 * u * a
