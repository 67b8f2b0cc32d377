"""The bug hunt: a score on test rows that had a say before the model was fitted.

Ambroise and McLachlan, Selection bias in gene extraction on the basis of microarray
gene-expression data, Proceedings of the National Academy of Sciences 99(10), 2002.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def honest_score(X, y, test, n_features):
    train = np.delete(np.arange(len(y)), test)
    rows, labels = X[train], y[train]
    one, zero = rows[labels == 1].mean(axis=0), rows[labels == 0].mean(axis=0)
    best = np.sort(np.argsort(-np.abs(one - zero))[:n_features])
    asked = X[test][:, best]
    to_one = ((asked - one[best]) ** 2).sum(axis=1)
    to_zero = ((asked - zero[best]) ** 2).sum(axis=1)
    predicted = np.argmin([to_zero, to_one], axis=0)
    return best, np.mean(predicted == y[test])


def by_loops(X, y, test, n_features):
    train = [i for i in range(len(y)) if i not in test]
    means = [np.mean([X[i] for i in train if y[i] == label], axis=0) for label in (0, 1)]
    by_gap = sorted(range(X.shape[1]), key=lambda j: abs(means[0][j] - means[1][j]))
    best = sorted(by_gap[-n_features:])
    n_right = 0
    for i in test:
        far = [sum((X[i, j] - mean[j]) ** 2 for j in best) for mean in means]
        n_right += (far[1] < far[0]) == y[i]
    return best, n_right / len(test)


def shipped(X, y, test, n_features):
    one, zero = X[y == 1].mean(axis=0), X[y == 0].mean(axis=0)
    best = np.sort(np.argsort(-np.abs(one - zero))[:n_features])
    train = np.delete(np.arange(len(y)), test)
    rows, labels = X[train][:, best], y[train]
    one = rows[labels == 1].mean(axis=0)
    zero = rows[labels == 0].mean(axis=0)
    asked = X[test][:, best]
    to_one = ((asked - one) ** 2).sum(axis=1)
    to_zero = ((asked - zero) ** 2).sum(axis=1)
    predicted = np.argmin([to_zero, to_one], axis=0)
    return best, np.mean(predicted == y[test])


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, n_test, n_features):
        """Draw labels that have nothing to do with the rows, until it shows who picked."""
        while True:
            y = rng.permutation(np.arange(n) % 2)
            ones, zeros = (
                rng.permutation(np.flatnonzero(y)),
                rng.permutation(np.flatnonzero(y == 0)),
            )
            half = n_test // 2
            case = {
                "X": np.round(rng.normal(size=(n, d)), 1) + 0.0,  # -0.0 becomes 0.0
                "y": y,
                "test": np.sort(np.append(ones[:half], zeros[: n_test - half])),
                "n_features": n_features,
            }
            right, wrong = honest_score(**case), shipped(**case)
            if list(right[0]) != list(wrong[0]) and right[1] < wrong[1] and clear(**case):
                return case

    return [
        drawn(8, 4, 3, 1),
        drawn(9, 5, 4, 2),
        drawn(12, 7, 5, 3),
        drawn(16, 20, 6, 2),
        drawn(24, 40, 10, 5),
        drawn(30, 60, 12, 4),
        drawn(14, 6, 5, 2),
    ]


def clear(X, y, test, n_features):
    """Say whether rounding can't decide: gaps and distances without ties."""
    rows, labels = np.delete(X, test, axis=0), np.delete(y, test)
    zero, one = class_means(rows, labels)
    gap, (every_zero, every_one) = one - zero, class_means(X, y)
    picks = [np.abs(gap), -np.abs(gap), gap, -gap]
    mixed = (every_one - zero, one - every_zero, every_one - every_zero)
    picks += [np.abs(other) for other in mixed]
    edges = [np.diff(np.sort(pick)[::-1])[n_features - 1] for pick in picks]
    best, _ = honest_score(X, y, test, n_features)
    nearer = (((X[test] - one) ** 2) - ((X[test] - zero) ** 2))[:, best].sum(axis=1)
    return (np.abs([*edges, *nearer]) > 1e-6).all()


def class_means(rows, labels):
    return rows[labels == 0].mean(axis=0), rows[labels == 1].mean(axis=0)


def largest(gaps, n_features):
    return np.argsort(-np.abs(gaps))[:n_features]


def scored(picked_on="train", fitted_on="train", asked="test", pick=largest):
    """Return a score whose three steps each look at some rows: train, test or all of them."""

    def score(X, y, test, n_features):
        every = np.arange(len(y))
        parts = {"train": np.delete(every, test), "test": test, "all": every}
        zero, one = class_means(X[parts[picked_on]], y[parts[picked_on]])
        best = np.sort(pick(one - zero, n_features))
        zero, one = class_means(X[parts[fitted_on]][:, best], y[parts[fitted_on]])
        rows = X[parts[asked]][:, best]
        nearer = ((rows - one) ** 2).sum(axis=1) < ((rows - zero) ** 2).sum(axis=1)
        return best, np.mean(nearer == y[parts[asked]])

    return score


def share_of_errors(X, y, test, n_features):
    best, share = honest_score(X, y, test, n_features)
    return best, 1 - share


def with_the_other_class(X, y, test, n_features):
    best, share = shipped(X, y, test, n_features)
    return best, 1 - share


def half_mended(label):
    """Pick by the gap to a class mean in which the rows of the test still count."""

    def score(X, y, test, n_features):
        train = np.delete(np.arange(len(y)), test)
        means = list(class_means(X[train], y[train]))
        means[label] = X[y == label].mean(axis=0)
        best = np.sort(largest(means[1] - means[0], n_features))
        return best, scored(pick=lambda gaps, n: best)(X, y, test, n_features)[1]

    return score


EXERCISE = Exercise(
    title="Bug hunt: a score too good for random labels",
    reference=honest_score,
    another=by_loops,
    cases=cases,
    shipped=shipped,
    outputs=("features", "accuracy"),
    misconceptions=(
        misconception(
            "D1",
            says="still lets the test rows have a say in which features are picked",
            hint="Change the labels of the test rows. May other features be picked after that?",
            also=(scored(picked_on="test"), with_the_other_class),
        )(scored(picked_on="all")),
        misconception(
            "M1179",
            says="takes the test rows out of one class mean, and leaves them in the other",
            hint="Two class means say which features are picked. Which rows are in each of them?",
            also=(half_mended(1),),
        )(half_mended(0)),
        misconception(
            "M649",
            says="lets the test rows move the class means that they are compared with",
            hint="The features are one thing that is learned from rows. What is the other?",
            also=(
                scored(picked_on="all", fitted_on="all"),
                scored(fitted_on="test"),
                scored(picked_on="test", fitted_on="test"),
            ),
        )(scored(fitted_on="all")),
        misconception(
            "M627",
            says="scores on rows that the model has seen",
            hint="A pupil gets the very questions that were solved on the board. What does the "
            "grade say?",
            also=(
                scored(asked="all"),
                scored(picked_on="all", asked="train"),
                scored(picked_on="all", fitted_on="all", asked="all"),
            ),
        )(scored(asked="train")),
        misconception(
            "M638",
            says="picks other features than those in which the classes differ most in train",
            hint="In which features do the two classes lie far apart, whichever of them is higher?",
            also=(
                scored(pick=lambda gaps, n: np.argsort(-gaps)[:n]),
                scored(pick=lambda gaps, n: np.argsort(gaps)[:n]),
                scored(pick=lambda gaps, n: np.arange(n)),
                scored(pick=lambda gaps, n: np.arange(len(gaps))),
            ),
        )(scored(pick=lambda gaps, n: np.argsort(np.abs(gaps))[:n])),
        misconception(
            "M618",
            says="gives the share of errors",
            hint="Is a large number good news or bad news in your result?",
        )(share_of_errors),
    ),
    hints=(
        "The labels were drawn at random, so about one half should be right. Which line already "
        "knows the answers that are asked for at the end?",
        "Two features. In train the class means lie 1 apart in the first and 3 apart in the "
        "second; with the test rows it is 4 and 3. Which of the two is picked before, and which "
        "one if the test rows have no say? Which would have scored better on them, and why?",
        "split first: train ← all rows but those of the test part\n"
        "class means ← over train alone\n"
        "features ← those in which these means differ most\n"
        "then, as before: the nearer class mean for each test row, and the share that is right",
    ),
    why="the model itself was fitted on train alone. Why was the score too high all the same?",
    because=(
        "Picking is learning. Among many features some agree with the labels of the test rows by "
        "chance, and those were taken. With more features and fewer rows it gets worse, and new "
        "rows know nothing of that luck. What learns from data, learns from train, in every step."
    ),
)
