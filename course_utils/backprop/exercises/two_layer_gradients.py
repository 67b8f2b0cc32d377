"""All gradients of a network with one hidden layer, from its loss back to the first weights."""

import numpy as np

from course_utils.backprop.exercises.wrong_chains import (
    below_the_largest,
    chain,
    first_label_columns,
    mean_error,
    normalized,
    of_the_table,
    sigmoid,
    softmax,
)
from course_utils.classroom.exercises import Exercise, misconception


def two_layer_gradients(X, labels, W1, b1, W2, b2):
    activations = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    logits = activations @ W2.T + b2
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))

    d_logits = powers / powers.sum(axis=1, keepdims=True)
    d_logits[np.arange(len(X)), labels] -= 1
    d_logits = d_logits / len(X)

    d_activations = d_logits @ W2
    d_inner = d_activations * activations * (1 - activations)
    return (
        d_inner.T @ X,
        d_inner.sum(axis=0),
        d_logits.T @ activations,
        d_logits.sum(axis=0),
    )


def gradients_sample_by_sample(X, labels, W1, b1, W2, b2):
    dW1, db1, dW2, db2 = (np.zeros(part.shape) for part in (W1, b1, W2, b2))
    for x, label in zip(X, labels, strict=True):
        hidden = (1 + np.tanh((W1 @ x + b1) / 2)) / 2
        scores = W2 @ hidden + b2
        errors = np.exp(scores - np.logaddexp.reduce(scores))
        errors[label] -= 1
        back = (errors @ W2) * hidden * (1 - hidden)
        dW1, db1 = dW1 + np.outer(back, x), db1 + back
        dW2, db2 = dW2 + np.outer(errors, hidden), db2 + errors
    n = len(X)
    return dW1 / n, db1 / n, dW2 / n, db2 / n


def draw(rng, n, d, h, k, b2):
    """Draw a network whose sigmoids are neither flat nor straight, and samples of each class."""
    return {
        "X": np.round(rng.normal(size=(n, d)), 1),
        "labels": rng.permutation(np.arange(n) % k),
        "W1": np.round(rng.normal(size=(h, d)), 1),
        "b1": np.round(rng.uniform(0.3, 1.0, size=h) * rng.choice([-1, 1], size=h), 1),
        "W2": np.round(rng.normal(size=(k, h)), 1),
        "b2": np.array(b2),
    }


def lifted(case):
    """Let the first hidden neuron lift all scores of a sample alike, by -2000 to 2000."""
    case["X"][:2, 0] = 4.0, -4.0
    case["W1"][0] = 0.1
    case["W1"][0, 0] = 1.5
    case["W2"][:, 0] += 4000.0
    case["b2"] -= 2000.0
    return case


def cases(seed):
    rng = np.random.default_rng(seed)
    return [
        draw(rng, 4, 2, 5, 3, [0.5, -0.2, 0.1]),
        draw(rng, 5, 3, 4, 2, [0.3, -0.4]),
        lifted(draw(rng, 6, 4, 2, 3, [0.2, -0.5, 0.4])),
        draw(rng, 7, 3, 2, 4, [-1000.0, 0.4, 1000.0, -0.2]),
        draw(rng, 1, 4, 2, 3, [0.2, -0.6, 0.4]),
    ]


def changed(change):
    """Return the right gradients after `change(dW1, db1, dW2, db2, n)`."""

    def gradients(X, **case):
        return change(*gradients_sample_by_sample(X, **case), len(X))

    return gradients


@misconception(
    "B1",
    says="writes the slope of the sigmoid with what came in where the answer belongs",
    hint="In s times 1 - s, is s what came into the sigmoid or what came out of it?",
)
def slope_from_what_came_in(X, labels, W1, b1, W2, b2):
    z = X @ W1.T + b1
    a = sigmoid(z)
    d_scores = mean_error(softmax(a @ W2.T + b2), labels)
    d_z = d_scores @ W2 * z * (1 - z)
    return d_z.T @ X, d_z.sum(axis=0), d_scores.T @ a, d_scores.sum(axis=0)


@misconception(
    "B3",
    says="leaves out the slope of the hidden layer's sigmoid",
    hint="The gradient comes to what left the sigmoid. What must it pass to get to what came in?",
)
def sigmoid_skipped(X, labels, W1, b1, W2, b2):
    a = sigmoid(X @ W1.T + b1)
    d_scores = mean_error(softmax(a @ W2.T + b2), labels)
    d_z = d_scores @ W2
    return d_z.T @ X, d_z.sum(axis=0), d_scores.T @ a, d_scores.sum(axis=0)


OTHER_LINKS = (
    misconception(
        "B2",
        says="puts the answers of the hidden layer through the sigmoid once more for its slope",
        hint="How often do the numbers pass a sigmoid on their way forward, and how often in your "
        "slope?",
    )(chain(back=lambda G, a, z: G * sigmoid(a) * (1 - sigmoid(a)))),
    misconception(
        "B4",
        says="takes the slope of another function: that of tanh for a sigmoid",
        hint="How steep is a sigmoid at its steepest point, and what does your formula say there?",
    )(chain(back=lambda G, a, z: G * (1 - a**2))),
    misconception(
        "B7",
        says="joins arrays whose shapes do not fit: number by number, or a turned matrix",
        hint="Each hidden answer has a slope of its own. Is that a factor for each number, or a "
        "matrix that mixes them?",
    )(chain(back=lambda G, a, z: G @ (a * (1 - a)))),
    misconception(
        "B8",
        says="divides by the number of samples once more",
        hint="The results of one layer are right, those of the other too small. Who divided twice?",
        also=(
            changed(lambda dW1, db1, dW2, db2, n: (dW1 / n, db1 / n, dW2 / n, db2 / n)),
            changed(lambda dW1, db1, dW2, db2, n: (dW1 / n, db1, dW2 / n, db2)),
            changed(lambda dW1, db1, dW2, db2, n: (dW1 / n, db1, dW2, db2)),
        ),
    )(chain(sent=lambda d_scores, n: d_scores / n)),
    misconception(
        "B9",
        says="forgets that the loss is a mean: it is never divided by the number of samples",
        hint="Show the network every sample twice. Does the loss change, and do your gradients?",
    )(changed(lambda dW1, db1, dW2, db2, n: (n * dW1, n * db1, n * dW2, n * db2))),
    misconception(
        "B10",
        says="takes the mean for the biases, where the mean's 1/n is in the gradient already",
        hint="The weights are right. Why do the biases know more of n than they?",
        also=(changed(lambda dW1, db1, dW2, db2, n: (dW1, db1 / n, dW2, db2)),),
    )(changed(lambda dW1, db1, dW2, db2, n: (dW1, db1 / n, dW2, db2 / n))),
    misconception(
        "L7",
        says="sends the probabilities back and never takes the truth away from them",
        hint="In which line of your way back do the true classes stand?",
    )(chain(error=lambda p, labels: p / len(labels))),
    misconception(
        "L5",
        says="takes 1 away from the whole column of a class, for all samples",
        hint="How many numbers should lose 1 in each row, and how many do in yours?",
    )(chain(error=first_label_columns)),
    misconception(
        "F1",
        says="raises e to the scores as they are: e^1000 is infinite, and e^-1000 is 0",
        hint="All scores of a row grow by 5. Do the probabilities change? What may you do, then?",
    )(chain(probabilities=lambda scores: normalized(np.exp(scores)))),
    misconception(
        "M111",
        says="subtracts the largest score of the whole table",
        hint="One row is near 1000, another near -1000. What is left of the second row?",
    )(chain(probabilities=lambda scores: normalized(np.exp(scores - scores.max())))),
    misconception(
        "M395",
        says="turns the error round: the truth minus the probability",
        hint="A wrong class is too probable. Should the slope of the loss be above 0 there?",
    )(changed(lambda *found: tuple(-part for part in found[:4]))),
    misconception(
        "M396",
        says="multiplies the error by the slope of the output too, as if it passed a sigmoid",
        hint="Probability minus truth: is that the slope of the loss alone, or of both together?",
    )(chain(error=lambda p, labels: mean_error(p, labels) * p * (1 - p))),
    misconception(
        "M397",
        says="divides by the number of samples in the last layer only",
        hint="You divide after the gradient has gone on. What does the first layer get?",
    )(chain(sent=lambda d_scores, n: d_scores * n)),
    misconception(
        "M398",
        says="divides by the number of all scores and not by the number of samples",
        hint="With 4 samples and 3 classes, of how many losses is the mean taken?",
    )(chain(error=lambda p, labels: mean_error(p, labels) / p.shape[1])),
    misconception(
        "M401",
        says="makes the probabilities down the columns",
        hint="What do the probabilities of one sample add up to?",
    )(chain(probabilities=lambda scores: softmax(scores.T).T)),
    misconception(
        "M470",
        says="makes one softmax of the whole table, so that all samples together get 1",
        hint="What do the probabilities of one sample add up to, and what those of all samples?",
        also=(chain(probabilities=lambda scores: of_the_table(np.exp(below_the_largest(scores)))),),
    )(chain(probabilities=lambda scores: of_the_table(np.exp(scores - scores.max())))),
    misconception(
        "M471",
        says="takes the number of the class away, where 1 belongs, and from all classes",
        hint="The true class is number 2. Does any probability have to become smaller by 2?",
    )(chain(error=lambda p, labels: (p - labels[:, None]) / len(labels))),
    misconception(
        "M8",
        says="leaves the bias out",
        hint="The way forward comes first: what does a hidden neuron say to a sample of zeros?",
    )(chain(forward_bias=0.0)),
    misconception(
        "M387",
        says="returns the gradient of the weights turned on its side",
        hint="A neuron's weights are a row. Where does its row stand in your gradient?",
    )(changed(lambda dW1, db1, dW2, db2, n: (dW1.T, db1, dW2.T, db2))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="You met the last layer first. Which one comes first in the words above your code?",
        also=(changed(lambda dW1, db1, dW2, db2, n: (dW1, dW2, db1, db2)),),
    )(changed(lambda dW1, db1, dW2, db2, n: (dW2, db2, dW1, db1))),
)

EXERCISE = Exercise(
    title="Back through two layers",
    reference=two_layer_gradients,
    another=gradients_sample_by_sample,
    cases=cases,
    outputs=("dW1", "db1", "dW2", "db2"),
    misconceptions=(slope_from_what_came_in, sigmoid_skipped, *OTHER_LINKS),
    hints=(
        "Go back link by link: the loss, the scores, the hidden answers, what came into the "
        "hidden layer. What does each link multiply the gradient by?",
        "One sample, probabilities (0.7, 0.3), true class 1: the error is (0.7, -0.7). The second "
        "layer weighs a hidden answer of 0.8 with 2 and 1, so 0.7·2 - 0.7·1 = 0.7 comes back to "
        "it. Through the sigmoid: 0.7·0.8·0.2 = 0.112. With an input of 3, the first weight gets "
        "0.336. What does it get if the hidden answer is 0.5?",
        "forward: hidden ← sigmoid of the first layer, probabilities ← softmax of the second\n"
        "error  ← (probabilities minus 1 at the true class) / number of samples\n"
        "second layer: a layer whose inputs are hidden, and error comes back to it\n"
        "back   ← error times W2, then number by number · hidden · (1 - hidden)\n"
        "first layer: a layer whose inputs are X, and back comes back to it",
    ),
    why="why is the slope of the softmax alone nowhere to be seen in the way back?",
    because=(
        "Softmax and the logarithm of the loss belong together: the slope of both is probability "
        "minus truth. Apart, the one would multiply by the probabilities and the other divide by "
        "them, which is inaccurate where a probability is tiny."
    ),
)
