"""Far from the mean row, on average."""

from answers import right, wrong


@right("centering.mean_distance")
def mean_distance(X):
    return (((X - X.mean(axis=0)) ** 2).sum(axis=1) ** 0.5).mean()


def centered(X):
    return X - X.mean(axis=0)


for named, function in [
    ("M9905", lambda X: (centered(X) ** 2).sum(axis=1).mean()),
    ("M9906", lambda X: ((centered(X) ** 2).sum(axis=1) ** 0.5).sum()),
    ("M9907", lambda X: ((X**2).sum(axis=1) ** 0.5).mean()),
    ("M9908", lambda X: ((centered(X) ** 2).sum() / len(X)) ** 0.5),
    (None, lambda X: abs(centered(X)).sum(axis=1).mean()),
    (None, lambda X: ((centered(X) ** 2).sum(axis=0) ** 0.5).mean()),
]:
    wrong("centering.mean_distance", named)(function)
