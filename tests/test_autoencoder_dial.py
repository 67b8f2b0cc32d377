"""The denoising dial: truth, noise, and what the denoiser makes of it."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.autoencoder import psnr, reconstruct
from course_utils.autoencoder.explorers import denoising_dial
from course_utils.autoencoder.explorers.dial_of_noise import SIGMAS, denoised
from course_utils.autoencoder.explorers.stored import stored, with_noise
from course_utils.classroom.figures import to_png
from course_utils.datasets import load_digits

TRAINED_AT = 0.3


@pytest.fixture(scope="module")
def artists():
    return denoising_dial.stage(Figure((denoising_dial.width, denoising_dial.height)))


def words(artists, **state):
    return denoising_dial.draw(artists, **(denoising_dial.start | state))


def gains():
    return {sigma: denoised(sigma).after - denoised(sigma).before for sigma in SIGMAS}


@pytest.mark.parametrize("sigma", [0.03, 0.3, 0.78])
def test_numbers_are_those_of_the_stored_denoiser(sigma):
    clean = load_digits("test").X
    noisy = with_noise(clean, sigma)
    guess = reconstruct(stored("denoiser"), noisy)
    found = denoised(sigma)
    assert np.array_equal(found.noisy, noisy) and np.array_equal(found.guess, guess)
    assert found.before == psnr(clean, noisy) and found.after == psnr(clean, guess)
    assert found.before == pytest.approx(-20 * np.log10(sigma), abs=0.15)


def test_denoising_gains_four_decibels_where_it_was_trained():
    assert gains()[TRAINED_AT] >= 4


def test_the_task_has_one_answer_that_can_be_read_off(artists):
    helps = [sigma for sigma in SIGMAS if gains()[sigma] > 0]
    assert helps == list(SIGMAS[SIGMAS.index(helps[0]) :]) and helps[0] > SIGMAS[0]
    said = [sigma for sigma in SIGMAS if "Denoising helps" in words(artists, sigma=sigma)]
    assert said == helps
    # Far from 0 on both sides, so that no rounding decides.
    assert min(abs(gain) for gain in gains().values()) > 0.3


def test_the_words_tell_the_state(artists):
    said = words(artists, sigma=0.3, digit=7)
    X, y = load_digits("test")
    row, found = np.flatnonzero(y == 7)[0], denoised(0.3)
    gain = found.after - found.before
    noisy, guess = psnr(X[row], found.noisy[row]), psnr(X[row], found.guess[row])
    assert said == (
        f"Noise σ = 0.30. Denoising helps: the PSNR of the 360 test digits goes from "
        f"{found.before:.1f} dB to {found.after:.1f} dB ({gain:+.1f} dB). The 7 that is shown: "
        f"noisy {noisy:.1f} dB, denoised {guess:.1f} dB."
    )
    notes = [text.get_text() for text in artists["notes"]]
    assert notes == ["", f"{noisy:.1f} dB", f"{guess:.1f} dB"]
    assert artists["words"].get_text() == (f"noise σ = 0.30, digit 7\nall digits: {gain:+.1f} dB")
    assert "Denoising harms" in words(artists, sigma=0.03)


def test_every_state_has_its_own_words(artists):
    said = {words(artists, sigma=sigma, digit=digit) for sigma in SIGMAS for digit in range(10)}
    assert len(said) == 10 * len(SIGMAS) == 260


def test_three_images_show_truth_noise_and_answer(artists):
    words(artists, sigma=0.21, digit=4)
    X, y = load_digits("test")
    row, found = np.flatnonzero(y == 4)[0], denoised(0.21)
    drawn = artists["picture"].get_array()
    assert drawn.shape == (8, 26)
    for left, image in zip((0, 9, 18), (X[row], found.noisy[row], found.guess[row]), strict=True):
        assert np.allclose(drawn[:, left : left + 8], image.reshape(8, 8))


def test_bars_are_the_psnr_of_all_digits_and_always_fit(artists):
    for sigma in SIGMAS:
        words(artists, sigma=sigma)
        found = denoised(sigma)
        for name, value in (("noisy", found.before), ("denoised", found.after)):
            bar, text = artists[name]
            assert bar.get_width() == value > 0
            assert text.get_text() == f"{value:.1f} dB"
            assert value < text.get_position()[0] < 0.85 * bar.axes.get_xlim()[1]


def test_each_caption_of_the_strip_is_true_and_none_answers_the_task():
    blurs, helps, dreams = (state["sigma"] for _, state in denoising_dial.strip)
    assert gains()[blurs] < -2 and gains()[helps] > 4
    assert helps == TRAINED_AT and dreams == SIGMAS[-1]
    assert denoised(dreams).after < denoised(helps).after - 3
    answer = next(sigma for sigma in SIGMAS if gains()[sigma] > 0)
    assert answer not in (blurs, helps, dreams)


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in denoising_dial.strip]
    denoising_dial.check_pure([*states, {"sigma": 0.51, "digit": 8}, denoising_dial.start])


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared; what is computed once is not in it."""
    denoising_dial.picture()
    times = []
    for sigma in SIGMAS:
        start = time.process_time()
        denoising_dial.picture(sigma=sigma, digit=6)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = denoising_dial._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert denoising_dial.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"sigma": 0.0}, {"sigma": 0.07}, {"digit": 10}, {"seed": 1}):
        with pytest.raises(ValueError):
            denoising_dial.picture(**wrong)
