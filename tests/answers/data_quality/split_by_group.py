"""Whole groups for the test part, in the order of a walk."""

import numpy as np

from answers import right, wrong

SPLIT = "data_quality.split_by_group"


@right(SPLIT)
def split_by_group(groups, order, n_test):
    """A dict of rows, and a queue."""
    rows = {}
    for row, group in enumerate(groups.tolist()):
        rows.setdefault(group, []).append(row)
    queue, test = order.tolist(), []
    while queue and len(test) < n_test:
        test.extend(rows[queue.pop(0)])
    return sorted(test)


def walk(groups, order):
    return [i for g in order for i in np.flatnonzero(groups == g)]


def last_rows(groups, order, n_test):
    return np.arange(len(groups) - n_test, len(groups))


for named, function in [
    ("N9", lambda groups, order, n_test: np.sort(walk(groups, order)[:n_test])),
    ("N9", lambda groups, order, n_test: walk(groups, order)[:n_test]),
    ("M629", lambda groups, order, n_test: list(range(n_test))),
    ("M629", last_rows),
    (
        "M632",
        lambda groups, order, n_test: [i for i, g in enumerate(groups) if g in order[:n_test]],
    ),
    ("M633", lambda groups, order, n_test: split_by_group(groups, np.unique(groups), n_test)),
    ("M633", lambda groups, order, n_test: split_by_group(groups, np.flip(order), n_test)),
    ("M634", lambda groups, order, n_test: rest(groups, split_by_group(groups, order, n_test))),
    (
        "M636",
        lambda groups, order, n_test: np.unique(groups[split_by_group(groups, order, n_test)]),
    ),
    (None, lambda groups, order, n_test: np.sort(order[:n_test])),
    (None, lambda groups, order, n_test: len(split_by_group(groups, order, n_test))),
    (None, lambda groups, order, n_test: walk(groups, order)),
    (None, lambda groups, order, n_test: walk(groups, order[:1])),
    (None, lambda groups, order, n_test: np.add(split_by_group(groups, order, n_test), 1)),
    (None, lambda groups, order, n_test: split_by_group(groups, order, len(groups) - n_test)),
    (
        None,
        lambda groups, order, n_test: (
            split_by_group(groups, order, n_test),
            rest(groups, split_by_group(groups, order, n_test)),
        ),
    ),
]:
    wrong(SPLIT, named)(function)


def rest(groups, rows):
    return [i for i in range(len(groups)) if i not in rows]


@wrong(SPLIT, "N9")
def one_row_of_each_in_turn(groups, order, n_test):
    left = {g: list(np.flatnonzero(groups == g)) for g in order}
    test = []
    while len(test) < n_test:
        for g in order:
            if left[g] and len(test) < n_test:
                test.append(left[g].pop(0))
    return sorted(test)


@wrong(SPLIT, "N9")
def breaks_when_full(groups, order, n_test):
    test = []
    for g in order:
        for i in np.flatnonzero(groups == g):
            if len(test) == n_test:
                break
            test.append(i)
    return np.sort(test)


@wrong(SPLIT, "D8")
def every_third_row(groups, order, n_test):
    step = len(groups) // n_test
    return [i for i in range(len(groups)) if i % step == 0][:n_test]


@wrong(SPLIT, "M630")
def never_too_many(groups, order, n_test):
    test = []
    for g in order:
        rows = np.flatnonzero(groups == g)
        if len(test) + len(rows) > n_test:
            break
        test.extend(rows)
    return np.sort(test)


@wrong(SPLIT, "M630")
def only_what_fits(groups, order, n_test):
    test = []
    for g in order:
        rows = np.flatnonzero(groups == g)
        if len(test) + len(rows) <= n_test:
            test.extend(rows)
    return np.sort(test)


@wrong(SPLIT, "M631")
def checks_for_more(groups, order, n_test):
    test = []
    for g in order:
        test.extend(np.flatnonzero(groups == g))
        if len(test) > n_test:
            break
    return np.sort(test)


@wrong(SPLIT, "M632")
def counts_groups(groups, order, n_test):
    test, n = [], 0
    for g in order:
        if n < n_test:
            test.extend(np.flatnonzero(groups == g))
            n += 1
    return np.sort(test)


@wrong(SPLIT, "M635")
def not_sorted(groups, order, n_test):
    test = []
    for g in order:
        if len(test) >= n_test:
            break
        test.extend(np.flatnonzero(groups == g))
    return test


@wrong(SPLIT, "M637")
def a_mask(groups, order, n_test):
    mask = np.zeros(len(groups), dtype=bool)
    for g in order:
        if mask.sum() < n_test:
            mask |= groups == g
    return mask


@wrong(SPLIT)
def the_last_group_alone(groups, order, n_test):
    n = 0
    for g in order:
        if n < n_test:
            test = np.flatnonzero(groups == g)
            n += len(test)
    return test


@wrong(SPLIT)
def order_as_rows(groups, order, n_test):
    test = []
    for i in order:
        if len(test) < n_test:
            test.append(i)
    return np.sort(test)


@wrong(SPLIT)
def order_as_index(groups, order, n_test):
    test = []
    for g in order:
        if len(test) < n_test:
            test.append(groups[g])
    return np.sort(test)
