"""Whether the bot runs as root, which it never needs to: a hole in it would then be one in the whole machine."""

import os

SEEN = "Sluice runs as root."
ADVICE = "Start it as a user of its own: docs/deploy.md says how."


def is_root() -> bool:
    """Tell whether this process may do everything on its machine."""
    return os.geteuid() == 0
