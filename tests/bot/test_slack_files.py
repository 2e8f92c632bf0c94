"""Files in Slack over the wire: an answer that is lost once does not lose the file."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.outbound import slack_files
from bot.outbound.outcomes import Later, Never
from bot.outbound.slack_files import SlackFiles
from bot.surfaces import material
from storage.rules.values.draft import File
from storage.tables import task
from tests.world import ALICE, World, wait_for

Json = dict[str, Any]


class Host:
    """A host of files that answers in an order that a test gave; what it has, once the order is through."""

    def __init__(self) -> None:
        self.order, self.asked = list[int | None](), 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        status = self.order.pop(0) if self.order else 200
        if status is None and request.transport is not None:
            request.transport.close()
        return web.Response(status=status or 200, text="the notes")


class Slack:
    """A gateway that knows where files are put."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address, self.client = session, address, type("Client", (), {"token": "xoxb-x"})
        self.hosts = frozenset({address.split("/")[2]})

    async def call(self, method: str, **_: Any) -> Json:
        return {"upload_url": self.address, "file_id": "F1"}


@pytest.fixture
async def host(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Host, SlackFiles, str]]:
    monkeypatch.setattr(slack_files, "PAUSES", (0.01, 0.02))
    made, served = Host(), web.Application()
    served.router.add_route("*", "/notes.txt", made.answer)
    runner = web.AppRunner(served)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/notes.txt"
    async with aiohttp.ClientSession() as session:
        gateway: Any = Slack(session, address)
        yield made, SlackFiles(gateway), address
    await runner.cleanup()


@pytest.mark.parametrize("lost", [[None], [503], [429, 500], [408, None]])
async def test_a_file_is_asked_for_again(host: tuple[Host, SlackFiles, str], lost: list[int | None]) -> None:
    made, files, address = host
    made.order = [*lost]
    assert await files.read({"url_private": address}) == b"the notes"


async def test_a_host_that_stays_away_is_said_to_be(host: tuple[Host, SlackFiles, str]) -> None:
    made, files, address = host
    made.order = [503] * 9
    with pytest.raises(Later):
        await files.read({"url_private": address})
    assert made.asked == 3


async def test_what_is_refused_is_asked_for_once(host: tuple[Host, SlackFiles, str]) -> None:
    made, files, address = host
    made.order = [403, 200]
    assert await files.read({"url_private": address}) is None
    assert made.asked == 1


@pytest.mark.parametrize("status, why", [(429, Later), (408, Later), (503, Later), (403, Never)])
async def test_an_upload_waits_where_slack_asks_for_patience(
    host: tuple[Host, SlackFiles, str], status: int, why: type[Exception]
) -> None:
    made, files, _ = host
    made.order = [status]
    with pytest.raises(why):
        await files.upload(File("a.docx", "application/x", b"abc"))


async def test_a_task_waits_for_its_file_while_slack_is_busy(sluice: World) -> None:
    file = (await sluice.act("file", user=ALICE, name="notes.txt", text="It costs 39 €."))["body"]
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await sluice.act("fault", method="files.info", what="status", value=429, retry_after=1, times=1)
    await sluice.submit(view, goal="Memo on the price", worker="writer", files=[file])

    async def given() -> str:
        rows = await sluice.bot.ledger.see(lambda read: read.conn.execute(sa.select(task.c.brief)).scalars().all())
        return str(rows[0]["sources"]) if rows else ""

    assert "It costs 39 €." in await wait_for(given, "a task")


async def test_a_task_goes_on_without_a_file_that_slack_never_describes(
    sluice: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "FIRST_LOOK", 0.01)
    monkeypatch.setattr(material, "PATIENCE", 0.5)
    file = (await sluice.act("file", user=ALICE, name="notes.txt", text="It costs 39 €."))["body"]
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await sluice.act("fault", method="files.info", what="error", value="internal_error", times=1000)
    await sluice.submit(view, goal="Memo on the price", worker="writer", files=[file])
    await sluice.ephemeral(ALICE, "notes.txt: Slack did not give it")
