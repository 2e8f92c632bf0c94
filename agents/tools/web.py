"""Reading the web: public addresses alone, checked on every hop, within limits of size, time and type."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from agents.tools.addresses import Forbidden, check_literal, check_port
from agents.tools.page import Page, page_of
from agents.tools.public_resolver import PublicResolver
from agents.tools.reader import Reader

SECONDS = 20.0
HOPS = 5
HOLDS = {"labels": ["content from outside", "a way out"], "frames": True}


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
        for _ in range(HOPS + 1):
            self._check(url)
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status in (301, 302, 303, 307, 308) and "Location" in answer.headers:
                    url, headers = url.join(_url(answer.headers["Location"])), None  # a key goes nowhere else
                    continue
                return await page_of(str(url), answer)
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
