"""The bug hunt: one step of gradient descent that uses a moved parameter on the way back."""

import numpy as np

from course_utils.backprop.exercises.wrong_steps import (
    ONE_MORE_CHANGE,
    first_layer_first,
    moved_by,
    past_the_weights,
    plain,
    right_gradients,
    scaled,
    with_the_bug,
)
from course_utils.classroom.exercises import Exercise, misconception


def training_step(X, y, W1, b1, w2, b2, learning_rate):
    hidden = np.tanh(X @ W1.T + b1)
    error = hidden @ w2 + b2 - y
    d_scores = 2 * error / len(y)
    d_hidden = np.outer(d_scores, w2)
    d_sums = d_hidden * (1 - hidden**2)

    w2 = w2 - learning_rate * hidden.T @ d_scores
    b2 = b2 - learning_rate * d_scores.sum()
    W1 = W1 - learning_rate * d_sums.T @ X
    b1 = b1 - learning_rate * d_sums.sum(axis=0)
    return W1, b1, w2, b2


def step_sample_by_sample(X, y, W1, b1, w2, b2, learning_rate):
    moved = [W1.copy(), b1.copy(), w2.copy(), b2]
    for x, target in zip(X, y, strict=True):
        h = np.tanh(W1 @ x + b1)
        step = learning_rate * 2 * (h @ w2 + b2 - target) / len(y)
        back = step * w2 * (1 - h**2)
        moved[0] -= np.outer(back, x)
        moved[1] -= back
        moved[2] -= step * h
        moved[3] -= step
    return tuple(moved)


def shipped(X, y, W1, b1, w2, b2, learning_rate):
    hidden = np.tanh(X @ W1.T + b1)
    error = hidden @ w2 + b2 - y
    d_scores = 2 * error / len(y)
    w2 = w2 - learning_rate * hidden.T @ d_scores
    b2 = b2 - learning_rate * d_scores.sum()

    d_hidden = np.outer(d_scores, w2)
    d_sums = d_hidden * (1 - hidden**2)
    W1 = W1 - learning_rate * d_sums.T @ X
    b1 = b1 - learning_rate * d_sums.sum(axis=0)
    return W1, b1, w2, b2


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n, d, h, learning_rate in [
        (4, 2, 3, 0.5),
        (5, 3, 2, 0.25),
        (6, 2, 4, 0.125),
        (3, 4, 2, 0.5),
        (1, 3, 2, 0.25),
    ]:
        case = {
            "X": np.round(rng.uniform(0.3, 1.5, size=(n, d)) * rng.choice([-1, 1], (n, d)), 1),
            # Far from what the network answers, so that no gradient is near 0.
            "y": np.round(rng.uniform(3.0, 6.0, size=n), 1),
            "W1": np.round(rng.uniform(0.2, 0.9, size=(h, d)) * rng.choice([-1, 1], (h, d)), 1),
            "b1": np.round(rng.uniform(0.2, 0.6, size=h) * rng.choice([-1, 1], size=h), 1),
            "w2": np.round(rng.uniform(0.4, 1.4, size=h), 1) * rng.permutation([-1, 1, 1, -1])[:h],
            "b2": float(np.round(rng.uniform(0.3, 0.9), 1)),
            "learning_rate": learning_rate,
        }
        drawn.append(case)
    return drawn


@misconception(
    "B5",
    says="moves the output's weights before the gradient has passed back through them",
    hint="The gradient goes back through the output's weights. Through those that made the "
    "answers, or through others?",
    also=(shipped,),
)
def moved_too_early(X, y, W1, b1, w2, b2, learning_rate):
    hidden = np.tanh(X @ W1.T + b1)
    d_scores = 2 * (hidden @ w2 + b2 - y) / len(y)
    new_w2 = w2 - learning_rate * hidden.T @ d_scores
    d_sums = np.outer(d_scores, new_w2) * (1 - hidden**2)
    return (
        W1 - learning_rate * d_sums.T @ X,
        b1 - learning_rate * d_sums.sum(axis=0),
        new_w2,
        b2 - learning_rate * d_scores.sum(),
    )


@misconception(
    "M404",
    says="changes the caller's arrays",
    hint="Your caller wants to compare the old parameters with the new ones. Are the old ones "
    "still there?",
)
def in_place(X, y, W1, b1, w2, b2, learning_rate):
    case = {"X": X, "y": y, "W1": W1, "b1": b1, "w2": w2, "b2": b2}
    dW1, db1, dw2, db2 = right_gradients(**case)
    W1 -= learning_rate * dW1
    b1 -= learning_rate * db1
    w2 -= learning_rate * dw2
    return W1, b1, w2, b2 - learning_rate * db2


WRONG_SLOPES = (
    misconception(
        "B3",
        says="leaves out the slope of the hidden layer's tanh",
        hint="The gradient comes to what left the tanh. What must it pass to get to what came in?",
    )(moved_by(plain, back=lambda G, a, z: G)),
    misconception(
        "B1",
        says="writes the slope of tanh with what came in where the answer belongs",
        hint="In 1 minus a square, is that the square of what came into tanh, or of what left it?",
    )(moved_by(plain, back=lambda G, a, z: G * (1 - z**2))),
    misconception(
        "B2",
        says="puts the answers of the hidden layer through tanh once more for its slope",
        hint="How often do the numbers pass a tanh on their way forward, and how often in your "
        "slope?",
    )(moved_by(plain, back=lambda G, a, z: G * (1 - np.tanh(a) ** 2))),
    misconception(
        "B4",
        says="takes the slope of another function: that of a sigmoid for tanh",
        hint="How steep is tanh at 0, and what does your formula say there?",
    )(moved_by(plain, back=lambda G, a, z: G * a * (1 - a))),
)

OTHER_STEPS = (
    misconception(
        "M466",
        says="changes a line that was right and leaves the bug",
        hint="Put your change back. Which two of the four results were wrong at first, and what "
        "do their lines read that the others do not?",
        also=ONE_MORE_CHANGE,
    )(with_the_bug(slope=lambda a, z: 1)),
    misconception(
        "M402",
        says="walks uphill: adds the gradient to the parameters",
        hint="The gradient points to where the loss grows. Which way should the parameters go?",
    )(scaled(-1, -1, -1, -1)),
    misconception(
        "M403",
        says="never moves the biases of the hidden layer",
        hint="Four parameters came in. Which of them leaves as it came?",
    )(scaled(1, 0, 1, 1)),
    misconception(
        "M13",
        says="never moves the bias",
        hint="Two layers have biases. Do any of them leave your step with new values?",
    )(scaled(1, 0, 1, 0)),
    misconception(
        "M407",
        says="leaves the hidden layer as it is",
        hint="Which of the two layers learns something in your step?",
    )(scaled(0, 0, 1, 1)),
    misconception(
        "M361",
        says="leaves out the 2 that the square brings",
        hint="3 squared is 9 and 3.01 squared is 9.06. How steep is a square at 3?",
    )(scaled(0.5, 0.5, 0.5, 0.5)),
    misconception(
        "B9",
        says="forgets that the loss is a mean: it is never divided by the number of samples",
        hint="Show the network every sample twice. Does the loss change, and does your step?",
    )(scaled(*[lambda rate, n: n] * 4)),
    misconception(
        "B8",
        says="divides by the number of samples once more",
        hint="Who divides by the number of samples on the way back, and how often?",
        also=(scaled(*[lambda rate, n: 1 / n] * 4),),
    )(scaled(*[lambda rate, n: 1 / n] * 2, 1, 1)),
    misconception(
        "B10",
        says="takes the mean for the biases, where the mean's 1/n is in the gradient already",
        hint="The weights move rightly. Why do the biases know more of the mean than they?",
        also=(scaled(1, lambda rate, n: 1 / n, 1, 1),),
    )(scaled(1, lambda rate, n: 1 / n, 1, lambda rate, n: 1 / n)),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the arguments does your result not depend on?",
    )(scaled(*[lambda rate, n: 1 / rate] * 4)),
    misconception(
        "M36",
        says="multiplies by the learning rate twice",
        hint="With a learning rate of 0.5, is your step a half or a quarter of the gradient?",
    )(scaled(*[lambda rate, n: rate] * 4)),
    misconception(
        "M405",
        says="moves the first layer first and then computes the hidden answers anew",
        hint="All four gradients belong to one place. Where does your second layer stand?",
    )(first_layer_first),
    misconception(
        "M408",
        says="sends the gradient back past the output's weights",
        hint="A hidden answer reaches the end with a factor in front. Does your way back know it?",
    )(past_the_weights),
    misconception(
        "M406",
        says="returns the gradients and not the new parameters",
        hint="The next step begins with what you return. Is that a place, or a direction?",
    )(lambda learning_rate, **case: right_gradients(**case)),
    misconception(
        "M35",
        says="puts the step in the place of the old values",
        hint="What happened to all that was learned before this step?",
        also=(lambda learning_rate, **case: plain(-learning_rate, 1, *right_gradients(**case)),),
    )(lambda learning_rate, **case: tuple(plain(learning_rate, 1, *right_gradients(**case)))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(lambda **case: tuple(training_step(**case)[i] for i in (2, 3, 0, 1))),
)

EXERCISE = Exercise(
    title="Bug hunt: one training step",
    reference=training_step,
    another=step_sample_by_sample,
    cases=cases,
    shipped=shipped,
    outputs=("W1", "b1", "w2", "b2"),
    misconceptions=(moved_too_early, in_place, *WRONG_SLOPES, *OTHER_STEPS),
    hints=(
        "Two of the four results are right; the other two are wrong for one reason. Go through the "
        "lines one by one: which value has each name at the moment it is read?",
        "One hidden answer of 1, output weight 3, no bias, target 1: the error is 2 and the "
        "gradient 4. With learning rate 0.5 the weight becomes 3 - 2 = 1. What comes back to the "
        "hidden answer is 4·3 = 12, as the answer was made with 3. And with the new weight?",
        "forward: hidden answers, answers, errors\n"
        "backward: all four gradients, with the parameters as they came in\n"
        "then, and only then: each parameter ← itself - learning rate · its gradient",
    ),
    why="why does this bug hardly show in training, and how would you find it without reading?",
    because=(
        "The step differs from the right one only by a term with the square of the learning "
        "rate, so with a small one the loss still falls. Finite differences find it: compare old "
        "minus new, divided by the learning rate, with the slope of the loss."
    ),
)
