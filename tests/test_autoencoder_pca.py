"""PCA beside scikit-learn's, the angles beside SciPy's, and a decoder's span beside differences."""

import numpy as np
import pytest
import torch
from scipy.linalg import subspace_angles
from sklearn.decomposition import PCA as Reference

from course_utils.autoencoder import (
    PCA,
    Autoencoder,
    images_of,
    linear_span,
    pca_baseline,
    principal_angles,
)

RNG = np.random.default_rng(0)
X = RNG.normal(size=(30, 6)) @ RNG.normal(size=(6, 6)) + 5
NEW = RNG.normal(size=(4, 6))


class TestPcaBaseline:
    @pytest.mark.parametrize("n_components", [1, 3, 6])
    def test_beside_scikit_learn(self, n_components):
        ours, reference = pca_baseline(X, n_components), Reference(n_components).fit(X)
        assert ours.mean == pytest.approx(reference.mean_)
        assert ours.variances == pytest.approx(reference.explained_variance_)
        signs = np.sign((ours.axes * reference.components_).sum(axis=1))
        assert ours.axes == pytest.approx(reference.components_ * signs[:, None])
        assert ours.encode(NEW) == pytest.approx(reference.transform(NEW) * signs)
        expected = reference.inverse_transform(reference.transform(NEW))
        assert ours.reconstruct(NEW) == pytest.approx(expected)
        assert ours.decode(ours.encode(NEW)) == pytest.approx(expected)

    def test_the_largest_entry_of_each_axis_is_positive(self):
        for data in (X, -X):
            axes = pca_baseline(data, 6).axes
            assert (axes.max(axis=1) == np.abs(axes).max(axis=1)).all()

    def test_fewer_samples_than_pixels(self):
        assert pca_baseline(X[:3], 3).reconstruct(X[:3]) == pytest.approx(X[:3])
        assert pca_baseline(X[:2], 2).variances[0] == pytest.approx(np.sum((X[0] - X[1]) ** 2) / 2)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((X[:1], 1), r"1 component\(s\) of 1 sample\(s\)"),
            ((X, 7), r"7 component\(s\) of 30 sample\(s\) with 6 features"),
            ((X[:4], 5), r"5 component\(s\) of 4 sample\(s\)"),
            ((X, 0), "n_components must be at least 1"),
            ((X[0], 1), "X must be 2-D"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, words):
        with pytest.raises(ValueError, match=words):
            pca_baseline(*arguments)

    def test_rows_of_another_length_are_refused(self):
        pca = pca_baseline(X, 2)
        assert isinstance(pca, PCA)
        with pytest.raises(ValueError, match=r"X must have shape \(n, 6\); got \(30, 5\)"):
            pca.encode(X[:, :5])
        with pytest.raises(ValueError, match=r"codes must have shape \(n, 2\); got \(4, 6\)"):
            pca.decode(NEW)


class TestPrincipalAngles:
    @pytest.mark.parametrize(("k", "m"), [(1, 1), (2, 2), (3, 3), (1, 3), (3, 2), (5, 3)])
    def test_beside_scipy(self, k, m):
        A, B = RNG.normal(size=(k, 6)), RNG.normal(size=(m, 6))
        expected = np.degrees(subspace_angles(A.T, B.T))
        assert principal_angles(A, B) == pytest.approx(expected, abs=1e-5)
        assert principal_angles(B, A) == pytest.approx(expected, abs=1e-5)

    @pytest.mark.parametrize("degrees", [0, 1e-6, 1e-3, 30, 89.999999, 90])
    def test_small_and_large_angles_are_exact(self, degrees):
        turn = np.radians(degrees)
        A, B = [[1, 0, 0, 0]], [[np.cos(turn), np.sin(turn), 0, 0]]
        assert principal_angles(A, B) == pytest.approx([degrees], rel=1e-9, abs=1e-12)

    def test_two_angles_at_once_largest_first(self):
        A = np.eye(4)[:2]
        B = [[np.cos(0.1), 0, np.sin(0.1), 0], [0, np.cos(1.2), 0, np.sin(1.2)]]
        assert principal_angles(A, B) == pytest.approx(np.degrees([1.2, 0.1]))

    def test_only_the_span_counts(self):
        A = RNG.normal(size=(2, 6))
        mixed = np.array([[2.0, 1.0], [-3.0, 0.5]]) @ A
        assert principal_angles(A, mixed) == pytest.approx([0, 0], abs=1e-10)
        assert principal_angles(A, [mixed[0]]) == pytest.approx([0], abs=1e-10)

    @pytest.mark.parametrize(
        ("A", "B", "words"),
        [
            ([[1, 0]], [[1, 0, 0]], r"B must have shape \(n, 2\); got \(1, 3\)"),
            ([[1, 0], [2, 0]], [[1, 0]], "rows of A are not independent"),
            ([[1, 0]], [[0, 0]], "rows of B are not independent"),
            ([1, 0], [[0, 0]], "A must be 2-D"),
        ],
    )
    def test_bad_arguments_are_refused(self, A, B, words):
        with pytest.raises(ValueError, match=words):
            principal_angles(A, B)


class TestLinearSpan:
    @pytest.mark.parametrize("tied", [False, True])
    def test_rows_are_the_slopes_of_the_decoder(self, tied):
        model = Autoencoder((6, 4, 3), "none", tied=tied, dtype=torch.float64)
        with torch.no_grad():
            model.decoder[0].bias += 1.0
            model.decoder[1].bias += 2.0
        span, code = linear_span(model), np.array([[0.5, -1.0, 2.0]])
        assert span.shape == (3, 6)
        for i in range(3):
            nudged = code + 0.25 * np.eye(3)[i]
            slope = (images_of(model, nudged) - images_of(model, code)) / 0.25
            assert span[i] == pytest.approx(slope[0], rel=1e-9)

    def test_without_hidden_layers_no_activation_is_ever_used(self):
        model = Autoencoder((6, 3), "tanh")
        expected = model.decoder[0].weight.detach().numpy().T
        assert linear_span(model) == pytest.approx(expected, abs=1e-6)

    @pytest.mark.parametrize(
        "options",
        [{"activation": "tanh"}, {"activation": "none", "output": "sigmoid"}],
    )
    def test_a_network_that_is_not_linear_is_refused(self, options):
        with pytest.raises(ValueError, match="model is not linear: build it with activation="):
            linear_span(Autoencoder((6, 4, 3), **options))
        with pytest.raises(ValueError, match="model is not linear"):
            linear_span(Autoencoder((6, 3), output="sigmoid"))
        with pytest.raises(TypeError, match="model must be an Autoencoder; got Linear"):
            linear_span(torch.nn.Linear(6, 3))
