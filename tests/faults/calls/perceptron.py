"""Valid calls of what has no example of its own: name -> (function, arguments)."""

import numpy as np

from course_utils import perceptron

Z = np.array([-1.5, 0.0, 2.0])
CALLS = {
    "tanh": (perceptron.tanh, {"z": Z}),
    "slope": (perceptron.slope, {"activation": perceptron.sigmoid, "z": Z}),
}
