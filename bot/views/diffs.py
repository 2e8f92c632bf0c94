"""What changed, line by line: its beginning in Open, and all of it in parts that a person can read with attention."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views import ids
from bot.views.kit import Block, actions, button, context, cut, modal, rich, run, size
from storage.rules.differing import differing
from storage.rules.values.draft import Draft
from storage.rules.words import clean, many, one_line

FIRST, MOST = 40, 400  # lines in Open, and of a part: beyond 400 a reviewer finds less (Cohen, studies of code reviews)
CHARACTERS = 20_000  # of JSON that a part takes in a window
WIDE, LINE = 160, 3_000  # characters of a changed line of a text, and of a patch
PATCH = ".patch"
_MARK = "part "


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


def changes(old: str, new: str) -> list[str]:
    """Return the lines that differ, each with its sign apart from its words."""
    return [cut(f"{line[0]} {one_line(line[1:])}", WIDE) for line in differing(old.splitlines(), new.splitlines())]


def changed(lines: Sequence[str], version: str, door: Sequence[Block] = ()) -> list[Block]:
    """Return what changed since a version, as far as it stands in Open.

    Args:
        door: the button to all of it; it stands there where there is more.
    """
    if not lines:
        return [context(f"No line changed since {version}.")]
    more = f" · the first {FIRST} of {len(lines):,} lines" if len(lines) > FIRST else ""
    shown = [context(f"*Changed since {version}*{more}"), _preformatted(lines[:FIRST])]
    return [*shown, *([actions(*door)] if more and door else [])]


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


def in_parts(shown: Long | None) -> str:
    """Return in how many parts it is to be read, to follow the minutes; empty where one is all."""
    return f", in {len(shown.parts)} parts" if shown is not None and len(shown.parts) > 1 else ""


def door(shown: Long | None, value: str) -> list[Block]:
    """Return the button to the first part.

    Args:
        value: of the item and the version.
    """
    if shown is None or not value:
        return []
    count, parts = many(len(shown.lines), "line"), len(shown.parts)
    text = f"Read all {count}" + (f" in {parts} parts" if parts > 1 else "")
    return [button(text, f"{ids.SHOW_PART}.0", value)]


def part(name: str, shown: Long, number: int, value: str) -> Block:
    """Return one part in a window of its own; the last one where there are fewer.

    Args:
        name: of the task.
        number: of the part, counted from 0.
    """
    number = min(number, len(shown.parts) - 1)
    first, last = shown.parts[number]
    total = len(shown.lines)
    where = f"lines {first:,}–{last:,} of {total:,}"
    told = f"Part {number + 1} of {len(shown.parts)}, {where}" if len(shown.parts) > 1 else many(total, "line")
    back = [button("Part before", f"{ids.SHOW_PART}.{number - 1}", value)] if number else []
    more = number + 1 < len(shown.parts)
    following = [button("Next part", f"{ids.SHOW_PART}.{number + 1}", value, "primary")] if more else []
    doors = [actions(*back, *following)] if back or following else []
    blocks = [context(told), _preformatted(shown.lines[first - 1 : last]), *doors]
    return modal("notice", cut(f"{name} · {shown.title}", 24), blocks, metadata=f"{_MARK}{value}")


def is_part(metadata: str) -> bool:
    """Tell whether a window shows a part, by its private metadata."""
    return metadata.startswith(_MARK)


def _preformatted(lines: Sequence[str]) -> Block:
    return rich({"type": "rich_text_preformatted", "elements": [run("\n".join(lines))]})
