"""The dial: a map of answers, two accuracies, and two tasks that can be read off."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.classroom.figures import to_png
from course_utils.datasets import load_digits
from course_utils.start_here import KS, N_TRAIN, KNearestNeighbors, in_the_plane, spread_rows
from course_utils.start_here.exercises import EXERCISES
from course_utils.start_here.exercises.k_of_best_validation import k_of_best_validation
from course_utils.start_here.exercises.k_of_perfect_training import k_of_perfect_training
from course_utils.start_here.explorers import k_dial
from course_utils.start_here.explorers.dial import DETAIL, LIMITS, NAMES, count_pieces

PIECES = {
    "is nowhere": [0],
    "is in one piece": [1],
    "is in a few pieces": range(2, 6),
    "falls into many pieces": range(6, 99),
}


@pytest.fixture(scope="module")
def artists():
    return k_dial.stage(Figure())


@pytest.fixture(scope="module")
def said(artists):
    """Return the words of every state."""
    return {(k, n): k_dial.draw(artists, k=k, n=n) for k in KS for n in N_TRAIN}


def told(text, kind):
    return float(re.search(rf"{kind} accuracy (\d\.\d\d\d)", text)[1])


def training(n):
    points, has_loop = in_the_plane(*load_digits("train"))
    rows = spread_rows(len(points), n)
    return points[rows], has_loop[rows]


def test_every_state_has_its_own_words(said):
    assert len(set(said.values())) == len(said) == 50 * 3
    for (k, n), text in said.items():
        assert f"(k = {k}), out of {n:,} training images: " in text
        assert text.endswith(".") and not re.search(r"nan|inf", text)


@pytest.mark.parametrize(("k", "n"), [(1, 300), (21, 100), (99, 100), (33, 1077)])
def test_words_rings_and_map_are_those_of_the_model(artists, k, n):
    text = k_dial.draw(artists, k=k, n=n)
    train, validation = training(n), in_the_plane(*load_digits("validation"))
    model = KNearestNeighbors(k).fit(*train)
    scores = [model.score(*train), model.score(*validation)]
    assert [told(text, "training"), told(text, "validation")] == np.round(scores, 3).tolist()
    assert artists["rings"].get_xydata().tolist() == [[k, score] for score in scores]
    assert artists["now"].get_xdata() == [k, k]
    assert artists["words"].get_text() == (
        f"k = {k}, {n:,} training images\ntraining {scores[0]:.3f}, validation {scores[1]:.3f}"
    )
    (low_x, high_x), (low_y, high_y) = LIMITS
    image = artists["map"].get_array()
    for row, column in itertools.product((0, 7, 22, DETAIL - 1), repeat=2):
        place = [
            low_x + (high_x - low_x) * (column + 0.5) / DETAIL,
            low_y + (high_y - low_y) * (row + 0.5) / DETAIL,
        ]
        assert image[row, column] == model.predict([place])[0]


def test_the_more_dots_the_smaller_so_that_the_tint_is_seen(artists):
    sizes = []
    for n in N_TRAIN:
        k_dial.draw(artists, k=5, n=n)
        first, second = (artists[name].get_markersize() for name in NAMES)
        assert first == second
        sizes.append(first)
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] < 0.6 * sizes[0]


def test_the_curves_are_what_the_words_say_at_each_k(artists, said):
    for n in N_TRAIN:
        k_dial.draw(artists, k=1, n=n)
        for name, word in (("train", "training"), ("validation", "validation")):
            ks, shares = artists[name].get_xydata().T
            assert ks.tolist() == list(KS)
            assert np.round(shares, 3).tolist() == [told(said[k, n], word) for k in KS]


def test_each_class_has_its_training_points(artists):
    for n in N_TRAIN:
        k_dial.draw(artists, k=5, n=n)
        points, has_loop = training(n)
        for label, name in enumerate(NAMES):
            assert artists[name].get_xydata().tolist() == points[has_loop == label].tolist()


def test_nearly_all_points_are_in_the_picture():
    points, _ = training(max(N_TRAIN))
    low, high = np.transpose(LIMITS)
    assert ((points >= low) & (points <= high)).all(axis=1).mean() > 0.97


def test_pieces_are_counted():
    row = np.array([[1, 0, 1, 1, 0, 1]], dtype=bool)
    assert count_pieces(row) == 3
    ring = np.ones((3, 3), dtype=bool)
    ring[1, 1] = False
    assert count_pieces(ring) == 1 and ring.sum() == 8  # left as it was
    assert count_pieces(np.eye(3, dtype=bool)) == 3  # corners do not join
    assert count_pieces(np.zeros((2, 2), dtype=bool)) == 0


def test_the_words_tell_the_pieces_of_the_map(artists, said):
    kinds = set()
    for (k, n), text in said.items():
        k_dial.draw(artists, k=k, n=n)
        pieces = count_pieces(artists["map"].get_array().filled(0).astype(bool))
        [kind] = [words for words in PIECES if f'"loop" {words}.' in text]
        assert pieces in PIECES[kind]
        kinds.add(kind)
    assert kinds == set(PIECES)


class TestTasks:
    def test_the_best_k_can_be_read_off_and_nothing_ties_with_it(self, said):
        shares = {k: told(said[k, 100], "validation") for k in KS}
        assert [k for k in KS if shares[k] == max(shares.values())] == [k_of_best_validation()]

    def test_the_k_of_perfect_training_can_be_read_off_and_is_the_only_one(self, said):
        perfect = [k for k in KS if told(said[k, 100], "training") == 1.0]
        assert perfect == [k_of_perfect_training()] == [1]

    def test_with_another_number_of_images_another_k_is_best(self, said):
        for n in set(N_TRAIN) - {100}:
            shares = {k: told(said[k, n], "validation") for k in KS}
            best = [k for k in KS if shares[k] == max(shares.values())]
            assert k_of_best_validation() not in best

    def test_no_other_number_on_the_screen_is_an_answer(self, said):
        """The accuracy 1.000 would be, if 1.0 passed for a number of neighbors."""
        best, perfect = k_of_best_validation(), k_of_perfect_training()
        for (k, n), text in said.items():
            others = text.replace(f"{k} neighbor", "").replace(f"(k = {k})", "").replace(",", "")
            numbers = set(map(float, re.findall(r"\d+(?:\.\d+)?", others)))
            assert numbers & {best, perfect} == ({1.0} if k == 1 else set())
            assert numbers - {float(n)} <= {told(text, "training"), told(text, "validation")}
        [task] = [exercise for exercise in EXERCISES if exercise.name == "k_of_perfect_training"]
        right = task.observe(task.reference, {})
        assert task.compare(task.observe(lambda: 1.0, {}), right)
        assert not task.compare(task.observe(lambda: 1, {}), right)

    def test_what_the_solutions_say_in_numbers_is_so(self, said):
        best, perfect = (exercise for exercise in EXERCISES if exercise.name.startswith("k_of"))
        shares = sorted(told(said[k, 100], "validation") for k in KS)
        assert round(360 * (shares[-1] - shares[-2])) == 1 and "one image of 360" in best.why
        assert f"gets {told(said[1, 100], 'validation'):.3f}" in perfect.because

    def test_the_strip_tells_the_story_and_no_answer(self, artists):
        texts = [k_dial.draw(artists, **state) for _, state in k_dial.strip]
        accuracies = [(told(text, "training"), told(text, "validation")) for text in texts]
        assert accuracies[0][0] > accuracies[0][1] + 0.05  # knows its own rows best
        assert abs(np.subtract(*accuracies[1])) < 0.02
        assert "is nowhere" in texts[2]
        assert "falls into many pieces" in texts[0] and "is in a few pieces" in texts[1]
        answers = {k_of_best_validation(), k_of_perfect_training()}
        assert not answers & {state["k"] for _, state in [*k_dial.strip, ("", k_dial.start)]}


def test_pictures_depend_on_the_state_alone():
    states = [{"k": k, "n": n} for k in (1, 21, 99) for n in N_TRAIN]
    k_dial.check_pure([*states, *(state for _, state in k_dial.strip), k_dial.start])


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = k_dial._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert panel.legends == []
        assert panel._suptitle.get_window_extent().x1 <= panel.bbox.x1
        for ax in panel.axes:
            assert ax.bbox.width >= 1.0 * fig.dpi
            assert ax.get_tightbbox().x1 <= panel.bbox.x1 + 0.05 * fig.dpi
            assert ax.get_tightbbox().x0 >= panel.bbox.x0 - 1  # pixel


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert k_dial.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"k": 2}, {"k": 101}, {"n": 30}, {"n": 1078}, {"noise": 0.1}):
        with pytest.raises(ValueError):
            k_dial.picture(**wrong)
