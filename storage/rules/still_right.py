"""Which approvals come back a week later, to be asked whether they are still right."""

import hashlib
from datetime import timedelta

AFTER = timedelta(days=7)
MOST = 2  # of one collection, behind all else
_ALL = 1 << 32


def comes_back(key: str, share: float) -> bool:
    """Tell whether an approved item is asked about again, the same answer however often it is asked.

    Args:
        key: of the item.
        share: of all approvals, from 0 to 1.
    """
    return int.from_bytes(hashlib.sha256(f"still right {key}".encode()).digest()[:4], "big") < share * _ALL
