"""What happens to the app itself, and to who may use it, in a workspace that changes under it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.stage import local_config
from storage.ledger import collecting, people
from storage.tables import schedule
from tests.world import ALICE, BOB, GENERAL, World, buttons, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\n"


async def ring(sluice: World, owner: str) -> None:
    """Let the collection of a channel or a person come due now."""
    ledger = sluice.bot.ledger

    def due(tx: Any) -> tuple[str, int]:
        past = tx.wall - timedelta(days=1)
        row = tx.conn.execute(
            sa.update(schedule)
            .where(schedule.c.team == "T01TEST", schedule.c.owner == owner)
            .values(next_at=past, since=past - timedelta(days=1))
            .returning(schedule.c.team, schedule.c.id)
        ).one()
        return row.team, row.id

    team, schedule_id = await ledger.do(due)
    await ledger.do(collecting.claim_slot, team, schedule_id)


async def event(sluice: World, kind: str, **more: Any) -> None:
    answer = await sluice.act("event", event={"type": kind, **more}, unasked=True)
    assert answer["status"] == 200


async def test_after_an_uninstallation_agents_stop_and_posts_wait(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said("/sluice")
        await sluice.message_with("Hello")
        await sluice.act("fault", what="error", method="chat.postMessage", value="account_inactive", times=10_000)
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await event(sluice, "app_uninstalled")
        assert "since the app was uninstalled" in await sluice.said("/assign writer: Second")
        assert "failed" not in str(await posts(sluice))
    async with world(tmp_path) as sluice:  # installed again, with its new token
        assert "T-1 · Memo" in await sluice.said("/sluice")
        assert "All agents are stopped" not in await sluice.said("/sluice")


async def posts(sluice: World) -> list[tuple[str, str]]:
    from storage.tables import post

    query = sa.select(post.c.surface, post.c.state).where(post.c.team == "T01TEST").order_by(post.c.id)
    return [tuple(row) for row in await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).all())]


async def test_only_the_bots_own_token_ends_the_work(sluice: World) -> None:
    await event(sluice, "tokens_revoked", tokens={"oauth": ["U01ALICE"]})
    await event(sluice, "tokens_revoked", tokens=5)
    assert "has started" in await sluice.said("/assign writer: Memo")
    await event(sluice, "tokens_revoked", tokens={"bot": ["U0BOT"]})
    assert "since the app was uninstalled" in await sluice.said("/assign writer: Second")


async def test_a_renamed_workspace_an_archived_channel_and_what_says_nothing(sluice: World) -> None:
    await sluice.said("/collect here at 9:00 daily")
    await event(sluice, "team_rename", name="Acme")
    await event(sluice, "channel_rename", channel={"id": GENERAL, "name": "all"})
    await event(sluice, "channel_archive", channel=GENERAL, user=ALICE)
    for odd in ({"name": 5}, {}, {"channel": {}}):
        for kind in ("team_rename", "channel_archive", "member_joined_channel", "user_change", "something_new"):
            await event(sluice, kind, **odd)
    assert "This channel:" not in await sluice.said("/collect")


async def test_a_revoked_token_loses_no_post(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", what="error", method="chat.postMessage", value="token_revoked", times=1)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")

    async def waiting() -> bool:
        return ("digest", "pending") in await posts(sluice)

    await wait_for(waiting, "the digest waits")
    assert ("digest", "failed") not in await posts(sluice)


async def test_a_collection_that_direct_messages_refuse_is_kept_told_and_comes_again(tmp_path: Path) -> None:
    async with world(tmp_path, admins=(BOB,)) as sluice:
        await sluice.said("/sluice")
        await sluice.message_with("Hello")
        await sluice.act("fault", what="error", method="chat.postMessage", value="restricted_action", times=1)
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.message_with("Slack does not take the collection of", sluice.dm(BOB))
        await sluice.act("open-home", user=ALICE)

        async def home() -> bool:
            view = sluice.slack.workspace.homes.get(ALICE)
            return view is not None and "Slack did not take your last collection" in words(view)

        await wait_for(home, "Home says so")
        await sluice.said("/collect now")
        await sluice.cards()


async def test_an_installation_without_a_permission_says_what_is_missing(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"files:write", "users:read"}))
    async with world(tmp_path, config=config) as sluice:
        await sluice.act("open-home", user=ALICE)

        async def home() -> bool:
            view = sluice.slack.workspace.homes.get(ALICE)
            return view is not None and "The permission users:read is missing" in words(view)

        await wait_for(home, "Home says what is missing")
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.click((await sluice.cards())[0], "Approve")
        told = await sluice.message_with("What you decided on T-1 waits")
        assert "missing_scope" in words(told)
        person = await sluice.bot.ledger.see(people.find, "T01TEST", ALICE)
        assert person is not None and not person.actor.deleted


async def test_a_file_that_may_not_be_sent_is_told_with_the_permission_that_it_needs(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"files:write"}))
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
        await sluice.click((await sluice.cards())[0], "Approve")
        told = await sluice.message_with("I could not send the file of")
        assert "files:write" in words(told)
        assert {b["text"]["text"] for b in buttons(told)} >= {"Deliver again"}
