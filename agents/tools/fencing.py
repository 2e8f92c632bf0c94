"""Text of others inside Markdown: a fence that nothing in it can close."""

import re


def fenced(text: str, language: str = "") -> str:
    """Return a text as a block of code, whose fence is longer than any row of backticks in it.

    Source: spec.commonmark.org, fenced code blocks.
    """
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
