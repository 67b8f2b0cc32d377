"""What the controls of the explorers can be set to: the exercises ask about the same values."""

import numpy as np
import torch

SPARSITIES = tuple(round(0.02 * i, 2) for i in range(50))
FLOAT = "float"
BITS = (FLOAT, 8, 7, 6, 5, 4, 3, 2)  # of a weight

LINE_BITS = 3  # of the number line in its task
CLIPS = tuple(round(0.25 * i, 2) for i in range(2, 21))
OUTLIER = 5.0
SCHEMES = ("symmetric", "affine")
KINDS = ("weights: both signs", "after ReLU: 0 and above")


def line_values(kind: str = KINDS[0], outlier: bool = True) -> np.ndarray:
    """Return the values on the number line: 99 of a bell around 0, and one that lies far out.

    >>> line_values()[[0, 49, 98, 99]].round(2).tolist()
    [-2.33, 0.0, 2.33, 5.0]
    """
    shares = torch.arange(1, 100, dtype=torch.float64) / 100
    bell = (2**0.5 * torch.erfinv(2 * shares - 1)).numpy()
    values = np.append(bell, OUTLIER) if outlier else bell
    return values if kind == KINDS[0] else np.maximum(values, 0)
