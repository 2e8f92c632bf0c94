"""The object that the bytes of a request spell: JSON, or a form that may hold JSON in its field `payload`."""

import json
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from bot.envelope.payload import Malformed

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
DEEPEST = 60  # levels of JSON
FIELDS = 100  # of a form; a command has about 15
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # an escape that is half of a pair, alone or not


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
    fields = _unique(pairs)
    return parse_json(fields["payload"]) if "payload" in fields else fields


def parse_json(text: str) -> dict[str, Any]:
    """Return the JSON object that a text spells; halves of characters in it become U+FFFD.

    Raises:
        Malformed: not JSON, not an object, nested too deep, or a key twice.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except RecursionError:
        raise Malformed("nested too deep") from None
    except ValueError:
        raise Malformed("not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("not an object")
    _check_depth(value)
    return _without_halves(value) if _HALF.search(text) else value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed("a key twice")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not JSON")


def _check_depth(value: dict[str, Any]) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        children = (child for node in level for child in (node.values() if isinstance(node, dict) else node))
        level = [child for child in children if isinstance(child, dict | list)]
        if not level:
            return
    raise Malformed("nested too deep")


def _without_halves(value: dict[str, Any]) -> dict[str, Any]:
    """Replace lone surrogates: no database and no answer could hold them, and the rest of the text is good."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    mended: dict[str, Any] = json.loads(text, object_pairs_hook=_unique)
    return mended
