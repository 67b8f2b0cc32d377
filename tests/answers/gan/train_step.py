"""A step of a GAN, mended in part and mended wrongly."""

from textwrap import dedent

import torch

from answers import right, wrong
from answers.backprop.written import made_of

hunt = "gan.train_step"


@right(hunt)
def train_step(G, D, g_optimizer, d_optimizer, loss, real, noises):
    """Fakes that stay attached only waste time if the generator's gradients are emptied."""
    D.zero_grad()
    loss(D(real), torch.ones(len(real))).backward()
    loss(D(G(noises[0])), torch.zeros(len(real))).backward()
    d_optimizer.step()
    G.zero_grad()
    fooled = loss(D(G(noises[1])), 1)
    for weights, slope in zip(
        G.parameters(), torch.autograd.grad(fooled, list(G.parameters())), strict=True
    ):
        weights.grad = slope
    g_optimizer.step()


SHIPPED = dedent(
    """
    def train_step(G, D, g_optimizer, d_optimizer, loss, real, noises):
        fake = G(noises[0]).detach()
        d_loss = loss(D(real), 1) + loss(D(fake), 0)
        d_loss.backward()
        d_optimizer.step()
        d_optimizer.zero_grad()
        g_loss = loss(D(G(noises[1])), 1)
        g_loss.backward()
        g_optimizer.step()
        g_optimizer.zero_grad()
    """
)
D_ZERO, G_ZERO = "    d_optimizer.zero_grad()\n", "    g_optimizer.zero_grad()\n"
D_BACK, G_BACK = "    d_loss.backward()\n", "    g_loss.backward()\n"
D_STEP, G_STEP = "    d_optimizer.step()\n", "    g_optimizer.step()\n"
G_LOSS = "    g_loss = loss(D(G(noises[1])), 1)\n"
D_LOSS = "    d_loss = loss(D(real), 1) + loss(D(fake), 0)\n"
# The mended step: each player's gradients are emptied before its loss goes back.
D_FIRST = (D_BACK + D_STEP + D_ZERO, D_ZERO + D_BACK + D_STEP)
G_FIRST = (G_BACK + G_STEP + G_ZERO, G_ZERO + G_BACK + G_STEP)
MENDED = (D_FIRST, G_FIRST)
ATTACHED = ("G(noises[0]).detach()", "G(noises[0])")
FAKES = "D(G(noises[1]))"
SEEDED = """    draws = torch.Generator().manual_seed(0)
    noises = torch.randn(noises.shape, generator=draws, dtype=torch.float64)
"""

for named, *changes in [
    ("G6", (D_ZERO, "")),
    ("G6", (D_ZERO, ""), G_FIRST),
    ("G6", G_FIRST),
    ("G6", (D_ZERO, G_ZERO)),
    ("G1", ATTACHED),
    ("G1", ATTACHED, D_FIRST),
    ("G1", ATTACHED, (G_ZERO, ""), (D_ZERO, ""), (D_BACK, D_ZERO + G_ZERO + D_BACK)),
    ("O1", D_FIRST, (G_ZERO, "")),
    ("O1", D_FIRST, (G_ZERO, D_ZERO)),
    ("O1", (D_ZERO, ""), (G_ZERO, "")),
    ("O3", G_FIRST, (D_STEP + D_ZERO, D_ZERO + D_STEP)),
    ("O3", (D_STEP + D_ZERO, D_ZERO + D_STEP), (G_STEP + G_ZERO, G_ZERO + G_STEP)),
    ("O3", D_FIRST, (G_STEP + G_ZERO, G_ZERO + G_STEP)),
    (
        "G4",
        *MENDED,
        (f"loss({FAKES}, 1)", "loss(logits, 1)"),
        ("    g_loss =", "    with torch.no_grad():\n        logits = " + FAKES + "\n    g_loss ="),
    ),
    ("G4", *MENDED, (FAKES, FAKES + ".detach()")),
    (
        "G5",
        *MENDED,
        ATTACHED,
        ("D(fake)", "guess"),
        (FAKES, "guess"),
        ("    d_loss =", "    guess = D(fake)\n    d_loss ="),
        ("d_loss.backward()", "d_loss.backward(retain_graph=True)"),
    ),
    (
        "G5",
        *MENDED,
        ATTACHED,
        ("D(fake)", "guess"),
        (FAKES, "guess"),
        ("    d_loss =", "    guess = D(fake)\n    d_loss ="),
    ),
    ("G5", *MENDED, (G_LOSS, ""), (D_LOSS, D_LOSS + G_LOSS)),
    ("M930", *MENDED, (G_LOSS, "    D.requires_grad_(False)\n" + G_LOSS)),
    ("M931", *MENDED, ("G(noises[1])", "G(noises[1]).detach()")),
    ("M931", ("G(noises[1])", "G(noises[1]).detach()")),
    (
        "M931",
        *MENDED,
        (FAKES, "D(fake)"),
        ("noises[0]", "noises[1]"),
        ("D(fake), 0", "D(G(noises[0]).detach()), 0"),
    ),
    ("G8", *MENDED, ("D(fake), 0", "D(fake), 1")),
    ("G8", ("D(fake), 0", "D(fake), 1")),
    ("G9", *MENDED, (f"{FAKES}, 1", f"{FAKES}, 0")),
    ("G9", (f"{FAKES}, 1", f"{FAKES}, 0")),
    ("G10", *MENDED, (f"loss({FAKES}, 1)", f"-loss({FAKES}, 0)")),
    ("M932", *MENDED, ("D(fake), 0", "D(fake), 1"), ("D(real), 1", "D(real), 0")),
    ("M933", *MENDED, (D_BACK, "    d_loss = d_loss / 2\n" + D_BACK)),
    (
        "M934",
        *MENDED,
        (G_LOSS + G_ZERO + G_BACK + G_STEP, ""),
        ("    fake =", G_LOSS + G_ZERO + G_BACK + G_STEP + "    fake ="),
    ),
    ("M936", *MENDED, ("noises[1]", "noises[0]")),
    ("M939", *MENDED, ATTACHED, (FAKES, "D(fake)")),
    ("M939", ATTACHED, (FAKES, "D(fake)")),
    ("M936", ("noises[1]", "noises[0]")),
    (None, *MENDED, ("noises[0]", "noises[1]")),
    ("M937", *MENDED, ("noises[1]", "noises[-2]"), ("noises[0]", "noises[1]")),
    ("M938", *MENDED, (D_STEP, "    x_optimizer.step()\n"), (G_STEP, D_STEP), ("x_opt", "g_opt")),
    (
        "G18",
        (D_BACK + D_STEP + D_ZERO + G_LOSS, G_LOSS + D_ZERO + G_ZERO),
        (G_BACK + G_STEP + G_ZERO, "    (d_loss + g_loss).backward()\n" + D_STEP + G_STEP),
    ),
    (
        "G18",
        ATTACHED,
        (D_BACK + D_STEP + D_ZERO + G_LOSS, G_LOSS + D_ZERO + G_ZERO),
        (G_BACK + G_STEP + G_ZERO, "    (d_loss + g_loss).backward()\n" + D_STEP + G_STEP),
    ),
    ("G18", (D_BACK + D_STEP + D_ZERO, D_ZERO + D_BACK), G_FIRST, (G_STEP, D_STEP + G_STEP)),
    ("G7", *MENDED, (G_STEP, G_STEP + D_STEP)),
    (
        "G7",
        ATTACHED,
        *MENDED,
        (D_ZERO, D_ZERO + G_ZERO),
        (D_STEP, D_STEP + G_STEP),
    ),
    ("G17", *MENDED, ("    fake =", SEEDED + "    fake =")),
    (None, *MENDED, (D_STEP, "")),
    (None, *MENDED, (G_STEP, "")),
    (None, *MENDED, (D_BACK, "")),
    (None, *MENDED, ("loss(D(real), 1) + ", "")),
    (None, *MENDED, (" + loss(D(fake), 0)", "")),
    (None, *MENDED, ("D(real), 1", "D(real), 0.9")),
    (None, *MENDED, (D_STEP, 2 * D_STEP)),
    (
        None,
        *MENDED,
        ("d_loss.backward()", "d_loss.backward"),
    ),
    (None, *MENDED, ("G(noises[0])", "G(noises)")),
    (None, *MENDED, ("D(real), 1", "D(real), D(fake)")),
]:
    code = SHIPPED
    for old, new in changes:
        assert old in code, (named, old)
        code = code.replace(old, new)
    wrong(hunt, named)(made_of(code, "train_step", {"torch": torch}))
