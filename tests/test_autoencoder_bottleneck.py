"""The bottleneck: digits through codes of each size, and errors beside PCA."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.autoencoder import mean_squared_error, pca_baseline, reconstruct
from course_utils.autoencoder.explorers import bottleneck
from course_utils.autoencoder.explorers.sizes_of_the_code import RIVAL, SIGMAS, SIZES, results
from course_utils.autoencoder.explorers.stored import digits, stored, with_noise
from course_utils.classroom.figures import to_png
from course_utils.datasets import load_digits


@pytest.fixture(scope="module")
def artists():
    return bottleneck.stage(Figure((bottleneck.width, bottleneck.height)))


def words(artists, **state):
    return bottleneck.draw(artists, **(bottleneck.start | state))


class TestStored:
    def test_the_networks_have_the_sizes_that_their_names_say(self):
        assert stored("plane").options["sizes"] == [64, 32, 2]
        assert [stored(f"size {size}").options["sizes"][-1] for size in SIZES] == list(SIZES)
        assert stored("plane") is stored("plane")

    def test_an_unknown_name_is_refused_with_the_names_there_are(self):
        with pytest.raises(ValueError, match=r"name must be one of .*'plane'.*got 'size 5'"):
            stored("size 5")

    def test_digits_are_shared_and_can_not_be_changed(self):
        X, y = digits("test")
        assert digits("test").X is X and np.array_equal(X, load_digits("test").X)
        for array in (X, y):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1

    def test_noise_is_the_same_each_time_and_as_strong_as_asked(self):
        X = np.full((500, 64), 0.5)
        noise = with_noise(X, 0.2) - X
        assert np.array_equal(noise, with_noise(X, 0.2) - X)
        assert noise.std() == pytest.approx(0.2, rel=0.03)
        assert abs(noise.mean()) < 0.005
        assert np.array_equal(with_noise(X, 0.0), X)


@pytest.mark.parametrize(("size", "sigma"), [(1, 0.0), (8, 0.2), (32, 0.4)])
def test_results_are_those_of_the_networks_and_of_pca(size, sigma):
    clean = load_digits("test").X
    seen = with_noise(clean, sigma)
    ours = reconstruct(stored(f"size {size}"), seen)
    pca = pca_baseline(load_digits("fit").X, size).reconstruct(seen)
    found = results(sigma)
    expected = mean_squared_error(clean, ours), mean_squared_error(clean, pca)
    assert found.errors[size] == pytest.approx(expected)
    assert found.seen == pytest.approx(seen[:8])
    for guess, whole in zip(found.guesses[size], (ours, pca), strict=True):
        assert guess == pytest.approx(whole[:8])


def test_the_task_has_one_answer_that_can_be_read_off(artists):
    rival = results(0.0).errors[RIVAL][1]
    below = [size for size in SIZES if results(0.0).errors[size][0] < rival]
    assert below == list(SIZES[SIZES.index(below[0]) :]) and below[0] < RIVAL
    said = [size for size in SIZES if "is less than" in words(artists, size=size)]
    assert said == below
    errors = [results(0.0).errors[size][0] for size in SIZES]
    # Far from the rival on both sides, so that no rounding decides.
    assert max(error for error in errors if error < rival) < 0.95 * rival
    assert min(error for error in errors if error >= rival) > 1.05 * rival


def test_the_words_tell_the_state(artists):
    said = words(artists, size=4, sigma=0.3)
    ours, pca = results(0.3).errors[4]
    rival = results(0.3).errors[8][1]
    assert said.startswith("A code of 4 numbers, noise σ = 0.3. Mean squared error of the 360 test")
    assert f"autoencoder {ours:.4f}, PCA {pca:.4f}: {ours / pca:.2f} of PCA's" in said
    verdict = "less" if ours < rival else "not less"
    assert said.endswith(f"That is {verdict} than the {rival:.4f} of PCA with 8.")
    assert words(artists, size=1).startswith("A code of 1 number, noise σ = 0.0.")
    head = f"code of 4 numbers, noise σ = 0.3\nerror {ours:.4f}, PCA {pca:.4f}"
    words(artists, size=4, sigma=0.3)
    assert artists["words"].get_text() == head


def test_every_state_has_its_own_words(artists):
    said = {words(artists, size=size, sigma=sigma) for size in SIZES for sigma in SIGMAS}
    assert len(said) == len(SIZES) * len(SIGMAS)


def test_rows_show_what_goes_in_and_what_comes_out(artists):
    words(artists, size=3, sigma=0.1)
    drawn, found = artists["picture"].get_array(), results(0.1)
    assert drawn.shape == (26, 71)
    for top, images in zip((0, 9, 18), (found.seen, *found.guesses[3]), strict=True):
        for column in (0, 7):
            tile = drawn[top : top + 8, 9 * column : 9 * column + 8]
            assert np.allclose(tile, images[column].reshape(8, 8))


def test_bars_are_the_errors_and_always_fit(artists):
    for size in SIZES:
        for sigma in SIGMAS:
            words(artists, size=size, sigma=sigma)
            errors = results(sigma).errors
            longest = max(max(both) for both in errors.values())
            expected = *errors[size], errors[RIVAL][1]
            for name, error in zip(("autoencoder", "PCA", "PCA with 8"), expected, strict=True):
                bar, text = artists[name]
                assert bar.get_width() == pytest.approx(error / longest)
                assert text.get_text() == f"{error:.4f}"
                assert bar.get_width() < text.get_position()[0] < 0.85 * bar.axes.get_xlim()[1]


def test_each_caption_of_the_strip_is_true_and_none_answers_the_task():
    (_, two), (_, many), (_, noisy) = bottleneck.strip
    few = results(two["sigma"]).errors[two["size"]]
    best = results(many["sigma"]).errors[many["size"]]
    assert few[0] < few[1] and few[0] > 10 * best[0]
    assert results(noisy["sigma"]).errors[noisy["size"]][0] > 10 * best[0]
    assert {state["size"] for _, state in bottleneck.strip} == {2, 32}


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in bottleneck.strip]
    bottleneck.check_pure([*states, {"size": 1, "sigma": 0.2}, bottleneck.start])


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared; what is computed once is not in it."""
    bottleneck.picture()
    times = []
    for size in SIZES:
        start = time.process_time()
        bottleneck.picture(size=size, sigma=0.2)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = bottleneck._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert bottleneck.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"size": 5}, {"sigma": 0.5}, {"sigma": 0.05}, {"seed": 1}):
        with pytest.raises(ValueError):
            bottleneck.picture(**wrong)
