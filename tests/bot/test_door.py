"""The door over real sockets, as an attacker knocks: nothing of it is taken in, and no log has a traceback."""

import asyncio
import contextlib
import gzip
import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.inbound.per_address import PerAddress
from tests.bot.knocking import QUICK, Open, head, lines, listening, status
from tests.bot.signing import FORM, JSON, command, event, signed
from tests.world import wait_for

# ---- signed by nobody


@pytest.mark.parametrize("stamp", ["abc", "", "nan", "1" * 400, "9" * 5000, "-1", "1e9", "٧٧٧"])
async def test_a_timestamp_that_is_none_gets_401(door: Open, stamp: str) -> None:
    raw = command("x").encode()
    assert (await door.send("POST", "/slack/events", raw, signed(raw, stamp=stamp)))[0] == 401
    assert door.bodies == []


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v0=xyz", "v1=" + "0" * 64, "v0=" + "0" * 64, "ünïcode", "v0=" + "A" * 64]
)
async def test_a_wrong_signature_gets_401(door: Open, signature: str) -> None:
    assert (await door.post(command("x"), X_Slack_Signature=signature))[0] == 401
    assert door.bodies == []


@pytest.mark.parametrize("shift, answer", [(-301, 401), (-290, 200), (290, 200), (302, 401)])
async def test_a_signature_is_good_for_five_minutes(door: Open, shift: int, answer: int) -> None:
    raw = command("x").encode()
    headers = signed(raw, stamp=str(int(time.time()) + shift))
    assert (await door.send("POST", "/slack/events", raw, headers))[0] == answer


@pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_half_a_signature_gets_401(door: Open, missing: str) -> None:
    raw = command("x").encode()
    headers = {name: value for name, value in signed(raw).items() if name != missing}
    assert (await door.send("POST", "/slack/events", raw, headers))[0] == 401


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_header_that_comes_twice_gets_401(door: Open, name: str) -> None:
    raw = command("x").encode()
    headers = signed(raw)
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(headers), f"{name}: {headers[name]}", f"Content-Length: {len(raw)}") + raw)
        assert await status(reader) == 401
    assert door.bodies == []


async def test_two_content_types_are_refused(door: Open) -> None:
    raw = command("x").encode()
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(raw)), f"Content-Type: {JSON}", f"Content-Length: {len(raw)}") + raw)
        assert await status(reader) == 400
    assert door.bodies == []


@pytest.mark.parametrize("body", ["[" * 100_000, "payload={bad", "payload=[1]", '{"type": "url_verification"}'])
@pytest.mark.parametrize("content", [JSON, FORM])
async def test_an_unsigned_body_is_never_parsed(door: Open, body: str, content: str, logs: list[Any]) -> None:
    assert (await door.post(body, content, X_Slack_Signature="v0=" + "0" * 64))[0] == 401
    assert (await door.send("POST", "/slack/events", body.encode(), {"Content-Type": content}))[0] == 401
    assert logs == []


@pytest.mark.parametrize(
    "headers",
    [
        ["Transfer-Encoding: chunked", f"Content-Type: {JSON}"],
        ["Transfer-Encoding: chunked", f"Content-Type: {FORM}"],
        ["Content-Length: 900000", f"Content-Type: {FORM}"],
        ["Content-Length: 9", f"Content-Type: {JSON}"],
        ["Content-Length: 9", f"Content-Type: {FORM}", "X-Slack-Signature: v0=x"],
        ["Content-Length: 9", f"Content-Type: {FORM}", "Expect: 100-continue", "X-Slack-Signature: v0=x"],
    ],
)
async def test_an_unsigned_request_is_answered_before_its_body_is_sent(door: Open, headers: list[str]) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head(*headers))
        assert await status(reader, 0.2) == 401


async def test_two_megabytes_that_nobody_signed_are_not_taken_in(door: Open) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head("Transfer-Encoding: chunked", f"Content-Type: {JSON}"))
        assert await status(reader, 0.2) == 401
        with contextlib.suppress(ConnectionError):
            for _ in range(2):
                writer.write(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
                await asyncio.wait_for(writer.drain(), 10)
        assert b"200" not in await asyncio.wait_for(reader.read(), 10)
    assert door.bodies == []


# ---- size, length and encoding


async def test_a_body_that_is_too_large_is_refused_by_its_length(door: Open) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(b"")), "Content-Length: 1000001"))
        assert await status(reader, 0.2) == 413


async def test_a_chunked_body_is_counted_while_it_is_read(door: Open) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(b"")), "Transfer-Encoding: chunked"))
        with contextlib.suppress(ConnectionError):
            for _ in range(16):
                writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                await writer.drain()
        assert await status(reader) == 413


async def test_a_body_of_the_largest_size_is_read(door: Open) -> None:
    raw = command("x").encode()
    assert (await door.post(raw + b"&more=" + b"x" * (1_000_000 - len(raw) - 6)))[0] == 200
    assert (await door.post(raw + b"&more=" + b"x" * (1_000_001 - len(raw) - 6)))[0] == 413


async def test_a_chunked_body_that_is_signed_is_read(door: Open) -> None:
    raw = command("chunked").encode()
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(raw)), "Transfer-Encoding: chunked"))
        for byte in raw:
            writer.write(b"1\r\n" + bytes([byte]) + b"\r\n")
        writer.write(b"0\r\n\r\n")
        assert await status(reader) == 200
    assert door.bodies[0]["text"] == "chunked"


async def test_a_body_without_a_length_is_refused(door: Open) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(b""))))
        assert await status(reader) == 411


@pytest.mark.parametrize(
    "length", ["Content-Length: " + "9" * 5000, "Content-Length: -1", "Content-Length: ٧", "Content-Length: 1e3"]
)
async def test_a_length_that_is_no_number_is_refused(door: Open, length: str) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(b"")), length))
        assert await status(reader) in (400, 413)


@pytest.mark.parametrize("head_of", [lambda raw: lines(signed(raw)), lambda raw: [f"Content-Type: {FORM}"]])
async def test_a_length_with_thousands_of_zeros_is_refused(door: Open, head_of: Callable[[bytes], list[str]]) -> None:
    raw = b"ssl_check=1&token=x"
    async with door.socket() as (reader, writer):
        writer.write(head(*head_of(raw), f"Content-Length: {'0' * 6000}{len(raw)}") + raw)
        assert await status(reader) in (401, 413)


@pytest.mark.parametrize("others", [["Transfer-Encoding: chunked"], ["Content-Length: 5"]])
async def test_two_lengths_are_refused(door: Open, others: list[str]) -> None:
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(b"")), "Content-Length: 4", *others) + b"abcd")
        assert await status(reader) == 400


@pytest.mark.parametrize("lie", [-5, 5])
async def test_a_length_that_lies_lets_nothing_through(hasty: Open, lie: int) -> None:
    raw = command("x").encode()
    async with hasty.socket() as (reader, writer):
        writer.write(head(*lines(signed(raw)), f"Content-Length: {len(raw) + lie}") + raw)
        assert await status(reader) in ((400, 401) if lie < 0 else (408,))
    assert hasty.bodies == []


async def test_a_body_that_breaks_off_is_no_error(door: Open) -> None:
    async with door.socket() as (_, writer):
        writer.write(head(*lines(signed(b"")), "Content-Length: 500") + b"abc")
        await writer.drain()
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    assert door.bodies == []


@pytest.mark.parametrize("chunks", [b"zz\r\nabc\r\n", b"3\r\nabcdef\r\n0\r\n\r\n", b"-1\r\n\r\n", b"\0\0\0"])
async def test_chunks_that_lie_are_refused(hasty: Open, chunks: bytes) -> None:
    async with hasty.socket() as (reader, writer):
        writer.write(head(*lines(signed(b"")), "Transfer-Encoding: chunked"))
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(chunks)
        assert 400 <= await status(reader) < 500
    assert hasty.bodies == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity, gzip", "x"])
async def test_an_encoded_body_is_refused(door: Open, encoding: str) -> None:
    for raw in (command("x").encode(), gzip.compress(command("x").encode())):
        code, _, headers = await door.post(raw, Content_Encoding=encoding)
        assert (code, headers["X-Slack-No-Retry"]) == (415, "1")
    assert door.bodies == []


async def test_identity_is_no_encoding(door: Open) -> None:
    assert (await door.post(command("x"), Content_Encoding="identity"))[0] == 200


@pytest.mark.parametrize("content", ["text/plain", "multipart/form-data", "application/xml", "json", "*/*", "ünïcode"])
async def test_another_content_type_is_refused(door: Open, content: str) -> None:
    code, _, headers = await door.post(command("x"), content)
    assert (code, headers["X-Slack-No-Retry"]) == (415, "1")


async def test_no_content_type_is_refused(door: Open) -> None:
    raw = command("x").encode()
    headers = {name: value for name, value in signed(raw).items() if name != "Content-Type"}
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(headers), f"Content-Length: {len(raw)}") + raw)
        assert await status(reader) == 415


@pytest.mark.parametrize("content", ["Application/JSON; charset=utf-8", "application/json;charset=UTF-8"])
async def test_a_content_type_may_name_a_charset(door: Open, content: str) -> None:
    assert (await door.post(event(), content))[0] == 200


# ---- time


async def test_a_body_that_comes_a_byte_at_a_time_is_cut_off(hasty: Open) -> None:
    raw = command("x").encode()
    began = time.monotonic()
    async with hasty.socket() as (reader, writer):
        writer.write(head(*lines(signed(raw)), f"Content-Length: {len(raw)}"))
        drip = asyncio.create_task(drip_into(writer, raw))
        assert await status(reader) == 408
        drip.cancel()
    assert QUICK <= time.monotonic() - began < QUICK + 3
    assert hasty.bodies == []


async def test_an_unsigned_form_that_comes_a_byte_at_a_time_is_cut_off(hasty: Open) -> None:
    async with hasty.socket() as (reader, writer):
        writer.write(head("Content-Length: 900", f"Content-Type: {FORM}"))
        drip = asyncio.create_task(drip_into(writer, b"ssl_check=1&token=" + b"x" * 800))
        assert await status(reader) == 408
        drip.cancel()


@pytest.mark.parametrize("start", [b"", b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Long: "])
async def test_headers_that_do_not_end_are_cut_off(hasty: Open, start: bytes) -> None:
    began = time.monotonic()
    async with hasty.socket() as (reader, writer):
        writer.write(start)
        drip = asyncio.create_task(drip_into(writer, start and b"x" * 200))
        assert await status(reader) == 0
        drip.cancel()
    assert QUICK <= time.monotonic() - began < QUICK + 3


async def drip_into(writer: asyncio.StreamWriter, raw: bytes) -> None:
    """Send a byte each 50 ms."""
    with contextlib.suppress(ConnectionError):
        for byte in raw:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)


async def test_a_connection_takes_one_request_after_the_other(hasty: Open) -> None:
    raw = command("x").encode()
    request = head(*lines(signed(raw)), f"Content-Length: {len(raw)}") + raw
    async with hasty.socket() as (reader, writer):
        writer.write(request + request)
        answers = await asyncio.wait_for(reader.read(), 10)  # it ends when nothing more comes
    assert answers.count(b"HTTP/1.1 200 OK") == 2


async def test_a_sender_that_asks_first_is_asked_for_the_body(door: Open) -> None:
    raw = command("x").encode()
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(raw)), f"Content-Length: {len(raw)}", "Expect: 100-continue"))
        assert await status(reader) == 100
        await reader.readline()
        writer.write(raw)
        assert await status(reader) == 200


@pytest.mark.parametrize("version, expect", [("1.0", "100-continue"), ("1.1", "tea")])
async def test_another_expectation_is_no_invitation(door: Open, version: str, expect: str) -> None:
    raw = command("x").encode()
    request = head(*lines(signed(raw)), f"Content-Length: {len(raw)}", f"Expect: {expect}")
    async with door.socket() as (reader, writer):
        writer.write(request.replace(b"HTTP/1.1", f"HTTP/{version}".encode()) + raw)
        assert await status(reader) == 200


@pytest.mark.parametrize(
    "raw", [b"\x16\x03\x01\x02\0\x01\0", b"GET\r\n\r\n", b"POST /slack/events HTTP/1.1\r\nA b: c\r\n\r\n", b"\r\n" * 9]
)
async def test_bytes_that_are_no_http_are_no_error(hasty: Open, raw: bytes) -> None:
    async with hasty.socket() as (reader, writer):
        writer.write(raw)
        assert await status(reader) in (0, 400)


# ---- other ways in


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"])
async def test_other_verbs_get_405(door: Open, method: str) -> None:
    assert (await door.send(method, "/slack/events", b"", signed(b"")))[0] == 405


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/slack/events/x", "/admin", "/%00", "//health"])
async def test_other_paths_get_404(door: Open, path: str) -> None:
    raw = command("x").encode()
    assert (await door.send("POST", path, raw, signed(raw)))[0] == 404


async def test_health_is_answered(door: Open) -> None:
    assert (await door.send("GET", "/health"))[:2] == (200, '{"ok": true}')
    assert (await door.send("POST", "/health", b"x"))[0] == 405


async def test_one_address_has_so_many_bodies_on_their_way_and_no_more() -> None:
    """Who sends signatures of the right shape and no bodies holds their own places, and nobody else's for long."""
    async with listening(seconds=2.0, places=PerAddress(3, unbounded=frozenset())) as door:
        body = command("x").encode()
        slow = head(*lines(signed(body, FORM)), f"Content-Length: {len(body)}")
        async with contextlib.AsyncExitStack() as sockets:
            readers = []
            for _ in range(3):
                reader, writer = await sockets.enter_async_context(door.socket())
                writer.write(slow)
                readers.append(reader)

            async def are_taken() -> bool:
                return (await door.post(body))[0] == 503

            await wait_for(are_taken, "all places are taken", within=2.0)
            assert [await status(reader) for reader in readers] == [408] * 3
        assert (await door.post(body))[0] == 200  # their places are free again


async def test_everybody_behind_a_proxy_of_this_machine_is_not_one_address() -> None:
    async with listening(places=PerAddress(0)) as door:
        assert (await door.post(command("x")))[0] == 200
