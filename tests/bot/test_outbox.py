"""What Slack does wrong, and what becomes of a message then."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.demonstration.stage import local_config
from storage.ledger.messages import posting
from storage.rules.authority import Policy
from storage.rules.jobs import JobKind
from storage.tables import post
from tests.world import ALICE, BOB, GENERAL, World, buttons, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def states(sluice: World) -> dict[str, list[str]]:
    rows = await sluice.bot.ledger.see(
        lambda tx: tx.conn.execute(sa.select(post.c.surface, post.c.state).where(post.c.team == "T01TEST")).all()
    )
    found: dict[str, list[str]] = {}
    for surface, state in rows:
        found.setdefault(surface, []).append(state)
    return found


def digests(sluice: World) -> list:
    return [m for m in sluice.messages(sluice.dm()) if "Approve" in words(m)]


@pytest.mark.parametrize(
    "fault",
    [
        {"what": "status", "value": 429, "retry_after": "1"},
        {"what": "status", "value": 429, "retry_after": "0"},
        {"what": "status", "value": 429, "retry_after": "1.5"},
        {"what": "status", "value": 429},
        {"what": "status", "value": 500},
        {"what": "status", "value": 503},
        {"what": "html"},
        {"what": "reset"},
    ],
)
async def test_a_message_arrives_once_whatever_slack_answers_first(sluice: World, fault: dict) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", method="chat.postMessage", times=1, **fault)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")

    async def sent() -> bool:
        return "sent" in (await states(sluice)).get("digest", [])

    await wait_for(sent, "the digest is sent", within=60)
    await asyncio.sleep(0.3)
    assert len(digests(sluice)) == 1


@pytest.mark.parametrize("error", ["is_archived", "restricted_action", "invalid_blocks", "msg_too_long"])
async def test_a_permanent_error_is_not_repeated_and_its_owner_is_told(sluice: World, error: str) -> None:
    await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
    await sluice.message_with("Hello")
    card = (await sluice.cards())[0]
    await sluice.act("fault", method="chat.postMessage", what="error", value=error, times=1)
    await sluice.click(card, "Approve")
    told = await sluice.message_with("I could not post")
    assert error in words(told) and "Wait a little" not in words(told)
    assert (await states(sluice))["delivery"] == ["failed"]


LOST = [
    {"what": "reset"},
    {"what": "html", "after": True},
    *({"what": "status", "value": status, "after": True} for status in (500, 502, 503)),
    *({"what": "error", "value": error, "after": True} for error in ("internal_error", "fatal_error")),
]


@pytest.mark.parametrize("fault", LOST, ids=lambda f: f"{f['what']} {f.get('value', '')}".strip())
@pytest.mark.parametrize("place", ["channel", "thread", "direct messages", "card"])
async def test_what_slack_stored_before_it_failed_is_found_and_not_repeated(
    sluice: World, fault: dict, place: str
) -> None:
    channel = sluice.dm() if place in ("direct messages", "card") else GENERAL
    if place == "thread":
        await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> writer: Memo\n{NOTES}")
    else:
        to = {"channel": "; to #general", "direct messages": "; reviewer @bob"}.get(place, "")
        await sluice.said(f"/assign writer: Memo{to}\n{NOTES}")
    await sluice.message_with("Hello")
    reviewer = BOB if place == "direct messages" else ALICE
    card = (await sluice.cards(reviewer))[0]
    method = "files.completeUploadExternal" if place == "card" else "chat.postMessage"
    await sluice.act("fault", method=method, times=1, **fault)
    await sluice.click(card, "Approve", reviewer)

    async def there() -> bool:
        return (await states(sluice)).get("delivery") == ["sent"]

    await wait_for(there, "the delivery is found")
    there_once = [m for m in sluice.messages(channel) if m.get("files") or "Approved" in m["text"]]
    assert len(there_once) == 1
    assert "undelivered" not in await states(sluice)


async def test_where_metadata_is_not_shown_a_message_is_known_by_its_first_block(tmp_path: Path) -> None:
    async with world(tmp_path, config=replace(local_config(), hides_metadata=True)) as sluice:
        await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
        await sluice.message_with("Hello")
        card = (await sluice.cards())[0]
        await sluice.act("fault", method="chat.postMessage", what="reset", times=1)
        await sluice.click(card, "Approve")

        async def there() -> bool:
            return (await states(sluice)).get("delivery") == ["sent"]

        await wait_for(there, "the delivery is found")
        assert sum("Approved" in m["text"] for m in sluice.messages(GENERAL)) == 1


async def test_where_the_history_may_not_be_read_a_lost_answer_is_told_and_never_repeated(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"channels:history"}))
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
        await sluice.message_with("Hello")
        card = (await sluice.cards())[0]
        await sluice.act("fault", method="chat.postMessage", what="reset", times=1)
        await sluice.click(card, "Approve")
        told = await sluice.message_with("may or may not be in")
        assert (await states(sluice))["delivery"] == ["unknown"]
        assert sum("Approved" in m["text"] for m in sluice.messages("C01GEN")) == 1
        await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Deliver again"))

        async def again() -> bool:
            return sum("Approved" in m["text"] for m in sluice.messages("C01GEN")) == 2

        await wait_for(again, "it is sent again, since its owner looked")


async def test_a_message_that_was_being_sent_at_the_end_of_the_process_is_looked_up(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.cards()
    ledger = sluice.bot.ledger

    def lose(tx) -> None:
        tx.conn.execute(
            sa.update(post).where(post.c.team == "T01TEST", post.c.surface == "digest").values(state="sending", ts="")
        )
        which = tx.conn.execute(
            sa.select(post.c.id).where(post.c.team == "T01TEST", post.c.surface == "digest")
        ).scalar_one()
        tx.promise("T01TEST", JobKind.POST, which)

    await ledger.do(lose)

    async def found() -> bool:
        return (await states(sluice))["digest"] == ["sent"]

    await wait_for(found)
    assert len(digests(sluice)) == 1


async def test_the_messages_of_a_conversation_keep_their_order_while_the_first_is_held_up(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", method="chat.postMessage", what="status", value=429, retry_after="1", times=1)
    for n in range(3):
        await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
    await sluice.cards(at_least=3)
    assert [n for m in digests(sluice) for n in range(3) if f"Memo {n}" in words(m)] == [0, 1, 2]


async def test_who_asks_three_times_while_slack_is_slow_gets_one_message(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.message_with("Approve")
    await sluice.act("fault", what="status", method="chat.postMessage", value=429, retry_after="2", times=1)
    said = [await sluice.said("/collect now") for _ in range(3)]
    assert ["on its way" in line for line in said] == [False, True, True]

    async def done() -> bool:
        return (await states(sluice))["digest"] == ["sent", "sent"]

    await wait_for(done, "the one digest is sent", within=60)

    async def moved() -> bool:
        return len(digests(sluice)) == 1  # the one before says where its item went

    await wait_for(moved, "the older message gave up its buttons")


async def test_a_redraw_that_its_response_url_refuses_comes_by_the_outbox(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    sluice.slack.delivery.responses.clear()
    real = sluice.slack.delivery.response_url
    sluice.slack.delivery.__class__.response_url = lambda self, *a: "http://127.0.0.1:1/gone"  # type: ignore[method-assign]
    try:
        await sluice.click(card, "Reject")
    finally:
        sluice.slack.delivery.__class__.response_url = real.__func__  # type: ignore[attr-defined,method-assign]
    await sluice.message_with("You rejected it at")


async def test_a_database_that_is_locked_loses_nothing_and_says_so(sluice: World, tmp_path) -> None:
    held = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    answer = asyncio.create_task(sluice.command("/assign writer: Memo"))
    await asyncio.sleep(0.5)
    held.execute("ROLLBACK")
    held.close()
    assert "T-1" in words((await answer)["body"])


async def test_words_of_others_in_a_line_of_ours_are_text(sluice: World) -> None:
    ledger = sluice.bot.ledger
    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({ALICE})))
    await ledger.do(posting.tell_admins, "T01TEST", "git: <!channel> <https://evil.example|Retry>", "git")
    told = await sluice.message_with("git: ")
    assert told["blocks"][0]["text"]["type"] == "plain_text" and "<!channel>" not in told["text"]
