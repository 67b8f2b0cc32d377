"""The dial: defects in the training rows, and what accuracy, Q(D) and a profile say of them."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.data_quality.defects import DEFECTS, spoil
from course_utils.data_quality.explorers import defect_dial
from course_utils.data_quality.explorers.dial_of_defects import (
    N_TRAIN,
    ORDER,
    SEED,
    State,
    fill_with_median,
    state_of,
    training_rows,
)
from course_utils.data_quality.explorers.nearest import nearest_labels
from course_utils.data_quality.figures.shares import percent_in_words
from course_utils.data_quality.index_q import quality_index
from course_utils.datasets import load_digits
from course_utils.start_here import KNearestNeighbors

SHARES = range(10, 101, 10)
BEFORE = state_of((), 0)
NOTHING = {name: False for name in defect_dial.controls if name != "share"}


@pytest.fixture(scope="module")
def artists():
    return defect_dial.stage(Figure())


def words(artists, *kinds, share=50):
    switched = NOTHING | {kind.replace(" ", "_"): True for kind in kinds}
    return defect_dial.draw(artists, share=share, **switched)


def test_the_dial_offers_every_defect_of_the_model():
    assert sorted(ORDER) == sorted(DEFECTS)
    labels = [control.label for control in defect_dial.controls.values()]
    assert labels[:-1] == list(DEFECTS)


def test_the_rows_as_they_are_have_no_defect():
    assert BEFORE[2:] == (0, 0, 0)
    X, y = training_rows()
    assert X.shape == (N_TRAIN, 64) and set(y) == set(range(10))
    assert BEFORE.q == quality_index(X)
    model = KNearestNeighbors(k=1).fit(X, y)
    assert BEFORE.accuracy == model.score(*load_digits("validation", scaling="raw"))


@pytest.mark.parametrize("kind", DEFECTS)
@pytest.mark.parametrize("share", [0.2, 1.0])
def test_a_state_is_what_the_model_says(kind, share):
    X, y = spoil(*training_rows(), kind, share, SEED)
    filled = fill_with_median(X)
    state = state_of(kind, share)
    assert state.q == quality_index(filled)
    model = KNearestNeighbors(k=1).fit(filled, y)
    assert state.accuracy == model.score(*load_digits("validation", scaling="raw"))
    outside = [value < 0 or value > 16 for value in X.ravel()]
    assert state.out_of_range == np.mean(outside)
    assert state.missing == (share if kind == "missing" else 0)


def test_nearest_labels_are_those_of_the_taught_model():
    rng = np.random.default_rng(5)
    X, samples = rng.integers(0, 3, (60, 4)), rng.integers(0, 3, (80, 4))  # with many ties
    y = rng.integers(0, 10, 60)
    expected = KNearestNeighbors(k=1).fit(X, y).predict(samples)
    assert nearest_labels(X, y, samples).tolist() == expected.tolist()


def test_shares_are_exact():
    assert state_of("missing", 0.5).missing == 0.5
    assert state_of("duplicates", 1.0).repeated == 0.5
    assert state_of("duplicates", 0.5).repeated == pytest.approx(1 / 3)


def test_defects_add_up():
    both = state_of(("missing", "duplicates"), 0.5)
    assert both.missing == pytest.approx(0.5, abs=0.01)
    assert both.repeated == pytest.approx(1 / 3)
    assert both == state_of(["duplicates", "missing"], 0.5)  # in whatever order they are named
    assert state_of(DEFECTS, 0.0) == BEFORE


def test_empty_columns_are_filled_with_0():
    X = np.array([[1, np.nan, np.nan], [4, 5, np.nan], [np.nan, 7, np.nan]])
    assert fill_with_median(X).tolist() == [[1, 6, 0], [4, 5, 0], [2.5, 7, 0]]
    assert np.isnan(X).sum() == 5  # the input is as it was


class TestTasks:
    @pytest.mark.parametrize("share", [share / 100 for share in SHARES])
    def test_q_never_sees_a_label(self, share):
        assert state_of("shuffled labels", share).q == BEFORE.q

    def test_shuffled_labels_cost_the_accuracy(self):
        assert BEFORE.accuracy > 0.9 and state_of("shuffled labels", 1.0).accuracy < 0.2

    @pytest.mark.parametrize("share", [share / 100 for share in SHARES])
    def test_one_defect_alone_lowers_q(self, share):
        lower = [kind for kind in DEFECTS if state_of(kind, share).q < BEFORE.q - 5e-4]
        assert lower == ["missing"]

    def test_what_q_rewards_is_no_better(self):
        assert state_of("missing", 0.5).accuracy < BEFORE.accuracy
        assert state_of("missing", 1.0) == State(0.1, 0.0, 1.0, 1 - 1 / N_TRAIN, 0.0)

    def test_they_can_be_read_off(self, artists):
        said = words(artists, "shuffled labels", share=100)
        assert "Q(D) 34.177 → 34.177 (0.000)" in said
        falls = [kind for kind in DEFECTS if "(-" in words(artists, kind).partition("Q(D)")[2]]
        assert falls == ["missing"]

    def test_the_strip_gives_no_answer_away(self):
        for _, state in defect_dial.strip:
            assert not state["missing"] and not state["shuffled_labels"]


def test_every_state_has_words_without_traces_of_code(artists):
    said = set()
    for kinds in itertools.chain.from_iterable(
        itertools.combinations(DEFECTS, n) for n in range(len(DEFECTS) + 1)
    ):
        for share in (0, 50, 100):
            text = words(artists, *kinds, share=share)
            assert text.endswith(".") and not re.search(r"nan|inf|_|-0\.000|\+0\.000", text)
            said.add((kinds, share, text))
    assert len({text for *_, text in said}) == 3 * 32 - 2  # without a defect no share matters


def test_the_words_tell_the_state(artists):
    after = state_of(("missing", "noise"), 0.5)
    changes = after.accuracy - BEFORE.accuracy, after.q - BEFORE.q
    assert words(artists, "missing", "noise") == (
        "Missing + noise, 50 %: accuracy of 1-nearest-neighbor on clean validation digits "
        f"{BEFORE.accuracy:.3f} → {after.accuracy:.3f} ({changes[0]:+.3f}), Q(D) "
        f"{BEFORE.q:.3f} → {after.q:.3f} ({changes[1]:+.3f}). Profile: "
        f"{percent_in_words(100 * after.missing)} missing cells, 0 % repeated rows, "
        f"{percent_in_words(100 * after.out_of_range)} out of range. Before they are judged, "
        "missing cells are filled with the median of their column."
    )
    head = artists["words"].get_text().splitlines()
    assert head[0] == "missing + noise, 50 %"
    assert head[1] == f"accuracy {changes[0]:+.3f}, Q(D) {changes[1]:+.3f}"


def test_the_words_explain_what_is_special(artists):
    assert "filled" not in words(artists, "noise")
    assert "No cell is left: each is filled with 0." in words(artists, "missing", share=100)
    assert words(artists, "shuffled labels").endswith("looks for wrong labels.")
    assert words(artists).startswith("No defect is switched on: accuracy")


def test_bars_are_as_long_as_their_numbers(artists):
    words(artists, "units", share=20)
    after = state_of("units", 0.2)
    for when, state in (("before", BEFORE), ("after", after)):
        for name in ("accuracy", "missing", "repeated", "out_of_range"):
            bar, text = artists[f"{name} {when}"]
            assert bar.get_width() == getattr(state, name)
            assert text.get_position()[0] > bar.get_width()
    widths = [artists[f"q {when}"][0].get_width() for when in ("before", "after")]
    assert widths == pytest.approx([BEFORE.q / after.q, 1.0])
    texts = [artists[f"q {when}"][1].get_text() for when in ("before", "after")]
    assert texts == [f"{BEFORE.q:.3f}", f"{after.q:.3f}"]
    words(artists, "missing")
    assert artists["q before"][0].get_width() == 0.5  # room for an equally great rise


def test_before_is_striped_and_after_is_full(artists):
    for name in State._fields:
        before, after = (artists[f"{name} {when}"][0] for when in ("before", "after"))
        assert before.get_hatch() and not after.get_hatch()
        assert before.get_y() + before.get_height() < after.get_y() + 1e-9


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in defect_dial.strip]
    states += [{"missing": True, "share": 100}, dict.fromkeys(NOTHING, True), NOTHING]
    defect_dial.check_pure([*states, defect_dial.start])


def test_each_caption_of_the_strip_is_true():
    noise, units, copies = (
        state_of([kind for kind in DEFECTS if state[kind.replace(" ", "_")]], state["share"] / 100)
        for _, state in defect_dial.strip
    )
    assert noise.accuracy < BEFORE.accuracy and noise.q > BEFORE.q and noise.out_of_range > 0
    assert units.q > 3 * BEFORE.q and units.accuracy > BEFORE.accuracy - 0.02
    assert copies.repeated == 0.5 and copies.accuracy == BEFORE.accuracy
    assert copies.q == pytest.approx(BEFORE.q)


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = defect_dial._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 <= box.x0 and box.x1 <= panel.bbox.x1
                assert text.get_fontsize() >= 11


@pytest.mark.parametrize("share", [0, 100])
@pytest.mark.parametrize("kinds", [("units",), DEFECTS])
def test_the_longest_numbers_stay_in_the_picture(kinds, share):
    switched = NOTHING | {kind.replace(" ", "_"): True for kind in kinds}
    defect_dial.picture(share=share, **switched)
    canvas = defect_dial._canvas
    renderer = canvas._canvas.get_renderer()
    for text in canvas.artists["words"].figure.findobj(Text):
        if text.get_text().strip():
            box = text.get_window_extent(renderer)
            assert box.x0 >= 0 and box.x1 <= 100 * defect_dial.width


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert defect_dial.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"share": 55}, {"share": 110}, {"missing": 1}, {"typos": True}):
        with pytest.raises((ValueError, TypeError)):
            defect_dial.picture(**wrong)
    with pytest.raises(ValueError, match="kinds must be one of 'missing'"):
        state_of("typos", 0.5)
    with pytest.raises(ValueError, match="share must be from 0 to 1; got 50"):
        state_of("noise", 50)
