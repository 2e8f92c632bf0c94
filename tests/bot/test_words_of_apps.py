"""What other apps post, what is forwarded, and what Sluice posted itself is material like any other message."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.words.said_in import words_of
from storage.tables import task
from tests.world import ALICE, BOB, GENERAL, Json, World, wait_for, words

ALERT = {
    "id": 1,
    "fallback": "[FIRING] disk full on db-7",
    "title": "[FIRING] disk full on db-7",
    "text": "Usage 97 % since 14:02. Rotate the log.",
    "fields": [{"title": "Owner", "value": "Dana"}],
}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "Decided by "}, {"type": "user", "user_id": BOB}],
        },
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.example"}]},
            ],
        },
    ],
}
FORWARDED = {
    "is_share": True,
    "is_msg_unfurl": True,
    "author_name": "Bob",
    "text": "The price is 39 €.",
    "from_url": "x",
}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "Hello", "blocks": [RICH]}, "Hello"),
        ({"text": "", "attachments": [ALERT]}, f"{ALERT['title']}\n{ALERT['text']}\nOwner: Dana"),
        ({"text": "", "attachments": [{"fallback": "only this"}]}, "only this"),
        ({"text": "", "blocks": [RICH]}, f"Decided by <@{BOB}>\none\nhttps://a.example"),
        ({"text": "short", "bot_id": "B1", "blocks": [RICH]}, f"Decided by <@{BOB}>\none\nhttps://a.example"),
        ({"text": "Make a FAQ", "attachments": [FORWARDED]}, "Make a FAQ\nBob: The price is 39 €."),
        ({"text": "See this", "attachments": [{"from_url": "https://a.example", "title": "A page"}]}, "See this"),
        ({"text": None, "blocks": "odd", "attachments": [None, 3, {"fields": [None]}]}, ""),
        ({"blocks": [{"type": "actions", "elements": [{"text": {"text": "Approve"}}]}]}, ""),
    ],
)
def test_all_words_of_a_message(message: dict[str, Any], said: str) -> None:
    assert words_of(message) == said


async def material(sluice: World) -> str:
    rows = await sluice.bot.ledger.see(lambda read: read.conn.execute(sa.select(task.c.brief)).scalars().all())
    return str([source["text"] for row in rows for source in row["sources"]])


async def assigned(sluice: World, message: Json, goal: str) -> str:
    """Assign a message by the shortcut; return what stood in the form."""
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=GENERAL, messageTs=message["ts"])
    view = await sluice.modal(ALICE)
    await sluice.submit(view, goal=goal, worker="writer")

    async def there() -> bool:
        return await material(sluice) != "[]"

    await wait_for(there, "the material has come")
    return words(view)


@pytest.mark.unjudged
async def test_an_alert_comes_along_with_all_that_it_says(sluice: World) -> None:
    said = {"subtype": "bot_message", "bot_id": "B99", "username": "PagerDuty", "text": "", "attachments": [ALERT]}
    form = await assigned(sluice, sluice.slack.workspace.say(GENERAL, said), "Write an incident note")
    assert "disk full on db-7" in form
    assert "Rotate the log." in await material(sluice) and "Owner: Dana" in await material(sluice)


@pytest.mark.unjudged
async def test_what_sluice_posted_comes_along_where_it_was_chosen(sluice: World) -> None:
    own = {"user": "U0BOT", "bot_id": "B0", "text": "Approved by <@U01ALICE>: Memo", "blocks": [RICH]}
    await assigned(sluice, sluice.slack.workspace.say(GENERAL, own), "Make a shorter version of this")
    assert "https://a.example" in await material(sluice)


@pytest.mark.unjudged
async def test_what_is_forwarded_to_sluice_is_part_of_what_is_asked(sluice: World) -> None:
    workspace, channel = sluice.slack.workspace, sluice.dm()
    message = workspace.say(channel, {"user": ALICE, "text": "Make a FAQ of this", "attachments": [FORWARDED]})
    await sluice.slack.delivery.event({**message, "channel_type": "im", "event_ts": message["ts"]})
    await sluice.message_with("The price is 39")
