"""Changes that are more than Open shows, divided into parts that a person can read with attention."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.editing.diffs import FIRST
from bot.views.kit import cut, run, size
from storage.rules.values.draft import Draft
from storage.rules.words import clean

MOST = 400  # lines of a part: beyond 400 a reviewer finds less (Cohen, studies of code reviews)
CHARACTERS = 20_000  # of JSON that a part takes in a window
LINE = 3_000  # characters of a line of a patch
PATCH = ".patch"


@dataclass(frozen=True, slots=True)
class Long:
    """Something to be read in parts.

    Attributes:
        title: what it is, such as “Changed since v1”.
        parts: the first line of each part, and the last one, counted from 1.
    """

    title: str
    lines: tuple[str, ...]
    parts: tuple[tuple[int, int], ...]


def long(draft: Draft | None, previous: Draft | None, lines: Sequence[str]) -> Long | None:
    """Return what a reviewer may read in parts: the patch of a change, else the changed lines of a text that are more
    than Open shows; None where there is nothing.

    Args:
        lines: that changed since the version before, as `changes` returns them.
    """
    if draft is None:
        return None
    if draft.change is not None:
        patch = next((file for file in draft.files if file.name.endswith(PATCH)), None)
        of_patch = clean(patch.data.decode("utf-8", "replace")).splitlines() if patch else []
        return _long(patch.name, of_patch) if patch and of_patch else None
    return _long(f"Changed since v{previous.version}", lines) if previous and len(lines) > FIRST else None


def _long(title: str, lines: Sequence[str]) -> Long:
    shown = tuple(cut(line, LINE) for line in lines)
    parts: list[tuple[int, int]] = []
    start, taken = 0, 0
    for n, line in enumerate(shown):
        cost = size([run(line)]).characters
        if n > start and (n - start == MOST or taken + cost > CHARACTERS):
            parts.append((start + 1, n))
            start, taken = n, 0
        taken += cost
    return Long(title, shown, (*parts, (start + 1, len(lines))))
