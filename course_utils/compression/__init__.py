"""Chapter 07: what a model costs, and how to make it cost less."""

from course_utils.compression.codes import (
    affine_parameters,
    dequantize,
    quantize,
    symmetric_scale,
)
from course_utils.compression.cost import Cost, cost_of, dense_cost
from course_utils.compression.distillation import distill, distillation_loss, soften
from course_utils.compression.measure import (
    file_bytes,
    latency_ratio,
    ratio_sentence,
    sparse_bytes,
    zipped_bytes,
)
from course_utils.compression.model import accuracy, digits_network, fit_network, logits_of
from course_utils.compression.peers import torchao_bytes, torchao_codes, torchao_int8
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
from course_utils.compression.quantization import (
    QuantizedLinear,
    codes_of,
    input_ranges,
    quantize_network,
    quantized_bytes,
)
from course_utils.compression.stored import networks_of, pruning_table_of, students_of, teacher_of

__all__ = [
    "Cost",
    "QuantizedLinear",
    "accuracy",
    "affine_parameters",
    "apply_masks",
    "codes_of",
    "cost_of",
    "cubic_sparsity",
    "dense_cost",
    "dequantize",
    "digits_network",
    "distill",
    "distillation_loss",
    "file_bytes",
    "fine_tune",
    "fit_network",
    "input_ranges",
    "latency_ratio",
    "logits_of",
    "magnitude_mask",
    "networks_of",
    "prune_gradually",
    "prune_network",
    "pruning_table_of",
    "quantize",
    "quantize_network",
    "quantized_bytes",
    "ratio_sentence",
    "remove_neurons",
    "soften",
    "sparse_bytes",
    "sparsity_of",
    "students_of",
    "symmetric_scale",
    "teacher_of",
    "torchao_bytes",
    "torchao_codes",
    "torchao_int8",
    "zipped_bytes",
]
