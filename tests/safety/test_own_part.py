"""What is refused is refused before anything is opened, read or said: nobody learns that something is there."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.demonstration.stage import local_config
from bot.views import ids
from localslack.config import USERS
from storage.rules.authority import MEMBERS_ONLY, UNKNOWN
from storage.rules.values.place import Place
from storage.tables import inbox
from tests.bot.test_agent_sessions import Endless
from tests.ledger.hands import meet
from tests.safety.forging import Forger
from tests.safety.strangers import HOME, MEMBER, OUTSIDE
from tests.world import ALICE, BOB, CARA, GENERAL, World, cards_of, count, wait_for, words, world

GUEST = OUTSIDE[0]
NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


@pytest.fixture
async def guested(tmp_path: Path) -> AsyncIterator[World]:
    """A bot that knows three members and a guest."""
    base = local_config()
    users = (*USERS, {"id": GUEST.user, "name": "gus", **GUEST.row})
    async with world(tmp_path, config=replace(base, users=users)) as sluice:
        await sluice.bot.ledger.do(meet, HOME, ALICE, BOB, CARA)
        await sluice.said("/sluice", user=GUEST.user)
        yield sluice


def said_to(sluice: World, user: str) -> str:
    """Return all that a person was told, anywhere."""
    dm = sluice.slack.workspace.messages.get(f"D{user[1:]}", [])
    return words([*sluice.slack.workspace.ephemerals.get(user, ()), *dm])


async def send(sluice: World, one: Any) -> int:
    return (await sluice.slack.delivery.send(one.kind, one.payload)).status


@pytest.mark.parametrize("words_of", ["approve", "T-1 approve", "reject", "shorter, please", "yes"])
async def test_nobody_speaks_in_the_direct_messages_of_somebody_else(guested: World, words_of: str) -> None:
    sluice, forger = guested, Forger(guested.slack)
    await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}>\n{NOTES}", user=ALICE)
    card = (await sluice.cards(BOB))[0]["message"]
    before, kept = len(sluice.messages(sluice.dm(BOB))), await count(sluice, inbox)
    for thread in (card["ts"], None):
        assert await send(sluice, forger.say(MEMBER, words_of, Place(sluice.dm(BOB), thread))) == 200
    assert await send(sluice, forger.react(MEMBER, "+1", Place(sluice.dm(BOB), card["ts"]), True)) == 200
    await sluice.act("message", channel=sluice.dm(BOB), user=BOB, text="hello")

    async def answered() -> bool:
        return len(sluice.messages(sluice.dm(BOB))) > before + 1

    await wait_for(answered, "Bob is answered")
    assert "T-1" not in said_to(sluice, CARA) and UNKNOWN in said_to(sluice, CARA)
    assert len(sluice.messages(sluice.dm(BOB))) == before + 2 and cards_of(card)
    assert await count(sluice, inbox) == kept + 1  # of Bob's hello alone


@pytest.mark.parametrize("way", [ids.ASSIGN_FORM, ids.TIMES_FORM, "/assign"])
async def test_a_guest_gets_no_form_not_even_an_empty_one(guested: World, way: str) -> None:
    sluice, forger = guested, Forger(guested.slack)
    sluice.slack.workspace.ephemerals.clear()
    press = forger.press(GUEST, way, "new", Place(GENERAL, sluice.slack.workspace.ts()))
    one = forger.command(GUEST, way, "", GENERAL) if way == "/assign" else press
    answer = await sluice.slack.delivery.send(one.kind, one.payload)
    assert answer.status == 200

    async def answered() -> str:
        shown = sluice.slack.workspace.views.get(GUEST.user, [])
        return words(shown) or said_to(sluice, GUEST.user) or str(answer.body)

    assert MEMBERS_ONLY in await wait_for(answered, "an answer")
    assert sluice.slack.workspace.views.get(GUEST.user, []) == []


@pytest.mark.parametrize("who", [MEMBER, GUEST])
async def test_a_stop_button_tells_who_has_no_part_the_same_whether_there_is_something_or_not(
    tmp_path: Path, who: Any
) -> None:
    users = (*USERS, {"id": GUEST.user, "name": "gus", **GUEST.row})
    config = replace(local_config(), users=users)
    async with world(tmp_path, config=config, workers={"writer": Endless()}) as sluice:
        await sluice.bot.ledger.do(meet, HOME, ALICE, BOB, CARA)
        await sluice.said("/sluice", user=GUEST.user)
        threads = []
        for _ in range(2):
            threads.append((await sluice.act("message", channel=GENERAL, user=ALICE, text="Notes"))["ts"])
            await sluice.act("message", channel=GENERAL, user=BOB, text="More", thread_ts=threads[-1])
        await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo", thread_ts=threads[0])
        await sluice.ephemeral(ALICE, "T-1 · Memo")
        told = []
        for ts in threads:
            sluice.slack.workspace.ephemerals.pop(who.user, None)
            stop = {"type": "agent_session_stopped", "channel": GENERAL, "thread_ts": ts}
            await send(sluice, Forger(sluice.slack).event(who, stop))

            async def told_now() -> str:
                return words(sluice.slack.workspace.ephemerals.get(who.user, []))

            told.append(await wait_for(told_now, "an answer"))
        assert told[0] == told[1]


@pytest.mark.parametrize("form", [ids.ASSIGN_VIEW, ids.EDIT_VIEW, ids.HANDOFF_VIEW])
async def test_no_file_is_read_for_who_may_not(guested: World, form: str) -> None:
    sluice, forger = guested, Forger(guested.slack)
    await sluice.said(f"/assign writer: Memo\n{NOTES}", user=ALICE)
    key = (await sluice.cards(ALICE))[0]["key"]
    uploaded = await sluice.act("file", user=GUEST.user, name="a.txt", text="words")
    filled: dict[str, Any] = {
        "goal": {"value": "Plain words"},
        "worker": {"selected_option": {"value": "writer"}},
        "files": {"files": [{"id": uploaded["body"]["id"], "name": "a.txt"}]},
    }
    sluice.slack.workspace.log.clear()
    assert await send(sluice, forger.submit(GUEST, forger.view(form, key, **filled))) == 200
    await sluice.message_with("full members", sluice.dm(GUEST.user))
    assert "files.info" not in {line["what"] for line in sluice.slack.workspace.log}


async def test_no_thread_is_read_for_a_guest_who_mentions_the_app(guested: World) -> None:
    sluice, forger = guested, Forger(guested.slack)
    ts = (await sluice.act("message", channel=GENERAL, user=ALICE, text="Notes"))["ts"]
    await sluice.act("message", channel=GENERAL, user=BOB, text="More", thread_ts=ts)
    uploaded = await sluice.act("file", user=GUEST.user, name="a.txt", text="words")
    said = forger.say(GUEST, "<@U0BOT> writer: Memo", Place(GENERAL, ts), "app_mention")
    said.payload["event"]["files"] = [{"id": uploaded["body"]["id"], "name": "a.txt"}]
    sluice.slack.workspace.log.clear()
    sluice.slack.workspace.ephemerals.clear()
    assert await send(sluice, said) == 200
    await sluice.ephemeral(GUEST.user, MEMBERS_ONLY)
    assert not {"files.info", "conversations.replies"} & {line["what"] for line in sluice.slack.workspace.log}


async def test_no_file_is_read_for_who_answers_what_is_not_theirs(guested: World) -> None:
    sluice, forger = guested, Forger(guested.slack)
    await sluice.said(f"/assign writer: Memo\n{NOTES}", user=ALICE)
    card = (await sluice.cards(ALICE))[0]
    uploaded = await sluice.act("file", user=CARA, name="a.txt", text="words")
    filled: dict[str, Any] = {"files": {"files": [{"id": uploaded["body"]["id"], "name": "a.txt"}]}}
    sluice.slack.workspace.log.clear()
    view = forger.view(ids.ANSWER_VIEW, card["value"], note={"value": "an answer"}, **filled)
    assert await send(sluice, forger.submit(MEMBER, view)) == 200
    await sluice.message_with(UNKNOWN, sluice.dm(CARA))
    assert "files.info" not in {line["what"] for line in sluice.slack.workspace.log}
