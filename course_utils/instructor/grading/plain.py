"""Cases and observations as lines of JSON: plain data alone, arrays bit for bit, never a pickle.

What comes from a learner's process is not trusted: it is read strictly, and its size is bounded.
"""

import base64
import binascii
import json
import re
import sys

import numpy as np

from course_utils.classroom.judging import Observation

MOST_KEYS = 1000  # of one observation
MOST_CHARACTERS = 5000  # of one text
MOST_BYTES = 200_000  # of one array; no exercise asks for a tenth of it
ARRAY, SCALAR, TUPLE = "an array", "a scalar", "a tuple"
# Numbers and text by width and byte order; an object's array would be a pickle.
KINDS = re.compile(r"[<|>][fiubcU]\d{1,6}")


def pack(value):
    """Return plain data (of a case, say) as what JSON holds; arrays and NumPy's scalars exactly.

    Raises
    ------
    TypeError
        If `value` holds anything but arrays, numbers, texts, None, lists, tuples and dicts.

    >>> unpack(pack({"X": [np.float64(0.1), (1, 2)]}))
    {'X': [np.float64(0.1), (1, 2)]}
    """
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if not KINDS.fullmatch(array.dtype.str):
            raise TypeError(f"an array must hold numbers or text; got dtype {array.dtype}.")
        kind = ARRAY if isinstance(value, np.ndarray) else SCALAR
        data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
        return {kind: [array.dtype.str, list(array.shape), data]}
    if isinstance(value, tuple):
        return {TUPLE: [pack(part) for part in value]}
    if isinstance(value, list):
        return [pack(part) for part in value]
    if isinstance(value, dict) and not {ARRAY, SCALAR, TUPLE} & value.keys():
        return {str(key): pack(part) for key, part in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"only plain data can be handed over; got {type(value).__name__}.")


def unpack(value):
    """Return what `pack` was given; raises ValueError for anything that it doesn't make."""
    if isinstance(value, list):
        return [unpack(part) for part in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {ARRAY}:
        return _array(value[ARRAY])
    if value.keys() == {SCALAR}:
        return _array(value[SCALAR])[()]
    if value.keys() == {TUPLE}:
        return tuple(unpack(value[TUPLE]))
    return {key: unpack(part) for key, part in value.items()}


def pack_observation(seen: Observation) -> dict:
    """Return an observation for JSON; what is too large to be right is told of in words."""
    plain = {}
    for key, value in list(seen.items())[:MOST_KEYS]:
        if not isinstance(value, str) and value.nbytes > MOST_BYTES:
            value = f"an array of shape {value.shape}, too large to be looked at"
        plain[key[:200]] = pack(value[:MOST_CHARACTERS] if isinstance(value, str) else value)
    return plain


def unpack_observation(plain) -> Observation:
    """Read what a learner's process says it has observed: texts and arrays, of bounded size.

    Raises
    ------
    ValueError
        If it is anything else.

    >>> unpack_observation({"result": ["no array"]})
    Traceback (most recent call last):
    ValueError: an observation holds texts and arrays; got list.
    """
    if not isinstance(plain, dict) or len(plain) > MOST_KEYS:
        raise ValueError(f"an observation is a dict of at most {MOST_KEYS} entries.")
    seen: Observation = {}
    for key, value in plain.items():
        if isinstance(value, dict) and value.keys() == {ARRAY}:
            seen[key] = _array(value[ARRAY])
        elif isinstance(value, str) and len(value) <= MOST_CHARACTERS:
            seen[key] = value
        else:
            raise ValueError(f"an observation holds texts and arrays; got {type(value).__name__}.")
    if "raised" in seen and not isinstance(seen.get("note:message"), str):
        raise ValueError("an observation that raised has a message.")
    if any(key.startswith("note:") and not isinstance(seen[key], str) for key in seen):
        raise ValueError("notes are texts.")
    return seen


def read_line(line: bytes) -> dict:
    """Return the dict that a line of JSON holds; raises ValueError for anything else."""
    try:
        message = json.loads(line)
    except RecursionError as error:
        raise ValueError("a message is nested too deeply.") from error
    if not isinstance(message, dict):
        raise ValueError(f"a message is a dict; got {type(message).__name__}.")
    return message


def _array(parts) -> np.ndarray:
    """Return the array of [dtype, shape, base64]; raises ValueError where they don't fit."""
    match parts:
        case [str(kind), list(shape), str(data)] if KINDS.fullmatch(kind):
            pass
        case _:
            raise ValueError("an array is its dtype, its shape and its bytes.")
    if len(shape) > 32 or not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise ValueError("a shape holds whole numbers.")
    if len(data) > 2 * MOST_BYTES:
        raise ValueError(f"an array has at most {MOST_BYTES} bytes.")
    try:
        content = base64.b64decode(data, validate=True)
        if kind[1] == "b":
            return (np.frombuffer(content, np.uint8) != 0).reshape(shape)
        if kind[1] == "U" and (np.frombuffer(content, f"{kind[0]}u4") > sys.maxunicode).any():
            raise ValueError("a text holds a number that stands for no sign.")
        return np.frombuffer(content, np.dtype(kind)).reshape(shape).copy()
    except (binascii.Error, TypeError, OverflowError) as error:
        raise ValueError(f"an array can't be read: {error}.") from error
