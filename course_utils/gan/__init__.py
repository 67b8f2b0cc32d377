"""Chapter 06: a generator that learns from a discriminator, and how to judge what it makes."""

from course_utils.gan.averaging import renew_batch_norm
from course_utils.gan.baseline import draw_from_classes
from course_utils.gan.case import (
    LISTING,
    DocumentedRun,
    as_bytes,
    case_players,
    documented_players,
    documented_training,
    signed,
    weights_checksum,
)
from course_utils.gan.classifier import DigitClassifier, classes_of, features_of, fit_classifier
from course_utils.gan.duel import duel_slopes, play_duel
from course_utils.gan.fit import train_gan
from course_utils.gan.judge import Judge, Report
from course_utils.gan.losses import LOSSES, gradient_penalty, r1_penalty
from course_utils.gan.measures import (
    class_counts,
    copies_share,
    entropy_of_classes,
    frechet_1d,
    frechet_distance,
    nearer_to_train,
    nearest_distances,
)
from course_utils.gan.model import GAN, Discriminator, Generator
from course_utils.gan.modes import modes_covered, near_modes, near_share, ring_centers
from course_utils.gan.optimum import jensen_shannon, optimal_discriminator, value_of_game
from course_utils.gan.ring_states import RingState, ring_state
from course_utils.gan.sampling import sample
from course_utils.gan.stored import (
    StoredCase,
    StoredRun,
    ablation_of,
    case_of,
    networks_of,
    ring_table_of,
    run_of,
    trainings_of,
)

__all__ = [
    "GAN",
    "LISTING",
    "LOSSES",
    "DigitClassifier",
    "Discriminator",
    "DocumentedRun",
    "Generator",
    "Judge",
    "Report",
    "RingState",
    "StoredCase",
    "StoredRun",
    "ablation_of",
    "as_bytes",
    "case_of",
    "case_players",
    "class_counts",
    "classes_of",
    "copies_share",
    "documented_players",
    "documented_training",
    "draw_from_classes",
    "duel_slopes",
    "entropy_of_classes",
    "features_of",
    "fit_classifier",
    "frechet_1d",
    "frechet_distance",
    "gradient_penalty",
    "jensen_shannon",
    "modes_covered",
    "near_modes",
    "near_share",
    "nearer_to_train",
    "nearest_distances",
    "networks_of",
    "optimal_discriminator",
    "play_duel",
    "r1_penalty",
    "renew_batch_norm",
    "ring_centers",
    "ring_state",
    "ring_table_of",
    "run_of",
    "sample",
    "signed",
    "train_gan",
    "trainings_of",
    "value_of_game",
    "weights_checksum",
]
