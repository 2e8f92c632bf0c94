"""Files as text, and text as files."""

import io
import zipfile
from pathlib import PurePath

from markdown_it import MarkdownIt

from storage.rules.refusal import Unreadable

PACKED = frozenset({".docx", ".xlsx", ".pptx"})
CONVERTED = PACKED | {".pdf", ".html", ".htm"}


UNPACKED = 40_000_000  # bytes in a packed file


def read(name: str, data: bytes, unpacked: int = UNPACKED) -> str:
    """The text of a file; tables and headings as Markdown.

    Args:
        unpacked: bytes that a packed file may hold.

    Raises:
        Unreadable: its kind is not known, it is damaged, it is protected, or too large once it is unpacked.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in CONVERTED:
        return _plain(name, data)
    if kind in PACKED and _unpacked(name, data) > unpacked:
        raise Unreadable(f"{name} holds more than {unpacked // 1_000_000} MB once it is unpacked.")
    try:
        from markitdown import MarkItDown
    except ImportError:
        raise Unreadable(f"{name} needs the extra “tools” of Sluice to be read.") from None
    try:
        made = MarkItDown(enable_plugins=False).convert_stream(io.BytesIO(data), file_extension=kind)
    except Exception as error:  # what a damaged file makes a converter raise is not to be foreseen
        raise Unreadable(_why(name, error)) from None
    text = str(made.text_content).strip()
    if text.encode() == data.strip():  # nothing understood it: it was handed back as it is
        raise Unreadable(_why(name, ValueError("not a zip file" if kind != ".pdf" else "")))
    if not text:
        raise Unreadable(f"{name} has no text in it (a scan, perhaps).")
    return text


def _unpacked(name: str, data: bytes) -> int:
    """Bytes that a packed file says it holds: more is never unpacked of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except Exception as error:  # of damaged bytes it makes what it likes
        raise Unreadable(_why(name, error)) from None


def _plain(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is not a kind of file that can be read as text.") from None
    if "\0" in text:
        raise Unreadable(f"{name} is not a kind of file that can be read as text.")
    return text


def _why(name: str, error: Exception) -> str:
    said = f"{type(error).__name__} {error}".lower()
    locked = any(word in said for word in ("password", "encrypt", "not a zip file", "badzipfile"))
    return f"{name} is protected by a password or damaged." if locked else f"{name} is damaged and can't be read."


def docx(title: str, markdown: str) -> bytes:
    """A Word document. Pictures and raw HTML are left out: nothing is fetched."""
    from docx import Document
    from htmldocx import HtmlToDocx

    html = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(markdown)
    document = Document()
    document.core_properties.title = title
    HtmlToDocx().add_html_to_document(html, document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
