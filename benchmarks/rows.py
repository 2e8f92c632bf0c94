"""A figure beside its reference and its bar."""

from collections.abc import Sequence
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


def quantile(values: Sequence[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def median(values: Sequence[float]) -> float:
    return quantile(values, 0.5)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"
