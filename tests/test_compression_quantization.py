"""Codes of numbers and quantized networks, against hand computation and integers without end."""

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.compression.codes import (
    SMALLEST_SCALE,
    affine_parameters,
    code_range,
    dequantize,
    quantize,
    symmetric_scale,
)
from course_utils.compression.model import accuracy, digits_network, fit_network
from course_utils.compression.quantization import (
    QuantizedLinear,
    codes_of,
    input_ranges,
    quantize_network,
    quantized_bytes,
)
from course_utils.datasets import load_digits

BITS = range(2, 9)


@pytest.fixture(scope="module")
def trained():
    network = digits_network()
    fit_network(network, *load_digits("fit"), n_epochs=15)
    return network


def line(weights, bias=None) -> nn.Linear:
    """Return a linear layer in float64 with these weights."""
    weights = torch.tensor(weights, dtype=torch.float64)
    layer = nn.Linear(*weights.shape[::-1], bias=bias is not None, dtype=torch.float64)
    layer.weight.data = weights
    if bias is not None:
        layer.bias.data = torch.tensor(bias, dtype=torch.float64)
    return layer


# Numbers


def test_codes_are_signed():
    assert [code_range(bits) for bits in BITS] == [
        (-2, 1),
        (-4, 3),
        (-8, 7),
        (-16, 15),
        (-32, 31),
        (-64, 63),
        (-128, 127),
    ]
    assert code_range() == (-128, 127)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("low, high", [(-3.0, 1.0), (0.0, 6.0), (-2.0, 0.0), (2.0, 5.0), (-9, -8)])
def test_the_ends_of_a_range_get_the_ends_of_the_codes_and_zero_comes_back_exactly(low, high, bits):
    scale, zero_point = affine_parameters(low, high, bits)
    low, high = min(low, 0), max(high, 0)
    assert scale == pytest.approx((high - low) / (2**bits - 1), rel=1e-12)
    assert type(scale) is float and type(zero_point) is int
    x = np.linspace(low, high, 1001)
    codes = quantize(x, scale, zero_point, bits)
    assert codes.dtype == np.int8 and (codes[0], codes[-1]) == code_range(bits)
    assert np.abs(dequantize(codes, scale, zero_point) - x).max() <= scale * (0.5 + 1e-9)
    assert quantize(0.0, scale, zero_point, bits) == zero_point
    assert dequantize(zero_point, scale, zero_point) == 0
    # The steps are even: all codes are met, about as often.
    counts = np.unique(codes, return_counts=True)[1]
    assert len(counts) == 2**bits and counts[1:-1].max() - counts[1:-1].min() <= 1


def test_affine_parameters_by_hand():
    assert affine_parameters(-1.0, 0.5, 2) == (0.5, 0)
    assert affine_parameters(0.0, 1.5, 2) == (0.5, -2)
    assert affine_parameters(-1.5, 0.0, 2) == (0.5, 1)
    assert affine_parameters(1.0, 1.5, 2) == (0.5, -2), "the range is widened"
    assert affine_parameters(0.0, 0.0) == (1.0, -128)
    assert affine_parameters(-127.5, 127.5) == (1.0, 0), "a half is rounded to the even number"


def test_a_half_goes_to_the_even_number_and_what_lies_outside_is_clipped():
    x = [-300.0, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 126.5, 127.5, 300.0]
    assert quantize(x, 1.0).tolist() == [-128, -2, -2, 0, 0, 2, 2, 126, 127, 127]
    assert quantize(x, 1.0, bits=3).tolist() == [-4, -2, -2, 0, 0, 2, 2, 3, 3, 3]
    assert quantize([130.0, -200.0], 1.0).tolist() == [127, -128], "a byte would wrap around"
    assert quantize([1.0, 2.0], 0.5, 3).tolist() == [5, 7]
    assert quantize([0.5, 1.5], 1.0, 3).tolist() == [3, 5], "rounded before it is moved"


def test_numbers_come_back_from_codes():
    assert dequantize([-128, 0, 127], 0.5, -3).tolist() == [-62.5, 1.5, 65.0]
    codes = torch.tensor([-128, 127], dtype=torch.int8)
    back = dequantize(codes, torch.tensor(0.5), 127)
    assert back.tolist() == [-127.5, 0.0] and back.dtype == torch.float32, "wider than a byte"


def test_tensors_stay_tensors_and_arrays_arrays():
    x = torch.tensor([[0.25, -1.0]])
    assert isinstance(quantize(x, 0.5), torch.Tensor) and quantize(x, 0.5).dtype == torch.int8
    assert isinstance(quantize(x.numpy(), 0.5), np.ndarray)
    assert symmetric_scale(x).dtype == torch.float32 and symmetric_scale(x).shape == ()
    assert symmetric_scale(x.double()).dtype == torch.float64
    assert isinstance(symmetric_scale(x.numpy()), np.float64)
    assert dequantize(np.array([1]), 0.5).dtype == np.float64
    assert quantize(torch.tensor([3]), 1.0).tolist() == [3], "whole numbers are numbers"


@pytest.mark.parametrize("bits", BITS)
def test_a_symmetric_scale_is_that_of_the_affine_range_from_minus_to_plus(bits):
    weight = np.array([[0.5, -2.0, 1.0], [0.25, 0.125, 0.0625]])
    scale = symmetric_scale(weight, bits)
    assert scale == pytest.approx(affine_parameters(-2.0, 2.0, bits)[0], rel=1e-12)
    assert affine_parameters(-2.0, 2.0, bits)[1] == 0
    rows = symmetric_scale(weight, bits, axis=0)
    assert rows.shape == (2, 1)
    assert rows[:, 0] == pytest.approx(np.array([4, 0.5]) / (2**bits - 1), rel=1e-12)
    error = dequantize(quantize(weight, rows, bits=bits), rows) - weight
    assert (np.abs(error) <= rows * (0.5 + 1e-9)).all(), "never farther than half a scale"


def test_a_scale_for_each_row_takes_all_of_the_row():
    weight = torch.arange(24.0).reshape(2, 3, 4)
    assert symmetric_scale(weight, axis=0).flatten().tolist() == pytest.approx(
        [11 / 127.5, 23 / 127.5]
    )


def test_a_row_of_zeros_has_a_scale_and_codes():
    weight = torch.tensor([[0.0, 0.0], [1.0, 2.0]])
    scale = symmetric_scale(weight, axis=0)
    assert scale[0] == SMALLEST_SCALE and quantize(weight, scale)[0].tolist() == [0, 0]
    assert torch.finfo(torch.float32).eps == SMALLEST_SCALE


# One layer


def test_weights_as_codes_multiply_as_the_numbers_they_stand_for():
    layer = QuantizedLinear(line([[0.5, -2.0], [0.75, 0.25]], [0.125, -1.0]))
    # 0.5 · 127.5 / 2 = 31.875 and 0.25 · 127.5 / 0.75 = 42.5; the last bit of the largest, a
    # half, takes -127.5 up, and 127.5 is clipped wherever it goes.
    expected = [[32, -127], [127, 42]]
    assert layer.codes.tolist() == expected and layer.codes.dtype == torch.int8
    assert layer.scale.flatten().tolist() == pytest.approx([2 / 127.5, 0.75 / 127.5])
    X = torch.tensor([[1.0, 2.0], [0.0, -3.0], [0.5, 0.5]], dtype=torch.float64)
    weights = np.array(expected) * np.array([[2.0], [0.75]]) / 127.5
    y = layer(X)
    assert y.dtype == torch.float64
    assert y.numpy() == pytest.approx(X.numpy() @ weights.T + [0.125, -1.0], abs=1e-6)
    assert layer.input_scale is None and layer.input_zero_point is None


def test_one_scale_and_fewer_bits_and_no_bias():
    layer = QuantizedLinear(line([[0.5, -2.0], [0.75, 0.25]]), bits=3, per_channel=False)
    assert layer.scale.item() == pytest.approx(2 / 3.5) and layer.scale.shape == ()
    assert layer.codes.tolist() == [[1, -3], [1, 0]] and layer.bias is None
    y = layer(torch.tensor([[1.0, 1.0]]))
    assert y.dtype == torch.float32 and y[0].tolist() == pytest.approx([-2 * 2 / 3.5, 2 / 3.5])


@pytest.mark.parametrize("per_channel", [True, False])
@pytest.mark.parametrize("bias", [None, [0.5, -0.25, 1.0]])
def test_products_of_codes_equal_whole_numbers_without_end(per_channel, bias):
    weight = np.random.default_rng(0).normal(size=(3, 700))
    layer = QuantizedLinear(line(weight, bias), 8, per_channel, input_range=(-1.0, 3.0))
    X = torch.tensor(np.random.default_rng(1).uniform(-2, 4, size=(5, 700)), dtype=torch.float64)
    scale, zero_point = affine_parameters(-1.0, 3.0)
    x_codes = quantize(X, np.float32(scale), zero_point).numpy().astype(object)
    sums = (x_codes - zero_point) @ layer.codes.numpy().astype(object).T
    assert max(abs(int(one)) for one in sums.flat) > 2**15, "16 bits would not do"
    scales = layer.scale.double().numpy().reshape(-1)
    expected = sums.astype(float) * scale * scales + (0 if bias is None else np.array(bias))
    y = layer(X)
    assert y.numpy() == pytest.approx(expected, rel=1e-5, abs=1e-5) and y.dtype == torch.float64


def test_an_input_of_8_bits_is_near_the_real_one():
    weight = np.random.default_rng(0).normal(size=(4, 64))
    X = torch.tensor(np.random.default_rng(1).uniform(0, 1, size=(20, 64)))
    real = QuantizedLinear(line(weight))(X)
    coded = QuantizedLinear(line(weight), input_range=(0.0, 1.0))(X)
    apart = (real - coded).abs().max().item()
    assert 0 < apart < 0.5 / 255 * np.abs(weight).sum(axis=1).max()
    two_bits = QuantizedLinear(line(weight), bits=2, input_range=(0.0, 1.0))
    assert two_bits.input_scale.item() == pytest.approx(1 / 255), "the input keeps its 8 bits"


def test_a_layer_says_what_it_is():
    linear = line([[1.0, 2.0]])
    assert repr(QuantizedLinear(linear)) == "QuantizedLinear(2 to 1, 8 bits, a scale for each row)"
    assert repr(QuantizedLinear(linear, 4, False, (0, 1))) == (
        "QuantizedLinear(2 to 1, 4 bits, one scale, input in 8 bits)"
    )


def test_what_was_quantized_stays_as_it_was_and_its_weights_are_not_shared():
    linear = line([[0.5, -2.0]], [0.25])
    linear32 = linear.float()
    layer = QuantizedLinear(linear32)
    linear32.bias.data += 1
    assert layer.bias.tolist() == [0.25]
    assert {name for name, _ in layer.named_buffers()} == {"codes", "scale", "bias"}
    assert not list(layer.parameters())


# A network


def test_a_network_is_copied_with_a_layer_for_each_layer(trained):
    before = {name: one.clone() for name, one in trained.state_dict().items()}
    smaller = quantize_network(trained, bits=4)
    assert all(torch.equal(before[name], one) for name, one in trained.state_dict().items())
    assert [type(layer) for layer in smaller] == [QuantizedLinear, nn.ReLU, QuantizedLinear]
    assert [smaller[0].bits, smaller[2].bits] == [4, 4] and smaller[0].input_scale is None
    assert smaller[0].scale.shape == (64, 1) and smaller[2].scale.shape == (10, 1)
    one_scale = quantize_network(trained, per_channel=False)
    assert one_scale[0].scale.shape == () and one_scale[0].bits == 8
    codes, scale = codes_of(smaller)["2"]
    assert codes is smaller[2].codes and scale is smaller[2].scale and len(codes_of(smaller)) == 2


def test_layers_inside_layers_are_found_and_a_layer_is_a_network():
    inner = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.ReLU(), nn.Linear(4, 2)))
    smaller = quantize_network(inner, calibration=[[0.0, 1.0, 2.0]])
    assert list(codes_of(smaller)) == ["0", "1.1"]
    assert smaller[0].input_scale.item() == pytest.approx(2 / 255)
    assert isinstance(quantize_network(nn.Linear(3, 2)), QuantizedLinear)


def test_ranges_are_those_that_each_layer_sees(trained):
    X = load_digits("validation").X[:50]
    ranges = input_ranges(trained, X)
    hidden = np.maximum(
        X @ trained[0].weight.detach().numpy().T + trained[0].bias.detach().numpy(), 0
    )
    assert list(ranges) == ["0", "2"] and ranges["0"] == (X.min(), X.max())
    assert ranges["2"] == pytest.approx((hidden.min(), hidden.max()))
    assert not trained[0]._forward_pre_hooks and not trained[2]._forward_pre_hooks
    coded = quantize_network(trained, calibration=X)
    scale, zero_point = affine_parameters(*ranges["2"])
    assert coded[2].input_scale.item() == pytest.approx(scale)
    assert coded[2].input_zero_point.item() == zero_point == -128
    assert coded[2].input_zero_point.dtype == torch.int32
    assert input_ranges(line([[1.0, 1.0]]), [[-2.0, 5.0]]) == {"": (-2.0, 5.0)}


@pytest.mark.parametrize("options", [{}, {"per_channel": False}, {"calibration": 200}])
def test_eight_bits_cost_half_a_point_at_most_and_three_tenths_of_the_bytes(trained, options):
    if "calibration" in options:
        options = {"calibration": load_digits("fit").X[: options["calibration"]]}
    smaller, test = quantize_network(trained, **options), load_digits("test")
    assert abs(accuracy(smaller, *test) - accuracy(trained, *test)) <= 0.005
    n_parameters = sum(one.numel() for one in trained.parameters())
    assert quantized_bytes(smaller) <= 0.30 * 4 * n_parameters


def test_fewer_bits_move_the_logits_more_and_a_scale_for_each_row_less(trained):
    X = torch.tensor(load_digits("test").X)

    def moved(**options) -> float:
        with torch.no_grad():
            return (quantize_network(trained, **options)(X) - trained(X)).abs().mean().item()

    errors = [moved(bits=bits) for bits in reversed(BITS)]
    assert errors == sorted(errors) and errors[0] < 0.05 < errors[-1]
    assert moved(bits=4) < moved(bits=4, per_channel=False)


def test_bytes_by_hand(trained):
    n_weights, n_out = 64 * 64 + 64 * 10, 64 + 10
    assert quantized_bytes(trained) == 8 * (n_weights + n_out)
    assert quantized_bytes(quantize_network(trained)) == n_weights + 4 * n_out + 4 * n_out
    assert (
        quantized_bytes(quantize_network(trained, per_channel=False)) == n_weights + 8 + 4 * n_out
    )
    assert quantized_bytes(quantize_network(trained, bits=4)) == n_weights // 2 + 8 * n_out
    calibrated = quantize_network(trained, calibration=np.ones((1, 64)))
    assert quantized_bytes(calibrated) == n_weights + 8 * n_out + 2 * 8
    odd = QuantizedLinear(line([[1.0, 2.0, 3.0]]), bits=3)  # 9 bits
    assert quantized_bytes(odd) == 2 + 4
    mixed = nn.Sequential(QuantizedLinear(line([[1.0, 2.0]]), 4), nn.BatchNorm1d(1))
    assert quantized_bytes(mixed) == 1 + 4 + 4 * 4 + 8


# What is refused


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: code_range(9), "bits must be 2 to 8"),
        (lambda: code_range(1), "bits must be at least 2; got 1"),
        (lambda: affine_parameters(2.0, 1.0), "low must not lie above high; got low=2.0, high=1.0"),
        (lambda: affine_parameters(np.nan, 1.0), "low contains NaN"),
        (lambda: affine_parameters(0.0, np.inf), "high contains inf"),
        (lambda: affine_parameters(0.0, 1.0, 16), "bits must be 2 to 8"),
        (lambda: symmetric_scale([np.inf]), "weight contains inf"),
        (lambda: symmetric_scale([[1.0]], axis=1), "axis must be one of None, 0; got 1"),
        (lambda: symmetric_scale([1.0], axis=0), r"weight must have rows, .*got shape \(1,\)"),
        (lambda: quantize([np.nan], 1.0), "x contains NaN"),
        (lambda: quantize([1.0], 0.0), "scale must lie above 0; got 0"),
        (lambda: quantize([1.0], [1.0, -2.0]), "scale must lie above 0; got -2"),
        (lambda: quantize([1.0], 1.0, -510), "zero_point must be at least -128; got -510"),
        (lambda: quantize([1.0], 1.0, 128), "zero_point must be a code of 8 bits, at most 127"),
        (lambda: quantize([1.0], 1.0, 2, bits=2), "zero_point must be a code of 2 bits, at most 1"),
        (lambda: quantize([1.0], 1.0, bits=9), "bits must be 2 to 8"),
        (lambda: dequantize([1], -1.0), "scale must lie above 0; got -1"),
        (lambda: dequantize([1], 1.0, 200), "zero_point must be a code of 8 bits, at most 127"),
        (lambda: QuantizedLinear(line([[1.0]]), per_channel=1), "per_channel must be one of True"),
        (lambda: quantize_network(nn.Linear(1, 1), 9), "bits must be 2 to 8"),
        (lambda: quantize_network(digits_network(), calibration=np.ones((2, 3))), "X must have"),
        (lambda: quantize_network(nn.Sequential(nn.ReLU())), "network has no linear layer"),
        (lambda: quantize_network(quantize_network(nn.Linear(1, 1))), "quantized already"),
        (lambda: input_ranges(QuantizedLinear(nn.Linear(1, 1)), [[1.0]]), "quantized already"),
    ],
)
def test_bad_values_are_refused_at_the_door(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: code_range(4.0), "bits must be a whole number"),
        (lambda: quantize([1.0], 1.0, 0.5), "zero_point must be a whole number"),
        (lambda: quantize(torch.ones(1, requires_grad=True), 1.0), "x is a tensor that records"),
        (lambda: QuantizedLinear("layer"), "linear must be an nn.Linear; got str"),
        (lambda: quantize_network("network"), "network must be an nn.Module; got str"),
        (lambda: quantized_bytes(None), "network must be an nn.Module; got NoneType"),
        (lambda: codes_of(3), "network must be an nn.Module; got int"),
    ],
)
def test_wrong_types_are_refused_at_the_door(call, words):
    with pytest.raises(TypeError, match=words):
        call()


def test_hooks_go_even_if_the_network_fails():
    network = nn.Sequential(nn.Linear(2, 3), nn.Linear(4, 2))
    with pytest.raises(RuntimeError):
        input_ranges(network, [[1.0, 2.0]])
    assert not network[0]._forward_pre_hooks
