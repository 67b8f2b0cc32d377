"""What is read off the two explorers."""

import numpy as np
import torch

from answers import right, wrong
from course_utils.compression.exercises.shown import accuracies, errors

SPARSITY = "compression.highest_sparsity"
SAVED = "compression.dense_bytes_saved"
CLIP = "compression.best_clip"


@right(SPARSITY)
def highest_sparsity():
    """Go down from the other end."""
    sparsity, values = np.array(list(accuracies())), np.array(list(accuracies().values()))
    return float(sparsity[::-1][np.argmax(values[::-1] >= values[0] - 1)])


@wrong(SPARSITY, "M1004")
def first_drop():
    found = accuracies()
    ordered = sorted(found)
    late = [i for i, sparsity in enumerate(ordered) if found[sparsity] < found[0.0] - 1]
    return ordered[late[0] - 1]


@wrong(SPARSITY, "M1005")  # the accuracy is not monotone
def a_notch_lower():
    return round(highest_sparsity() - 0.02, 2)


@wrong(SPARSITY, "M1005")
def a_notch_higher():
    return round(highest_sparsity() + 0.02, 2)


@wrong(SPARSITY, "M998")
def the_accuracy():
    return round(accuracies()[highest_sparsity()], 1)


@wrong(SPARSITY, "M1148")
def percent():
    return round(100 * highest_sparsity())


for named, value in [
    ("M1004", 0.0),
    ("M1005", 0.9),
    ("M1005", 0.98),
    (None, 1.0),
    (None, -0.1),
    (None, "0.46"),
    (None, None),
    (None, (0.1, 0.2)),
]:
    wrong(SPARSITY, named)(lambda value=value: value)


@right(SAVED)
def dense_bytes_saved():
    """Count what lies in memory of a tensor, before and after."""
    weights = torch.randn(10, 64, generator=torch.Generator().manual_seed(0))
    pruned = torch.where(weights.abs() > 1, weights, 0.0)
    return weights.untyped_storage().nbytes() - pruned.untyped_storage().nbytes()


for named, value in [
    ("Q8", 0.9 * 4 * 64 * 74),
    ("Q8", 0.46 * 4 * (64 * 64 + 64 * 10)),
    ("Q8", 0.46 * 4 * (64 * 74 + 74)),
    ("M1006", 4 * 64 * 74),
    ("M1006", 4 * (64 * 74 + 74)),
    ("M1007", 19_240 - 12_000),
    ("M1007", 4 * 64 * 74 - (8 * round(0.5 * 64 * 74) + 4 * 76)),
    (None, -1),
    (None, "nothing"),
    (None, None),
    (None, 46),
    (None, 0.46),
]:
    wrong(SAVED, named)(lambda value=value: value)


@right(CLIP)
def best_clip():
    return min(errors(), key=errors().get)


@wrong(CLIP, "M1150")
def on_the_bell():
    return min(errors(outlier=False), key=errors(outlier=False).get)


@wrong(CLIP, "M998")
def the_error():
    return round(min(errors().values()), 3)


@wrong(CLIP, "M1149")
def far_enough():
    return max(errors())


@wrong(CLIP, "M1151")
def a_notch_wider():
    return best_clip() + 0.25


@wrong(CLIP, "M1151")
def a_notch_narrower():
    return best_clip() - 0.25


for value in (0.0, -2.0, 100, None, "3"):
    wrong(CLIP)(lambda value=value: value)
