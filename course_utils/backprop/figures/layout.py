"""Where to draw the nodes of a graph: in columns, level with neighbors, few arrows crossing."""

from itertools import pairwise

import numpy as np

from course_utils.backprop.graphs import topological_order


def layout(root) -> dict:
    """Return a place (column, row) for each node: parents stand to the left of their children.

    A node's column is the longest way to it from a leaf; a leaf, and what was made from leaves for
    one use only, stands one column before the first node that uses it. Rows count downward, 0 is
    the middle; two nodes of a column are at least 1 apart. Nodes stand level with their neighbors,
    and arrows cross as rarely as a few rounds of sorting can find.

    References
    ----------
    Sugiyama, Tagawa and Toda, Methods for visual understanding of hierarchical system structures,
    IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981.

    >>> from course_utils.backprop import Value
    >>> a, b = Value(2.0), Value(-3.0)
    >>> product = a * b
    >>> places = layout(product + a)
    >>> [places[node][0] for node in (a, b, product)], places[a][1] < places[b][1]
    ([0.0, 0.0, 1.0], True)
    """
    places = _places(root)
    return {node: places[node] for node in topological_order(root)}


def bends(root) -> dict:
    """Return, for each (parent, child), the places where their arrow bends past other columns.

    An arrow to the next column has none; a longer one has one in each column between.

    >>> from course_utils.backprop import Value
    >>> a = Value(2.0)
    >>> square = a * a
    >>> loss = square * a
    >>> [(len(bends(loss)[a, child])) for child in (square, loss)]
    [0, 1]
    """
    found = {}
    for place, at in _places(root).items():
        if isinstance(place, tuple):
            found.setdefault(place[:2], []).append(at)
    pairs = ((parent, node) for node in topological_order(root) for parent in node.parents)
    return {pair: sorted(found.get(pair, [])) for pair in pairs}


_ROUNDS = 12  # of looking left and right; small graphs settle after three or four
_NEAR, _APART = 0.55, 1.0  # between an arrow and its neighbor, and between two nodes


def _places(root) -> dict:
    """Place all nodes, and a bend (parent, child, column) in each column that an arrow crosses."""
    columns, neighbors = _columns(root)
    columns = _with_few_crossings(columns, neighbors)
    rows = {}
    for column in columns:
        rows |= {place: i - (len(column) - 1) / 2 for i, place in enumerate(column)}
    for turn in range(2 * _ROUNDS):
        for column in columns[:: 1 if turn % 2 else -1]:
            near = [neighbors[place] for place in column]
            wanted = [np.mean([rows[n] for n in left + right] or [0.0]) for left, right in near]
            rows |= dict(zip(column, _keep_apart(column, wanted), strict=True))
    middle = (max(rows.values()) + min(rows.values())) / 2
    return {
        place: (float(at), round(float(rows[place] - middle), 3) + 0.0)
        for at, column in enumerate(columns)
        for place in column
    }


def _columns(root) -> tuple[list[list], dict]:
    """Return the places of each column, and for each place its neighbors left and right."""
    order = topological_order(root)
    column = _column_of_each(order)
    columns = [[] for _ in range(1 + max(column.values()))]
    neighbors = {node: ([], []) for node in order}
    for node in order:
        columns[column[node]].append(node)
        for parent in dict.fromkeys(node.parents):
            way = [parent]
            for at in range(column[parent] + 1, column[node]):
                way.append((parent, node, at))
                columns[at].append(way[-1])
                neighbors[way[-1]] = ([], [])
            for left, right in pairwise([*way, node]):
                neighbors[left][1].append(right)
                neighbors[right][0].append(left)
    return columns, neighbors


def _column_of_each(order) -> dict:
    """Return the column of each node; what feeds one operation only stands close before it."""
    column, users = {}, {node: [] for node in order}
    for node in order:
        column[node] = 1 + max((column[parent] for parent in node.parents), default=-1)
        for parent in set(node.parents):
            users[parent].append(node)
    movable = set()
    for node in order:
        if all(parent in movable and len(users[parent]) == 1 for parent in node.parents):
            movable.add(node)
    for node in reversed(order):
        if node in movable and users[node]:
            column[node] = min(column[user] for user in users[node]) - 1
    return column


def _with_few_crossings(columns, neighbors) -> list[list]:
    """Sort each column by the mean rank of its neighbors, to and fro; return the best order met."""
    best, fewest = columns, _crossings(columns, neighbors)
    for turn in range(_ROUNDS if fewest else 0):
        side = turn % 2  # 0 looks left, going right
        columns = [list(column) for column in columns]
        rank = {place: i for column in columns for i, place in enumerate(column)}
        for column in columns[:: -1 if side else 1]:
            means = {}
            for place in column:
                near = neighbors[place][side]
                means[place] = np.mean([rank[n] for n in near]) if near else rank[place]
            column.sort(key=means.get)
            rank |= {place: i for i, place in enumerate(column)}
        crossings = _crossings(columns, neighbors)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _crossings(columns, neighbors) -> int:
    """Count the pairs of arrows that cross between two columns."""
    total = 0
    for left, right in pairwise(columns):
        rank = {place: i for i, place in enumerate(right)}
        ends = [sorted(rank[n] for n in neighbors[place][1]) for place in left]
        ends = [end for several in ends for end in several]
        total += sum(b < a for i, a in enumerate(ends) for b in ends[i + 1 :])
    return total


def _keep_apart(column, wanted) -> list[float]:
    """Return the rows nearest to the wanted ones that keep the order and the distances."""
    offsets = [0.0]
    for pair in pairwise(column):
        offsets.append(offsets[-1] + (_NEAR if any(isinstance(p, tuple) for p in pair) else _APART))
    blocks = []  # of places that touch each other: sum and count of what they want
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append((want - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            (total, n), (before, m) = blocks.pop(), blocks.pop()
            blocks.append((total + before, n + m))
    rows = [total / n for total, n in blocks for _ in range(n)]
    return [row + offset for row, offset in zip(rows, offsets, strict=True)]
