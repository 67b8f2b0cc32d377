"""Pruning: the smallest weights become 0, or whole neurons go."""

import copy
from itertools import pairwise

import torch
from torch import Tensor, nn

from course_utils.compression.model import check_network, fit_network
from course_utils.compression.weights import as_weight, check_chain, check_share, weights_of
from course_utils.training import as_generator
from course_utils.validation import check_choice, check_count

SCOPES = ("layer", "global")


def magnitude_mask(weight: Tensor, sparsity: float) -> Tensor:
    """Mark the weights that stay: all but the share `sparsity` with the smallest magnitude.

    Parameters
    ----------
    weight : tensor of any shape
    sparsity : float in [0, 1]
        round(sparsity · number of weights) go; of equal magnitudes the first ones.

    Returns
    -------
    Tensor
        bool, of the shape of `weight`; True is kept.

    References
    ----------
    Han et al., Learning both weights and connections for efficient neural networks, NeurIPS 2015.

    >>> magnitude_mask(torch.tensor([[0.1, -2.0], [-0.3, 0.2]]), 0.5)
    tensor([[False,  True],
            [ True, False]])
    """
    weight, sparsity = as_weight(weight), check_share(sparsity, "sparsity")
    magnitudes = weight.detach().abs().flatten()
    mask = torch.ones(len(magnitudes), dtype=torch.bool)
    mask[magnitudes.argsort(stable=True)[: round(sparsity * len(mask))]] = False
    return mask.reshape(weight.shape)


def prune_network(
    network: nn.Module, sparsity: float, scope: str = "layer"
) -> tuple[nn.Module, dict[str, Tensor]]:
    """Return a copy of the network without its smallest weights, and the masks; biases stay.

    Parameters
    ----------
    network : nn.Module with linear layers
    sparsity : float in [0, 1], the share of weights that become 0
    scope : {"layer", "global"}
        The share of each layer, or of all layers' weights in one ranking.

    Returns
    -------
    network : the copy, whose removed weights are 0
    masks : dict, name of a weight, as "0.weight" -> bool tensor of its shape, True where it stays

    >>> from course_utils.compression.model import digits_network
    >>> pruned, masks = prune_network(digits_network(), 0.8)
    >>> round(sparsity_of(pruned), 3), list(masks)
    (0.8, ['0.weight', '2.weight'])
    """
    check_choice(scope, SCOPES, "scope")
    pruned = copy.deepcopy(check_network(network))
    weights = weights_of(pruned)
    if scope == "layer":
        masks = {name: magnitude_mask(weight, sparsity) for name, weight in weights.items()}
    else:
        ranked = magnitude_mask(torch.cat([one.flatten() for one in weights.values()]), sparsity)
        parts = ranked.split([one.numel() for one in weights.values()])
        masks = {
            name: part.reshape(weight.shape)
            for (name, weight), part in zip(weights.items(), parts, strict=True)
        }
    apply_masks(pruned, masks)
    return pruned, masks


def apply_masks(network: nn.Module, masks: dict[str, Tensor]) -> None:
    """Set the weights to 0, in place, where their mask is False."""
    weights = weights_of(network)
    if not isinstance(masks, dict) or masks.keys() != weights.keys():
        got = list(masks) if isinstance(masks, dict) else masks
        raise ValueError(f"masks must have the names {list(weights)}; got {got!r}.")
    for name, mask in masks.items():
        if not isinstance(mask, Tensor) or mask.dtype != torch.bool:
            raise TypeError(f"masks[{name!r}] must be a tensor of bool; got {mask!r}.")
        if mask.shape != weights[name].shape:
            raise ValueError(
                f"masks[{name!r}] must have shape {tuple(weights[name].shape)}; "
                f"got {tuple(mask.shape)}. A mask belongs to the network that it was made for."
            )
    with torch.no_grad():
        for name, mask in masks.items():
            weights[name].mul_(mask)


def fine_tune(
    network: nn.Module,
    masks: dict[str, Tensor],
    X,
    y,
    n_epochs: int = 100,
    learning_rate: float = 1e-2,
    generator: torch.Generator | int = 0,
) -> dict:
    """Train the weights that are left; the others are set to 0 again after each step.

    A mask on the gradient would not do: the optimizer's momentum moves a weight whose gradient
    is 0.

    Parameters
    ----------
    network, masks : as `prune_network` returned them; the network is changed
    X, y, n_epochs, learning_rate, generator : as for `fit_network`

    Returns
    -------
    dict, as that of `fit_network`

    >>> from course_utils.compression.model import digits_network
    >>> pruned, masks = prune_network(digits_network((2, 8, 2)), 0.5)
    >>> history = fine_tune(pruned, masks, [[0.0, 1.0], [1.0, 0.0]] * 8, [0, 1] * 8)
    >>> history["loss"].shape, sparsity_of(pruned)
    ((100,), 0.5)
    """
    apply_masks(check_network(network), masks)
    return fit_network(
        network,
        X,
        y,
        n_epochs,
        learning_rate,
        generator,
        after_step=lambda: apply_masks(network, masks),
    )


def cubic_sparsity(sparsity: float, n_rounds: int) -> list[float]:
    """Return the sparsity after each round: it rises fast at first, and slowly at the end.

    s_t = s · (1 - (1 - t / n)³)

    References
    ----------
    Zhu and Gupta, To prune, or not to prune, 2017 (arXiv:1710.01878).

    >>> [round(one, 3) for one in cubic_sparsity(0.8, 4)]
    [0.463, 0.7, 0.788, 0.8]
    """
    sparsity, n_rounds = check_share(sparsity, "sparsity"), check_count(n_rounds, "n_rounds")
    return [sparsity * (1 - (1 - t / n_rounds) ** 3) for t in range(1, n_rounds + 1)]


def prune_gradually(
    network: nn.Module,
    sparsity: float,
    X,
    y,
    *,
    n_rounds: int = 5,
    n_epochs: int = 20,
    learning_rate: float = 1e-2,
    scope: str = "layer",
    generator: torch.Generator | int = 0,
) -> tuple[nn.Module, dict[str, Tensor]]:
    """Prune a little more in each round, and fine-tune after it; return what `prune_network` does.

    Parameters
    ----------
    n_rounds : int >= 1, whose sparsities `cubic_sparsity` gives
    n_epochs : int >= 1, of fine-tuning in each round

    >>> from course_utils.compression.model import digits_network
    >>> X, y = [[0.0, 1.0], [1.0, 0.0]] * 8, [0, 1] * 8
    >>> pruned, masks = prune_gradually(digits_network((2, 8, 2)), 0.75, X, y)
    >>> sparsity_of(pruned)
    0.75
    """
    generator = as_generator(generator)
    for share in cubic_sparsity(sparsity, n_rounds):
        network, masks = prune_network(network, share, scope)
        fine_tune(network, masks, X, y, n_epochs, learning_rate, generator)
    return network, masks


def sparsity_of(network: nn.Module) -> float:
    """Return the share of the linear layers' weights that are 0; biases do not count.

    >>> line = nn.Linear(4, 1)
    >>> _ = line.weight.data.copy_(torch.tensor([[0.0, 1.0, 0.0, 0.0]]))
    >>> sparsity_of(line)
    0.75
    """
    weights = weights_of(check_network(network)).values()
    return sum(int((one == 0).sum()) for one in weights) / sum(one.numel() for one in weights)


def remove_neurons(network: nn.Sequential, n_keep: int) -> nn.Sequential:
    """Return a smaller network: of each hidden layer only the `n_keep` strongest neurons stay.

    A neuron's strength is the norm of its incoming weights times that of its outgoing ones. With
    it go its row and bias in its own layer, and its column in the next one.

    Parameters
    ----------
    network : nn.Sequential of nn.Linear and activations without weights, as `digits_network`
    n_keep : int >= 1, at most the neurons of the smallest hidden layer

    References
    ----------
    Li et al., Pruning filters for efficient ConvNets, ICLR 2017 (whole filters, by their norm).

    >>> from course_utils.compression.model import digits_network
    >>> [layer.weight.shape for layer in remove_neurons(digits_network(), 16)[::2]]
    [torch.Size([16, 64]), torch.Size([10, 16])]
    """
    check_chain(network)
    smaller = copy.deepcopy(network)
    layers = [layer for layer in smaller if isinstance(layer, nn.Linear)]
    n_keep = check_count(n_keep, "n_keep")
    n_smallest = min(layer.out_features for layer in layers[:-1])
    if n_keep > n_smallest:
        raise ValueError(
            f"n_keep must be at most {n_smallest}, the neurons of the smallest hidden layer; "
            f"got {n_keep}."
        )
    for layer, following in pairwise(layers):
        with torch.no_grad():
            strengths = layer.weight.norm(dim=1) * following.weight.norm(dim=0)
        kept = strengths.argsort(descending=True, stable=True)[:n_keep].sort().values
        _take(layer, "weight", layer.weight[kept])
        if layer.bias is not None:
            _take(layer, "bias", layer.bias[kept])
        _take(following, "weight", following.weight[:, kept])
        layer.out_features = following.in_features = n_keep
    return smaller


def _take(layer: nn.Linear, name: str, values: Tensor) -> None:
    needs_grad = getattr(layer, name).requires_grad
    setattr(layer, name, nn.Parameter(values.detach().clone(), requires_grad=needs_grad))
