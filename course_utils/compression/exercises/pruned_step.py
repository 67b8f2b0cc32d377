"""The bug hunt: a step of fine-tuning that stops the gradients of removed weights, and no more."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def pruned_step(W, mask, velocity, gradient, learning_rate, momentum):
    velocity = (momentum * velocity + gradient) * mask
    return W - learning_rate * velocity, velocity


def weight_by_weight(W, mask, velocity, gradient, learning_rate, momentum):
    new_W, new_velocity = np.zeros(W.shape), np.zeros(W.shape)
    for place in np.argwhere(mask):
        place = tuple(place)
        new_velocity[place] = momentum * velocity[place] + gradient[place]
        new_W[place] = W[place] - learning_rate * new_velocity[place]
    return new_W, new_velocity


def shipped(W, mask, velocity, gradient, learning_rate, momentum):
    gradient = gradient * mask
    velocity = momentum * velocity + gradient
    W = W - learning_rate * velocity
    return W, velocity


def observe_what_stays(function: Callable, case: dict) -> Observation:
    """Observe the velocity of the weights that stay; the others may keep theirs if they rest."""

    def judged(**arguments):
        result = function(**arguments)
        if isinstance(result, tuple | list) and len(result) == 2:
            W, velocity = result
            if np.shape(velocity) == case["mask"].shape:
                return W, np.where(case["mask"], velocity, 0.0)
        return result

    return observe(judged, case)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_rows, n_columns, n_kept, learning_rate, momentum, kept_at_0=False):
        """Draw a layer that was pruned in the middle of its training, with its speed of before.

        A weight that stays may happen to be 0.
        """
        shape = n_rows, n_columns
        mask = (rng.permutation(n_rows * n_columns) < n_kept).reshape(shape)

        def numbers(low, high):
            return np.round(rng.uniform(low, high, size=shape) * rng.choice([-1, 1], shape), 1)

        W = np.where(mask, numbers(3, 9), 0.0)
        if kept_at_0:
            W[tuple(np.argwhere(mask)[0])] = 0.0
        return {
            "W": W,
            "mask": mask,
            "velocity": numbers(1, 3),
            "gradient": numbers(4, 8),
            "learning_rate": learning_rate,
            "momentum": momentum,
        }

    return [
        drawn(2, 3, 4, 0.5, 0.8),
        drawn(3, 2, 3, 0.25, 0.9),
        drawn(3, 4, 4, 0.1, 0.5, kept_at_0=True),
        drawn(2, 4, 6, 0.2, 0.0),
        drawn(1, 5, 2, 0.3, 0.6),
    ]


def stepping(
    speed: Callable,
    step: Callable = lambda v, rate: rate * v,
    after: Callable = lambda W, mask: W,
) -> Callable:
    """Return the step with `speed(v, g, mask, rate, momentum)`, `step(v, rate)` taken off W.

    `after(W, mask)` is what happens to the weights in the end.
    """

    def pruned_step(W, mask, velocity, gradient, learning_rate, momentum):
        velocity = speed(velocity, gradient, mask, learning_rate, momentum)
        return after(W - step(velocity, learning_rate), mask), velocity

    return pruned_step


def masked_speed(v, g, mask, rate, momentum):
    return (momentum * v + g) * mask


def bare_speed(v, g, mask, rate, momentum):
    return momentum * v + g


def stopped(W, mask):
    return W * mask


def speed_in_place(W, mask, velocity, gradient, learning_rate, momentum):
    velocity *= momentum
    velocity += gradient
    velocity *= mask
    return W - learning_rate * velocity, velocity


def weights_in_place(W, mask, velocity, gradient, learning_rate, momentum):
    velocity = (momentum * velocity + gradient) * mask
    W -= learning_rate * velocity
    return W, velocity


def all_in_place(W, mask, velocity, gradient, learning_rate, momentum):
    velocity *= momentum
    velocity += gradient
    W -= learning_rate * velocity
    W *= mask
    return W, velocity


def within_speed(W, mask, velocity, gradient, learning_rate, momentum, speed=None, after=None):
    """Return W plus a velocity that has the learning rate in it already."""
    push = -learning_rate * gradient
    velocity = (speed or masked_speed)(velocity, push, mask, learning_rate, momentum)
    return (after or unchanged)(W + velocity, mask), velocity


def unchanged(W, mask):
    return W


def resting_at_0(speed: Callable) -> Callable:
    """Return the step after which all rest that were 0, with `speed(v, g, moving, momentum)`."""

    def pruned_step(W, mask, velocity, gradient, learning_rate, momentum):
        velocity = speed(velocity, gradient, W != 0, momentum)
        return np.where(W == 0, 0.0, W - learning_rate * velocity), velocity

    return pruned_step


WRONG_MASKS = (
    misconception(
        "Q10",
        says="moves every weight, so that those that were removed come back",
        hint="Count the zeros before the step and after it. Who sees to that they stay?",
    )(stepping(bare_speed)),
    misconception(
        "M1016",
        says="stops the gradient of a removed weight, but not the speed that it had before",
        hint="A removed weight gets no push any more. Does it stand still, if it was moving when "
        "it was removed?",
        also=(shipped,),
    )(stepping(lambda v, g, mask, rate, momentum: momentum * v + g * mask)),
    misconception(
        "M1017",
        says="stops the old speed of a removed weight, but not the new push",
        hint="A removed weight rests. What does the next gradient do with it?",
    )(stepping(lambda v, g, mask, rate, momentum: momentum * v * mask + g)),
    misconception(
        "M1018",
        says="takes the mask the wrong way round: it stops the weights that stay",
        hint="At a place with True, is a weight kept or removed, and does it move in your result?",
        also=(
            stepping(bare_speed, after=lambda W, mask: W * ~mask),
            stepping(
                lambda v, g, mask, rate, momentum: momentum * v + g * mask,
                after=lambda W, mask: W * ~mask,
            ),
            stepping(lambda v, g, mask, rate, momentum: momentum * v + g * ~mask),
            stepping(lambda v, g, mask, rate, momentum: momentum * v * ~mask + g),
        ),
    )(stepping(lambda v, g, mask, rate, momentum: (momentum * v + g) * ~mask)),
)

OTHER_STEPS = (
    misconception(
        "M1195",
        says="takes a weight that is 0 for a removed one, and never asks the mask",
        hint="A weight that stays comes by 0 on its way. Can it ever leave that place again?",
        also=(
            resting_at_0(lambda v, g, moving, momentum: momentum * v + g * moving),
            resting_at_0(lambda v, g, moving, momentum: (momentum * v + g) * moving),
        ),
    )(resting_at_0(lambda v, g, moving, momentum: momentum * v + g)),
    misconception(
        "M1019",
        says="forgets the speed of the weights that stay, too",
        hint="Which of the arguments does your result not depend on, and was that the bug?",
        also=(
            stepping(lambda v, g, mask, rate, momentum: g),
            stepping(lambda v, g, mask, rate, momentum: (v + g) * mask),
            stepping(lambda v, g, mask, rate, momentum: v + g * mask),
        ),
    )(stepping(lambda v, g, mask, rate, momentum: g * mask)),
    misconception(
        "M1020",
        says="returns the speed of before the step",
        hint="The next step begins with what you return. Does it know of this gradient?",
        also=(lambda **case: (stepping(bare_speed)(**case)[0], case["velocity"]),),
    )(lambda **case: (pruned_step(**case)[0], case["velocity"])),
    misconception(
        "O6",
        says="takes only the share 1 - momentum of the gradient",
        hint="Was the velocity computed wrongly as it came to you, for a weight that stays?",
        also=(stepping(lambda v, g, mask, rate, momentum: momentum * v + (1 - momentum) * g),),
    )(stepping(lambda v, g, mask, rate, momentum: (momentum * v + (1 - momentum) * g) * mask)),
    misconception(
        "M402",
        says="walks uphill: adds the gradient to the parameters",
        hint="The gradient points to more loss. Which way should a weight go that stays?",
        also=(stepping(bare_speed, lambda v, rate: -rate * v),),
    )(stepping(masked_speed, lambda v, rate: -rate * v)),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the arguments does your result not depend on?",
        also=(stepping(bare_speed, lambda v, rate: v),),
    )(stepping(masked_speed, lambda v, rate: v)),
    misconception(
        "M36",
        says="multiplies by the learning rate twice",
        hint="With a learning rate of 0.5, is a push from rest a half of the gradient, or less?",
        also=(
            stepping(masked_speed, lambda v, rate: rate**2 * v),
            stepping(lambda v, g, mask, rate, momentum: momentum * v + rate * g * mask),
        ),
    )(stepping(lambda v, g, mask, rate, momentum: (momentum * v + rate * g) * mask)),
    misconception(
        "M1143",
        says="puts the learning rate into the velocity: another way to write momentum",
        hint="Compare your line of the velocity with the one that came to you. Which argument "
        "stands in yours alone?",
        also=(
            lambda **case: within_speed(**case, after=stopped),
            lambda **case: within_speed(**case, speed=bare_speed, after=stopped),
        ),
    )(lambda **case: within_speed(**case)),
    misconception(
        "M404",
        says="changes the caller's arrays",
        hint="Your caller wants to compare old and new weights. Are the old ones still there?",
        also=(weights_in_place, all_in_place),
    )(speed_in_place),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the two results comes first in the words above your code?",
        also=(
            lambda **case: stepping(bare_speed, after=stopped)(**case)[::-1],
            lambda **case: stepping(
                lambda v, g, mask, rate, momentum: momentum * v + g * mask, after=stopped
            )(**case)[::-1],
        ),
    )(lambda **case: pruned_step(**case)[::-1]),
)

EXERCISE = Exercise(
    title="Bug hunt: a step after pruning",
    reference=pruned_step,
    another=weight_by_weight,
    cases=cases,
    shipped=shipped,
    observe=observe_what_stays,
    outputs=("W", "velocity"),
    misconceptions=(*WRONG_MASKS, *OTHER_STEPS),
    hints=(
        "A removed weight is 0 when the step begins. Follow it line by line, for a weight that was "
        "moving when it was removed: what is added to it?",
        "One removed weight, at 0, with a velocity of 2 from before; the gradient is 3, momentum "
        "0.5, learning rate 0.1. Its gradient is set to 0, the velocity becomes 0.5 · 2 + 0 = 1, "
        "and the weight 0 - 0.1 · 1 = -0.1. What is it after the next step, and what should it be?",
        "velocity ← momentum * velocity + gradient\n"
        "velocity ← 0 wherever a weight was removed\n"
        "return weights - learning rate * velocity, and that velocity",
    ),
    why="with plain gradient descent, momentum 0, the code as it came to you is right. Which "
    "other optimizer of chapter 04 shows the same bug?",
    because=(
        "Adam: its mean of past gradients is such a speed, and it fades over many steps after the "
        "gradient has become 0. The safest place for a mask is after the step, on the weights "
        "themselves: whatever the optimizer does, a removed weight is 0 again."
    ),
)
