"""How much faster n processes are than one: bounds that need no clock."""

import numpy as np

from course_utils.validation import as_numbers, check_choice, check_nonnegative

PATTERNS = ("ring", "star")


def amdahl(serial_share: float, n_processes):
    """Return the speed-up if a share of the work can't be shared out: 1 / (s + (1 - s) / n).

    Parameters
    ----------
    serial_share : float in [0, 1]
    n_processes : whole number(s) >= 1

    Returns
    -------
    float, or float64 ndarray of the shape of `n_processes`
        Below 1 / serial_share, however many processes there are.

    References
    ----------
    Amdahl, Validity of the single processor approach, AFIPS 1967.

    >>> amdahl(0.1, 2), amdahl(0.1, [1, 9, 891])
    (1.8181818181818181, array([1. , 5. , 9.9]))
    """
    return speed_up_with_communication(serial_share, n_processes, 0.0)


def speed_up_with_communication(
    serial_share: float, n_processes, message: float, pattern: str = "ring"
):
    """Return the speed-up of a step if the gradients must be averaged, too.

    Parameters
    ----------
    serial_share : float in [0, 1], of the step in one process; it can't be shared out
    n_processes : whole number(s) >= 1
    message : float >= 0
        Time to send all gradients once, in units of the step in one process.
    pattern : {"ring", "star"}
        "star": one process hears all others one by one and answers them: 2 (n - 1) messages.
        "ring": each sends parts to the next one, all at the same time: 2 (n - 1) / n messages.

    Returns
    -------
    float, or float64 ndarray of the shape of `n_processes`

    References
    ----------
    Patarasuk & Yuan, Bandwidth optimal all-reduce algorithms, J. Parallel Distrib. Comput., 2009.

    >>> speed_up_with_communication(0.0, [1, 2, 4], 0.25)
    array([1.        , 1.33333333, 1.6       ])
    >>> speed_up_with_communication(0.0, [1, 2, 4], 0.25, "star")
    array([1.        , 1.        , 0.57142857])
    """
    share = check_nonnegative(serial_share, "serial_share")
    if share > 1:
        raise ValueError(f"serial_share must lie in [0, 1]; got {serial_share!r}.")
    n = as_numbers(n_processes, "n_processes")
    if (n < 1).any() or (n != np.round(n)).any():
        raise ValueError(f"n_processes must be whole numbers >= 1; got {n_processes!r}.")
    message = check_nonnegative(message, "message")
    n_messages = 2 * (n - 1)
    if check_choice(pattern, PATTERNS, "pattern") == "ring":
        n_messages = n_messages / n
    speed_up = 1 / (share + (1 - share) / n + message * n_messages)
    return speed_up if speed_up.ndim else float(speed_up)
