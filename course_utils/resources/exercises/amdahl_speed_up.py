"""How many times faster a program gets on several processes, if a part of it must run alone."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def amdahl_speed_up(serial_share, n_processes):
    return 1 / (serial_share + (1 - serial_share) / n_processes)


def time_before_by_time_after(serial_share, n_processes):
    found = []
    for n in n_processes:
        alone = 1000 * serial_share
        spread = (1000 - alone) / n
        found.append(1000 / (alone + spread))
    return np.array(found)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, low, high):
        """Draw numbers of processes; a serial share at some distance from 0, 1/2 and 1."""
        return {
            "serial_share": round(rng.uniform(low, high), 2),
            "n_processes": np.sort(rng.choice(np.arange(2, 60), size=n, replace=False)),
        }

    no_serial_part = {**drawn(3, 0.1, 0.3), "serial_share": 0.0}
    with_one = np.append(1, drawn(3, 0.1, 0.3)["n_processes"])
    return [
        drawn(2, 0.05, 0.3),
        drawn(4, 0.3, 0.45),
        {"serial_share": round(rng.uniform(0.1, 0.4), 2), "n_processes": with_one},
        no_serial_part,
        drawn(3, 0.6, 0.9),
        {**drawn(3, 0.1, 0.3), "serial_share": 1.0},
    ]


def of(formula: Callable) -> Callable:
    return lambda serial_share, n_processes: formula(serial_share, n_processes)


def everywhere(value, n):
    return np.full(n.shape, float(value))


def limit(s, n):
    return everywhere(np.divide(1, s), n)


@misconception(
    "M1102",
    says="counts the processes, as if the part that must run alone could be spread, too",
    hint="A tenth of the work has to wait for one process. With a thousand of them, can the whole "
    "take less time than this tenth?",
)
def as_many_times(serial_share, n_processes):
    return n_processes


WRONG_FORMULAS = (
    misconception(
        "M1103",
        says="gives the bound that no number of processes passes, and not the speed-up with these",
        hint="Which of your two arguments does the result not depend on? What should come out for "
        "a single process?",
        also=(
            of(lambda s, n: everywhere(1 / s, n)),
            of(lambda s, n: 1 / s),
            of(lambda s, n: np.minimum(n, np.divide(1, s))),
        ),
    )(of(limit)),
    misconception(
        "M1104",
        says="speeds up the part that must run alone, and leaves the other as it is",
        hint="Nothing has to run alone: the share is 0. How much faster should 4 processes be, and "
        "how much are they with you?",
        also=(of(lambda s, n: 1 / (1 - s + s / n)),),
    )(of(lambda s, n: 1 / ((1 - s) + s / n))),
    misconception(
        "M1105",
        says="lets the work grow with the processes, so that all have as much to do as before",
        hint="Here the work stays as it is. With a tenth that runs alone and a million processes, "
        "can a program be more than ten times faster?",
    )(of(lambda s, n: s + (1 - s) * n)),
    misconception(
        "M1106",
        says="leaves brackets out, so that the sum is not divided as a whole",
        hint="Put a share of 0.5 and 2 processes in by hand, in the order in which Python "
        "computes. How much of it is under the line?",
        also=(of(lambda s, n: 1 / (s + 1 - s / n)),),
    )(of(lambda s, n: 1 / s + (1 - s) / n)),
    misconception(
        "M1167",
        says="spreads the whole work, and adds the part that runs alone once more",
        hint="A single process, and half of the work must run alone. How much faster is it than "
        "itself with you?",
    )(of(lambda s, n: 1 / (s + 1 / n))),
    misconception(
        "M1168",
        says="counts only the part that is spread, and forgets that the other takes time, too",
        hint="Everything must run alone: the share is 1. How fast are 4 processes with you?",
        also=(of(lambda s, n: n / np.float64(1 - s)),),
    )(of(lambda s, n: (1 - s) * n)),
    misconception(
        "M1107",
        says="returns the time that is left, and not how many times faster that is",
        hint="Half the time is left. Is the program 0.5 times as fast then?",
        also=(
            of(lambda s, n: 100 * (s + (1 - s) / n)),
            of(lambda s, n: 1 - (s + (1 - s) / n)),
        ),
    )(of(lambda s, n: s + (1 - s) / n)),
    misconception(
        "M1108",
        says="divides by the processes once more: how well each is used, not how fast all are",
        hint="Two processes that are twice as fast as one: should that be 1, or 2?",
    )(of(lambda s, n: 1 / (s + (1 - s) / n) / n)),
)

EXERCISE = Exercise(
    title="How much faster with n?",
    reference=amdahl_speed_up,
    another=time_before_by_time_after,
    cases=cases,
    misconceptions=(as_many_times, *WRONG_FORMULAS),
    hints=(
        "A program takes an hour, and a quarter of that must run on one process alone. How long do "
        "the two parts take on 3 processes, each for itself?",
        "Of 60 minutes 15 must run alone. On 3 processes the other 45 take 15: together 30, twice "
        "as fast. On 9 processes: 15 + 5 = 20 minutes, 3 times as fast. On a million: 15 minutes "
        "and a bit, nearly 4. What is the speed-up for a share of 0.1 and 9 processes?",
        "let the whole take the time 1 on one process\n"
        "time of the part that runs alone ← its share\n"
        "time of the rest ← its share / processes\n"
        "return 1 / both times together",
    ),
    why="a tenth must run alone. You have 9 processes and are offered 90. What do you gain?",
    because=(
        "With 9 the program is 5 times faster, with 90 it is 9.1 times: ten times the machines for "
        "less than twice the speed, and 10 is the end (Amdahl, 1967). Cut the part that runs alone "
        "in half, and the 9 you have are 6.4 times faster. And the formula is kind: talking to "
        "each other takes time, too, and more of it the more processes there are."
    ),
)
