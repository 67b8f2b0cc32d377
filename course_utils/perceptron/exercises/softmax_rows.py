"""Scores become shares: each row adds up to 1, whatever the size of the scores."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def softmax_rows(scores):
    P = []
    for scores_i in scores:
        max_i = max(scores_i)
        powers_i = np.exp(scores_i - max_i)
        sum_i = sum(powers_i)
        p_i = powers_i / sum_i
        P.append(p_i)
    return np.array(P)


def softmax_at_once(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cases(seed):
    rng = np.random.default_rng(seed)

    def near(center, k):
        """Draw a row of k scores, all within 4 of `center`."""
        return center + np.round(rng.uniform(-4, 4, size=k), 1)

    first, second = np.round(rng.uniform(0.5, 2.0, size=2), 1)
    far_apart = rng.permutation([1000.0, 1000.0 - first, second, -1000.0])
    drawn = [
        [near(0, 3), near(0, 3)],
        [far_apart, near(-1000, 4)],
        [near(1000, 3), near(-3, 3), np.zeros(3), near(4, 3)],
        [near(0, 5), near(1, 5), near(-1, 5)],
        [near(0, 4)],
    ]
    return [{"scores": np.array(rows)} for rows in drawn]


def powers_of(shifted):
    """Return e to `shifted` and the total of each row, as a column."""
    powers = np.exp(shifted)
    return powers, powers.sum(axis=1, keepdims=True)


def shares(shifted):
    """Return the shares within each row, without any shift."""
    powers, totals = powers_of(shifted)
    return powers / totals


def largest(scores):
    """Return the largest score of each row, as a column."""
    return scores.max(axis=1, keepdims=True)


@misconception(
    "F1",
    says="raises e to the scores as they are: e^1000 is infinite, and e^-1000 is 0",
    hint="All scores of a row grow by 5. Do the shares change? What does that allow you to do?",
)
def scores_as_they_are(scores):
    return shares(scores)


@misconception(
    "F3",
    says="has one number for each row lying in a row, where a column is needed",
    hint="You have one total for each sample. Which shape must it have to stand beside its sample?",
)
def totals_in_a_row(scores):
    powers = np.exp(scores - largest(scores))
    return powers / powers.sum(axis=1)


@misconception(
    "M111",
    says="subtracts the largest score of the whole table",
    hint="One row is near 1000, another near -1000. What is left of the second row?",
)
def largest_of_the_table(scores):
    return shares(scores - scores.max())


@misconception(
    "M112",
    says="divides by the total of the whole table",
    hint="What do the shares of one sample add up to, and what did we promise?",
)
def total_of_the_table(scores):
    powers, totals = powers_of(scores - largest(scores))
    return powers / totals.sum()


@misconception(
    "M113",
    says="makes one set of shares of the whole table",
    hint="Do the shares of one sample depend on the other samples?",
)
def one_set_for_the_table(scores):
    powers, totals = powers_of(scores - scores.max())
    return powers / totals.sum()


@misconception(
    "M114",
    says="makes shares down the columns",
    hint="Add up your first column, then your first row. Which of them should be 1?",
)
def down_the_columns(scores):
    return shares((scores - scores.max(axis=0)).T).T


OTHER_SHIFTS = (
    misconception(
        "M127",
        says="makes one set of shares of the whole table, from e to the scores as they are",
        hint="What do the shares of one sample add up to? And how large is e to the 1000?",
    )(lambda scores: np.exp(scores) / np.exp(scores).sum()),
    misconception(
        "M128",
        says="makes shares down the columns, from e to the scores as they are",
        hint="Which numbers share the 1: a row's or a column's? And how large is e to the 1000?",
    )(lambda scores: np.exp(scores) / np.exp(scores).sum(axis=0)),
    misconception(
        "M115",
        says="adds up a row where it should look for its largest score, and subtracts that",
        hint="After the shift, which value should the largest score of each row have?",
    )(lambda scores: shares(scores - scores.sum(axis=1, keepdims=True))),
    misconception(
        "M116",
        says="subtracts the mean of each row",
        hint="Scores 1000 and -1000: how large is the larger one after your shift?",
    )(lambda scores: shares(scores - scores.mean(axis=1, keepdims=True))),
    misconception(
        "M117",
        says="subtracts the smallest score of each row",
        hint="Which end of a row is dangerous, and is it harmless after your shift?",
    )(lambda scores: shares(scores - scores.min(axis=1, keepdims=True))),
    misconception(
        "M118",
        says="cuts large scores off, so that 1000 and 999 get equal shares",
        hint="Two scores above your limit differ by 1. Do their shares still differ?",
    )(lambda scores: shares(np.clip(scores, -500, 500))),
    misconception(
        "M119",
        says="turns the order round: the smallest score gets the largest share",
        hint="Which class should get the largest share? Look at your first row.",
    )(lambda scores: shares(largest(scores) - scores)),
    misconception(
        "M89",
        says="puts 0 in the place of nan",
        hint="A nan came from a huge score. What do the shares of that row add up to now?",
    )(lambda scores: np.nan_to_num(shares(scores))),
)

OTHER_RESULTS = (
    misconception(
        "M120",
        says="never divides",
        hint="What do the numbers in one row of your result add up to?",
    )(lambda scores: np.exp(scores - largest(scores))),
    misconception(
        "M121",
        says="divides the scores themselves by their total",
        hint="Can a share be negative, or the total be 0? What made every number positive?",
    )(lambda scores: scores / scores.sum(axis=1, keepdims=True)),
    misconception(
        "M122",
        says="divides the shifted scores by their total and forgets the powers of e",
        hint="Which share does the largest score of a row get from you, and is it above 0?",
    )(lambda scores: (scores - largest(scores)) / (scores - largest(scores)).sum(1, keepdims=True)),
    misconception(
        "M123",
        says="returns the logarithms of the shares",
        hint="Between which two values does a share lie?",
    )(lambda scores: scores - largest(scores) - np.log(powers_of(scores - largest(scores))[1])),
    misconception(
        "M124",
        says="gives everything to the largest score",
        hint="Scores 2.0 and 1.9: is the second class really out of the question?",
    )(lambda scores: np.eye(scores.shape[1])[scores.argmax(axis=1)]),
    misconception(
        "M125",
        says="returns the number of the best class and not the shares",
        hint="How many numbers should come out for one sample with 3 classes?",
    )(lambda scores: scores.argmax(axis=1)),
    misconception(
        "M126",
        says="judges each class by itself, with the sigmoid",
        hint="If one class gains, must the others lose? Do they in your result?",
    )(lambda scores: (1 + np.tanh(scores / 2)) / 2),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many rows go out?",
    )(lambda scores: softmax_rows(scores)[0]),
)

EXERCISE = Exercise(
    title="From scores to shares",
    reference=softmax_rows,
    another=softmax_at_once,
    cases=cases,
    misconceptions=(
        scores_as_they_are,
        totals_in_a_row,
        largest_of_the_table,
        total_of_the_table,
        one_set_for_the_table,
        down_the_columns,
        *OTHER_SHIFTS,
        *OTHER_RESULTS,
    ),
    hints=(
        "What changes in the shares of a row if all its scores lose the same amount, and which "
        "amount keeps every power of e at 1 or below?",
        "Scores (2, 1): e^2 is 7.39, e^1 is 2.72, so the shares are 7.39/10.11 = 0.73 and 0.27. "
        "Now take 2 from both scores: e^0 is 1, e^-1 is 0.37, and 1/1.37 = 0.73 again. Do "
        "(1002, 1001) by hand.",
        "for each row:\n  shift ← the row minus its largest score\n  powers ← e to the shift\n"
        "  shares ← powers divided by what they add up to",
    ),
    why="why do the shares stay when every score of a row loses the same amount?",
    because=(
        "Losing c in the exponent divides every power by the same e^c, and so their total as well. "
        "In the fraction it cancels."
    ),
)
