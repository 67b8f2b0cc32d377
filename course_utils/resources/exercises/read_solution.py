"""What a solver hands back is a report and not yet a plan: was there an optimum at all?"""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe

STATUS, X, FUN, MESSAGE = (f"result.{name}" for name in ("status", "x", "fun", "message"))
SAYS = {
    0: "Optimization terminated successfully. (HiGHS Status 7: Optimal)",
    1: "Time limit reached. (HiGHS Status 13: Time limit reached)",
    2: "The problem is infeasible. (HiGHS Status 8: model_status is Infeasible)",
    3: "The problem is unbounded. (HiGHS Status 10: model_status is Unbounded)",
    4: "HiGHS did not provide a solution. (HiGHS Status 4: Solve error)",
}


def read_solution(result, demands, budget):
    if result.status != 0:
        raise ValueError(result.message)
    room = budget
    for demand, part in zip(demands, result.x, strict=True):
        taken = demand * part
        room = room - taken
    return result.x, -result.fun, room


def with_a_product(result, demands, budget):
    if not result.success:
        raise ValueError(f"there is no plan: {result.message}")
    return result.x, -result.fun, budget - demands @ result.x


def observe_report(function: Callable, case: dict) -> Observation:
    """Hand the report over as an object with attributes, as SciPy does; `x` may be None.

    A refusal is a result: the ValueError, and whether it passes the solver's words on.
    """
    arguments = {name: case[name] for name in ("demands", "budget")}
    report = {
        "status": case[STATUS],
        "success": case[STATUS] == 0,
        "x": case.get(X),
        "fun": case.get(FUN),
        "message": SAYS[case[STATUS]],
    }

    def read(demands, budget, **report):
        return function(SimpleNamespace(**report), demands, budget)

    observation = observe(read, arguments | report)
    if observation.get("raised") == "ValueError":
        told = SAYS[case[STATUS]] in str(observation["note:message"])
        return {"refusal": f"a ValueError {'with' if told else 'without'} the solver's message"}
    if case[STATUS] == 0:
        return observation
    # No result is right here: by another name none is counted or compared as one.
    return {key.replace("result", "answer"): value for key, value in observation.items()}


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(status, n=0, sign=-1):
        """Draw a report; `n` tasks have shares, none for a report without `x`."""
        n_tasks = n or 3
        demands = rng.choice(np.arange(3, 40), size=n_tasks, replace=False)
        shares = np.ones(n_tasks)
        shares[1:] = np.round(rng.uniform(0.1, 0.9, size=n_tasks - 1), 2)
        shares = rng.permutation(shares)
        found = {X: shares, FUN: sign * round(rng.uniform(20, 90), 1)} if n else {}
        return {
            STATUS: status,
            **found,
            MESSAGE: SAYS[status],
            "demands": demands,
            "budget": round(float(demands @ shares) + rng.uniform(2, 9), 1),
        }

    return [
        drawn(0, 2),
        drawn(2),
        drawn(1, 4),
        drawn(3),
        drawn(0, 5),
        drawn(4),
        drawn(0, 3, sign=1),
        drawn(1),
    ]


def report_of(result, demands, budget):
    return result.x, -result.fun, budget - demands @ result.x


def refusing(*statuses: int, error: type[Exception] = ValueError) -> Callable:
    """Return what refuses reports with these numbers, by an `error`, and reads all others."""

    def read(result, demands, budget):
        if result.status in statuses:
            raise error(result.message)
        return report_of(result, demands, budget)

    return read


def instead(answer: Callable) -> Callable:
    """Return what gives `answer(result, demands)` where there is no optimum."""

    def read(result, demands, budget):
        if result.status != 0:
            return answer(result, demands)
        return report_of(result, demands, budget)

    return read


def of_the_optimum(rule: Callable) -> Callable:
    """Return what refuses rightly, and else returns `rule(x, fun, demands, budget)`."""

    def read(result, demands, budget):
        if result.status != 0:
            raise ValueError(result.message)
        return rule(result.x, result.fun, demands, budget)

    return read


def where_there_is_a_plan(result, demands, budget):
    if result.x is None:
        raise ValueError(result.message)
    return report_of(result, demands, budget)


@misconception(
    "R5",
    says="reads the plan and never asks whether the solver found an optimum",
    hint="What does a solver hand over for a problem that nobody can solve? Which line of yours "
    "looks at that first?",
    also=(
        refusing(2),
        refusing(3),
        refusing(4),
        lambda result, demands, budget: (
            result.x,
            -result.fun,
            budget - (demands * result.x).sum(),
        ),
        lambda result, demands, budget: (
            result.x,
            -result.fun,
            budget - sum(d * s for d, s in zip(demands, result.x, strict=True)),
        ),
    ),
)
def unasked(result, demands, budget):
    return report_of(result, demands, budget)


def raises_alone(result, demands, budget):
    if result.status != 0:
        raise ValueError("no optimum")
    return report_of(result, demands, budget)


WRONG_REFUSALS = (
    misconception(
        "M1076",
        says="takes every plan for the best one, also where the time ran out before that was sure",
        hint="A search was stopped after ten seconds. It hands over a plan. Is it the best plan, "
        "and who says so?",
        also=(refusing(2, 3), refusing(2, 3, 4)),
    )(where_there_is_a_plan),
    misconception(
        "M1077",
        says="answers with a stand-in where there is no optimum, and whoever calls goes on with it",
        hint="Your caller multiplies your shares by prices. What do they get from what you "
        "return where there is no plan, and when do they notice?",
        also=(
            instead(lambda result, demands: (None, None, None)),
            instead(lambda result, demands: (np.zeros(len(demands)), 0, 0)),
            instead(lambda result, demands: (np.zeros(len(demands)), 0.0, 0.0)),
            instead(lambda result, demands: result.message),
            instead(lambda result, demands: result.status),
            instead(lambda result, demands: False),
            instead(lambda result, demands: (None, result.message)),
            instead(lambda result, demands: "infeasible"),
        ),
    )(instead(lambda result, demands: None)),
    misconception(
        "M1078",
        says="refuses, and keeps what the solver said to itself",
        hint="Was it too little budget, or a variable without a ceiling? Can your caller tell from "
        "your error?",
    )(raises_alone),
    misconception(
        "M1172",
        says="refuses with another error than the one that was agreed on",
        hint="Your caller is ready for one kind of error, the one in the task. Is it yours?",
        also=tuple(refusing(1, 2, 3, 4, error=error) for error in (Exception, AssertionError)),
    )(refusing(1, 2, 3, 4, error=RuntimeError)),
    misconception(
        "M1079",
        says="refuses the optimum: it reads the number of success the wrong way round",
        hint="With which number does the solver report a success, and is that number true or "
        "false in Python?",
        also=(refusing(0),),
    )(
        lambda result, demands, budget: (
            report_of(result, demands, budget) if result.status else refusing(0)(result, 0, 0)
        )
    ),
)

WRONG_READINGS = (
    misconception(
        "R6",
        says="gives the value the sign of what the solver made small, or no sign at all",
        hint="A plan of tasks that all bring something: can it be worth less than nothing? And one "
        "of jobs that must be done and only cost: more than nothing?",
        also=(of_the_optimum(lambda x, fun, demands, budget: (x, abs(fun), budget - demands @ x)),),
    )(of_the_optimum(lambda x, fun, demands, budget: (x, fun, budget - demands @ x))),
    misconception(
        "M1080",
        says="takes the shares off the budget, and not what they use",
        hint="Half of a task that takes 40 units: by how much does the budget shrink?",
    )(of_the_optimum(lambda x, fun, demands, budget: (x, -fun, budget - np.sum(x)))),
    misconception(
        "M1162",
        says="takes off the budget the value, or all that is asked for, and not what the plan uses",
        hint="A plan does half of a task of 40 units, and that is worth 7. How many of 50 units "
        "are left?",
        also=(of_the_optimum(lambda x, fun, demands, budget: (x, -fun, budget - np.sum(demands))),),
    )(of_the_optimum(lambda x, fun, demands, budget: (x, -fun, budget + fun))),
    misconception(
        "M1066",
        says="returns how many units a task gets, and not which part of it is done",
        hint="A task that takes 300 units is done in full. Which number did the solver give it?",
    )(of_the_optimum(lambda x, fun, demands, budget: (x * demands, -fun, budget - demands @ x))),
    misconception(
        "M1081",
        says="reports what is used up where the rest was asked for",
        hint="A budget of 100 and a plan that uses 70. Which number tells that more could be done?",
        also=(of_the_optimum(lambda x, fun, demands, budget: (x, -fun, demands @ x - budget)),),
    )(of_the_optimum(lambda x, fun, demands, budget: (x, -fun, demands @ x))),
)

EXERCISE = Exercise(
    title="Read the report first",
    reference=read_solution,
    another=with_a_product,
    cases=cases,
    observe=observe_report,
    outputs=("shares", "value", "rest of the budget"),
    misconceptions=(unasked, *WRONG_REFUSALS, *WRONG_READINGS),
    hints=(
        "Three things can keep a solver from an optimum: nothing is allowed, everything is, or it "
        "had to stop. How do you learn which? And what was it asked to make small?",
        "To maximize 6a + 10b, the solver minimizes -6a - 10b. It reports status 0, shares 2/3 and "
        "1, and -14: so the value is 14. With demands 3 and 4 the plan uses 2 + 4 = 6; of a budget "
        "of 6 there is 0 left. With status 2 there are no shares: no number would be true. And "
        "with status 1, time limit reached, and shares 0.5 and 1?",
        "if the status is not that of a success: raise ValueError with the solver's message\n"
        "value ← what the solver minimized, with the other sign\n"
        "rest  ← the budget - for each task: its demand times its share\n"
        "return shares, value, rest",
    ),
    why="why an error, and not a plan of zeros with a warning?",
    because=(
        "Zeros are a plan like any other: they are added up, drawn and carried out, and nobody "
        "reads the warning. An error stops at the place where the reason is known: too little "
        "budget for the minimum that was promised, or a variable without a ceiling. A plan of "
        "status 1 is allowed but not proven best; who wants it asks for it by name, and says so."
    ),
)
