"""Spoiled values that are legal where they stand, each with its reason.

Such a call may be refused by name, or end in any result.
"""

LEGAL = {
    ("data_quality.other_unit", "numbers", "nan inside"): "NaN stands for a missing cell",
    ("data_quality.other_unit", "numbers", "None inside"): "None stands for a missing cell",
    ("data_quality.found", "log", "no rows"): "the precision of nothing is NaN, as documented",
    ("backprop.Linear", "dtype", "None"): "NumPy's word for float64",
    ("backprop.Tensor", "name", "None"): "any label will do",
    ("backprop.Tensor", "name", "a number"): "any label will do",
    ("backprop.Tensor", "name", "empty text"): "any label will do",
    ("backprop.Tensor", "name", "a list"): "any label will do",
    ("backprop.MLPClassifier", "hidden", "an array"): "get_params returns what was handed in",
    ("resources.standardize", "out", "nan inside"): "what stands there is written over",
    ("resources.standardize", "out", "inf inside"): "what stands there is written over",
    ("compression.latency_ratio", "n_pairs", "a number of NumPy"): "two runs take two times",
    ("compression.distillation_loss", "temperature", "huge"): "its square exceeds float32",
    ("compression.soften", "logits", "a number"): "the softmax of one number is 1",
    **{
        ("figures_early.draw_column", argument, what): reason
        for argument in ("values", "repaired")
        for what, reason in (
            ("nan inside", "NaN is a missing value"),
            ("None inside", "None is a missing value"),
            ("one row more", "the histograms need not be of one size"),
            ("one row less", "the histograms need not be of one size"),
        )
    },
    **{
        ("figures_early.draw_gradient_norms", "norms", f"one row {change} at 'small'"): (
            "the networks need not be of one depth"
        )
        for change in ("more", "less")
    },
    **{
        ("figures_early.draw_leakage", argument, f"one row {change}"): "each mean stands alone"
        for argument in ("honest", "leaking")
        for change in ("more", "less")
    },
    ("figures_early.draw_detectors", "names", "a text"): "its letters are three names",
    **{
        (f"figures_early.{name}", argument, what): "any names will do"
        for name, argument in (("draw_neighbors", "labels"), ("draw_detectors", "names"))
        for what in ("texts", "halves")
    },
    **{
        (f"gan.{name}", argument, f"one row {change}"): "the sets need not be of one size"
        for name, pair in (("frechet_distance", "AB"), ("nearer_to_train", ("train", "held_out")))
        for argument in pair
        for change in ("more", "less")
    },
    **{
        (name, argument, f"{what} inside"): "NaN passes on to the training loop, which tells"
        for name, arguments in (
            ("compression.distillation_loss", ("student_logits", "teacher_logits")),
            ("gan.r1_penalty", ("real",)),
            ("gan.gradient_penalty", ("real", "fake")),
        )
        for argument in arguments
        for what in ("nan", "inf")
    },
    **{
        (f"shared.{name}", argument, f"{what} at {key!r}"): "JSON can hold it"
        for name, argument, key in (
            ("checkpoints.save_networks", "about", "n_epochs"),
            ("checkpoints.write_checkpoint", "about", "n_epochs"),
            ("training.Training", "config", "k"),
        )
        for what in ("None", "a text", "a dict", "half")
    },
    **{
        ("shared.checkpoints.write_checkpoint", "about", what): "JSON can hold it"
        for what in ("None", "a number", "a text", "a list")
    },
    **{
        ("shared.checkpoints.write_checkpoint", "tensors", f"{what} at 'line.weight'"): (
            "a file keeps what it is given"
        )
        for what in ("nan inside", "inf inside", "empty")
    },
    **{
        (f"shared.{name}", argument, "a text"): "the path of a file or folder"
        for name, argument in (
            ("checkpoints.load_networks", "source"),
            ("checkpoints.read_checkpoint", "source"),
            ("checkpoints.save_networks", "path"),
            ("checkpoints.write_checkpoint", "path"),
            ("slides.build", "out"),
        )
    },
    **{
        ("shared.claims.examine", "evidence", f"{what} at 'weights'"): "shown as it was computed"
        for what in ("a text", "texts", "nan inside", "inf inside", "empty", "ragged")
    },
    **{
        ("shared.estimator.Classifier.get_params", "deep", what): "it changes nothing"
        for what in ("a text", "two", "None", "a list")
    },
    **{
        ("shared.figures.draw_montage", "labels", what): "any labels will do"
        for what in ("a text", "texts", "complex", "halves", "nan inside", "inf inside")
    },
    ("shared.figures.draw_montage", "labels", "None inside"): "any labels will do",
    **{
        (f"shared.figures.{name}", "images", f"{what} inside"): "such a pixel stays empty"
        for name in ("draw_montage", "montage")
        for what in ("nan", "None")
    },
    ("shared.figures.figure_html", "caption", "empty text"): "it may be empty",
    ("shared.figures.show", "caption", "empty text"): "it may be empty",
    ("shared.training.Training.run", "name", "empty text"): "what the progress bar says",
    **{
        (f"figures_late.{name}", argument, f"one row {change}{where}"): "any number will do"
        for name, argument, where in (
            ("compression.draw_pruning_curves", "table", " at 0.5 at 'at once'"),
            ("gan.draw_ablation", "table", " at 'plain'"),
            ("gan.draw_frechet_1d", "a", ""),
            ("gan.draw_frechet_1d", "b", ""),
            ("gan.draw_pixel_ranges", "fake", ""),
            ("gan.draw_pixel_ranges", "real", ""),
            ("gan.draw_ring", "samples", ""),
            ("gan.draw_ring_row", "snapshots", " at 'epoch 1'"),
        )
        for change in ("more", "less")
    },
    **{
        (f"figures_late.{name}", argument, "empty text"): "it may be empty"
        for name, argument in (
            ("autoencoder.draw_output_ranges", "name"),
            ("gan.draw_ablation", "label"),
            ("resources.draw_gantt", "unit"),
        )
    },
    ("figures_late.compression.draw_weights", "masks", "None at 'first'"): "without a mask",
    ("figures_late.resources.draw_memory", "sizes", "half at 'copy'"): "a mean may have halves",
    **{
        ("shared.training.constant", "share", what): "it is not looked at"
        for what in ("None", "a text", "complex", "nan", "a dict", "infinite")
    },
    **{
        ("shared.training.saved_bytes", "batch", what): "only the size of what is kept counts"
        for what in ("nan inside", "inf inside", "empty")
    },
}
# Calls that start processes, or wait: their own tests give them bad input.
NOT_HERE = {"resources.parallel_gradients"}
