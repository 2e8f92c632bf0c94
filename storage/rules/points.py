"""The points of a note that asks for changes: what is answered one by one."""

from storage.rules.words import visible

FENCE = "```"


def points_of(note: str) -> list[str]:
    """Return what should change, a point for each line that says something.

    A line that ends with a comma goes on in the next one, and code belongs to the point above it.
    """
    points, in_code = list[str](), False
    for line in note.splitlines():
        fence = line.strip().startswith(FENCE)
        if points and (in_code or fence):
            points[-1] += f"\n{line.rstrip()}"
        elif points and points[-1].endswith(",") and visible(line):
            points[-1] += f" {line.strip()}"
        elif visible(line):
            points.append(line.strip())
        in_code = in_code != fence
    return points
