"""No malformed call of the figures' functions slips through.

What is accepted must also be drawn, show no NaN, and show the same where the value is the same.
"""

import importlib

import numpy as np
import pytest
from faults import drawn, topics
from faults.test_malformed_calls import HERE, THERE
from matplotlib.figure import Figure

TOPICS = ("figures_early", "figures_late")  # of chapters 00 to 04, of 05 to 08


@pytest.mark.parametrize("topic", TOPICS)
def test_each_malformed_call_ends_in_a_clear_error_or_a_right_picture(topic, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert topics.check_topic(topic) > 2_000


def test_no_function_of_the_figures_is_left_out():
    rooms = [importlib.import_module(f"course_utils.{name}.figures") for name in (*HERE, *THERE)]
    exported = {getattr(room, name) for room in rooms for name in room.__all__}
    called = {call.function for topic in TOPICS for call in topics.calls_of(topic).values()}
    assert called == exported


@pytest.mark.parametrize("numbers", [[1.0, 2.0], [1.0, np.nan]])
def test_a_figure_comes_in_words_that_tell_of_nan(numbers):
    fig = Figure()
    fig.subplots().set_title(f"mean {np.mean(numbers)}")
    words, number = drawn.in_words(fig)
    assert "mean" in words
    assert np.isnan(number) == np.isnan(numbers).any()


def test_what_cannot_be_drawn_raises():
    fig = Figure()
    fig.subplots().set_title("$\\frac{1$")  # no formula
    with pytest.raises(ValueError, match="Expected"):
        drawn.in_words(fig)
