"""A task for the playground: how many hidden neurons it takes to part two moons.

The trainings are those of the playground; a test compares the answer with what it shows.
"""

from course_utils.classroom.exercises import Exercise, misconception


def hidden_width_that_solves_moons():
    from course_utils.backprop import MLPClassifier
    from course_utils.datasets import make_moons

    X, y = make_moons(60, rng=0, noise=0.1)
    as_shown = {"n_epochs": 60, "learning_rate": 0.2, "batch_size": 15, "activation": "tanh"}
    for width in (1, 2, 3, 4, 6, 8, 16):
        network = MLPClassifier(hidden=(width,), rng=0, **as_shown).fit(X, y)
        if network.score(X, y) == 1:
            return width
    return None


def narrowest_of_all_that_do():
    from course_utils.backprop import MLPClassifier
    from course_utils.datasets import make_moons

    X, y = make_moons(60, rng=0, noise=0.1)
    n_wrong = {}
    for width in (1, 2, 3, 4, 6, 8, 16):
        network = MLPClassifier((width,), 60, 0.2, batch_size=15, activation="tanh", rng=0)
        n_wrong[width] = sum(network.fit(X, y).predict(X) != y)
    return min(width for width, n in n_wrong.items() if n == 0)


def cases(seed):
    return [{}]


@misconception(
    "M450",
    says="stops at the last one that still fails",
    hint="Are all points right there, or nearly all of them?",
    also=(lambda: 1,),
)
def the_last_that_fails():
    return hidden_width_that_solves_moons() - 1  # the grid has no gap there


@misconception(
    "M446",
    says="stops at a width that does it, and does not try fewer neurons",
    hint="That many do it. Could fewer do it, too?",
    also=(lambda: 8, lambda: 6, lambda: 4),
)
def the_widest():
    return 16


EXERCISE = Exercise(
    title="Playground: neurons that part two moons",
    reference=hidden_width_that_solves_moons,
    another=narrowest_of_all_that_do,
    cases=cases,
    misconceptions=(the_last_that_fails, the_widest),
    hints=(
        "One neuron gives one straight border. How many straight pieces does the border need that "
        "winds between the moons?",
        "Set one hidden layer, noise 0.1, seed 0 and no decay. With 1 neuron 53 of the 60 training "
        "points are right: the picture shows 0.883. Go up by one choice at a time, and look for "
        "60 of 60, which is 1.000.",
        "one hidden layer, noise 0.1, seed 0, no weight decay\n"
        "for each choice of neurons, the smallest first:\n"
        "    if all training points are right: that is the answer",
    ),
    why="each hidden neuron gives the border one straight piece, more or less. Why do two not do?",
    because=(
        "Between the moons the border goes up, then down, then up again, like an S that lies on "
        "its side: three pieces, each along one neuron's line. With two lines there is one bend, "
        "and the tip of a moon stays on the wrong side."
    ),
)
