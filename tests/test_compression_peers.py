"""torchao beside the course: equal codes, the same bytes, and not a word in the output."""

import logging
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.compression.model import digits_network
from course_utils.compression.peers import torchao_bytes, torchao_codes, torchao_int8
from course_utils.compression.quantization import codes_of, quantize_network, quantized_bytes


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("seed", range(5))
def test_the_course_and_torchao_find_the_same_codes_and_scales(seed, dtype):
    network = digits_network((64, 33, 10), generator=seed, dtype=dtype)
    network[0].weight.data[0] = 0  # a neuron that is gone
    ours, theirs = codes_of(quantize_network(network)), torchao_codes(torchao_int8(network))
    assert list(ours) == list(theirs) == ["0", "2"]
    for name in ours:
        for mine, other in zip(ours[name], theirs[name], strict=True):
            assert torch.equal(mine, other) and mine.dtype == other.dtype


def test_they_answer_alike_and_the_network_stays_as_it_was():
    network = digits_network()
    before = {name: one.clone() for name, one in network.state_dict().items()}
    X = torch.tensor(np.random.default_rng(0).uniform(size=(20, 64)))
    with torch.no_grad():
        theirs = torchao_int8(network.train())(X.float()).double()
        assert torch.allclose(theirs, quantize_network(network)(X), atol=1e-6)
        assert not torch.allclose(theirs, network(X), atol=1e-6)
    assert all(torch.equal(before[name], one) for name, one in network.state_dict().items())
    assert network.training and network[0].weight.dtype == torch.float64
    assert not torchao_int8(network).training


def test_bytes_by_hand():
    network = digits_network((64, 32, 10))
    n_codes, n_rows = 64 * 32 + 32 * 10, 42
    theirs = torchao_bytes(torchao_int8(network))
    assert theirs == n_codes + (4 + 1 + 4) * n_rows
    assert theirs == quantized_bytes(quantize_network(network)) + n_rows, "the zero points"
    wrapped = nn.Sequential(*network, nn.BatchNorm1d(10))
    assert torchao_bytes(torchao_int8(wrapped)) == theirs + 4 * 40 + 8


def test_a_network_without_torchao_is_refused():
    for read in (torchao_codes, torchao_bytes):
        with pytest.raises(
            ValueError, match=r"^network has no layer of torchao\. Pass torchao_int8"
        ):
            read(digits_network())
    with pytest.raises(TypeError, match=r"^network must be an nn\.Module; got str"):
        torchao_int8("network")


SCRIPT = r"""
import logging, sys, warnings
import torch
import course_utils.compression
from course_utils.compression import codes, distillation, model, peers, quantization
assert "torchao" not in sys.modules, "it takes a second, and is loaded when it is used"
warnings.simplefilter("always")
before = list(warnings.filters)
peers.torchao_int8(torch.nn.Linear(2, 1))
assert "torchao" in sys.modules and warnings.filters == before
assert logging.root.manager.disable == 0
with peers._quietly():  # as the first compilation of torchao's sources warns
    compile("'\d'", "torchao.py", "exec")
"""


def test_torchao_is_loaded_late_and_says_nothing():
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_was_switched_off_is_on_again(monkeypatch):
    logging.disable(logging.INFO)
    try:
        with pytest.raises(AttributeError):
            monkeypatch.setattr(nn.Linear, "extra_repr", property(lambda layer: layer.missing))
            torchao_int8(nn.Linear(2, 1))
        assert logging.root.manager.disable == logging.INFO
    finally:
        logging.disable(logging.NOTSET)
    with pytest.warns(UserWarning, match="still heard"):
        warnings.warn("still heard", stacklevel=1)
