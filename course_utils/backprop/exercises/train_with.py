"""The training loop of PyTorch, with the four calls whose order matters."""

import numpy as np

from course_utils.backprop.exercises.tiny_training import RATE, ROWS, WEIGHTS, observe_training
from course_utils.backprop.exercises.wrong_loops import (
    asks_again,
    calling,
    carrying,
    emptied_once_an_epoch,
    keeping,
    keeping_numbers,
    leaving_early,
    mean_of_samples,
    moves_once_an_epoch,
    moves_with_the_last_batch,
    unweighted,
    weighted,
)
from course_utils.classroom.exercises import Exercise, misconception


def train_with(model, loss, optimizer, batches, n_epochs):
    history = []
    for _ in range(n_epochs):
        total, n_samples = 0.0, 0
        for X, y in batches:
            optimizer.zero_grad()
            batch_loss = loss(model(X), y)
            batch_loss.backward()
            optimizer.step()
            total += batch_loss.item() * len(y)
            n_samples += len(y)
        history.append(total / n_samples)
    return history


def train_and_empty_afterwards(model, loss, optimizer, batches, n_epochs):
    sizes = [len(y) for X, y in batches]
    history = []
    for _ in range(n_epochs):
        losses = []
        for X, y in batches:
            batch_loss = loss(model(X), y)
            batch_loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(batch_loss.item())
        history.append(np.average(losses, weights=sizes))
    return history


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    # The last batch is shorter than the others, so that batches don't count alike.
    for n, d, batch_size, n_epochs in [(5, 2, 2, 2), (7, 3, 3, 1), (4, 3, 3, 3), (3, 2, 3, 2)]:
        X = rng.uniform(0.5, 2, size=(n, d)).round(1) * rng.choice([-1, 1], size=(n, d))
        weights = rng.uniform(1, 3, size=d).round(1)
        gaps = rng.uniform(2, 5, size=n) * rng.choice([-1, 1], size=n)
        drawn.append(
            {
                WEIGHTS: weights,
                "loss": "the mean squared error",
                RATE: 0.02,
                "batches": "cut from X, y",
                "X": X,
                "y": (X @ weights + gaps).round(1),
                ROWS: batch_size,
                "n_epochs": n_epochs,
            }
        )
    return drawn


@misconception(
    "O1",
    says="never empties the gradients, so that those of all batches so far add up",
    hint="After the second batch, whose gradients does the optimizer find?",
    also=(emptied_once_an_epoch,),
)
def never_emptied(model, loss, optimizer, batches, n_epochs):
    sizes, history = [len(y) for _, y in batches], []
    for _ in range(n_epochs):
        losses = []
        for X, y in batches:
            found = loss(model(X), y)
            found.backward()
            optimizer.step()
            losses.append(found.item())
        history.append(np.average(losses, weights=sizes))
    return history


WRONG_ORDERS = (
    misconception(
        "O2",
        says="moves before this batch's gradient is there",
        hint="At the moment of the move: has anybody computed the slope of this batch's loss?",
        also=(calling("step", "backward", "zero_grad"), calling("step", "zero_grad", "backward")),
    )(calling("zero_grad", "step", "backward")),
    misconception(
        "O3",
        says="empties the gradients right before the move that should use them",
        hint="At the moment of the move: what is left of the slope that you computed?",
        also=(calling("zero_grad", "backward", "zero_grad", "step"),),
    )(calling("backward", "zero_grad", "step")),
    misconception(
        "B14",
        says="goes back through the same graph twice, so that its gradient counts double",
        hint="Gradients add up by design. How often does each batch add its own?",
        also=(calling("backward", "backward", "step", "zero_grad"),),
    )(calling("zero_grad", "backward", "backward", "step")),
    misconception(
        "M452",
        says="moves once an epoch, after the last batch",
        hint="Three batches pass by in one epoch. How many moves should there be?",
        also=(moves_with_the_last_batch,),
    )(moves_once_an_epoch),
    misconception(
        "M453",
        says="computes gradients and never moves",
        hint="Who changes the weights, and is it ever called?",
    )(calling("zero_grad", "backward")),
    misconception(
        "M460",
        says="moves, but never asks for a gradient",
        hint="The optimizer moves against the gradients. Who computes them, and is it ever called?",
        also=(calling("step"), calling("step", "zero_grad")),
    )(calling("zero_grad", "step")),
    misconception(
        "M454",
        says="asks for the loss again after the move",
        hint="A batch shows how good the model was when it came. Is your number from before the "
        "move?",
    )(asks_again),
)

never_reset = misconception(
    "M462",
    says="takes the sum of one epoch along into the next",
    hint="The second epoch begins. What do your sum and your count start with?",
    also=(
        carrying(weighted, lambda so_far, epoch: sum(so_far)),
        carrying(unweighted, lambda so_far, epoch: sum(epoch)),
        carrying(unweighted, lambda so_far, epoch: len(epoch)),
    ),
)(carrying(weighted, lambda so_far, epoch: sum(epoch)))

returns_too_early = misconception(
    "M463",
    says="returns from within a loop, so that the rest is never run",
    hint="How far is your last line indented? How often does the loop around it run before that?",
    also=(
        leaving_early(lambda batches: 1, mean_of_samples),
        leaving_early(lambda batches: 1, lambda losses, sizes: []),
    ),
)(leaving_early(len, mean_of_samples))

WRONG_RECORDS = (
    misconception(
        "L11",
        says="keeps the losses themselves, each with its whole graph, and not their numbers",
        hint="What else does such an object remember, apart from its number?",
        also=(
            keeping(lambda losses, sizes: [sum(losses) / len(losses)]),
            keeping(lambda losses, sizes: losses),
            keeping(lambda losses, sizes: losses[-1:]),
        ),
    )(
        keeping(
            lambda losses, sizes: [
                sum(each * n for each, n in zip(losses, sizes, strict=True)) / sum(sizes)
            ]
        )
    ),
    misconception(
        "L10",
        says="gives a short batch the same weight as a full one",
        hint="One batch has 3 samples and another 1. Whose loss says more about the 4?",
    )(keeping_numbers(lambda losses, sizes: [np.mean(losses)])),
    misconception(
        "M461",
        says="adds up means of batches and divides by the number of samples",
        hint="All losses are 4. What comes out as their mean?",
    )(keeping_numbers(lambda losses, sizes: [sum(losses) / sum(sizes)])),
    misconception(
        "M455",
        says="returns a number for each batch and not one for each epoch",
        hint="How many numbers were asked for, and how many come back?",
    )(keeping_numbers(lambda losses, sizes: losses)),
    misconception(
        "M456",
        says="returns the loss of the last batch alone",
        hint="Do the samples of the first batch have a say in your number?",
    )(keeping_numbers(lambda losses, sizes: losses[-1:])),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Twice as many samples, all equally wrong: should your number be twice as large?",
        also=(keeping_numbers(lambda losses, sizes: [sum(losses)]),),
    )(keeping_numbers(lambda losses, sizes: [np.dot(losses, sizes)])),
)

EXERCISE = Exercise(
    title="The training loop",
    reference=train_with,
    another=train_and_empty_afterwards,
    cases=cases,
    observe=observe_training,
    misconceptions=(
        never_emptied,
        *WRONG_ORDERS,
        *WRONG_RECORDS,
        never_reset,
        returns_too_early,
    ),
    hints=(
        "What must be in the gradients at the moment when the optimizer moves the weights, and "
        "what must not?",
        "One weight at 1, learning rate 0.1. Batch 1 has the slope 2, batch 2 the slope 3. The "
        "moves are 0.1 · 2 and 0.1 · 3: the weight goes to 0.8 and then to 0.5. Where does it go "
        "if nobody empties the gradients? And the record: losses 4 (of 3 samples) and 8 (of 1) "
        "make (3 · 4 + 1 · 8) / 4 = 5 for the epoch.",
        "for each epoch:\n    sum, count ← 0\n    for each batch:\n"
        "        empty the gradients\n        predict, and compare with the labels\n"
        "        go back through the graph\n        let the optimizer move\n"
        "        sum ← sum + the loss as a plain number * samples of the batch; count them\n"
        "    keep sum / count\nreturn what was kept",
    ),
    why="the loss of the last epoch was recorded while the weights still moved. Is it the loss of "
    "the model that you have now?",
    because=(
        "No: each batch was judged by the weights of its moment, and after that the weights went "
        "on moving. The record lags behind, by about half an epoch. For the model as it is now, "
        "go through the samples once more without moving."
    ),
)
