"""Results that are real numbers; where there is none, an error that names the operation."""

import math
from collections.abc import Callable


def finite(function: Callable, *numbers: float, of="value") -> float:
    """Return function(*numbers), or say which operation on which numbers has no finite result.

    >>> finite(math.log, 1.0)
    0.0
    """
    try:
        result = function(*numbers)
    except (ArithmeticError, ValueError):
        result = math.nan
    if isinstance(result, complex) or not math.isfinite(result):
        call = f"{function.__name__}({', '.join(f'{number:g}' for number in numbers)})"
        start = call if of == "value" else f"the slope needs {call}, which"
        raise ValueError(f"{start} is no finite real number.")
    return result
