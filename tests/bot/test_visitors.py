"""Enterprise Grid and Slack Connect: colleagues are recognised, people of other companies are told and start nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.demonstration.stage import local_config
from localslack.config import USERS, Config
from storage.ledger import people
from storage.ledger.queries import portfolio as book
from storage.tables import decision, person, task
from tests.far_times import FAR
from tests.world import ALICE, GENERAL, World, buttons, count, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
DORA, EVE, SHARED = "U04DORA", "U09EVE", "C07SHARED"
OUTSIDER = "Only members of this workspace can assign and decide"


def organisation(**more: Any) -> Config:
    """A workspace of an organisation; Dora's home is another workspace of it, Eve is of another company."""
    users = (
        *USERS,
        {"id": DORA, "name": "dora", "team_id": "T02SISTER", "enterprise_user": {"teams": ["T01TEST", "T02SISTER"]}},
        {"id": EVE, "name": "eve", "team_id": "T09OTHER", "is_stranger": True, "enterprise_user": {"teams": ["T09"]}},
    )
    members = [ALICE, DORA, EVE, "U0BOT"]
    shared = {"id": SHARED, "name": "with-acme", "is_ext_shared": True, "members": members}
    base = local_config()
    return replace(base, enterprise="E01ORG", users=users, channels=(*base.channels, shared), **more)


def connected() -> Config:
    """A workspace of no organisation, with a channel that another company shares."""
    grid = organisation()
    users = tuple(
        {k: v for k, v in user.items() if k != "enterprise_user"} for user in grid.users if user["id"] != DORA
    )
    return replace(grid, enterprise="", users=users)


def known_outside() -> Config:
    """The same; Slack calls nobody a stranger who is in a channel that the app sees."""
    base = connected()
    return replace(base, users=tuple({**u, "is_stranger": False} if u["id"] == EVE else u for u in base.users))


async def nothing(sluice: World) -> None:
    assert await count(sluice, task) == 0 and await count(sluice, decision) == 0


@pytest.mark.parametrize("org_wide", [False, True])
async def test_a_colleague_of_another_workspace_of_the_organisation_assigns_and_decides(
    tmp_path: Path, org_wide: bool
) -> None:
    async with world(tmp_path, config=organisation(org_wide=org_wide)) as sluice:
        answer = await sluice.said(f"/assign writer: Memo\n{NOTES}", user=DORA)
        assert "T-1 · Memo" in answer
        card = (await sluice.cards(DORA))[0]
        await sluice.click(card, "Approve", user=DORA)
        await sluice.message_with("You approved it", sluice.dm(DORA))
        await sluice.said("/assign", user=DORA)
        view = await sluice.modal(DORA, "assign_view")
        await sluice.submit(view, user=DORA, goal=f"Second\n{NOTES}", worker="writer")
        await sluice.ephemeral(DORA, "T-2 · Second")
        await sluice.act("message", channel=SHARED, user=DORA, text=f"<@U0BOT> writer: Third\n{NOTES}")
        await sluice.ephemeral(DORA, "T-3 · Third")
        assert (await sluice.act("open-home", user=DORA))["status"] == 200


@pytest.mark.parametrize("config", [organisation(), connected(), known_outside()], ids=["grid", "connect", "known"])
async def test_someone_of_another_company_is_told_and_starts_nothing(tmp_path: Path, config: Config) -> None:
    async with world(tmp_path, config=config) as sluice:
        await sluice.act("message", channel=SHARED, user=EVE, text=f"<@U0BOT> writer: Memo\n{NOTES}")
        await sluice.ephemeral(EVE, OUTSIDER)
        answer = await sluice.command("/assign writer: Memo", user=EVE, channel=SHARED)
        assert answer["status"] == 200
        assert OUTSIDER in words(answer["body"]) or "for another workspace here" in words(answer["body"])
        ts = (await sluice.act("message", channel=SHARED, user=ALICE, text="Hello"))["ts"]
        sluice.slack.workspace.ephemerals.clear()
        await sluice.act("shortcut", user=EVE, callback_id="hand_off", channel=SHARED, messageTs=ts)
        await sluice.ephemeral(EVE, OUTSIDER)
        assert sluice.slack.workspace.views.get(EVE, []) == []
        await sluice.act("message", channel=SHARED, user=EVE, text="Just talk", thread_ts=ts)
        await nothing(sluice)
        assert EVE not in str(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(person.select()).all()))


async def test_nothing_is_given_to_people_of_another_company(tmp_path: Path) -> None:
    async with world(tmp_path, config=known_outside()) as sluice:
        assert "take tasks" in await sluice.said(f"/assign <@{EVE}> Memo")
        assert "can't get the result" in await sluice.said(f"/assign writer: Memo; to <@{EVE}>\n{NOTES}")
        assert "only full members" in await sluice.said(f"/assign writer: Memo; reviewer <@{EVE}>\n{NOTES}")
        assert sluice.messages(sluice.dm(EVE)) == []


async def test_slackbot_is_nobody_to_work_or_to_decide(tmp_path: Path) -> None:
    slackbot = {"id": "USLACKBOT", "name": "slackbot", "is_bot": False}  # as Slack itself says
    config = local_config()
    async with world(tmp_path, config=replace(config, users=(*config.users, slackbot))) as sluice:
        assert "take tasks" in await sluice.said("/assign <@USLACKBOT> Memo")
        assert "can't get the result" in await sluice.said(f"/assign writer: Memo; to <@USLACKBOT>\n{NOTES}")
        said = await sluice.said(f"/assign writer: Memo; reviewer <@USLACKBOT>\n{NOTES}")
        assert "<@USLACKBOT> decides" not in said or await sluice.message_with("You decide in their place: T-1")
        assert "only people decide" in await sluice.said("/collect away until Monday, <@USLACKBOT> decides")


async def test_somebody_is_called_as_slack_shows_them(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        profile = {"display_name": "", "real_name": "Bob \u202eSmith\x1b[2J\nJr"}
        sluice.slack.workspace.users["U02BOB"] |= {"name": "bsmith2", "profile": profile}
        await sluice.said("/assign <@U02BOB> Numbers")
        row = await sluice.bot.ledger.see(lambda tx: people.find(tx, "T01TEST", "U02BOB"))
        assert row is not None and row.name == "Bob Smith Jr"
        assert "Numbers" in await sluice.said("/sluice find Bob Smith")


async def test_who_is_unknown_to_slack_decides_nothing_and_the_work_begins(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo; reviewer <@U99GONE>\n{NOTES}")
        await sluice.message_with("You decide")
        assert "Memo · v1 · T-1" in words((await sluice.cards())[0]["message"])


@pytest.mark.parametrize("config", [connected(), known_outside()], ids=["connect", "known"])
async def test_a_click_of_another_company_on_a_card_in_a_shared_channel_decides_nothing(
    tmp_path: Path, config: Config
) -> None:
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/collect here at {FAR} daily", channel=SHARED)
        await sluice.said(f"/assign writer: Memo\n{NOTES}", channel=SHARED)
        card = (await sluice.cards())[0]
        message = {**card["message"], "channel": SHARED}
        sluice.slack.workspace.messages[SHARED].append(message)
        approve = next(b for b in buttons(message) if b["text"]["text"] == "Approve")
        await sluice.press(message, approve, EVE)
        await sluice.ephemeral(EVE, OUTSIDER)
        assert await count(sluice, decision) == 0


async def test_while_slack_does_not_say_who_a_visitor_is_nothing_starts_and_nothing_is_lost(tmp_path: Path) -> None:
    async with world(tmp_path, config=organisation()) as sluice:
        await sluice.act("fault", method="users.info", what="error", value="user_not_visible", times=1)
        answer = await sluice.command(f"/assign writer: Memo\n{NOTES}", user=DORA)
        assert "does not say right now" in words(answer["body"])
        assert f"writer: Memo\n{NOTES}" in words(answer["body"])
        await nothing(sluice)
        assert "T-1 · Memo" in await sluice.said(f"/assign writer: Memo\n{NOTES}", user=DORA)


async def test_a_payload_for_another_workspace_is_answered_and_does_nothing(sluice: World) -> None:
    base = {"team_id": "T77", "user_id": "U77", "channel_id": "C77", "trigger_id": "1.x", "command": "/assign"}
    answer = await sluice.act("deliver", kind="command", payload={**base, "text": "writer: Memo"})
    assert answer["status"] == 200 and "for another workspace here" in words(answer["body"])
    click = {
        "type": "block_actions",
        "team": {"id": "T77"},
        "user": {"id": "U77", "team_id": "T77"},
        "trigger_id": "2.x",
        "actions": [{"action_id": "approve", "type": "button", "value": "x"}],
    }
    assert (await sluice.act("deliver", kind="interaction", payload=click))["status"] == 200
    event = {"type": "event_callback", "team_id": "T77", "event_id": "Ev7", "event": {"type": "message", "user": "U77"}}
    assert (await sluice.act("deliver", kind="event", payload=event))["status"] == 200
    await nothing(sluice)


async def test_an_event_with_several_authorizations_is_for_us_when_one_of_them_is(sluice: World) -> None:
    inner = {
        "type": "app_mention",
        "user": ALICE,
        "channel": GENERAL,
        "ts": "5.1",
        "text": f"<@U0BOT> writer: A\n{NOTES}",
    }
    others = [{"team_id": "T77", "enterprise_id": None}, {"team_id": "T01TEST", "enterprise_id": None}]
    event = {"type": "event_callback", "team_id": "T77", "event_id": "Ev8", "event": inner, "authorizations": others}
    assert (await sluice.act("deliver", kind="event", payload=event))["status"] == 200
    await sluice.ephemeral(ALICE, "T-1 · A")
    shown = await sluice.bot.ledger.see(book.portfolio, "T01TEST", ALICE)
    assert [t.name for t in shown.tasks] == ["T-1"]


async def test_a_colleague_who_only_talks_is_not_greeted_and_a_reply_is_not_lost(tmp_path: Path) -> None:
    async with world(tmp_path, config=organisation()) as sluice:
        ts = (await sluice.act("message", channel=SHARED, user=ALICE, text="Hello"))["ts"]
        await sluice.act("message", channel=SHARED, user=DORA, text="Just talk", thread_ts=ts)
        assert DORA not in str(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(person.select()).all()))
        sluice.slack.workspace.users["U05DAN"] = {**sluice.slack.workspace.users[DORA], "id": "U05DAN", "name": "dan"}
        await sluice.act("fault", method="users.info", what="error", value="fatal_error", times=1)
        reply = await sluice.act("message", channel=SHARED, user="U05DAN", text="Shorter, please", thread_ts=ts)
        assert reply["status"] == 503  # Slack sends it again


@pytest.mark.parametrize("config", [organisation(), connected()], ids=["grid", "connect"])
async def test_the_home_of_someone_of_another_company_offers_nothing(tmp_path: Path, config: Config) -> None:
    async with world(tmp_path, config=config) as sluice:
        await sluice.act("open-home", user=EVE)
        homes = sluice.slack.workspace.homes

        async def drawn() -> bool:
            return EVE in homes

        await wait_for(drawn, "a Home")
        assert OUTSIDER in words(homes[EVE]) and buttons(homes[EVE]) == []
        assert sluice.messages(sluice.dm(EVE)) == [] and await count(sluice, person) == 0
