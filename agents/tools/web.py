"""Reading the web: public addresses alone, checked on every hop, within limits of size, time and type."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import aiohttp
from aiohttp.abc import AbstractResolver
from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool
from yarl import URL

from agents.models.run import Run, run_of
from agents.reading.charsets import decoded
from agents.reading.material import framed
from agents.tools.addresses import Forbidden, PublicResolver, check_literal, check_port
from agents.tools.box import BRINGS, Toolbox
from agents.tools.reader import Reader

LARGEST = 3_000_000  # bytes of a page
SECONDS = 20.0
HOPS = 5
SHOWN = 30_000  # characters of a page that go to the model
FOUND = 8  # results of a search
TYPES = ("text/", "application/json", "application/xml", "application/xhtml+xml", "application/pdf")
HOLDS = {"labels": ["content from outside", "a way out"], "frames": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the web, as it was fetched."""

    url: str
    media_type: str
    data: bytes
    charset: str = ""  # as its server says


@dataclass(frozen=True, slots=True)
class Search:
    """A search provider: `searxng` at its own address, or `brave` with a key."""

    provider: str
    address: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The access of tools to the web.

    Attributes:
        reader: takes the words from a page.
        internal: hosts of the installation's own that may be read although they are not public.
    """

    internal: frozenset[str] = frozenset()
    search: Search | None = None
    resolver: AbstractResolver | None = None
    reader: Reader = field(default_factory=Reader)

    async def fetch(self, address: str, headers: dict[str, str] | None = None) -> Page:
        """Return a page of the web, after following its redirects; only public addresses are read.

        Raises:
            Forbidden: not http, not public, or too many hops.
            ValueError: too large, or a type that is no text.
        """
        url = _url(address)
        try:
            async with asyncio.timeout(SECONDS), self._session() as session:
                return await self._follow(session, url, headers)
        except aiohttp.InvalidURL:
            raise Forbidden(f"{address[:200]} is no web address.") from None

    async def _follow(self, session: aiohttp.ClientSession, url: URL, headers: dict[str, str] | None) -> Page:
        for _ in range(HOPS):
            self._check(url)
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status in (301, 302, 303, 307, 308) and "Location" in answer.headers:
                    url, headers = url.join(_url(answer.headers["Location"])), None  # a key goes nowhere else
                    continue
                return await _page(str(url), answer)
        raise Forbidden(f"It leads through more than {HOPS} redirects.")

    def _check(self, url: URL) -> None:
        if url.scheme not in ("http", "https") or not url.host or url.user or url.password:
            raise Forbidden(f"{url} is no web address.")
        if url.host not in self.internal:
            check_port(url.port)
        check_literal(url.host, self.internal)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        resolver = PublicResolver(self.internal, self.resolver)
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False)
        agent = {"User-Agent": "Sluice (reads pages for a person)"}
        async with aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=agent, max_line_size=16_000
        ) as session:
            yield session


def _url(address: str) -> URL:
    try:
        return URL(address.strip())
    except ValueError:
        raise Forbidden(f"{address[:200]} is no web address.") from None


async def _page(url: str, answer: aiohttp.ClientResponse) -> Page:
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


def named(run: Run, args: dict[str, Any]) -> bool:
    """Tell whether a person wrote this exact address, so that no data of the run can leave with it.
    An address with a `?` may carry data, so it counts only when the brief is public.
    """
    address, brief = str(args.get("address", "")).strip(), run.given.task.brief
    if not address or ("?" in address and not brief.public):
        return False
    return address in "\n".join((brief.goal, *brief.criteria, run.given.note)).split()


def toolbox(web: Web) -> Toolbox:
    """Return the tools that read the web, with a search when one is configured."""

    @tool(response_format="content_and_artifact")
    async def read_url(address: str, runtime: ToolRuntime[Any, Any]) -> tuple[str, Mapping[str, list[str]]]:
        """Read a public web page or PDF; its text."""
        page = await web.fetch(address)
        text = await text_of(page, web.reader, run_of(runtime).given.payer.who)
        private = ["private data"] if URL(page.url).host in web.internal else []
        return marked(page.url, text or "(no text could be taken from it)"), {BRINGS: private}

    read_url.metadata = {**HOLDS, "free": named}
    if web.search is None:
        note = "You can't search the web here. Read the addresses that the brief, the person or a page names."
        return Toolbox(always=[read_url], notes=[note])
    return Toolbox(always=[read_url, _search(web, web.search)])


def _search(web: Web, provider: Search) -> BaseTool:
    @tool
    async def search_web(query: str) -> str:
        """Search the web; titles, addresses and a few words of what was found."""
        found = await results(web, provider, query)
        lines = [f"{n}. {title}\n   {url}\n   {words}" for n, (title, url, words) in enumerate(found, 1)]
        return marked(f"search: {query}", "\n".join(lines) or "(nothing found)")

    search_web.metadata = HOLDS
    return search_web


async def results(web: Web, provider: Search, query: str) -> list[tuple[str, str, str]]:
    """Return (title, address, words) for each result of a search."""
    if provider.provider == "brave":
        address = f"{provider.address or 'https://api.search.brave.com'}/res/v1/web/search?q={quote_plus(query)}"
        answer = json.loads((await web.fetch(address, {"X-Subscription-Token": provider.key})).data)
        rows = answer.get("web", {}).get("results", [])
        return [(str(r.get("title")), str(r.get("url")), str(r.get("description", ""))) for r in rows[:FOUND]]
    address = f"{provider.address.rstrip('/')}/search?format=json&q={quote_plus(query)}"
    rows = json.loads((await web.fetch(address)).data).get("results", [])
    return [(str(r.get("title")), str(r.get("url")), str(r.get("content", ""))) for r in rows[:FOUND]]
