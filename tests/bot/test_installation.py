"""What happens to the app itself, and to who may use it, in a workspace that changes under it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.demonstration.stage import local_config
from bot.outbound.posting import FAILURES
from storage.ledger import people
from storage.ledger.collections import collecting
from storage.tables import job, schedule
from tests.bot.days import full
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, World, buttons, wait_for, words, world

RANDOM = "C02RND"
NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


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
    """Let Slack tell of the app; after an uninstallation, its token is of no use."""
    if kind in ("app_uninstalled", "tokens_revoked"):
        await sluice.act("fault", method="auth.test", what="error", value="account_inactive", times=1)
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


async def test_what_is_approved_after_an_uninstallation_is_posted_when_it_is_installed_again(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
        card = (await sluice.cards())[0]
        await event(sluice, "tokens_revoked", tokens={"bot": ["U0BOT"]})
        await sluice.click(card, "Approve")

        async def waits() -> bool:
            found = [state for surface, state in await posts(sluice) if surface == "delivery"]
            return found == ["pending"]

        await wait_for(waits, "it is promised")
        await asyncio.sleep(1)
        assert await waits() and not [m for m in sluice.messages(GENERAL) if "Approved" in m["text"]]

        def due(tx: Any) -> None:
            tx.conn.execute(sa.update(job).where(job.c.team == "T01TEST", job.c.kind == "post").values(due=tx.now))

    async with world(tmp_path) as sluice:
        await sluice.bot.ledger.do(due)
        await sluice.message_with("Approved by", GENERAL)


async def posts(sluice: World) -> list[tuple[str, str]]:
    from storage.tables import post

    query = sa.select(post.c.surface, post.c.state).where(post.c.team == "T01TEST").order_by(post.c.id)
    return [tuple(row) for row in await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).all())]


async def test_an_administrators_stop_outlives_a_reinstallation(tmp_path: Path) -> None:
    async with world(tmp_path, admins=(ALICE,)) as sluice:
        await sluice.said("/assign writer: Memo")
        await sluice.said("/sluice stop all")
        await event(sluice, "app_uninstalled")
    async with world(tmp_path, admins=(ALICE,)) as sluice:
        assert f"All agents are stopped by <@{ALICE}>" in await sluice.said("/sluice")


async def test_only_the_bots_own_token_ends_the_work(sluice: World) -> None:
    await event(sluice, "tokens_revoked", tokens={"oauth": ["U01ALICE"]})
    await event(sluice, "tokens_revoked", tokens=5)
    assert "has started" in await sluice.said("/assign writer: Memo")
    await event(sluice, "tokens_revoked", tokens={"bot": ["U0BOT"]})
    assert "since the app was uninstalled" in await sluice.said("/assign writer: Second")


async def test_a_renamed_workspace_an_archived_channel_and_what_says_nothing(sluice: World) -> None:
    await sluice.said(f"/collect here at {FAR} daily")
    await event(sluice, "team_rename", name="Acme")
    await event(sluice, "channel_rename", channel={"id": GENERAL, "name": "all"})
    await event(sluice, "channel_archive", channel=GENERAL, user=ALICE)
    for odd in ({"name": 5}, {}, {"channel": {}}):
        for kind in ("team_rename", "channel_archive", "member_joined_channel", "user_change", "something_new"):
            await event(sluice, kind, **odd)
    assert "This channel:" not in await sluice.said("/collect")
    await sluice.message_with("was archived: its collections have ended")


async def test_who_has_work_that_goes_to_an_archived_channel_hears_of_it(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to <#{RANDOM}>\n{NOTES}")
    await sluice.said(f"/assign writer: News; to <#{RANDOM}>; every Monday 7:00")
    await sluice.said(f"/assign writer: Other; to <#{GENERAL}>\n{NOTES}")
    await event(sluice, "channel_archive", channel=RANDOM, user=BOB)
    line = full(await sluice.message_with("was archived"))
    assert (
        f"<#{RANDOM}> was archived, and what is approved of T-1, T-2 with all its tasks is to be posted there: unarchive"
        in line
    )


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
        assert "nothing has started yet" in await sluice.said(f"/assign writer: Memo\n{NOTES}")  # nobody is known
        person = await sluice.bot.ledger.see(people.find, "T01TEST", ALICE)
        assert person is not None and not person.actor.deleted


async def test_where_files_may_not_be_sent_the_words_come_with_the_permission_that_is_missing(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"files:write"}))
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        card = (await sluice.cards())[0]
        await sluice.click(card, "Approve")
        told = await sluice.message_with("Slack did not take memo-v1.md (missing_scope files:write)")
        assert told["thread_ts"] == card["message"]["ts"] and "We decided to ship" in words(told)
        await sluice.message_with("It was added to the card's thread")


async def test_without_leave_to_write_posts_wait_and_nothing_fails(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"chat:write", "chat:write.public"}))
    async with world(tmp_path, config=config) as sluice:
        assert "T-1" in await sluice.said(f"/assign writer: Memo\n{NOTES}")

        async def tried() -> bool:
            return any(line["what"] == "chat.postMessage" for line in sluice.slack.workspace.log)

        async def waits() -> bool:
            return {state for _, state in await posts(sluice)} == {"pending"}

        await wait_for(tried, "a post is tried")
        await wait_for(waits, "all posts wait")


@pytest.mark.parametrize("state", ["failed", "unknown"])
async def test_a_result_that_direct_messages_did_not_take_is_told_with_a_button(sluice: World, state: str) -> None:
    await sluice.said(f"/assign writer: Memo; reviewer @bob\n{NOTES}")
    card = (await sluice.cards(BOB))[0]
    await sluice.message_with("Hello")
    if state == "failed":
        await sluice.act("fault", method="chat.postMessage", what="error", value="message_limit_exceeded", times=1)
    else:
        await sluice.act("fault", method="chat.postMessage", what="reset", times=1)
        await sluice.act("fault", method="conversations.history", what="error", value="missing_scope", times=1)
    await sluice.click(card, "Approve", BOB)
    told = await sluice.message_with("press Deliver again")
    assert "your direct messages" in words(told)
    await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Deliver again"))
    await sluice.message_with("was sent to you here")
    assert sum("Approved" in m["text"] for m in sluice.messages(sluice.dm())) == (1 if state == "failed" else 2)


async def test_nobody_else_can_have_a_result_delivered(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; reviewer @bob\n{NOTES}")
    await sluice.message_with("Hello")
    card = (await sluice.cards(BOB))[0]
    await sluice.act("fault", method="chat.postMessage", what="error", value="message_limit_exceeded", times=1)
    await sluice.click(card, "Approve", BOB)
    told = await sluice.message_with("press Deliver again")
    await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Deliver again"), CARA)
    await sluice.ephemeral(CARA, "I can't find that")


async def test_two_files_of_one_name_and_size_both_arrive(sluice: World) -> None:
    """An upload whose answer is lost shows nothing: a file of the task before is no sign that this one is there."""
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.message_with("Hello")
    await sluice.click((await sluice.cards())[0], "Approve")

    async def count_files(number: int) -> bool:
        return sum(len(m.get("files") or ()) for m in sluice.messages(sluice.dm())) == number

    await wait_for(lambda: count_files(1), "the first file")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards(at_least=1))[-1]
    await sluice.act("fault", method="files.getUploadURLExternal", what="status", value=500, times=1)
    await sluice.click(card, "Approve")
    await wait_for(lambda: count_files(2), "the second file", within=60)


async def test_what_slack_always_fails_at_is_told_in_the_end_and_holds_nobody_up(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    fault = {"method": "files.completeUploadExternal", "what": "error", "value": "internal_error"}
    await sluice.act("fault", **fault, times=1000)
    await sluice.click(card, "Approve")

    async def backs_off() -> bool:
        calls = [line for line in sluice.slack.workspace.log if line["what"] == "files.completeUploadExternal"]
        return len(calls) >= 3

    await wait_for(backs_off, "it is tried again", within=60)
    later = sa.select(job.c.due).where(job.c.team == "T01TEST", job.c.kind == "post", job.c.state == "due")

    async def waits() -> bool:
        due = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(later).scalar())
        return due is not None and (due - sluice.bot.ledger.clock()).total_seconds() > 2

    await wait_for(waits, "ever more seldom")
    last = sa.update(job).where(job.c.team == "T01TEST", job.c.kind == "post", job.c.state == "due")
    last = last.values(tries=FAILURES - 1, due=sluice.bot.ledger.clock())
    await sluice.bot.ledger.do(lambda tx: tx.conn.execute(last))
    await sluice.message_with("I could not post *T-1 · Memo*")


async def test_after_the_last_try_of_a_post_slack_is_asked_until_it_says(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
    await sluice.message_with("Hello")
    await sluice.cards()
    from bot.outbound.outcomes import Later
    from bot.outbound.pacing import Pacer
    from bot.outbound.posting import Posting
    from storage.jobs.port import Again, Job
    from storage.ledger.messages import posting

    class Away:
        """A Slack that is away at first, and then says nothing that can be read."""

        answers: Iterator[Exception] = iter((Later(1, "away"), ValueError("odd")))

        async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
            raise next(self.answers)

    ledger = sluice.bot.ledger

    def put(tx: Any) -> int:
        post_id = posting.put_post(tx, "T01TEST", "line", "x", channel=GENERAL, owner=ALICE)
        posting.mark_sending(tx, "T01TEST", post_id)
        tx.jobs.cancel(tx.conn, "T01TEST", "post", str(post_id))  # the bot itself leaves it alone
        return post_id

    number = await ledger.do(put)
    away: Any = Away()
    outbox = Posting(ledger=ledger, slack=away, files=away, canvases=away, pace=Pacer(0, 0), pictures={})
    given_up = Job(id=1, team="T01TEST", kind="post", key=str(number), tries=20, lock=None, queue="slack")
    with pytest.raises(Again):
        await outbox.buried(given_up, "given up")
    assert (await ledger.see(posting.get_post, "T01TEST", number)).state == "sending"
    await outbox.buried(given_up, "given up")
    post = await ledger.see(posting.get_post, "T01TEST", number)
    assert post.state == "unknown"
