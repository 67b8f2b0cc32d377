"""There and back with PCA."""

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

PCA = "autoencoder.pca_reconstruct"


@right(PCA)
def pca_reconstruct(train, X, n_components):
    """Take away, one by one, what lies along the directions that were not kept."""
    mean = np.mean(train, axis=0)
    values, vectors = np.linalg.eigh(np.cov(train, rowvar=False))
    lost = vectors[:, np.argsort(values)[: len(values) - n_components]]
    rest = X - mean
    return X - rest @ lost @ lost.T


def written_as(
    mean="train.mean(axis=0)",
    fitted="train - mean",
    svd="np.linalg.svd(centered, full_matrices=False)",
    axes="Vt[:n_components]",
    codes="(X - mean) @ axes.T",
    back="codes @ axes + mean",
):
    """Return the usual code with other words in some places."""
    code = f"""
def pca_reconstruct(train, X, n_components):
    mean = {mean}
    centered = {fitted}
    U, S, Vt = {svd}
    axes = {axes}
    codes = {codes}
    return {back}
"""
    return made_of(code, "pca_reconstruct", {"np": np})


for named, words in [
    ("M610", {"codes": "(X - X.mean(axis=0)) @ axes.T"}),
    ("M610", {"back": "codes @ axes + X.mean(axis=0)"}),
    ("M610", {"codes": "(X - X.mean(0)) @ axes.T", "back": "codes @ axes + X.mean(0)"}),
    ("M676", {"mean": "X.mean(axis=0)", "fitted": "X - mean"}),
    (
        "D5",
        {
            "mean": "np.concatenate([X, train]).mean(axis=0)",
            "fitted": "np.concatenate([X, train]) - mean",
        },
    ),
    ("M677", {"codes": "centered @ axes.T"}),
    ("M677", {"back": "U[:, :n_components] * S[:n_components] @ axes + mean"}),
    ("M678", {"mean": "0"}),
    ("M679", {"back": "codes @ axes"}),
    ("M680", {"codes": "X @ axes.T"}),
    ("M680", {"codes": "X @ axes.T", "back": "codes @ axes"}),
    ("M681", {"fitted": "train"}),
    ("M681", {"fitted": "train", "back": "codes @ axes"}),
    ("M611", {"mean": "train.mean()"}),
    (
        "M612",
        {
            "fitted": "train - train.mean(axis=1, keepdims=True)",
            "codes": "(X - X.mean(axis=1, keepdims=True)) @ axes.T",
            "back": "codes @ axes + X.mean(axis=1, keepdims=True)",
        },
    ),
    (
        "M682",
        {
            "fitted": "(train - mean) / train.std(axis=0)",
            "codes": "(X - mean) / train.std(axis=0) @ axes.T",
            "back": "codes @ axes * train.std(axis=0) + mean",
        },
    ),
    ("M683", {"axes": "Vt[:, :n_components].T"}),
    ("M684", {"axes": "U[:n_components]"}),
    ("M97", {"axes": "U[:, :n_components].T"}),
    ("M97", {"mean": "train.mean(axis=1)"}),
    ("M97", {"codes": "(X - mean) @ axes"}),
    ("M685", {"axes": "Vt[-n_components:]"}),
    ("M685", {"axes": "Vt[::-1][:n_components]"}),
    ("M686", {"axes": "Vt"}),
    ("M687", {"back": "codes"}),
    (None, {"axes": "Vt[: n_components + 1]"}),
    (None, {"axes": "Vt[n_components:]"}),
    (None, {"axes": "Vt[:n_components] * S[:n_components, None]"}),
    (None, {"mean": "np.median(train, axis=0)"}),
    (None, {"back": "codes @ axes - mean"}),
]:
    wrong(PCA, named)(written_as(**words))


@wrong(PCA, "M685")
def first_of_eigh(train, X, n_components):
    mean = train.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(train.T))
    axes = vectors[:, :n_components]
    return (X - mean) @ axes @ axes.T + mean
