"""Gradient descent that keeps some of its speed, as PyTorch's SGD does.

Polyak, Some methods of speeding up the convergence of iteration methods, USSR Computational
Mathematics and Mathematical Physics 4(5), 1964.
"""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def momentum_steps(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = [weights]
    for slope in gradients:
        velocity = momentum * velocity + slope
        weights = weights - learning_rate * velocity
        path.append(weights)
    return np.array(path)


def steps_as_sums_of_the_past(weights, gradients, learning_rate, momentum):
    n_steps = len(gradients)
    path = np.empty((n_steps + 1, len(weights)))
    path[0] = weights
    for k in range(n_steps):
        step = np.zeros(len(weights))
        for i in range(k + 1):
            step += momentum ** (k - i) * gradients[i]  # an old gradient fades
        path[k + 1] = path[k] - learning_rate * step
    return path


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n_steps, d, learning_rate, momentum in [
        (3, 2, 0.5, 0.8),
        (2, 3, 0.25, 0.9),
        (4, 3, 0.1, 0.5),
        (3, 4, 0.2, 0.0),
        (1, 3, 0.3, 0.6),
    ]:
        signs = rng.choice([-1, 1], size=(n_steps, d))
        gradients = signs * rng.uniform(1, 4, size=(n_steps, d)).round(1)
        if n_steps == 4:
            gradients[-2:] = 0.0  # level ground: what is left is speed
        drawn.append(
            {
                "weights": rng.uniform(2, 6, size=d).round(1),
                "gradients": gradients,
                "learning_rate": learning_rate,
                "momentum": momentum,
            }
        )
    return drawn


def walking(move: Callable, start: float = 0.0) -> Callable:
    """Return the walk whose step is `move(velocity, gradient, learning_rate, momentum)`.

    `move` returns the new velocity and what is taken off the weights.
    """

    def walk(weights, gradients, learning_rate, momentum):
        velocity, path = np.full(len(weights), start), [weights]
        for gradient in gradients:
            velocity, step = move(velocity, gradient, learning_rate, momentum)
            path.append(path[-1] - step)
        return np.array(path)

    return walk


def taking(velocity: Callable) -> Callable:
    """Return the walk with another formula of the velocity, `velocity(v, g, rate, momentum)`."""

    def move(v, g, rate, momentum):
        v = velocity(v, g, rate, momentum)
        return v, rate * v

    return walking(move)


def nesterov(v, g, rate, momentum):
    v = momentum * v + g
    return v, rate * (g + momentum * v)


def one_array_from_outside(weights, gradients, learning_rate, momentum):
    velocity, path = np.zeros_like(weights), [weights]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights -= learning_rate * velocity
        path.append(weights)
    return np.array(path)


def from_the_first_gradient(weights, gradients, learning_rate, momentum):
    velocity, path = gradients[0], [weights]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        path.append(path[-1] - learning_rate * velocity)
    return np.array(path)


def steps_of(path):
    return path[:-1] - path[1:]


@misconception(
    "O5",
    says="begins with no speed at each gradient, so that nothing is kept",
    hint="What must survive from one gradient to the next?",
)
def velocity_in_the_loop(weights, gradients, learning_rate, momentum):
    path = [weights]
    for gradient in gradients:
        velocity = np.zeros_like(weights)
        velocity = momentum * velocity + gradient
        path.append(path[-1] - learning_rate * velocity)
    return np.array(path)


WRONG_WALKS = (
    misconception(
        "O6",
        says="takes only the share 1 - momentum of each gradient",
        hint="The same gradient comes again and again. How fast do you get in the end, and how "
        "fast with the formula?",
    )(taking(lambda v, g, rate, momentum: momentum * v + (1 - momentum) * g)),
    misconception(
        "M36",
        says="multiplies by the learning rate twice",
        hint="With a learning rate of 0.5, is your first move a half of what it shows, or a "
        "quarter?",
    )(taking(lambda v, g, rate, momentum: momentum * v + rate * g)),
    misconception(
        "M430",
        says="looks one move ahead, as Nesterov does",
        hint="How often does your momentum enter one move?",
    )(walking(nesterov)),
    misconception(
        "M431",
        says="begins with a speed of 1 and not at rest",
        hint="Nothing has pushed yet. How fast are you?",
    )(walking(lambda v, g, rate, m: (m * v + g, rate * (m * v + g)), start=1.0)),
    misconception(
        "M472",
        says="begins with the first gradient as its speed, and then adds that gradient again",
        hint="How often does the first gradient enter your first move?",
    )(from_the_first_gradient),
    misconception(
        "M432",
        says="never loses speed: it adds up all that came, with the same share",
        hint="Which of your arguments does the result not depend on?",
    )(taking(lambda v, g, rate, momentum: v + g)),
    misconception(
        "M433",
        says="makes the new gradient smaller and not the old speed",
        hint="Which of the two should fade: what came before, or what comes now?",
    )(taking(lambda v, g, rate, momentum: v + momentum * g)),
    misconception(
        "M434",
        says="is one gradient late: it moves, or records, before the gradient is used",
        hint="After the first gradient, is your second point another than the start?",
    )(walking(lambda v, g, rate, momentum: (momentum * v + g, rate * v))),
    misconception(
        "M435",
        says="moves uphill",
        hint="The gradient is positive. Should the weight grow or shrink?",
    )(walking(lambda v, g, rate, m: (m * v + g, -rate * (m * v + g)))),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the four arguments does your result not depend on?",
    )(walking(lambda v, g, rate, m: (m * v + g, m * v + g))),
)

WRONG_RECORDS = (
    misconception(
        "M5",
        says="keeps one array in all entries: a later move in place changes the earlier ones too",
        hint="You kept the weights again and again. How many different arrays are those?",
        also=(one_array_from_outside,),
    )(lambda **case: np.tile(momentum_steps(**case)[-1], (len(case["gradients"]) + 1, 1))),
    misconception(
        "M436",
        says="leaves points out: the start, or all but the end",
        hint="Three gradients make three moves. How many points does such a walk have?",
        also=(lambda **case: momentum_steps(**case)[-1],),
    )(lambda **case: momentum_steps(**case)[1:]),
    misconception(
        "M438",
        says="returns the moves and not the points they lead to",
        hint="Is the start to be seen in your result?",
        also=(
            lambda **case: -steps_of(momentum_steps(**case)),
            lambda **case: steps_of(momentum_steps(**case)) / case["learning_rate"],
        ),
    )(lambda **case: steps_of(momentum_steps(**case))),
)

EXERCISE = Exercise(
    title="Steps with momentum",
    reference=momentum_steps,
    another=steps_as_sums_of_the_past,
    cases=cases,
    misconceptions=(velocity_in_the_loop, *WRONG_WALKS, *WRONG_RECORDS),
    hints=(
        "A ball rolls downhill. What does it still know of the slopes that it has left behind?",
        "One weight at 5, learning rate 0.1, momentum 0.5, gradients 2 and 4. The velocity is "
        "0.5 · 0 + 2 = 2, the weight becomes 5 - 0.1 · 2 = 4.8. Then the velocity is "
        "0.5 · 2 + 4 = 5, and the weight becomes 4.3. A third gradient is 0: where does the "
        "weight go?",
        "velocity ← zeros, path ← the start\nfor each gradient:\n"
        "    velocity ← momentum * velocity + gradient\n"
        "    weights  ← weights - learning rate * velocity\n"
        "    keep the weights of now\nreturn all that was kept, as one table",
    ),
    why="the same gradient comes again and again, with momentum 0.9. How many times longer than "
    "plain gradient descent's do the moves become in the end?",
    because=(
        "Ten times: the velocity grows until what it loses is what it gets, v = 0.9 v + g, so "
        "v = g / (1 - 0.9). This is why a learning rate that is fine without momentum may be "
        "far too large with it."
    ),
)
