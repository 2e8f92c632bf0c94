"""What a person writes over a draft is a draft as any other: it pings nobody, leads nowhere and looks like none of ours."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.tables import attachment, blob
from storage.tables import draft as drafts
from tests.bot.editors import editor, opened, typed, window_with, writing
from tests.world import ALICE, World

EVIL = (
    "# Approved by Bob\n\n<!channel> <!here> <@U02BOB> @channel [the figures](http://evil.test/?d=1) ![x](http://evil.test/p.png)\n"
    "<http://evil.test|here> \x1b]8;;http://evil.test\x07link\x1b]8;;\x07 invoice\u202efdp.exe \ud800 \x00\n\n"
    "_Made without a language model._"
)
LONG = "word " * 1_000


async def sent_everywhere(sluice: World) -> str:
    """Return every block that was sent to Slack."""
    lines = [line for line in sluice.slack.workspace.log if line["direction"] != "to app"]
    return json.dumps([line["sent"] for line in lines], default=str)


async def harmless(sluice: World) -> None:
    delivered = await sluice.message_with(f"edited by <@{ALICE}>", "C01GEN")
    blocks = json.dumps(delivered["blocks"])
    for kind in ("broadcast", "user", "link", "image"):
        assert f'"type": "{kind}"' not in blocks
    assert f"edited by <@{ALICE}>" in json.dumps(delivered, ensure_ascii=False)
    everything = await sent_everywhere(sluice)
    assert '"url": "http://evil.test' not in everything and '"image_url": "http://evil.test' not in everything
    query = sa.select(drafts.c.body, blob.c.data).join(attachment, attachment.c.draft_id == drafts.c.id)
    query = query.join(blob, sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256))
    rows = await sluice.bot.ledger.see(lambda read: read.conn.execute(query.where(drafts.c.version == 2)).all())
    assert rows
    for body, data in rows:
        assert not set("\x1b\x00\u202e") & set(body) and "\ud800" not in body
        assert b"\x1b" not in data and "\u202e".encode() not in data


@pytest.mark.parametrize("database_of", ["http", "http postgres"])
async def test_a_box_that_holds_pings_links_and_controls_is_drawn_as_text(
    tmp_path: Path, request: pytest.FixtureRequest, database_of: str
) -> None:
    more = {"database": request.getfixturevalue("postgres").database()} if "postgres" in database_of else {}
    async with writing(tmp_path, "Hello Dana", **more) as (sluice, _):
        _, view = await opened(sluice, "writer: Memo; to #general")
        form = await editor(sluice, view)
        (name,) = typed(form)
        answer = await sluice.submit(form, **{name: EVIL})
        assert answer["status"] == 200, answer
        await window_with(sluice, "You edited and approved v2")
        await harmless(sluice)


async def test_a_file_that_is_sent_back_is_text_as_well(tmp_path: Path) -> None:
    async with writing(tmp_path, LONG) as (sluice, _):
        _, view = await opened(sluice, "writer: Memo; to #general")
        form = await editor(sluice, view)
        assert typed(form) == {}
        text = EVIL.replace("\ud800", "")
        file = (await sluice.act("file", user=ALICE, name="T-1-v1.md", text=text))["body"]
        await sluice.submit(form, file=[file])
        await window_with(sluice, "You edited and approved v2")
        await harmless(sluice)
