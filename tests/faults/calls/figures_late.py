"""Valid calls of the figures' functions of chapters 05 to 08: name -> (function, arguments).

The numbers are sums of halves, quarters and eighths, so that float32 holds them, too. Functions
that several chapters share are called with those of chapters 00 to 04.
"""

from pathlib import Path

import numpy as np

from course_utils.autoencoder import figures as autoencoder_figures
from course_utils.compression import dense_cost
from course_utils.compression import figures as compression_figures
from course_utils.gan import figures as gan_figures
from course_utils.resources import figures as resource_figures
from course_utils.resources import list_schedule

DIGITS = np.arange(4 * 64).reshape(4, 64) % 17 / 16
PLANE = np.array([[-1.0, -0.5], [-0.5, -1.0], [0.5, 1.0], [1.0, 0.25]])
CENTERS = np.array([[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0]])
RISING = np.array([1.0, 2.0, 4.0])
HIGH = np.array([0.875, 0.75, 0.5])
JOBS = np.array([4.0, 2.0, 1.0, 1.0])

AUTOENCODER = {
    "draw_angles": {"angles": {"linear": np.array([8.0, 2.0, 0.5])}, "title": "Angles"},
    "draw_error_histogram": {
        "normal": np.array([0.25, 0.5, 0.5]),
        "anomalies": np.array([0.5, 1.0]),
        "threshold": 0.75,
        "n_bins": 4,
        "title": "Errors",
    },
    "draw_few_labels": {
        "n_per_class": np.array([1, 3, 10]),
        "curves": {"pixels": np.array([[0.5, 0.25], [0.75, 0.5], [0.75, 1.0]])},
        "title": "Few",
    },
    "draw_interpolation": {
        "code_images": DIGITS,
        "pixel_images": DIGITS[::-1].copy(),
        "title": "Ways",
    },
    "draw_kl": {
        "means": np.array([0.0, 1.0]),
        "standard_deviations": np.array([1.0, 0.5]),
        "divergences": np.array([0.0, 0.75]),
        "title": "Two",
    },
    "draw_montage": {
        "rows": {"image": DIGITS, "back": DIGITS / 2},
        "labels": [1, 2, 3, 4],
        "title": "Rows",
    },
    "draw_network": {"sizes": (64, 32, 2), "title": "Hourglass"},
    "draw_output_ranges": {"values": np.array([-0.5, 0.0, 2.0]), "name": "numbers", "title": "R"},
    "draw_plane": {
        "codes": PLANE,
        "labels": np.array([0, 1, 1, 7]),
        "point": np.array([0.5, 0.25]),
        "title": "A map",
    },
    "draw_sizes": {
        "sizes": np.array([1, 2, 8]),
        "ours": np.array([[1.0, 0.5, 0.25], [0.75, 0.5, 0.125]]),
        "pca": np.array([1.0, 0.75, 0.5]),
        "title": "Sizes",
    },
}
GAN = {
    "draw_ablation": {
        "table": {"plain": np.array([1.0, 2.0]), "penalty": np.array([0.5, 0.25])},
        "label": "distance",
        "marks": {"bar": 0.75},
        "log": True,
        "title": "Recipes",
    },
    "draw_distances": {
        "distances": {"samples": np.array([1.0, 2.0, 2.5]), "held out": np.array([2.0, 3.0])},
        "limit": 1.5,
        "n_bins": 4,
        "title": "Near",
    },
    "draw_duel": {"paths": {"by turns": PLANE}, "title": "A duel"},
    "draw_frechet_1d": {
        "a": np.array([0.0, 1.0, 2.0]),
        "b": np.array([0.5, 1.0, 3.0]),
        "names": ("real", "fake"),
        "title": "Two normals",
    },
    "draw_losses": {
        "history": {
            "discriminator": np.array([1.5, 1.0]),
            "generator": np.array([0.5, 0.75]),
            "D(real)": np.array([0.5, 0.75]),
            "D(fake)": np.array([0.5, 0.25]),
        },
        "balance": True,
        "title": "Losses",
    },
    "draw_optimal": {
        "x": RISING,
        "real_density": np.array([0.5, 0.25, 0.0]),
        "fake_density": np.array([0.0, 0.25, 0.5]),
        "answers": np.array([1.0, 0.5, 0.0]),
        "title": "Best answers",
    },
    "draw_pixel_ranges": {"real": DIGITS, "fake": 2 * DIGITS - 1, "title": "Ranges"},
    "draw_ring": {
        "samples": PLANE,
        "centers": CENTERS,
        "discriminator_grid": np.array([0.25, 0.5, 0.5, 0.75]),
        "arrows": (PLANE, PLANE / 2),
        "spread": 0.125,
        "title": "Ring",
    },
    "draw_ring_row": {
        "snapshots": {"epoch 1": PLANE, "epoch 2": PLANE / 2},
        "centers": CENTERS,
        "spread": 0.125,
        "title": "Epochs",
    },
    "draw_sheet": {"images": DIGITS, "n_columns": 2, "title": "A sheet"},
    "draw_slopes": {
        "logits": np.array([-2.0, 0.0, 2.0]),
        "slopes": {"saturating": np.array([-0.125, -0.5, -0.875])},
        "title": "Slopes",
    },
    "grid_points": {"centers": CENTERS, "n": 2},
    "write_sheet": {"path": Path("sheet.png"), "images": DIGITS, "n_columns": 2, "scale": 2},
}
COMPRESSION = {
    "draw_bits_curve": {
        "bits": np.array([2, 4, 8]),
        "curves": {"one scale": HIGH[::-1].copy()},
        "baseline": 0.875,
        "title": "Bits",
    },
    "draw_cost_bars": {
        "costs": {"all": dense_cost((64, 8, 10)), "small": dense_cost((64, 4, 10))},
        "title": "Costs",
    },
    "draw_number_line": {
        "x": np.array([-0.5, 0.25, 3.0]),
        "scale": 0.5,
        "zero_point": 0,
        "bits": 3,
        "title": "A line",
    },
    "draw_pruning_curves": {
        "table": {"at once": {0.5: np.array([0.75, 0.875]), 0.75: np.array([0.5, 0.625])}},
        "baseline": 0.875,
        "title": "Pruned",
    },
    "draw_sizes": {"sizes": {"float32": 4000, "int8": 1000}, "title": "Bytes"},
    "draw_softened": {
        "logits": np.array([4.0, 2.0, 0.0]),
        "temperatures": np.array([1.0, 4.0]),
        "names": ["cat", "dog", "bird"],
        "log": True,
        "title": "Soft",
    },
    "draw_students": {
        "alone": np.array([0.5, 0.625]),
        "distilled": np.array([0.75, 0.625]),
        "teacher": 0.875,
        "title": "Students",
    },
    "draw_weights": {
        "weights": {"first": np.array([[0.5, -0.25], [0.0, 1.0]])},
        "masks": {"first": np.array([[True, False], [True, True]])},
        "n_bins": 4,
        "title": "Weights",
    },
}
RESOURCES = {
    "draw_gantt": {
        "schedule": list_schedule(JOBS, 2),
        "jobs": JOBS,
        "names": ["a", "b", "c", "d"],
        "n_machines": 2,
        "bound": 4.0,
        "unit": "s",
        "title": "Plans",
    },
    "draw_memory": {"sizes": {"copy": 4096, "view": 0}, "title": "Memory"},
    "draw_polygon": {
        "values": np.array([2.0, 1.0]),
        "demands": np.array([1.0, 2.0]),
        "budget": 2.0,
        "shares": {"best": np.array([1.0, 0.5])},
        "most": 1.5,
        "whole": True,
        "names": ("bread", "wine"),
        "title": "Allowed",
    },
    "draw_shares": {
        "shares": {"even": np.array([0.5, 0.5])},
        "tasks": ["one", "two"],
        "title": "Done",
    },
    "draw_speed_up": {
        "curves": {"this machine": (np.array([1, 2, 4]), np.array([1.0, 1.5, 2.0]))},
        "limits": {"this machine": 2.5},
        "title": "Faster",
    },
    "draw_value_of_budget": {
        "budgets": RISING,
        "values": np.array([1.0, 2.0, 2.5]),
        "prices": np.array([1.0, 0.5, 0.25]),
        "title": "Prices",
    },
}
CALLS = {
    f"{chapter}.{name}": (getattr(figures, name), arguments)
    for chapter, figures, calls in (
        ("autoencoder", autoencoder_figures, AUTOENCODER),
        ("gan", gan_figures, GAN),
        ("compression", compression_figures, COMPRESSION),
        ("resources", resource_figures, RESOURCES),
    )
    for name, arguments in calls.items()
}
