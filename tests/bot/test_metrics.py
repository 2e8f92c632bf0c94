"""`/health` and `/metrics` of a running bot, over HTTP, in both modes."""

import re
from pathlib import Path

import pytest

from bot.inbound.health import Health, turning
from bot.operations.metrics import where
from bot.setup.settings import BadSettings, load
from storage import engine
from tests.conftest import new_ledger
from tests.faults.processes import free_port
from tests.world import World, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
LINE = re.compile(r'^(# (HELP|TYPE) sluice_\w+ .+|sluice_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.]+)$')


async def got(sluice: World, url: str) -> tuple[int, str]:
    async with sluice.session.get(url) as answer:
        return answer.status, await answer.text()


def value(text: str, sample: str) -> float:
    return next(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(f"{sample} "))


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_what_was_done_is_counted(tmp_path: Path, transport: str) -> None:
    place = f"127.0.0.1:{free_port()}"
    async with world(tmp_path, transport=transport, metrics=place) as sluice:
        await sluice.said(f"/assign writer: Memo; must: names the date\n{NOTES}")
        await sluice.click((await sluice.cards())[0], "Approve")
        await sluice.message_with("You approved it")
        status, health = await got(sluice, f"http://{place}/health")
        assert (status, health) == (200, '{"ok": true}')
        status, text = await got(sluice, f"http://{place}/metrics")
    assert status == 200 and all(LINE.match(line) for line in text.splitlines()), text
    answered = value(text, "sluice_acknowledgement_seconds_count")
    assert answered >= 2 and value(text, 'sluice_acknowledgement_seconds_bucket{le="+Inf"}') == answered
    assert value(text, 'sluice_decisions{verdict="approve"}') == 1
    assert value(text, 'sluice_posts{state="sent"}') >= 1
    assert value(text, 'sluice_jobs{kind="effect"}') >= 0 and value(text, "sluice_ledger_up") == 1


async def test_slacks_door_shows_no_metrics(sluice: World) -> None:
    door = f"http://127.0.0.1:{sluice.bot.port}"
    assert (await got(sluice, f"{door}/metrics"))[0] == 404
    assert (await got(sluice, f"{door}/health")) == (200, '{"ok": true}')


@pytest.mark.parametrize(
    "text, place",
    [("", ("127.0.0.1", 9464)), ("9000", ("127.0.0.1", 9000)), ("0.0.0.0:9000", ("0.0.0.0", 9000)), ("off", None)],
)
def test_it_stays_on_this_machine_unless_it_is_set(
    monkeypatch: pytest.MonkeyPatch, text: str, place: tuple[str, int] | None
) -> None:
    monkeypatch.setenv("SLUICE_METRICS", text)
    assert where(load().secrets.sluice_metrics) == place


@pytest.mark.parametrize(
    "text", ["http://here", "0", "0.0.0.0:0"]
)  # of 0 the machine would choose a port, told nowhere
def test_a_place_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SLUICE_METRICS", text)
    with pytest.raises(BadSettings, match="SLUICE_METRICS"):
        load()


async def test_health_says_when_background_work_stands_still(tmp_path: Path) -> None:
    still, ledger = 0.0, new_ledger(engine.sqlite_url(tmp_path))
    health = Health(ledger, lambda: still, lambda: 0.0)
    assert (await health.answer()).status == 200
    still = 31.0
    answer = await health.answer()
    assert answer.status == turning(lambda: still).status == 503
    assert "no look for work for 31 s" in (answer.text or "")
    ledger.close()
