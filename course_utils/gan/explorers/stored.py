"""What the explorers share: the stored networks, and the stored training."""

from functools import lru_cache

from torch import nn

from course_utils.datasets import load_run
from course_utils.gan.stored import StoredRun, networks_of, run_of
from course_utils.validation import check_choice


def stored(name: str) -> nn.Module:
    """Return a network of data/runs/gan.safetensors; shared by all callers.

    Parameters
    ----------
    name : "judge", "conditional" or "unconditional"

    >>> stored("conditional").options["n_classes"]
    10
    """
    networks = _networks()
    return networks[check_choice(name, networks, "name")]


@lru_cache
def _networks() -> dict[str, nn.Module]:
    return networks_of(load_run("gan.safetensors"))


@lru_cache
def stored_run() -> StoredRun:
    """Return the training of data/runs/gan_run.safetensors; shared, read-only.

    >>> stored_run().samples.shape
    (46, 64, 64)
    """
    run = run_of(load_run("gan_run.safetensors"))
    for array in run:
        array.setflags(write=False)
    return run
