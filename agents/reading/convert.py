"""Files of other programs as text. Who calls this reads what strangers made: it belongs in a process of its own."""

import codecs
import io
import re
from collections.abc import Callable
from functools import partial
from itertools import islice

from agents.reading import packed, workbook
from agents.reading.limits import Limits, cut
from agents.reading.plain import PACKED
from agents.reading.refusals import NotRead, Reason

LONG = 40  # pages of a PDF, up to which its forms and tables are looked for: that takes long
CHARSETS = (
    "ascii", "utf", "iso8859", "iso2022", "cp", "koi8", "mac", "gb", "big5", "hz", "shift", "euc", "johab", "tis", "kz",
    "ptcp",
)  # fmt: skip
LOCKED = ("password", "encrypt", "not a zip file", "badzipfile")


def file_text(kind: str, data: bytes, limits: Limits) -> str:
    """Return the text of a file; its tables and headings are Markdown.

    Args:
        kind: the ending of its name, as `plain.ending` returns it; one of `plain.CONVERTED`.

    Raises:
        NotRead: no text comes of it.
    """
    if kind in PACKED:
        _understood(partial(packed.check, data, limits))
    text = _tidy(_understood(partial(_CONVERTERS[kind], data, limits)))
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

    return cut(_understood(extract), limits.characters)


def decoded(data: bytes, charset: str) -> str:
    """Return bytes as text by the name of a character set, as a server names it; unknown bytes are replaced.

    Python has codecs besides that are no character sets; one of them takes a time that grows with the square.
    """
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        name = ""
    return data.decode(name if name.startswith(CHARSETS) else "utf-8", "replace")


def _understood(convert: Callable[[], str | None]) -> str:
    """Return what a converter makes of a file.

    Raises:
        NotRead: it makes nothing of it.
    """
    try:
        return convert() or ""
    except (NotRead, MemoryError):
        raise
    except ImportError:
        raise NotRead(Reason.NOT_INSTALLED) from None
    except Exception as error:  # what a damaged file makes a converter raise can't be foreseen
        words = f"{type(error).__name__} {error}".lower()
        locked = any(word in words for word in LOCKED)
        raise NotRead(Reason.PROTECTED if locked else Reason.DAMAGED) from None


def _tidy(text: str) -> str:
    """Return a text without spaces at the ends of its lines, and with at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _word(data: bytes, limits: Limits) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter

    return str(DocxConverter().convert(io.BytesIO(data), StreamInfo(extension=".docx")).markdown)


def _slides(data: bytes, limits: Limits) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import PptxConverter

    return str(PptxConverter().convert(io.BytesIO(data), StreamInfo(extension=".pptx")).markdown)


def _html(data: bytes, limits: Limits) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import HtmlConverter

    return str(HtmlConverter().convert(io.BytesIO(data), StreamInfo(extension=".html")).markdown)


def _pdf(data: bytes, limits: Limits) -> str:
    from pdfminer.high_level import extract_text

    if _pages(data, limits.pages) > LONG:
        return extract_text(io.BytesIO(data))
    from markitdown import StreamInfo
    from markitdown.converters import PdfConverter

    return str(PdfConverter().convert(io.BytesIO(data), StreamInfo(extension=".pdf")).markdown)


def _pages(data: bytes, most: int) -> int:
    """Return how many pages a PDF has.

    Raises:
        NotRead: more than `most`.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    pages = PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))
    count = sum(1 for _ in islice(pages, most + 1))
    if count > most:
        raise NotRead(Reason.PAGES)
    return count


_CONVERTERS: dict[str, Callable[[bytes, Limits], str]] = {
    ".docx": _word,
    ".xlsx": workbook.to_markdown,
    ".pptx": _slides,
    ".pdf": _pdf,
    ".html": _html,
    ".htm": _html,
}
