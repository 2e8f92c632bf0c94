"""The text of a draft in boxes, a heading each."""

import json
from collections.abc import Sequence
from typing import Any

from bot.views.kit import Block, text_input
from storage.rules.sections import Part, parts

BOXES = 90  # of the 100 blocks of a view
BYTES = 240_000  # of JSON, of the 250,000 of a view
LABEL = 100  # characters


def box(number: int) -> str:
    """Return the name of a box of the editor."""
    return f"part_{number}"


def boxes(text: str) -> tuple[Part, ...]:
    """Return the parts that the editor has a box for; empty where the text has to be sent back as a file."""
    cut_up = parts(text)
    size = len(json.dumps([field(n, part, len(cut_up)) for n, part in enumerate(cut_up)]))
    return cut_up if len(cut_up) <= BOXES and size <= BYTES else ()


def field(number: int, part: Part, count: int) -> Block:
    """Return the field of a part."""
    title = part.title or ("It goes on" if number else "The beginning")
    label = "The draft" if count == 1 else f"{number + 1} of {count} · {title}"
    return text_input(box(number), label[:LABEL], multiline=True, optional=count > 1, initial=part.text)


def sent(fields: dict[str, Any], known: Sequence[Part]) -> list[str]:
    """Return the texts of an editor's boxes; a box that did not come has what stood in it."""
    return [str(fields[box(n)] or "") if box(n) in fields else part.text for n, part in enumerate(known)]
