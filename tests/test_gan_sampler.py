"""The sampler: digits of a class on demand, how they are read, and how unlike they are."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.datasets import load_digits, load_run
from course_utils.gan import classes_of, networks_of, sample
from course_utils.gan.controls import N_SEEDS, TRUNCATIONS
from course_utils.gan.explorers import sampler
from course_utils.gan.explorers import samples_of_a_class as room
from course_utils.gan.explorers.samples_of_a_class import (
    Drawn,
    apart_in_truth,
    drawn,
    mean_distance,
)
from course_utils.gan.explorers.stored import stored


@pytest.fixture(scope="module")
def artists():
    return sampler.stage(Figure((sampler.width, sampler.height)))


def words(artists, **state):
    return sampler.draw(artists, **(sampler.start | state))


def test_networks_are_the_stored_ones_and_shared():
    assert stored("judge") is stored("judge")
    assert stored("conditional").options["n_classes"] == 10
    with pytest.raises(ValueError, match=r"name must be one of .*'judge'.*got 'gan'"):
        stored("gan")


def test_samples_are_the_stored_generators():
    networks = networks_of(load_run("gan.safetensors"))
    options = {"labels": [7] * 40, "truncation": 0.9, "generator": 3}
    images = (sample(networks["conditional"], 40, **options) + 1) / 2
    found = drawn(7, 3, 0.9)
    assert np.array_equal(found.images, images)
    assert np.array_equal(found.read, classes_of(networks["judge"], images))
    pairs = [np.linalg.norm(a - b) for i, a in enumerate(images) for b in images[:i]]
    assert found.apart == pytest.approx(np.mean(pairs))
    assert found.images.min() >= 0 and found.images.max() <= 1


def test_the_distance_of_real_images_is_that_of_the_test_images():
    X, y = load_digits("test")
    assert apart_in_truth(4) == mean_distance(X[y == 4])
    assert mean_distance(np.array([[0.0], [1.0], [5.0]])) == pytest.approx((1 + 5 + 4) / 3)


@pytest.mark.parametrize("digit", range(10))
def test_less_noise_makes_samples_alike_and_all_are_read_right_or_nearly(digit):
    apart = [drawn(digit, 0, truncation).apart for truncation in TRUNCATIONS]
    assert (np.diff(apart) > 0).all() and apart[0] < 0.4 * apart[-1]
    assert 0.8 < apart[-1] / apart_in_truth(digit) < 1.1
    assert (drawn(digit, 0, TRUNCATIONS[0]).read == digit).all()
    assert (drawn(digit, 0, TRUNCATIONS[-1]).read == digit).mean() > 0.85


def test_the_words_tell_the_state(artists):
    found = drawn(5, 2, 1.5)
    n_right = (found.read == 5).sum()
    said = words(artists, digit=5, seed=2, truncation=1.5)
    assert said == (
        f"Digit 5 is asked for; noise of seed 2, between -1.5 and 1.5. The judge reads {n_right} "
        f"of 40 samples as 5. Two samples are {found.apart:.2f} apart in the mean, two real test "
        f"images {apart_in_truth(5):.2f}."
    )
    assert artists["words"].get_text() == (
        f"digit 5, truncation 1.5\n{n_right} of 40 read so; distance {found.apart:.2f}"
    )


def test_samples_that_are_read_as_another_digit_are_named_and_framed(artists, monkeypatch):
    read = np.full(40, 5)
    read[[0, 9, 39]] = 3, 8, 3
    found = drawn(5, 2, 1.5)
    monkeypatch.setattr(room, "drawn", lambda *state: Drawn(found.images, read, found.apart))
    said = words(artists, digit=5, seed=2, truncation=1.5)
    assert "reads 37 of 40 samples as 5, others as 3, 8. Two" in said
    assert artists["misread"].get_offsets().tolist() == [[3.5, 3.5], [12.5, 12.5], [66.5, 39.5]]
    monkeypatch.undo()
    words(artists, digit=5, seed=2, truncation=0.3)
    assert len(artists["misread"].get_offsets()) == 0


def test_the_picture_shows_the_state(artists):
    words(artists, digit=6, seed=1, truncation=0.6)
    found, picture = drawn(6, 1, 0.6), artists["sheet"].get_array()
    assert picture.shape == (44, 71)
    for image, (top, left) in ((0, (0, 0)), (7, (0, 63)), (8, (9, 0)), (39, (36, 63))):
        tile = picture[top : top + 8, left : left + 8]
        assert np.array_equal(tile, found.images[image].reshape(8, 8))
    x, y = artists["curve"].get_data()
    assert list(x) == list(TRUNCATIONS)
    assert list(y) == [drawn(6, 1, each).apart for each in TRUNCATIONS]
    assert [part[0] for part in artists["now"].get_data()] == [0.6, found.apart]
    assert list(artists["real"].get_ydata()) == [apart_in_truth(6)] * 2


def test_all_curves_lie_inside_the_picture(artists):
    ax = artists["curve"].axes
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < TRUNCATIONS[0] and TRUNCATIONS[-1] < right
    heights = [apart_in_truth(digit) for digit in range(10)]
    heights += [drawn(digit, 0, TRUNCATIONS[-1]).apart for digit in range(10)]
    assert low < min(heights) and max(heights) < high


def test_every_value_of_a_control_has_its_own_words(artists):
    values = {"digit": range(10), "seed": range(N_SEEDS), "truncation": TRUNCATIONS}
    for name, each in values.items():
        assert len({words(artists, **{name: value}) for value in each}) == len(each)


def test_each_caption_of_the_strip_is_true():
    little, more, other = (drawn(**state) for _, state in sampler.strip)
    assert little.apart < 0.4 * more.apart
    assert set(more.read) == {3} and set(other.read) == {8}
    states = [state for _, state in sampler.strip]
    assert states[1] | {"digit": 8} == states[2] and states[0] | {"truncation": 2.1} == states[1]


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in sampler.strip]
    sampler.check_pure([*states, {"digit": 9, "seed": 4, "truncation": 3.0}, sampler.start])


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared; what is computed once is not in it."""
    sampler.picture()
    times = []
    for seed in range(10, 16):
        start = time.process_time()
        sampler.picture(seed=seed)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.4


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = sampler._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert sampler.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"digit": 10}, {"seed": 20}, {"truncation": 0.5}, {"truncation": 3.3}):
        with pytest.raises(ValueError):
            sampler.picture(**wrong)
