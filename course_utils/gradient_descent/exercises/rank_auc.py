"""The area under the ROC curve without a curve: how many pairs of samples are in the right order.

Hanley and McNeil, The meaning and use of the area under a receiver operating characteristic (ROC)
curve, Radiology 143(1), 1982.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def rank_auc(y, scores):
    won, n_pairs = 0, 0
    for positive in scores[y == 1]:
        for negative in scores[y == 0]:
            if positive > negative:
                won += 1
            elif positive == negative:
                won += 0.5
            n_pairs += 1
    return won / n_pairs


def all_pairs_at_once(y, scores):
    gaps = scores[y == 1][:, None] - scores[y == 0]
    return (1 + np.sign(gaps)).mean() / 2


def cases(seed):
    rng = np.random.default_rng(seed)

    def ranked(y, ranks):
        """Draw scores of these ranks; equal ranks tie."""
        values = np.cumsum(rng.uniform(0.2, 1.0, size=max(ranks) + 1)) - rng.uniform(0.5, 1.5)
        return {"y": np.array(y), "scores": np.round(values, 2)[ranks]}

    def shuffled(case):
        order = rng.permutation(len(case["y"]))
        return {name: values[order] for name, values in case.items()}

    return [
        # The smallest: paired one by one, or decided at once, it gives no 0 and no 1 by luck.
        ranked([1, 0, 1, 0], [3, 0, 1, 2]),
        ranked([0, 1, 0, 1], [1, 1, 0, 2]),  # one pair ties
        ranked([1, 0, 0, 1, 0], [0, 0, 0, 0, 0]),  # all pairs tie
        shuffled(ranked([1, 1, 0, 0, 0], [0, 1, 2, 3, 4])),  # every pair in the wrong order
        shuffled(ranked([1, 1, 1, 0, 0, 0, 0], [5, 3, 2, 4, 2, 1, 0])),
        shuffled(ranked([1, 1, 1, 1, 0], [0, 2, 3, 4, 1])),
        ranked([0, 1], [0, 0]),
    ]


def voting(vote):
    """Return the mean of `vote(positive, negative)` over all pairs."""
    return lambda y, scores: vote(scores[y == 1][:, None], scores[y == 0]).mean()


def n_all_pairs(y):
    return len(y) * (len(y) - 1) / 2


def accuracy_at(threshold):
    return lambda y, scores: np.mean((scores >= threshold) == y)


WRONG_VOTES = (
    misconception(
        "M326",
        says="gives nothing to a pair with equal scores",
        hint="All samples get the same score. Is that as bad as the order turned round?",
    )(voting(lambda positive, negative: positive > negative)),
    misconception(
        "M327",
        says="counts a pair with equal scores as won",
        hint="All samples get the same score. Is that as good as the perfect order?",
    )(voting(lambda positive, negative: positive >= negative)),
    misconception(
        "M328",
        says="counts the pairs in which the class 0 is ahead",
        hint="If each sample of the class 1 has a higher score than all others, what comes out?",
    )(voting(lambda positive, negative: (1 - np.sign(positive - negative)) / 2)),
    misconception(
        "M307",
        says="divides by the number of all pairs, also those within one class",
        hint="3 of the one class and 4 of the other: how many pairs have one of each?",
    )(lambda y, scores: rank_auc(y, scores) * np.sum(y == 1) * np.sum(y == 0) / n_all_pairs(y)),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Between which two values does a share lie?",
    )(lambda y, scores: rank_auc(y, scores) * np.sum(y == 1) * np.sum(y == 0)),
)


@misconception(
    "M329",
    says="sorts one of the two arrays and leaves the other as it was",
    hint="After you sorted: which class does the sample with the lowest score have?",
    also=(lambda y, scores: rank_auc(np.sort(y), scores),),
)
def sorts_one_alone(y, scores):
    return rank_auc(y, np.sort(scores))


@misconception(
    "M330",
    says="lets each sample of the class 1 meet only one of the class 0",
    hint="3 of the one class and 4 of the other: how many pairs are there, and how many are yours?",
)
def one_partner_each(y, scores):
    pairs = list(zip(scores[y == 1], scores[y == 0], strict=False))
    return sum((1 + np.sign(positive - negative)) / 2 for positive, negative in pairs) / len(pairs)


wrong_by_threshold = misconception(
    "M321",
    says="gives the share of right answers (the accuracy)",
    hint="All scores grow by 100. Does the order of any pair change, and does your result?",
    also=(accuracy_at(0.0), lambda y, scores: np.mean((scores >= scores.mean()) == y)),
)(accuracy_at(0.5))

EXERCISE = Exercise(
    title="The share of pairs in the right order",
    reference=rank_auc,
    another=all_pairs_at_once,
    cases=cases,
    misconceptions=(sorts_one_alone, *WRONG_VOTES, one_partner_each, wrong_by_threshold),
    hints=(
        "Take one sample of each class. When are the two in the right order, and what do you give "
        "to a pair that can't be told apart?",
        "Class 1 has the scores 3 and 1, class 0 has 2 and 1: four pairs. 3 beats 2 and 1, 1 loses "
        "to 2 and ties with 1: (1 + 1 + 0 + 0.5) / 4 = 0.625. What becomes of it if all four "
        "scores are doubled?",
        "for each sample of the class 1:\n    for each sample of the class 0:\n"
        "        add 1 if the first has the higher score, one half if they are equal\n"
        "return what was added / number of pairs",
    ),
    why="why can no choice of a threshold change this number?",
    because=(
        "It only asks which of two scores is higher, and no threshold takes part. That is its use, "
        "a judgment of the scores before anybody chose a threshold, and its limit: it does not "
        "say how well you do at the threshold you will use."
    ),
)
