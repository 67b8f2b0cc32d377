"""The bug hunt on a score: mended in part, in the wrong place, or for show."""

import numpy as np

from answers import right, wrong

HUNT = "data_quality.honest_score"


@right(HUNT)
def honest_score(X, y, test, n_features):
    """The test rows are put away first, and nothing asks for them until the end."""
    seen = ~np.isin(np.arange(len(y)), test)
    X_train, y_train, X_test, y_test = X[seen], y[seen], X[test], y[test]
    means = np.stack([X_train[y_train == label].mean(axis=0) for label in (0, 1)])
    gap = abs(means[1] - means[0])
    best = np.sort(gap.argsort()[-n_features:])
    squares = (X_test[:, None, best] - means[:, best]) ** 2
    return best, (squares.sum(axis=2).argmin(axis=1) == y_test).mean()


def two_means(X, y):
    return X[y == 1].mean(axis=0), X[y == 0].mean(axis=0)


def hunt(pick_on, fit_on, ask=None, best_of=lambda gap, n: np.argsort(-np.abs(gap))[:n]):
    """Return the shipped code whose steps get the rows that functions of (n, test) give."""

    def honest_score(X, y, test, n_features):
        picked, fitted = pick_on(len(y), test), fit_on(len(y), test)
        one, zero = two_means(X[picked], y[picked])
        best = np.sort(best_of(one - zero, n_features))
        one, zero = two_means(X[fitted][:, best], y[fitted])
        asked = test if ask is None else ask(len(y), test)
        to_one = ((X[asked][:, best] - one) ** 2).sum(axis=1)
        to_zero = ((X[asked][:, best] - zero) ** 2).sum(axis=1)
        predicted = np.argmin([to_zero, to_one], axis=0)
        return best, np.mean(predicted == y[asked])

    return honest_score


def every(n, test):
    return np.arange(n)


def seen(n, test):
    return np.setdiff1d(np.arange(n), test)


def tested(n, test):
    return test


def as_many(n, test):
    return np.arange(n - len(test))


for named, function in [
    ("D1", hunt(tested, seen)),
    ("M649", hunt(seen, every)),
    ("M649", hunt(every, every)),
    ("M649", hunt(seen, tested)),
    ("M649", hunt(tested, tested)),
    ("M627", hunt(seen, seen, ask=seen)),
    ("M627", hunt(every, seen, ask=seen)),
    ("M627", hunt(seen, seen, ask=every)),
    ("M627", hunt(every, every, ask=every)),
    ("M638", hunt(seen, seen, best_of=lambda gap, n: np.argsort(np.abs(gap))[:n])),
    ("M638", hunt(seen, seen, best_of=lambda gap, n: np.argsort(gap)[-n:])),
    ("M638", hunt(seen, seen, best_of=lambda gap, n: np.arange(n))),
    ("M638", hunt(seen, seen, best_of=lambda gap, n: np.arange(len(gap)))),
    ("M618", lambda X, y, test, n_features: without_hits(X, y, test, n_features)),
    (None, hunt(as_many, as_many)),
    (None, hunt(tested, seen, ask=seen)),
    (None, hunt(every, tested)),
    (None, hunt(seen, seen, best_of=lambda gap, n: np.argsort(-np.abs(gap))[: n + 1])),
    (None, hunt(seen, seen, best_of=lambda gap, n: np.argsort(-np.abs(gap))[1 : n + 1])),
    (None, hunt(every, seen, best_of=lambda gap, n: np.argsort(np.abs(gap))[:n])),
    (None, lambda X, y, test, n_features: honest_score(X, y, test, n_features)[1]),
    (None, lambda X, y, test, n_features: (honest_score(X, y, test, n_features)[0], 0.5)),
    (None, lambda X, y, test, n_features: honest_score(X, y, test, n_features)[::-1]),
]:
    wrong(HUNT, named)(function)


def without_hits(X, y, test, n_features):
    best, share = honest_score(X, y, test, n_features)
    return best, 1 - share


@wrong(HUNT, "D1")
def split_earlier_and_picked_as_before(X, y, test, n_features):
    train = np.setdiff1d(np.arange(len(y)), test)
    X_train, y_train = X[train], y[train]
    one, zero = two_means(X, y)
    best = np.sort(np.argsort(np.abs(one - zero))[::-1][:n_features])
    one, zero = two_means(X_train[:, best], y_train)
    to_one = ((X[test][:, best] - one) ** 2).sum(axis=1)
    to_zero = ((X[test][:, best] - zero) ** 2).sum(axis=1)
    return best, np.mean((to_one < to_zero) == y[test])


@wrong(HUNT, "D1")
def picked_as_before_and_the_other_class(X, y, test, n_features):
    one, zero = two_means(X, y)
    best = np.sort(np.argsort(np.abs(one - zero))[::-1][:n_features])
    train = np.setdiff1d(np.arange(len(y)), test)
    one, zero = two_means(X[train][:, best], y[train])
    to_one = ((X[test][:, best] - one) ** 2).sum(axis=1)
    to_zero = ((X[test][:, best] - zero) ** 2).sum(axis=1)
    return best, np.mean((to_one > to_zero) == y[test])


@wrong(HUNT)
def picked_twice(X, y, test, n_features):
    """The choice on all rows is kept where train agrees, and filled up from it."""
    train = np.setdiff1d(np.arange(len(y)), test)
    one, zero = two_means(X, y)
    both = np.argsort(-np.abs(one - zero))[: 2 * n_features]
    one, zero = two_means(X[train], y[train])
    best = np.sort(both[np.argsort(-np.abs(one - zero)[both])[:n_features]])
    to_one = ((X[test][:, best] - one[best]) ** 2).sum(axis=1)
    to_zero = ((X[test][:, best] - zero[best]) ** 2).sum(axis=1)
    return best, np.mean((to_one < to_zero) == y[test])


@wrong(HUNT)
def signs_of_the_test_rows_hidden(X, y, test, n_features):
    """The labels of the test rows are set to 0 for the choice: still rows of the test part."""
    hidden = y.copy()
    hidden[test] = 0
    one, zero = two_means(X, hidden)
    best = np.sort(np.argsort(-np.abs(one - zero))[:n_features])
    train = np.setdiff1d(np.arange(len(y)), test)
    one, zero = two_means(X[train][:, best], y[train])
    to_one = ((X[test][:, best] - one) ** 2).sum(axis=1)
    to_zero = ((X[test][:, best] - zero) ** 2).sum(axis=1)
    return best, np.mean((to_one < to_zero) == y[test])


def picked_by(ones, zeros):
    """Return the shipped code in which `ones` and `zeros` say on which rows each mean is taken."""

    def score(X, y, test, n_features):
        one = X[ones(y, test)].mean(axis=0)
        zero = X[zeros(y, test)].mean(axis=0)
        best = np.sort(np.argsort(np.abs(one - zero))[::-1][:n_features])
        train = seen(len(y), test)
        one, zero = two_means(X[train][:, best], y[train])
        to_one = ((X[test][:, best] - one) ** 2).sum(axis=1)
        to_zero = ((X[test][:, best] - zero) ** 2).sum(axis=1)
        return best, np.mean((to_one < to_zero) == y[test])

    return score


def of_class(label, rows=every):
    return lambda y, test: [i for i in rows(len(y), test) if y[i] == label]


wrong(HUNT, "M1179")(picked_by(of_class(1, seen), of_class(0)))
wrong(HUNT, "M1179")(picked_by(of_class(1), of_class(0, seen)))
