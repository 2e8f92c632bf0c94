"""Files that are text already: they are read where they are, since there is nothing to convert."""

import codecs
from pathlib import PurePath

from agents.reading.limits import Limits, cut
from storage.rules.refusal import Unreadable

PACKED = frozenset({".docx", ".xlsx", ".pptx"})
CONVERTED = PACKED | {".pdf", ".html", ".htm"}
BYTES = 4  # of a character of UTF-8, at most


def ending(name: str) -> str:
    """Return the ending of a file name in lower case, with its dot; "" when there is none."""
    return PurePath(name).suffix.lower()


def read_plain(name: str, data: bytes, limits: Limits) -> str:
    """Return the text of a UTF-8 file, up to the number of characters that is allowed.

    Raises:
        Unreadable: it is something else.
    """
    part = data[: limits.characters * BYTES + BYTES]  # no more is shown of it, whatever follows
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(part, final=len(part) == len(data))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Unreadable(f"{name} is not a kind of file that can be read as text. Paste its text.")
    return cut(text, limits.characters)
