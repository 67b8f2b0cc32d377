"""Distances beside SciPy, entropies by hand, and copies that are copies."""

import numpy as np
import pytest
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist
from scipy.stats import entropy

from course_utils.gan import measures
from course_utils.gan.measures import (
    class_counts,
    copies_share,
    entropy_of_classes,
    frechet_1d,
    frechet_distance,
    nearer_to_train,
    nearest_distances,
)

RNG = np.random.default_rng(0)
A = RNG.normal(size=(50, 4)) @ RNG.normal(size=(4, 4))
B = RNG.normal(size=(30, 4)) @ RNG.normal(size=(4, 4)) + 0.5


class TestFrechet:
    def test_beside_the_formula_with_scipys_matrix_root(self):
        cov_a, cov_b = np.cov(A.T), np.cov(B.T)
        spread = np.trace(cov_a + cov_b - 2 * sqrtm(cov_a @ cov_b).real)
        expected = ((A.mean(axis=0) - B.mean(axis=0)) ** 2).sum() + spread
        assert frechet_distance(A, B) == pytest.approx(expected, rel=1e-9)
        assert frechet_distance(B, A) == pytest.approx(expected, rel=1e-9)
        assert isinstance(frechet_distance(A, B), float)

    def test_a_shift_and_a_stretch(self):
        assert frechet_distance(A, A + np.array([1, 0, 0, -2])) == pytest.approx(5)
        assert frechet_distance(A, 3 * A - 2 * A.mean(axis=0)) == pytest.approx(
            4 * np.trace(np.cov(A.T))
        )

    def test_never_below_0_nor_undefined_where_features_are_more_than_rows(self):
        for n in range(2, 12):
            few = RNG.normal(size=(n, 6)) * [1, 2, 0, 1e-3, 5, 1]
            assert 0 <= frechet_distance(few, few) < 1e-6
            assert frechet_distance(few, 0 * few) == pytest.approx(
                (few.mean(axis=0) ** 2).sum() + np.trace(np.cov(few.T))
            )

    def test_one_feature_is_the_distance_of_two_lists(self):
        a, b = A[:, 0], B[:, 1]
        expected = (a.mean() - b.mean()) ** 2 + (np.std(a, ddof=1) - np.std(b, ddof=1)) ** 2
        assert frechet_1d(a, b) == pytest.approx(expected, rel=1e-12)
        assert frechet_distance(a[:, None], b[:, None]) == pytest.approx(expected)
        assert frechet_1d([0, 2], [5, 5]) == pytest.approx(18) and frechet_1d(a, a) == 0

    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda: frechet_distance(A, B[:, :3]), "A has 4 features, but B has 3"),
            (lambda: frechet_distance(A[:1], B), "A must hold two samples at least"),
            (lambda: frechet_distance(A, B[:1]), "B must hold two samples at least"),
            (lambda: frechet_distance(A, B * np.nan), "B contains NaN"),
            (lambda: frechet_1d([1.0], [1.0, 2.0]), "a must hold two samples at least"),
            (lambda: frechet_1d([1.0, 2.0], [1.0]), "b must hold two samples at least"),
            (lambda: frechet_1d(A, B[0]), "a must be 1-D"),
            (lambda: frechet_1d(A[0], B), "b must be 1-D"),
        ],
    )
    def test_bad_arguments_are_refused(self, call, words):
        with pytest.raises(ValueError, match=words):
            call()


class TestEntropy:
    def test_beside_scipy(self):
        classes = RNG.integers(0, 7, 100)
        expected = entropy(np.bincount(classes), base=10)
        assert entropy_of_classes(classes) == pytest.approx(expected, rel=1e-12)
        assert class_counts(classes, 9).tolist() == [*np.bincount(classes), 0, 0]

    def test_one_class_is_0_and_all_alike_is_1(self):
        one = entropy_of_classes([3] * 20)
        assert one == 0 and np.copysign(1, one) == 1, "not -0.0"
        assert entropy_of_classes(np.arange(20) % 10) == pytest.approx(1)
        assert entropy_of_classes([0, 1], 2) == pytest.approx(1)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (([0, 10],), "classes may hold only the labels 0, 1, .*; got 10"),
            (([0, 1.5],), "classes may hold only the labels"),
            (([0, -1],), "classes may hold only the labels"),
            (([],), "classes is empty"),
            (([0], 1), "n_classes must be at least 2; got 1"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, words):
        with pytest.raises(ValueError, match=words):
            entropy_of_classes(*arguments)

    def test_a_number_of_classes_is_a_count(self):
        assert class_counts([0, 0], 1).tolist() == [2]
        with pytest.raises(ValueError, match="n_classes must be at least 1; got 0"):
            class_counts([0], 0)


class TestNearest:
    def test_beside_scipy(self):
        assert nearest_distances(A, B) == pytest.approx(cdist(A, B).min(axis=1), rel=1e-12)

    def test_an_exact_copy_is_at_distance_0(self):
        assert (nearest_distances(A + 1e4, A[::-1] + 1e4) == 0).all()

    @pytest.mark.parametrize(
        ("chunk", "n_a", "n_b", "sizes"),
        [
            (None, 3000, 1000, [1048, 1048, 904]),  # 2**20 // 1000 rows at once
            (10, 5, 4, [2, 2, 1]),
            (8, 4, 4, [2, 2]),
            (3, 2, 4, [1, 1]),
        ],
    )
    def test_no_more_distances_at_once_than_memory_allows(
        self, monkeypatch, chunk, n_a, n_b, sizes
    ):
        real, seen = measures.nearest_real, []
        monkeypatch.setattr(
            measures, "nearest_real", lambda a, b: seen.append(len(a)) or real(a, b)
        )
        if chunk:
            monkeypatch.setattr(measures, "CHUNK", chunk)
        a, b = RNG.normal(size=(n_a, 1)), RNG.normal(size=(n_b, 1))
        found = nearest_distances(a, b)
        assert seen == sizes and found[-1] == pytest.approx(np.abs(a[-1] - b).min())
        assert len(found) == n_a

    def test_unlike_features_are_refused(self):
        with pytest.raises(ValueError, match="A has 4 features, but B has 2"):
            nearest_distances(A, B[:, :2])


class TestCopies:
    train, held_out = RNG.random((80, 6)), RNG.random((200, 6))

    def test_copies_are_counted_and_new_ones_are_not(self):
        copies = self.train[:30]
        assert copies_share(copies, self.train, self.held_out) == 1
        assert copies_share(copies + 1e-3, self.train, self.held_out) == 1
        far = np.vstack([copies, self.train[:10] + 3])
        assert copies_share(far, self.train, self.held_out) == 0.75

    @pytest.mark.parametrize("quantile", [0.01, 0.2, 0.5])
    def test_its_floor_on_the_held_out_images_is_the_quantile(self, quantile):
        found = copies_share(self.held_out, self.train, self.held_out, quantile)
        assert found == pytest.approx(quantile, abs=1 / 200)

    def test_the_limit_is_the_quantile_of_the_held_out_distances(self):
        train, held_out = [[0.0]], np.arange(1.0, 102.0)[:, None]
        shares = [copies_share([[x]], train, held_out) for x in (1.99, 2.0, -1.99, -2.0)]
        assert shares == [1, 0, 1, 0], "0.01 of the way from 1 to 101 is 2; equal is not nearer"
        assert copies_share([[10.9], [11.1]], train, held_out, 0.1) == 0.5

    def test_held_out_images_from_the_training_set_are_refused(self):
        with pytest.raises(ValueError, match="held_out holds training images"):
            copies_share(self.held_out, self.train, self.train)

    @pytest.mark.parametrize("quantile", [0.0, 1.0, -0.1, 1.5, 1, True, "0.1", np.nan])
    def test_a_quantile_is_a_share(self, quantile):
        with pytest.raises(ValueError, match="quantile must be a share between 0 and 1"):
            copies_share(self.held_out, self.train, self.held_out, quantile)

    @pytest.mark.parametrize("measure", [copies_share, nearer_to_train])
    def test_unlike_images_are_refused(self, measure):
        with pytest.raises(ValueError, match="samples has 6 features, but train has 5"):
            measure(self.train, self.train[:, 1:], self.held_out)
        with pytest.raises(ValueError, match="held_out has 5 features, but train has 6"):
            measure(self.train, self.train, self.held_out[:, 1:])


class TestNearerToTrain:
    train, held_out = RNG.random((300, 5)), RNG.random((100, 5))

    def test_new_samples_have_no_preference_whatever_the_numbers(self):
        new = RNG.random((4000, 5))
        for n_train, n_held_out in ((300, 100), (100, 300), (300, 90)):
            train, held_out = RNG.random((n_train, 5)), RNG.random((n_held_out, 5))
            assert nearer_to_train(new, train, held_out) == pytest.approx(0.5, abs=0.06)

    def test_of_copies_each_finds_its_original_in_one_lot(self):
        train, held_out = self.train[:100], self.held_out
        assert nearer_to_train(train, train, held_out) == 1
        assert nearer_to_train(held_out, train, held_out) == 0
        # Three lots: an original is in one; in the two others the chance is a half.
        found = nearer_to_train(self.train, self.train, held_out)
        assert found == pytest.approx(0.5 + 0.5 / 3, abs=0.05)

    def test_beside_a_loop_written_out(self):
        samples = RNG.random((40, 5))
        train, held_out = self.train[:70], self.held_out[:30]
        rng, wins = np.random.default_rng(5), []
        train, held_out = rng.permutation(train), rng.permutation(held_out)
        for lot in (train[:30], train[30:60]):  # ten are left over
            for sample in samples:
                to_train = min(np.linalg.norm(sample - x) for x in lot)
                wins.append(to_train < min(np.linalg.norm(sample - x) for x in held_out))
        given = (samples, self.train[:70], self.held_out[:30])
        assert nearer_to_train(*given, rng=5) == pytest.approx(np.mean(wins), abs=1e-12)
        assert nearer_to_train(*given, np.random.default_rng(5)) == nearer_to_train(*given, rng=5)
        # With more held-out images than training ones: as many, drawn after the training images.
        rng = np.random.default_rng(0)
        rng.permutation(held_out)
        drawn = rng.permutation(self.train)[:30]
        nearer = cdist(samples, held_out).min(axis=1) < cdist(samples, drawn).min(axis=1)
        assert nearer_to_train(samples, held_out, self.train) == pytest.approx(nearer.mean())

    def test_a_tie_is_half_a_win(self):
        assert nearer_to_train([[5.0], [1.0]], [[0.0]], [[10.0]]) == 0.75

    def test_rng_is_a_seed_or_a_generator(self):
        with pytest.raises(TypeError, match=r"rng must be a numpy\.random\.Generator"):
            nearer_to_train(self.train, self.train, self.held_out, rng=None)
