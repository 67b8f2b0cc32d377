"""The backward pass through a graph that is given as plain lists."""

import numpy as np

from course_utils.backprop.exercises.wrong_walks import TOO_EARLY, matrix_of, order_from, walk
from course_utils.classroom.exercises import Exercise, misconception


def backward_pass(parents, slopes, last):
    order = []

    def visit(i):
        if i not in order:
            for j in parents[i]:
                visit(j)
            order.append(i)

    visit(last)
    gradients = np.zeros(len(parents))
    gradients[last] = 1.0
    for i in order[::-1]:
        for j, slope in zip(parents[i], slopes[i], strict=True):
            gradients[j] += gradients[i] * slope
    return gradients


def gradients_by_equations(parents, slopes, last):
    # A gradient is what all nodes that use it send, plus 1 for the last node: n linear equations.
    n = len(parents)
    sent = np.zeros((n, n))
    for node in range(n):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            sent[parent, node] += slope
    return np.linalg.solve(np.eye(n) - sent, np.eye(n)[last])


# Graphs in an order in which parents stand first, and the node to begin at.
SHORT_AND_LONG_WAY = ([[], [0], [1], [2], [1, 3]], 4)
TWICE_BY_ONE = ([[], [], [0, 0], [1, 2, 1], [2], [3, 4]], 5)
MORE_THAN_NEEDED = ([[], [], [], [0, 1], [1, 2], [3, 3, 0], [5, 3], [6, 4], [6, 5]], 6)
ONE_LEAF = ([[], [], [0, 1], [2, 0]], 1)
DIAMOND_ON_DIAMOND = ([[], [0], [0], [1, 2], [3, 3], [3, 1], [4, 5], [6, 0]], 7)


def numbered(graph, rng):
    """Return a case: slopes without two of one size, and the nodes in any order."""
    rows, end = graph
    names = rng.permutation(len(rows))
    sizes = iter(rng.permutation(np.arange(12, 32)) / 10)
    parents, slopes = [[] for _ in rows], [[] for _ in rows]
    for name, row in zip(names, rows, strict=True):
        parents[name] = [int(names[parent]) for parent in row]
        slopes[name] = [float(rng.choice([-1, 1]) * next(sizes)) for _ in row]
    return {"parents": parents, "slopes": slopes, "last": int(names[end])}


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for graph in (SHORT_AND_LONG_WAY, TWICE_BY_ONE, MORE_THAN_NEEDED, ONE_LEAF, DIAMOND_ON_DIAMOND):
        case = numbered(graph, rng)
        # Where a walk along the numbers would be right, the nodes get other numbers.
        while graph is not ONE_LEAF and any(
            np.allclose(form(**case), backward_pass(**case)) for form in BY_NUMBER
        ):
            case = numbered(graph, rng)
        drawn.append(case)
    return drawn


def by_number(numbers):
    """Return the walk that takes the nodes in the order `numbers(n, last)`."""

    def gradients(parents, slopes, last):
        return walk(parents, slopes, last, numbers(len(parents), last))

    return gradients


BY_NUMBER = (
    by_number(lambda n, last: range(n - 1, -1, -1)),
    by_number(lambda n, last: range(last, -1, -1)),
    by_number(lambda n, last: range(n)),
    by_number(lambda n, last: range(last, n)),
)


@misconception(
    "B12",
    says="overwrites what an earlier use brought, where it must add",
    hint="A node is used by two others. What is left of the share that arrived first?",
)
def later_share_overwrites(parents, slopes, last):
    gradients = np.zeros(len(parents))
    gradients[last] = 1.0
    for node in order_from(last, parents)[::-1]:
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            gradients[parent] = slope * gradients[node]
    return gradients


@misconception(
    "B13",
    says="goes on from a node before all the nodes that use it have sent their share",
    hint="A node is used by two others. When may it pass its gradient on, and how often?",
    also=TOO_EARLY[1:],
)
def recursion_without_waiting(parents, slopes, last):
    return TOO_EARLY[0](parents, slopes, last)


def multiplied(parents, slopes, last):
    brought = np.full(len(parents), np.nan)
    brought[last] = 1.0
    for node in order_from(last, parents)[::-1]:
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            before = 1.0 if np.isnan(brought[parent]) else brought[parent]
            brought[parent] = before * slope * brought[node]
    return np.nan_to_num(brought)


def multiplied_from_ones(parents, slopes, last):
    gradients = np.ones(len(parents))
    for node in order_from(last, parents)[::-1]:
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            gradients[parent] *= slope * gradients[node]
    return gradients


def first_of_equals(parents, slopes):
    """Return the graph in which a parent that stands twice counts once, with its first slope."""
    once = [
        {p: s for p, s in zip(ps[::-1], ss[::-1], strict=True)}
        for ps, ss in zip(parents, slopes, strict=True)
    ]
    return [list(row) for row in once], [list(row.values()) for row in once]


def last_of_equals(parents, slopes):
    once = [dict(zip(*pair, strict=True)) for pair in zip(parents, slopes, strict=True)]
    return [list(row) for row in once], [list(row.values()) for row in once]


def of_the_leaves(parents, slopes, last):
    return backward_pass(parents, slopes, last) * [not row for row in parents]


def without_the_last(parents, slopes, last):
    return backward_pass(parents, slopes, last) - np.eye(len(parents))[last]


def along_the_arrows(parents, slopes, last):
    unit = np.eye(len(parents))
    return np.linalg.solve(unit - matrix_of(parents, slopes), unit[last])


def sending(share):
    """Return the right walk in which a node sends `share(its gradient, slope)`."""

    def gradients(parents, slopes, last):
        return walk(parents, slopes, last, order_from(last, parents)[::-1], share)

    return gradients


OTHER_WALKS = (
    misconception(
        "M363",
        says="multiplies what several uses bring, where it must be added",
        hint="Two paths lead from a node to the end, each with its own effect. How do effects "
        "combine?",
        also=(multiplied_from_ones,),
    )(multiplied),
    misconception(
        "M369",
        says="has zeros everywhere at the start, so that nothing ever flows",
        hint="The node you begin at grows by 1. By how much does it itself grow?",
    )(lambda parents, slopes, last: np.zeros(len(parents))),
    misconception(
        "M370",
        says="takes the numbers of the nodes for the order of the walk",
        hint="Node 7 may be an input of node 2. Which of the two must pass its gradient on first?",
        also=BY_NUMBER[1:],
    )(BY_NUMBER[0]),
    misconception(
        "M371",
        says="adds along one path where it must multiply",
        hint="The first step triples a change, the next one doubles it. What do both do together?",
    )(sending(lambda gradient, slope: gradient + slope)),
    misconception(
        "M372",
        says="counts a node once that the same node uses twice",
        hint="In x times x, how many inputs has the multiplication, and what does each of them "
        "get?",
        also=(lambda parents, slopes, last: backward_pass(*last_of_equals(parents, slopes), last),),
    )(lambda parents, slopes, last: backward_pass(*first_of_equals(parents, slopes), last)),
    misconception(
        "M373",
        says="keeps only the gradients of the leaves",
        hint="For how many nodes was a number asked, and for which of them is yours 0?",
    )(of_the_leaves),
    misconception(
        "M374",
        says="gets no further than the last node's inputs: it goes one step only, or takes the "
        "list in the wrong direction",
        hint="Which node of your list comes first, and has anything arrived there yet?",
    )(lambda parents, slopes, last: walk(parents, slopes, last, [last])),
    misconception(
        "M375",
        says="adds up local slopes and leaves out what arrived from behind",
        hint="A node in the middle hardly moves the end. Does the share that it passes on show it?",
    )(sending(lambda gradient, slope: slope)),
    misconception(
        "M376",
        says="walks with the arrows: how the later nodes change with the given one",
        hint="Who is moved a little here, and whose change do you ask for?",
    )(along_the_arrows),
    misconception(
        "M377",
        says="gives the last node itself 0",
        hint="By how much does a number change if that very number grows by 1?",
    )(without_the_last),
)

EXERCISE = Exercise(
    title="The backward pass through any graph",
    reference=backward_pass,
    another=gradients_by_equations,
    cases=cases,
    misconceptions=(later_share_overwrites, recursion_without_waiting, *OTHER_WALKS),
    hints=(
        "A node can give its inputs their share only when its own gradient is whole. From which "
        "nodes does it get shares, and how do you make sure that all of them have arrived?",
        "Node 0 is x, node 1 is 2·x, and the last, node 2, is node 1 times x, at x = 3. It begins "
        "with gradient 1. It sends 1·3 = 3 to node 1 and 1·6 = 6 to node 0. Node 1 sends 3·2 = 6 "
        "to node 0, which now has 6 + 6 = 12. What would node 0 have if it also fed a node 3 that "
        "the last one doesn't use?",
        "list the nodes that the last one needs, inputs before those who use them\n"
        "all gradients ← 0, that of the last node ← 1\n"
        "for each node of the list, from the end to the start:\n"
        "    for each of its inputs:\n"
        "        add (its own gradient · local slope) to the gradient of the input",
    ),
    why="why must a node wait until all nodes that use it have sent their share?",
    because=(
        "What a node sends is its whole gradient times a local slope. Before the last share has "
        "arrived that gradient is only a part; who passes it on early must do so again, and then "
        "the first part counts twice."
    ),
)
