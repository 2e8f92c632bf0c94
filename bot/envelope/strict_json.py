"""JSON as it is taken from outside: no key twice, not too deep, and nothing in it that could not be kept."""

import json
import re
from typing import Any, NoReturn

from bot.envelope.payload import Malformed

DEEPEST = 60  # levels of JSON
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # an escape that is half of a pair, alone or not


def parse_json(text: str) -> dict[str, Any]:
    """Return the JSON object that a text spells; halves of characters in it become U+FFFD.

    Raises:
        Malformed: not JSON, not an object, nested too deep, or a key twice.
    """
    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=_refuse_constant)
    except RecursionError:
        raise Malformed("nested too deep") from None
    except ValueError:
        raise Malformed("not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("not an object")
    _check_depth(value)
    return _without_halves(value) if _HALF.search(text) else value


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields of an object, or raise `Malformed` where a key stands in it twice."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed("a key twice")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not JSON")


def _check_depth(value: dict[str, Any]) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        inside = [node.values() if type(node) is dict else node for node in level]
        level = [child for children in inside for child in children if type(child) is dict or type(child) is list]
        if not level:
            return
    raise Malformed("nested too deep")


def _without_halves(value: dict[str, Any]) -> dict[str, Any]:
    """Replace lone surrogates: no database and no answer could hold them, and the rest of the text is good."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    mended: dict[str, Any] = json.loads(text, object_pairs_hook=unique)
    return mended
