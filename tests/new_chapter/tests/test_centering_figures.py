"""The picture shows what was computed."""

import pytest

from course_utils.centering.figures import draw_centering
from course_utils.classroom.figures import describe, to_png


def test_both_rows_stand_where_they_were_computed():
    fig = draw_centering([1.0, 2.0, 6.0])
    before, after, _ = fig.axes[0].lines
    assert before.get_xydata().tolist() == [[1, 0], [2, 0], [6, 0]]
    assert after.get_xydata().tolist() == [[-2, 1], [-1, 1], [3, 1]]
    assert fig.axes[0].get_title() == "Every value moves by -3"
    assert to_png(fig).startswith(b"\x89PNG") and "before" in describe(fig)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="values must be 1-D"):
        draw_centering([[1.0]])
