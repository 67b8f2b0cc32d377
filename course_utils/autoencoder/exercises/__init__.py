"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids A, B, D and so on are rows of the course's list of misconceptions; M are the course's own.
"""

from course_utils.autoencoder.exercises import (
    code_path_between,
    count_parameters,
    denoising_pair,
    flag_anomalies,
    kl_divergence,
    pca_reconstruct,
    psnr_of,
    reconstruction_errors,
    reparameterize,
    smallest_code_that_beats_pca,
    smallest_noise_that_denoising_helps,
    tied_reconstruct,
    train_denoiser,
    uncertain_point,
)
from course_utils.classroom.checking import bind

EXERCISES = (
    reconstruction_errors.EXERCISE,
    pca_reconstruct.EXERCISE,
    smallest_code_that_beats_pca.EXERCISE,
    tied_reconstruct.EXERCISE,
    count_parameters.EXERCISE,
    denoising_pair.EXERCISE,
    psnr_of.EXERCISE,
    train_denoiser.EXERCISE,
    uncertain_point.EXERCISE,
    code_path_between.EXERCISE,
    flag_anomalies.EXERCISE,
    smallest_noise_that_denoising_helps.EXERCISE,
    reparameterize.EXERCISE,
    kl_divergence.EXERCISE,
)

check, hint, solution = bind("autoencoder", EXERCISES)
