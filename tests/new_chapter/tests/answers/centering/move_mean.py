"""Every column gets its mean."""

from answers import right, wrong


@right("centering.move_mean")
def move_mean(X, target):
    return (X.T - X.mean(axis=0)[:, None] + target[:, None]).T


for named, function in [
    ("M9901", lambda X, target: X - sum(X) / len(X)),
    ("M9902", lambda X, target: X - X.sum() / X.size + target),
    ("M9903", lambda X, target: (X.T - X.mean(axis=1)).T + target),
    ("M9904", lambda X, target: X.mean(axis=0) + target + X),
    (None, lambda X, target: X - X[0] + target),
    (None, lambda X, target: X + target),
    (None, lambda X, target: X - X.mean(axis=0) - target),
]:
    wrong("centering.move_mean", named)(function)
