"""What hidden neurons look for in a digit of 8×8 pixels."""

from matplotlib.figure import Figure

from course_utils.classroom.figures import new_figure
from course_utils.classroom.pictures import as_digit_weights, check_title, draw_neurons
from course_utils.validation import check_count

MOST_NEURONS = 80  # more pictures would be too small


def draw_hidden_weights(weights, n_columns: int = 8, *, title: str | None = None) -> Figure:
    """Draw the weights of hidden neurons that see 8×8 digits, a picture a neuron, in its own scale.

    The colors and signs are those of `draw_neurons`: ink on vermilion raises a neuron's score.

    Parameters
    ----------
    weights : array of shape (n_neurons, 64), such as `network.layers[0].weights.data`
    n_columns : int >= 1, pictures in a row
    title : str, stands in place of the computed headline
    """
    weights = as_digit_weights(weights)
    check_title(title)
    if len(weights) > MOST_NEURONS:
        raise ValueError(
            f"weights must be of {MOST_NEURONS} neurons at most; got {len(weights)}. Pass a part."
        )
    n_columns = min(check_count(n_columns, "n_columns"), len(weights))
    n_rows = -(-len(weights) // n_columns)
    side = 0.85  # inches of a picture
    fig, ax = new_figure(max(side * n_columns, 5.4), side * n_rows + 0.4)
    draw_neurons(ax, weights, n_columns, sign_size=9)
    s = "s" * (len(weights) != 1)
    ax.set_title(
        title or f"{len(weights)} hidden neuron{s}: ink raises (+) or lowers (-) the score"
    )
    return fig
