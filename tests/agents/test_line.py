"""The line between two processes: both ask, many calls at once, and what failed or was cut short there is so here."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agents.apart import line
from agents.apart.failures import LedgerFailed, Unforeseen
from agents.apart.line import Answer, Line, Lost
from agents.models.away import Away, passing
from agents.roster.ends import Broken, CannotDo, Waits
from storage.jobs.away import StoreAway, is_away
from storage.jobs.port import Again
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.item import Remedy


async def nothing(name: str, number: int, within: int, body: bytes) -> bytes:
    return b""


@asynccontextmanager
async def ends(here: Answer, there: Answer) -> AsyncIterator[tuple[Line, Line]]:
    sockets = socket.socketpair()
    lines = [
        Line(*await asyncio.open_unix_connection(sock=sock), answer)
        for sock, answer in zip(sockets, (here, there), strict=True)
    ]
    running = [asyncio.create_task(end.run()) for end in lines]
    yield lines[0], lines[1]
    for end in lines:
        end.close()
    await asyncio.wait_for(asyncio.gather(*running), 5)


async def ask(end: Line, name: str, body: bytes = b"", within: int = 0) -> bytes:
    return await asyncio.wait_for(end.ask(end.number(), name, body, within), 5)


async def test_answers_find_their_calls_whatever_the_order() -> None:
    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        await asyncio.sleep(0.05 / (1 + len(body)))
        return name.encode() + b" " + body[::-1]

    async with ends(nothing, answer) as (here, _):
        got = await asyncio.gather(*(ask(here, f"n{n}", b"a\nb" * n) for n in range(50)))
    assert got == [f"n{n} ".encode() + b"b\na" * n for n in range(50)]


async def test_what_is_large_passes_and_holds_up_nothing() -> None:
    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        return body

    large = bytes(range(256)) * 200_000  # 51 MB
    async with ends(nothing, answer) as (here, _):
        got = await asyncio.gather(ask(here, "large", large), ask(here, "small", b"x"))
    assert got == [large, b"x"]


async def test_a_call_within_another_names_it() -> None:
    seen = list[tuple[str, int]]()

    async def here_answers(name: str, number: int, within: int, body: bytes) -> bytes:
        seen.append((name, within))
        return b"39"

    async def there_answers(name: str, number: int, within: int, body: bytes) -> bytes:
        return await ask(there, "price", within=number)

    async with ends(here_answers, there_answers) as (here, there):
        numbers = [here.number(), here.number()]
        assert await asyncio.gather(*(here.ask(number, "work", b"") for number in numbers)) == [b"39", b"39"]
    assert sorted(seen) == [("price", number) for number in numbers]


ASK = Ask(key="k", kind=Kind.QUESTION, text="Which?", choices=("a", "b"))


@pytest.mark.parametrize(
    "error",
    [
        CannotDo("no file", Remedy.BRIEF),
        CannotDo("too large", Remedy.NOTHING),
        Broken("no key", "the key"),
        Waits((ASK, ASK)),
        Again(7.5, "soon"),
        Again(1, "later", counted=True),
        Away("it answers 503"),
        StoreAway("the disk is full"),
        LedgerFailed("locked"),
        Unforeseen("x"),
        TimeoutError("too slow"),
    ],
)
async def test_what_a_call_failed_with_there_it_fails_with_here(error: Exception) -> None:
    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        raise error

    async with ends(nothing, answer) as (here, _):
        with pytest.raises(type(error)) as caught:
            await ask(here, "work")
    assert str(caught.value) == str(error)
    assert {k: v for k, v in vars(caught.value).items() if k[0] != "_"} == vars(error)


class APIConnectionError(Exception):
    """As the clients of providers name it."""


async def test_what_is_tried_again_here_is_so_from_there() -> None:
    errors: dict[str, Exception] = {
        "provider": APIConnectionError("no route"),
        "half a letter": RuntimeError("\ud800"),
        "wordless": ValueError(),
    }

    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        raise errors[name]

    async with ends(nothing, answer) as (here, _):
        caught = [(await asyncio.gather(ask(here, name), return_exceptions=True))[0] for name in errors]
    assert [passing(e) for e in caught if isinstance(e, Exception)] == [True, False, False]
    assert "no route" in str(caught[0])
    assert [str(e) for e in caught[1:]] == ["?", "ValueError"]
    assert is_away(StoreAway("full"))


async def test_a_canceled_call_has_ended_there_when_it_has_here_and_what_it_asks_meanwhile_is_answered() -> None:
    began, steps = asyncio.Event(), list[str]()

    async def here_answers(name: str, number: int, within: int, body: bytes) -> bytes:
        steps.append(f"{name} is asked")
        return b""

    async def there_answers(name: str, number: int, within: int, body: bytes) -> bytes:
        began.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await ask(there, "settle", within=number)
            steps.append("it has ended")
            raise
        return b""

    async with ends(here_answers, there_answers) as (here, there):
        working = asyncio.create_task(ask(here, "work"))
        await began.wait()
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        steps.append("the caller goes on")
    assert steps == ["settle is asked", "it has ended", "the caller goes on"]


async def test_calls_are_lost_with_the_other_end() -> None:
    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        await asyncio.sleep(60)
        return b""

    async with ends(nothing, answer) as (here, there):
        asking = asyncio.create_task(ask(here, "work"))
        await asyncio.sleep(0.05)
        there.close()
        with pytest.raises(Lost):
            await asking


async def test_a_call_that_is_cut_before_it_began_there_has_an_end() -> None:
    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        await asyncio.sleep(60)
        return b""

    async with ends(nothing, answer) as (here, _):
        asking = [asyncio.create_task(ask(here, "work")) for _ in range(5)]
        await asyncio.sleep(0)
        for each in asking:
            each.cancel()
        ended = await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 2)
    assert all(isinstance(each, asyncio.CancelledError) for each in ended)


async def test_a_call_that_is_cut_waits_for_nobody_who_does_not_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "CUTTING", 0.1)
    ours, theirs = socket.socketpair()
    here = Line(*await asyncio.open_unix_connection(sock=ours), nothing)
    asking = asyncio.create_task(ask(here, "work"))
    await asyncio.sleep(0.05)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asking, 2)
    here.close()
    theirs.close()


@pytest.mark.parametrize(
    "said",
    [b"\0" * line.HEAD.size, line.HEAD.pack(3, 3, 1, 0) + b"{}!", line.HEAD.pack(1 << 30, 2, 1, 0), b"\xff" * 30],
)
async def test_who_cannot_be_understood_is_lost(said: bytes) -> None:
    ours, theirs = socket.socketpair()
    here = Line(*await asyncio.open_unix_connection(sock=ours), nothing)
    running = asyncio.create_task(here.run())
    asking = asyncio.create_task(ask(here, "work"))
    await asyncio.sleep(0.05)
    theirs.send(said)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(Lost):
        await asking
    await asyncio.wait_for(running, 2)
    with pytest.raises(Lost):
        await ask(here, "again")
    theirs.close()


class Wordless(Exception):
    """An error that can't even be written."""

    def __str__(self) -> str:
        raise ValueError


async def test_an_error_that_cannot_be_written_is_told_by_its_kind() -> None:
    async def answer(name: str, number: int, within: int, body: bytes) -> bytes:
        raise Wordless

    async with ends(nothing, answer) as (here, _):
        with pytest.raises(Unforeseen, match="Wordless"):
            await ask(here, "work")
