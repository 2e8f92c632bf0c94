"""The points of a note that asks for changes: what is answered one by one."""

import re

from storage.rules.words import visible

FENCE = "```"
_MARK = re.compile(r"\s*(?:[-*•+]|\d+[.)])\s")  # begins a point of a list


def points_of(note: str) -> list[str]:
    """Return what should change, a point for each line that says something.

    A sentence that ends a line with a comma goes on in the next one, and code belongs to the point above it.
    """
    points, in_code = list[str](), False
    for line in note.splitlines():
        fences = line.count(FENCE)
        if points and (in_code or line.strip().startswith(FENCE)):
            points[-1] += f"\n{line.rstrip()}"
        elif points and _goes_on(points[-1], line):
            points[-1] += f" {line.strip()}"
        elif visible(line):
            points.append(line.strip())
        in_code = in_code != bool(fences % 2)
    return points


def _goes_on(point: str, line: str) -> bool:
    """Tell whether a line is the rest of the sentence above it."""
    return point.endswith(",") and visible(line) and not _MARK.match(line) and not _MARK.match(point)
