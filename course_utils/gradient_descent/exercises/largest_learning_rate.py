"""A task for the explorer: the largest learning rate with which the bowl is still descended."""

from course_utils.classroom.exercises import Exercise, misconception


def largest_learning_rate():
    from course_utils.gradient_descent import CURVES, LEARNING_RATES, descend

    bowl = CURVES["bowl"]
    good_rates = []
    for learning_rate in LEARNING_RATES:
        path = descend(bowl.slope, bowl.low, learning_rate, n_steps=2000)
        if abs(bowl.slope(path[-1])) < 1e-6:
            good_rates.append(learning_rate)
    return max(good_rates)


def by_the_factor_of_a_step():
    from course_utils.gradient_descent import CURVES, LEARNING_RATES

    curvature = CURVES["bowl"].slope(1.0) - CURVES["bowl"].slope(0.0)
    # Each step multiplies the distance to the lowest point by 1 - rate * curvature.
    return max(rate for rate in LEARNING_RATES if abs(1 - rate * curvature) < 1)


def cases(seed):
    return [{}]


def factors():
    """Return for each learning rate by what one step multiplies the distance, without its sign."""
    from course_utils.gradient_descent import CURVES, LEARNING_RATES

    curvature = CURVES["bowl"].slope(1.0) - CURVES["bowl"].slope(0.0)
    return {rate: abs(1 - rate * curvature) for rate in LEARNING_RATES}


@misconception(
    "M332",
    says="takes the edge, where the point jumps between two places for ever",
    hint="After 40 steps: is it any nearer to the lowest place than after 10?",
)
def on_the_edge():
    return min(rate for rate, factor in factors().items() if factor >= 1)


@misconception(
    "M333",
    says="looks for the fastest descent and not for the largest step that still arrives",
    hint="If the point jumps to the other side, can it still arrive in the end?",
)
def fastest():
    return min(factors(), key=factors().get)


@misconception(
    "M334",
    says="gives the first one at which the point diverges",
    hint="That one is too large, so the answer is smaller. What does the next smaller one do?",
)
def first_that_diverges():
    return min(rate for rate, factor in factors().items() if factor > 1)


@misconception(
    "M335",
    says="gives the end of the list",
    hint="At the end of the list, what does the picture of the loss do from step to step?",
)
def end_of_the_list():
    from course_utils.gradient_descent import LEARNING_RATES

    return LEARNING_RATES[-1]


def smaller_than_needed():
    """Return the rates that converge, without the largest of them and the fastest."""
    converging = sorted(rate for rate, factor in factors().items() if factor < 1)
    return [rate for rate in converging[:-1] if rate != fastest.variant()]


could_be_larger = misconception(
    "M509",
    says="gives a rate that converges, though a larger one does, too",
    hint="It arrives with yours. Does it still arrive with the next larger one?",
    also=tuple(lambda rate=rate: rate for rate in smaller_than_needed()[:-1]),
)(lambda: smaller_than_needed()[-1])

EXERCISE = Exercise(
    title="Explorer: the largest step that still arrives",
    reference=largest_learning_rate,
    another=by_the_factor_of_a_step,
    cases=cases,
    misconceptions=(on_the_edge, fastest, first_that_diverges, end_of_the_list, could_be_larger),
    hints=(
        "A step may jump over the lowest place. What must be true of the distance from it, from "
        "one step to the next, so that the point arrives after all?",
        "Distance 4 before a step and -3 after it: 3 is less than 4, so it arrives, in a zigzag. "
        "4 and -4: it never does. What about 4 and -5? Look at the loss in the right panel: it "
        "falls, stays, or grows.",
        "curve ← bowl\nfor each learning rate, from the largest down:\n"
        "    does the loss go to its lowest value?\nreturn the first for which it does",
    ),
    why="the bowl becomes twice as steep everywhere: what becomes of the limit?",
    because=(
        "It halves. One step multiplies the distance by 1 - learning rate times curvature, which "
        "must lie between -1 and 1, so the learning rate must stay below 2 / curvature. Twice as "
        "steep everywhere is twice the curvature. In many dimensions the steepest one sets the "
        "limit for all."
    ),
)
