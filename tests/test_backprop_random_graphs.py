"""Random graphs of all operations: values and gradients are PyTorch's, and float32 stays float32.

The programs are those of `benchmarks/random_graphs.py`; hypothesis draws them.
"""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import configuration, given, settings
from hypothesis import strategies as st

from benchmarks.random_graphs import OPERATIONS, SAME, SHAPES, Ours, Torch, run, walk_back

SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=1200)


@pytest.fixture(autouse=True, scope="module")
def _no_folder_left_behind(tmp_path_factory):
    configuration.set_hypothesis_home_dir(tmp_path_factory.mktemp("hypothesis"))
    yield
    configuration.set_hypothesis_home_dir(None)


PROGRAMS = st.tuples(
    st.lists(st.tuples(st.sampled_from(SHAPES), st.booleans()), min_size=1, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from(sorted(OPERATIONS)),
            st.integers(0, 7),
            st.integers(0, 7),
            st.integers(0, 999),
        ),
        min_size=3,
        max_size=14,
    ),
)


def assert_close(ours, theirs, scale=1.0):
    assert ours.shape == tuple(theirs.shape)
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=SAME, atol=SAME * scale)


def test_values_and_gradients_are_pytorchs():
    seen = Counter()

    @SETTINGS
    @given(PROGRAMS)
    def check(program):
        (ours, theirs), done = run(program, [Ours(), Torch()])
        seen.update(done)
        for a, b in zip(ours, theirs, strict=True):
            assert_close(a.data, b)
            assert a.requires_grad == b.requires_grad
        walk_back([ours, theirs])
        n_leaves = len(program[0])
        for a, b in zip(ours[:n_leaves], theirs[:n_leaves], strict=True):
            assert (a.grad is None) == (b.grad is None)
            if a.grad is not None:
                assert_close(a.grad, b.grad, scale=max(1.0, float(b.grad.abs().max())))

    check()
    assert set(seen) == set(OPERATIONS)
    assert min(seen.values()) >= 5, seen


def test_every_node_between_shows_the_gradient_of_the_last_walk():
    @settings(SETTINGS, max_examples=100)
    @given(PROGRAMS)
    def check(program):
        (ours, theirs), _ = run(program, [Ours(), Torch()])
        if not ours[-1].requires_grad:
            return
        for node in theirs:
            if node.requires_grad:
                node.retain_grad()
        gradient = np.random.default_rng(0).standard_normal(ours[-1].shape)
        theirs[-1].backward(torch.tensor(gradient))
        ours[-1].backward(gradient)
        for a, b in zip(ours, theirs, strict=True):
            assert (a.grad is None) == (b.grad is None)
            if a.grad is not None:
                assert_close(a.grad, b.grad, scale=max(1.0, float(b.grad.abs().max())))

    check()


def test_float32_stays_float32_everywhere():
    @settings(SETTINGS, max_examples=100)
    @given(PROGRAMS)
    def check(program):
        (pool, exact), _ = run(program, [Ours(np.float32), Ours()])
        walk_back([pool])
        for node, double in zip(pool, exact, strict=True):
            assert node.dtype == np.float32
            assert node.grad is None or node.grad.dtype == np.float32
            np.testing.assert_allclose(node.data, double.data, rtol=1e-2, atol=1e-2)

    check()
