"""Prune and quantize: the network in each setting, and what the explorer tells of it."""

import statistics
import time
import zlib

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.compression import accuracy, prune_network, quantize_network
from course_utils.compression.controls import BITS, FLOAT, SPARSITIES
from course_utils.compression.exercises import dense_bytes_saved, shown
from course_utils.compression.explorers import prune_and_quantize
from course_utils.compression.explorers.smaller_network import (
    SIZES,
    counts,
    ink,
    network,
    smaller,
)
from course_utils.datasets import load_digits

DENSE = 4 * (64 * 64 + 64 + 64 * 10 + 10)
BIASES = 4 * 74


@pytest.fixture(scope="module")
def artists():
    return prune_and_quantize.stage(Figure((prune_and_quantize.width, prune_and_quantize.height)))


def words(artists, **state):
    return prune_and_quantize.draw(artists, **(prune_and_quantize.start | state))


class TestStates:
    def test_float_is_the_pruned_network_itself(self):
        pruned = prune_network(network(), 0.7)[0]
        found = smaller(0.7, FLOAT, True)
        assert np.array_equal(found.weights, pruned[0].weight.numpy())
        assert found.weights.dtype == np.float64
        assert found.accuracy == accuracy(pruned, *load_digits("validation"))
        n_left = sum(int((layer.weight != 0).sum()) for layer in pruned[::2])
        n_rows = 64 + 1 + 10 + 1
        assert found.sizes["dense"] == DENSE
        assert found.sizes["sparse"] == 8 * n_left + 4 * n_rows + BIASES
        assert "codes" not in found.sizes
        assert smaller(0.7, FLOAT, False).accuracy == found.accuracy

    @pytest.mark.parametrize(("bits", "per_channel"), [(8, True), (3, False), (2, True)])
    def test_codes_are_made_after_pruning(self, bits, per_channel):
        pruned = prune_network(network(), 0.5)[0]
        coded = quantize_network(pruned, bits, per_channel)
        found = smaller(0.5, bits, per_channel)
        assert np.allclose(found.weights, coded[0].codes * coded[0].scale)
        assert found.accuracy == accuracy(coded, *load_digits("validation"))
        n_scales = 74 if per_channel else 2
        n_packed = 64 * 64 * bits // 8 + 64 * 10 * bits // 8
        assert found.sizes["codes"] == n_packed + 4 * n_scales + BIASES
        assert found.sizes["dense"] == DENSE
        n_left = sum(int((layer.codes != 0).sum()) for layer in coded[::2])
        assert found.sizes["sparse"] == 8 * n_left + 4 * 76 + BIASES
        values = len(np.unique(found.weights))
        assert values <= 2**bits if not per_channel else values <= 64 * 2**bits

    def test_what_is_zipped_is_a_file_of_float32_or_of_codes(self):
        content = smaller(0.0, FLOAT, True).sizes["zipped"]
        weights = b"".join(one.detach().float().numpy().tobytes() for one in network().parameters())
        assert content == pytest.approx(len(zlib.compress(weights, 9)), abs=300)
        assert smaller(0.0, 8, True).sizes["zipped"] < 0.35 * content
        assert smaller(0.0, 4, True).sizes["zipped"] < smaller(0.0, 8, True).sizes["zipped"]

    def test_the_trained_network_stays_as_it_is(self):
        before = [one.clone() for one in network().parameters()]
        smaller(0.94, 5, False)
        after = list(network().parameters())
        assert all(torch.equal(old, new) for old, new in zip(before, after, strict=True))
        assert {one.dtype for one in after} == {torch.float64}


class TestTasks:
    """The exercises ask about what the explorer shows."""

    def test_accuracies_and_sizes_are_those_that_the_exercises_know(self):
        assert tuple(shown.accuracies()) == SPARSITIES == tuple(i / 50 for i in range(50))
        for sparsity, percent in shown.accuracies().items():
            assert 100 * smaller(sparsity, FLOAT, True).accuracy == percent
        for i in (1, 23, 45):
            sizes = smaller(SPARSITIES[i], FLOAT, True).sizes
            assert sizes["dense"] == dense_bytes_saved.WITH_BIASES
            assert sizes["dense"] - sizes["sparse"] == dense_bytes_saved.SPARSE[i - 1]

    def test_the_highest_sparsity_can_be_read_off(self, artists):
        said = [
            s for s in SPARSITIES if "right, within 1" in words(artists, sparsity=s, bits=FLOAT)
        ]
        shares = {s: smaller(s, FLOAT, True).accuracy for s in SPARSITIES}
        assert said == [s for s in SPARSITIES if shares[s] >= shares[0.0] - 0.01]
        assert 0.2 < max(said) < 0.8  # far from both ends of the slider
        # No rounding decides: at one decimal the limit lies between the same two numbers.
        limit = round(100 * shares[0.0], 1) - 1
        assert said == [s for s in SPARSITIES if round(100 * shares[s], 1) >= limit - 1e-9]

    def test_dense_bytes_never_change(self):
        dense = {smaller(s, bits, True).sizes["dense"] for s in SPARSITIES[::7] for bits in BITS}
        assert dense == {DENSE}


class TestPicture:
    def test_the_words_tell_the_state(self, artists):
        found, before = smaller(0.5, 3, False), smaller(0.0, FLOAT, True)
        said = words(artists, sparsity=0.5, bits=3, per_channel=False)
        assert said == (
            f"Sparsity 0.50, 3 bits, one scale a layer: {100 * found.accuracy:.1f} % of the "
            f"validation images are right, not within 1 point of the {100 * before.accuracy:.1f} % "
            f"before. Of 4,096 weights of the first layer {(found.weights == 0).sum():,} are 0; "
            f"they have {len(np.unique(found.weights))} different values. Bytes: as dense float32 "
            f"{DENSE:,}, as dense codes {found.sizes['codes']:,}, as sparse float32 "
            f"{found.sizes['sparse']:,}, zipped about {found.sizes['zipped'] / 1000:.0f},000."
        )
        assert artists["words"].get_text() == (
            "sparsity 0.50, 3 bits, one scale a layer\n"
            f"{100 * found.accuracy:.1f} % right on validation"
        )
        said = words(artists, bits=FLOAT)
        assert said.startswith("Sparsity 0.00, float: ") and "codes" not in said
        assert ", a scale a row: " in words(artists, bits=2)

    def test_the_picture_shows_the_state(self, artists):
        words(artists, sparsity=0.9, bits=4)
        found = smaller(0.9, 4, True)
        picture = artists["ink"].get_array()
        assert picture.shape == (71, 71)
        assert np.array_equal(picture[:8, 9:17], np.abs(found.weights[1]).reshape(8, 8))
        assert np.array_equal(picture[63:, 63:], np.abs(found.weights[63]).reshape(8, 8))
        assert artists["counts"].get_data().values.sum() == 4096
        assert artists["counts"].get_data().values.max() >= 3686
        for name in SIZES:
            bar, text = artists[name]
            assert bar.get_width() == found.sizes[name]
            assert text.get_text() == f"{found.sizes[name]:,} bytes"
        words(artists, bits=FLOAT)
        assert artists["codes"][0].get_width() == 0
        assert artists["codes"][1].get_text() == "none in float"

    def test_no_weight_lies_outside_the_histogram_and_no_bar_outside_its_axes(self, artists):
        for bits in BITS:
            for per_channel in (True, False):
                found = smaller(0.0, bits, per_channel)
                assert counts(found.weights).sum() == 4096
                assert max(found.sizes.values()) < 0.8 * artists["dense"][0].axes.get_xlim()[1]

    def test_ink_is_the_size_of_weights_in_rows_of_eight(self):
        weights = -np.arange(64 * 64.0).reshape(64, 64)
        picture = ink(weights, 2)
        assert picture.shape == (17, 71) and picture[0, 0] == 0 and picture[16, 70] == 1023
        assert np.isnan(picture[8]).all()

    def test_from_the_start_every_control_changes_picture_and_words(self):
        at_start = prune_and_quantize.picture()
        changes = [{"sparsity": 0.02}, {"bits": 7}, {"bits": FLOAT}, {"per_channel": False}]
        pictures = [prune_and_quantize.picture(**change) for change in changes]
        for parts in zip(at_start, *pictures, strict=True):
            assert len(set(parts)) == len(changes) + 1

    def test_each_caption_of_the_strip_is_true_and_none_answers_the_task(self):
        trained, pruned, coded = (smaller(**state) for _, state in prune_and_quantize.strip)
        assert trained.accuracy > 0.96 and coded.accuracy >= trained.accuracy - 0.01
        assert (pruned.weights == 0).mean() > 0.75 and pruned.accuracy < 0.6
        assert max(len(np.unique(row)) for row in coded.weights) <= 8
        for found in (trained, pruned, coded):  # far from where thousands are rounded
            thousands = found.sizes["zipped"] / 1000
            assert abs(thousands - round(thousands)) < 0.45

    def test_pictures_depend_on_the_state_alone(self):
        states = [state for _, state in prune_and_quantize.strip]
        other = {"sparsity": 0.5, "bits": 2, "per_channel": False}
        prune_and_quantize.check_pure([*states, other, prune_and_quantize.start])

    def test_a_key_is_followed_by_its_picture_in_time(self):
        """CPU time, as machines are shared; the network has been trained."""
        prune_and_quantize.picture()
        times = []
        for sparsity in SPARSITIES[1:48:5]:
            start = time.process_time()
            prune_and_quantize.picture(sparsity=sparsity, bits=6)
            times.append(time.process_time() - start)
        assert statistics.median(times) < 0.25

    def test_in_the_strip_no_words_run_into_the_next_panel(self):
        fig, _ = prune_and_quantize._drawn_strip()
        to_png(fig)
        for column in fig.subfigs:
            panel = column.subfigs[1]
            for text in panel.findobj(Text):
                if text.get_visible() and text.get_text().strip():
                    box = text.get_window_extent()
                    assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                    assert text.get_fontsize() >= 11

    def test_the_picture_fits_a_laptop_screen_beside_its_controls(self):
        assert prune_and_quantize.height <= 4.4

    def test_other_values_are_refused(self):
        for wrong in ({"sparsity": 0.99}, {"sparsity": 0.05}, {"bits": 1}, {"bits": "float32"}):
            with pytest.raises(ValueError):
                prune_and_quantize.picture(**wrong)
