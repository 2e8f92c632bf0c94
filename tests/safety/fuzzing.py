"""Gives a target one input after another, and looks whether each is answered in time and nothing grows meanwhile."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

MINUTES = float(os.environ.get("SLUICE_FUZZ_MINUTES", "15"))
SLOWEST, GROWTH = 2.0, 60.0  # seconds of one input, megabytes of all
ROUND = 40  # inputs of one seed
OPTIONS = settings(max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed.

    Attributes:
        inputs: what it is given.
        take: takes one input; it raises nothing, unless something is wrong.
        first: an input after which all is loaded that it needs.
    """

    inputs: st.SearchStrategy[Any]
    take: Callable[[Any], None]
    first: Any = "a"


def timed(name: str, target: Target) -> Callable[[Any], None]:
    """Return what takes an input and fails where this process was busy with it for too long."""

    def taken(value: Any) -> None:
        began = time.thread_time()
        target.take(value)
        assert time.thread_time() - began < SLOWEST, f"{name} took too long"

    return taken


def fuzz(name: str, target: Target, seconds: float, inputs: int = ROUND) -> None:
    """Give a target inputs until the time is over.

    Args:
        inputs: of one round; at least two rounds are made.
    """
    target.take(target.first)  # what it loads on its first call is not counted
    warm, options = 0.0, settings(OPTIONS, max_examples=inputs)
    for n in _rounds(seconds):
        seed(n)(options(given(target.inputs)(timed(name, target))))()
        warm = warm or _megabytes()
    assert _megabytes() - warm < GROWTH


def _rounds(seconds: float) -> Iterator[int]:
    """Yield seeds until the time is over, two at least."""
    until, n = time.monotonic() + seconds, 0
    while n < 2 or time.monotonic() < until:
        yield n
        n += 1


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
