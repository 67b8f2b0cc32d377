"""The explorer says what it shows."""

from course_utils.centering.explorers import mover


def test_the_strip_tells_the_story():
    told = [mover.picture(**state)[1] for _, state in mover.strip]
    assert told[0] == "The values 1, 2, 6 have mean 3."
    assert told[1] == "The values -2, -1, 3 have mean 0."


def test_pictures_depend_on_the_state_alone():
    mover.check_pure()
