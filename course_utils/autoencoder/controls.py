"""What the controls of the explorers can be set to: the exercises ask about the same values."""

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)  # of the code; each has its stored networks

SIGMA_STEP = 0.03
SIGMAS = tuple(round(SIGMA_STEP * i, 2) for i in range(1, 27))  # of the denoising dial

LIMITS = ((-3, 8), (-8, 5))  # of the latent plane: nearly all codes lie between
PLANE_STEP = 0.25
