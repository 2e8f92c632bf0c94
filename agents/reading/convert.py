"""Files of other programs as text. Who calls this reads what strangers made: it belongs in a process of its own."""

import re
from functools import partial

from agents.reading import packed
from agents.reading.charsets import decoded
from agents.reading.converters import CONVERTERS
from agents.reading.limits import Limits, cut
from agents.reading.plain import PACKED
from agents.reading.refusals import NotRead, Reason
from agents.reading.understood import understood


def file_text(kind: str, data: bytes, limits: Limits) -> str:
    """Return the text of a file; its tables and headings are Markdown.

    Args:
        kind: the ending of its name, as `plain.ending` returns it; one of `plain.CONVERTED`.

    Raises:
        NotRead: no text comes of it.
    """
    if kind in PACKED:
        understood(partial(packed.check, data, limits))
    text = _tidy(understood(partial(CONVERTERS[kind], data, limits)))
    if not text:
        raise NotRead(Reason.NO_TEXT)
    return cut(text, limits.characters)


def page_text(data: bytes, url: str, charset: str, limits: Limits) -> str:
    """Return the words of a web page without its navigation; "" when it has none.

    Raises:
        NotRead: nothing can be made of it.
    """

    def extract() -> str:
        import trafilatura

        raw = decoded(data, charset) if charset else data  # else the page itself may say
        return trafilatura.extract(raw, include_links=True, include_tables=True, url=url) or ""

    return cut(understood(extract), limits.characters)


def _tidy(text: str) -> str:
    """Return a text without spaces at the ends of its lines, and with at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
