"""What the controls of the explorers can be set to: the exercises ask about the same values."""

RING_LOSSES = ("non-saturating", "minimax")
RATIOS = (0.5, 1, 4)  # the discriminator's learning rate, in those of the generator
N_ROUNDS = 40  # of the ring stepper
STEPS = 25  # of a round
THEN = ("nothing more", f"{STEPS} steps of D alone", f"{STEPS} steps of G alone")

N_SNAPSHOTS = 46  # of the stored training, where the scrubber can stop

N_SEEDS = 20  # of the sampler's noise
TRUNCATIONS = tuple(round(0.3 * i, 1) for i in range(1, 11))  # of the sampler's noise
