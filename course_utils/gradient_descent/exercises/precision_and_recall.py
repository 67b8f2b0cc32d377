"""Two questions about one class: how many of the found are right, how many of the right are found.

Where a question is about nobody (nothing predicted, or nothing there), the answer is 0.0.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def precision_and_recall(y, predicted):
    tp = np.sum((y == 1) & (predicted == 1))
    n_found = np.sum(predicted == 1)
    n_there = np.sum(y == 1)
    p = tp / n_found if n_found > 0 else 0.0
    r = tp / n_there if n_there > 0 else 0.0
    return p, r


def by_counting(y, predicted):
    hits = false_alarms = misses = 0
    for truth, answer in zip(y.tolist(), predicted.tolist(), strict=True):
        hits += truth == answer == 1
        false_alarms += truth < answer
        misses += truth > answer
    # Without a hit both are 0; with one, nothing is divided by 0.
    return (hits / (hits + false_alarms), hits / (hits + misses)) if hits else (0.0, 0.0)


def cases(seed):
    rng = np.random.default_rng(seed)

    def shuffled(hits, false_alarms, misses, rests):
        pairs = [(1, 1)] * hits + [(0, 1)] * false_alarms + [(1, 0)] * misses + [(0, 0)] * rests
        y, predicted = rng.permutation(pairs).T
        return {"y": y, "predicted": predicted}

    more = int(rng.integers(1, 4))
    return [
        shuffled(1, 0, 2, 1),
        shuffled(1, 2, 0, 1),
        shuffled(3, 1, 1 + more, 3),
        shuffled(0, 0, 2, more),  # nothing predicted
        shuffled(0, 2, 0, 1 + more),  # nothing there
        shuffled(2 + more, 5, 1, 6),
        shuffled(0, 2, 1, 2),
        shuffled(0, 0, 0, 3),
    ]


def share(part, whole):
    return part / whole if whole else 0.0


def from_counts(answer, share=share):
    """Return what `answer` makes of hits, false alarms, misses and rests."""

    def measured(y, predicted):
        counts = [int(np.sum((y == t) & (predicted == p))) for t, p in [(1, 1), (0, 1), (1, 0)]]
        return answer(share, *counts, len(y) - sum(counts))

    return measured


def right(share, tp, fp, fn, tn):
    return share(tp, tp + fp), share(tp, tp + fn)


WRONG_SHARES = (
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Many cries of wolf and not one wolf missed: which of the two numbers is high then?",
    )(from_counts(lambda share, *counts: right(share, *counts)[::-1])),
    misconception(
        "M321",
        says="gives the share of right answers (the accuracy)",
        hint="Samples of the class 0 that were left alone: do they belong to either question?",
        also=(
            from_counts(
                lambda share, tp, fp, fn, tn: (
                    share(tp, tp + fp),
                    share(tp + tn, tp + fp + fn + tn),
                )
            ),
            from_counts(
                lambda share, tp, fp, fn, tn: (share(tp + tn, tp + fp + fn + tn),) * 2,
            ),
        ),
    )(
        from_counts(
            lambda share, tp, fp, fn, tn: (share(tp + tn, tp + fp + fn + tn), share(tp, tp + fn))
        )
    ),
    misconception(
        "M322",
        says="asks how many of the class 0 are left alone (the specificity)",
        hint="The second question starts from all samples of one class. Which class is it?",
    )(from_counts(lambda share, tp, fp, fn, tn: (share(tp, tp + fp), share(tn, tn + fp)))),
    misconception(
        "M323",
        says="answers both questions for the class 0",
        hint="Which of the two classes is the one we look for?",
    )(from_counts(lambda share, tp, fp, fn, tn: (share(tn, tn + fn), share(tn, tn + fp)))),
    misconception(
        "M325",
        says="counts right answers of both classes as found",
        hint="A sample of the class 0 was rightly left alone. Was anything found there?",
    )(
        from_counts(
            lambda share, tp, fp, fn, tn: (share(tp + tn, tp + fp), share(tp + tn, tp + fn))
        )
    ),
    misconception(
        "M312",
        says="divides by the number of all samples",
        hint="Each question is about a part of the samples. Which part stands under the bar?",
        also=(
            from_counts(
                lambda share, tp, fp, fn, tn: (share(tp, tp + fp), share(tp, tp + fp + fn + tn))
            ),
            from_counts(
                lambda share, tp, fp, fn, tn: (share(tp, tp + fp + fn + tn), share(tp, tp + fn))
            ),
        ),
    )(from_counts(lambda share, tp, fp, fn, tn: (share(tp, tp + fp + fn + tn),) * 2)),
)


@misconception(
    "M324",
    says="gives something else than 0.0 where there is nothing to divide by",
    hint="What do you divide by where nobody was predicted, and what was agreed on for that?",
    also=(
        from_counts(right, share=lambda part, whole: part / whole if whole else 1.0),
        from_counts(right, share=lambda part, whole: part / whole),  # Python's numbers stop here
    ),
)
def divides_by_nobody(y, predicted):
    tp = np.sum((y == 1) & (predicted == 1))
    return tp / np.sum(predicted == 1), tp / np.sum(y == 1)


EXERCISE = Exercise(
    title="Precision and recall",
    reference=precision_and_recall,
    another=by_counting,
    cases=cases,
    outputs=("precision", "recall"),
    misconceptions=(divides_by_nobody, *WRONG_SHARES),
    hints=(
        "Of all who were accused, how many are guilty? Of all who are guilty, how many were "
        "accused? Who stands under the fraction bar in each question?",
        "Classes 1, 0, 1, 1, 1 and answers 1, 0, 0, 0, 0: one is found, and rightly, so precision "
        "is 1 / 1. Four are there and one of them is found, so recall is 1 / 4. What are both if "
        "all answers are 1?",
        "both    ← how many have class 1 and answer 1\n"
        "precision ← both / how many have answer 1, or 0.0 if nobody has\n"
        "recall    ← both / how many have class 1,  or 0.0 if nobody has",
    ),
    why="how do you reach a recall of 1 without looking at a single sample, and what does it cost?",
    because=(
        "Answer 1 for everybody: nobody is missed. Precision falls to the share of class 1 among "
        "all samples. Each of the two is easy to raise alone, so they are reported together."
    ),
)
