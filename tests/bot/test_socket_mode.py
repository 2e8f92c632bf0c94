"""Socket Mode as Slack plays it: it announces ends, opens no more than ten, and sends an envelope twice."""

import asyncio
import time
from pathlib import Path

import pytest

from bot import app
from bot.demonstration.stage import local_config
from bot.given import Given
from bot.outbound.pacing import Pacer
from bot.setup.settings import BadSettings
from localslack.server import LocalSlack
from storage.tables import task
from tests.world import ALICE, World, configured, count, wait_for

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
pytestmark = pytest.mark.parametrize("sluice", ["socket"], indirect=True)


async def connected(sluice: World, before: object = None) -> object:
    async def look() -> object:
        sockets = [s for s in sluice.slack.delivery.sockets if s is not before]
        return sockets[0] if sockets else None

    return await wait_for(look, "a connection")


async def settled(sluice: World, socket: object) -> None:
    """Wait until a connection stays: told to go and cut off, the library may open one more than it needs."""
    for _ in range(20):
        await asyncio.sleep(0.5)
        now = [*sluice.slack.delivery.sockets]
        if now == [socket]:
            return
        socket = now[-1] if now else None


@pytest.mark.parametrize("trouble", ["refresh_requested", "too_many_websockets", "close"])
async def test_another_connection_takes_over_when_one_ends(sluice: World, trouble: str) -> None:
    first = await connected(sluice)
    await sluice.act("socket", what=trouble)
    await settled(sluice, await connected(sluice, first))
    assert (await sluice.command(f"/assign writer: Memo\n{NOTES}"))["status"] == 200
    await sluice.ephemeral(ALICE, "T-1")


async def test_a_warning_ends_nothing(sluice: World) -> None:
    await connected(sluice)
    await sluice.act("socket", what="warning")
    assert (await sluice.command("/assign writer: Memo"))["status"] == 200
    await sluice.ephemeral(ALICE, "T-1")


async def test_an_envelope_that_comes_twice_counts_once(sluice: World) -> None:
    await connected(sluice)
    await sluice.act("fault", what="twice", method="/assign", times=1)
    assert "T-1" in await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.act("fault", what="twice", method="block_actions", times=1)
    await sluice.click((await sluice.cards())[0], "Approve")
    await sluice.message_with("You approved it")
    assert await count(sluice, task) == 1


async def test_it_is_acknowledged_within_three_seconds_while_the_process_is_busy(sluice: World) -> None:
    await connected(sluice)

    async def busy() -> None:
        until = time.monotonic() + 2.5
        while time.monotonic() < until:
            sum(range(200_000))
            await asyncio.sleep(0)

    working = [asyncio.create_task(busy()) for _ in range(4)]
    answers = await asyncio.gather(*(sluice.command(f"/assign writer: Memo {n}") for n in range(10)))
    await asyncio.gather(*working)
    assert {answer["status"] for answer in answers} == {200}


async def test_of_two_connections_either_may_get_a_delivery(sluice: World) -> None:
    """Slack gives an envelope to any one of the connections (here a second one that acknowledges and does nothing)."""
    await connected(sluice)
    heard = []
    bearer = {"Authorization": f"Bearer {sluice.slack.config.app_token}"}
    async with sluice.session.post(f"{sluice.slack.url}/api/apps.connections.open", headers=bearer) as got:
        url = (await got.json())["url"]
    async with sluice.session.ws_connect(url) as second:

        async def listen() -> None:
            async for frame in second:
                body = frame.json()
                if "envelope_id" in body:
                    if body["type"] == "slash_commands":
                        heard.append(body["envelope_id"])
                    await second.send_json({"envelope_id": body["envelope_id"]})

        listening = asyncio.create_task(listen())
        answers = [await sluice.command(f"/assign writer: Memo {n}") for n in range(20)]
        listening.cancel()
    assert {answer["status"] for answer in answers} == {200}
    assert await count(sluice, task) + len(heard) == 20 and heard and await count(sluice, task)


@pytest.mark.parametrize("error", ["invalid_auth", "too_many_websockets"])
async def test_a_token_that_opens_no_socket_ends_the_start_and_a_full_house_is_waited_for(
    sluice: World, tmp_path: Path, error: str
) -> None:
    slack = LocalSlack(config=local_config())
    base = await slack.start()
    slack.faults.order({"what": "error", "method": "apps.connections.open", "value": error})
    settings = configured(tmp_path / "other", base, "socket")
    try:
        if error == "invalid_auth":
            with pytest.raises(BadSettings, match="Slack does not know SLACK_APP_TOKEN"):
                await app.start(settings, given=Given(pacer=Pacer(0, 0)))
        else:
            bot = await app.start(settings, given=Given(pacer=Pacer(0, 0)))
            assert slack.delivery.sockets
            await bot.stop()
    finally:
        await slack.stop()
