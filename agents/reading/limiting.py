"""The limits that the reading process sets for itself."""

import resource
from pathlib import Path

from agents.reading.limits import Limits

OPEN_FILES = 64


def limit(limits: Limits) -> None:
    """Limit this process: memory beside what it holds already, processor time, open files; no writing to a disk."""
    for what, most in (
        (resource.RLIMIT_AS, _held() + limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _held() -> int:
    """Return the bytes of memory that this process has addresses for."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
