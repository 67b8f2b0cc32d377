"""A task for the ring stepper: two rounds with the same loss of D and very different samples.

Any such pair is right: what the stepper shows in a round is computed.
"""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe
from course_utils.gan.controls import N_ROUNDS

LARGEST_GAP = 0.05  # of D's losses
FEWEST_MODES = 4  # by which the mode counts differ


def equal_losses_different_modes():
    from course_utils.gan.exercises.rounds_of_the_ring import shown

    for later in range(1, 41):
        for earlier in range(later):
            x, y = shown(earlier), shown(later)
            if abs(x.d_loss - y.d_loss) <= 0.05 and abs(x.n_modes - y.n_modes) >= 4:
                return earlier, later
    return None


def searched_backward():
    return first_of("as asked")[::-1]


def pairs() -> Iterator[tuple[int, int]]:
    """Yield all pairs of rounds; those that come early in the training come first."""
    for later in range(N_ROUNDS + 1):
        yield from product(range(later, -1, -1), [later])


def kind_of(a: int, b: int) -> str:
    """Say whether the losses of two rounds agree, and whether their mode counts differ."""
    from course_utils.gan.exercises.rounds_of_the_ring import shown

    one, other = shown(a), shown(b)
    close = abs(one.d_loss - other.d_loss) <= LARGEST_GAP
    if abs(one.n_modes - other.n_modes) >= FEWEST_MODES:
        return "as asked" if close else "losses apart"
    return "modes alike" if close else "neither"


def first_of(kind: str) -> tuple[int, int]:
    return next(pair for pair in pairs() if kind_of(*pair) == kind)


def cases(seed):
    return [{}]


def observe_rounds(function: Callable, case: dict) -> Observation:
    """Report what kind of answer came, and what the two rounds show if it is a pair of rounds."""
    from course_utils.gan.exercises.rounds_of_the_ring import shown

    first_of("as asked")  # the rounds it needs are computed before the time runs
    observation = observe(function, case)
    if "raised" in observation:
        return observation
    values = [value for key, value in observation.items() if key.startswith("result")]
    if any(isinstance(value, str) or value.dtype.kind not in "iuf" for value in values):
        return {"result": "no two rounds", "kind": "no rounds"}
    numbers = np.hstack([np.ravel(value) for value in [*values, []]])
    if len(numbers) != 2:
        n = f"{len(numbers)} number" + "s" * (len(numbers) != 1)
        return {"result": f"{n}, where two rounds are asked for", "kind": n}
    if not np.isin(numbers, range(N_ROUNDS + 1)).all():
        return {"result": f"no rounds: they are 0 to {N_ROUNDS}", "kind": "no numbers of rounds"}
    a, b = map(int, numbers)
    kind, one, other = kind_of(a, b), shown(a), shown(b)
    if kind == "as asked":
        return {"result": "two rounds as asked", "kind": kind}
    losses = f"{one.d_loss:.3f} and {other.d_loss:.3f}"
    return {
        "result": f"losses of {losses} with {one.n_modes} and {other.n_modes} modes",
        "kind": kind,
    }


def same_kind(observation: Observation, reference: Observation) -> list[str]:
    """Compare kinds of answers: all pairs with equal losses and different modes are right."""
    kinds = [seen.get("kind", seen.get("raised")) for seen in (observation, reference)]
    return [] if kinds[0] == kinds[1] else ["result"]


def losses_read() -> tuple[float, float]:
    from course_utils.gan.exercises.rounds_of_the_ring import shown

    return tuple(shown(n).d_loss for n in first_of("as asked"))


EXERCISE = Exercise(
    title="Ring stepper: one loss, two stories",
    reference=equal_losses_different_modes,
    another=searched_backward,
    cases=cases,
    observe=observe_rounds,
    compare=same_kind,
    misconceptions=(
        misconception(
            "M999",
            says="takes two rounds that cover nearly as many modes",
            hint="The losses agree. Are the two pictures as different as they could be?",
            also=(lambda: (3, 3),),
        )(lambda: first_of("modes alike")),
        misconception(
            "M977",
            says="takes two rounds whose losses are not within 0.05",
            hint="By how much do the two losses differ? Would somebody who sees only them take "
            "the rounds for the same?",
            also=(lambda: first_of("neither"),),
        )(lambda: first_of("losses apart")),
        misconception(
            "M998",
            says="gives what is read there, and not where it is read",
            hint="Which number did you set, and which one did you read?",
        )(losses_read),
    ),
    hints=(
        "D's loss says how well D tells this generator's samples from real ones. Can a generator "
        "that fools D for a moment be at one mode only, and another one at many?",
        "Write down the loss and the modes, round by round: say 0.98 and 1 mode, 1.12 and 4, 1.22 "
        "and 7, 1.19 and 3. The first and the third have 6 modes between them, but losses that "
        "are 0.24 apart; the third and the fourth are 0.03 apart, and so are 7 and 3 modes by 4: "
        "that is a pair. Which two rounds of yours are one?",
        "for each round: note D's loss and the modes covered\n"
        "for each pair of rounds: is the gap of the losses 0.05 or less?\n"
        "    and do the modes differ by 4 or more? return both rounds",
    ),
    why="why can't a loss of D tell how many modes are covered?",
    because=(
        "It is the mistake of *this* D about *this* G, and both have moved between the rounds. "
        "A loss near 2 ln 2 says that D guesses: because the samples are good, or because "
        "it has not caught up with where they are now. Coverage has to be counted in the samples."
    ),
)
