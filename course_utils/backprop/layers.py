"""Layers of neurons whose weights are learned, and how to draw the weights they begin with."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from course_utils.backprop.tensor import Tensor
from course_utils.validation import as_numbers, as_rng, check_choice, check_count

# The standard deviation of a weight, from the number of inputs and of outputs of its layer.
SCHEMES: dict[str, Callable] = {
    "he": lambda n_in, n_out: np.sqrt(2 / n_in),
    "xavier": lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),
    "normal": lambda n_in, n_out: 1.0,
    "small": lambda n_in, n_out: 0.01,
    "zeros": lambda n_in, n_out: 0.0,
}
ACTIVATIONS: dict[str, Callable] = {
    "relu": Tensor.relu,
    "tanh": Tensor.tanh,
    "sigmoid": Tensor.sigmoid,
    "none": lambda x: x,
}


def initial_weights(n_in, n_out, scheme="he", rng=0) -> np.ndarray:
    """Draw the first weights of a layer, shape (n_out, n_in): normal, with a spread by `scheme`.

    A sum of n_in products is about √n_in times as large as one of them. "xavier" and "he" divide by
    that root, so that signals neither fade nor grow from layer to layer: "xavier" (tanh) looks at
    inputs and outputs, "he" makes up for the half that ReLU sets to 0. "same" gives all neurons
    the same weights, and so they stay for ever.

    Parameters
    ----------
    n_in, n_out : int >= 1
    scheme : {"he", "xavier", "normal", "small", "zeros", "same"}
    rng : Generator or seed

    References
    ----------
    Glorot and Bengio, AISTATS 2010 (Xavier); He, Zhang, Ren and Sun, ICCV 2015.

    >>> [initial_weights(100, 300, scheme).std().round(2).item() for scheme in ("he", "xavier")]
    [0.14, 0.07]
    """
    n_in, n_out = check_count(n_in, "n_in"), check_count(n_out, "n_out")
    check_choice(scheme, (*SCHEMES, "same"), "scheme")
    rng = as_rng(rng)
    if scheme == "same":
        return np.full((n_out, n_in), 1 / n_in)
    return SCHEMES[scheme](n_in, n_out) * rng.standard_normal((n_out, n_in))


class Linear:
    """A layer of `n_out` neurons without activation: X @ weights.T + bias.

    Parameters
    ----------
    n_in, n_out : int >= 1
    rng : Generator or seed
        Layers of one size and one seed begin with the same weights: for several layers pass one
        Generator, which goes on from layer to layer.
    scheme : see `initial_weights`; biases begin with 0
    dtype : numpy.float64 or numpy.float32

    Attributes
    ----------
    weights : Tensor of shape (n_out, n_in)
    bias : Tensor of shape (n_out,)

    >>> Linear(3, 2)(Tensor([[1.0, 2.0, 3.0]])).shape
    (1, 2)
    """

    def __init__(self, n_in, n_out, rng=0, scheme="he", dtype=np.float64):
        drawn = initial_weights(n_in, n_out, scheme, rng)
        self.weights = Tensor(drawn, requires_grad=True, dtype=dtype, name="weights")
        self.bias = Tensor(np.zeros(n_out), requires_grad=True, dtype=dtype, name="bias")

    def __call__(self, X: Tensor) -> Tensor:
        if not isinstance(X, Tensor):
            raise TypeError(f"X must be a Tensor; got {type(X).__name__}. Use Tensor(X).")
        return X @ self.weights.T + self.bias

    def parameters(self) -> list[Tensor]:
        return [self.weights, self.bias]


class MLP:
    """A multilayer perceptron: layers of neurons with an activation between each two.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, neurons of each hidden layer, outputs: (64, 64, 10) reads digits.
    activation : {"relu", "tanh", "sigmoid", "none"}
        Of the hidden layers; the last layer returns scores.
    rng : Generator or seed
    scheme : see `initial_weights`
    dtype : numpy.float64 or numpy.float32

    Attributes
    ----------
    layers : list of Linear

    >>> network = MLP((2, 16, 1), activation="tanh")
    >>> network(Tensor([[0.5, -1.0]])).shape, sum(p.size for p in network.parameters())
    ((1, 1), 65)
    """

    def __init__(
        self, sizes: Sequence[int], activation="relu", rng=0, scheme="he", dtype=np.float64
    ):
        if not isinstance(sizes, tuple | list | np.ndarray) or len(sizes) < 2:
            raise ValueError(f"sizes must name inputs and outputs at least, (2, 1); got {sizes!r}.")
        sizes = [check_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)]
        self.activation = check_choice(activation, ACTIVATIONS, "activation")
        rng = as_rng(rng)
        self.layers = [Linear(*pair, rng, scheme, dtype) for pair in pairwise(sizes)]
        for name, tensor in self.named_parameters().items():
            tensor.name = name

    def hidden(self, X: Tensor) -> list[Tensor]:
        """Return what each hidden layer answers, first to last."""
        answers = []
        for layer in self.layers[:-1]:
            X = ACTIVATIONS[self.activation](layer(X))
            answers.append(X)
        return answers

    def __call__(self, X) -> Tensor:
        """Return the scores of the last layer, shape (n_samples, n_outputs).

        X is a Tensor of shape (n_samples, n_inputs), or an array, taken in the network's own dtype.
        """
        weights = self.layers[0].weights
        X = X if isinstance(X, Tensor) else Tensor(as_numbers(X, "X"), dtype=weights.dtype)
        n_in = weights.shape[1]
        if X.ndim != 2 or X.shape[1] != n_in:
            raise ValueError(f"X must have shape (n_samples, {n_in}); got {X.shape}.")
        return self.layers[-1]([X, *self.hidden(X)][-1])

    def parameters(self) -> list[Tensor]:
        """Return all weights and biases, layer by layer."""
        return [tensor for layer in self.layers for tensor in layer.parameters()]

    def named_parameters(self) -> dict[str, Tensor]:
        """Return "layers.0.weights" -> Tensor, "layers.0.bias" -> Tensor, "layers.1.weights" …."""
        return {
            f"layers.{i}.{part}": getattr(layer, part)
            for i, layer in enumerate(self.layers)
            for part in ("weights", "bias")
        }
