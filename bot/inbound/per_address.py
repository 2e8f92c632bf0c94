"""How much of something each address has at a time, and where its bound is."""

from collections import Counter
from dataclasses import dataclass, field

HERE = frozenset({"127.0.0.1", "::1"})  # addresses of this machine


@dataclass(frozen=True, slots=True)
class PerAddress:
    """A count for each address, and a bound that holds for all of them.

    Attributes:
        most: of one address.
        unbounded: addresses without a bound, as that of a proxy on this machine, behind which everybody is.
    """

    most: int
    unbounded: frozenset[str] = HERE
    _counts: Counter[str] = field(default_factory=Counter)

    def take(self, address: str) -> bool:
        """Count one more of an address; return False, and count nothing, where it has its most."""
        if address not in self.unbounded and self._counts[address] >= self.most:
            return False
        self._counts[address] += 1
        return True

    def give_back(self, address: str) -> None:
        """Count one less; forget an address that has nothing more."""
        self._counts[address] -= 1
        if not self._counts[address]:
            del self._counts[address]
