"""A step of gradient descent that whoever holds the weights gets to see."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def descend_in_place(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * (gradient + weight_decay * weights)


def shrink_and_move(weights, gradient, learning_rate, weight_decay):
    weights *= 1 - learning_rate * weight_decay
    weights -= learning_rate * gradient


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for d, learning_rate, weight_decay in [
        (2, 0.5, 0.2),
        (3, 0.25, 0.4),
        (5, 0.1, 0.5),
        (4, 0.5, 0.0),
        (1, 0.25, 0.5),
    ]:
        signs = rng.choice([-1, 1], size=d)
        drawn.append(
            {
                "weights": signs * rng.uniform(4, 6, size=d).round(1),
                "gradient": rng.uniform(-3, 3, size=d).round(1),
                "learning_rate": learning_rate,
                "weight_decay": weight_decay,
            }
        )
    return drawn


def observe_holder(function: Callable, case: dict) -> Observation:
    """Report what a second holder of the array `weights` finds in it after the call.

    The array is made for the call, so that its change is no changed input, as that of `gradient`
    is. Nothing should come back: what does is reported as "a returned value".
    """
    held = case["weights"].copy()
    observation = observe(
        lambda **others: function(weights=held, **others),
        {name: value for name, value in case.items() if name != "weights"},
    )
    if "raised" not in observation:
        observation["weights after the call"] = held
    if str(observation.get("result", "")) == "None":
        del observation["result"]
    return {key.replace("result", "a returned value"): value for key, value in observation.items()}


def writing(new: Callable) -> Callable:
    """Return the function that puts `new(weights, gradient, rate, decay)` into the array."""

    def step(weights, gradient, learning_rate, weight_decay):
        weights[...] = new(weights, gradient, learning_rate, weight_decay)

    return step


def moved(w, g, rate, decay):
    return w - rate * (g + decay * w)


def rebinds(weights, gradient, learning_rate, weight_decay):
    weights = weights - learning_rate * (gradient + weight_decay * weights)


def hands_over_a_new_array(weights, gradient, learning_rate, weight_decay):
    return moved(weights, gradient, learning_rate, weight_decay)


new_array = misconception(
    "O4",
    says="leaves the array that others hold as it was",
    hint="Somebody else has a name for the same array. Which of your lines writes numbers into "
    "that array, and which only make a new one?",
    also=(hands_over_a_new_array,),
)(rebinds)


@misconception(
    "M447",
    says="changes the array and hands it back too",
    hint="The array has been changed, and its owner holds it. What is there to hand back?",
)
def hands_it_back(weights, gradient, learning_rate, weight_decay):
    descend_in_place(weights, gradient, learning_rate, weight_decay)
    return weights


def scales_the_gradient(weights, gradient, learning_rate, weight_decay):
    gradient += weight_decay * weights
    gradient *= learning_rate
    weights -= gradient


@misconception(
    "M451",
    says="writes into the gradient too",
    hint="You add the share of the decay. In which array does the sum end up?",
    also=(scales_the_gradient,),
)
def changes_the_gradient(weights, gradient, learning_rate, weight_decay):
    gradient += weight_decay * weights
    weights -= learning_rate * gradient


@misconception(
    "M467",
    says="takes the decay off after the move, from weights that have already moved",
    hint="The decay is a share of the weights. Of those that came in, or of those after the move?",
)
def decays_after_the_move(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * gradient
    weights -= learning_rate * weight_decay * weights


WRONG_STEPS = (
    misconception(
        "M435",
        says="moves uphill",
        hint="The gradient is positive. Should the weight grow or shrink?",
        also=(writing(lambda w, g, rate, decay: w + rate * (g - decay * w)),),
    )(writing(lambda w, g, rate, decay: w + rate * (g + decay * w))),
    misconception(
        "M448",
        says="lost the brackets: the learning rate reaches the gradient, but not the decay",
        hint="With a learning rate ten times smaller, do both parts of your move become smaller?",
    )(writing(lambda w, g, rate, decay: w - (rate * g + decay * w))),
    misconception(
        "M449",
        says="leaves the decay out",
        hint="The gradient is 0. Does your weight shrink?",
    )(writing(lambda w, g, rate, decay: w - rate * g)),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the four arguments does your result not depend on?",
    )(writing(lambda w, g, rate, decay: w - (g + decay * w))),
    misconception(
        "M35",
        says="puts the step in the place of the old values",
        hint="What happened to all that was learned before this call?",
        also=(writing(lambda w, g, rate, decay: -rate * (g + decay * w)),),
    )(writing(lambda w, g, rate, decay: rate * (g + decay * w))),
)

EXERCISE = Exercise(
    title="A step that others see",
    reference=descend_in_place,
    another=shrink_and_move,
    cases=cases,
    observe=observe_holder,
    misconceptions=(
        new_array,
        hands_it_back,
        changes_the_gradient,
        decays_after_the_move,
        *WRONG_STEPS,
    ),
    hints=(
        "Two names for one array: which kinds of line change the array, and which only let one "
        "name mean another array?",
        "The network holds the array (4, -2), the gradient is (1, 0), learning rate 0.5, weight "
        "decay 0.1. The decay adds 0.1 · (4, -2) to the gradient: (1.4, -0.2). After the call the "
        "network must find 4 - 0.5 · 1.4 = 3.3 in the first place of its array. What in the "
        "second?",
        "slope ← gradient + weight decay * weights, in an array of its own\n"
        "take learning rate * slope off the numbers in the array that came in\n"
        "hand nothing back",
    ),
    why="the optimizer and the network name the same arrays. What would the network compute with "
    "if the optimizer made new ones?",
    because=(
        "With the old ones, for ever: the optimizer would move arrays that nobody else looks at, "
        "and the loss would stay what it was. No error says so. Code that learns writes into "
        "the shared array, or puts the new one where both sides look it up."
    ),
)
