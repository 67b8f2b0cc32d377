"""What a learner is told of an error belongs to a message that Python, NumPy or PyTorch sends."""

import math

import numpy as np
import pytest
import torch

from course_utils.classroom.error_words import MEANINGS, meanings

ONES = np.ones((2, 3))
WEIGHT = torch.ones(1, requires_grad=True)


def twice(loss):
    loss.backward()
    loss.backward()


PROVOKED = {
    "matmul": lambda: ONES @ ONES,
    "could not be broadcast": lambda: ONES + np.ones(2),
    "object is not callable": lambda: ONES(3),
    "unexpected keyword argument": lambda: (lambda a: a)(b=1),
    "truth value of an array": lambda: bool(ONES),
    "only integer scalar arrays": lambda: np.max(ONES, ONES),
    "math range error": lambda: math.exp(1000),
    "invalid index to scalar": lambda: np.float64(1.0)[0],
    "too many indices": lambda: ONES[0, 0, 0],
    "ufunc 'bitwise_xor'": lambda: ONES ^ ONES,
    "'list' object has no attribute": lambda: [1].mean(),
    "invalid literal for int()": lambda: int("7.0"),
    "could not convert string to float": lambda: float("seven"),
    "cannot convert float NaN to integer": lambda: int(float("nan")),
    "boolean array indexing assignment": lambda: ONES.copy().__setitem__(ONES > 0, [1.0, 2.0]),
    "mat1 and mat2 shapes cannot be multiplied": lambda: torch.ones(2, 3) @ torch.ones(2, 3),
    "Can't call numpy() on Tensor that requires grad": lambda: torch.ones(
        1, requires_grad=True
    ).numpy(),
    "does not require grad": lambda: torch.ones(1).backward(),
    "modified by an inplace operation": lambda: WEIGHT.exp().mul_(2).backward(),
    "through the graph a second time": lambda: twice(WEIGHT.exp()),
    "'NoneType' object has no attribute": lambda: [].append(1).append(2),
}


@pytest.mark.parametrize("part", PROVOKED)
def test_the_words_belong_to_a_message_that_is_sent(part):
    with pytest.raises(Exception) as raised:
        PROVOKED[part]()
    said = dict(MEANINGS)[part]
    assert said in meanings(f"{raised.type.__name__}: {raised.value}")


def test_every_message_is_provoked():
    # The course's own time limit says "still running", see tests/test_judging.py.
    assert [part for part, _ in MEANINGS if part not in PROVOKED] == ["still running"]
