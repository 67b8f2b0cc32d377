"""Pruning: which weights go, how many, and that they stay away; whole neurons beside arithmetic."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.compression.model import accuracy, digits_network, fit_network, logits_of
from course_utils.compression.prune import (
    apply_masks,
    cubic_sparsity,
    fine_tune,
    magnitude_mask,
    prune_gradually,
    prune_network,
    remove_neurons,
    sparsity_of,
)
from course_utils.datasets import load_digits

X = np.random.default_rng(0).random((40, 3))
Y = (X[:, 0] > X[:, 1]).astype(int)


def small(seed=0):
    return digits_network((3, 6, 2), generator=seed)


def zeros_of(network):
    return [one == 0 for name, one in network.named_parameters() if name.endswith("weight")]


class TestMask:
    @pytest.mark.parametrize("sparsity", [0.0, 0.1, 0.5, 0.66, 0.9, 1.0])
    def test_as_many_go_as_asked_and_those_are_the_smallest(self, sparsity):
        weight = torch.randn(7, 9, generator=torch.Generator().manual_seed(0))
        mask = magnitude_mask(weight, sparsity)
        assert mask.shape == (7, 9) and mask.dtype == torch.bool
        assert int((~mask).sum()) == round(sparsity * 63)
        if 0 < sparsity < 1:
            assert weight[~mask].abs().max() < weight[mask].abs().min()

    def test_magnitude_counts_and_not_the_sign(self):
        weight = torch.tensor([-5.0, -0.1, 0.2, 4.0])
        assert magnitude_mask(weight, 0.5).tolist() == [True, False, False, True]

    def test_of_equal_ones_the_first_go(self):
        weight = torch.tensor([[1.0, -1.0, 1.0], [1.0, 0.5, 1.0]])
        mask = magnitude_mask(weight, 0.5)
        assert mask.tolist() == [[False, False, True], [True, False, True]]
        assert magnitude_mask(torch.ones(100), 0.5).tolist() == [False] * 50 + [True] * 50

    def test_the_weight_stays_as_it_is(self):
        weight = torch.tensor([3.0, -1.0], requires_grad=True)
        magnitude_mask(weight, 0.5)
        assert weight.tolist() == [3.0, -1.0] and weight.requires_grad

    def test_bad_input(self):
        with pytest.raises(TypeError, match=r"^weight must be a tensor; got list\."):
            magnitude_mask([1.0, 2.0], 0.5)
        with pytest.raises(ValueError, match=r"^weight must hold real numbers; .*shape \(0, 3\)"):
            magnitude_mask(torch.zeros(0, 3), 0.5)
        with pytest.raises(ValueError, match=r"^weight must hold real numbers; got torch\.int8"):
            magnitude_mask(torch.zeros(3, dtype=torch.int8), 0.5)
        with pytest.raises(ValueError, match=r"^weight contains NaN or inf"):
            magnitude_mask(torch.tensor([1.0, float("nan")]), 0.5)
        for sparsity in (-0.01, 1.01, 80, float("nan")):
            with pytest.raises(ValueError, match=r"^sparsity must be a share in .*, 0\.8 for"):
                magnitude_mask(torch.ones(3), sparsity)
        for sparsity in (True, "0.8", None):
            with pytest.raises(TypeError, match=r"^sparsity must be a share in \[0, 1\]; got"):
                magnitude_mask(torch.ones(3), sparsity)


class TestPruneNetwork:
    def test_each_layer_loses_its_share(self):
        network = digits_network()
        pruned, masks = prune_network(network, 0.8)
        assert list(masks) == ["0.weight", "2.weight"]
        for name, mask in masks.items():
            before, after = network.get_parameter(name), pruned.get_parameter(name)
            assert torch.equal(mask, magnitude_mask(before, 0.8))
            assert torch.equal(after, before * mask)

    def test_one_ranking_for_all_layers(self):
        network = digits_network()
        with torch.no_grad():
            network[2].weight.mul_(10)
        pruned, masks = prune_network(network, 0.5, "global")
        weights = {name: network.get_parameter(name).detach() for name in masks}
        gone = torch.cat([weights[name][~mask].abs() for name, mask in masks.items()])
        kept = torch.cat([weights[name][mask].abs() for name, mask in masks.items()])
        assert len(gone) == round(0.5 * (64 * 64 + 64 * 10)) and gone.max() < kept.min()
        assert masks["2.weight"].double().mean() > 0.9 > 0.5 > masks["0.weight"].double().mean()
        for name, mask in masks.items():
            assert mask.shape == weights[name].shape
            assert torch.equal(pruned.get_parameter(name), weights[name] * mask)

    def test_the_network_and_the_biases_stay_as_they_are(self):
        network = digits_network((3, 6, 2))
        with torch.no_grad():
            network[0].bias.fill_(1e-9)
        before = copy.deepcopy(network.state_dict())
        pruned, _ = prune_network(network, 1.0)
        assert all(torch.equal(before[name], one) for name, one in network.state_dict().items())
        assert torch.equal(pruned[0].bias, network[0].bias) and not pruned[0].weight.any()

    def test_bad_input(self):
        with pytest.raises(ValueError, match=r"^scope must be"):
            prune_network(small(), 0.5, "all")
        with pytest.raises(TypeError, match=r"^network must be an nn\.Module"):
            prune_network(torch.ones(3), 0.5)
        with pytest.raises(ValueError, match=r"^network has no linear layer"):
            prune_network(nn.ReLU(), 0.5)
        codes = nn.Module()
        codes.in_features = 3
        with pytest.raises(ValueError, match=r"^network has no nn\.Linear, whose weights"):
            sparsity_of(codes)


class TestSparsity:
    def test_counts_the_weights_of_all_layers(self):
        network = digits_network((2, 3, 1))
        assert sparsity_of(network) == 0.0
        with torch.no_grad():
            network[0].weight[0] = 0
            network[0].weight[1, 1] = -0.0
        assert sparsity_of(network) == 3 / 9
        assert sparsity_of(prune_network(network, 1.0)[0]) == 1.0


class TestMasks:
    def test_bad_masks(self):
        network, masks = prune_network(small(), 0.5)
        for wrong in ({}, {"0.weight": masks["0.weight"]}, None, masks | {"4.weight": 0}):
            with pytest.raises(ValueError, match=r"^masks must have the names \['0\.weight', '2\."):
                apply_masks(network, wrong)
        for wrong in (masks["0.weight"].double(), True):
            with pytest.raises(TypeError, match=r"^masks\['0\.weight'\] must be a tensor of bool"):
                apply_masks(network, masks | {"0.weight": wrong})
        for wrong in (masks["2.weight"][:1], masks["2.weight"].repeat(2, 1)):
            with pytest.raises(ValueError, match=r"^masks\['2\.weight'\] must have shape \(2, 6\)"):
                apply_masks(network, masks | {"2.weight": wrong})
        wrong = masks | {"2.weight": masks["2.weight"].T}
        before = copy.deepcopy(network.state_dict())
        with pytest.raises(ValueError, match=r"^masks\['2\.weight'\] must have shape \(2, 6\)"):
            apply_masks(network, wrong | {"0.weight": ~masks["0.weight"]})
        assert all(torch.equal(before[name], one) for name, one in network.state_dict().items())


class TestFineTune:
    def test_removed_weights_stay_away_and_the_others_learn(self):
        pruned, masks = prune_network(small(), 0.6)
        before = copy.deepcopy(pruned)
        history = fine_tune(pruned, masks, X, Y, n_epochs=7)
        assert history["loss"].shape == (7,) and history["stopped"] == "n_epochs"
        assert history["loss"][-1] < history["loss"][0]
        for name, mask in masks.items():
            weight = pruned.get_parameter(name)
            assert not weight[~mask].any()
            assert (weight != before.get_parameter(name))[mask].all()
        assert pruned[0].bias.any()

    def test_even_when_they_came_back_before(self):
        network = small()
        _, masks = prune_network(network, 0.6)
        expected, _ = prune_network(network, 0.6)
        fine_tune(network, masks, X, Y, 3)
        fine_tune(expected, masks, X, Y, 3)
        for one, other in zip(network.parameters(), expected.parameters(), strict=True):
            assert torch.equal(one, other)

    def test_without_the_mask_they_come_back(self):
        pruned, _ = prune_network(small(), 0.6)
        fit_network(pruned, X, Y, n_epochs=1)
        assert sparsity_of(pruned) < 0.5

    def test_its_settings_reach_the_training(self):
        ours, masks = prune_network(small(), 0.5)
        theirs = copy.deepcopy(ours)
        history = fine_tune(ours, masks, np.tile(X, (5, 1)), np.tile(Y, 5), 4, 0.02, 5)
        expected = fit_network(
            theirs,
            np.tile(X, (5, 1)),
            np.tile(Y, 5),
            4,
            0.02,
            5,
            after_step=lambda: apply_masks(theirs, masks),
        )
        assert np.array_equal(history["loss"], expected["loss"])

    def test_80_percent_of_the_weights_go_within_a_point(self):
        network = digits_network()
        fit_network(network, *load_digits("fit"))
        pruned, masks = prune_network(network, 0.8)
        test = load_digits("test")
        assert accuracy(pruned, *test) < accuracy(network, *test) - 0.1
        fine_tune(pruned, masks, *load_digits("fit"))
        assert accuracy(pruned, *test) >= accuracy(network, *test) - 0.01
        assert sparsity_of(pruned) == pytest.approx(0.8, abs=1e-3)


class TestGradual:
    def test_schedule(self):
        expected = [0.8 * (1 - (1 - t / 4) ** 3) for t in (1, 2, 3, 4)]
        assert cubic_sparsity(0.8, 4) == pytest.approx(expected)
        assert cubic_sparsity(0.7, 1) == [0.7] and len(cubic_sparsity(0.7, 9)) == 9
        with pytest.raises(ValueError, match=r"^n_rounds must be"):
            cubic_sparsity(0.8, 0)
        with pytest.raises(ValueError, match=r"^sparsity must be"):
            cubic_sparsity(8, 2)

    def test_is_rounds_of_pruning_and_fine_tuning(self):
        ours, masks = prune_gradually(
            small(), 0.8, X, Y, n_rounds=3, n_epochs=2, learning_rate=0.03, generator=4
        )
        theirs, draws = small(), torch.Generator().manual_seed(4)
        for share in cubic_sparsity(0.8, 3):
            theirs, expected = prune_network(theirs, share)
            fine_tune(theirs, expected, X, Y, 2, 0.03, draws)
        assert masks.keys() == expected.keys()
        assert all(torch.equal(masks[name], expected[name]) for name in masks)
        for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert torch.equal(one, other)

    def test_scope_and_defaults(self):
        network = small()
        before = copy.deepcopy(network.state_dict())
        pruned, masks = prune_gradually(network, 0.75, X, Y, n_epochs=1, scope="global")
        shares = [float((~mask).double().mean()) for mask in masks.values()]
        assert sparsity_of(pruned) == round(0.75 * 30) / 30 and shares[0] != shares[1]
        assert all(torch.equal(before[name], one) for name, one in network.state_dict().items())

    def test_as_long_in_all_as_fine_tuning(self, monkeypatch):
        seen = []
        monkeypatch.setattr(
            "course_utils.compression.prune.fine_tune",
            lambda network, masks, X, y, n_epochs, rate, generator: seen.append((n_epochs, rate)),
        )
        prune_gradually(small(), 0.5, X, Y)
        assert seen == [(20, 1e-2)] * 5


class TestRemoveNeurons:
    def test_a_dead_neuron_goes_and_nothing_changes(self):
        network = digits_network((3, 5, 4, 2))
        with torch.no_grad():
            network[0].bias.copy_(torch.arange(5.0))
            network[0].weight[1] = 0  # its bias is 1: only its outgoing weights make it mute
            network[2].weight[:, 1] = 0
            network[4].weight[:, 2] = 0
        expected = logits_of(network, X)
        smaller = remove_neurons(network, 4)
        assert [tuple(one.shape) for one in smaller.parameters()] == [
            (4, 3),
            (4,),
            (4, 4),
            (4,),
            (2, 4),
            (2,),
        ]
        assert smaller[0].bias.tolist() == [0.0, 2.0, 3.0, 4.0]
        assert logits_of(smaller, X) == pytest.approx(expected, abs=1e-12)
        narrow = remove_neurons(digits_network((3, 5, 4, 2)), 2)
        assert [(one.in_features, one.out_features) for one in narrow[::2]] == [
            (3, 2),
            (2, 2),
            (2, 2),
        ]

    def test_strength_is_the_product_of_both_norms(self):
        network = digits_network((2, 4, 2))
        into = torch.tensor([[3.0, 4.0], [0.0, 9.0], [-6.0, 0.0], [1.0, 1.0]])
        out = torch.tensor([[0.6, 0.1, 0.0, 1.0], [0.8, 0.0, 0.7, -1.0]])
        with torch.no_grad():  # strengths 5, 0.9, 4.2, 2
            network[0].weight.copy_(into)
            network[2].weight.copy_(out)
        for n_keep, kept in ((1, [0]), (2, [0, 2]), (3, [0, 2, 3]), (4, [0, 1, 2, 3])):
            smaller = remove_neurons(network, n_keep)
            assert torch.equal(smaller[0].weight, into[kept].double())
            assert torch.equal(smaller[2].weight, out[:, kept].double())
        assert torch.equal(smaller[0].bias, network[0].bias)
        assert torch.equal(smaller[2].bias, network[2].bias)

    def test_of_equally_strong_ones_the_first_stay(self):
        network = digits_network((1, 40, 1))
        with torch.no_grad():
            network[0].weight.fill_(1.0)
            network[2].weight.fill_(1.0)
            network[0].bias.copy_(torch.arange(40.0))
        assert remove_neurons(network, 20)[0].bias.tolist() == list(range(20))

    def test_without_biases_frozen_or_with_other_activations(self):
        layers = nn.Linear(3, 5, bias=False), nn.Tanh(), nn.Dropout(0.5), nn.Linear(5, 2)
        network = nn.Sequential(*layers).requires_grad_(False)
        smaller = remove_neurons(network, 2)
        assert smaller[0].bias is None and smaller[3].weight.shape == (2, 2)
        assert not smaller[0].weight.requires_grad and network[0].weight.shape == (5, 3)
        again = remove_neurons(digits_network((3, 5, 2)), 2)
        assert again[0].weight.requires_grad and again[0].weight.is_leaf
        fit_network(again, X, Y, 1)

    def test_bad_input(self):
        with pytest.raises(TypeError, match=r"^network must be an nn\.Sequential; got Linear\."):
            remove_neurons(nn.Linear(3, 2), 1)
        with pytest.raises(ValueError, match=r"^network must have a hidden layer; got 1 linear"):
            remove_neurons(digits_network((3, 2)), 1)
        with pytest.raises(ValueError, match=r"^n_keep must be at most 4, the neurons of the"):
            remove_neurons(digits_network((3, 5, 4, 2)), 5)
        with pytest.raises(ValueError, match=r"^n_keep must be"):
            remove_neurons(small(), 0)
        layers = nn.Linear(3, 4), nn.BatchNorm1d(4, affine=False), nn.Linear(4, 2)
        with pytest.raises(ValueError, match=r"activations only; got BatchNorm1d, whose numbers"):
            remove_neurons(nn.Sequential(*layers), 2)
