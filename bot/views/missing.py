"""What a draft lacks, in words for its reviewer."""

from bot.views.findings import CHECKS
from bot.views.kit import cut
from bot.views.point_answers import stands
from storage.rules.undone import UNDONE
from storage.rules.values.draft import Draft
from storage.rules.words import one_line


def missing(draft: Draft, shown: str = "") -> str:
    """Return what the worker could not do or find: the first thing, and how many more; '' for nothing.

    Args:
        shown: what stands beside that, of its summary and of its answers: nothing is said twice.
    """
    lines = [line for line in map(one_line, draft.missing) if not stands(line, one_line(shown))]
    more = f" And {len(lines) - 1} more." if len(lines) > 1 else ""
    return f"{gap(cut(lines[0], CHECKS))}{more}" if lines else ""


def gap(line: str) -> str:
    """Return one thing that a draft lacks, in words for its reviewer; what says so itself is left as it is."""
    return line if line.endswith("?") or UNDONE.match(line) else f"Missing: {line}"
