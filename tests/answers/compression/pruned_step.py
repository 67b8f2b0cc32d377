"""A step after pruning, mended in part and mended wrongly."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

hunt = "compression.pruned_step"


@right(hunt)
def pruned_step(W, mask, velocity, gradient, learning_rate, momentum):
    """Let everything move, and put the removed weights back; their speed does not matter then."""
    velocity = momentum * velocity + gradient
    W = W - learning_rate * velocity
    W[~mask] = 0
    return [W, velocity]


SHIPPED = dedent(
    """
    def pruned_step(W, mask, velocity, gradient, learning_rate, momentum):
        gradient = gradient * mask
        velocity = momentum * velocity + gradient
        W = W - learning_rate * velocity
        return W, velocity
    """
)
MASKED = "    gradient = gradient * mask\n"
SPEED = "momentum * velocity + gradient"
MOVE = "    W = W - learning_rate * velocity\n"
STOP = (MOVE, MOVE + "    W = W * mask\n")

for named, *changes in [
    ("Q10", (MASKED, "")),
    ("Q10", (MASKED, "    W = W * mask\n")),
    ("M1016", ("momentum * velocity + gradient", "gradient + velocity * momentum")),
    ("M1016", (MASKED, MASKED + "    W = W * mask\n")),
    ("M1016", (MASKED, "    gradient = np.where(mask, gradient, 0)\n")),
    ("M1017", (MASKED, "    velocity = velocity * mask\n")),
    ("M1018", (MASKED, "    gradient = gradient * ~mask\n")),
    ("M1018", STOP, ("W * mask", "W * ~mask"), (MASKED, "")),
    ("M1018", STOP, ("W * mask", "W * (1 - mask)"), (MASKED, "")),
    ("M1018", (MASKED, ""), (SPEED, f"({SPEED}) * ~mask")),
    ("M1019", (SPEED, "gradient")),
    ("M1019", (SPEED, "velocity + gradient")),
    ("M1020", STOP, ("    velocity =", "    speed ="), ("rate * velocity", "rate * speed")),
    ("O6", STOP, (SPEED, "momentum * velocity + (1 - momentum) * gradient")),
    ("O6", (MASKED, ""), (SPEED, "momentum * velocity + (1 - momentum) * gradient")),
    ("M402", STOP, ("W - ", "W + ")),
    ("M14", STOP, ("learning_rate * velocity", "velocity")),
    ("M36", STOP, ("* velocity + gradient", "* velocity + learning_rate * gradient")),
    (
        "M1143",
        STOP,
        ("velocity + gradient", "velocity - learning_rate * gradient"),
        ("W - learning_rate * velocity", "W + velocity"),
    ),
    ("M1018", (MOVE, MOVE + "    W[mask] = 0\n")),
    ("M1195", (MOVE, MOVE.replace("W = W", "W = W * (W != 0)").replace("rate", "rate * (W != 0)"))),
    ("M1195", ("    gradient = gradient", "    mask = W != 0\n    gradient = gradient"), STOP),
    ("M404", (SPEED, f"({SPEED}) * mask"), ("W = W - ", "W -= ")),
    ("M404", STOP, ("W = W - ", "W -= "), ("W = W * ", "W *= ")),
    ("M404", (MASKED, ""), ("velocity = ", "velocity[:] = "), (SPEED, f"({SPEED}) * mask")),
    ("M41", STOP, ("W, velocity\n", "velocity, W\n")),
    (None, ("gradient * mask", "gradient[mask]")),
    (None, STOP, ("return W, velocity", "return W")),
    (None, ("momentum * velocity + ", "momentum * velocity - ")),
    (None, STOP, (SPEED, "momentum * (velocity + gradient)")),
    (None, STOP, (MOVE, 2 * MOVE)),
    (None, ("W - learning_rate", "W * mask + W - learning_rate")),
    (None, (SPEED, f"({SPEED}) * (W == 0)")),
]:
    code = SHIPPED
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(hunt, named)(made_of(code, "pruned_step", {"np": np}))
