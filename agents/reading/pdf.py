"""A PDF as text."""

import io
from itertools import islice

from agents.reading.limits import Limits
from agents.reading.refusals import NotRead, Reason

LONG = 40  # pages of a PDF, up to which its forms and tables are looked for: that takes long


def to_text(data: bytes, limits: Limits) -> str:
    """Return the text of a PDF; of one with few pages, its forms and tables too."""
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
