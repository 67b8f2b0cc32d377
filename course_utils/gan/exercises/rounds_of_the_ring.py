"""What the ring stepper shows after each round as it starts: nothing holds the two players back."""

from typing import NamedTuple

from course_utils.gan.ring_states import ring_state


class Round(NamedTuple):
    d_loss: float  # the discriminator's, as it is displayed
    n_modes: int  # covered


def shown(n_rounds: int) -> Round:
    """Return what is read after so many rounds; each round is computed once.

    >>> shown(0).n_modes
    0
    """
    state = ring_state(n_rounds=n_rounds)
    return Round(round(state.discriminator, 3), state.covered)
