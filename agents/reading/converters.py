"""Which converter reads which kind of file."""

import io
from collections.abc import Callable

from agents.reading import workbook
from agents.reading.limits import Limits
from agents.reading.pdf import to_text


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


CONVERTERS: dict[str, Callable[[bytes, Limits], str]] = {
    ".docx": _word,
    ".xlsx": workbook.to_markdown,
    ".pptx": _slides,
    ".pdf": to_text,
    ".html": _html,
    ".htm": _html,
}
