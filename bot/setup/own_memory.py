"""What this process holds in memory, and what it was started with: no other process of its user reads it.

A command that the settings name runs as the same user, and would find the secrets in /proc/PID/environ, although they
are taken out of the environment that it inherits.
"""

import ctypes
import sys

SET_DUMPABLE = 4  # of prctl(2); a program that is started from here begins as usual


def keep() -> None:
    """Shut other processes of this user out of this one, where the system can do it; root is not shut out."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_DUMPABLE, 0, 0, 0, 0)
