"""No malformed call of the public functions slips through: chapters 05 to 08."""

import pytest
from faults.test_malformed_calls import THERE
from faults.topics import check_topic


@pytest.mark.parametrize("topic", THERE)
def test_each_malformed_call_ends_in_a_clear_error_or_a_right_result(topic, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert check_topic(topic) > 500
