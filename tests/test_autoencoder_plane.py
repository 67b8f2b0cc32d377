"""The latent plane: a point, the image that the decoder makes of it, and how it is read."""

import itertools
import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.autoencoder import codes_of, images_of
from course_utils.autoencoder.explorers import latent_plane
from course_utils.autoencoder.explorers.moving_on_the_plane import LIMITS, codes, judge, reading
from course_utils.autoencoder.explorers.stored import stored
from course_utils.classroom.figures import to_png
from course_utils.datasets import load_digits
from course_utils.gradient_descent import SoftmaxRegression

FIRST, SECOND = (np.arange(low, high + 0.1) for low, high in LIMITS)


@pytest.fixture(scope="module")
def artists():
    return latent_plane.stage(Figure((latent_plane.width, latent_plane.height)))


def words(artists, x, y):
    return latent_plane.draw(artists, x=x, y=y)


def confidence(x, y):
    return reading(x, y).probabilities.max()


def test_the_judge_is_the_taught_classifier_and_reads_real_digits_well():
    taught = SoftmaxRegression().fit(*load_digits("fit"))
    assert np.array_equal(judge().weights_, taught.weights_)
    assert judge().score(*load_digits("test")) > 0.93


def test_a_reading_is_the_decoders_image_and_the_judges_opinion():
    image, probabilities = reading(1.5, -2.0)
    assert np.array_equal(image, images_of(stored("plane"), [[1.5, -2.0]])[0])
    assert np.array_equal(probabilities, judge().predict_proba(image[None])[0])


def test_nearly_all_codes_lie_inside_the_plane_and_fill_it():
    assert np.array_equal(codes(), codes_of(stored("plane"), load_digits("test").X))
    for column, (low, high) in zip(codes().T, LIMITS, strict=True):
        assert ((low <= column) & (column <= high)).mean() > 0.99
        assert np.ptp(column) > 0.7 * (high - low)


def test_the_task_has_many_answers_yet_most_points_are_none(artists):
    points = list(itertools.product(FIRST.tolist(), SECOND.tolist()))
    unsure = [point for point in points if confidence(*point) < 0.5]
    assert 3 <= len(unsure) < len(points) / 2
    said = [point for point in points if ", below 0.5" in words(artists, *point)]
    assert said == unsure


def test_the_words_tell_the_state(artists):
    for x, y in ((0.0, 0.0), (-3.5, 2.25)):
        said = words(artists, x, y)
        probabilities = reading(x, y).probabilities
        second, best = np.argsort(probabilities)[-2:]
        sure = probabilities[best]
        below = "below" if sure < 0.5 else "not below"
        assert said == (
            f"The decoder's image of the code ({x:.2f}, {y:.2f}) is read as {best} with "
            f"confidence {sure:.3f}, {below} 0.5; second comes {second} with "
            f"{probabilities[second]:.3f}."
        )
        head = f"code ({x:.2f}, {y:.2f}):\nread as {best}, confidence {sure:.3f}"
        assert artists["words"].get_text() == head


def test_the_picture_shows_point_image_and_probabilities(artists):
    words(artists, -3.5, 2.25)
    image, probabilities = reading(-3.5, 2.25)
    assert artists["point"].get_xydata().tolist() == [[-3.5, 2.25]]
    assert np.array_equal(artists["picture"].get_array(), image.reshape(8, 8))
    assert [bar.get_width() for bar in artists["bars"]] == probabilities.tolist()


def test_the_plane_shows_all_test_digits_with_their_labels(artists):
    plane, y = artists["point"].axes, load_digits("test").y
    drawn = {int(dots.get_label()): dots.get_offsets() for dots in plane.collections}
    assert sorted(drawn) == list(range(10))
    for digit, places in drawn.items():
        assert np.array_equal(places, codes()[y == digit])


def test_each_caption_of_the_strip_is_true_and_none_answers_the_task():
    y = load_digits("test").y
    nearest = [
        np.linalg.norm(codes() - list(state.values()), axis=1) for _, state in latent_plane.strip
    ]
    amid, between, _ = (distances.argsort()[:8] for distances in nearest)
    assert set(y[amid]) == {6} and set(y[between]) == {0, 6}
    assert nearest[2].min() > 2
    amid, between, far = (reading(**state).probabilities for _, state in latent_plane.strip)
    assert amid.argmax() == 6 and set(between.argsort()[-2:]) == {0, 6}
    assert min(amid.max(), far.max()) > 0.95
    assert 0.5 < between.max() < 0.75


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in latent_plane.strip]
    latent_plane.check_pure([*states, {"x": -2.5, "y": 2.25}, latent_plane.start])


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared; what is computed once is not in it."""
    latent_plane.picture()
    times = []
    for x in range(-3, 8):
        start = time.process_time()
        latent_plane.picture(x=float(x), y=1.0)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = latent_plane._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert latent_plane.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"x": 99.0}, {"y": -99.0}, {"x": 0.1}, {"z": 0.0}):
        with pytest.raises(ValueError):
            latent_plane.picture(**wrong)
