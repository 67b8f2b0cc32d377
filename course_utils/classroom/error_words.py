"""What an error of Python or NumPy means for a beginner, by a part of its text."""

MEANINGS = (
    ("still running", "It did not end in time. Which condition should end the loop?"),
    (
        "matmul",
        "`@` sums over the last axis of its left side and the last but one of its right side (or "
        "its only one). They must be equally long: print both shapes just before that line.",
    ),
    (
        "could not be broadcast",
        "Shapes are lined up at the right, and only a length of 1 is stretched: print both shapes.",
    ),
    (
        "object is not callable",
        "What stands before the bracket is no function. Did you assign to its name, as in "
        "`loss = loss(…)`? Take another name. Or is a `*` missing, as in `2(a + b)`?",
    ),
    ("unexpected keyword argument", "Keep the names in the `def` line as they were."),
    (
        "truth value of an array",
        "`if`, `and`, `max` and `min` decide once for the whole array; `np.where` and `np.maximum` "
        "decide for each number. For two conditions write `(a == 1) & (b == 1)`, with brackets.",
    ),
    (
        "only integer scalar arrays",
        "One whole number is wanted there, such as an index or an axis. `np.max` reads its second "
        "argument as an axis; `np.maximum` compares number by number.",
    ),
    (
        "math range error",
        "`math.exp` stops where `np.exp` gives inf; `sigmoid` of chapter 02 takes any score.",
    ),
    (
        "invalid index to scalar",
        "An index stands behind a single number there. Did a function such as `loss` get one "
        "weight? `loss` wants the whole vector of weights.",
    ),
    ("too many indices", "The array has fewer axes than you gave indices: print its shape."),
    ("ufunc 'bitwise_xor'", "`**` is the power."),
    (
        "'list' object has no attribute",
        "A list can't do that, but what stands in it may: go through it one by one, in a loop.",
    ),
    (
        "invalid literal for int()",
        "`int` reads whole numbers only. Print the text with `repr`, which shows its spaces too.",
    ),
    (
        "could not convert string to float",
        "That text is no number. Which texts may come, and what should become of this one?",
    ),
    (
        "cannot convert float NaN to integer",
        "Whole numbers have no NaN. Which cell is missing, and what should stand there instead?",
    ),
    (
        "boolean array indexing assignment",
        "As many values must come as the mask has `True`: pick them from the right side with the "
        "same mask, `a[mask] = b[mask]`.",
    ),
    (
        "mat1 and mat2 shapes cannot be multiplied",
        "PyTorch's `@` sums over the last axis of its left side and the first of its right side. "
        "They must be equally long: print both shapes just before that line.",
    ),
    (
        "Can't call numpy() on Tensor that requires grad",
        "That tensor records gradients. `tensor.detach().numpy()` takes its numbers alone.",
    ),
    (
        "does not require grad",
        "That number has no way back to a weight, so there is no gradient to compute. Was it made "
        "under `torch.no_grad()`, or does a `detach()` stand on its way?",
    ),
    (
        "modified by an inplace operation",
        "A tensor that `backward` still needs was changed, as an optimizer's `step` changes the "
        "weights. Call `backward` before what changes it, or compute the loss anew.",
    ),
    (
        "through the graph a second time",
        "`backward` has gone this way once, and PyTorch forgets a way that it went. Compute the "
        "loss anew, or cut off what two losses share with `detach()`.",
    ),
    (
        "'NoneType' object has no attribute",
        "A name holds nothing (`None`) there. `append` changes its list and returns nothing: let "
        "it stand alone, and keep the list.",
    ),
)


def meanings(message: str) -> list[str]:
    """Return what is known of an error with this message.

    >>> meanings("TypeError: ufunc 'bitwise_xor' not supported")
    ['`**` is the power.']
    """
    return [text for part, text in MEANINGS if part in message]
