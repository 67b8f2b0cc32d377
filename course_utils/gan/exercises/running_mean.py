"""The running mean of a generator's weights, which forgets its start fast."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def running_mean(values, keep):
    averaged = values[0]
    for t, value in enumerate(values):
        kept = min(keep, (1 + t) / (10 + t))
        averaged = kept * averaged + (1 - kept) * value
    return averaged


def as_shares_of_all_values(values, keep):
    t = np.arange(len(values))
    stays = np.minimum(keep, (1 + t) / (10 + t))
    stays[0] = 0.0  # the mean of one value is that value
    what_is_left = np.append(np.cumprod(stays[:0:-1])[::-1], 1.0)
    return ((1 - stays) * what_is_left) @ values


def cases(seed):
    rng = np.random.default_rng(seed)
    return [
        {
            "values": rng.choice([-1, 1], size=d) * rng.uniform(1, 9, size=(n_steps, d)).round(1),
            "keep": keep,
        }
        for n_steps, d, keep in [
            (3, 2, 0.999),
            (4, 3, 0.25),
            (12, 2, 0.4),
            (5, 3, 0.1),
            (7, 4, 0.0),
            (1, 3, 0.9),
        ]
    ]


def averaging(
    share: Callable, start: Callable = lambda values: values[0], first: int = 0
) -> Callable:
    """Return the running mean of `values[first:]` in which `share(t, keep)` stays at step t."""

    def mean_of(values, keep):
        mean = start(values)
        for t, value in list(enumerate(values))[first:]:
            stays = share(t, keep)
            mean = stays * mean + (1 - stays) * value
        return mean

    return mean_of


def right_share(t, keep):
    return min(keep, (1 + t) / (10 + t))


@misconception(
    "M945",
    says="swaps the two shares, so that most of the mean is thrown away in each step",
    hint="Keep 0.999, and the weights jump. Should the mean jump along?",
)
def swapped_shares(values, keep):
    mean = values[0]
    for t in range(len(values)):
        stays = min(keep, (1 + t) / (10 + t))
        mean = (1 - stays) * mean + stays * values[t]
    return mean


WRONG_SHARES = (
    misconception(
        "M946",
        says="keeps the same share from the first step on",
        hint="With keep 0.999: how much of the first weights, which know nothing yet, is left in "
        "the mean after 100 steps?",
    )(averaging(lambda t, keep: keep)),
    misconception(
        "M947",
        says="never comes to the share that was asked for",
        hint="Which of your two arguments does the result not depend on?",
    )(averaging(lambda t, keep: (1 + t) / (10 + t))),
    misconception(
        "M948",
        says="takes the larger of the two shares",
        hint="How much of the mean may stay in the very first steps: little, or nearly all?",
    )(averaging(lambda t, keep: max(keep, (1 + t) / (10 + t)))),
    misconception(
        "M949",
        says="counts the steps from another number than 0",
        hint="Which number has the step of the second row, and how much stays then?",
        also=(
            averaging(lambda t, keep: right_share(t - 1, keep)),
            averaging(lambda t, keep: min(keep, t / (10 + t))),
        ),
    )(averaging(lambda t, keep: right_share(t + 1, keep))),
)


def adding(value_share: Callable, mean_share: Callable, first: int) -> Callable:
    """Return mean_share(stays) · mean + value_share(stays) · value, step by step."""

    def mean_of(values, keep):
        mean = values[0]
        for t, value in list(enumerate(values))[first:]:
            stays = right_share(t, keep)
            mean = mean_share(stays) * mean + value_share(stays) * value
        return mean

    return mean_of


def from_the_row_before(values, keep):
    mean, before = values[0], values[0]
    for t, value in enumerate(values):
        stays = right_share(t, keep)
        mean = stays * before + (1 - stays) * value
        before = value
    return mean


def in_place(values, keep):
    mean = values[0]
    for t in range(1, len(values)):
        stays = right_share(t, keep)
        mean *= stays
        mean += (1 - stays) * values[t]
    return mean


def in_place_from_the_first(values, keep):
    mean = values[0]
    for t, value in enumerate(values):
        stays = right_share(t, keep)
        mean *= stays
        mean += (1 - stays) * value
    return mean


WRONG_MEANS = (
    misconception(
        "M950",
        says="begins with zeros and not with the first weights",
        hint="All rows are equal. What is their mean, and what is yours?",
        also=(averaging(right_share, start=lambda values: np.zeros(values.shape[1]), first=1),),
    )(averaging(right_share, start=lambda values: np.zeros(values.shape[1]))),
    misconception(
        "M951",
        says="takes the plain mean, in which the oldest weights count as much as the newest",
        hint="Take keep as 0. What should be left of the first row then?",
    )(lambda values, keep: values.mean(axis=0)),
    misconception(
        "M952",
        says="adds one of the two parts whole, so that the shares make more than 1 together",
        hint="All weights are 5 in every step. Is your mean 5?",
        also=(
            adding(lambda stays: 1, lambda stays: stays, first=1),
            adding(lambda stays: 1 - stays, lambda stays: 1, first=0),
            adding(lambda stays: 1 - stays, lambda stays: 1, first=1),
        ),
    )(adding(lambda stays: 1, lambda stays: stays, first=0)),
    misconception(
        "M953",
        says="mixes each row with the one before it, and forgets the mean",
        hint="Does the first row have a say in your result, after three steps?",
    )(from_the_row_before),
    misconception(
        "M954",
        says="returns the weights of the last step, and no mean",
        hint="Which of your two arguments does the result not depend on, and may one noisy step "
        "decide alone?",
    )(lambda values, keep: values[-1]),
    misconception(
        "M955",
        says="returns after the first step",
        hint="How often does your loop reach its second round?",
    )(lambda values, keep: values[0]),
    misconception(
        "M956",
        says="writes into the first row of the weights that were handed in",
        hint="Where does your mean live: in an array of its own?",
        also=(in_place_from_the_first,),
    )(in_place),
)

EXERCISE = Exercise(
    title="A running mean of weights",
    reference=running_mean,
    another=as_shares_of_all_values,
    cases=cases,
    misconceptions=(swapped_shares, *WRONG_SHARES, *WRONG_MEANS),
    hints=(
        "The first weights are random. For how long should they have a say in the mean, and who "
        "sees to that they lose it soon?",
        "One weight that is 4, 8 and 1 in steps 0, 1 and 2; keep is 0.2. At step 1 the share "
        "(1 + 1) / (10 + 1) = 0.18 stays, which is less than 0.2: the mean becomes 0.18 · 4 + "
        "0.82 · 8 = 7.27. At step 2 it would be 3 / 12 = 0.25, which is more than 0.2. What does "
        "the mean become?",
        "mean ← first row\nfor step t = 0, 1, … and its row:\n"
        "    share ← the smaller of keep and (1 + t) / (10 + t)\n"
        "    mean  ← share * mean + what is left of 1 * row\nreturn the mean",
    ),
    why="keep is 0.999, and 20,000 steps are done. About how many of the last ones does the mean "
    "look back on?",
    because=(
        "About 1,000: the row of k steps ago counts 0.001 · 0.999^k, and 0.999^1000 is 0.37. Such "
        "a mean smooths the circles that the two players draw around each other. Early on it must "
        "forget faster: with 0.999 from the start, 37 % of the random first weights would be left "
        "after 1,000 steps. With (1 + t) / (10 + t) nearly nothing is, and the cap of 0.999 is "
        "reached after about 9,000 steps."
    ),
)
