"""The live figures of the autoencoder chapter: controls, a stage, and a pure draw function."""

from course_utils.autoencoder.explorers.dial_of_noise import denoising_dial
from course_utils.autoencoder.explorers.moving_on_the_plane import latent_plane
from course_utils.autoencoder.explorers.sizes_of_the_code import bottleneck

__all__ = ["bottleneck", "denoising_dial", "latent_plane"]
