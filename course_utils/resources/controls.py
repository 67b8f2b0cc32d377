"""What the controls of the explorers can be set to: the exercises ask about the same values."""

BUDGET_STEP = 50
BUDGETS = tuple(range(0, 1601, BUDGET_STEP))  # of the LP dial
FACTORS = (0.5, 1.0, 1.5, 2.0)  # times the value of one task

RULES = ("in order", "shortest first", "longest first", "best")
MACHINES = (1, 2, 3, 4)
JOBS = {  # durations, in the order of the list
    "3, 3, 2, 2, 2": (3, 3, 2, 2, 2),
    "3, 8, 1, 5, 2, 6": (3, 8, 1, 5, 2, 6),
    "1, 1, 1, 1, 1, 1, 3": (1, 1, 1, 1, 1, 1, 3),
    "3, 5, 4, 3, 5, 4, 3": (3, 5, 4, 3, 5, 4, 3),
    "4, 7, 5, 4, 6, 7, 5, 6, 4": (4, 7, 5, 4, 6, 7, 5, 6, 4),
}
