"""Several drafts of a collection that need one tap are approved from one exact list, each like a single one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.rules.values.check import Finding
from storage.tables import check, decision
from tests.bot.days import press
from tests.bot.plain_worker import SATURN, SHORT, collected, drawn, plain
from tests.bot.speaking import labels
from tests.world import Json, World, words

MANY = "approve_many_view"


@pytest.fixture
async def sluice(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    mark = request.node.get_closest_marker("undo")
    async with plain(tmp_path, undo_seconds=mark.args[0] if mark else 0.2) as made:
        yield made


def ticks(view: Json) -> dict[str, list[str]]:
    fields = [b for b in view["blocks"] if b.get("element", {}).get("type") == "checkboxes"]
    return {b["block_id"]: [o["value"] for o in b["element"]["initial_options"]] for b in fields}


@pytest.mark.undo(30)
async def test_the_ticked_drafts_are_approved_and_undone_together(sluice: World) -> None:
    message = await collected(sluice, SHORT, SHORT, SATURN, SHORT, SHORT)
    await press(sluice, message, "Approve the 4…")
    view = await sluice.modal(callback=MANY)
    assert "T-3" not in words(view)
    fields = [b["element"]["options"] for b in view["blocks"] if b["type"] == "input"]
    assert [(o["text"]["text"], "adds it to the card's thread" in o["description"]["text"]) for o in fields[0]] == [
        (f"T-{n} · Memo {n - 1}", True) for n in (1, 2, 4, 5)
    ]
    ticked = ticks(view)
    ticked["many0"].pop()
    await sluice.submit(view, **ticked)
    shown = await drawn(sluice, message, "3 of 5 decided")
    assert "Undo these 3" in labels(shown)
    await press(sluice, shown, "Undo these 3")
    again = await drawn(sluice, message, "5 to decide")
    assert "Approve the 4…" in labels(again) and "Undo these 3" not in labels(again)


async def test_two_are_no_list(sluice: World) -> None:
    message = await collected(sluice, SHORT, SHORT, SATURN)
    assert not any(label.startswith("Approve the") for label in labels(message))


async def test_what_leaves_the_workspace_is_in_no_list(sluice: World) -> None:
    sluice.slack.workspace.channels["C02RND"]["is_ext_shared"] = True
    message = await collected(sluice, SHORT, SHORT, f"{SHORT}; to #random")
    assert not any(label.startswith("Approve the") for label in labels(message))


async def test_what_got_in_doubt_meanwhile_is_left_and_named(sluice: World) -> None:
    message = await collected(sluice, SHORT, SHORT, SHORT)
    await press(sluice, message, "Approve the 3…")
    view = await sluice.modal(callback=MANY)
    doubtful = sa.update(check).where(check.c.team == "T01TEST", check.c.draft_id == 2)
    await sluice.bot.ledger.do(
        lambda tx, team: tx.conn.execute(doubtful.values(finding=str(Finding.IN_DOUBT))), "T01TEST"
    )
    await sluice.submit(view, **ticks(view))
    told = await sluice.message_with("Not done: T-2: something is in doubt there meanwhile.")
    assert "T-1" not in words(told)
    assert await approved(sluice) == 2


async def test_a_tap_on_each_button_alone_offers_no_common_undo(sluice: World) -> None:
    message = await collected(sluice, SHORT, SHORT, SHORT)
    for _ in range(2):
        now = next(m for m in sluice.messages(message["channel"]) if m["ts"] == message["ts"])
        await press(sluice, now, "Approve")
        await drawn(sluice, message, "decided")
    assert not any(label.startswith("Undo these") for label in labels(await drawn(sluice, message, "2 of 3 decided")))


@pytest.mark.undo(30)
async def test_the_same_form_twice_approves_once(sluice: World) -> None:
    message = await collected(sluice, SHORT, SHORT, SHORT)
    await press(sluice, message, "Approve the 3…")
    view = await sluice.modal(callback=MANY)
    await sluice.submit(view, **ticks(view))
    await drawn(sluice, message, "3 decided")
    assert await approved(sluice) == 3


async def approved(sluice: World) -> int:
    mine = decision.c.team == "T01TEST", decision.c.verdict == "approve", decision.c.undone_at.is_(None)
    query = sa.select(sa.func.count()).select_from(decision).where(*mine)
    return int(await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar_one()))
