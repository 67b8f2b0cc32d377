"""Walks through a graph given as lists of parents: the right order, and ways that do not wait."""

import numpy as np


def order_from(last, parents):
    """Return the nodes that `last` needs, parents before children."""
    order = []

    def visit(node):
        if node not in order:
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    visit(last)
    return order


def matrix_of(parents, slopes):
    """Return the local slopes as an array: row node, column parent."""
    matrix = np.zeros((len(parents), len(parents)))
    for node, row in enumerate(parents):
        for parent, slope in zip(row, slopes[node], strict=True):
            matrix[node, parent] += slope
    return matrix


def walk(parents, slopes, last, order, share=lambda gradient, slope: gradient * slope):
    """Let the nodes of `order` pass their gradient on, one by one, and each only once."""
    gradients = np.zeros(len(parents))
    gradients[last] = 1.0
    for node in order:
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            gradients[parent] += share(gradients[node], slope)
    return gradients


def recursion(parents, slopes, last):
    """Go on at once, from each parent that was told something."""
    gradients = np.zeros(len(parents))
    gradients[last] = 1.0

    def speak(node):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            gradients[parent] += gradients[node] * slope
            speak(parent)

    speak(last)
    return gradients


def recursion_after_all(parents, slopes, last):
    """Tell all parents first, then go on from each of them."""
    gradients = np.zeros(len(parents))
    gradients[last] = 1.0

    def speak(node):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            gradients[parent] += gradients[node] * slope
        for parent in parents[node]:
            speak(parent)

    speak(last)
    return gradients


def list_of_waiting(take, repeat):
    """Return the walk with a list of nodes: take its first (0) or its last (-1), once or again."""

    def gradients(parents, slopes, last):
        found = np.zeros(len(parents))
        found[last] = 1.0
        waiting, met = [last], {last}
        while waiting:
            node = waiting.pop(take)
            for parent, slope in zip(parents[node], slopes[node], strict=True):
                found[parent] += found[node] * slope
                if repeat or parent not in met:
                    met.add(parent)
                    waiting.append(parent)
        return found

    return gradients


TOO_EARLY = (
    recursion,
    recursion_after_all,
    list_of_waiting(0, repeat=True),
    list_of_waiting(-1, repeat=True),
    list_of_waiting(0, repeat=False),
    list_of_waiting(-1, repeat=False),
)
