"""A figure beside its reference and its bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`bar` says in words what must hold, `ok` whether it does."""

    name: str
    ours: str
    reference: str
    ratio: str
    bar: str
    ok: bool
    spread: str = ""  # of the rounds that `ours` is the median of


def quantile(values: Sequence[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def median(values: Sequence[float]) -> float:
    return quantile(values, 0.5)


def spread(values: Sequence[float], words: Callable[[float], str]) -> str:
    """From the lowest to the highest of a few, from the first to the third quartile of many."""
    low, high = (min(values), max(values)) if len(values) < 20 else (quantile(values, 0.25), quantile(values, 0.75))
    return f"{words(low)} to {words(high)}"


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"
