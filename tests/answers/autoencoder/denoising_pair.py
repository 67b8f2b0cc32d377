"""Noisy images, and the clean ones they come from."""

import numpy as np

from answers import right, wrong

pair = "autoencoder.denoising_pair"


@right(pair)
def denoising_pair(X, noise):
    inputs, targets = [], []
    for drawn in noise:
        inputs.extend(X + drawn)
        targets.extend(X)
    return np.array(inputs), np.array(targets)


@wrong(pair, "A5")
def the_same_array_twice(X, noise):
    inputs = []
    for drawn in noise:
        inputs.extend(X + drawn)
    return np.array(inputs), np.array(inputs)


@wrong(pair, "A6")
def noise_from_before_the_loop(X, noise):
    drawn = noise[0]
    inputs, targets = [], []
    for _ in range(len(noise)):
        inputs.append(X + drawn)
        targets.append(X)
    return np.concatenate(inputs), np.concatenate(targets)


@wrong(pair, "M720")
def the_other_way_round(X, noise):
    inputs = np.concatenate([X + drawn for drawn in noise])
    return np.concatenate([X] * len(noise)), inputs


@wrong(pair, "M721")
def takes_away(X, noise):
    inputs = np.concatenate([X - drawn for drawn in noise])
    return inputs, np.concatenate([X] * len(noise))


@wrong(pair, "M722")
def times(X, noise):
    inputs = np.concatenate([X * drawn for drawn in noise])
    return inputs, np.concatenate([X] * len(noise))


@wrong(pair, "M722")
def times_one_plus(X, noise):
    inputs = np.concatenate([X + X * drawn for drawn in noise])
    return inputs, np.concatenate([X] * len(noise))


@wrong(pair, "M723")
def noise_without_image(X, noise):
    return noise.reshape(-1, X.shape[1]), np.concatenate([X] * len(noise))


@wrong(pair, "M724")
def noise_wanted(X, noise):
    return (X + noise).reshape(-1, X.shape[1]), noise.reshape(-1, X.shape[1])


@wrong(pair, "M725")
def clipped(X, noise):
    inputs = np.concatenate([np.clip(X + drawn, 0, 1) for drawn in noise])
    return inputs, np.concatenate([X] * len(noise))


@wrong(pair, "M725")
def no_negative_pixels(X, noise):
    inputs = (X + noise).reshape(-1, X.shape[1])
    inputs[inputs < 0] = 0
    return inputs, np.tile(X, (len(noise), 1))


@wrong(pair, "M726")
def repeats_each_image(X, noise):
    return (X + noise).reshape(-1, X.shape[1]), np.repeat(X, len(noise), axis=0)


@wrong(pair, "M727")
def piles_up(X, noise):
    inputs, targets = [], []
    noisy = X.copy()
    for drawn in noise:
        noisy = noisy + drawn
        inputs.extend(noisy)
        targets.extend(X)
    return np.array(inputs), np.array(targets)


@wrong(pair, "M727")
def overwrites_the_name(X, noise):
    inputs, targets = [], []
    for drawn in noise:
        targets.append(X)
        X = X + drawn
        inputs.append(X)
    return np.vstack(inputs), np.vstack(targets)


@wrong(pair)
def adds_in_place(X, noise):
    inputs, targets = [], []
    for drawn in noise:
        targets.extend(X.copy())
        X += drawn
        inputs.extend(X.copy())
    return np.array(inputs), np.array(targets)


@wrong(pair, "M728")
def first_draw(X, noise):
    return X + noise[0], X


@wrong(pair, "M728")
def mean_draw(X, noise):
    return X + np.mean(noise, axis=0), X


@wrong(pair, "M729")
def image_after_image(X, noise):
    inputs, targets = [], []
    for i in range(len(X)):
        for drawn in noise:
            inputs.append(X[i] + drawn[i])
            targets.append(X[i])
    return np.array(inputs), np.array(targets)


@wrong(pair, "M730")
def broadcast(X, noise):
    return X + noise, X


@wrong(pair, "M730")
def short_target(X, noise):
    return (X + noise).reshape(-1, X.shape[1]), X


@wrong(pair, "M731")
def forgets_the_noise(X, noise):
    return np.tile(X, (len(noise), 1)), np.tile(X, (len(noise), 1))


@wrong(pair)
def only_the_input(X, noise):
    return (X + noise).reshape(-1, X.shape[1])


@wrong(pair)
def mixes_the_pixels(X, noise):
    noisy = X + noise
    return noisy.reshape(X.shape[1], -1).T, np.tile(X, (len(noise), 1))


@wrong(pair, "M730")
def lists_of_draws(X, noise):
    return [X + drawn for drawn in noise], [X for _ in noise]
