"""What every fit does alike: why it ended, its history, divergence, and validation."""

from types import SimpleNamespace

import numpy as np
import pytest

from course_utils.fitting import check_finite, checked_validation, longer, telling_why


def new_model():
    return SimpleNamespace(history_={"loss": [1.0], "stopped": None})


class TestWhy:
    def test_a_block_that_comes_to_its_end(self):
        model, taken_back = new_model(), []
        with telling_why(model, lambda: taken_back.append(1)):
            assert model.history_["stopped"] is None
        assert model.history_ == {"loss": [1.0], "stopped": "n_epochs"} and not taken_back

    @pytest.mark.parametrize(
        ("error", "reason"),
        [
            (KeyboardInterrupt, "interrupted"),
            (FloatingPointError, "diverged"),
            (MemoryError, "failed"),
            (ValueError, "failed"),
            (ZeroDivisionError, "failed"),
            (SystemExit, "failed"),
            (type("Impatience", (KeyboardInterrupt,), {}), "interrupted"),
        ],
    )
    def test_each_error_goes_on_with_its_reason(self, error, reason):
        model = new_model()
        with pytest.raises(error), telling_why(model):
            raise error
        assert model.history_["stopped"] == reason

    def test_the_last_finished_epoch_is_brought_back_before_the_reason_is_written(self):
        model, older = new_model(), {"loss": [], "stopped": None}
        with (
            pytest.raises(KeyboardInterrupt),
            telling_why(model, lambda: setattr(model, "history_", older)),
        ):
            raise KeyboardInterrupt
        assert model.history_ is older and older["stopped"] == "interrupted"


def test_a_longer_history_is_a_new_one():
    history = {"loss": [3.0], "validation_loss": [4.0], "stopped": None}
    grown = longer(history, loss=2.0, validation_loss=2.5)
    assert grown == {"loss": [3.0, 2.0], "validation_loss": [4.0, 2.5], "stopped": None}
    assert history == {"loss": [3.0], "validation_loss": [4.0], "stopped": None}


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_divergence_is_seen_in_the_loss_and_in_any_array(bad):
    check_finite(1e300, [np.ones((2, 2)), 0.0], 1, 0.5)
    words = rf"the loss is {bad} after epoch 3: .* Lower learning_rate=0\.5, or scale X"
    with pytest.raises(FloatingPointError, match=words):
        check_finite(bad, [np.ones(2)], 3, 0.5)
    for arrays in ([np.array([[1.0, bad]]), 0.0], [np.ones(2), bad]):
        with pytest.raises(
            FloatingPointError, match=r"a weight is not finite after epoch 3: .*rate"
        ):
            check_finite(0.1, arrays, 3, 0.5)


class TestValidation:
    def test_labels_become_numbers_of_classes(self):
        X, labels = checked_validation([[[1, 2], [3, 4]], ["c", "a"]], np.array(["a", "b", "c"]), 2)
        assert X.tolist() == [[1.0, 2.0], [3.0, 4.0]] and labels.tolist() == [2, 0]

    @pytest.mark.parametrize(
        ("validation", "error", "words"),
        [
            (np.ones((2, 2)), TypeError, r"must be a pair \(X, y\); got ndarray"),
            ((), TypeError, r"must be a pair \(X, y\); got tuple"),
            (([1.0], [0]), ValueError, r"validation\[0\] must be 2-D"),
            (([[1.0]], [0]), ValueError, r"validation\[0\] has 1 features, but X has 2"),
            (([[1.0, 2.0]], [[0]]), ValueError, r"validation\[1\] must be 1-D.*got shape \(1, 1\)"),
            (([[1.0, 2.0]], [0, 1]), ValueError, r"validation\[1\] must hold 1 values"),
            (
                ([[1.0, 2.0]], [7]),
                ValueError,
                r"validation\[1\] may hold only the labels 0, 1; got 7",
            ),
        ],
    )
    def test_what_is_wrong_is_said(self, validation, error, words):
        with pytest.raises(error, match=words):
            checked_validation(validation, np.array([0, 1]), 2)
