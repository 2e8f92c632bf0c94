"""How a message of ours is known again: by the key that it was posted with, or by the file that it shows."""

from collections.abc import Callable
from typing import Any

Matches = Callable[[dict[str, Any]], bool]


def with_key(key: str) -> Matches:
    """Return a test for the message that was posted with a key: in its metadata, or as the name of its first block."""

    def matches(message: dict[str, Any]) -> bool:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        return payload.get("key") == key or any(b.get("block_id") == key for b in message.get("blocks") or ())

    return matches


def with_file(file_id: str, name: str, size: int) -> Matches:
    """Return a test for the message that shows a file: by its id where it is known, else by its name and size."""

    def matches(message: dict[str, Any]) -> bool:
        return any(
            f.get("id") == file_id if file_id else (f.get("name"), f.get("size")) == (name, size)
            for f in message.get("files") or ()
        )

    return matches
