"""A long change in parts: how many they are, the button to them, and the window of each."""

from bot.views import ids
from bot.views.editing.diffs import preformatted
from bot.views.editing.long_diffs import Long
from bot.views.kit import Block, actions, button, context, cut, modal
from storage.rules.words import many

_MARK = "part "


def in_parts(shown: Long | None) -> str:
    """Return in how many parts it is to be read, to follow the minutes; empty where one is all."""
    return f", in {len(shown.parts)} parts" if shown is not None and len(shown.parts) > 1 else ""


def open_all(shown: Long | None, value: str) -> list[Block]:
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
    choices = [actions(*back, *following)] if back or following else []
    blocks = [context(told), preformatted(shown.lines[first - 1 : last]), *choices]
    return modal("notice", cut(f"{name} · {shown.title}", 24), blocks, metadata=f"{_MARK}{value}")


def is_part(metadata: str) -> bool:
    """Tell whether a window shows a part, by its private metadata."""
    return metadata.startswith(_MARK)
