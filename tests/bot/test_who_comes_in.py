"""Who is not known starts nothing and is shown nothing; who is no full member any more is let in nowhere."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.ledger.core.ledger import utc_now
from storage.tables import attempt, decision, task
from tests.bot.test_visitors import EVE, SHARED, connected
from tests.world import ALICE, BOB, GENERAL, World, count, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
MEMBERS, RIGHT_NOW = "Only full members of this workspace can do that", "does not say right now"
LATER = timedelta(minutes=6)  # a profile is old by then


class Clock:
    """A clock that a test can move."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> Any:
        return utc_now() + self.ahead


async def busy(sluice: World, times: int = 1) -> None:
    """Have Slack not say who anybody is for a second."""
    await sluice.act("fault", method="users.info", what="status", value=429, retry_after="1", times=times)


async def test_the_task_of_who_is_not_known_is_saved_and_starts_by_itself(sluice: World) -> None:
    await busy(sluice)
    answer = await sluice.said(f"/assign writer: Memo\n{NOTES}")
    assert "T-1 · Memo" in answer and "nothing has started yet" in answer and "who you are" in answer
    assert (await count(sluice, task), await count(sluice, attempt)) == (1, 0)
    assert RIGHT_NOW in await sluice.said("/sluice tasks")
    assert len(await sluice.cards()) == 1  # it was worked on


async def test_a_mention_by_who_is_not_known_is_saved_and_starts_by_itself(sluice: World) -> None:
    await busy(sluice)
    await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> writer: Memo\n{NOTES}")
    await sluice.ephemeral(ALICE, "nothing has started yet")
    assert len(await sluice.cards()) == 1


async def test_who_is_not_known_is_told_nothing_of_what_there_is(sluice: World) -> None:
    await busy(sluice)
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="What is ready?")
    shown = await sluice.message_with("Shall I assign")  # words of theirs at most
    assert "ready" in words(shown)


async def test_the_first_command_of_a_guest_makes_nothing(sluice: World) -> None:
    sluice.slack.workspace.users[ALICE]["is_restricted"] = True
    assert MEMBERS in await sluice.said(f"/assign writer: Memo\n{NOTES}")
    assert await count(sluice, task) == 0


async def test_a_guest_who_is_found_out_later_has_nothing_started(sluice: World) -> None:
    sluice.slack.workspace.users[ALICE]["is_ultra_restricted"] = True
    await busy(sluice)
    assert "nothing has started yet" in await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.message_with("Nothing was started: T-1 is closed")
    assert await count(sluice, attempt) == 0


async def test_nobody_inherits_what_a_guest_assigned_before_slack_said_who_they_are(sluice: World) -> None:
    await sluice.said("/sluice", BOB)
    sluice.slack.workspace.users[ALICE]["is_ultra_restricted"] = True
    await busy(sluice)
    assert "nothing has started" in await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}>\n{NOTES}")
    assert "nothing has started" in await sluice.said(f"/assign writer: Vendors; then writer: Pick\n{NOTES}")
    await sluice.message_with("Nothing was started: T-1, T-2, T-3 are closed")
    assert await count(sluice, attempt) == 0
    assert not any("yours now" in words(message) for message in sluice.messages(sluice.dm(BOB)))


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger", "deleted"])
async def test_who_is_no_full_member_any_more_sees_and_changes_nothing(tmp_path: Path, flag: str) -> None:
    clock = Clock()
    async with world(tmp_path, clock=clock) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        card = (await sluice.cards())[0]
        sluice.slack.workspace.users[ALICE][flag] = True
        clock.ahead = LATER
        for line in ("/sluice T-1", "/sluice tasks", "/sluice find memo", "/sluice stop T-1", "/sluice workers"):
            assert "member" in await sluice.said(line), line
        for line in ("/collect now", "/collect at 8:00", "/collect here at 8:00", "/collect limit 3", "/collect"):
            assert "member" in await sluice.said(line), line
        for button in ("Open", "Revise", "Approve", "Reject"):
            sluice.slack.workspace.ephemerals.clear()
            await sluice.click(card, button)
            await sluice.ephemeral(ALICE, "member")
        assert sluice.slack.workspace.views.get(ALICE, []) == []
        await sluice.act("open-home", user=ALICE)
        await wait_for(lambda: home_says(sluice, "member"), "a Home that says why")
        assert "member" in await sluice.said(f"/assign writer: Second\n{NOTES}")
        assert (await count(sluice, task), await count(sluice, decision)) == (1, 0)


async def home_says(sluice: World, part: str) -> bool:
    home = words(sluice.slack.workspace.homes.get(ALICE, {}))
    return part in home and "Memo" not in home


async def test_a_draft_is_shown_only_to_who_was_looked_up_within_five_minutes(tmp_path: Path) -> None:
    clock = Clock()
    async with world(tmp_path, clock=clock) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        card = (await sluice.cards())[0]
        clock.ahead = LATER
        await sluice.act("fault", method="users.info", what="error", value="user_not_visible", times=1)
        await sluice.click(card, "Open")
        await sluice.ephemeral(ALICE, RIGHT_NOW)
        assert sluice.slack.workspace.views.get(ALICE, []) == []
        await sluice.click(card, "Open")
        await sluice.modal()


async def test_a_slack_that_hangs_is_told_within_the_time_that_an_answer_has(tmp_path: Path) -> None:
    clock = Clock()
    async with world(tmp_path, clock=clock) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.cards()
        clock.ahead = LATER
        await sluice.act("fault", method="users.info", what="delay", value=4, times=1)
        answer = await sluice.command("/sluice T-1")
        assert answer["status"] == 200 and RIGHT_NOW in words(answer["body"])
        assert answer["ms"] < 3000


async def test_words_about_a_draft_wait_while_slack_does_not_say_who_wrote_them(tmp_path: Path) -> None:
    clock = Clock()
    async with world(tmp_path, clock=clock) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.cards()
        clock.ahead = LATER
        await busy(sluice)
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 reject")
        await sluice.message_with("What you said is kept")

        async def decided() -> bool:
            return await count(sluice, decision) == 1

        await wait_for(decided, "the words are taken when Slack says who wrote them")


def mention(user: str, **more: Any) -> dict[str, Any]:
    inner = {
        "type": "app_mention",
        "user": user,
        "channel": SHARED,
        "ts": "5.1",
        "text": f"<@U0BOT> writer: A\n{NOTES}",
    }
    return {"type": "event_callback", "team_id": "T01TEST", "event_id": "Ev8", "event": {**inner, **more}}


@pytest.mark.parametrize(
    "more",
    [
        {"team": "T09OTHER"},
        {"user_team": "T09OTHER"},
        {"source_team": "T09OTHER"},
        {"user_team": "T01TEST", "source_team": "T09OTHER", "team": "T01TEST"},
        {},
    ],
)
async def test_a_mention_from_another_company_makes_nothing_however_slack_tells_it(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    async with world(tmp_path, config=connected()) as sluice:
        event = {**mention(EVE, **more), "is_ext_shared_channel": True}
        assert (await sluice.act("deliver", kind="event", payload=event))["status"] == 200
        await sluice.ephemeral(EVE, "Only members of this workspace")
        assert await count(sluice, task) == 0


async def test_what_an_event_says_of_its_person_only_takes_away(tmp_path: Path) -> None:
    async with world(tmp_path, config=connected()) as sluice:
        guest = mention(ALICE, user_profile={"is_restricted": True})
        await sluice.act("deliver", kind="event", payload=guest)
        await sluice.ephemeral(ALICE, MEMBERS)
        assert await count(sluice, task) == 0
        sluice.slack.workspace.users[ALICE]["is_restricted"] = True
        sluice.slack.workspace.ephemerals.clear()
        member = mention(ALICE, ts="5.2", user_profile={"is_restricted": False, "is_ultra_restricted": False})
        await sluice.act("deliver", kind="event", payload={**member, "event_id": "Ev9"})
        await sluice.ephemeral(ALICE, MEMBERS)
        assert await count(sluice, task) == 0
