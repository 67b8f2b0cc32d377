"""Chapter 05: networks that learn to repeat their input through a narrow place."""

from course_utils.autoencoder.fit import fit_autoencoder
from course_utils.autoencoder.measures import (
    code_path,
    errors_per_image,
    few_label_curve,
    mean_squared_error,
    nearest_real,
    pixel_path,
    psnr,
)
from course_utils.autoencoder.model import (
    Autoencoder,
    codes_of,
    images_of,
    n_parameters,
    reconstruct,
)
from course_utils.autoencoder.noise import gaussian_noise, masking_noise
from course_utils.autoencoder.pca import PCA, linear_span, pca_baseline, principal_angles
from course_utils.autoencoder.stored import networks_of, size_curve_of, trainings_of
from course_utils.autoencoder.vae import (
    VAE,
    fit_vae,
    gaussian_of_codes,
    kl_to_standard_normal,
    negative_elbo,
    sample,
    sample_codes,
)

__all__ = [
    "PCA",
    "VAE",
    "Autoencoder",
    "code_path",
    "codes_of",
    "errors_per_image",
    "few_label_curve",
    "fit_autoencoder",
    "fit_vae",
    "gaussian_noise",
    "gaussian_of_codes",
    "images_of",
    "kl_to_standard_normal",
    "linear_span",
    "masking_noise",
    "mean_squared_error",
    "n_parameters",
    "nearest_real",
    "negative_elbo",
    "networks_of",
    "pca_baseline",
    "pixel_path",
    "principal_angles",
    "psnr",
    "reconstruct",
    "sample",
    "sample_codes",
    "size_curve_of",
    "trainings_of",
]
