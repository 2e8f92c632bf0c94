"""Blocks with those that are nested in them, as Slack counts and measures them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from localslack.blocks import children
from localslack.shapes.kind import Json, Place


def together(blocks: Sequence[Json], most: int, place: Place) -> list[str]:
    """Refuse what single blocks cannot know: those that are nested count, and a block_id stands once."""
    every = list(nested(blocks))
    if len(every) > most:
        return [place.fault(f"no more than {most} items allowed")]
    ids = [block["block_id"] for block in every if "block_id" in block]
    return [place.fault(f"block_id already exists: {i}") for i in sorted({i for i in ids if ids.count(i) > 1})]


def nested(blocks: Sequence[Json]) -> Iterator[Json]:
    """Yield each block, and behind it those in it."""
    for block in blocks:
        yield block
        yield from children(block)


def compact(value: Any) -> str:
    """Return a value as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
