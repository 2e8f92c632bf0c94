"""Slack sends an app what it posted and changed itself, and much that is no words of a person: nothing comes of it."""

from typing import Any

import pytest

from storage.tables import inbox, task
from tests.world import ALICE, GENERAL, World, count, wait_for

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def own(sluice: World, subtype: str | None, channel: str = "") -> list[Any]:
    """Wait for an event about a message of the app's own, and return all of that kind."""

    async def look() -> list[Any]:
        sent = [line for line in sluice.slack.workspace.log if line["what"] == "event message of its own"]
        return [
            line
            for line in sent
            if (event := line["sent"]["event"]).get("subtype") == subtype and channel in ("", event["channel"])
        ]

    return list(await wait_for(look, f"an event {subtype} of the app's own"))


@pytest.mark.undo(5)
@pytest.mark.parametrize("sluice", ["http", "socket"], indirect=True)
async def test_what_the_app_posts_and_changes_comes_back_and_means_nothing(sluice: World, logs: list[Any]) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Open")
    await sluice.click(card, "Approve")
    await sluice.message_with("Undo")
    for subtype in (None, "message_changed"):
        assert {line["status"] for line in await own(sluice, subtype, sluice.dm())} == {200}
    assert await count(sluice, task) == 1
    assert [
        line for line in logs if line["event"] in ("visitor.elsewhere", "dispatch.unread", "socket.malformed")
    ] == []


SAID = {"channel": GENERAL, "channel_type": "channel", "ts": "1712345678.000100", "event_ts": "1712345678.000100"}
MENTION = "<@U0BOT> writer: Memo"
SUBTYPES = (
    {"subtype": "message_changed", "hidden": True, "message": {"user": ALICE, "text": MENTION, "ts": "1.1"}},
    {"subtype": "message_deleted", "hidden": True, "deleted_ts": "1.1", "previous_message": {"user": ALICE}},
    {"subtype": "message_replied", "message": {"user": ALICE, "text": MENTION}},
    {"subtype": "bot_message", "bot_id": "B9", "username": "a workflow", "text": MENTION},
    {"subtype": "channel_join", "user": "U0BOT", "text": "<@U0BOT> has joined the channel"},
    {"subtype": "channel_join", "user": ALICE, "text": "<@U01ALICE> has joined the channel", "inviter": "U0BOT"},
    {"subtype": "channel_topic", "user": ALICE, "topic": MENTION, "text": f"set the channel topic: {MENTION}"},
    {"subtype": "channel_name", "user": ALICE, "old_name": "a", "name": "b", "text": "renamed"},
    {"subtype": "channel_archive", "user": ALICE, "text": "archived the channel"},
    {"subtype": "pinned_item", "user": ALICE, "item_type": "C", "text": MENTION},
    {"subtype": "reminder_add", "user": ALICE, "text": f"set up a reminder “{MENTION}”"},
    {"subtype": "ekm_access_denied", "user": "UREVOKEDU", "text": "", "hidden": True},
    {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": True},
    {"subtype": "assistant_app_thread", "user": "U0BOT", "assistant_app_thread": {"title": MENTION}},
    {"subtype": "huddle_thread", "user": "USLACKBOT", "room": {"id": "R1"}, "text": ""},
    {"subtype": "brand_new", "user": ALICE, "text": MENTION},
    {"user": "USLACKBOT", "text": MENTION, "bot_id": "B01"},
)


@pytest.mark.parametrize("more", SUBTYPES, ids=lambda event: event.get("subtype", "slackbot"))
@pytest.mark.parametrize("kind", ["channel", "im", "a thread of ours"])
async def test_what_no_person_said_starts_and_decides_nothing(
    sluice: World, kind: str, more: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    before = await count(sluice, inbox)
    where = {"channel": {"channel": GENERAL}, "im": {"channel": sluice.dm(), "channel_type": "im"}}.get(
        kind, {"channel": sluice.dm(), "channel_type": "im", "thread_ts": card["message"]["ts"]}
    )
    event = {"type": "message", **SAID, **where, **more}
    assert (await sluice.act("event", event=event, unasked=True))["status"] == 200
    assert await count(sluice, inbox) == before  # nothing of it is kept
    assert await count(sluice, task) == 1
    assert [r for r in caplog.records if r.exc_info] == []
