"""What an item loses when somebody else decides on it from now on."""

from collections.abc import Mapping

FRESH: Mapping[str, object] = {  # nobody looked at it, put it off, left it, or began to write anything
    "opened_at": None,
    "later_at": None,
    "put_off": 0,
    "left_count": 0,
    "rest": False,
    "brought_at": None,
    "half_note": "",
}
