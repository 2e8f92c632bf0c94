"""How long something took, for the log."""

import time


def since(began: float) -> float:
    """Return the milliseconds, to a tenth, since a moment of the monotonic clock."""
    return round((time.monotonic() - began) * 1000, 1)
