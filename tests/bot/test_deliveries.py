"""What an approval brings, and where: to people, as a file alone; and what becomes of it when Slack refuses."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.tables import item
from tests.bot.test_membership import age
from tests.bot.test_places import BOARD, NOTES, arrives, both_databases, delivered, files, press, says
from tests.world import ALICE, BOB, CARA, Json, World, buttons, count, wait_for, words

TO_BOB = f"/assign writer: Memo; to <@{BOB}|bob>\n{NOTES}"


async def approve(sluice: World) -> None:
    card = (await sluice.cards())[-1]
    await sluice.click(card, "Approve")


@both_databases
async def test_to_a_person_it_goes_into_their_own_messages_once_and_the_card_says_so(sluice: World) -> None:
    assert f"Approve sends it to <@{BOB}>" in await sluice.said(TO_BOB)
    await approve(sluice)
    await arrives(sluice, sluice.dm(BOB))
    await says(sluice, f"It was sent to <@{BOB}>")
    assert delivered(sluice, sluice.dm()) == []


async def test_to_a_channel_and_people_each_gets_it_once(sluice: World) -> None:
    told = await sluice.said(f"/assign writer: Memo; to #launch, <@{BOB}|bob> and <@{CARA}|cara>\n{NOTES}")
    assert f"Approve posts in <#C03LAUNCH> and sends it to <@{BOB}>, <@{CARA}>" in told
    await approve(sluice)
    for channel in ("C03LAUNCH", sluice.dm(BOB), sluice.dm(CARA)):
        await arrives(sluice, channel)
    await says(sluice, f"It was posted in <#C03LAUNCH>, sent to <@{BOB}>, sent to <@{CARA}>")


async def test_as_a_file_it_is_the_file_and_one_line(sluice: World) -> None:
    told = await sluice.said(f"/assign writer: Memo; to <@{BOB}|bob>; as a file\n{NOTES}")
    assert f"Approve sends it to <@{BOB}> as a file" in told
    await approve(sluice)
    await says(sluice, f"It was sent to <@{BOB}>")
    assert files(sluice, sluice.dm(BOB)) == 1
    (message,) = [m for m in sluice.messages(sluice.dm(BOB)) if m.get("files")]
    assert "T-1 v1" in words(message) and "3 March" not in words(message)


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ("to @nobody", "I can't tell who @nobody is."),
        ("to <@U0BOT|sluice>", "can't get the result"),
        ("as a canvas", "Sluice lacks the permission canvases:write"),
    ],
)
async def test_what_can_not_be_delivered_is_refused_before_anything_is_made(
    sluice: World, clause: str, why: str
) -> None:
    answer = await sluice.command(f"/assign writer: Memo; {clause}\n{NOTES}")
    assert why in words(answer["body"]) and "Nothing was created" in words(answer["body"])


async def test_nobody_who_is_no_full_member_gets_it(sluice: World) -> None:
    sluice.slack.workspace.users[BOB]["is_restricted"] = True
    assert "can't get the result" in await sluice.said(TO_BOB)
    sluice.slack.workspace.users[CARA]["is_restricted"] = False


async def test_who_is_no_full_member_any_more_does_not_get_it_and_it_is_told(sluice: World) -> None:
    await sluice.said(TO_BOB)
    await sluice.cards()
    await age(sluice)
    sluice.slack.workspace.users[BOB]["deleted"] = True
    await approve(sluice)
    told = await says(sluice, "they are no full member of this workspace any more")
    assert [b["text"]["text"] for b in buttons(told)] == ["Send it to me here"]
    await press(sluice, told, "Send it to me here")
    await says(sluice, "It was sent to you")


async def for_bob(sluice: World, monkeypatch: pytest.MonkeyPatch) -> Json:
    """Bring Bob a draft of Alice's to decide, and let what Slack said of people be five minutes old; return its card."""
    await sluice.said(f"/assign writer: Memo; reviewer @bob\n{NOTES}")
    card = (await sluice.cards(BOB))[0]
    monkeypatch.setattr(people, "FRESH", timedelta(0))
    return card


async def test_what_is_for_an_assigner_who_left_meanwhile_goes_to_who_decided(
    sluice: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await for_bob(sluice, monkeypatch)
    sluice.slack.workspace.users[ALICE]["deleted"] = True
    before = len(sluice.messages(sluice.dm()))
    await sluice.click(card, "Approve", user=BOB)
    await sluice.message_with(f"Approved by <@{BOB}>", sluice.dm(BOB))
    await sluice.message_with("It was sent to you", sluice.dm(BOB))
    assert len(sluice.messages(sluice.dm())) == before


async def test_a_result_for_its_assigner_does_not_wait_for_a_slack_that_does_not_say_who_they_are(
    sluice: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await for_bob(sluice, monkeypatch)
    del sluice.slack.workspace.users[ALICE]
    await sluice.click(card, "Approve", user=BOB)
    await sluice.message_with(f"Approved by <@{BOB}>", sluice.dm())


async def failing(sluice: World, goal: str = "Memo") -> None:
    """A draft is approved, and the channel that it is for does not take it."""
    board = sluice.slack.workspace.channels[BOARD]["members"]
    board.append("U0BOT")
    await sluice.said(f"/assign writer: {goal}; to #board\n{NOTES}")
    await sluice.message_with(f"{goal} · v1")
    board.remove("U0BOT")
    await approve(sluice)
    await says(sluice, f"{goal}* in <#{BOARD}>")


async def shelf(sluice: World, part: str = "Not delivered ·") -> Json:
    """What the next collection says of it."""

    async def look() -> Json | None:
        await sluice.said("/collect now")
        return next((m for m in reversed(sluice.messages(sluice.dm())) if part in words(m)), None)

    return dict(await wait_for(look, part))


def names(message: Json) -> list[str]:
    return [b["text"]["text"] for b in buttons(message)]


@both_databases
async def test_what_failed_is_a_problem_until_deliver_again_delivers_it_once(sluice: World) -> None:
    await failing(sluice)
    card = await shelf(sluice)
    assert f"I can't see that you are in <#{BOARD}>" in words(card)
    assert names(card) == ["Start review", "Open", "Deliver again", "Deliver here", "Leave it"]
    assert "approved, not delivered" in await sluice.said("/sluice T-1")
    await press(sluice, card, "Deliver again")
    await says(sluice, "I tried again at ")  # it is still out of reach
    card = await shelf(sluice)  # and waits anew
    sluice.slack.workspace.channels[BOARD]["members"].append("U0BOT")
    await press(sluice, card, "Deliver again")
    await arrives(sluice, BOARD)
    await says(sluice, f"It was posted in <#{BOARD}>")
    await says(sluice, "You had it delivered again")
    assert "Not delivered" not in await sluice.said("/sluice")


async def test_where_the_assigner_left_who_decided_delivers_it_again(sluice: World) -> None:
    board = sluice.slack.workspace.channels[BOARD]["members"]
    board.append("U0BOT")
    await sluice.said(f"/assign writer: Memo; reviewer <@{ALICE}|alice>; to #board\n{NOTES}", user=BOB)
    await sluice.message_with("Memo · v1")
    board.remove("U0BOT")
    await approve(sluice)
    card = await shelf(sluice)
    sluice.slack.workspace.users[BOB]["deleted"] = True
    await sluice.act("event", event={"type": "user_change", "user": sluice.slack.workspace.users[BOB]})
    board.append("U0BOT")
    await press(sluice, card, "Deliver again")
    await arrives(sluice, BOARD)
    await says(sluice, "You had it delivered again")


async def test_deliver_here_brings_it_to_who_decides_and_leave_it_ends_it(sluice: World) -> None:
    await failing(sluice)
    await press(sluice, await shelf(sluice), "Deliver here")
    await arrives(sluice, sluice.dm())
    await says(sluice, "It was sent to you")
    await failing(sluice, "Second memo")
    await press(sluice, await shelf(sluice), "Leave it")
    await says(sluice, "You left it undelivered")
    await sluice.said("/collect now")
    assert delivered(sluice, BOARD) == [] and len(delivered(sluice, sluice.dm())) == 1


async def test_delivered_from_the_message_the_problem_is_gone(sluice: World) -> None:
    await failing(sluice)
    await shelf(sluice)
    sluice.slack.workspace.channels[BOARD]["members"].append("U0BOT")
    told = await says(sluice, "then press Deliver again")
    await press(sluice, told, "Deliver again")
    await arrives(sluice, BOARD)
    await says(sluice, "no longer waits")


async def test_several_with_one_cause_are_one_card_and_hold_no_room(sluice: World) -> None:
    await sluice.said("/collect limit 1")
    for goal in ("First memo", "Second memo", "Third memo"):
        await failing(sluice, goal)
    card = await shelf(sluice, "Not delivered · 3 tasks, one cause")
    assert await count(sluice, item) == 6
    sluice.slack.workspace.channels[BOARD]["members"].append("U0BOT")
    await press(sluice, card, "Deliver all 3 again")

    async def there() -> bool:
        return len(delivered(sluice, BOARD)) == 3

    await wait_for(there, "all are delivered")


async def test_open_shows_why_and_the_ways_out_and_words_press_them(sluice: World) -> None:
    await failing(sluice)
    card = await shelf(sluice)
    await sluice.press(card, next(b for b in buttons(card) if b["text"]["text"] == "Open"))
    window = await sluice.modal(callback="task_view")
    assert f"I can't see that you are in <#{BOARD}>" in words(window)
    assert {"Deliver again", "Deliver here", "Leave it"} <= set(names({"blocks": window["blocks"]}))
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="reject", thread_ts=card["ts"])
    await says(sluice, "is not delivered. What should happen?")


async def test_a_made_up_press_does_nothing_that_the_card_does_not_offer(sluice: World) -> None:
    await failing(sluice)
    card = await shelf(sluice)
    leave = next(b for b in buttons(card) if b["text"]["text"] == "Leave it")
    for action in ("give_up", "approve", "wait_for"):
        await sluice.press(card, {**leave, "action_id": action})
        await sluice.ephemeral(ALICE, "That button is out of date.")
    undecided = sa.select(sa.func.count()).select_from(item).where(item.c.closed_at.is_(None))
    assert await sluice.bot.ledger.see(lambda read: read.conn.execute(undecided).scalar_one()) == 1
