"""Valid calls of the packages that all chapters share: "module.name" -> (function, arguments).

The numbers are sums of halves, quarters and eighths, so that float32 holds them, too.
"""

from pathlib import Path

import numpy as np
import torch
from faults import stand_ins
from faults.stand_ins import SEED

from course_utils import checkpoints, datasets, training
from course_utils.classroom import claims, controls, figures
from course_utils.classroom import quiz as quizzes
from course_utils.data_files import verify
from course_utils.instructor import slides

PLANE = np.array([[-1.0, -0.5], [-0.5, -1.0], [0.5, 1.0], [1.0, 0.25]])
LABELS = np.array([0, 0, 1, 1])
IMAGES = np.arange(24).reshape(3, 2, 4) / 8


LINE = stand_ins.line()
SGD = torch.optim.SGD(LINE.parameters(), lr=0.125)
TRAINING = training.Training(stand_ins.Step(LINE, SGD), {"line": LINE}, {"line": SGD}, SEED)
ROWS = (torch.tensor(PLANE, dtype=torch.float32), torch.ones(4, 1))
FITTED = stand_ins.ByTheSum().fit(PLANE, LABELS)
DATASETS = {
    "data_folder": (datasets.data_folder, {}),
    "load_digits": (
        datasets.load_digits,
        {"split": "validation", "classes": [0, 1], "layout": "flat", "scaling": "unit"},
    ),
    "load_images": (datasets.load_images, {}),
    "load_messy": (datasets.load_messy, {}),
    "load_run": (datasets.load_run, {"name": "autoencoder_sizes.csv"}),
    "logic_table": (datasets.logic_table, {"gate": "AND"}),
    "make_blobs": (
        datasets.make_blobs,
        {"n_samples": 6, "rng": SEED, "centers": PLANE, "spread": 0.5},
    ),
    "make_moons": (datasets.make_moons, {"n_samples": 6, "rng": SEED, "noise": 0.125}),
    "make_ring": (
        datasets.make_ring,
        {"n_samples": 6, "rng": SEED, "n_modes": 4, "radius": 2.0, "spread": 0.125},
    ),
    "make_xor": (datasets.make_xor, {"n_samples": 6, "rng": SEED, "noise": 0.125}),
    "verify": (verify, {"name": "digits.npz"}),
    "verify_all": (datasets.verify_all, {}),
}
TRAININGS = {
    "Training": (
        training.Training,
        {
            "step": stand_ins.Step(LINE, SGD),
            "networks": {"line": LINE},
            "optimizers": {"line": SGD},
            "generator": SEED,
            "schedule": training.constant,
            "config": {"k": 2},
            "folder": "stored",
        },
    ),
    "Training.run": (
        training.Training.run,
        {
            "self": TRAINING,
            "data": ROWS,
            "n_epochs": 2,
            "batch_size": 2,
            "validate": stand_ins.validate,
            "validate_every": 1,
            "watch": "error",
            "patience": 2,
            "save_every": 2,
            "name": "line",
        },
    ),
    "batches": (
        training.batches,
        {"n_rows": 5, "batch_size": 2, "generator": torch.Generator().manual_seed(SEED)},
    ),
    "constant": (training.constant, {"share": 0.5}),
    "constant_then_linear": (training.constant_then_linear, {"constant": 0.5, "floor": 0.125}),
    "linear": (
        training.linear,
        {
            "n_in": 2,
            "n_out": 1,
            "generator": torch.Generator().manual_seed(SEED),
            "dtype": torch.float32,
        },
    ),
    "one_optimizer": (
        training.one_optimizer,
        {"network": LINE, "optimizer": SGD, "loss_of": stand_ins.loss_of},
    ),
    "one_torch_thread": (stand_ins.entered(training.one_torch_thread), {}),
    "saved_bytes": (training.saved_bytes, {"network": LINE, "batch": ROWS[0]}),
    "warmup_cosine": (training.warmup_cosine, {"warmup": 0.25, "floor": 0.125}),
}
ESTIMATOR = {
    "BinaryClassifier.fit": (
        stand_ins.ByTheSum.fit,
        {"self": stand_ins.ByTheSum(), "X": PLANE, "y": LABELS},
    ),
    "BinaryClassifier.predict": (stand_ins.ByTheSum.predict, {"self": FITTED, "X": PLANE}),
    "Classifier.fit": (stand_ins.OfMany.fit, {"self": stand_ins.OfMany(), "X": PLANE, "y": LABELS}),
    "Classifier.get_params": (stand_ins.ByTheSum.get_params, {"self": FITTED, "deep": True}),
    "Classifier.score": (stand_ins.ByTheSum.score, {"self": FITTED, "X": PLANE, "y": LABELS}),
}
FITTING = {"checked_validation": (stand_ins.checked_validation, {"validation": (PLANE, LABELS)})}
CHECKPOINTS = {
    "load_networks": (
        checkpoints.load_networks,
        {"source": stand_ins.checkpoint(), "networks": {"line": LINE}},
    ),
    "named_tensors": (checkpoints.named_tensors, {"networks": {"line": LINE}}),
    "read_checkpoint": (checkpoints.read_checkpoint, {"source": stand_ins.checkpoint()}),
    "save_networks": (
        checkpoints.save_networks,
        {"path": Path("a"), "networks": {"line": LINE}, "about": {"n_epochs": 5}},
    ),
    "write_checkpoint": (
        checkpoints.write_checkpoint,
        {
            "path": Path("b"),
            "tensors": checkpoints.named_tensors({"line": LINE}),
            "about": {"n_epochs": 5},
        },
    ),
}
FIGURES = {
    "describe": (figures.describe, {"fig": stand_ins.figure()}),
    "draw_montage": (
        figures.draw_montage,
        {
            "ax": figures.new_figure(3, 2)[1],
            "images": IMAGES,
            "n_columns": 2,
            "labels": np.array([3, 1, 4]),
        },
    ),
    "figure_html": (
        figures.figure_html,
        {"png": figures.to_png(stand_ins.figure()), "alt": "A line that falls", "caption": "Down"},
    ),
    "montage": (figures.montage, {"images": IMAGES, "n_columns": 2}),
    "new_figure": (figures.new_figure, {"width": 3.0, "height": 2.0}),
    "show": (
        stand_ins.displayed(figures.show),
        {"fig": stand_ins.figure(), "alt": "A line that falls", "caption": "Down"},
    ),
    "show_source": (
        stand_ins.displayed(figures.show_source),
        {"obj": datasets.verify, "docstring": False},
    ),
    "to_png": (figures.to_png, {"fig": stand_ins.figure()}),
}
CONTROLS = {
    "choice": (controls.choice, {"options": ["a", "b"], "value": "a", "label": "which"}),
    "slider": (
        controls.slider,
        {"minimum": 0.0, "maximum": 1.0, "value": 0.5, "label": "noise", "step": 0.125},
    ),
    "slider of whole numbers": (
        controls.slider,
        {"minimum": 0, "maximum": 20, "value": 4, "label": "step", "step": 2},
    ),
    "toggle": (controls.toggle, {"value": True, "label": "axes"}),
}
CLAIMS = {
    "examine": (
        claims.examine,
        {
            "id": "A05",
            "as_stated": False,
            "limited": False,
            "nearby": True,
            "supported": True,
            "charitable": "A neuron adds",
            "evidence": {"weights": np.array([0.5, 0.25]), "name": "x"},
        },
    ),
    "examine by sources": (
        claims.examine,
        {"id": "A02", "as_stated": True, "sources": [claims.Source("Who", 2017, "Where")]},
    ),
    "ledger": (claims.ledger, {"chapter": "perceptron"}),
}
QUIZ = {
    "load_all": (quizzes.load_all, {"folder": str(quizzes.CHAPTERS)}),
    "load_quiz": (
        quizzes.load_quiz,
        {"path": str(quizzes.CHAPTERS / "perceptron" / "quiz.json")},
    ),
    "quiz": (stand_ins.displayed(quizzes.quiz), {"chapter": "perceptron", "part": "entry"}),
}
SLIDES = {
    "build": (
        slides.build,
        {"chapter": "perceptron", "out": Path("deck"), "pdf": False},
    ),
}
CALLS = {
    f"{module}.{name}": call
    for module, calls in (
        ("datasets", DATASETS),
        ("training", TRAININGS),
        ("estimator", ESTIMATOR),
        ("fitting", FITTING),
        ("checkpoints", CHECKPOINTS),
        ("figures", FIGURES),
        ("controls", CONTROLS),
        ("claims", CLAIMS),
        ("quiz", QUIZ),
        ("slides", SLIDES),
    )
    for name, call in calls.items()
}
