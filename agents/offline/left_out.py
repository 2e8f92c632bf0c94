"""What is left out of a draft, in words."""

from collections.abc import Sequence

from agents.offline.markdown import quoted

NAMED = 4  # lines that are named


def told(left: Sequence[str], most: int = NAMED) -> str:
    """Return the lines that were left out, in words; beyond `most` of them, only how many more there are."""
    more = f" and {len(left) - most} more" if len(left) > most else ""
    return ", ".join(quoted(line.strip("-*>| "), 10) for line in left[:most]) + more


def told_why(left: Sequence[str], why: str) -> tuple[str, ...]:
    """Return what is said of lines that were left out; nothing where none was."""
    return (f"Left out {why}: {told(left)}",) if left else ()
