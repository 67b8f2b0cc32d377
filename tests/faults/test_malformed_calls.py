"""No malformed call of the public functions slips through: chapters 00 to 04."""

import pytest
from faults.topics import check_topic, count

HERE = ("start_here", "data_quality", "perceptron", "gradient_descent", "backprop")
THERE = ("autoencoder", "gan", "compression", "resources")


@pytest.mark.parametrize("topic", HERE)
def test_each_malformed_call_ends_in_a_clear_error_or_a_right_result(topic, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a text may be taken for a file's name
    assert check_topic(topic) > 500


def test_there_are_thousands_of_them():
    assert count((*HERE, *THERE)) > 5_000
