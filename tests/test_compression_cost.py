"""What a network costs: counted, beside arithmetic, PyTorch's own counter and hooks."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from course_utils.autoencoder import Autoencoder
from course_utils.compression.cost import Cost, cost_of, dense_cost
from course_utils.compression.model import digits_network, logits_of
from course_utils.gan import Discriminator, Generator

SIZES = [(64, 64, 10), (64, 10), (5, 4, 3, 2), (7, 1, 9), (64, 256, 256, 10)]


class TestByHand:
    def test_a_small_network(self):
        # 5·4 + 4·3 = 32 weights, 4 + 3 = 7 biases, 4 hidden neurons; 6 rows, 8 bytes a number
        expected = Cost(32 + 7, 6 * (2 * 32 + 7 + 4), 39 * 8, 6 * 4 * 8)
        assert dense_cost((5, 4, 3), batch_size=6) == expected
        assert cost_of(digits_network((5, 4, 3)), 5, batch_size=6) == expected

    def test_without_biases(self):
        expected = Cost(32, 2 * 32 + 4, 32 * 4, 4 * 4)
        assert dense_cost((5, 4, 3), bias=False, dtype=torch.float32) == expected
        layers = nn.Linear(5, 4, bias=False), nn.ReLU(), nn.Linear(4, 3, bias=False)
        assert cost_of(nn.Sequential(*layers), 5) == expected

    @pytest.mark.parametrize("sizes", SIZES)
    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    def test_counting_and_arithmetic_agree(self, sizes, dtype):
        network = digits_network(sizes, dtype=dtype)
        for batch_size in (1, 7):
            expected = dense_cost(sizes, batch_size=batch_size, dtype=dtype)
            assert cost_of(network, sizes[0], batch_size) == expected

    @pytest.mark.parametrize("sizes", SIZES)
    def test_products_are_those_of_pytorchs_counter(self, sizes):
        network = digits_network(sizes)
        with FlopCounterMode(display=False) as counter:
            network(torch.zeros(3, sizes[0], dtype=torch.float64))
        biases_and_relu = 3 * (sum(sizes[1:]) + sum(sizes[1:-1]))
        assert dense_cost(sizes, batch_size=3).flops == counter.get_total_flops() + biases_and_relu


class TestOtherNetworks:
    def test_activations_that_are_no_layers_count_too(self):
        found = cost_of(Discriminator((6, 4, 1)), 6)
        assert found[:3] == dense_cost((6, 4, 1), dtype=torch.float32)[:3]
        # The slope of LeakyReLU needs its input; the next layer's weights need its output.
        assert found.activation_bytes == 2 * 4 * 4

    def test_batch_norm_costs_two_a_number(self):
        with_norm, without = (
            cost_of(Generator((3, 4, 2), batch_norm=norm), 3, 5) for norm in (True, False)
        )
        assert with_norm.flops - without.flops == 5 * 2 * 4
        assert with_norm.parameters - without.parameters == 2 * 4
        # scale, shift, running mean and variance of 4 neurons, and one int64 that counts batches
        assert with_norm.weight_bytes - without.weight_bytes == 4 * 4 * 4 + 8
        assert with_norm.activation_bytes - without.activation_bytes == 5 * 4 * 4

    def test_shared_weights_count_once(self):
        tied, own = (cost_of(Autoencoder((6, 4), tied=tied), 6) for tied in (True, False))
        assert own.parameters - tied.parameters == 24
        assert own.weight_bytes - tied.weight_bytes == 24 * 4
        assert tied.flops == own.flops == 2 * 2 * 24 + 4 + 6

    @pytest.mark.parametrize(
        "activation",
        [nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid],
    )
    def test_an_activation_counts_one_a_number(self, activation):
        network = nn.Sequential(nn.Linear(3, 4, bias=False), activation())
        assert cost_of(network, 3, 2).flops == 2 * (2 * 3 * 4 + 4)

    @pytest.mark.parametrize(
        "change",
        [
            lambda x: x + 1.0,
            lambda x: x - 1.0,
            lambda x: x * 2.0,
            lambda x: x / 2.0,
            torch.exp,
            torch.round,
            lambda x: x.clamp(0, 1),
        ],
    )
    def test_arithmetic_counts_one_a_number(self, change):
        class Changed(nn.Linear):
            def forward(self, x):
                return change(super().forward(x).clone())

        assert cost_of(Changed(3, 4, bias=False), 3, 2).flops == 2 * (2 * 3 * 4 + 4)

    def test_moving_numbers_is_free(self):
        class Moved(nn.Linear):
            def forward(self, x):
                y = super().forward(x)
                return torch.cat([y[:, 1:], y[:, :1]], dim=1).double().t()

        assert cost_of(Moved(3, 4, bias=False), 3, 2).flops == 2 * 2 * 3 * 4

    def test_in_place(self):
        layers = nn.Linear(3, 4), nn.ReLU(inplace=True), nn.Linear(4, 2)
        assert cost_of(nn.Sequential(*layers), 3) == dense_cost((3, 4, 2), dtype=torch.float32)

    def test_whole_numbers_among_the_weights(self):
        network = digits_network((3, 2))
        network.codes = nn.Parameter(torch.zeros(5, dtype=torch.int8), requires_grad=False)
        found = cost_of(network, 3)
        assert (found.parameters, found.weight_bytes) == (8 + 5, 8 * 8 + 5)


class TestSideEffects:
    def test_the_network_stays_as_it_is(self):
        generator = Generator((3, 4, 2)).requires_grad_(False)
        before = {name: one.clone() for name, one in generator.state_dict().items()}
        cost_of(generator, 3, 5)
        assert generator.training and not any(one.requires_grad for one in generator.parameters())
        assert all(torch.equal(before[name], one) for name, one in generator.state_dict().items())

    def test_a_frozen_network_costs_the_same(self):
        frozen = digits_network((3, 4, 2)).requires_grad_(False).eval()
        assert cost_of(frozen, 3, 5) == dense_cost((3, 4, 2), batch_size=5)
        assert not any(one.requires_grad for one in frozen.parameters())
        assert np.isfinite(logits_of(frozen, np.ones((1, 3)))).all()


class TestRefused:
    def test_an_operation_without_a_rule(self):
        with pytest.raises(ValueError, match=r"^network uses _log_softmax, for which cost_of has"):
            cost_of(nn.Sequential(nn.Linear(3, 2), nn.LogSoftmax(dim=1)), 3)

    def test_other_bad_input(self):
        with pytest.raises(ValueError, match=r"^n_features must be 64; got 63\."):
            cost_of(digits_network(), 63)
        with pytest.raises(ValueError, match=r"^batch_size must be"):
            cost_of(digits_network(), 64, 0)
        with pytest.raises(TypeError, match=r"^network must be an nn\.Module"):
            cost_of((64, 10), 64)
        with pytest.raises(ValueError, match=r"^sizes must name"):
            dense_cost((64,))
        with pytest.raises(ValueError, match=r"^batch_size must be"):
            dense_cost((64, 10), batch_size=0)
        with pytest.raises(ValueError, match=r"^bias must be"):
            dense_cost((64, 10), bias=2)
        with pytest.raises(ValueError, match=r"^dtype must be"):
            dense_cost((64, 10), dtype=torch.int8)
