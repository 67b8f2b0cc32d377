"""Flag what a network that knows only the normal rows can't rebuild."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def flag_anomalies(errors_of_normal, errors, share):
    n = len(errors_of_normal)
    n_false = int(share * n)
    bar = np.sort(errors_of_normal)[n - 1 - n_false]
    return errors > bar


def with_a_quantile(errors_of_normal, errors, share):
    return errors > np.quantile(errors_of_normal, 1 - share)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(one_in, n_false, n_more):
        """Draw errors of normal rows of which one in so many, and so n_false, may be flagged.

        There is one row more than that, so that every definition of a quantile finds the same
        limit: one of the errors. The new errors lie in all gaps and beyond both ends; one is the
        limit itself.
        """
        n = one_in * n_false + 1
        normal = np.cumsum(rng.uniform(0.4, 1.6, size=n))
        normal[-1] += 3  # a long tail, as errors have
        normal = normal.round(2)
        between, limit = (normal[:-1] + normal[1:]) / 2, normal[n - 1 - n_false]
        beyond = normal[-1] + rng.uniform(1, 4, size=n_more)
        new = np.hstack([normal[0] / 2, between, limit, beyond]).round(3)
        return {
            "errors_of_normal": rng.permutation(normal),
            "errors": rng.permutation(new),
            "share": 1 / one_in,
        }

    none_allowed = {**drawn(4, 1, 3), "share": 0.0}
    return [drawn(4, 1, 3), drawn(2, 2, 2), drawn(4, 2, 4), drawn(8, 2, 5), none_allowed]


def above(limit: Callable) -> Callable:
    """Return what flags the new errors above `limit(normal, new, share)`."""
    return lambda errors_of_normal, errors, share: errors > limit(errors_of_normal, errors, share)


def answering(answer: Callable) -> Callable:
    """Return what gives `answer(errors, limit)` of the right limit."""
    return lambda errors_of_normal, errors, share: answer(
        errors, np.quantile(errors_of_normal, 1 - share)
    )


def place_from_above(normal, share, rows_off=0):
    """Return the limit by counting, so many rows too low."""
    ordered = np.append(np.sort(normal), np.inf)
    return ordered[len(normal) - 1 - int(share * len(normal)) - rows_off]


def share_of_the_range(normal, new, share):
    return normal.min() + (1 - share) * (normal.max() - normal.min())


WRONG_LIMITS = (
    misconception(
        "D5",
        says="takes its statistics from the rows of both parts together",
        hint="Half of the new rows may be strange. Should they have a say in what counts as usual?",
        also=(above(lambda normal, new, share: place_from_above(np.append(normal, new), share)),),
    )(above(lambda normal, new, share: np.quantile(np.append(normal, new), 1 - share))),
    misconception(
        "M744",
        says="finds the limit among the new rows, so that the same share is flagged every day",
        hint="All new rows are fine today. How many of them does your code flag?",
        also=(above(lambda normal, new, share: place_from_above(new, share)),),
    )(above(lambda normal, new, share: np.quantile(new, 1 - share))),
    misconception(
        "M745",
        says="counts the share from the small errors up",
        hint="Which part of the normal rows lies above your limit, and which part should?",
        also=(above(lambda normal, new, share: np.sort(normal)[int(share * len(normal))]),),
    )(above(lambda normal, new, share: np.quantile(normal, share))),
    misconception(
        "M746",
        says="has a limit that does not depend on the share",
        hint="Now twice as many false alarms are allowed. Which line of yours hears of it?",
        also=(
            above(lambda normal, new, share: normal.mean()),
            above(lambda normal, new, share: np.median(normal)),
            *(
                above(lambda normal, new, share, k=k: normal.mean() + k * normal.std())
                for k in (1, 2, 3)
            ),
            *(
                above(lambda normal, new, share, k=k: np.quantile(normal, k))
                for k in (0.9, 0.95, 0.98, 0.99)
            ),
        ),
    )(above(lambda normal, new, share: normal.max())),
    misconception(
        "M747",
        says="takes a share of the largest error, where a share of the rows is meant",
        hint="One normal row has an enormous error. Should that move the limit of all?",
        also=(above(share_of_the_range),),
    )(above(lambda normal, new, share: (1 - share) * normal.max())),
    misconception(
        "M748",
        says="mixes up shares and percent",
        hint="Which part of the normal rows lies below your limit: 95 in a hundred, or hardly one?",
    )(above(lambda normal, new, share: np.percentile(normal, 1 - share))),
    misconception(
        "M749",
        says="is one row off when it counts the false alarms",
        hint="Five normal rows, of which one may be flagged. How many lie above your limit?",
        also=(above(lambda normal, new, share: place_from_above(normal, share, rows_off=-1)),),
    )(above(lambda normal, new, share: place_from_above(normal, share, rows_off=1))),
)

WRONG_FLAGS = (
    misconception(
        "M750",
        says="flags the rows that are rebuilt well",
        hint="Is an image that the network rebuilds without an error a strange one?",
        also=(answering(lambda errors, limit: errors <= limit),),
    )(answering(lambda errors, limit: errors < limit)),
    misconception(
        "M751",
        says="flags a row that lies exactly on the limit too",
        hint="The limit is the error of a row that is normal. What becomes of a new row that is "
        "just like that one?",
    )(answering(lambda errors, limit: errors >= limit)),
    misconception(
        "M752",
        says="flags the normal rows and not the new ones",
        hint="About which rows does somebody want to know whether they are strange?",
    )(
        lambda errors_of_normal, errors, share: (
            errors_of_normal > np.quantile(errors_of_normal, 1 - share)
        )
    ),
    misconception(
        "M753",
        says="returns which rows, how many or how far, where a yes or no for each is asked for",
        hint="How long should your result be, and what should stand in it?",
        also=(
            answering(lambda errors, limit: errors[errors > limit]),
            answering(lambda errors, limit: np.sum(errors > limit)),
            answering(lambda errors, limit: np.mean(errors > limit)),
            answering(lambda errors, limit: np.maximum(errors - limit, 0)),
            answering(lambda errors, limit: limit),
        ),
    )(answering(lambda errors, limit: np.flatnonzero(errors > limit))),
)

EXERCISE = Exercise(
    title="Flag what can't be rebuilt",
    reference=flag_anomalies,
    another=with_a_quantile,
    cases=cases,
    misconceptions=(*WRONG_LIMITS, *WRONG_FLAGS),
    hints=(
        "Chapter 01 had a ruler that only some rows may make. Which rows tell you here how large "
        "an error is still usual, and which rows only get measured?",
        "Normal errors 2, 9, 3, 5, 4, and a quarter of such rows may be flagged by mistake. In "
        "order: 2, 3, 4, 5, 9. A limit of 5 leaves one of the five above it, and a limit of 4 "
        "would leave two, which is too many. So new errors of 4.5, 5 and 6 give no, no, yes. What "
        "do they give with half in place of a quarter?",
        "order the normal errors\n"
        "limit ← the one with so many above it as the share allows, and no more\n"
        "for each new row: is its error larger than the limit?",
    ),
    why="may the normal rows be those that the network was trained on?",
    because=(
        "Better not. A network rebuilds the rows that it has seen better than new ones, so their "
        "errors are too small, and so is the limit: more than the share of new normal rows will "
        "be flagged. Normal rows that were kept apart tell what is usual for new ones."
    ),
)
