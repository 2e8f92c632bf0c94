"""Markdown as a Word document."""

import io

from markdown_it import MarkdownIt


def docx(title: str, markdown: str) -> bytes:
    """Return Markdown as a Word document; pictures and raw HTML are left out, so that nothing is fetched."""
    from docx import Document
    from htmldocx import HtmlToDocx

    html = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(markdown)
    document = Document()
    document.core_properties.title = title
    HtmlToDocx().add_html_to_document(html, document)
    bytes_i_o = io.BytesIO()
    document.save(bytes_i_o)
    return bytes_i_o.getvalue()
