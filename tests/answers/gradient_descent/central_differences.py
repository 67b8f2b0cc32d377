"""A gradient measured from values of the loss."""

import numpy as np

from answers import right, wrong

differences = "gradient_descent.central_differences"


@right(differences)
def central_differences(loss, weights, h):
    """On a list of Python floats, each put back after its turn."""
    w, gradient = [float(value) for value in weights], []
    for i, before in enumerate(w):
        w[i] = before - h
        low = loss(w)
        w[i] = before + h
        gradient.append((loss(w) - low) / (h + h))
        w[i] = before
    return gradient


def each(slope):
    """Return the loop with `slope(f, x, h)` of f, the loss in one weight, at its value x."""

    def central_differences(loss, weights, h):
        gradient = np.zeros(len(weights))
        for i in range(len(weights)):

            def f(value, i=i):
                w = np.array(weights, dtype=float)
                w[i] = value
                return loss(w)

            gradient[i] = slope(f, float(weights[i]), h)
        return gradient

    return central_differences


for named, slope in [
    ("C1", lambda f, x, h: (f(x + h) - f(x)) / h),
    ("C1", lambda f, x, h: (f(x) - f(x - h)) / h),
    ("C2", lambda f, x, h: (f(x + h) - f(x - h)) / h),
    ("M120", lambda f, x, h: f(x + h) - f(x - h)),
    ("M299", lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h)),
    ("C4", lambda f, x, h: (f(x + 1e-12) - f(x - 1e-12)) / 2e-12),
    ("M298", lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5),
    ("M298", lambda f, x, h: (f(x + 1e-4) - f(x - 1e-4)) / (2 * 1e-4)),
    (None, lambda f, x, h: (f(x + h) - f(x)) / (2 * h)),
    (None, lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h)),
    ("M91", lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h),
    ("M501", lambda f, x, h: f(x + h) - f(x - h) / (2 * h)),
    ("M501", lambda f, x, h: f(x + h) - f(x - h) / 2 * h),
    (None, lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (2 * h)),
    (None, lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h),
    (None, lambda f, x, h: (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h)),
    (None, lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2),
    (None, lambda f, x, h: abs(f(x + h) - f(x - h)) / (2 * h)),
    (None, lambda f, x, h: (f(h) - f(-h)) / (2 * h)),
    (None, lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / (2 * h)),
]:
    wrong(differences, named)(each(slope))


@wrong(differences, "C5")
def never_put_back(loss, weights, h):
    gradient = []
    for i in range(len(weights)):
        weights[i] += h
        up = loss(weights)
        weights[i] -= 2 * h
        down = loss(weights)
        gradient.append((up - down) / (2 * h))
    return gradient


@wrong(differences, "C5")
def copied_once_and_never_put_back(loss, weights, h):
    w = np.array(weights, dtype=float)
    gradient = np.zeros(len(w))
    for i in range(len(w)):
        w[i] = w[i] + h
        up = loss(w)
        w[i] = w[i] - 2 * h
        gradient[i] = (up - loss(w)) / (2 * h)
    return gradient


@wrong(differences)
def a_second_name_is_no_copy(loss, weights, h):
    gradient = np.zeros(len(weights))
    for i in range(len(weights)):
        up, down = weights, weights
        up[i] += h
        down[i] -= h
        gradient[i] = (loss(up) - loss(down)) / (2 * h)
    return gradient


@wrong(differences)
def put_back_but_only_halfway(loss, weights, h):
    w = weights.astype(float)
    gradient = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += h
        up = loss(w)
        w[i] -= h
        gradient[i] = (up - loss(w)) / (2 * h)
    return gradient


@wrong(differences, "M272")
def copies_of_whole_numbers(loss, weights, h):
    gradient = []
    for i in range(len(weights)):
        up = weights.copy()
        up[i] = up[i] + h
        down = weights.copy()
        down[i] = down[i] - h
        gradient.append((loss(up) - loss(down)) / (2 * h))
    return np.array(gradient)


@wrong(differences, "M272")
def a_result_like_the_weights(loss, weights, h):
    gradient = np.zeros_like(weights)
    for i in range(len(weights)):
        step = h * (np.arange(len(weights)) == i)
        gradient[i] = (loss(weights + step) - loss(weights - step)) / (2 * h)
    return gradient


@wrong(differences, "M272")
def put_back_from_a_name(loss, weights, h):
    gradient = np.zeros(len(weights))
    for i in range(len(weights)):
        before = weights[i]
        weights[i] = before + h
        up = loss(weights)
        weights[i] = before - h
        gradient[i] = (up - loss(weights)) / (2 * h)
        weights[i] = before
    return gradient


@wrong(differences, "M272")
def put_back_by_adding(loss, weights, h):
    gradient = np.zeros(len(weights))
    for i in range(len(weights)):
        weights[i] += h
        gradient[i] += loss(weights)
        weights[i] -= 2 * h
        gradient[i] -= loss(weights)
        weights[i] += h
    return gradient / (2 * h)


@wrong(differences, "M297")
def all_at_once(loss, weights, h):
    return (loss(weights + h) - loss(weights - h)) / (2 * h)


@wrong(differences, "M297")
def all_at_once_for_each(loss, weights, h):
    gradient = np.zeros(len(weights))
    for i in range(len(weights)):
        gradient[i] = (loss(weights + h) - loss(weights - h)) / (2 * h)
    return gradient


@wrong(differences, "M52")
def returns_in_the_loop(loss, weights, h):
    for i in range(len(weights)):
        step = np.zeros(len(weights))
        step[i] = h
        return (loss(weights + step) - loss(weights - step)) / (2 * h)


@wrong(differences, "M502")
def a_nudge_that_stays(loss, weights, h):
    gradient, nudge = np.zeros(len(weights)), np.zeros(len(weights))
    for i in range(len(weights)):
        nudge[i] = h
        gradient[i] = (loss(weights + nudge) - loss(weights - nudge)) / (2 * h)
    return gradient


@wrong(differences, "M503")
def returns_the_array_in_the_loop(loss, weights, h):
    gradient = np.zeros(len(weights))
    for i in range(len(weights)):
        step = np.zeros(len(weights))
        step[i] = h
        gradient[i] = (loss(weights + step) - loss(weights - step)) / (2 * h)
        return gradient


@wrong(differences)
def loss_of_one_number(loss, weights, h):
    return np.array([(loss(w + h) - loss(w - h)) / (2 * h) for w in weights])


@wrong(differences)
def adds_up_over_the_weights(loss, weights, h):
    return sum(central_differences(loss, weights, h))
