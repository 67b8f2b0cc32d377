"""The test errors of the stored trainings, which the explorer of the bottleneck shows."""

from course_utils.autoencoder import size_curve_of
from course_utils.datasets import load_run


def stored_errors() -> tuple[dict[int, float], dict[int, float]]:
    """Return size of the code -> test error: of the autoencoder that is shown, and of PCA.

    >>> ours, pca = stored_errors()
    >>> ours[2] < pca[2]
    True
    """
    sizes, (shown, *_), pca = size_curve_of(load_run("autoencoder_sizes.csv"))
    return tuple(dict(zip(sizes.tolist(), errors.tolist(), strict=True)) for errors in (shown, pca))
