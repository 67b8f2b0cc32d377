"""A small chapter with every kind of cell, so that the toolchain is proven without a real one."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""

HELPERS = '''\
"""What a chapter imports: a figure with alt text, an explorer, two exercises and their check."""

import base64
import struct
import zlib
from types import SimpleNamespace

import ipywidgets
from IPython.display import HTML, display


def png(width, height):
    """A gray-blue picture."""
    chunk = lambda kind, data: (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\\0" + bytes([0, 114, 178]) * width) * height
    pixels = zlib.compress(rows)
    return b"\\x89PNG\\r\\n\\x1a\\n" + b"".join(
        [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    )


class Figure:
    def __init__(self, alt, width, height):
        self.alt, self.data = alt, base64.b64encode(png(width, height)).decode()

    def __repr__(self):
        return f"Figure: {self.alt}"

    def _repr_html_(self):
        picture = f'<img src="data:image/png;base64,{self.data}" alt="{self.alt}">'
        return f"<figure>{picture}<figcaption>A blue field.</figcaption></figure>"


def show(alt, width=640, height=400):
    display(Figure(alt, width, height))


def explore():
    show("Three states of the slider, from left to right", 960, 320)
    display(ipywidgets.IntSlider(description="step"))


def double(x):
    return 2 * x


def halve(x):
    return x / 2


def halve_reversed(x):
    return 2 / x


EXERCISES = [
    SimpleNamespace(name="double", reference=double),
    SimpleNamespace(name="halve", reference=halve, shipped=halve_reversed),
]


class Card:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def check(function):
    expected = {"double": 6.0, "halve": 1.5}[function.__name__]
    got = function(3.0)
    if got is None:
        return Card("Not attempted yet")
    return Card("Passed" if got == expected else f"Not yet: got {got}")
'''

TEXT = (
    HEAD
    + r"""+++ {"slideshow": {"slide_type": "slide"}}

# A toy that learns to double

One weight is enough. · 12 minutes

- Compute the output of one weight.
- Predict what a step does to it.

+++ {"slideshow": {"slide_type": "notes"}}

Speaker notes, minute 0

Say: all of it fits on one hand.

```{code-cell} ipython3
---
tags: [setup]
slideshow:
  slide_type: skip
---
import numpy as np
from toy_helpers import check, explore, show

rng = np.random.default_rng(0)
print("[env] numpy", np.__version__)
```

+++ {"slideshow": {"slide_type": "slide"}, "tags": ["core", "min-5", "concept"]}

## One weight scales every input

The neuron multiplies, $y = w x$, and the error of a batch is

$$ E(w) = \frac{1}{2n} \sum_{i=1}^{n} \left(w x_i - \hat{y}_i\right)^2,
\qquad \mathbf{w} \in \mathbb{R}^d, \quad \mathcal{L} = \operatorname{sign}(s) $$

| weight | input | output |
|---|---:|---:|
| 2 | 3 | 6 |
| −1 | 4 | −4 |

```{code-cell} ipython3
weight, inputs = 2.0, np.array([1.0, 2.0, 3.0])
print("outputs", weight * inputs)  # one number per input: 72 columns.
```

+++ {"slideshow": {"slide_type": "notes"}}

Speaker notes, minute 2

Say: a weight is a slope. Ask: what does $w = 0$ do?
If late: skip the table.

+++ {"slideshow": {"slide_type": "skip"}}

This text is for readers only. See [the documentation of NumPy](https://numpy.org/doc/).

+++ {"slideshow": {"slide_type": "slide"}, "tags": ["core", "min-4", "concept"]}

## A step moves the weight

+++ {"tags": ["predict"]}

**Predict, then run.** Where is the weight after one step of size 0.5?

```{code-cell} ipython3
gradient = 3.0
print("new weight", 1.0 - 0.5 * gradient)
```

+++ {"slideshow": {"slide_type": "notes"}}

Speaker notes, minute 6

Say: minus, because the gradient points uphill.

```{code-cell} ipython3
---
slideshow:
  slide_type: subslide
---
show("A blue field; the error falls from left to right", 900, 600)
```

+++ {"slideshow": {"slide_type": "notes"}}

Speaker notes, minute 8

Ask: where would you stop?

```{code-cell} ipython3
---
slideshow:
  slide_type: skip
tags: [exercise, "exercise:double"]
---
def double(x):
    "Return twice x."
    ...

check(double)
```

```{code-cell} ipython3
---
slideshow:
  slide_type: skip
tags: [exercise, "exercise:halve", bug-hunt]
---
def halve(x):
    return 2 / x

check(halve)
```

+++ {"slideshow": {"slide_type": "slide"}, "tags": ["core", "min-3"]}

## Turn the weight yourself

```{code-cell} ipython3
---
tags: [explorer]
---
explore()
```

+++ {"slideshow": {"slide_type": "notes"}}

Speaker notes, minute 10

Turn it yourself.

+++ {"slideshow": {"slide_type": "slide"}, "tags": ["extra", "min-2"]}

## What the error says

```{code-cell} ipython3
---
tags: [raises-exception]
---
raise ValueError("weight must be a number")
```

+++ {"slideshow": {"slide_type": "notes"}}

Speaker notes, minute 12

For who is fast.
"""
)


def write(root: Path, text: str = TEXT, name: str = "02_toy") -> Path:
    """Write the toy repository into `root`."""
    (root / "chapters").mkdir(parents=True, exist_ok=True)
    (root / "chapters" / f"{name}.md").write_text(text, encoding="utf-8")
    (root / "toy_helpers.py").write_text(HELPERS, encoding="utf-8")
    return root


def load_builder():
    """Import tools/build_notebooks.py, which is a script and not part of the package."""
    spec = importlib.util.spec_from_file_location(
        "build_notebooks", ROOT / "tools" / "build_notebooks.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def halve(x):
    """A reference that is wrong."""
    return 3 * x


def double(x):
    """A reference that needs what the notebook does not import."""
    return torch.add(x, x)  # noqa: F821
