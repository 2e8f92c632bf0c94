"""A page of the web, and its words."""

from dataclasses import dataclass

import aiohttp

from agents.reading.charsets import decoded
from agents.reading.material import framed
from agents.tools.reader import Reader

LARGEST = 3_000_000  # bytes of a page
SHOWN = 30_000  # characters of a page that go to the model
TYPES = ("text/", "application/json", "application/xml", "application/xhtml+xml", "application/pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the web, as it was fetched."""

    url: str
    media_type: str
    data: bytes
    charset: str = ""  # as its server says


async def page_of(url: str, answer: aiohttp.ClientResponse) -> Page:
    """Return the page of an answer.

    Raises:
        ValueError: there is none, it is too large, or of a type that is no text.
    """
    if answer.status >= 400:
        raise ValueError(f"{url} answered {answer.status}.")
    if not answer.content_type.startswith(TYPES):
        raise ValueError(f"{url} is {answer.content_type}, which can't be read as text.")
    data = b""
    async for part in answer.content.iter_chunked(65_536):
        data += part
        if len(data) > LARGEST:
            raise ValueError(f"{url} is larger than {LARGEST // 1_000_000} MB.")
    return Page(url=url, media_type=answer.content_type, data=data, charset=answer.charset or "")


async def text_of(page: Page, reader: Reader, person: str) -> str:
    """Return the words of a page without its navigation, or the text of a PDF.

    Raises:
        Unreadable: nothing can be made of it.
    """
    if page.media_type == "application/pdf":
        return await reader.read("page.pdf", page.data, person)
    if "html" not in page.media_type:
        return decoded(page.data, page.charset or "utf-8")
    return await reader.page(page.url, page.data, page.charset, person)


def marked(url: str, text: str) -> str:
    """Return a page's text as material, so that nothing in it counts as an instruction."""
    more = f"\n(… the first {SHOWN:,} of {len(text):,} characters)" if len(text) > SHOWN else ""
    return framed(url, f"{text[:SHOWN]}{more}")
