"""What training keeps in memory between the forward and the backward pass."""

from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks

from course_utils.training.checks import check_network


def saved_bytes(network: nn.Module, batch: Tensor) -> int:
    """Return how many bytes the forward pass of a batch makes autograd keep for the backward pass.

    Each piece of memory counts once. The batch, parameters and buffers, which are there anyway,
    do not count.

    Raises
    ------
    ValueError
        If the network can't take the batch.

    >>> import torch
    >>> network = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)).double()
    >>> saved_bytes(network, torch.ones(10, 4).double())  # 10 rows of 3 numbers, 8 bytes each
    240
    """
    check_network(network)
    if not isinstance(batch, Tensor):
        raise TypeError(f"batch must be a tensor; got {type(batch).__name__}.")
    kept = {}

    def note(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage  # held, so that no other takes its address
        return tensor

    try:
        with saved_tensors_hooks(note, lambda tensor: tensor):
            network(batch)
    except RuntimeError as error:
        raise ValueError(f"batch must be one that the network can take: {error}.") from error
    for tensor in (batch, *network.parameters(), *network.buffers()):
        kept.pop(tensor.untyped_storage().data_ptr(), None)
    return sum(storage.nbytes() for storage in kept.values())
