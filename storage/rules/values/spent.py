"""What calls of models took."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """The tokens and the price of calls of models. `micros` are millionths of a dollar; None for an unknown price."""

    tokens_in: int = 0
    tokens_out: int = 0
    micros: int | None = 0

    def __add__(self, other: "Spent") -> "Spent":
        known = self.micros is not None and other.micros is not None
        return Spent(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            (self.micros or 0) + (other.micros or 0) if known else None,
        )
