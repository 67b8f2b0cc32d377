"""The judge: is what a generator makes like the real images, of all classes, and not copied?"""

from typing import NamedTuple

import numpy as np

from course_utils.gan.classifier import DigitClassifier, as_images, classes_of, features_of
from course_utils.gan.measures import (
    class_counts,
    copies_share,
    entropy_of_classes,
    frechet_distance,
    nearer_to_train,
)
from course_utils.validation import as_matrix, as_vector, check_count, check_labels


class Report(NamedTuple):
    """What the judge found; `Judge.floor` has the same of real images, to compare with."""

    frechet: float  # distance to the training images in the classifier's features
    n_classes: int  # classes that hold a tenth of an even share of the samples, or more
    entropy: float  # 1: all classes alike, 0: one class
    copies: float  # share nearer to a training image than nearly all held-out images are
    nearer_to_train: float  # 0.5: as near to images never seen
    label_accuracy: float | None  # share of samples read as the class that was asked for


class Judge:
    """Compare samples with real images: with those of the training, and with some never seen.

    Parameters
    ----------
    classifier : DigitClassifier, trained on X
    X : array of shape (n_samples, n_pixels), in [0, 1]: what the generator learned from
    held_out : array of shape (n_held_out, n_pixels), in [0, 1]
        Real images that neither the generator nor the classifier saw; four at least.
    y_held_out : whole numbers of shape (n_held_out,), or None; for `floor.label_accuracy`

    Attributes
    ----------
    floor : Report of the held-out images
        They can't be compared with themselves: `copies` and `nearer_to_train` are of one half
        beside the other, the mean of both ways.

    References
    ----------
    Heusel et al., NeurIPS 2017 (the distance in a classifier's features; theirs was Inception).

    >>> X = np.random.default_rng(0).random((60, 4))
    >>> judge = Judge(DigitClassifier((4, 8, 2)), X[:40], X[40:])
    >>> judge.judge(X[:40]).copies, judge.judge(X[:40]).frechet < judge.floor.frechet
    (1.0, True)
    """

    def __init__(self, classifier: DigitClassifier, X, held_out, y_held_out=None):
        if not isinstance(classifier, DigitClassifier):
            came = type(classifier).__name__
            raise TypeError(f"classifier must be a DigitClassifier; got {came}.")
        self.classifier = classifier
        self.X, self.held_out = self._images(X, "X"), self._images(held_out, "held_out")
        if len(self.held_out) < 4:
            raise ValueError(f"held_out must hold 4 images at least; got {len(self.held_out)}.")
        y_held_out = self._labels(y_held_out, len(self.held_out), "y_held_out")
        self._features = features_of(classifier, self.X)
        order = np.random.default_rng(0).permutation(self.held_out)
        halves = order[::2], order[1::2]
        self.floor = self.judge(self.held_out, y_held_out)._replace(
            copies=_both_ways(copies_share, *halves, self.X),
            nearer_to_train=_both_ways(nearer_to_train, *halves, self.X),
        )

    def judge(self, samples, labels=None) -> Report:
        """Return the Report of samples (n, n_pixels) in [0, 1], two at least.

        Parameters
        ----------
        labels : whole numbers of shape (n,), the classes that were asked for, or None
        """
        samples = self._images(samples, "samples")
        labels = self._labels(labels, len(samples), "labels")
        n_classes = self.classifier.options["sizes"][-1]
        read = classes_of(self.classifier, samples)
        counts = class_counts(read, n_classes)
        return Report(
            frechet=self.frechet(samples),
            n_classes=int((counts * 10 * n_classes >= len(samples)).sum()),
            entropy=entropy_of_classes(read, n_classes),
            copies=copies_share(samples, self.X, self.held_out),
            nearer_to_train=nearer_to_train(samples, self.X, self.held_out),
            label_accuracy=None if labels is None else float((read == labels).mean()),
        )

    def frechet(self, samples, n: int | None = None) -> float:
        """Return the Fréchet distance of samples to the training images.

        Parameters
        ----------
        samples : array of shape (n_samples, n_pixels), in [0, 1]
        n : int >= 2 or None
            Deal the samples at random into lots of n, and return the mean over the lots. Few
            samples look farther away than many, so compare lots of one size:
            `judge.frechet(samples, 360)` with `judge.frechet(held_out, 360)`.
        """
        features = features_of(self.classifier, self._images(samples, "samples"))
        n = len(features) if n is None else check_count(n, "n", 2)
        if n > len(features):
            raise ValueError(f"n must be at most the number of samples, {len(features)}; got {n}.")
        order = np.random.default_rng(0).permutation(len(features))
        lots = [order[i : i + n] for i in range(0, len(order) - n + 1, n)]
        return float(np.mean([frechet_distance(features[lot], self._features) for lot in lots]))

    def _images(self, images, name) -> np.ndarray:
        as_images(self.classifier, images, name)
        return as_matrix(images, name)

    def _labels(self, labels, n, name) -> np.ndarray | None:
        if labels is None:
            return None
        labels = as_vector(labels, name, n)
        check_labels(labels, range(self.classifier.options["sizes"][-1]), name)
        return labels


def _both_ways(measure, one, other, train) -> float:
    """Return the mean of what a half is beside the other one, and the other beside it."""
    return (measure(one, train, other) + measure(other, train, one)) / 2
