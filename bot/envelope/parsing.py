"""The object that the bytes of a request spell: JSON, or a form that may hold JSON in its field `payload`."""

from typing import Any
from urllib.parse import parse_qsl

from bot.envelope.payload import Malformed
from bot.envelope.strict_json import parse_json, unique

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FIELDS = 100  # of a form; a command has about 15


def parse(raw: bytes, media_type: str) -> dict[str, Any]:
    """Return the object that the bytes of a request hold; halves of characters in it become U+FFFD.

    Raises:
        Malformed: not UTF-8, not what its type says, nested too deep, or a key twice.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    return parse_json(text) if media_type == JSON else _parse_form(text)


def _parse_form(text: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:
        raise Malformed("not a form in UTF-8") from None
    fields = unique(pairs)
    return parse_json(fields["payload"]) if "payload" in fields else fields
