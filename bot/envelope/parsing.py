"""The object that the bytes of a request spell: JSON, or a form that may hold JSON in its field `payload`."""

from binascii import a2b_qp
from typing import Any
from urllib.parse import parse_qsl, unquote

from bot.envelope.payload import Malformed
from bot.envelope.strict_json import parse_json, unique

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
ONLY = "payload="
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
        pairs = _pairs(text)
    except ValueError:
        raise Malformed("not a form in UTF-8") from None
    fields = unique(pairs)
    return parse_json(fields["payload"]) if "payload" in fields else fields


def _pairs(text: str) -> list[tuple[str, str]]:
    if text.startswith(ONLY) and "&" not in text:  # as each press and form comes
        return [("payload", unescaped(text.removeprefix(ONLY).replace("+", " ")))]
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS)


def unescaped(text: str) -> str:
    """Return a text with what its percent signs stand for. A press in a message with twenty cards has thousands,
    for which Python's own function takes fifteen times as long as what reads the same of mails, with = for %.

    Raises:
        ValueError: it is not UTF-8.
    """
    data = text.encode()
    plain = a2b_qp(data.replace(b"=", b"=3D").replace(b"%", b"="))
    is_whole = len(data) - len(plain) == 2 * data.count(b"%") and b"\n" not in data and b"\r" not in data
    return plain.decode() if is_whole else unquote(text, errors="strict")
