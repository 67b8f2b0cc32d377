"""Backward through a graph of lists: ways of walking, and ways of collecting."""

from collections import deque

import numpy as np

from answers import right, wrong

PASS = "backprop.backward_pass"


@right(PASS)
def backward_pass(parents, slopes, last):
    """Count who still has to speak; a node goes on when nobody is left."""
    needed, stack = set(), [last]
    while stack:
        node = stack.pop()
        if node not in needed:
            needed.add(node)
            stack.extend(parents[node])
    waits_for = {node: 0 for node in needed}
    for node in needed:
        for parent in parents[node]:
            waits_for[parent] += 1
    gradient = [0.0] * len(parents)
    gradient[last] = 1.0
    ready = [last]
    while ready:
        node = ready.pop()
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            gradient[parent] += slope * gradient[node]
            waits_for[parent] -= 1
            if waits_for[parent] == 0:
                ready.append(parent)
    return gradient


def sorted_nodes(parents, last):
    found = []

    def visit(node):
        for parent in parents[node]:
            if parent not in found:
                visit(parent)
        if node not in found:
            found.append(node)

    visit(last)
    return found


@wrong(PASS, "B12")
def equals_sign(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in reversed(sorted_nodes(parents, last)):
        for k in range(len(parents[node])):
            grad[parents[node][k]] = grad[node] * slopes[node][k]
    return grad


@wrong(PASS, "B13")
def calls_itself(parents, slopes, last):
    grad = [0] * len(parents)
    grad[last] = 1

    def backward(node):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
            backward(parent)

    backward(last)
    return grad


@wrong(PASS, "B13")
def queue_with_visited(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    queue, visited = deque([last]), {last}
    while queue:
        node = queue.popleft()
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
            if parent not in visited:
                visited.add(parent)
                queue.append(parent)
    return grad


@wrong(PASS, "B13")
def stack_without_visited(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    stack = [last]
    while stack:
        node = stack.pop()
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
            stack.append(parent)
    return grad


@wrong(PASS, "M369")
def no_seed(parents, slopes, last):
    grad = np.zeros(len(parents))
    for node in reversed(sorted_nodes(parents, last)):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
    return grad


@wrong(PASS, "M370")
def from_the_highest_number(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in reversed(range(len(parents))):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
    return grad


@wrong(PASS, "M370")
def down_from_last(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    node = last
    while node >= 0:
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
        node -= 1
    return grad


@wrong(PASS, "M372")
def a_set_of_parents(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in reversed(sorted_nodes(parents, last)):
        for parent in set(parents[node]):
            grad[parent] += slopes[node][parents[node].index(parent)] * grad[node]
    return grad


@wrong(PASS)
def index_for_each_parent(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in reversed(sorted_nodes(parents, last)):
        for parent in parents[node]:
            grad[parent] += slopes[node][parents[node].index(parent)] * grad[node]
    return grad


@wrong(PASS, "M373")
def leaves_of_a_recursion_over_paths(parents, slopes, last):
    grad = np.zeros(len(parents))

    def send(node, amount):
        if not parents[node]:
            grad[node] += amount
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            send(parent, amount * slope)

    send(last, 1.0)
    return grad


@wrong(PASS, "M374")
def parents_last(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in sorted_nodes(parents, last):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope * grad[node]
    return grad


@wrong(PASS, "M374")
def one_step(parents, slopes, last):
    grad = np.eye(len(parents))[last]
    np.add.at(grad, parents[last], slopes[last])
    return grad


@wrong(PASS, "M372")
def fancy_index_adds_once(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in sorted_nodes(parents, last)[::-1]:
        if parents[node]:
            grad[parents[node]] += grad[node] * np.array(slopes[node])
    return grad


@wrong(PASS, "M375")
def no_chain(parents, slopes, last):
    grad = np.zeros(len(parents))
    grad[last] = 1
    for node in reversed(sorted_nodes(parents, last)):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] += slope
    return grad


@wrong(PASS)
def only_the_nodes_it_met(parents, slopes, last):
    grad = {last: 1.0}
    for node in reversed(sorted_nodes(parents, last)):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            grad[parent] = grad.get(parent, 0) + slope * grad[node]
    return np.array(list(grad.values()))
