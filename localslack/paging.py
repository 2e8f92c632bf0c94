"""Slack's cursors: a page of a list, and where the next one begins."""

import base64
from collections.abc import Sequence
from typing import Any

from localslack.api_error import Wrong
from localslack.workspace import Json

PAGE, MOST = 100, 1000  # entries of a page: without a limit, and at most


def page(found: Sequence[Any], name: str, a: Json, most: int = MOST) -> Json:
    """Return one page of a list under its name, with the cursor of the next page.

    Raises:
        Wrong: the cursor or the limit is none.
    """
    start, size = _start(str(a.get("cursor") or "")), _limit(a, most)
    shown = list(found[start : start + size])
    after = start + size
    more = after < len(found)
    cursor = base64.b64encode(f"next:{after}".encode()).decode() if more else ""
    return {name: shown, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        kind, _, at = base64.b64decode(cursor, validate=True).decode().partition(":")
        if kind != "next" or not at.isascii() or not at.isdigit():
            raise ValueError
        return int(at)
    except ValueError:
        raise Wrong("invalid_cursor") from None


def _limit(a: Json, most: int) -> int:
    try:
        given = int(a.get("limit") or PAGE)
    except (TypeError, ValueError):
        raise Wrong("invalid_limit") from None
    if not 1 <= given <= most:
        raise Wrong("invalid_limit")
    return given
