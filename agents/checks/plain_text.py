"""A text as it is compared: signs that look alike are one, and marks of emphasis are none."""

import re
import unicodedata

_ALIKE = str.maketrans({"’": "'", "‘": "'", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " "})
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")


def plain_text(text: str) -> str:
    """Return a text without the marks of emphasis, each of its signs in one form."""
    return _EMPHASIS.sub("", unicodedata.normalize("NFC", text).translate(_ALIKE))
