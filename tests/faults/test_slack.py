"""Slack in trouble: all that was promised arrives once and in order, nothing spins, nobody else waits."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbound.outcomes import Later, Unclear
from bot.outbound.slack import Gateway
from storage.ledger.messages import keeping, posting
from storage.tables import job, post
from tests.bot.test_story import NOTES
from tests.world import ALICE, BOB, World, buttons, wait_for, words, world

CALLS = "chat.postMessage"


def calls(sluice: World, method: str = CALLS) -> list[dict]:
    return [line for line in sluice.slack.workspace.log if line["what"] == method]


async def posts(sluice: World) -> list[tuple[str, str]]:
    query = sa.select(post.c.key, post.c.state).where(post.c.team == "T01TEST").order_by(post.c.id)
    return [tuple(row) for row in await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).all())]


def kept(sluice: World, channel: str) -> list[str]:
    return [m["metadata"]["event_payload"]["key"] for m in sluice.messages(channel) if m.get("metadata")]


@pytest.mark.parametrize("rate", [0.01, 0.3, 1.0])
@pytest.mark.parametrize(
    "fault",
    [
        {"what": "status", "value": 429, "retry_after": "0"},
        {"what": "status", "value": 429, "retry_after": "1"},
        {"what": "status", "value": 429, "retry_after": "1.5"},
        {"what": "status", "value": 429},
        {"what": "status", "value": 503},
        {"what": "html"},
        {"what": "reset"},
        {"what": "delay", "value": 0.3},
    ],
    ids=lambda f: f"{f['what']}{f.get('value', '')}-{f.get('retry_after', '')}",
)
async def test_a_storm_passes_and_all_is_there_once_and_in_order(sluice: World, fault: dict, rate: float) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    times = 4
    await sluice.act("fault", method=CALLS, rate=rate, times=times, **fault)
    for n in range(4):
        await sluice.said(f"/assign writer: Memo {n}; urgent\n{NOTES}")

    async def all_sent() -> bool:
        found = await posts(sluice)
        return len(found) == 5 and all(state == "sent" for _, state in found)

    await wait_for(all_sent, "all sent", within=60)
    there = Counter(kept(sluice, sluice.dm()))
    assert set(there.values()) == {1}
    assert [key for key, _ in await posts(sluice)] == kept(sluice, sluice.dm())
    assert len(calls(sluice)) <= 5 + 2 * times  # no hot loop


async def test_what_waits_for_the_welcome_keeps_its_order(sluice: World) -> None:
    await sluice.act("fault", method="users.info", what="delay", value=1.5)
    for n in range(5):
        await sluice.said(f"/assign writer: Memo {n}; urgent\n{NOTES}")

    async def all_sent() -> bool:
        found = await posts(sluice)
        return len(found) == 6 and all(state == "sent" for _, state in found)

    await wait_for(all_sent, "the welcome and five collections", 60)
    shown = kept(sluice, sluice.dm())
    welcome = next(m for m in sluice.messages(sluice.dm()) if "Hello" in words(m))["metadata"]["event_payload"]["key"]
    promised = [key for key, _ in await posts(sluice) if key != welcome]
    assert shown == [welcome, *promised]


@pytest.mark.soak
@pytest.mark.parametrize("rate", [0.01, 0.5, 1.0])
@pytest.mark.parametrize(
    "fault",
    [{"what": "delay", "value": 16}, {"what": "status", "value": 429, "retry_after": "30"}],
    ids=["timeout", "30"],
)
async def test_a_long_storm_passes_and_all_is_there_once(sluice: World, fault: dict, rate: float) -> None:
    """An answer that comes after the client gave up, and half a minute to wait: at every rate."""
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", method=CALLS, rate=rate, times=3, **fault)
    for n in range(3):
        await sluice.said(f"/assign writer: Memo {n}; urgent\n{NOTES}")

    async def all_sent() -> bool:
        found = await posts(sluice)
        return len(found) == 4 and all(state == "sent" for _, state in found)

    await wait_for(all_sent, "all sent", within=200)
    assert set(Counter(kept(sluice, sluice.dm())).values()) == {1}


async def test_who_is_told_to_wait_half_a_minute_waits_and_nobody_else_does(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", method=CALLS, what="status", value=429, retry_after="30", times=1)
    await sluice.said(f"/assign writer: Memo; urgent\n{NOTES}")

    async def held() -> Any:
        query = sa.select(job.c.due).where(job.c.team == "T01TEST", job.c.kind == "post", job.c.state == "due")
        due = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar())
        return due and due > sluice.bot.ledger.clock() and due

    due = await wait_for(held, "put off")
    assert 27 < (due - sluice.bot.ledger.clock()).total_seconds() <= 31
    await sluice.said(f"/assign writer: Memo; urgent\n{NOTES}", user=BOB)
    await sluice.cards(user=BOB)


async def test_a_person_who_asks_does_not_wait_behind_a_hundred_messages(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", method=CALLS, what="delay", value=1.0, times=60)

    def many(tx: Any, team: str) -> int:
        for n in range(100):
            key = keeping.hold(tx, team, {"text": "news"})
            posting.put_post(tx, team, "line", key, channel=f"C0OTHER{n}", owner=ALICE)
        return 100

    await sluice.bot.ledger.do(many, "T01TEST")
    began = time.monotonic()
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="help")
    await sluice.message_with("or reply under its card")
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "invalid_auth", "user_not_found"])
async def test_what_slack_will_not_take_now_is_kept_and_asked_once_in_a_while(sluice: World, error: str) -> None:
    """Errors of our own token, and a collection that direct messages refuse: nothing is lost, nothing is hammered."""
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    before = len(calls(sluice))
    await sluice.act("fault", method=CALLS, what="error", value=error, times=99)
    await sluice.said(f"/assign writer: Memo; urgent\n{NOTES}")

    async def asked() -> bool:
        return len(calls(sluice)) > before

    await wait_for(asked)
    await asyncio.sleep(1)
    assert (await posts(sluice))[-1][1] == "pending"
    assert len(calls(sluice)) - before == 1
    sluice.slack.faults.ordered.clear()
    await sluice.said("/collect now")
    assert "T-2" in await sluice.said("/assign writer: Another")


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "is_archived"])
async def test_a_message_that_can_not_be_redrawn_is_left_alone(sluice: World, error: str) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    (card,) = await sluice.cards()
    await sluice.act("fault", method="chat.update", what="error", value=error, times=99)
    await sluice.click(card, "Approve")
    await sluice.message_with("memo-v1.md")

    async def tried() -> bool:
        return bool(calls(sluice, "chat.update"))

    await wait_for(tried, "an update")
    await asyncio.sleep(1.0)
    assert len(calls(sluice, "chat.update")) <= 4


async def test_a_slot_within_twenty_minutes_without_slack_is_brought_once(tmp_path: Path) -> None:
    """The clock that collections go by runs through the outage; what it brings waits and comes when Slack is back."""
    ahead = timedelta(0)
    async with world(tmp_path, wall=lambda: datetime.now(UTC) + ahead) as sluice:
        await sluice.said("/collect at 9:00 daily")
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await wait_for(lambda: ready(sluice), "ready")
        await sluice.act("fault", method="*", what="status", value=503, times=1000)
        nine = (datetime.now(UTC) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        for minutes in range(-1, 20):
            ahead = nine + timedelta(minutes=minutes) - datetime.now(UTC)
            await sluice.bot.ring()
        sluice.slack.faults.ordered.clear()
        await sluice.message_with("1 to decide", within=60)
        await asyncio.sleep(0.5)
        brought = [words(m) for m in sluice.messages(sluice.dm()) if "1 to decide" in words(m)]
        assert len(brought) == 1, brought


async def test_without_any_event_the_main_job_goes_on(sluice: World) -> None:
    """A subscription that Slack has switched off: commands and clicks need none."""
    await sluice.act("fault", what="drop", method="*", times=10_000)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1: hello?")
    (card,) = await sluice.cards()
    await sluice.click(card, "Approve")
    await sluice.message_with("memo-v1.md")


async def test_an_answer_that_does_not_come_in_time_is_unclear(sluice: World) -> None:
    await sluice.act("fault", method="chat.postMessage", what="delay", value=1.5, times=1)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as session:
        client = AsyncWebClient(
            token="xoxb-test-token", base_url=f"{sluice.slack.url}/api/", session=session, retry_handlers=[]
        )
        with pytest.raises(Unclear):
            await Gateway(client, session, frozenset()).call("chat.postMessage", channel="C01GEN", text="x")


async def test_a_method_that_slack_limits_is_left_alone_until_then(sluice: World) -> None:
    await sluice.act("fault", method="chat.update", what="status", value=429, retry_after="2", times=9)
    client = AsyncWebClient(token="xoxb-test-token", base_url=f"{sluice.slack.url}/api/", retry_handlers=[])
    async with aiohttp.ClientSession() as session:
        gateway = Gateway(client, session, frozenset())
        for _ in range(5):
            with pytest.raises(Later):
                await gateway.call("chat.update", channel="C01GEN", ts="1.1", text="x")
        await gateway.call("auth.test")
    assert len(calls(sluice, "chat.update")) == 1


async def ready(sluice: World) -> bool:
    return "1 waits for you" in await sluice.said("/sluice")


@pytest.mark.parametrize("what", ["warning", "refresh_requested", "close"])
async def test_socket_mode_comes_back_after_slack_ends_the_connection(tmp_path: Path, what: str) -> None:
    async with world(tmp_path, transport="socket") as sluice:
        assert "T-1" in await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.act("socket", what=what)

        async def heard() -> bool:
            if not sluice.slack.delivery.sockets:
                return False
            answer = await sluice.command(f"/assign writer: Again\n{NOTES}")
            return answer["status"] == 200 and "T-" in words(answer["body"])

        await wait_for(heard, "it hears again", within=60)


async def test_a_command_that_was_sent_again_on_another_connection_is_one_task(tmp_path: Path) -> None:
    """A half-open connection: the person is told that it failed, and the next try works."""
    async with world(tmp_path, transport="socket") as sluice:
        await sluice.said("/sluice")
        await sluice.act("socket", what="half-open")
        answer = await sluice.command(f"/assign writer: Memo\n{NOTES}")
        assert answer["status"] == 0
        assert "operation_timeout" in words(await sluice.ephemeral(ALICE, "operation_timeout"))
        await sluice.act("socket", what="close")

        async def heard() -> bool:
            return (
                bool(sluice.slack.delivery.sockets)
                and (await sluice.command(f"/assign writer: Memo\n{NOTES}"))["status"] == 200
            )

        await wait_for(heard, within=60)
        assert "T-1" in await sluice.said("/sluice")
        assert "T-2" not in await sluice.said("/sluice")


async def test_a_lost_event_changes_nothing_that_a_look_does_not_find(sluice: World) -> None:
    """Who was deactivated without our hearing of it has no say: the membership is looked up before the effect."""
    await sluice.said(f"/assign writer: Memo; reviewer @bob\n{NOTES}")
    (card,) = await sluice.cards(user=BOB)
    await sluice.act("fault", what="drop", method="user_change", times=9)
    await sluice.click(card, "Approve", user=BOB)
    sluice.slack.workspace.users[BOB]["deleted"] = True

    async def open_again() -> bool:
        shown = next(m for m in sluice.messages(sluice.dm(BOB)) if m["ts"] == card["message"]["ts"])
        return any(b["text"]["text"] == "Approve" for b in buttons(shown))

    await wait_for(open_again, "open again", within=60)
    assert sum("Approved" in m["text"] for m in sluice.messages(sluice.dm(ALICE))) == 0
