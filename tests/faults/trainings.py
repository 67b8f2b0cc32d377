"""A training of each chapter, made so long that it never ends by itself, and what must hold after.

Plain data for `test_interrupt_in_a_kernel.py`: both texts run in a kernel. `begin` prints "under
way" in the middle of the training; `after` runs in the same kernel once it was interrupted.
"""

PREAMBLE = '''
import numpy as np

def watch(owner, name, calls=3):
    """Say so when `owner.name` is called for the third time: the training is under way."""
    function, count = getattr(owner, name), iter(range(1, 10**9))

    def watched(*arguments, **options):
        if next(count) == calls:
            print("under way", flush=True)
        return function(*arguments, **options)

    setattr(owner, name, watched)

from course_utils.datasets import load_digits, make_ring
X, y = load_digits("fit")
'''

TRAININGS = {
    "00 settings, one after the other": (
        """
from course_utils import start_here as sh

class Settings(list):
    def __iter__(self):
        for i, setting in enumerate(super().__iter__()):
            if i == 2:
                print("under way", flush=True)
            yield setting

known, pool = (X[:300], y[:300]), (X[300:], y[300:])
model = sh.KNearestNeighbors(3).fit(*known)
before = model.predict(pool[0])
settings = sh.make_settings(64, rng=0)
sh.right_answers(Settings(settings * 500), known, pool)
""",
        """
right = sh.right_answers(settings[:1], known, pool)
assert right.shape == (1, len(pool[0])) and right.mean() > 0.9
assert (model.predict(pool[0]) == before).all()
""",
    ),
    "01 suspects among the labels": (
        """
from course_utils import data_quality as dq
from course_utils.data_quality import labels

many = np.tile(X, (8, 1)) + np.random.default_rng(0).uniform(0, 0.01, (8 * len(X), 64))
watch(labels, "most_common")
dq.suspect_labels(many, np.tile(y, 8), n_folds=100)
""",
        """
assert (X.min(), X.max()) == (0, 1)
assert len(dq.suspect_labels(X[:200], y[:200], n_folds=2)) > 0
""",
    ),
    "02 perceptron": (
        """
from course_utils.perceptron import Perceptron

watch(Perceptron, "_finish_epoch")
model = Perceptron(n_epochs=10**8)
model.fit(X, y == 8)
""",
        """
history = model.history_
assert history["stopped"] == "interrupted"
n_epochs = len(history["updates"])
assert n_epochs == len(history["misclassified"]) >= 2
wrong = round(len(X) * (1 - model.score(X, y == 8)))
assert wrong == history["misclassified"][-1]
assert np.array_equal(Perceptron(n_epochs).fit(X, y == 8).weights_, model.weights_)
assert model.set_params(n_epochs=2).fit(X, y == 8).history_["stopped"] == "n_epochs"
""",
    ),
    "03 softmax regression": (
        """
from course_utils import gradient_descent as gd

watch(gd.SoftmaxRegression, "_finish_epoch")
model = gd.SoftmaxRegression(n_epochs=10**8)
model.fit(X, y, load_digits("validation"))
""",
        """
history = model.history_
assert history["stopped"] == "interrupted"
n_epochs = len(history["loss"])
assert n_epochs == len(history["validation_loss"]) >= 2
twin = gd.SoftmaxRegression(n_epochs).fit(X, y)
assert np.array_equal(twin.weights_, model.weights_) and twin.n_steps_ == model.n_steps_
assert model.set_params(n_epochs=2).fit(X, y).history_["stopped"] == "n_epochs"
""",
    ),
    "04 a network of our own engine": (
        """
from course_utils.backprop.model import MLPClassifier

watch(MLPClassifier, "_longer_history")
model = MLPClassifier(hidden=(64,), n_epochs=10**8)
model.fit(X, y)
""",
        """
assert model.history_["stopped"] == "interrupted"
n_epochs = len(model.history_["loss"])
twin = MLPClassifier(hidden=(64,), n_epochs=n_epochs).fit(X, y)
assert n_epochs >= 2 and np.array_equal(twin.predict_proba(X), model.predict_proba(X))
assert model.set_params(n_epochs=1).fit(X, y).history_["stopped"] == "n_epochs"
""",
    ),
    "05 autoencoder": (
        """
import tempfile
from pathlib import Path
from course_utils import autoencoder as ae
from course_utils.training import constant

model, seen = ae.Autoencoder((64, 32, 2)), []

def noise(images, generator):
    seen.append(1)
    if len(seen) == 30:
        print("under way", flush=True)
    return images

files = Path(tempfile.mkdtemp(prefix="course-interrupt-"))
flat = {"schedule": constant, "noise": noise, "generator": 3}
ae.fit_autoencoder(model, X, n_epochs=10**8, folder=files, **flat)
""",
        """
import shutil
from course_utils.checkpoints import load_networks

history = model.history_
assert history["stopped"] == "interrupted" and len(history["loss"]) >= 2
twin = ae.Autoencoder((64, 32, 2))
flat["noise"] = lambda images, generator: images
ae.fit_autoencoder(twin, X, n_epochs=len(history["loss"]), **flat)
assert np.array_equal(ae.reconstruct(twin, X), ae.reconstruct(model, X))
best = ae.Autoencoder((64, 32, 2))
load_networks(files / "best.safetensors", {"model": best})
assert sorted(path.name for path in files.iterdir()) == ["best.safetensors", "last.safetensors"]
shutil.rmtree(files)
ae.fit_autoencoder(model, X, n_epochs=1)
""",
    ),
    "06 GAN": (
        """
from course_utils import gan
from course_utils.gan import averaging

def players():
    return gan.GAN(gan.Generator((2, 8, 2), "linear"), gan.Discriminator((2, 8, 1)))

ring, pair, looks = make_ring(256, rng=0).X, players(), []

def look(averaged):
    looks.append(1)
    if len(looks) == 3:
        print("under way", flush=True)
    return {"spread": gan.sample(averaged, 50).std()}

flat = {"schedule": lambda share: 1.0, "validate_every": 1, "generator": 3}
gan.train_gan(pair, ring, n_epochs=10**8, validate=look, **flat)
""",
        """
history = pair.history_
assert history["stopped"] == "interrupted" and history["best_epoch"] >= 1
n_epochs = len(history["generator"])
twin = players()
gan.train_gan(twin, ring, n_epochs=n_epochs, validate=look, **flat)
assert n_epochs >= 2 and np.array_equal(gan.sample(twin.averaged, 9), gan.sample(pair.averaged, 9))
assert all(weight.requires_grad for weight in pair.discriminator.parameters())
assert gan.train_gan(pair, ring, n_epochs=1)["stopped"] == "n_epochs"
""",
    ),
    "07 fine-tuning": (
        """
from course_utils import compression
from course_utils.compression import prune

pruned, masks = compression.prune_network(compression.digits_network(), 0.9)
watch(prune, "apply_masks", calls=30)
compression.fine_tune(pruned, masks, X, y, n_epochs=10**8)
""",
        """
assert round(compression.sparsity_of(pruned), 2) == 0.9
assert compression.accuracy(pruned, X, y) > 0.3
assert all(weight.grad is None for weight in pruned.parameters())
assert compression.fine_tune(pruned, masks, X, y, n_epochs=1)["stopped"] == "n_epochs"
""",
    ),
    "08 two processes": (
        """
from course_utils import resources
from course_utils.compression import digits_network

network, shards = digits_network((64, 64, 10)), {"unequal": (1250, 150)}
resources.parallel_gradients(network, X[:1400], y[:1400], shards, n_timed=10**8, timeout=500)
""",
        """
import tempfile
from pathlib import Path

assert not list(Path(tempfile.gettempdir()).glob("course-workers-*"))
run = resources.parallel_gradients(network, X[:1400], y[:1400], shards, n_timed=1)
assert run.spread == 0
""",
    ),
}
