"""What the tests of malformed calls have in common: all of a package's functions, spoiled."""

import functools
import importlib.util
from itertools import product

from faults import judge, recorded
from faults.legal import LEGAL, NOT_HERE
from faults.malformed import ANY, Malformed, spoiled
from hypothesis import given, settings
from hypothesis import strategies as st

TWICE = (0, 1)  # each malformed value stands at two places


@functools.cache
def calls_of(topic: str) -> dict[str, recorded.Call]:
    """Return a valid call of each function of a chapter, or of another package."""
    found = {}
    if importlib.util.find_spec(f"course_utils.{topic}"):
        found = recorded.record(f"course_utils.{topic}")
    if importlib.util.find_spec(f"faults.calls.{topic}"):
        written = importlib.import_module(f"faults.calls.{topic}").CALLS
        found |= {name: recorded.Call(name, *call) for name, call in written.items()}
    whole = {f"{topic}.{name}": call for name, call in sorted(found.items())}
    return {name: each._replace(name=name) for name, each in whole.items() if name not in NOT_HERE}


@functools.cache
def cases_of(topic: str) -> tuple[tuple[recorded.Call, Malformed], ...]:
    """Return every way to spoil one argument of one function."""
    return tuple(
        (call, each._replace(expect=ANY) if is_legal(call, each) else each)
        for call in calls_of(topic).values()
        for each in spoiled(call.function, call.arguments)
    )


def is_legal(call: recorded.Call, malformed: Malformed) -> bool:
    return (call.name, malformed.argument, malformed.tag) in LEGAL


@functools.cache
def valid_result(topic: str, name: str):
    """Return what the valid call returns."""
    call = calls_of(topic)[name]
    return judge.quietly(call, call.fresh())


def count(topics: tuple[str, ...]) -> int:
    """Return how many different malformed calls there are."""
    return sum(len(cases_of(topic)) * len(TWICE) for topic in topics)


def check_topic(topic: str) -> int:
    """Let hypothesis make all malformed calls of a topic; return how many different ones it made.

    It draws which argument is spoiled, how and where; what fails is the simplest that it finds.
    """
    cases, made = cases_of(topic), set()

    @settings(derandomize=True, database=None, deadline=None, max_examples=10**6)
    @given(st.sampled_from(range(len(cases))), st.sampled_from(TWICE))
    def no_malformed_call_slips_through(which, position):
        call, malformed = cases[which]
        made.add((which, position))
        found = judge.problem(call, malformed, position, valid_result(topic, call.name))
        shown = f"{call.name}({malformed.argument}: {malformed.tag}, place {position})"
        assert found is None, f"{shown} {found}"

    no_malformed_call_slips_through()
    assert made == set(product(range(len(cases)), TWICE)), "hypothesis left calls out"
    return len(made)
