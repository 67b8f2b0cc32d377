"""Steps with momentum."""

import numpy as np

from answers import right, wrong

steps = "backprop.momentum_steps"


@right(steps)
def momentum_steps(weights, gradients, learning_rate, momentum):
    """The older formula, with the learning rate in the speed: for a fixed rate it is the same."""
    moves = []
    for gradient in gradients:
        before = moves[-1] if moves else np.zeros(len(weights))
        moves.append(momentum * before - learning_rate * gradient)
    return np.vstack([weights, weights + np.cumsum(moves, axis=0)])


for named, speed in [
    ("O5", lambda v, g, m: m * 0 + g),
    ("O6", lambda v, g, m: m * v + (1 - m) * g),
    ("M432", lambda v, g, m: v + g),
    ("M433", lambda v, g, m: v + m * g),
    (None, lambda v, g, m: g - m * v),
    ("M435", lambda v, g, m: m * v - g),
    (None, lambda v, g, m: m * (v + g)),
    (None, lambda v, g, m: m * v),
    (None, lambda v, g, m: (1 - m) * v + g),
    (None, lambda v, g, m: (1 - m) * v + m * g),
    (None, lambda v, g, m: m + v + g),
]:

    @wrong(steps, named)
    def another_speed(weights, gradients, learning_rate, momentum, speed=speed):
        v = np.zeros(len(weights))
        path = [weights]
        for g in gradients:
            v = speed(v, g, momentum)
            weights = weights - learning_rate * v
            path.append(weights)
        return np.stack(path)


for named, move in [
    ("M36", lambda w, v, g, rate: w - rate * (rate * v)),
    ("M14", lambda w, v, g, rate: w - v),
    ("M435", lambda w, v, g, rate: w + rate * v),
    (None, lambda w, v, g, rate: rate * v),
    ("O5", lambda w, v, g, rate: w - rate * g),
    (None, lambda w, v, g, rate: w - v / rate),
]:

    @wrong(steps, named)
    def another_move(weights, gradients, learning_rate, momentum, move=move):
        v = np.zeros(len(weights))
        path = [weights]
        for g in gradients:
            v = momentum * v + g
            weights = move(weights, v, g, learning_rate)
            path.append(weights)
        return np.stack(path)


@wrong(steps, "O5")
def velocity_in_the_loop(weights, gradients, learning_rate, momentum):
    path = [weights]
    for gradient in gradients:
        velocity = np.zeros_like(weights)
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * velocity
        path.append(weights)
    return np.array(path)


@wrong(steps, "M430")
def nesterov(weights, gradients, learning_rate, momentum):
    velocity = 0
    path = [weights]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * (gradient + momentum * velocity)
        path.append(weights)
    return np.array(path)


@wrong(steps, "M431")
def ones(weights, gradients, learning_rate, momentum):
    velocity = np.ones_like(weights)
    path = [weights]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * velocity
        path.append(weights)
    return np.array(path)


@wrong(steps, "M472")
def a_copy_of_the_first(weights, gradients, learning_rate, momentum):
    velocity = gradients[0].copy()
    path = [weights]
    for gradient in gradients:
        velocity *= momentum
        velocity += gradient
        weights = weights - learning_rate * velocity
        path.append(weights)
    return np.array(path)


@wrong(steps, "M434")
def records_the_start_twice(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = [weights]
    for gradient in gradients:
        path.append(weights)
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * velocity
    return np.array(path)


@wrong(steps, "M434")
def moves_first(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = [weights]
    for gradient in gradients:
        weights = weights - learning_rate * velocity
        velocity = momentum * velocity + gradient
        path.append(weights)
    return np.array(path)


@wrong(steps, "M5")
def in_place(weights, gradients, learning_rate, momentum):
    weights = weights.copy()
    velocity = np.zeros_like(weights)
    path = [weights]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights -= learning_rate * velocity
        path.append(weights)
    return np.array(path)


@wrong(steps)
def changes_what_came_in(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = [weights.copy()]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights -= learning_rate * velocity
        path.append(weights.copy())
    return np.array(path)


@wrong(steps, "M436")
def without_the_start(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = []
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * velocity
        path.append(weights)
    return np.array(path)


@wrong(steps)
def without_the_end(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = []
    for gradient in gradients:
        path.append(weights)
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * velocity
    return np.array(path)


@wrong(steps, "M436")
def only_the_end(weights, gradients, learning_rate, momentum):
    velocity = 0
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weights = weights - learning_rate * velocity
    return weights


@wrong(steps, "M438")
def speeds(weights, gradients, learning_rate, momentum):
    velocity = np.zeros_like(weights)
    path = []
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        path.append(velocity)
    return np.array(path)
