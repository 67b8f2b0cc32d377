"""The scrubber: a stored training, its samples beside its losses and its Fréchet distance."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.datasets import load_run
from course_utils.gan import run_of
from course_utils.gan.controls import N_SNAPSHOTS
from course_utils.gan.explorers import scrubber
from course_utils.gan.explorers.epochs_of_a_run import sheet
from course_utils.gan.explorers.stored import stored_run

SNAPSHOTS = range(1, N_SNAPSHOTS + 1)


@pytest.fixture(scope="module")
def run():
    return run_of(load_run("gan_run.safetensors"))


@pytest.fixture(scope="module")
def artists():
    return scrubber.stage(Figure((scrubber.width, scrubber.height)))


def words(artists, snapshot):
    return scrubber.draw(artists, snapshot=snapshot)


def test_the_stored_training_is_shared_and_can_not_be_changed(run):
    assert stored_run() is stored_run()
    for array, same in zip(stored_run(), run, strict=True):
        assert np.array_equal(array, same)
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_slider_stops_at_each_snapshot_and_its_label_is_true(run):
    assert len(run.epochs) == N_SNAPSHOTS
    assert set(np.diff(run.epochs)[:-1]) == {run.epochs[0]} == {10}
    assert np.diff(run.epochs)[-1] <= 10 and run.epochs[-1] == len(run.discriminator)
    assert scrubber.controls["snapshot"].label == "snapshot, one every 10 epochs"


def test_the_sheet_shows_the_samples_in_their_order(run):
    picture = sheet(7, 6)
    assert picture.shape == (53, 53)
    for image, (top, left) in ((0, (0, 0)), (5, (0, 45)), (6, (9, 0)), (35, (45, 45))):
        tile = picture[top : top + 8, left : left + 8]
        assert np.array_equal(tile, run.samples[6, image].reshape(8, 8) / 255)


def test_the_task_has_one_answer_that_is_not_the_last_epoch(run):
    read = np.array([float(f"{distance:.3f}") for distance in run.frechet])
    assert (read == read.min()).sum() == 1
    assert 0 < read.argmin() < len(read) - 1


def test_the_words_tell_the_state(artists, run):
    losses = run.discriminator[119], run.generator[119]
    assert words(artists, 12) == (
        f"Snapshot 12 of 46, after epoch 120 of 458: the Fréchet distance of 1,000 samples to the "
        f"training images is {run.frechet[11]:.3f}. The loss of D is {losses[0]:.3f}, that of G "
        f"{losses[1]:.3f}."
    )
    assert artists["words"].get_text() == (
        f"epoch 120: Fréchet {run.frechet[11]:.3f}\nlosses D {losses[0]:.3f}, G {losses[1]:.3f}"
    )
    assert len({words(artists, snapshot) for snapshot in SNAPSHOTS}) == N_SNAPSHOTS


@pytest.mark.parametrize("snapshot", [1, 33, N_SNAPSHOTS])
def test_marks_stand_on_their_curves_and_inside_the_picture(artists, run, snapshot):
    words(artists, snapshot)
    epoch = run.epochs[snapshot - 1]
    for name in ("discriminator", "generator", "distance"):
        mark = artists[name]
        (x,), (y,) = mark.get_data()
        lines = [line for line in mark.axes.lines if len(line.get_xdata()) > 1]
        curve = next(line for line in lines if [x, y] in line.get_xydata().tolist())
        assert curve.get_color() == mark.get_color()
        assert x == epoch
        (left, right), (low, high) = mark.axes.get_xlim(), mark.axes.get_ylim()
        assert left < x < right and low < y < high
    assert artists["distance"].get_ydata()[0] == run.frechet[snapshot - 1]
    assert np.array_equal(
        np.ma.filled(artists["sheet"].get_array(), np.nan), sheet(snapshot, 8), equal_nan=True
    )


def test_each_caption_of_the_strip_is_true_and_none_answers_the_task(run):
    first, hundred, last = (state["snapshot"] for _, state in scrubber.strip)
    assert run.epochs[[first - 1, hundred - 1, last - 1]].tolist() == [10, 100, run.epochs[-1]]
    assert run.frechet[first - 1] > 3 * run.frechet[hundred - 1] > 4 * run.frechet[last - 1]
    assert run.frechet.argmin() + 1 not in (first, hundred, last)


def test_pictures_depend_on_the_state_alone():
    scrubber.check_pure()


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared; what is computed once is not in it."""
    scrubber.picture()
    times = []
    for snapshot in range(2, 12):
        start = time.process_time()
        scrubber.picture(snapshot=snapshot)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = scrubber._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert scrubber.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"snapshot": 0}, {"snapshot": 47}, {"epoch": 10}):
        with pytest.raises(ValueError):
            scrubber.picture(**wrong)
