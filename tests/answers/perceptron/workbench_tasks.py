"""What is read off the workbench."""

from answers import right, wrong


@right("perceptron.hidden_points_of_xor")
def hidden_points_of_xor():
    """Pen and paper: A is above 0.5 with the sum of the inputs, B above 1.5."""
    points = []
    for total in (0, 1, 1, 2):
        point = [total > 0.5, total > 1.5]
        if point not in points:
            points.append(point)
    return len(points)


@right("perceptron.most_right_with_equal_lines")
def most_right_with_equal_lines():
    """Of the 16 ways to answer four inputs, one line can do all but XOR and its opposite."""
    xor = (0, 1, 1, 0)
    best = 0
    for code in range(16):
        answer = tuple(code >> bit & 1 for bit in range(4))
        if answer not in (xor, tuple(1 - bit for bit in xor)):
            best = max(best, sum(a == b for a, b in zip(answer, xor, strict=True)))
    return best


for named, value in [("M230", 4), ("M231", 2), ("M232", 8), ("M233", 1), (None, "3"), (None, 6)]:
    wrong("perceptron.hidden_points_of_xor", named)(lambda value=value: value)
for named, value in [("F7", 4), ("M235", 2), ("M236", 1), ("M237", 0), (None, "3"), (None, 0.75)]:
    wrong("perceptron.most_right_with_equal_lines", named)(lambda value=value: value)
