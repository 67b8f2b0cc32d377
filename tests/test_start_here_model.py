"""Nearest neighbors, the choice of k, and what tuning on the test samples does to a report."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.neighbors import KNeighborsClassifier
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator

from course_utils.datasets import load_digits, make_blobs
from course_utils.start_here import (
    KS,
    N_TRAIN,
    WITH_A_LOOP,
    KNearestNeighbors,
    Setting,
    accuracies,
    accuracy,
    choose_k,
    in_the_plane,
    make_settings,
    most_common,
    right_answers,
    spread_rows,
    tune_twice,
)

LINE = np.array([[0.0], [1.0], [5.0], [6.0], [7.0]]), np.array([3, 3, 8, 8, 8])


class TestNeighbors:
    def test_the_nearest_come_first_and_ties_by_row(self):
        X = np.array([[2.0, 0.0], [0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 3.0]])
        model = KNearestNeighbors(k=5).fit(X, [0, 0, 1, 1, 1])
        assert model.neighbors([[0.0, 0.0]]).tolist() == [[1, 2, 3, 0, 4]]
        assert model.set_params(k=2).neighbors([[0, 0], [0, 9]]).tolist() == [[1, 2], [4, 3]]

    def test_distances_are_euclidean(self):
        model = KNearestNeighbors().fit([[3.0, 0.0], [2.0, 2.0]], ["straight", "slanting"])
        assert model.predict([[0.0, 0.0]]).tolist() == ["slanting"]

    def test_large_numbers_keep_the_small_differences(self):
        far = 1e9 + np.array([[0.0], [1.0], [2.0]])
        model = KNearestNeighbors().fit(far, [1, 2, 3])
        assert model.predict(far + 0.25).tolist() == [1, 2, 3]

    @pytest.mark.parametrize("seed", range(3))
    def test_many_features_far_from_zero_are_not_lost_to_rounding(self, seed):
        rng = np.random.default_rng(seed)
        X, new = 1e7 + rng.normal(size=(200, 64)), 1e7 + rng.normal(size=(30, 64))
        order = ((new[:, None] - X) ** 2).sum(axis=2).argsort(axis=1, kind="stable")
        model = KNearestNeighbors(3).fit(X, np.arange(200))
        assert model.neighbors(new).tolist() == order[:, :3].tolist()

    @pytest.mark.parametrize("offset", [0.0, 1000.1, 1e9])
    @pytest.mark.parametrize("k", [1, 4, 60])
    def test_many_samples_at_once_give_what_each_gives_alone(self, k, offset):
        rng = np.random.default_rng(k)
        X = offset + rng.integers(0, 4, (60, 3)) / 10  # many ties, and no exact binary fractions
        new = offset + rng.integers(0, 4, (150, 3)) / 10
        found = KNearestNeighbors(k).fit(X, np.arange(60) % 2).neighbors(new)
        for x, nearest in zip(new, found, strict=True):
            distances = ((X - x) ** 2).sum(axis=1)
            assert nearest.tolist() == sorted(range(60), key=lambda i: (distances[i], i))[:k]

    @pytest.mark.parametrize("k", [1, 2, 5])
    def test_without_ties_no_row_is_measured_in_vain(self, k):
        rng = np.random.default_rng(0)
        X, new = rng.normal(size=(300, 8)), rng.normal(size=(130, 8))
        model = KNearestNeighbors(k).fit(X, np.arange(300) % 2)
        lists = list(model._shortlists(new))
        assert np.array_equal([x for x, _ in lists], new)
        assert [len(rows) for _, rows in lists] == [k] * 130

    def test_a_far_outlier_costs_time_and_changes_no_answer(self):
        X, new = np.array([[0.0], [1.0], [1e100]]), [[0.4], [0.6], [9e99]]
        assert KNearestNeighbors().fit(X, [0, 1, 2]).predict(new).tolist() == [0, 1, 2]

    def test_distances_beyond_all_numbers_are_refused(self):
        model = KNearestNeighbors().fit([[1e200], [-1e200]], [0, 1])
        with pytest.raises(FloatingPointError, match="overflow"):
            model.predict([[5e199]])
        model = KNearestNeighbors().fit([[9e153], [0.0]], [0, 1])  # its square is a number
        with pytest.raises(FloatingPointError, match="overflow"):
            model.predict([[-9e153]])

    @pytest.mark.parametrize("k", [1, 2, 3, 4, 7, 12])
    def test_answers_are_those_of_sorting_all_distances(self, k):
        X, y = make_blobs(40, rng=0, centers=[(0, 0), (1, 1), (0, 1)], spread=1.0)
        new = make_blobs(30, rng=1, spread=1.5).X
        model = KNearestNeighbors(k).fit(X, y)
        for x, answer, shares in zip(
            new, model.predict(new), model.predict_proba(new), strict=True
        ):
            ranked = sorted(range(40), key=lambda i: (np.linalg.norm(X[i] - x), i))[:k]
            votes = [int((y[ranked] == label).sum()) for label in range(3)]
            assert answer == votes.index(max(votes))
            assert shares.tolist() == [n / k for n in votes]

    @pytest.mark.parametrize("k", [1, 3, 5, 9])
    def test_digits_are_answered_as_by_scikit_learn(self, k):
        train, new = load_digits("train"), load_digits("validation")
        peer = KNeighborsClassifier(k, algorithm="kd_tree").fit(*train).predict(new.X)
        assert KNearestNeighbors(k).fit(*train).predict(new.X).tolist() == peer.tolist()


class TestVotes:
    def test_the_smallest_label_wins_a_tie(self):
        assert most_common([9, 4, 4, 9, 1]) == 4
        assert most_common(["b", "a"]) == "a"
        model = KNearestNeighbors(k=2).fit([[0], [1]], [8, 3])
        assert model.predict([[0], [1]]).tolist() == [3, 3]

    def test_all_vote_if_k_is_all(self):
        model = KNearestNeighbors(k=5).fit(*LINE)
        assert model.predict([[-9.0]]).tolist() == [8]
        assert model.predict_proba([[-9.0]]).tolist() == [[0.4, 0.6]]

    def test_one_neighbor_knows_every_training_row(self):
        X, y = load_digits("train")
        assert KNearestNeighbors().fit(X, y).score(X, y) == 1.0


class TestContract:
    @pytest.mark.filterwarnings("ignore:Estimator KNearest.* does not inherit:UserWarning")
    @pytest.mark.parametrize("k", [1, 3])
    def test_scikit_learns_own_checks_all_pass(self, k):
        results = check_estimator(KNearestNeighbors(k), on_skip=None, on_fail=None)
        failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
        assert failed == {}
        skipped = {r["check_name"] for r in results if r["status"] == "skipped"}
        assert skipped <= {"check_classifier_data_not_an_array", "check_array_api_input"}
        assert sum(r["status"] == "passed" for r in results) >= 45

    def test_it_needs_numpy_alone(self):
        heavy = ("sklearn", "scipy", "pandas", "matplotlib", "torch", "IPython", "ipywidgets")
        code = f"""
import sys
from course_utils.start_here import KNearestNeighbors
KNearestNeighbors().fit([[0.0], [1.0]], [0, 1]).predict([[2.0]])
print([name for name in {heavy} if name in sys.modules])
"""
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert run.stdout.strip() == "[]", run.stderr

    def test_it_is_a_classifier_that_can_be_cloned(self):
        model = KNearestNeighbors(k=7)
        assert get_tags(model).estimator_type == "classifier"
        assert clone(model).get_params() == {"k": 7}
        assert repr(model) == "KNearestNeighbors(k=7)"

    def test_what_was_learned_is_a_copy(self):
        X, y = LINE[0].copy(), LINE[1].copy()
        model = KNearestNeighbors().fit(X, y)
        X[:], y[:] = 99.0, 3
        assert model.predict([[7.0]]).tolist() == [8]

    @pytest.mark.parametrize("k", [0, -1, 6])
    def test_a_k_that_cannot_vote_is_refused(self, k):
        with pytest.raises(ValueError, match="k must be at"):
            KNearestNeighbors(k).fit(*LINE)

    @pytest.mark.parametrize("k", [0, 6])
    def test_a_k_that_is_set_later_is_checked_too(self, k):
        model = KNearestNeighbors(5).fit(*LINE).set_params(k=k)
        for answer in (model.predict, model.predict_proba, model.neighbors):
            with pytest.raises(ValueError, match="k must be at"):
                answer([[1.0]])

    @pytest.mark.parametrize("k", [1.0, "3", True, None])
    def test_a_k_that_is_no_count_is_refused(self, k):
        with pytest.raises(TypeError, match="k must be a whole number"):
            KNearestNeighbors(k).fit(*LINE)

    def test_a_model_that_is_not_fitted_says_so(self):
        for method in ("predict", "predict_proba", "neighbors"):
            with pytest.raises(NotFittedError, match="not fitted"):
                getattr(KNearestNeighbors(), method)([[1.0]])


class TestAccuracy:
    def test_it_is_the_share_of_equal_labels(self):
        assert accuracy([1, 2, 3, 4, 5], [1, 2, 3, 5, 4]) == 0.6
        assert accuracy(["a"], ["a"]) == 1.0
        assert type(accuracy(np.array([1]), np.array([2]))) is float

    @pytest.mark.parametrize(
        ("y", "predicted", "words"),
        [
            ([1, 2], [1], "one length; got 2 and 1"),
            ([1, 2], [1, 2, 2], "one length; got 2 and 3"),
            ([], [], "y must be 1-D"),
            ([[1], [2]], [1, 2], r"y must be 1-D.*\(2, 1\)"),
            ([1, 2], [[1, 2]], r"predicted must be 1-D.*\(1, 2\)"),
            ([1], 1, "predicted must be 1-D"),
        ],
    )
    def test_what_cannot_be_compared_is_refused(self, y, predicted, words):
        with pytest.raises(ValueError, match=words):
            accuracy(y, predicted)


class TestChoosing:
    def test_each_accuracy_is_that_of_a_model_of_its_own(self):
        train, validation = load_digits("validation"), load_digits("test")
        ks = [7, 1, 2, 40]
        found = accuracies(ks, train, validation)
        for k, on_train, on_validation in zip(ks, *found.values(), strict=True):
            model = KNearestNeighbors(k).fit(*train)
            assert on_train == model.score(*train)
            assert on_validation == model.score(*validation)
        assert list(found) == ["train", "validation"]

    def test_the_smallest_of_several_best_wins_in_any_order(self):
        # 1: the nearest of 2.2 is wrong. 3 and 5: right.
        train = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]]), np.array([0, 0, 1, 0, 0])
        judged = np.array([[2.2], [0.1]]), np.array([0, 0])
        for ks in itertools.permutations([5, 1, 3]):
            assert choose_k(ks, train, judged) == (3, 1.0)
        assert choose_k([1], train, judged) == (1, 0.5)

    @pytest.mark.parametrize("ks", [[], [0], [1, 6]])
    def test_other_ks_are_refused(self, ks):
        for choose in (choose_k, accuracies):
            with pytest.raises(ValueError, match="k"):
                choose(ks, LINE, LINE)


class TestPlane:
    def test_ink_is_measured_where_it_is(self):
        image = np.zeros((3, 8, 8))
        image[0, 0, 0] = image[0, 7, 4] = 2.0  # upper left; middle columns
        image[1, 3, 3] = 5.0  # both
        image[2, 7, 7], image[2, 0, 2] = 3.0, 1.0
        points, has_loop = in_the_plane(image.reshape(3, 64), [6, 7, 9])
        assert points.tolist() == [[50, 50], [100, 100], [0, 25]]
        assert has_loop.tolist() == [1, 0, 1]

    def test_loops_are_those_of_four_digits(self):
        _, has_loop = in_the_plane(np.ones((10, 64)), range(10))
        assert np.flatnonzero(has_loop).tolist() == list(WITH_A_LOOP) == [0, 6, 8, 9]

    def test_no_two_training_images_are_in_one_place_but_with_one_answer(self):
        X, has_loop = in_the_plane(*load_digits("train"))
        assert KNearestNeighbors().fit(X, has_loop).score(X, has_loop) == 1.0

    def test_rows_are_spread_evenly(self):
        assert spread_rows(1077, 1077).tolist() == list(range(1077))
        for n in N_TRAIN:
            rows = spread_rows(1077, n)
            assert len(set(rows)) == n and (rows[0], rows[-1]) == (0, 1076)
            assert np.ptp(np.diff(rows)) <= 1

    def test_what_is_no_digit_is_refused(self):
        with pytest.raises(ValueError, match="64 pixels for each digit; got 63"):
            in_the_plane(np.ones((2, 63)), [1, 2])
        with pytest.raises(ValueError, match="row 1 has none"):
            in_the_plane(np.vstack([np.full(64, 0.01), np.zeros(64)]), [1, 2])
        with pytest.raises(ValueError, match="row 0 has none"):
            in_the_plane(np.full((1, 64), -1.0), [1])
        with pytest.raises(ValueError, match="y must hold 2 values"):
            in_the_plane(np.ones((2, 64)), [1])
        with pytest.raises(ValueError, match="at most n_rows; got 5 of 4"):
            spread_rows(4, 5)
        with pytest.raises(ValueError, match="n must be at least 2; got 1"):
            spread_rows(4, 1)

    def test_the_list_of_k_is_odd_and_fits_the_smallest_training_set(self):
        assert all(k % 2 for k in KS)
        assert (min(KS), max(KS), len(KS)) == (1, 99, 50) and max(KS) < min(N_TRAIN)


class TestSettings:
    def test_all_combinations_are_tried(self):
        settings = make_settings(64, ks=[1, 4], powers=[1, 2, 3], n_subsets=2, rng=5)
        assert len(settings) == len(make_settings(64, rng=0)) // 60 * 18
        assert {(s.k, s.power) for s in settings} == set(itertools.product([1, 4], [1, 2, 3]))
        halves = {tuple(s.features.tolist()) for s in settings}
        assert sorted(map(len, halves)) == [32, 32, 64]
        assert all(list(half) == sorted(set(half)) for half in halves)

    def test_a_seed_repeats_the_halves(self):
        with pytest.raises(ValueError, match="n_subsets must be at least 0; got -1"):
            make_settings(9, n_subsets=-1, rng=0)
        with pytest.raises(ValueError, match="n_features must be at least 2; got 1"):
            make_settings(1, rng=0)
        one, again, other = (make_settings(9, n_subsets=1, rng=seed) for seed in (1, 1, 2))
        assert one[-1].features.tolist() == again[-1].features.tolist()
        assert one[-1].features.tolist() != other[-1].features.tolist()

    def test_right_answers_are_those_of_scikit_learn(self):
        train, pool = load_digits("validation"), load_digits("test")
        halves = make_settings(64, ks=[1, 5], powers=[1, 2, 3], n_subsets=1, rng=0)
        right = right_answers(halves, train, pool)
        assert right.shape == (12, 360) and right.dtype == bool
        for (k, power, features), row in zip(halves, right, strict=True):
            peer = KNeighborsClassifier(k, p=power, algorithm="kd_tree")
            peer.fit(train.X[:, features], train.y)
            assert row.mean() == pytest.approx(
                (peer.predict(pool.X[:, features]) == pool.y).mean(), abs=0.006
            )  # two images: of equal distances anyone may take any

    def test_a_k_beyond_the_training_rows_is_refused(self):
        assert right_answers([Setting(5, 2, [0])], LINE, LINE).tolist() == [
            [False] * 2 + [True] * 3
        ]
        with pytest.raises(ValueError, match=r"k must be at most .* got 6 of 5"):
            right_answers([Setting(6, 2, [0])], LINE, LINE)

    def test_distances_beyond_all_numbers_are_refused(self):
        far = [[1e200], [-1e200]], [0, 1]
        with pytest.raises(FloatingPointError, match="overflow"):
            right_answers([Setting(1, 2, [0])], far, far)

    def test_lengths_must_fit(self):
        with pytest.raises(ValueError, match="y of train must hold 5 values"):
            right_answers([Setting(1, 2, [0])], (LINE[0], [1]), LINE)
        with pytest.raises(ValueError, match="y of pool must hold 5 values"):
            right_answers([Setting(1, 2, [0])], LINE, (LINE[0], [1]))


@pytest.fixture(scope="module")
def right():
    X, y = load_digits("fit")
    settings = make_settings(64, rng=0)
    return right_answers(settings, (X[:100], y[:100]), (X[100:600], y[100:600]))


class TestTuning:
    def test_each_report_is_what_its_draw_says(self):
        right = np.random.default_rng(0).random((5, 30)) < 0.6
        on_test, on_validation = tune_twice(right, n_samples=4, n_draws=20, rng=7)
        rng = np.random.default_rng(7)
        for draw in range(20):
            order = rng.permutation(30)
            validation, test, fresh = order[:4], order[4:8], order[8:]
            for part, reports in ((test, on_test), (validation, on_validation)):
                shares = [right[i, part].mean() for i in range(5)]
                best = shares.index(max(shares))
                assert reports.claimed[draw] == right[best, test].mean()
                assert reports.fresh[draw] == right[best, fresh].mean()

    def test_the_winner_on_test_claims_at_least_as_much_in_every_draw(self, right):
        on_test, on_validation = tune_twice(right, n_draws=300, rng=0)
        assert (on_test.claimed >= on_validation.claimed).all()

    @pytest.mark.parametrize("seed", range(4))
    def test_tuning_on_test_is_optimistic_and_on_validation_is_not(self, right, seed):
        on_test, on_validation = tune_twice(right, n_draws=2000, rng=seed)
        assert (on_test.claimed - on_test.fresh).mean() > 0.02
        assert abs((on_validation.claimed - on_validation.fresh).mean()) < 0.005
        assert abs(on_test.fresh.mean() - on_validation.fresh.mean()) < 0.01

    def test_who_has_nothing_to_choose_cannot_be_optimistic(self, right):
        on_test, on_validation = tune_twice(right[:1], n_draws=2000, rng=0)
        assert on_test.claimed.tolist() == on_validation.claimed.tolist()
        assert abs((on_test.claimed - on_test.fresh).mean()) < 0.005

    def test_more_settings_and_fewer_samples_make_it_worse(self, right):
        def gap(right, **options):
            on_test, _ = tune_twice(right, rng=1, **options)
            return (on_test.claimed - on_test.fresh).mean()

        assert gap(right[:1]) < gap(right[:6]) < gap(right)
        assert gap(right, n_samples=160) < gap(right, n_samples=40) < gap(right, n_samples=10)

    def test_forty_samples_and_two_thousand_draws_are_the_rule(self, right):
        as_told = tune_twice(right[:3], n_samples=40, n_draws=2000, rng=3)
        for ours, told in zip(tune_twice(right[:3], rng=3), as_told, strict=True):
            assert ours.claimed.tolist() == told.claimed.tolist()

    def test_a_draw_must_leave_fresh_samples(self):
        with pytest.raises(ValueError, match="2 × 5 of 10 leave none"):
            tune_twice(np.eye(10), n_samples=5, rng=0)
        assert tune_twice(np.eye(11), n_samples=5, n_draws=1, rng=0)[0].fresh.shape == (1,)
