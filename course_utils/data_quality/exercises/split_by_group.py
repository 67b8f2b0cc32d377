"""Take the test part in whole groups, so that what belongs together stays on one side."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def split_by_group(groups, order, n_test):
    chosen, n = np.zeros(len(groups), dtype=bool), 0
    for g in order:
        if n < n_test:
            chosen = chosen | (groups == g)
            n = n + np.sum(groups == g)
    return np.flatnonzero(chosen)


def by_sizes(groups, order, n_test):
    sizes = np.array([np.count_nonzero(groups == group) for group in order])
    before = np.cumsum(sizes) - sizes
    return np.flatnonzero(np.isin(groups, order[before < n_test]))


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(sizes, n_test):
        """Draw groups of these sizes, in the order of the walk, their rows mixed."""
        while True:
            order = rng.choice(np.arange(2, 30), size=len(sizes), replace=False)
            groups = rng.permutation(np.repeat(order, sizes))
            case = {"groups": groups, "order": order, "n_test": n_test}
            if _tells(case):
                return case

    return [
        drawn([2, 1, 3], 3),  # reached exactly
        drawn([2, 2, 3, 1], 3),  # one is missing after the first group
        drawn([4, 1, 2, 2], 2),  # the first group alone is larger
        drawn([1, 3, 2, 2], 3),
        drawn([3, 2, 5, 4, 1], 7),
        drawn([2, 4, 1], 6),
    ]


def _tells(case):
    """Say whether no other walk through this case leads to the same rows by luck."""
    right = list(split_by_group(**case))
    walks = [np.sort(case["order"]), case["order"][::-1], np.unique(case["groups"])[::-1]]
    walks.append(case["groups"][np.sort(np.unique(case["groups"], return_index=True)[1])])
    others = [list(split_by_group(**{**case, "order": walk})) for walk in walks]
    walked = list(rows_in_walk_order(**case)[: len(right)])
    one_group = len(set(case["groups"][right])) == 1  # whose rows ascend anyway
    return right not in others and (one_group or walked != right)


def rows_in_walk_order(groups, order, n_test):
    return np.concatenate([np.flatnonzero(groups == group) for group in order])


def members(groups, chosen):
    return np.flatnonzero(np.isin(groups, chosen))


def in_turns(groups, order, n_test):
    """Take the first row of every group, then the second of every group …"""
    mates = np.array([np.sum(groups[:i] == group) for i, group in enumerate(groups)])
    places = [list(order).index(group) for group in groups]
    return np.sort(np.lexsort((places, mates))[:n_test])


@misconception(
    "N9",
    says="fills the test part up to the row, so that a group stands on both sides",
    hint="How many groups have rows in train and in test, after your split?",
    also=(
        lambda groups, order, n_test: rows_in_walk_order(groups, order, n_test)[:n_test],
        in_turns,
    ),
)
def cut_through_a_group(groups, order, n_test):
    return np.sort(rows_in_walk_order(groups, order, n_test)[:n_test])


@misconception(
    "D8",
    says="picks single rows at even gaps, so that each has its neighbors in train",
    hint="Rows of one day are much alike. What does train know about a day whose every third row "
    "it may see?",
    also=(
        lambda groups, order, n_test: np.arange(0, len(groups), len(groups) // n_test),
        lambda groups, order, n_test: np.arange(n_test) * len(groups) // n_test,
    ),
)
def at_even_gaps(groups, order, n_test):
    return np.arange(0, len(groups), len(groups) // n_test)[:n_test]


@misconception(
    "M629",
    says="takes the first rows of the table, or the last, and asks for no group",
    hint="Which of the three arguments does your result not depend on?",
    also=(lambda groups, order, n_test: np.arange(len(groups))[-n_test:],),
)
def first_rows(groups, order, n_test):
    return np.arange(n_test)


def fitting(groups, order, n_test):
    """Take each group that fits in; a later small one may."""
    taken = []
    for group in order:
        if np.isin(groups, [*taken, group]).sum() <= n_test:
            taken.append(group)
    return members(groups, taken)


@misconception(
    "M630",
    says="stops before the test part would become larger than asked for",
    hint="What does your code do if the first group alone has more rows than asked for?",
    also=(fitting,),
)
def at_most(groups, order, n_test):
    sizes = np.cumsum([np.sum(groups == group) for group in order])
    return members(groups, order[sizes <= n_test])


@misconception(
    "M631",
    says="takes one more group where the number is reached exactly",
    hint="Three rows are asked for, and two groups have three together. Is a third one needed?",
)
def one_too_many(groups, order, n_test):
    return split_by_group(groups, order, n_test + 1)


WALKS = (
    misconception(
        "M632",
        says="counts groups where rows are to be counted",
        hint="The groups have different sizes. What does the number that was asked for count?",
    )(lambda groups, order, n_test: members(groups, order[:n_test])),
    misconception(
        "M633",
        says="walks through the groups in another order than the one asked for",
        hint="Which group comes first, and who decides that?",
        also=(
            lambda groups, order, n_test: split_by_group(groups, order[::-1], n_test),
            lambda groups, order, n_test: split_by_group(
                groups, groups[np.sort(np.unique(groups, return_index=True)[1])], n_test
            ),
        ),
    )(lambda groups, order, n_test: split_by_group(groups, np.sort(order), n_test)),
    misconception(
        "M634",
        says="returns the rows of train",
        hint="Which of the two parts is asked for, and how many rows should it have at least?",
    )(lambda **case: np.setdiff1d(np.arange(len(case["groups"])), split_by_group(**case))),
    misconception(
        "M635",
        says="returns the rows group by group and not in ascending order",
        hint="Print your result. Does each number grow from one to the next?",
    )(lambda **case: rows_in_walk_order(**case)[: len(split_by_group(**case))]),
    misconception(
        "M636",
        says="returns the numbers of the groups and not those of their rows",
        hint="Could each number of yours be used as an index into the rows of the table?",
        also=(
            lambda groups, order, n_test: np.unique(
                groups[split_by_group(groups, order, n_test)],
            ),
            lambda groups, order, n_test: groups[split_by_group(groups, order, n_test)],
        ),
    )(lambda groups, order, n_test: walked_groups(groups, order, n_test)),
    misconception(
        "M637",
        says="returns a yes or no for each row",
        hint="How long is your result, and how long should it be?",
    )(
        lambda groups, order, n_test: np.isin(
            np.arange(len(groups)), split_by_group(groups, order, n_test)
        )
    ),
)


def walked_groups(groups, order, n_test):
    return order[np.isin(order, groups[split_by_group(groups, order, n_test)])]


EXERCISE = Exercise(
    title="A split that keeps groups whole",
    reference=split_by_group,
    another=by_sizes,
    cases=cases,
    misconceptions=(
        cut_through_a_group,
        at_even_gaps,
        first_rows,
        at_most,
        one_too_many,
        *WALKS,
    ),
    hints=(
        "The rows of a group are much alike. When does the test part have enough of them, and "
        "what happens to the rest of a group that was begun?",
        "The groups of five rows are 8, 3, 8, 5, 3, the walk is 3, 8, 5, and two rows are asked "
        "for: group 3 has the rows 1 and 4, which is enough. If three are asked for, group 8 comes "
        "in whole: rows 0, 1, 2, 4. And with five?",
        "test part ← no rows\nfor each group of the walk:\n"
        "    if the test part has fewer rows than asked for:\n"
        "        put all rows of the group into the test part\n"
        "return their row numbers, ascending",
    ),
    why="a hundred people wrote ten digits each. What does a score say whose test rows were drawn "
    "one by one, about a digit of somebody new?",
    because=(
        "Very little: every writer stands in train, so the model knew each hand already. Whole "
        "writers in the test part ask what will be asked later. The same goes for the days of a "
        "long measurement, the patients of a hospital, and the copies of a row."
    ),
)
