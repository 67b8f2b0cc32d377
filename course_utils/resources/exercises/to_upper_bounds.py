"""Write all conditions of a linear program as the solver wants them: sums with an upper bound."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, differences


def to_upper_bounds(A, b, senses):
    A_ub, b_ub = [], []
    signs = {"<=": [1], ">=": [-1], "==": [1, -1]}
    for coefficients, limit, sense in zip(A, b, senses, strict=True):
        for sign in signs[sense]:
            A_ub.append(sign * coefficients)
            b_ub.append(sign * limit)
    return np.array(A_ub), np.array(b_ub)


def all_at_once(A, b, senses):
    senses = np.array(senses)
    from_above, from_below = senses != ">=", senses != "<="
    bounds = np.vstack([A[from_above], -A[from_below]])
    return bounds, np.hstack([b[from_above], -b[from_below]])


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_variables, *senses):
        return {
            "A": rng.choice([-1, 1, 1], size=(len(senses), n_variables))
            * rng.choice(np.arange(1, 10), size=(len(senses), n_variables)),
            "b": rng.choice(np.arange(10, 60), size=len(senses), replace=False),
            "senses": list(senses),
        }

    return [
        drawn(3, "<=", ">="),
        drawn(2, ">=", "<=", "<="),
        drawn(2, "<=", "==", ">=", "<="),
        drawn(4, ">=", "<=", "=="),
        drawn(3, "==", ">=", "==", "<=", ">="),
        drawn(3, "=="),
    ]


def in_any_order(observation: Observation, reference: Observation) -> list[str]:
    """Compare the rows as a set: it is one problem in whatever order they stand."""
    return differences(_sorted(observation), _sorted(reference))


def _sorted(observation: Observation) -> Observation:
    rows, limits = (observation.get(f"result[{i}]") for i in (0, 1))
    if not all(isinstance(part, np.ndarray) for part in (rows, limits)):
        return observation
    if rows.ndim != 2 or limits.shape != (len(rows),):
        return observation
    order = np.lexsort([*rows.T, limits])
    return observation | {"result[0]": rows[order], "result[1]": limits[order]}


def written(rule: Callable) -> Callable:
    """Return what writes each row as `rule(sense)` says: pairs of signs, of the row and limit."""

    def bounds(A, b, senses):
        found = [
            (of_row * row, of_limit * limit)
            for row, limit, sense in zip(A, b, senses, strict=True)
            for of_row, of_limit in rule(sense)
        ]
        rows, limits = zip(*found, strict=True) if found else ((), ())
        return np.array(rows), np.array(limits)

    return bounds


AS_IT_IS, TURNED = (1, 1), (-1, -1)
RIGHT = {"<=": [AS_IT_IS], ">=": [TURNED], "==": [AS_IT_IS, TURNED]}


def but(**changed: list) -> Callable:
    """Return the right way but for some senses: `less`, `more`, `equal`."""
    names = {"less": "<=", "more": ">=", "equal": "=="}
    rule = RIGHT | {names[name]: signs for name, signs in changed.items()}
    return written(lambda sense: rule[sense])


@misconception(
    "R2",
    says="hands a lower bound on as if it were an upper one",
    hint="At least 2 hours are asked for. Does your row forbid 1 hour, or does it forbid 3?",
    also=(but(more=[AS_IT_IS], equal=[AS_IT_IS]), lambda A, b, senses: (A, b)),
)
def as_they_are(A, b, senses):
    return but(more=[AS_IT_IS])(A, b, senses)


@misconception(
    "M404",
    says="changes the caller's arrays",
    hint="Your caller wants to print the conditions as they were. Are they still there?",
)
def in_place(A, b, senses):
    n = len(senses)
    for i in range(n):
        if senses[i] == ">=":
            A[i] *= -1
            b[i] *= -1
    equal = [i for i in range(n) if senses[i] == "=="]
    return np.vstack([A, -A[equal]]), np.hstack([b, -b[equal]])


WRONG_SIGNS = (
    misconception(
        "M1070",
        says="turns only one of the two round, the row or its bound",
        hint="Take one variable that must be 6 or more. Put 7 into your row: is it allowed? And 5?",
        also=tuple(
            form
            for signs in [(-1, 1), (1, -1)]
            for form in (
                but(more=[signs]),
                but(equal=[AS_IT_IS, signs]),
                but(more=[signs], equal=[AS_IT_IS, signs]),
            )
        ),
    )(but(more=[(-1, 1)], equal=[AS_IT_IS, (-1, 1)])),
    misconception(
        "M1071",
        says="turns the upper bounds round, and leaves the lower ones as they are",
        hint="Which of the three kinds does a solver understand as it stands?",
        also=(but(less=[TURNED], more=[AS_IT_IS], equal=[AS_IT_IS]),),
    )(but(less=[TURNED], more=[AS_IT_IS])),
    misconception(
        "M1072",
        says="turns every row round, whatever its kind",
        hint="Some rows were right as they came. What has become of them?",
        also=(lambda A, b, senses: (-A, -b),),
    )(but(less=[TURNED])),
)

WRONG_EQUALITIES = (
    misconception(
        "M1073",
        says="bounds an equality from one side only",
        hint="A sum must be 8. Does your program forbid 7 as well as 9?",
        also=(but(equal=[TURNED]),),
    )(but(equal=[AS_IT_IS])),
    misconception(
        "M1074",
        says="writes the same row twice for an equality",
        hint="You bound the sum twice. From two sides, or twice from the same one?",
        also=(but(equal=[TURNED, TURNED]),),
    )(but(equal=[AS_IT_IS, AS_IT_IS])),
    misconception(
        "M1161",
        says="makes an equality of conditions that only bound, since an `else` goes with one `if`",
        hint="A condition says at most. Which of your branches does it go through, and is it one?",
        also=(but(more=[AS_IT_IS, TURNED]), but(less=RIGHT["=="], more=RIGHT["=="])),
    )(but(less=[AS_IT_IS, AS_IT_IS, TURNED])),
    misconception(
        "M1075",
        says="leaves a kind of conditions out",
        hint="How many conditions came in? Can any of them be broken without your rows noticing?",
        also=(but(more=[]), but(less=[]), but(more=[], equal=[])),
    )(but(equal=[])),
)

EXERCISE = Exercise(
    title="One kind of bound",
    reference=to_upper_bounds,
    another=all_at_once,
    cases=cases,
    compare=in_any_order,
    outputs=("A_ub", "b_ub"),
    misconceptions=(as_they_are, in_place, *WRONG_SIGNS, *WRONG_EQUALITIES),
    hints=(
        "A number is 3 or more. What can you say of minus that number? And by which two sentences "
        "with at most would you say that a number is exactly 3?",
        "2x + y ≥ 6 says the same as -2x - y ≤ -6: try x = 3, y = 1, where 7 ≥ 6 and -7 ≤ -6, and "
        "x = 1, y = 1, where 3 ≥ 6 and -3 ≤ -6 are both false. x - y = 4 becomes the two rows "
        "x - y ≤ 4 and -x + y ≤ -4. What becomes of 3x - 5y ≥ -2?",
        "for each condition:\n"
        "    at most:  keep its coefficients and its bound\n"
        "    at least: take both with the other sign\n"
        "    equal:    do the one and the other, which makes two conditions\n"
        "return all coefficients, and all bounds",
    ),
    why="you hand a minimum to a solver as it stands, as if it were an upper bound, and it reports "
    "an optimal plan. Why is there no error?",
    because=(
        "The wrong row is as good a row as any: the solver finds the best plan of another problem. "
        "With a minimum read as a maximum, doing nothing is often allowed again, and a plan of all "
        "zeros is the usual sign. So put the plan back into the conditions as they were written "
        "down, and look whether each one holds."
    ),
)
