"""What the explorers' controls can be set to, and the values on the number line."""

import numpy as np

from course_utils.compression.controls import CLIPS, KINDS, OUTLIER, SPARSITIES, line_values


def test_positions_are_even_steps():
    assert list(CLIPS) == [i / 4 for i in range(2, 21)]
    assert list(SPARSITIES) == [i / 50 for i in range(50)]


def test_values_of_each_kind_hold_both_halves_of_a_bell_or_one():
    signed, after_relu = KINDS
    both = line_values(signed + "")  # the words count, not the object
    assert len(both) == 100 and both[-1] == OUTLIER
    assert np.allclose(both[:-1], -both[-2::-1]) and np.all(np.diff(both[:-1]) > 0)
    assert np.array_equal(line_values("".join(after_relu)), np.maximum(both, 0))
    assert np.array_equal(line_values("".join(list(signed)), outlier=False), both[:-1])
