"""A person's own figures over the wire: in a message, a window and a file; with the week's first collection; for nobody
else."""

import asyncio
import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import engine
from storage.ledger.messages.posting import put_post
from storage.rules.posts import PostKind
from storage.tables import collected, collection, decision, item, post, schedule, stream
from tests.bot.test_moving import said
from tests.far_times import FAR
from tests.world import ALICE, BOB, World, buttons, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def do(sluice: World, *statements: Any) -> None:
    """Change rows behind the bot's back, as the passing of time would."""

    def change(tx: Any, team: str) -> None:
        for statement in statements:
            tx.conn.execute(statement)

    await sluice.bot.ledger.do(change, "T01TEST")


async def decided(sluice: World, count: int, into: str = "Beta", user: str = ALICE) -> None:
    """Let a person approve some tasks, one after the other, at once."""
    seen = set[str]()
    for _ in range(count):
        before = await effects(sluice)
        await sluice.said(f"/assign writer: Memo; for {into}\n{NOTES}", user)

        async def waits() -> bool:
            return "1 waits for you" in await sluice.said("/sluice", user)

        await wait_for(waits, "one waits")
        await sluice.said("/collect now", user)

        async def card() -> Any:
            return next((c for c in reversed(await sluice.cards(user)) if c["key"] not in seen), None)

        async def effected(before: int = before) -> bool:
            return await effects(sluice) > before

        shown = await wait_for(card)
        seen.add(shown["key"])
        await sluice.click(shown, "Approve", user)
        await wait_for(effected, "the decision takes effect")


async def effects(sluice: World) -> int:
    """Return how many decisions have taken effect."""
    counted = sa.select(sa.func.count()).where(decision.c.team == "T01TEST", decision.c.effected_at.is_not(None))
    return int(await sluice.bot.ledger.see(lambda read: read.conn.execute(counted).scalar_one()))


async def home(sluice: World, part: str, user: str = ALICE) -> Any:
    await sluice.act("open-home", user=user)

    async def look() -> Any:
        shown = sluice.slack.workspace.homes.get(user)
        return shown if shown and part in words(shown["blocks"]) else None

    return await wait_for(look, f"Home with “{part}”")


async def press(sluice: World, view: Any, text: str, user: str = ALICE) -> None:
    named = next(b for b in buttons(view) if b["text"]["text"] == text)
    action = {k: named[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=user, viewId=view["id"], action=action)


async def test_what_i_decided_is_told_to_me_alone(sluice: World) -> None:
    assert "Nothing decided." in await sluice.said("/sluice figures")
    await decided(sluice, 2)
    await decided(sluice, 1, "Billing")
    shown = await sluice.said("/sluice figures stream")
    assert "3 decided: 3 approved" in shown and "*Beta*\n2 decided: 2 approved" in shown and "*Billing*" in shown
    assert "not enough yet" in shown and "median" not in shown
    assert "Only you see these figures." in shown
    assert "Nothing decided." in await sluice.said("/sluice figures", BOB)


async def test_from_five_decisions_on_there_are_rates(sluice: World) -> None:
    await decided(sluice, 5)
    shown = await sluice.said("/sluice figures")
    assert "Approved at once: 5 of 5, median 1 round until approved" in shown
    assert "Ready to decided: median" in shown
    assert "This week:* 5 decided: 5 approved (5 unrevised) · median" in words(
        (await home(sluice, "5 decided"))["blocks"]
    )


async def test_more_on_home_opens_them_and_each_split_is_one_tap_away(sluice: World) -> None:
    await decided(sluice, 1)
    view = await home(sluice, "1 decided")
    assert "not enough yet for a median" in words(view["blocks"])
    await press(sluice, view, "More")
    window = await sluice.modal(callback="figures_view")
    assert "Week of" in words(window["blocks"])
    await press(sluice, window, "By worker")

    async def split() -> bool:
        return "*writer*" in words((await sluice.modal(callback="figures_view"))["blocks"])

    await wait_for(split, "by worker")


async def test_a_message_is_split_in_its_place(sluice: World) -> None:
    await decided(sluice, 1)
    await sluice.said("/sluice figures")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "By stream"))

    async def split() -> bool:
        return "*Beta*" in words(sluice.slack.workspace.ephemerals[ALICE][-1]) and "*Beta*" in words(message)

    await wait_for(split, "by stream")


@pytest.mark.parametrize("takes", [True, False])
async def test_a_chart_is_drawn_only_where_slack_takes_it(sluice: World, takes: bool) -> None:
    if not takes:
        await sluice.act("fault", method="blocks.validate", what="error", value="unknown_method", times=99)
    await decided(sluice, 1)

    async def kinds() -> list[str]:
        await sluice.said("/sluice figures")
        return [block["type"] for block in sluice.slack.workspace.ephemerals[ALICE][-1]["blocks"]]

    assert ("data_visualization" in await kinds()) is takes


async def test_my_figures_come_as_a_file_that_no_program_takes_for_formulas(sluice: World) -> None:
    await decided(sluice, 1)
    await do(sluice, sa.update(stream).values(name="=1+1"))
    assert "on their way to your direct messages" in await sluice.said("/sluice figures export")

    async def sent() -> Any:
        return next((f for f in sluice.slack.workspace.files.values() if f["name"].startswith("figures-")), None)

    file = await wait_for(sent, "the file")
    assert re.fullmatch(rf"figures-{ALICE}-since-\d{{4}}-\d\d-\d\d\.csv", file["name"])
    shared = await wait_for(lambda: _shared(sluice, file["id"]), "in her direct messages")
    assert shared["channel"] == sluice.dm()
    data = sluice.slack.workspace.uploads[file["id"]]
    lines = list(csv.DictReader(io.StringIO((data if isinstance(data, bytes) else data["data"]).decode())))
    assert [line["name"] for line in lines if line["by"] == "stream"] == ["'=1+1"]
    assert (lines[0]["decided"], lines[0]["approved"]) == ("1", "1")


async def _shared(sluice: World, file_id: str) -> Any:
    with_file = (m for m in sluice.messages(sluice.dm()) if file_id in [f["id"] for f in m.get("files") or ()])
    return next(with_file, None)


async def test_a_file_that_slack_does_not_take_is_told(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.act("fault", method="files.completeUploadExternal", what="error", value="invalid_channel", times=9)
    await sluice.said("/sluice figures export")
    assert "invalid_channel" in words(await sluice.message_with("I could not send your figures"))


@pytest.mark.parametrize("text", ["figures everything", "figures @bob", f"figures {BOB}", "figures team all"])
async def test_nobody_asks_for_the_figures_of_another(sluice: World, text: str) -> None:
    assert "I know: /sluice figures" in await sluice.said(f"/sluice {text}")


async def test_sums_are_for_administrators_and_of_five_people(tmp_path: Path) -> None:
    async with world(tmp_path, admins=[ALICE]) as sluice:
        await decided(sluice, 1)
        assert "Too few people for a sum" in await sluice.said("/sluice figures team")
        assert "administrator" in await sluice.said("/sluice figures team", BOB)


async def slot(sluice: World, day: datetime, channel: str = "") -> int:
    """A collection of Alice's, or of a channel's, at a slot of a day, with what waits for her; its id."""
    owner = channel or ALICE
    row = sa.select(schedule.c.id).where(schedule.c.team == "T01TEST", schedule.c.owner == owner)
    of = {"kind": "slot", "slot": f"{day:%Y-%m-%d} 09:00", "reviewer": "" if channel else ALICE, "channel": channel}

    def collect(tx: Any, team: str) -> int:
        made = {**of, "team": team, "schedule_id": tx.conn.execute(row).scalar_one(), "made_at": tx.now}
        new = int(tx.conn.execute(sa.insert(collection).values(made).returning(collection.c.id)).scalar_one())
        open_ = sa.select(item.c.id).where(item.c.team == team, item.c.reviewer == ALICE, item.c.closed_at.is_(None))
        for n, each in enumerate(tx.conn.execute(open_).scalars().all(), 1):
            shown = {"team": team, "collection_id": new, "item_id": each, "position": n, "minutes": 1.0}
            tx.conn.execute(sa.insert(collected).values(shown))
        put_post(tx, team, PostKind.DIGEST, new, channel=channel, owner="" if channel else ALICE)
        return new

    return await sluice.bot.ledger.do(collect, "T01TEST")


async def drawn(sluice: World, id_: int, channel: str = "") -> str:
    """What the message of a collection says."""
    query = sa.select(post.c.ts).where(post.c.team == "T01TEST", post.c.surface == "digest", post.c.subject == str(id_))

    async def look() -> str:
        ts = await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar())
        return next((words(m) for m in sluice.messages(channel or sluice.dm()) if ts and m["ts"] == ts), "")

    return str(await wait_for(look, "the digest"))


async def last_week(sluice: World) -> datetime:
    """Let Alice have decided five things last week, and one wait for her; this week's Monday."""
    await sluice.said(f"/collect at {FAR} daily")
    await decided(sluice, 5)
    await sluice.said(f"/assign writer: Open\n{NOTES}")

    async def waits() -> bool:
        return "1 waits for you" in await sluice.said("/sluice")

    await wait_for(waits, "one waits")
    today = datetime.now(UTC)
    monday = today - timedelta(days=today.weekday())
    last = monday - timedelta(days=3, hours=monday.hour)
    await do(sluice, sa.update(decision).values(at=last), sa.update(item).values(made_at=last - timedelta(hours=3)))
    return monday


async def test_the_weeks_first_collection_tells_of_the_week_before_and_no_other_does(sluice: World) -> None:
    monday = await last_week(sluice)
    first = await drawn(sluice, await slot(sluice, monday))
    assert "Last week: 5 decided, 5 approved (5 unrevised), median 3 h from ready" in first
    assert "Only you see these figures. More: /sluice figures" in first
    assert "Last week" not in await drawn(sluice, await slot(sluice, monday + timedelta(days=1)))
    assert "Last week" not in await drawn(sluice, await slot(sluice, monday + timedelta(days=7)))  # nothing decided


async def test_a_monday_that_brought_nothing_leaves_the_week_before_to_the_next(sluice: World) -> None:
    monday = await last_week(sluice)
    await do(
        sluice, sa.delete(post).where(post.c.subject == str(await slot(sluice, monday)), post.c.surface == "digest")
    )
    assert "Last week: 5 decided" in await drawn(sluice, await slot(sluice, monday + timedelta(days=1)))


async def test_a_channels_collection_tells_nobodys_figures(sluice: World) -> None:
    await sluice.said(f"/collect here at {FAR} daily")
    monday = await last_week(sluice)
    shown = await drawn(sluice, await slot(sluice, monday, "C01GEN"), "C01GEN")
    assert "Open" in shown and "Last week" not in shown


@pytest.fixture
def where(database: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a command on the database."""
    return {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": "" if engine.is_sqlite(database) else database}


async def run(where: dict[str, str], *args: str) -> tuple[int, str]:
    return await asyncio.to_thread(said, *args, **where)


async def test_the_command_line_gives_out_one_persons_figures(where: dict[str, str], tmp_path: Path) -> None:
    async with world(tmp_path, database=where["SLUICE_DATABASE_URL"]) as sluice:
        await decided(sluice, 1)
        await do(sluice, sa.update(decision).values(at=datetime.now(UTC) - timedelta(weeks=3)))
        code, text = await run(where, "export", "figures", "--person", ALICE)
        assert code == 0 and text.startswith("by,name,decided,approved,")
        assert "stream,Beta,1,1," in text
        code, text = await run(where, "export", "figures", "--person", "@alice", "--format", "json")
        assert (code, [row["by"] for row in json.loads(text)]) == (0, ["all", "week", "stream", "worker"])
        code, text = await run(where, "export", "figures", "--person", ALICE, "--format", "json", "--weeks", "2")
        assert (code, [row["decided"] for row in json.loads(text)]) == (0, [0])
        for wrong in (
            ("--person", "@nobody"),
            (),
            ("--person", ALICE, "--weeks", "0"),
            ("--person", ALICE, "--format", "x"),
        ):
            assert (await run(where, "export", "figures", *wrong))[0] != 0
        code, text = await run(where, "export", ALICE, "--to", str(tmp_path / "all.zip"))
        assert code == 0 and "rows and files" in text
        code, text = await run(where, "export", "--help")
        assert code == 0 and "figures" in text
