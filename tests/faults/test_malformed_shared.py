"""No malformed call slips through of what all chapters share: data, training, figures, controls."""

import inspect

import pytest
from faults import recorded, topics

from course_utils.instructor import slides

TOPIC = "shared"
NOT_CALLED = {
    "as_generator": "its error names the argument of its caller, such as generator",
}


def test_each_malformed_call_ends_in_a_clear_error_or_a_right_result(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a text may be taken for a file's name
    monkeypatch.setenv("COURSE_PROGRESS", "0")
    # Arguments are looked at before, and a deck takes seconds.
    monkeypatch.setattr(slides, "render", lambda nb, images: "A deck")
    assert topics.check_topic(TOPIC) > 2_000


@pytest.mark.parametrize(
    "module", ["datasets", "training", "classroom.claims", "classroom.figures"]
)
def test_nothing_that_is_exported_is_left_out(module):
    exported = {
        name
        for name, each in recorded.public(f"course_utils.{module}").items()
        if inspect.isfunction(each) or not recorded.is_record(each)
    }
    called = {name.split(".")[2].partition(" ")[0] for name in topics.calls_of(TOPIC)}
    assert exported - called == NOT_CALLED.keys() & exported


def test_a_copied_training_moves_its_own_network():
    training = topics.calls_of(TOPIC)["shared.training.Training.run"].fresh()["self"]
    optimizer, network = training.optimizers["line"], training.networks["line"]
    assert training.step.network is network and training.step.optimizer is optimizer
    assert optimizer.param_groups[0]["params"][0] is network.weight
