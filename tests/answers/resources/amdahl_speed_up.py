"""A part that runs alone."""

import numpy as np

from answers import right, wrong

SPEED = "resources.amdahl_speed_up"


@right(SPEED)
def amdahl_speed_up(serial_share, n_processes):
    """Multiplied out: n / (s n + 1 - s)."""
    return [n / (serial_share * n + 1 - serial_share) for n in n_processes]


for named, function in [
    ("M1102", lambda serial_share, n_processes: n_processes),
    ("M1102", lambda serial_share, n_processes: 1 / (1 / n_processes)),
    ("M1103", lambda serial_share, n_processes: [1 / serial_share for _ in n_processes]),
    (
        "M1104",
        lambda serial_share, n_processes: 1 / (serial_share / n_processes + 1 - serial_share),
    ),
    ("M1105", lambda serial_share, n_processes: n_processes - serial_share * (n_processes - 1)),
    ("M1105", lambda serial_share, n_processes: serial_share + (1 - serial_share) * n_processes),
    (
        "M1106",
        lambda serial_share, n_processes: 1 / serial_share + (1 - serial_share) / n_processes,
    ),
    (
        "M1106",
        lambda serial_share, n_processes: 1 / (serial_share + 1 - serial_share / n_processes),
    ),
    ("M1107", lambda serial_share, n_processes: serial_share + (1 - serial_share) / n_processes),
    (
        "M1108",
        lambda serial_share, n_processes: 1 / (serial_share * n_processes + 1 - serial_share),
    ),
    ("M1167", lambda serial_share, n_processes: 1 / (serial_share + 1 / n_processes)),
    ("M1168", lambda serial_share, n_processes: n_processes * (1 - serial_share)),
    (None, lambda serial_share, n_processes: (1 - serial_share) / n_processes),
    (None, lambda serial_share, n_processes: 1 / (1 - serial_share)),
    (None, lambda serial_share, n_processes: np.log2(n_processes)),
    (None, lambda serial_share, n_processes: 1 / (serial_share / 100 + 1 / n_processes)),
    (
        None,
        lambda serial_share, n_processes: np.round(
            1 / (serial_share + (1 - serial_share) / n_processes), 2
        ),
    ),
    (
        None,
        lambda serial_share, n_processes: np.max(
            1 / (serial_share + (1 - serial_share) / n_processes)
        ),
    ),
]:
    wrong(SPEED, named)(function)
