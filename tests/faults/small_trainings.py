"""Small trainings of all chapters, for `test_interrupt_at_each_line.py`: plain data.

Each entry makes a model and the call that trains it, and says which lines may be interrupted.
"""

from __future__ import annotations

import numpy as np
import torch

from course_utils import autoencoder, compression, gan
from course_utils.backprop.model import MLPClassifier
from course_utils.gradient_descent import LogisticRegression, SoftmaxRegression
from course_utils.perceptron import AveragedPerceptron, Perceptron

N_EPOCHS = 3
_rng = np.random.default_rng(0)
X = _rng.uniform(size=(30, 4))
TWO, THREE = _rng.integers(0, 2, 30), _rng.integers(0, 3, 30)
NEW = X[:5] / 2

# Estimators with `fit`: how they are made for n epochs, what `fit` gets, and their files.
ESTIMATORS = {
    "Perceptron": (lambda n: Perceptron(n), (X, TWO), ("perceptron/", "estimator.py")),
    "AveragedPerceptron": (
        lambda n: AveragedPerceptron(n),
        (X, TWO),
        ("perceptron/", "estimator.py"),
    ),
    "LogisticRegression": (
        lambda n: LogisticRegression(n, batch_size=8),
        (X, TWO, (NEW, TWO[:5])),
        ("gradient_descent/", "fitting.py", "estimator.py"),
    ),
    "SoftmaxRegression": (
        lambda n: SoftmaxRegression(n, batch_size=8),
        (X, THREE, (NEW, THREE[:5])),
        ("gradient_descent/", "fitting.py", "estimator.py"),
    ),
    "MLPClassifier": (
        lambda n: MLPClassifier((4,), n, batch_size=16),
        (X, THREE, (NEW, THREE[:5])),
        ("backprop/", "fitting.py", "estimator.py"),
    ),
}


def _network():
    return compression.digits_network((4, 5, 3))


def _pruned():
    network, masks = compression.prune_network(_network(), 0.5)
    return network, lambda: compression.fine_tune(network, masks, X, THREE, N_EPOCHS)


def _fitted():
    network = _network()
    return network, lambda: compression.fit_network(network, X, THREE, N_EPOCHS)


def _distilled():
    network, teacher = _network(), compression.digits_network((4, 8, 3), 1)
    return network, lambda: compression.distill(network, teacher, X, THREE, N_EPOCHS)


def _classifier():
    network = gan.DigitClassifier((4, 5, 3))
    return network, lambda: gan.fit_classifier(network, X, THREE, N_EPOCHS)


def _autoencoder(folder):
    model = autoencoder.Autoencoder((4, 3, 2))
    options = {"validation": NEW, "n_epochs": N_EPOCHS, "batch_size": 16, "folder": folder}
    return model, lambda: autoencoder.fit_autoencoder(model, X, **options)


def _vae():
    model = autoencoder.VAE((4, 3, 2))
    return model, lambda: autoencoder.fit_vae(model, X, n_epochs=N_EPOCHS, batch_size=16)


def _gan():
    players = gan.GAN(gan.Generator((2, 5, 4), "linear"), gan.Discriminator((4, 5, 1)))

    def look(averaged):
        return {"spread": gan.sample(averaged, 20).std()}

    options = {"n_epochs": N_EPOCHS, "batch_size": 16, "validate": look, "validate_every": 1}
    return players, lambda: gan.train_gan(players, X, r1=0.1, gp=0.1, n_critic=2, **options)


def _documented():
    forger, detective = gan.documented_players(4)
    images = (255 * X[:8]).astype(np.uint8)
    return detective, lambda: gan.documented_training(forger, detective, images, N_EPOCHS)


# Trainings of networks: each makes a network and the call that trains it, and names its files.
# The loop's own lines are interrupted in the first, and those around it in all.
LOOP = ("training/", "fitting.py")
NETWORKS = {
    "fit_autoencoder, with files": (_autoencoder, (*LOOP, "checkpoints.py", "autoencoder/fit.py")),
    "train_gan": (_gan, ("gan/fit.py", "gan/averaging.py", "gan/losses.py")),
    "fit_vae": (_vae, ("autoencoder/",)),
    "fit_classifier": (_classifier, ("gan/",)),
    "documented_training": (_documented, ("gan/case.py",)),
    "fit_network": (_fitted, ("compression/",)),
    "fine_tune": (_pruned, ("compression/",)),
    "distill": (_distilled, ("compression/",)),
}


def weights_of(model) -> list[np.ndarray]:
    """Return what an estimator or a network has learned, copied."""
    if isinstance(model, torch.nn.Module):
        return [weight.detach().numpy().copy() for weight in model.parameters()]
    if hasattr(model, "network_"):
        return [tensor.data.copy() for tensor in model.network_.parameters()]
    names = ("weights_", "bias_", "last_weights_", "last_bias_", "n_visits_", "n_steps_")
    return [np.array(getattr(model, name)) for name in names if hasattr(model, name)]


def same(one: list, other: list) -> bool:
    """Return whether two lists of arrays are equal to the last bit."""
    return len(one) == len(other) and all(map(np.array_equal, one, other))
