"""Bytes as text, by the name of a character set."""

import codecs

CHARSETS = (
    "ascii", "utf", "iso8859", "iso2022", "cp", "koi8", "mac", "gb", "big5", "hz", "shift", "euc", "johab", "tis", "kz",
    "ptcp",
)  # fmt: skip


def decoded(data: bytes, charset: str) -> str:
    """Return bytes as text by the name of a character set, as a server names it; unknown bytes are replaced.

    Python has codecs besides that are no character sets; one of them takes a time that grows with the square.
    """
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        name = ""
    return data.decode(name if name.startswith(CHARSETS) else "utf-8", "replace")
