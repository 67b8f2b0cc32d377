"""Errors by hand, few labels beside a loop written out, and paths."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import mean_squared_error as reference_error

from course_utils.autoencoder import (
    code_path,
    errors_per_image,
    few_label_curve,
    mean_squared_error,
    nearest_real,
    pixel_path,
    psnr,
)
from course_utils.gradient_descent import SoftmaxRegression

RNG = np.random.default_rng(0)
X, GUESS = RNG.random((5, 8)), RNG.random((5, 8))


class TestErrors:
    def test_beside_scikit_learn(self):
        expected = [reference_error(x, guess) for x, guess in zip(X, GUESS, strict=True)]
        assert errors_per_image(X, GUESS) == pytest.approx(expected)
        assert mean_squared_error(X, GUESS) == pytest.approx(np.mean(expected))
        assert isinstance(mean_squared_error(X, GUESS), float)

    @pytest.mark.parametrize("measure", [errors_per_image, mean_squared_error])
    def test_shapes_that_would_broadcast_are_refused(self, measure):
        with pytest.raises(ValueError, match=r"X and guess differ in shape: \(5, 8\) and \(1, 8\)"):
            measure(X, GUESS[:1])
        with pytest.raises(ValueError, match="guess contains NaN"):
            measure(X, X * np.nan)


class TestPsnr:
    def test_by_hand(self):
        assert psnr(X, X + 0.1) == pytest.approx(20)
        assert psnr(X, X - 1) == pytest.approx(0, abs=1e-9)
        assert psnr(X, X + 1, peak=16) == pytest.approx(20 * np.log10(16))
        assert psnr([0.0, 0.0], [0.3, 0.4]) == pytest.approx(-10 * np.log10(0.125))

    def test_equal_images_have_no_noise_at_all(self):
        assert psnr(X, X) == np.inf

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((X, X[:1]), "truth and guess differ in shape"),
            ((X, X * np.inf), "guess contains"),
            ((X * np.nan, X), "truth contains NaN"),
            ((X, GUESS, 0), "peak must be a finite number above 0"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, words):
        with np.errstate(invalid="ignore"), pytest.raises(ValueError, match=words):
            psnr(*arguments)


def clouds(n):
    """Return three classes that overlap, in shuffled order, features of unlike spread."""
    y = np.arange(n) % 3
    return RNG.normal(size=(n, 4)) * [1, 1, 5, 0.1] + y[:, None], y


class TestFewLabelCurve:
    fit, y_fit = clouds(45)
    test, y_test = clouds(60)

    def test_beside_a_loop_written_out(self):
        curve = few_label_curve(
            {"raw": (self.fit, self.test)}, self.y_fit, self.y_test, [2, 5], n_draws=3, rng=4
        )["raw"]
        rng, expected = np.random.default_rng(4), np.zeros((2, 3))
        for draw in range(3):
            order = [rng.permutation(np.flatnonzero(self.y_fit == c)) for c in range(3)]
            for i, n in enumerate([2, 5]):
                rows = np.concatenate([order[0][:n], order[1][:n], order[2][:n]])
                center = self.fit[rows].mean(axis=0)
                spread = np.sqrt(((self.fit[rows] - center) ** 2).mean())
                model = SoftmaxRegression().fit(
                    (self.fit[rows] - center) / spread, self.y_fit[rows]
                )
                expected[i, draw] = model.score((self.test - center) / spread, self.y_test)
        assert curve.tolist() == expected.tolist()
        assert expected.min() > 0.4 and len(np.unique(expected)) > 3

    def test_all_features_get_the_same_labeled_rows(self):
        def curves(counts, **options):
            pairs = {name: (self.fit, self.test) for name in "ab"}
            return few_label_curve(pairs, self.y_fit, self.y_test, counts, **options)

        usual = curves([1])
        assert usual["a"].shape == (1, 10)
        assert usual["a"].tolist() == usual["b"].tolist()
        assert curves([1], n_draws=2, rng=0)["b"].tolist() == usual["b"][:, :2].tolist()
        assert curves([1], n_draws=2, rng=1)["b"].tolist() != usual["b"][:, :2].tolist()

    def test_text_labels_and_a_feature_that_tells_nothing(self):
        names = np.array(["x", "y", "z"])
        flat = {"flat": (np.ones((45, 1)), np.ones((60, 1)))}
        curve = few_label_curve(flat, names[self.y_fit], names[self.y_test], [15], n_draws=1)
        assert curve["flat"].tolist() == [[pytest.approx(1 / 3)]]

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"n_per_class": [16]}, ValueError, r"15 row\(s\) of its rarest class, of 3 classes"),
            ({"n_per_class": [0]}, ValueError, r"n_per_class\[0\] must be at least 1"),
            ({"n_per_class": []}, ValueError, "n_per_class is empty"),
            ({"n_draws": 0}, ValueError, "n_draws must be at least 1"),
            ({"y_fit": np.zeros(45)}, ValueError, "of 1 classes"),
            ({"y_fit": np.arange(44) % 3}, ValueError, "y_fit must hold 45 values"),
            ({"y_test": np.arange(59) % 3}, ValueError, "y_test must hold 60 values"),
            ({"features": {"a": (fit[:, 0], test)}}, ValueError, r"features\['a'\] must be 2-D"),
            ({"rng": None}, TypeError, "rng must be"),
            ({"features": {}}, TypeError, r"features must be a dict, name -> \(fit, test\); got"),
            ({"features": fit}, TypeError, "features must be a dict"),
            ({"features": {"a": fit}}, TypeError, r"features\['a'\] must be a pair .*; got ndarr"),
            (
                {"features": {"a": (fit, test[:, :3])}},
                ValueError,
                r"features\['a'\] has 4 features in fit, but 3 in test",
            ),
        ],
    )
    def test_bad_arguments_are_refused(self, changes, error, words):
        usual = {"features": {"raw": (self.fit, self.test)}, "n_per_class": [1]}
        usual |= {"y_fit": self.y_fit, "y_test": self.y_test}
        with pytest.raises(error, match=words):
            few_label_curve(**usual | changes)


class TestNearestReal:
    def test_beside_scipy(self):
        images, real = RNG.normal(size=(20, 8)), RNG.normal(size=(50, 8)) + 3
        expected = cdist(images, real).min(axis=1)
        assert nearest_real(images, real) == pytest.approx(expected, rel=1e-12)

    def test_a_copy_has_distance_0(self):
        assert nearest_real(X[2:4], X).tolist() == [0.0, 0.0]

    def test_images_of_another_size_are_refused(self):
        with pytest.raises(ValueError, match="images have 8 pixels, but X has 7"):
            nearest_real(X, X[:, :7])


@pytest.mark.parametrize("path", [code_path, pixel_path])
class TestPaths:
    def test_equal_steps_with_both_ends(self, path):
        a, b = RNG.normal(size=(2, 3))
        line = path(a, b, 5)
        assert line[0].tolist() == a.tolist() and line[-1].tolist() == b.tolist()
        assert np.diff(line, axis=0) == pytest.approx(np.tile((b - a) / 4, (4, 1)))
        assert path(a, b, 2).tolist() == [a.tolist(), b.tolist()]

    def test_bad_arguments_are_refused(self, path):
        with pytest.raises(ValueError, match="n must be at least 2; got 1"):
            path([0.0], [1.0], 1)
        with pytest.raises(ValueError, match="b must hold 2 values"):
            path([0.0, 1.0], [1.0], 3)
        with pytest.raises(ValueError, match="a must be 1-D"):
            path([[0.0]], [1.0], 3)
