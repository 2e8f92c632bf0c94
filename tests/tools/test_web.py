"""Reading the web: nothing that is not public is ever connected to, on whatever way it is written or reached."""

import ipaddress
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver

from agents.tools.addresses import Forbidden
from agents.tools.page import LARGEST, text_of
from agents.tools.public import public
from agents.tools.reader import Reader
from agents.tools.searching import results
from agents.tools.web import Search, Web

PAGE = (
    "<html><body><nav>Menu</nav><article><h1>Prices</h1>"
    + "<p>The plan costs 39 € a month since March, and nobody has complained about it so far.</p>" * 5
    + "</article></body></html>"
)


class Names(AbstractResolver):
    """A resolver that says what a test wrote down, another answer each time where there are several."""

    def __init__(self, **names: list[str]) -> None:
        self.names, self.asked = {k.replace("_", "."): v for k, v in names.items()}, 0

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        addresses = self.names.get(host)
        if addresses is None:
            raise OSError(f"no such host {host}")
        address = addresses[min(self.asked, len(addresses) - 1)]
        self.asked += 1
        return [{"hostname": host, "host": address, "port": port, "family": family, "proto": 0, "flags": 0}]

    async def close(self) -> None: ...


@asynccontextmanager
async def server(handler: Callable[[web.Request], Any]) -> AsyncIterator[tuple[int, list[str]]]:
    seen: list[str] = []

    async def each(request: web.Request) -> web.StreamResponse:
        seen.append(request.path_qs)
        return await handler(request)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", each)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1], seen
    finally:
        await runner.cleanup()


async def page(request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


PRIVATE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "::127.0.0.1", "168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254", "64:ff9b:1::a9fe:a9fe", "fec0::1",
    "5f00::1", "3fff::1", "100::1", "2001:20::1", "2001:2::1", "192.88.99.1", "::ffff:168.63.129.16", "64:ff9b::a83f:8110",
    "2002:a83f:8110::",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public(address: str) -> None:
    assert not public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "1.1.1.1",
        "2606:2800:220:1:248:1893:25c8:1946",
        "64:ff9b::5db8:d822",
        "::ffff:1.1.1.1",
        "168.63.129.17",
    ],
)
def test_what_is_public(address: str) -> None:
    assert public(ipaddress.ip_address(address))


WRITTEN = [
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/", "http://127.1:{port}/", "http://0:{port}/", "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://127.0.0.1.:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/", "http://user:pw@127.0.0.1:{port}/", "http://example.org@127.0.0.1:{port}/",
    "http://LOCALHOST:{port}/", "http://127.0.0.1%2f:{port}/", "file:///etc/passwd", "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/", "http://", "//127.0.0.1:{port}/", "http://127.0.0.1:22/", "http://[fe80::1%25eth0]:{port}/",
    "http://127.0.0.1:{port}\\@example.org/", "http:127.0.0.1:{port}", "data:text/html,x", "javascript:1", "",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
async def test_however_it_is_written_nothing_private_is_connected_to(written: str) -> None:
    async with server(page) as (port, seen):
        with pytest.raises((Forbidden, OSError)):
            await Web().fetch(written.format(port=port))
        assert seen == []


@pytest.mark.parametrize(
    "where",
    ["http://127.0.0.1:{port}/secret", "http://inner.test:{port}/secret", "file:///etc/passwd", "http://[::1]/"],
)
async def test_a_redirect_is_checked_like_the_first_address(where: str) -> None:
    async def away(request: web.Request) -> web.Response:
        raise web.HTTPFound(where.format(port=request.url.port))

    names = Names(open_test=["127.0.0.1"], inner_test=["127.0.0.1"])
    async with server(away) as (port, seen):
        with pytest.raises((Forbidden, OSError)):
            await Web(internal=frozenset({"open.test"}), resolver=names).fetch(f"http://open.test:{port}/")
        assert seen == ["/"]


async def test_a_name_that_turns_private_after_it_was_checked_is_not_followed() -> None:
    """Each look at the name is a new one, and the connection goes to what that look was checked for."""
    names = Names(rebind_test=["93.184.216.34", "127.0.0.1"])
    names.asked = 1
    async with server(page) as (port, seen):
        with pytest.raises((Forbidden, OSError)):
            await Web(resolver=names).fetch(f"http://rebind.test:{port}/")
        assert seen == []


@pytest.mark.parametrize("port", [22, 6379, 8080, 9200, 11434])
async def test_a_public_host_is_read_at_the_webs_ports_alone(port: int) -> None:
    names = Names(open_test=["127.0.0.1"])
    with pytest.raises(Forbidden, match="one of the web's"):
        await Web(resolver=names).fetch(f"http://open.test:{port}/")
    assert names.asked == 0


async def test_one_private_address_among_public_ones_is_enough() -> None:
    class Both(Names):
        async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
            return [
                {"hostname": host, "host": a, "port": port, "family": family, "proto": 0, "flags": 0}
                for a in ("93.184.216.34", "127.0.0.1")
            ]

    async with server(page) as (port, seen):
        with pytest.raises((Forbidden, OSError)):
            await Web(resolver=Both()).fetch(f"http://both.test:{port}/")
        assert seen == []


async def test_endless_redirects_end() -> None:
    async def again(request: web.Request) -> web.Response:
        raise web.HTTPFound("/again")

    async with server(again) as (port, seen):
        with pytest.raises(Forbidden, match="5 redirects"):
            await Web(internal=frozenset({"127.0.0.1"})).fetch(f"http://127.0.0.1:{port}/")
        assert len(seen) == 6


async def test_five_redirects_are_followed() -> None:
    async def next_of(request: web.Request) -> web.Response:
        count = int(request.path.strip("/") or 0)
        if count < 5:
            raise web.HTTPFound(f"/{count + 1}")
        return web.Response(text="at last")

    async with server(next_of) as (port, _):
        found = await Web(internal=frozenset({"127.0.0.1"})).fetch(f"http://127.0.0.1:{port}/")
    assert found.data == b"at last"


async def test_the_words_of_a_page_without_its_menu() -> None:
    async with server(page) as (port, _):
        found = await Web(internal=frozenset({"127.0.0.1"})).fetch(f"http://127.0.0.1:{port}/prices")
    text = await text_of(found, Reader(), "U1")
    assert "39 €" in text
    assert "Menu" not in text


@pytest.mark.parametrize(
    "charset, coded, declared",
    [
        ("iso-8859-1", "latin-1", ""),
        ("nonsense", "utf-8", ""),
        ("", "utf-8", ""),
        ("", "windows-1252", "<meta charset='windows-1252'>"),
    ],
)
async def test_a_page_is_read_in_the_charset_that_it_or_its_server_names(
    charset: str, coded: str, declared: str
) -> None:
    async def answer(request: web.Request) -> web.Response:
        body = PAGE.replace("39 €", "39 Größen").replace("<body>", f"<head>{declared}</head><body>").encode(coded)
        return web.Response(body=body, headers={"Content-Type": f"text/html{charset and f'; charset={charset}'}"})

    async with server(answer) as (port, _):
        found = await Web(internal=frozenset({"127.0.0.1"})).fetch(f"http://127.0.0.1:{port}/")
    assert "39 Größen" in await text_of(found, Reader(), "U1")


async def test_a_charset_that_is_none_does_not_hold_anybody_up() -> None:
    async def answer(request: web.Request) -> web.Response:
        body = b"39 \xe2\x82\xac " + b"99999999" * 150_000
        return web.Response(body=body, headers={"Content-Type": "text/plain; charset=punycode"})

    async with server(answer) as (port, _):
        found = await Web(internal=frozenset({"127.0.0.1"})).fetch(f"http://127.0.0.1:{port}/")
    began = time.thread_time()
    assert (await text_of(found, Reader(), "U1")).startswith("39 €")
    assert time.thread_time() - began < 2


@pytest.mark.parametrize(
    "size, kind, words",
    [
        (LARGEST + 1, "text/plain", "larger than"),
        (10, "image/png", "can't be read"),
        (10, "application/zip", "can't be read"),
    ],
)
async def test_limits_of_size_and_type(size: int, kind: str, words: str) -> None:
    async def big(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * size, content_type=kind)

    async with server(big) as (port, _):
        with pytest.raises(ValueError, match=words):
            await Web(internal=frozenset({"127.0.0.1"})).fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "provider, answer",
    [
        ("searxng", {"results": [{"title": "Prices", "url": "https://example.org", "content": "39 €"}]}),
        ("brave", {"web": {"results": [{"title": "Prices", "url": "https://example.org", "description": "39 €"}]}}),
    ],
)
async def test_search_over_a_configured_provider(provider: str, answer: dict[str, Any]) -> None:
    keys: list[str | None] = []

    async def found(request: web.Request) -> web.Response:
        keys.append(request.headers.get("X-Subscription-Token"))
        return web.json_response(answer)

    async with server(found) as (port, seen):
        search = Search(provider, f"http://127.0.0.1:{port}", "k")
        rows = await results(Web(internal=frozenset({"127.0.0.1"}), search=search), search, "plan & price")
    assert rows == [("Prices", "https://example.org", "39 €")]
    assert "plan+%26+price" in seen[0]
    assert keys == (["k"] if provider == "brave" else [None])
