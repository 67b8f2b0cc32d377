"""Decibels of a guess."""

import math

import numpy as np

from answers import right, wrong

PSNR = "autoencoder.psnr_of"


@right(PSNR)
def psnr_of(truth, guess):
    """Take the length of the difference as it stands, and 20 decibels for a factor of ten."""
    root = np.linalg.norm(truth - guess) / math.sqrt(truth.size)
    return 20 * math.log10(1 / root)


def error(truth, guess):
    return ((truth - guess) ** 2).mean()


for named, function in [
    ("M707", lambda truth, guess: -20 * np.log10(error(truth, guess))),
    ("M708", lambda truth, guess: 10 * np.log10(1 / error(truth, guess) ** 0.5)),
    ("M708", lambda truth, guess: -5 * np.log10(error(truth, guess))),
    ("M709", lambda truth, guess: 10 * math.log10(error(truth, guess))),
    ("M710", lambda truth, guess: -10 * math.log(error(truth, guess))),
    ("M710", lambda truth, guess: 10 * np.log2(1 / error(truth, guess))),
    ("M204", lambda truth, guess: 10 * np.log10(1 / ((truth - guess) ** 2).sum())),
    ("M711", lambda truth, guess: 10 * np.log10(np.max(truth) ** 2 / error(truth, guess))),
    ("M711", lambda truth, guess: 10 * np.log10(np.max(truth) / error(truth, guess))),
    ("M712", lambda truth, guess: 20 * np.log10(255 / np.sqrt(error(truth, guess)))),
    ("M712", lambda truth, guess: 20 * np.log10(16) - 10 * np.log10(error(truth, guess))),
    ("M713", lambda truth, guess: 10 * np.log10(np.sum(truth**2) / ((truth - guess) ** 2).sum())),
    ("M713", lambda truth, guess: 10 * np.log10(truth.var() / error(truth, guess))),
    ("M274", lambda truth, guess: -10 * np.log10(np.abs(guess - truth).mean())),
    ("M714", lambda truth, guess: np.mean(-10 * np.log10(((truth - guess) ** 2).mean(axis=1)))),
    ("M715", lambda truth, guess: 10 * np.log10(1 / ((truth - guess) ** 2).mean(1))),
    ("M716", lambda truth, guess: 1 / error(truth, guess)),
    ("M716", error),
    ("M717", lambda truth, guess: math.log10(1 / error(truth, guess))),
    (None, lambda truth, guess: abs(10 * np.log10(1 / error(truth, guess)))),
    (None, lambda truth, guess: 10 * np.log10(1 - error(truth, guess))),
    (None, lambda truth, guess: 10 * np.log10(1 / np.mean(truth - guess) ** 2)),
    (None, lambda truth, guess: 10 * np.log10(1 + 1 / error(truth, guess))),
    (None, lambda truth, guess: 10 / np.log10(1 / error(truth, guess))),
    (None, lambda truth, guess: 10 * np.log10(1 / ((truth - guess) ** 2).mean(axis=0))),
]:
    wrong(PSNR, named)(function)
