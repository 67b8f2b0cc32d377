"""When the last machine is done, if each job goes to the machine with the least to do."""

from collections.abc import Callable
from itertools import product

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.resources.exercises.telling_cases import drawn_until


def makespan(jobs, n_machines):
    loads = np.zeros(n_machines)
    for duration in np.sort(jobs)[::-1]:
        k = np.argmin(loads)
        loads[k] = loads[k] + duration
    bound = max(jobs.sum() / n_machines, jobs.max())
    return loads.max(), bound


def with_a_list_of_ends(jobs, n_machines):
    ends = [0] * n_machines
    for job in sorted(jobs, reverse=True):
        ends.sort()
        ends[0] += job
    return max(ends), max(np.mean(jobs) * len(jobs) / n_machines, *jobs, 0)


def bound_of(jobs, n_machines):
    return max(jobs.sum() / n_machines, jobs.max())


def loads_of(jobs, n_machines, order: Callable, place: Callable = np.argmin):
    """Return the loads, if `order(jobs)` are placed one by one at `place(loads)`."""
    loads = np.zeros(n_machines)
    for job in order(jobs):
        loads[place(loads)] += job
    return loads


def longest_first(jobs):
    return np.sort(jobs)[::-1]


def planned(
    order: Callable = longest_first,
    result: Callable = np.max,
    bound: Callable = bound_of,
) -> Callable:
    """Return what gives `result(loads)` of list scheduling, and a bound."""

    def times(jobs, n_machines):
        return result(loads_of(jobs, n_machines, order)), bound(jobs, n_machines)

    return times


def dealt(order: Callable) -> Callable:
    """Return what deals the jobs out in turn, like cards."""

    def times(jobs, n_machines):
        loads = [sum(order(jobs)[i::n_machines]) for i in range(n_machines)]
        return max(loads), bound_of(jobs, n_machines)

    return times


def in_blocks(jobs, n_machines):
    loads = [block.sum() for block in np.array_split(longest_first(jobs), n_machines)]
    return max(loads), bound_of(jobs, n_machines)


def shortest_possible(jobs, n_machines):
    """Return the end of the best plan: all are tried, with the first job on the first machine."""
    machines = np.array(list(product(range(n_machines), repeat=len(jobs) - 1))).reshape(
        -1, len(jobs) - 1
    )
    loads = np.array([(machines == k) @ jobs[1:] for k in range(n_machines)], dtype=float)
    loads[0] += jobs[0]
    return loads.max(axis=0).min(), bound_of(jobs, n_machines)


def longest_first_in_place(jobs, n_machines):
    jobs[::-1].sort()
    return makespan(jobs, n_machines)


@misconception(
    "M1064",
    says="takes the jobs in the order in which they are listed",
    hint="The longest job stands last in the list. What do the other machines do while it runs?",
)
def as_listed(jobs, n_machines):
    return planned(lambda jobs: jobs)(jobs, n_machines)


@misconception(
    "M404",
    says="changes the caller's arrays",
    hint="Job 3 was the fourth in the list. Does your caller still find it there?",
    also=(longest_first_in_place,),
)
def in_place(jobs, n_machines):
    jobs.sort()
    return makespan(jobs, n_machines)


WRONG_PLANS = (
    misconception(
        "M1094",
        says="takes the shortest jobs first, or deals the sorted jobs out like cards, and so "
        "ends as late",
        hint="One job is much longer than the others. Does its machine get as many jobs as the "
        "other ones in your plan?",
        also=(dealt(np.sort), dealt(longest_first)),
    )(planned(np.sort)),
    misconception(
        "M1095",
        says="deals the jobs out as they come, and looks neither at them nor at the machines",
        hint="Jobs of 9, 2, 2, 2 and 2 hours on two machines. Does the one with the 9 get the "
        "third job in your plan?",
        also=(in_blocks,),
    )(dealt(lambda jobs: jobs)),
    misconception(
        "M1096",
        says="finds the best plan of all, where the end of one simple rule was asked for",
        hint="Your end is early, and it took a search. How long does that search take for 40 jobs, "
        "and which end does the rule reach?",
    )(shortest_possible),
    misconception(
        "M1097",
        says="lets one machine do everything",
        hint="How many of your machines ever get a job?",
        also=(
            lambda jobs, n_machines: (
                loads_of(jobs, n_machines, longest_first, np.argmax).max(),
                bound_of(jobs, n_machines),
            ),
        ),
    )(lambda jobs, n_machines: (jobs.sum(), bound_of(jobs, n_machines))),
)

WRONG_ENDS = (
    misconception(
        "M1098",
        says="reports a mean, a bound or another machine, and not when the last one is done",
        hint="One machine is done at 5, one at 7. When can everybody go home?",
        also=(
            planned(result=np.mean),
            planned(result=lambda loads: np.ceil(loads.mean())),
            planned(result=lambda loads: loads[0]),
            lambda jobs, n_machines: (bound_of(jobs, n_machines),) * 2,
        ),
    )(planned(result=np.min)),
)

WRONG_BOUNDS = (
    misconception(
        "M1099",
        says="has a bound that leaves out one of its two reasons: no job is shorter than itself, "
        "and no machine can do more than its time",
        hint="One job takes 9 hours, the other two 1 hour each, and there are three machines. When "
        "is everything done at the earliest? And with twenty jobs of 1 hour instead?",
        also=(
            planned(bound=lambda jobs, n_machines: jobs.max()),
            planned(bound=lambda jobs, n_machines: min(jobs.sum() / n_machines, jobs.max())),
            planned(bound=lambda jobs, n_machines: jobs.sum() // n_machines),
        ),
    )(planned(bound=lambda jobs, n_machines: jobs.sum() / n_machines)),
    misconception(
        "M1196",
        says="rounds the bound to a whole number",
        hint="Three jobs of 5 hours on two machines: how much work is there for each of the two? "
        "Is that a whole number with you?",
        also=tuple(
            planned(
                bound=lambda jobs, n_machines, rounded=rounded: rounded(bound_of(jobs, n_machines))
            )
            for rounded in (np.ceil, np.round)
        ),
    )(planned(bound=lambda jobs, n_machines: np.floor(bound_of(jobs, n_machines)))),
    misconception(
        "M1166",
        says="has a bound that plans beat: all the work, or its two reasons added up",
        hint="Two jobs of 1 hour on two machines: both are done after 1 hour. Does your second "
        "number allow that?",
        also=(planned(bound=lambda jobs, n_machines: jobs.sum()),),
    )(planned(bound=lambda jobs, n_machines: jobs.sum() / n_machines + jobs.max())),
)

SWAPPED = misconception(
    "M41",
    says="returns the right values in another order",
    hint="No plan ends before the time that no plan can beat. Which of your two is smaller?",
)(lambda jobs, n_machines: makespan(jobs, n_machines)[::-1])

WRONG = (as_listed, in_place, *WRONG_PLANS, *WRONG_ENDS, *WRONG_BOUNDS, SWAPPED)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, n_machines):
        """Draw jobs for which the rule is not best, and its end that of no other plan."""

        def draw():
            jobs = rng.integers(2, 15, size=n)
            jobs[0] += jobs.sum() % n_machines == 0  # so that the bound is no whole number
            return {"jobs": jobs, "n_machines": n_machines}

        plans = [lambda form=form, **case: form(**case)[0] for m in WRONG_PLANS for form in m.forms]
        plans.append(lambda **case: as_listed.variant(**case)[0])
        ends = [lambda form=form, **case: form(**case)[0] for m in WRONG_ENDS for form in m.forms]
        return drawn_until(draw, lambda **case: makespan(**case)[0], [*plans, *ends])

    one_long_job = rng.permutation(np.append(rng.integers(2, 6, size=4), rng.integers(25, 40)))
    return [
        drawn(5, 2),
        {"jobs": one_long_job, "n_machines": 3},
        drawn(6, 2),
        drawn(7, 3),
        {"jobs": rng.permutation(np.arange(4, 7)), "n_machines": 1},
        {"jobs": rng.choice(np.arange(3, 30), size=3, replace=False), "n_machines": 5},
    ]


EXERCISE = Exercise(
    title="Longest job first",
    reference=makespan,
    another=with_a_list_of_ends,
    cases=cases,
    outputs=("makespan", "lower bound"),
    misconceptions=WRONG,
    hints=(
        "You are handed the jobs one by one, and each must be placed at once. Which jobs would you "
        "rather not have left at the end? And what can no plan beat, however clever?",
        "Jobs 3, 3, 2, 2, 2 on two machines. 3 goes to A, 3 to B, 2 to A (5), 2 to B (5), 2 to A: "
        "7. All jobs together take 12, so that one of the two machines has 6 or more, and no job "
        "takes longer than 3: the bound is 6. What are both for 5, 4, 3, 3 on three machines?",
        "all machines are free at 0\n"
        "for each job, the longest first:\n"
        "    give it to the machine that is free first\n"
        "lower bound ← the larger of: all jobs together / machines, the longest job\n"
        "return the time at which the last machine is done, lower bound",
    ),
    why="your makespan is 7 and the lower bound 6. Is there a plan of 6?",
    because=(
        "You can't tell from the two numbers: the bound says that no plan is below 6, not that one "
        "reaches it. Here 3 + 3 and 2 + 2 + 2 do. What is certain without any search: longest "
        "first takes at most 4/3 - 1/(3m) times the best makespan on m machines (Graham, 1969), "
        "7/6 for two of them, and this example reaches it."
    ),
)
