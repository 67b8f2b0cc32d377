"""Nearest neighbors beside scikit-learn's: the same accuracies, times, and what an import costs."""

from collections.abc import Iterator

from sklearn.neighbors import KNeighborsClassifier

from benchmarks.measure import Bar, Row, compare_times, make_row, seconds, take_turns
from benchmarks.perceptron import HEAVY, import_cost
from course_utils.datasets import load_digits
from course_utils.start_here import KNearestNeighbors, choose_k

PEER = "scikit-learn"
KS = (1, 3, 5, 9)
EQUAL = Bar("course", "<=", 0.0)
QUICK = Bar("course", "<=", 10.0)
IN_A_SECOND = Bar("course", "<=", 1.0)
NOTHING = Bar("course", "<=", 0)


def four_steps() -> float:
    """Prepare, build, train, evaluate: k chosen on validation, one look at the test digits."""
    train, validation = load_digits("train"), load_digits("validation")
    k, _ = choose_k(KS, train, validation)
    model = KNearestNeighbors(k).fit(*load_digits("fit"))
    return model.score(*load_digits("test"))


def accuracy_rows() -> Iterator[Row]:
    """Learn from 1,437 digits and answer all 1,797, with the same k."""
    fit, everything = load_digits("fit"), load_digits("all")
    for k in KS:
        model, peer = KNearestNeighbors(k).fit(*fit), KNeighborsClassifier(k).fit(*fit)
        ours, theirs = model.score(*everything), peer.score(*everything)
        yield make_row(f"accuracy, all digits, k = {k}", "share", [ours], [theirs])
        difference = abs(ours - theirs)
        yield make_row(f"its difference, k = {k}", "share", [difference], bar=EQUAL)
        answers = lambda m=model: m.predict(everything.X), lambda m=peer: m.predict(everything.X)
        yield compare_times(f"predict, all digits, k = {k}", *answers, n_runs=5)


def import_rows(n_runs: int = 7) -> Iterator[Row]:
    """Compare the import of both, each in processes of its own."""
    ours = "import course_utils.start_here"
    peer = "from sklearn.neighbors import KNeighborsClassifier"
    pairs = take_turns(lambda: import_cost(ours)[0], lambda: import_cost(peer)[0], n_runs)
    yield make_row(f"`{ours}`", "s", *pairs, IN_A_SECOND)
    loaded = [[import_cost(statement)[1]] for statement in (ours, peer)]
    names = ", ".join(HEAVY)
    yield make_row(f"of {names}: loaded by it", "packages", *loaded, NOTHING)


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    times = [seconds(four_steps) for _ in range(5)]
    yield make_row("the four steps, digits", "s", times, bar=QUICK)
    yield make_row("their accuracy on test", "share", [four_steps()])
    yield from accuracy_rows()
    yield from import_rows()
