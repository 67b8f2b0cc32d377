"""A task for the explorer: the defect for which Document B's index gives a better mark."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, differences
from course_utils.data_quality.exercises.change_of_q_by_shuffling import training_rows


def defect_that_q_rewards():
    from course_utils.data_quality.defects import DEFECTS, spoil
    from course_utils.data_quality.filling import impute
    from course_utils.data_quality.index_q import quality_index
    from course_utils.datasets import load_digits

    X, y = (part[:300] for part in load_digits("train", scaling="raw"))
    q_of = {}
    for kind in DEFECTS:
        spoiled, _ = spoil(X, y, kind, share=0.5, rng=0)
        q_of[kind] = quality_index(impute(spoiled).parts[0])
    return min(q_of, key=q_of.get)


def one_that_never_raises_it():
    from course_utils.data_quality.defects import DEFECTS, spoil

    X, y = training_rows()

    def spread(rows):
        filled = np.where(np.isnan(rows), np.nanmedian(rows, axis=0), rows)
        return np.linalg.norm(filled - filled.mean(axis=0), axis=1).mean()

    for kind in DEFECTS:
        spreads = [spread(spoil(X, y, kind, share, rng=0)[0]) for share in (0, 0.2, 0.4, 0.6)]
        if (np.diff(spreads) < 0).all():
            return kind


def cases(seed):
    return [{}]


def as_it_is_called(observation: Observation, reference: Observation) -> list[str]:
    """Compare as `differences` does, but names without capitals, spaces, and what is spoiled."""
    return differences(_plainly(observation), _plainly(reference))


def _plainly(observation: Observation) -> Observation:
    value = observation.get("result")
    if not isinstance(value, str):
        return observation
    return observation | {"result": " ".join(value.lower().removesuffix("cells").split())}


WRONG_NAMES = (
    misconception(
        "M606",
        says="names a defect at which Q grows",
        hint="Document B calls data better where this number is smaller. What does Q do there?",
        also=(lambda: "noise",),
    )(lambda: "units"),
    misconception(
        "M607",
        says="names a defect that hardly moves Q, or not at all",
        hint="Is a judge that says nothing the same as one that gives a better mark?",
        also=(lambda: "shuffled labels",),
    )(lambda: "duplicates"),
)

EXERCISE = Exercise(
    title="Explorer: the defect that Q rewards",
    reference=defect_that_q_rewards,
    another=one_that_never_raises_it,
    cases=cases,
    misconceptions=WRONG_NAMES,
    hints=(
        "Q measures how far the rows lie from the mean row. Which defect brings them closer to "
        "it, without anything getting better?",
        "Cells 0, 2, 16 of one column: their distances from the mean 6 are 6, 4 and 10. Then one "
        "of the three is lost, and the middle of the rest stands in its place. Does that spread "
        "them, or pull them together? Try each defect alone, at 50 %.",
        "for each defect, alone: raise its share, read Q\n"
        'return the name of the one at which Q falls, in quotes: "…"',
    ),
    why="what would somebody do to a table who is paid for a small Q?",
    because=(
        "Delete what differs: fill every gap with a middle value, or replace all rows by the mean "
        "row. Then Q is 0, the best there is, and nothing can be learned. The accuracy on clean "
        "rows is not so easily paid off."
    ),
    compare=as_it_is_called,
)
