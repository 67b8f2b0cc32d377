"""Valid calls of the figures' functions of chapters 00 to 04: name -> (function, arguments).

The numbers are sums of halves, quarters and eighths, so that float32 holds them, too.
"""

import numpy as np
import pandas as pd

from course_utils import backprop, perceptron
from course_utils.backprop import figures as backprop_figures
from course_utils.classroom import pictures
from course_utils.data_quality import figures as quality_figures
from course_utils.gradient_descent import figures as descent_figures
from course_utils.gradient_descent.descent import CURVES
from course_utils.gradient_descent.metrics import roc_curve
from course_utils.perceptron import figures as perceptron_figures
from course_utils.start_here import figures as start_figures

DIGITS = np.arange(4 * 64).reshape(4, 64) % 17 / 16
WEIGHTS = (np.arange(3 * 64).reshape(3, 64) % 9 - 4) / 4
PLANE = np.array([[-1.0, -0.5], [-0.5, -1.0], [0.5, 1.0], [1.0, 0.25]])
LABELS = np.array([0, 0, 1, 1])
TRUTH = np.array([0.0, 4.0, 8.0, 16.0])
PROFILE = pd.DataFrame(
    [("completeness", "missing cells", 20, 80, 0.25), ("validity", "out of range", 0, 80, 0.0)],
    columns=["dimension", "measure", "bad", "of", "share"],
)
PATH = np.array([[2.0, 1.0], [1.0, 0.5], [0.5, 0.25]])


def _loss() -> backprop.Value:
    a, b = backprop.Value(2.0), backprop.Value(-3.0)
    loss = a * b + a
    loss.backward()
    return loss


SHARED = {
    "draw_digits": {
        "X": DIGITS,
        "labels": [3, 1, 4, 1],
        "n_columns": 2,
        "title": "Four",
    },
    "draw_confusion": {
        "matrix": np.array([[5, 1], [0, 4]]),
        "names": ["cat", "dog"],
        "title": "Pets",
    },
    "draw_curves": {
        "curves": {"loss": np.array([4.0, 2.0, 1.0]), "other": (np.arange(3), np.ones(3))},
        "xlabel": "epoch",
        "ylabel": "loss",
        "title": "Down",
        "log": True,
    },
}
START_HERE = {
    "draw_k_curve": {
        "ks": np.array([1, 3, 5]),
        "accuracies": {
            "train": np.array([1.0, 0.75, 0.5]),
            "validation": np.array([0.5, 0.75, 0.25]),
        },
    },
    "draw_neighbors": {
        "image": DIGITS[0],
        "neighbor_images": DIGITS[1:],
        "labels": np.array([8, 8, 1]),
    },
    "draw_vote": {"X": PLANE, "y": LABELS, "point": np.array([0.25, 0.5]), "k": 3},
}
DATA_QUALITY = {
    "draw_augmented": {
        "images": DIGITS.reshape(4, 8, 8),
        "titles": list("abcd"),
        "n_columns": 2,
        "title": "Changed",
    },
    "draw_column": {
        "values": np.array([1.0, 2.0, 2.0, 64.0]),
        "repaired": np.array([1.0, 2.0, 2.0, 4.0]),
        "name": "ink",
        "log": True,
        "marks": {"limit": 16.0},
    },
    "draw_imputation": {
        "truth": TRUTH,
        "filled": {"mean": np.full(4, 7.0), "neighbors": TRUTH + 1},
        "title": "Filled",
    },
    "draw_index": {"states": {"as it is": (32.5, 0.75), "filled": (24.25, 0.5)}, "title": "Q"},
    "draw_leakage": {
        "honest": np.array([0.5, 0.75]),
        "leaking": np.array([0.75, 1.0]),
        "chance": 0.125,
        "measure": "recall",
    },
    "draw_profile": {"profile": PROFILE, "before": PROFILE.assign(share=0.5), "title": "Bad"},
    "draw_reading_angles": {
        "degrees": np.array([0, 90, 180]),
        "shares": {6: np.array([1.0, 0.5, 0.0]), 8: np.array([0.875, 0.25, 0.75])},
        "title": "Turned",
    },
}
PERCEPTRON = {
    "draw_activations": {},
    "draw_boundary": {
        "X": PLANE,
        "y": LABELS,
        "weights": np.array([1.0, 0.5]),
        "bias": 0.25,
        "title": "A line",
    },
    "draw_detectors": {"weights": WEIGHTS, "names": np.array([0, 1, 2])},
    "draw_digit_weights": {"weights": WEIGHTS[0], "names": ("0", "1"), "title": "Ink"},
    "draw_hidden_space": {
        "X": PLANE,
        "y": LABELS,
        "W": np.array([[1.0, 1.0], [1.0, -1.0]]),
        "b": np.array([0.5, -0.25]),
        "v": np.array([1.0, 0.5]),
        "c": 0.25,
    },
    "draw_history": {
        "history": {"updates": [3, 1, 0], "misclassified": [2, 1, 0]},
        "title": "Three epochs",
    },
    "draw_neuron": {
        "x": np.array([1.0, -2.0]),
        "weights": np.array([0.5, 0.25]),
        "bias": -0.5,
        "activation": perceptron.sigmoid,
    },
    "draw_squeeze": {"squeeze": perceptron.squeeze(PLANE, 2 * LABELS - 1)},
}
GRADIENT_DESCENT = {
    "draw_downhill": {
        "curve": CURVES["bowl"],
        "path": np.array([2.0, 1.0, 0.5]),
        "title": "Downhill",
    },
    "draw_h_sweep": {
        "hs": np.array([0.25, 0.5, 1.0]),
        "errors": {"forward": np.array([0.5, 0.25, 1.0]), "central": np.array([0.25, 0, 0.5])},
    },
    "draw_rates": {"curve": CURVES["bowl"], "paths": {"0.5": np.array([2.0, 1.0, 0.5])}},
    "draw_roc": {
        "roc": roc_curve(np.array([0, 1, 0, 1]), np.array([0.25, 0.5, 0.75, 1.0])),
        "threshold": 0.5,
    },
    "draw_two_losses": {},
    "draw_valley": {"X": PLANE, "y": LABELS, "paths": {"all": PATH}, "title": "Down"},
}
BACKPROP = {
    "draw_gradient_norms": {
        "norms": {"small": np.array([0.25, 0.5, 1.0]), "Xavier": np.array([1.0, 0.0, 1.0])},
        "title": "Norms",
    },
    "draw_graph": {"root": _loss(), "title": "A product and a sum", "upto": 3},
    "draw_hidden_weights": {"weights": WEIGHTS, "n_columns": 2, "title": "Three"},
    "draw_regions": {
        "model": backprop.MLPClassifier(hidden=(4,), n_epochs=2).fit(PLANE, LABELS),
        "X": PLANE,
        "y": LABELS,
        "title": "Regions",
    },
    "draw_spread": {
        "answers": {"small": [np.array([[0.5, 0.25], [1.0, 0.75]]), np.array([0.25, 0.5])]},
        "title": "Spread",
    },
}
CALLS = {
    name: (getattr(figures, name), arguments)
    for figures, calls in (
        (pictures, SHARED),
        (start_figures, START_HERE),
        (quality_figures, DATA_QUALITY),
        (perceptron_figures, PERCEPTRON),
        (descent_figures, GRADIENT_DESCENT),
        (backprop_figures, BACKPROP),
    )
    for name, arguments in calls.items()
}
