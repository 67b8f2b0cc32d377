"""For each claim examined by a run: what to replace after the setup cell so that its verdict flips.

FLIPS maps the claim's id to names of the notebook and what stands in their place.
"""


def neuron_without_bias(X, W, b, activation):
    """A layer that forgets its bias."""
    return activation(X @ W.T)


FLIPS = {
    "A05": {"neuron": neuron_without_bias},
}
