"""Allocations beside Document B's answer, brute force and SciPy alone; schedules beside the best.

Brute force tries each vertex of the linear program, each subset of the tasks. Rounding is all that
may lie between. One thread for all.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import torch
from scipy.optimize import linprog
from torch import nn

from benchmarks.measure import Bar, Row, compare_times, make_row, take_turns
from benchmarks.perceptron import import_cost
from course_utils.datasets import load_digits
from course_utils.resources.case import BUDGET, DOCUMENTED_SHARES, TASKS
from course_utils.resources.knapsack import best_subset, fractional_knapsack
from course_utils.resources.model import allocate, range_of_shares
from course_utils.resources.parallel import parallel_gradients
from course_utils.resources.schedule import best_schedule, longest_first
from course_utils.resources.worker import gradients_of
from course_utils.training import as_generator, linear

PEER = "Document B, brute force, SciPy alone or a simpler rule"
N_INSTANCES = 200
ROUNDING = Bar("course", "<=", 1e-9)
N_MACHINES, N_JOBS = 3, 12


def best_vertex(values, demands, budgets) -> float:
    """Return the largest value where as many rows and bounds meet as there are tasks."""
    n = len(values)
    rows = np.vstack([demands, np.eye(n), -np.eye(n)])
    limits = np.concatenate([budgets, np.ones(n), np.zeros(n)])
    chosen = np.array(list(combinations(range(len(rows)), n)))
    chosen = chosen[np.abs(np.linalg.det(rows[chosen])) > 1e-9]
    meets = np.linalg.solve(rows[chosen], limits[chosen][..., None])[..., 0]
    return float((meets[(meets @ rows.T <= limits + 1e-9).all(axis=1)] @ values).max())


def exact_rows() -> Iterator[Row]:
    """Compare values with those of brute force, at worst."""
    rng = np.random.default_rng(0)
    shares, whole = [], []
    for _ in range(N_INSTANCES):
        n_tasks, n_kinds = rng.integers(1, 6), rng.integers(1, 3)
        values = rng.integers(1, 20, n_tasks)
        demands, budgets = rng.integers(1, 10, (n_kinds, n_tasks)), rng.integers(1, 20, n_kinds)
        found = allocate(values, demands, budgets).value
        shares.append(abs(found - best_vertex(values, demands, budgets)))
        found = allocate(values, demands[0], budgets[0], integral=True).value
        whole.append(abs(found - best_subset(values, demands[0], budgets[0]).value))
    what = f"from that of brute force, worst of {N_INSTANCES} random instances"
    for name, differences in (("shares", shares), ("all or nothing", whole)):
        name = f"{name}: difference of the value {what}"
        yield make_row(name, "value", [max(differences)], bar=ROUNDING)


def case_rows() -> Iterator[Row]:
    """Hold the best allocation of Document B's tasks against its own answer."""
    plan = allocate(*TASKS, BUDGET)
    for name, unit, vector, found, limit in (
        ("value", "weight", TASKS.weights, plan.value, 100),
        ("budget used", "units", TASKS.demands, plan.used, 1000),
    ):
        documented = float(vector @ DOCUMENTED_SHARES)
        bar = Bar("course", ">=", limit)
        name = f"the case: {name}, beside Document B's answer"
        yield make_row(name, unit, [round(found, 9)], [documented], bar)


def time_rows() -> Iterator[Row]:
    """Time allocations, each beside another way to the same value."""

    def scipy_alone():
        return linprog(-TASKS.weights, TASKS.demands[None], [BUDGET], bounds=(0, 1))

    name = "the case: shares and price, beside SciPy's linprog alone"
    yield compare_times(name, lambda: allocate(*TASKS, BUDGET), scipy_alone)
    name = "the case: range of all best shares, beside one allocation"
    yield compare_times(
        name, lambda: range_of_shares(*TASKS, BUDGET), lambda: allocate(*TASKS, BUDGET), n_runs=21
    )
    rng = np.random.default_rng(1)
    tasks, budget = rng.random((2, 1000)), 250.0
    name = "1,000 tasks: shares and price, beside filling by value per unit"
    yield compare_times(
        name,
        lambda: allocate(*tasks, budget),
        lambda: fractional_knapsack(*tasks, budget),
        n_runs=21,
    )
    tasks, budget = rng.random((2, 20)), 5.0
    name = "20 tasks: all or nothing, beside all 1,048,576 subsets"
    yield compare_times(
        name,
        lambda: allocate(*tasks, budget, integral=True),
        lambda: best_subset(*tasks, budget),
        n_runs=21,
    )


def schedule_rows() -> Iterator[Row]:
    """Compare longest first with the best schedule: how late it ends, and how long both take."""
    rng = np.random.default_rng(2)
    many_jobs = [rng.integers(1, 20, N_JOBS) for _ in range(N_INSTANCES)]
    rule, best = (
        [schedule(jobs, N_MACHINES).makespan for jobs in many_jobs]
        for schedule in (longest_first, best_schedule)
    )
    worst = int(np.argmax(np.divide(rule, best)))
    where = f"{N_JOBS} jobs on {N_MACHINES} machines"
    bar = Bar("ratio", "<=", 4 / 3 - 1 / (3 * N_MACHINES))  # Graham 1969
    name = f"longest first beside the best makespan, {where}"
    yield make_row(f"{name}, {N_INSTANCES} instances", "time", rule, best)
    yield make_row(f"{name}, worst of them", "time", [rule[worst]], [best[worst]], bar)
    jobs = many_jobs[worst]
    yield compare_times(
        f"best makespan beside longest first, {where}, worst of them",
        lambda: best_schedule(jobs, N_MACHINES),
        lambda: longest_first(jobs, N_MACHINES),
        n_runs=21,
    )


def parallel_rows() -> Iterator[Row]:
    """Compare gradients averaged by two processes with those of one, and weigh the processes."""
    X, y = (part[:1436] for part in load_digits("fit"))
    first, last = (linear(*sizes, as_generator(0), torch.float64) for sizes in ((64, 64), (64, 10)))
    network = nn.Sequential(first, nn.ReLU(), last)
    alone = gradients_of(network, torch.tensor(X), torch.tensor(y.astype(np.int64)))
    n_rows = len(X)
    shards = {
        "equal shards": (n_rows // 2, n_rows // 2),
        "1 row in 10": (n_rows // 10, n_rows - n_rows // 10),
    }
    runs = [parallel_gradients(network, X, y, shards) for _ in range(5)]
    for name in shards:
        for rule, bar in ("weighted", Bar("course", "<=", 1e-10)), ("plain", None):
            apart = [
                max(float(np.abs(found - alone[key].numpy()).max()) for key, found in one.items())
                for one in (run.gradients[name][rule] for run in runs)
            ]
            where = f"two processes, {name}, {rule} average"
            yield make_row(f"{where}: difference from one process", "gradient", apart, bar=bar)
        shares = [max(run.communicating[name]) for run in runs]
        where = f"two processes, {name}: share of the time for which the idler one waits and sends"
        yield make_row(where, "share", shares)
    seconds = [run.seconds for run in runs]
    yield make_row("two processes: the whole run, start included", "s", seconds)
    peaks = [max(run.peak_bytes) / 2**20 for run in runs]
    bar = Bar("course", "<=", 700)
    yield make_row("two processes: peak memory of the larger one", "MiB", peaks, bar=bar)


def import_row() -> Row:
    """Measure the import of the chapter beside PyTorch's, each in processes of its own."""
    ours = "import course_utils.resources"
    pairs = take_turns(
        lambda: import_cost(ours)[0], lambda: import_cost("import torch")[0], n_runs=7
    )
    return make_row(f"`{ours}`, beside `import torch`", "s", *pairs)


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    yield from exact_rows()
    yield from case_rows()
    yield from time_rows()
    yield from schedule_rows()
    yield from parallel_rows()
    yield import_row()
