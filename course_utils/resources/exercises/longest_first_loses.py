"""A task for the machines: jobs for which longest first is not the best plan.

Any such jobs are right: what the rule reaches is compared with the best plan of all.
"""

from collections.abc import Callable
from itertools import product

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe

MOST_JOBS, MOST_MACHINES = 12, 12


def longest_first_loses():
    from course_utils.resources.controls import JOBS, MACHINES
    from course_utils.resources.schedule import best_schedule, longest_first

    for durations in JOBS.values():
        for n_machines in MACHINES:
            greedy = longest_first(durations, n_machines)
            if greedy.makespan > best_schedule(durations, n_machines).makespan:
                return list(durations), n_machines
    return None


def the_smallest_of_all():
    return [3, 3, 2, 2, 2], 2


def kind_of(jobs: list[float], n_machines: int) -> tuple[str, str]:
    """Return what kind of jobs these are, and what the rules make of them, in words."""
    from course_utils.resources.schedule import best_schedule, list_schedule, longest_first

    best = best_schedule(jobs, n_machines).makespan
    rule = longest_first(jobs, n_machines).makespan
    if rule > best * (1 + 1e-9):
        return "as asked", f"longest first ends at {rule:g}, the best plan at {best:g}"
    orders = {"in order": None, "shortest first": np.argsort(jobs, kind="stable")}
    for name, order in orders.items():
        late = list_schedule(jobs, n_machines, order).makespan
        if late > best * (1 + 1e-9):
            words = f"longest first ends at {rule:g}, as the best plan does; {name} at {late:g}"
            return "another rule loses", words
    return "no rule loses", f"all rules end at {best:g}, as the best plan does"


def first_of(kind: str) -> tuple[list[float], int]:
    """Return the first jobs of the explorer of some kind."""
    from course_utils.resources.controls import JOBS, MACHINES

    for jobs, n_machines in product(JOBS.values(), MACHINES):
        if kind_of(list(jobs), n_machines)[0] == kind:
            return list(jobs), n_machines
    raise LookupError(kind)


def cases(seed):
    return [{}]


def as_jobs(answer) -> tuple[list[float], int] | str:
    """Return jobs and the number of machines, whichever comes first, or what is wrong, in words."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return "no pair of jobs and the number of machines"
    jobs, n_machines = answer if np.ndim(answer[1]) == 0 else answer[::-1]
    try:
        jobs = [float(job) for job in (jobs.split(",") if isinstance(jobs, str) else jobs)]
        n_machines = float(n_machines)
        whole = int(n_machines)
    except (TypeError, ValueError, OverflowError):
        return "no list of jobs with a number of machines"
    if not (jobs and np.isfinite(jobs).all() and min(jobs) > 0):
        return "jobs that don't all take longer than 0"
    if len(jobs) > MOST_JOBS:
        return f"more than {MOST_JOBS} jobs"
    if whole != n_machines or not 1 <= whole <= MOST_MACHINES:
        return f"no number of machines from 1 to {MOST_MACHINES}"
    return jobs, whole


def observe_plans(function: Callable, case: dict) -> Observation:
    """Report what kind of jobs came, and what the rules make of them."""
    answers = []
    observation = observe(lambda: answers.append(function()), case)
    if "raised" in observation:
        return observation
    found = as_jobs(answers[0])
    if isinstance(found, str):
        return {"result": found, "kind": found}
    kind, words = kind_of(*found)
    return {"result": words if kind != "as asked" else "later than the best plan", "kind": kind}


def same_kind(observation: Observation, reference: Observation) -> list[str]:
    """Compare kinds of answers: all jobs for which the rule is not best are right."""
    kinds = [seen.get("kind", seen.get("raised")) for seen in (observation, reference)]
    return [] if kinds[0] == kinds[1] else ["result"]


def ends_read() -> tuple[float, float]:
    from course_utils.resources.schedule import best_schedule, longest_first

    case = longest_first_loses()
    return longest_first(*case).makespan, best_schedule(*case).makespan


EXERCISE = Exercise(
    title="Machines: where longest first loses",
    reference=longest_first_loses,
    another=the_smallest_of_all,
    cases=cases,
    observe=observe_plans,
    compare=same_kind,
    misconceptions=(
        misconception(
            "M1118",
            says="takes jobs that longest first plans best, and another rule does not",
            hint="Which rule ends late there? And does longest first end later than the best plan?",
        )(lambda: first_of("another rule loses")),
        misconception(
            "M1119",
            says="takes jobs that leave no choice: every rule ends as early as the best plan",
            hint="Is there any job that could go to another machine, and would that change the "
            "end?",
            also=(lambda: ([3, 3, 2, 2, 2], 1), lambda: ([5, 4, 3], 3)),
        )(lambda: first_of("no rule loses")),
        misconception(
            "M998",
            says="gives what is read there, and not where it is read",
            hint="Which jobs and how many machines did you set, and what did you read?",
            also=(lambda: "longest first", lambda: 1, lambda: True),
        )(ends_read),
    ),
    hints=(
        "Longest first puts the two longest jobs on two machines. When would it be better to have "
        "both on the same one?",
        "Jobs 4, 4, 3, 3, 3 on two machines. Longest first: 4 | 4, then 3 to each, then 3 to the "
        "first one: it ends at 10. The best plan: 4 + 4 | 3 + 3 + 3 ends at 9. Jobs 4, 3, 3 on two "
        "machines: longest first ends at 6, and no plan is better. Which list of the explorer is "
        "like the first one?",
        "for each list of jobs, and each number of machines:\n"
        "    read when longest first ends, and when the best plan does\n"
        "    if the first is later: return the jobs and the number of machines",
    ),
    why="longest first loses here. Why does nearly everybody use it all the same?",
    because=(
        "It needs one sorting, and a thousand jobs are planned in a moment. The best plan has to "
        "be searched for, and the search grows without measure with the jobs. What the rule can "
        "lose is known: on m machines it takes at most 4/3 - 1/(3m) times the best time (Graham, "
        "1969), and with many short jobs at the end far less."
    ),
)
