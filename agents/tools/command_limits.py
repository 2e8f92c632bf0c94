"""What one command in the sandbox may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one command."""

    seconds: float = 60
    memory: int = 1 << 30  # bytes, each process and all together
    processor: float = 120  # seconds of all processes together
    processes: int = 64
    disk: int = 300 << 20  # bytes that the folder may hold
    files: int = 10_000  # and folders, that may come to it
