"""A colleague as a worker: what who asks sees, and what who does it sees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.views.brought_texts import files
from bot.views.stream.task_line import task_line
from storage.ledger.core.ledger import utc_now
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.source import Source
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent, colleague
from tests.bot.speaking import button, drawn, labels, write
from tests.bot.test_views import PERSON
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, World, buttons, wait_for, words, world

Json = dict[str, Any]
TASK = "@bob Q4 numbers; must: names “net revenue”; must: names the source"


async def times(sluice: World, *users: str) -> None:
    """Give people collection times of their own, so that nothing comes before they ask for it."""
    for user in users or (ALICE, BOB):
        await sluice.said(f"/collect at {FAR} daily", user)


async def owed(sluice: World, part: str = "FOR YOU TO DO", user: str = BOB) -> Json:
    """Bring a colleague what they owe; the message."""
    await sluice.said("/collect now", user)
    return await sluice.message_with(part, sluice.dm(user))


async def test_a_task_for_a_colleague_comes_in_their_own_collection(sluice: World) -> None:
    await times(sluice)
    receipt = await sluice.said(f"/assign {TASK}; by 31 December 12:00")
    assert "T-1 · Q4 numbers" in receipt
    assert f"is with <@{BOB}>" in receipt
    assert f"<@{BOB}> sees it" in receipt
    assert "their next collection" in receipt
    assert "you decide" in receipt
    assert "Back" not in receipt
    assert sluice.messages(sluice.dm(BOB))[1:] == []  # only his welcome: nothing pings him

    answer = await sluice.said("/collect now", BOB)
    assert "1 for you to do" in answer
    message = await sluice.message_with("FOR YOU TO DO · 1", sluice.dm(BOB))
    shown = words(message)
    assert f"from <@{ALICE}>" in shown
    assert f"<@{ALICE}> decides" in shown
    assert "Done when: names “net revenue” · names the source" in shown
    assert labels(message)[1:] == ["Submit", "Ask", "Can't do it", "Busy until…", "Hand to…"]
    assert message["text"] == "1 for you to do."


async def test_who_names_what_they_work_on_is_told_where_it_is(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    await write(sluice, "T-1 done", BOB)
    await sluice.message_with("You work on T-1: its message has what you can do with it.", sluice.dm(BOB))
    await write(sluice, "T-1 done", "U03CARA")
    await sluice.message_with("I can't find that", sluice.dm("U03CARA"))


async def test_the_receipt_offers_what_is_true_of_a_person(sluice: World) -> None:
    await times(sluice)
    answer = await sluice.command(f"/assign {TASK}")
    assert [b["text"]["text"] for b in buttons(answer["body"])] == ["Edit", "Cancel"]


async def submit(sluice: World, message: Json, user: str = BOB, **fields: Any) -> None:
    label = next(text for text in labels(message) if text.startswith("Submit") or text == "Change it")
    await sluice.press(message, button(message, label), user)
    view = await sluice.modal(user, "submit_view")
    usual = {"body": "Net revenue was 12 k. The source is the ledger.", "links": "", "word": "", **fields}
    answer = await sluice.submit(view, user, **usual)
    assert answer["status"] == 200, answer


@pytest.mark.parametrize("sluice", ["http", "socket", "http postgres"], indirect=True)
async def test_what_is_met_goes_on_by_itself_to_who_decides(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    await submit(sluice, await owed(sluice), word="Ask me about May", links="https://example.com/sheet")
    done = await sluice.message_with(": they see it", sluice.dm(BOB))
    assert f"is with <@{ALICE}>: they see it" in words(done)
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    shown = words(card["message"])
    assert "Q4 numbers · v1 · T-1" in shown
    assert "Ask me about May" in shown
    assert "2 of 2 checks met" in shown
    assert "handed in by @" in shown
    await sluice.click(card, "Approve")
    await drawn(sluice, await sluice.message_with("FOR YOU TO DO", sluice.dm(BOB)), "✓ approved")
    assert "T-1 · Q4 numbers · ✓ approved." in words(await drawn(sluice, done, "✓ approved"))


async def test_what_was_sent_back_is_not_said_to_be_done(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    await submit(sluice, await owed(sluice))
    done = await sluice.message_with("You are done.", sluice.dm(BOB))
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    await sluice.click(card, "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note="Add the source of May.")
    assert "T-1 · Q4 numbers · v1 was sent back to you." in words(await drawn(sluice, done, "sent back"))


async def test_what_is_not_met_is_shown_to_its_worker_alone(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    message = await owed(sluice)
    await submit(sluice, message, body="It was 12 k. The source is the ledger.")
    asked = await sluice.message_with("Before T-1 goes to", sluice.dm(BOB))
    assert "1 of 2 met. Not met: “names “net revenue””" in words(asked)
    assert "Nothing waits for you" in await sluice.said("/sluice")

    await sluice.press(asked, button(asked, "Change it"), BOB)
    view = await sluice.modal(BOB, "submit_view")
    assert "It was 12 k." in str(view)
    await sluice.submit(view, BOB, body="Net revenue was 12 k. The source is the ledger.")
    await drawn(sluice, asked, "You are done")


async def test_submit_anyway_says_so_on_the_card(sluice: World) -> None:
    await times(sluice)
    await sluice.said(f"/assign {TASK}")
    await submit(sluice, await owed(sluice), body="The source is the ledger.")
    asked = await sluice.message_with("Before T-1 goes to", sluice.dm(BOB))
    await sluice.press(asked, button(asked, "Submit anyway"), BOB)
    await drawn(sluice, asked, "You are done")
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    assert "Not met: “names “net revenue””" in words(card["message"])


async def fill(sluice: World, message: Json, label: str, user: str, **fields: Any) -> Json:
    """Press a button that opens a form, and send it filled."""
    await sluice.press(message, button(message, label), user)
    views = {
        "Ask": "owed_ask_view",
        "Can't do it": "decline_view",
        "Busy until…": "busy_view",
        "Hand to…": "hand_to_view",
        "Give to…": "give_view",
    }
    return await sluice.submit(await sluice.modal(user, views[label]), user, **fields)


async def given(sluice: World, brief: str = TASK) -> Json:
    """Assign something to Bob, and bring it to him; the message."""
    await times(sluice)
    await sluice.said(f"/assign {brief}")
    return await owed(sluice)


async def ready(sluice: World) -> None:
    async def look() -> bool:
        return "1 waits for you" in await sluice.said("/sluice")

    await wait_for(look, "something waits")


async def brought(sluice: World, part: str, user: str = ALICE) -> Json:
    await sluice.said("/collect now", user)
    return await sluice.message_with(part, sluice.dm(user))


async def test_a_revision_goes_back_with_numbered_points_and_comes_with_answers(sluice: World) -> None:
    await submit(sluice, await given(sluice))
    await sluice.message_with(": they see it", sluice.dm(BOB))
    card = (await sluice.cards() if await sluice.said("/collect now") else [])[0]
    await sluice.click(card, "Revise")
    view = await sluice.modal(callback="revise_view")
    assert f"<@{BOB}> gets your points with their next collection. v2 comes when they hand it in." in words(view)
    await sluice.submit(view, note="Say it in euros\n\nName the month")
    await drawn(sluice, card["message"], f"<@{BOB}> gets your points with their next collection.")
    again = await owed(sluice, "to revise · v2")
    assert "2 points:" in words(again)
    assert "1. Say it in euros\n2. Name the month" in words(again)
    await submit(sluice, again, body="Net revenue was 12 k €. The source is the ledger.", answer="1. Done: in euros")

    await ready(sluice)
    await sluice.said("/collect now")
    shown = await sluice.message_with("v2 ·")
    await sluice.press(shown, button(shown, "Open"))
    assert "Done: in euros" in str(await sluice.modal(callback="task_view"))


async def test_a_revision_is_not_taken_without_its_answers(sluice: World) -> None:
    await submit(sluice, await given(sluice))
    await sluice.message_with(": they see it", sluice.dm(BOB))
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    await sluice.click(card, "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note="Say it in euros")
    await drawn(sluice, card["message"], "gets your points with their next collection.")
    again = await owed(sluice, "to revise · v2")
    await sluice.press(again, button(again, "Submit v2"), BOB)
    answer = await sluice.submit(await sluice.modal(BOB, "submit_view"), BOB, body="12 k €", answer=" ")
    assert "Say how each point was met." in str(answer["body"])


async def test_a_question_comes_back_with_its_answer(sluice: World) -> None:
    message = await given(sluice)
    await fill(sluice, message, "Ask", BOB, question="Net of refunds?", choices="Yes, net\nNo, gross")
    await drawn(sluice, message, "You asked: ")
    asked = await brought(sluice, "Net of refunds?")
    assert "One tap" in words(asked)
    await sluice.said("/collect now", BOB)
    await sluice.message_with("It waits for an answer.", sluice.dm(BOB))
    await sluice.press(asked, button(asked, "Yes, net"))
    await drawn(sluice, asked, f"<@{BOB}> gets the answer with their next collection.")
    answered = await owed(sluice, "Yes, net")
    assert "Ask" in labels(answered)


async def test_who_can_not_do_it_says_why_and_who_could(sluice: World) -> None:
    message = await given(sluice)
    await fill(sluice, message, "Can't do it", BOB, why="On leave until Monday.", named="U03CARA")
    await drawn(sluice, message, "you can't do it: who asked was told")
    problem = await brought(sluice, "can't do Q4 numbers · T-1")
    assert "On leave until Monday." in words(problem)
    give = next(text for text in labels(problem) if text.startswith("Give to @"))
    assert labels(problem)[2:] == [give, "Give to…", "Ask again", "Cancel task"]
    assert give == "Give to @cara"
    await sluice.press(problem, button(problem, give))
    await drawn(sluice, problem, "gave it to <@U03CARA>")
    welcome = await owed(sluice, user="U03CARA")
    assert "T-1" in words(welcome)
    assert "with <@U03CARA>" in words(await drawn(sluice, message, "with <@U03CARA> now"))


async def test_to_hand_it_on_needs_one_tap_of_who_asked(sluice: World) -> None:
    message = await given(sluice)
    answer = await fill(sluice, message, "Hand to…", BOB, named="U03CARA", why="She has the refund data.")
    assert f"<@{ALICE}> was asked. Until they say yes, T-1 stays with you." in words(answer["body"])
    problem = await brought(sluice, "asks you to give it to")
    assert "She has the refund data." in words(problem)
    await sluice.press(problem, button(problem, "Wait"))
    await drawn(sluice, problem, "You left it as it is")
    assert "Submit" in labels(await owed(sluice))


async def test_a_task_goes_from_a_colleague_to_an_agent_and_back(sluice: World) -> None:
    await given(sluice, f"{TASK}; must: short")
    answer = await sluice.command("/sluice T-1")
    give = next(b for b in buttons(answer["body"]) if b["text"]["text"] == "Give to…")
    shown = {"channel": "C01GEN", "user": ALICE, "action": {k: give[k] for k in ("type", "action_id", "value")}}
    assert shown["action"]["value"]
    message = await sluice.ephemeral(ALICE, "T-1")
    await sluice.press(message, give)
    answer = await sluice.submit(await sluice.modal(callback="give_view"), agent="writer")
    assert "T-1 is with writer now." in words(answer["body"])
    line = await sluice.message_with("is with writer now", sluice.dm(BOB))
    assert "nothing is left for you to do" in words(line)

    async def ready() -> bool:
        return "· ready" in await sluice.said("/sluice T-1") or "waits for an answer" in await sluice.said(
            "/sluice T-1"
        )

    await wait_for(ready, "the agent took it up")


async def test_find_by_a_colleagues_name_finds_what_they_work_on(sluice: World) -> None:
    await given(sluice)

    async def shown() -> bool:
        return "T-1 ·" in await sluice.said("/sluice find bob")

    await wait_for(shown, "what Bob works on is found by his name")
    assert "T-1 ·" in await sluice.said(f"/sluice find <@{BOB}|bob>")
    assert "Nothing of yours" in await sluice.said("/sluice find cara")


async def test_busy_is_told_to_who_asked_and_on_the_next_receipt(sluice: World) -> None:
    message = await given(sluice)
    await fill(sluice, message, "Busy until…", BOB, until="tomorrow 9:00")
    assert f"<@{BOB}> is busy until" in words(await sluice.message_with("is busy until"))
    assert f"<@{BOB}> is busy until" in await sluice.said(f"/assign {TASK}")
    assert "· busy until tomorrow 9:00" in await sluice.said("/sluice tasks others")


async def test_nobody_who_takes_no_tasks_is_given_one(sluice: World) -> None:
    await times(sluice)
    assert "Nobody can assign you anything" in await sluice.said("/sluice not me", BOB)
    refused = await sluice.said(f"/assign {TASK}")
    assert f"<@{BOB}> takes no tasks in Sluice" in refused
    assert "Nothing was created" in refused
    assert "again" in await sluice.said("/sluice me again", BOB)
    assert f"is with <@{BOB}>" in await sluice.said(f"/assign {TASK}")


async def test_who_can_not_take_tasks_is_refused_with_the_reason(sluice: World) -> None:
    people = sluice.slack.workspace.users
    people[BOB]["is_restricted"] = True
    assert "is a guest here" in await sluice.said("/assign @bob Q4 numbers")
    people[BOB]["is_restricted"] = False
    people["U03CARA"]["deleted"] = True
    assert "is not in this workspace any more" in await sluice.said("/assign @cara Q4 numbers")
    assert "I can't be the worker myself" in await sluice.said("/assign <@U0BOT> Q4 numbers")
    assert "Nothing is assigned yet" in await sluice.said("/sluice")


@pytest.mark.parametrize("typed", ["@alice Q4 numbers", f"<@{BOB}|bob> Q4 numbers; reviewer <@{BOB}|bob>"])
async def test_nobody_decides_on_their_own_work(sluice: World, typed: str) -> None:
    said = await sluice.said(f"/assign {typed}")
    assert "would decide on their own work. Name who decides, `reviewer @who`" in said
    assert "Nothing is assigned yet" in await sluice.said("/sluice")


async def test_a_task_for_oneself_waits_for_who_decides(sluice: World) -> None:
    await times(sluice, ALICE, BOB)
    receipt = await sluice.said(f"/assign @alice Q4 numbers; reviewer <@{BOB}|bob>")
    assert f"<@{BOB}> decides" in receipt
    await submit(sluice, await owed(sluice, user=ALICE), ALICE)
    await sluice.message_with(f"is with <@{BOB}>")
    await sluice.said("/collect now", BOB)
    assert len(await sluice.cards(BOB)) == 1


async def test_the_form_takes_a_colleague(sluice: World) -> None:
    await times(sluice)
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await sluice.submit(view, goal="Q4 numbers", colleague=BOB)
    await sluice.ephemeral(ALICE, f"is with <@{BOB}>")
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    answer = await sluice.submit(view, goal="Q4 numbers", colleague=BOB, worker="writer")
    assert "not both" in str(answer["body"])


async def test_the_first_thing_that_a_new_colleague_reads_says_what_this_is(sluice: World) -> None:
    await times(sluice, ALICE)
    await sluice.said(f"/assign {TASK}")
    await sluice.said("/sluice", BOB)  # he looks: still nothing greets him
    message = await owed(sluice)
    said = words(message)
    assert "Hello, I am Sluice." in said
    assert f"<@{ALICE}> asks you" in said
    assert "/sluice not me" in said
    assert len(sluice.messages(sluice.dm(BOB))) == 1


async def test_both_see_what_is_owed_in_their_lists_and_homes(sluice: World) -> None:
    await given(sluice)
    mine = await sluice.said("/sluice tasks mine", BOB)
    assert "1 for you to do" in mine
    assert "Submit" in mine
    assert "Q4 numbers" in await sluice.said("/sluice tasks others")
    assert "You wait for nothing" in await sluice.said("/sluice tasks others", BOB)
    await sluice.act("open-home", user=BOB)
    await sluice.act("open-home", user=ALICE)

    async def homes() -> bool:
        shown = {user: words(sluice.slack.workspace.homes.get(user) or {}) for user in (ALICE, BOB)}
        return "You owe · 1" in shown[BOB] and "With people · 1" in shown[ALICE]

    await wait_for(homes, "both homes")


async def test_a_mention_and_a_direct_message_name_a_colleague_too(sluice: World) -> None:
    await times(sluice)
    await sluice.act("message", channel="C01GEN", user=ALICE, text=f"<@U0BOT> <@{BOB}> Q4 numbers")
    await sluice.ephemeral(ALICE, f"is with <@{BOB}>")
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text=f"<@{BOB}> Numbers of May")
    asked = await sluice.message_with("Numbers of May")
    shown = await wait_for(lambda: _asks(sluice), "asks whether it is a task")
    await sluice.press(shown, buttons(shown)[0])
    await drawn(sluice, shown, f"is with <@{BOB}>")
    assert asked["user"] == ALICE


async def _asks(sluice: World) -> Json | None:
    return next((m for m in sluice.messages(sluice.dm()) if m["user"] == "U0BOT" and len(buttons(m)) == 2), None)


async def test_a_question_about_a_colleagues_work_goes_to_them(sluice: World) -> None:
    await submit(sluice, await given(sluice))
    await sluice.message_with(": they see it", sluice.dm(BOB))
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    place = {"channel": card["message"]["channel"], "thread_ts": card["message"]["ts"]}
    await sluice.act("message", **place, user=ALICE, text="1 why is it 12 k?")
    await sluice.message_with("made this: ask them")


async def test_files_and_links_come_along(sluice: World) -> None:
    message = await given(sluice)
    await sluice.press(message, button(message, "Submit"), BOB)
    view = await sluice.modal(BOB, "submit_view")
    text = "plan,net revenue\nsolo,12\nthe source,ledger\n"
    table = (await sluice.act("file", user=BOB, name="numbers.csv", text=text))["body"]
    await sluice.submit(view, BOB, files=[table], links="https://example.com/sheet")
    await sluice.message_with(": they see it", sluice.dm(BOB))
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    assert "2 of 2 checks met" in words(card["message"])  # what stands in the file counts
    await sluice.click(card, "Approve")
    await sluice.message_with("numbers.csv")


async def test_what_can_not_be_taken_is_kept_and_offered_again(sluice: World) -> None:
    message = await given(sluice)
    await sluice.press(message, button(message, "Submit"), BOB)
    empty = (await sluice.act("file", user=BOB, name="empty.csv", text=""))["body"]
    await sluice.submit(await sluice.modal(BOB, "submit_view"), BOB, body="Net revenue was 12 k.", files=[empty])
    refused = await sluice.message_with("Nothing was handed in", sluice.dm(BOB))
    assert "empty.csv" in words(refused)
    await sluice.press(refused, button(refused, "Change it"), BOB)
    assert "Net revenue was 12 k." in str(await sluice.modal(BOB, "submit_view"))


class Later:
    """A clock that can be set forward."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.by


async def test_what_is_late_comes_to_who_asked_with_three_ways_out(tmp_path: Path) -> None:
    clock = Later()
    async with world(tmp_path, clock=clock) as sluice:
        await times(sluice)
        await sluice.said(f"/assign {TASK}; by in 20 hours")
        await sluice.said("/collect now", BOB)
        message = await sluice.message_with("FOR YOU TO DO", sluice.dm(BOB))
        clock.by = timedelta(hours=24)
        problem = await brought(sluice, "It is not in yet.")
        assert "4 h late" in words(problem)
        assert labels(problem)[2:] == ["Give to…", "Wait", "Cancel task"]
        assert "busy until" not in words(problem)
        await fill(sluice, message, "Busy until…", BOB, until=f"{clock() + timedelta(days=2):%d.%m.%Y} 9:00")
        await drawn(sluice, problem, "busy until")
        assert "4 h late" in words(await drawn(sluice, message, "late"))
        await fill(sluice, problem, "Give to…", ALICE, colleague=CARA)
        await drawn(sluice, problem, f"gave it to <@{CARA}>")
        await drawn(sluice, message, f"with <@{CARA}> now")
        assert "FOR YOU TO DO" in words(await sluice.message_with("FOR YOU TO DO", sluice.dm(CARA)))  # due: at once
        answer = await sluice.said("/sluice T-1")
        assert f"<@{CARA}>" in answer
        assert "4 h late" in answer


async def test_words_below_its_card_wait_for_who_has_it(sluice: World) -> None:
    message = await given(sluice)
    await fill(sluice, message, "Can't do it", BOB, why="On leave until Monday.")
    problem = await brought(sluice, "can't do Q4 numbers · T-1")
    place = {"channel": problem["channel"], "thread_ts": problem["ts"]}
    await sluice.act("message", **place, user=ALICE, text="retry")
    await drawn(sluice, problem, "You left it as it is")
    assert "Submit" in labels(await owed(sluice, "Done when"))
    await sluice.command("/sluice T-1")
    shown = await sluice.ephemeral(ALICE, "· working")
    await sluice.press(shown, button(shown, "Show it"))
    history = words(await sluice.modal(callback="task_view"))
    assert "gave it back: On leave until Monday." in history
    assert "left it as it is" in history


def task_of(brief: Brief, now: datetime) -> Task:
    return Task(
        id=1,
        team="T1",
        number=1,
        state=State.WORKING,
        version=1,
        brief=brief,
        assigner=ALICE,
        reviewer=ALICE,
        stream_id=None,
        source=Place("C1"),
        bring_when_ready=False,
        created_at=now,
    )


def test_what_is_late_says_so_in_both_lists() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    brief = Brief(goal="Q4", worker=colleague(BOB), title="Q4", due=now - timedelta(hours=20))
    made = task_of(brief, now)
    for user in (ALICE, BOB):
        assert ": 20 h late" in task_line(made, replace(PERSON, user=user), now)
    assert "late" not in task_line(replace(made, state=State.READY), PERSON, now)
    assert "late" not in task_line(replace(made, brief=replace(brief, worker=agent("writer"))), PERSON, now)


async def test_words_below_what_is_owed_are_answered(sluice: World) -> None:
    message = await given(sluice)
    place = {"channel": message["channel"], "thread_ts": message["ts"]}
    await sluice.act("message", **place, user=BOB, text="I have done it, 12 k")

    async def answered() -> Json | None:
        answers = [m for m in sluice.messages(sluice.dm(BOB)) if m.get("thread_ts") == message["ts"]]
        return next((m for m in answers if m["user"] == "U0BOT" and m["ts"] != message["ts"]), None)

    answer = words(await wait_for(answered, "an answer"))
    assert "Words below what you owe reach nobody." in answer
    assert "Submit" in answer


async def test_who_does_a_step_reads_what_the_step_before_brought(sluice: World) -> None:
    await times(sluice)
    await sluice.said("/assign @bob Look up the prices; then @cara: Check them")
    await submit(sluice, await owed(sluice), body="Acme takes 39 €.\nBeta takes 45 €.")
    await sluice.message_with("they see it", sluice.dm(BOB))
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    await sluice.click(card, "Approve")

    async def waits() -> bool:
        return "Check them" in await sluice.said("/sluice tasks mine", CARA)

    await wait_for(waits, "the next step is Cara's")
    message = await owed(sluice, user=CARA)
    assert "With it: T-1 · Look up the prices, approved. Open shows it." in words(message)
    await sluice.press(message, button(message, "Open"), CARA)
    view = await sluice.modal(CARA, "task_view")
    assert "Acme takes 39 €." in str(view)
    assert "Beta takes 45 €." in str(view)
    await sluice.press(message, button(message, "Submit"), CARA)
    assert "With it: T-1 · Look up the prices, approved." in words(await sluice.modal(CARA, "submit_view"))


async def test_material_that_has_no_room_in_the_modal_comes_as_a_file(sluice: World) -> None:
    await times(sluice)
    notes = "\n".join(f"Row {n}: revenue of plan {n} was {n * 7} k." for n in range(250))
    await sluice.said(f"/assign @bob Q4 numbers\n{notes}")
    message = await owed(sluice)
    await sluice.press(message, button(message, "Open"), BOB)
    view = await sluice.modal(BOB, "task_view")
    assert "Row 3: revenue" in str(view)
    assert "the whole is attached in your direct messages" in words(view)
    await sluice.message_with("T-1-material.md", sluice.dm(BOB))


async def test_who_gave_it_back_is_asked_again(sluice: World) -> None:
    message = await given(sluice)
    await fill(sluice, message, "Can't do it", BOB, why="No time.")
    assert "Nothing is left to do." in (await drawn(sluice, message, "you can't do it"))["text"]
    problem = await brought(sluice, "can't do Q4 numbers · T-1")
    await sluice.press(problem, button(problem, "Ask again"))
    await drawn(sluice, problem, f"You asked <@{BOB}> again at")
    assert "Submit" in labels(await owed(sluice, "FOR YOU TO DO · 1"))


async def test_a_chain_that_a_colleague_begins_is_named_whole(sluice: World) -> None:
    await times(sluice)
    said = await sluice.said("/assign @bob Look up the prices; then writer: Memo")
    assert f"*T-1 → T-2 · Look up the prices* · is with <@{BOB}>" in said


async def test_a_step_that_is_held_back_is_taken_off_its_colleague_and_forgets_what_was_rejected(sluice: World) -> None:
    await times(sluice)
    await sluice.said("/assign @bob Look up the prices; then @cara: Check them")
    await submit(sluice, await owed(sluice), body="Acme takes 39 €.")
    await sluice.message_with("they see it", sluice.dm(BOB))
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    await sluice.click(card, "Approve")
    await drawn(sluice, card["message"], "It was given to T-2.")

    async def waits() -> bool:
        return "Check them" in await sluice.said("/sluice tasks mine", CARA)

    await wait_for(waits, "the next step is Cara's")
    message = await owed(sluice, user=CARA)
    await sluice.press(card["message"], button(await drawn(sluice, card["message"], "It was given"), "Reopen"))
    await drawn(sluice, message, "it waits: an earlier step is not approved")

    again = await sluice.message_with("Comes back")
    await sluice.press(again, button(again, "Reject"))
    await drawn(sluice, again, "Reopen")
    await ready(sluice)
    held = await brought(sluice, "T-2 waits: T-1 was rejected.")
    await sluice.press(held, button(held, "Start T-2 without it"))
    await wait_for(waits, "the step starts alone")
    assert "With it" not in await sluice.said("/sluice tasks mine", CARA)


async def with_a_file(sluice: World) -> Json:
    """Assign Bob a task with a file, and return the file as Slack has it."""
    await times(sluice)
    file = (await sluice.act("file", user=ALICE, name="figures.csv", text="Month,Teams\nApril,12\nMay,61\n"))["body"]
    await sluice.command("/assign")
    await sluice.submit(await sluice.modal(callback="assign_view"), goal="Check them", colleague=BOB, files=[file])
    await sluice.ephemeral(ALICE, f"is with <@{BOB}>")
    return dict(file)


async def test_the_files_of_a_task_are_brought_to_the_colleague_who_works_on_it(sluice: World) -> None:
    original = await with_a_file(sluice)
    card = await owed(sluice)
    assert "With it: figures.csv. Open shows it and brings the files." in words(card)
    await sluice.press(card, button(card, "Open"), BOB)
    view = await sluice.modal(BOB, "task_view")
    assert "Files, in your direct messages: figures.csv" in words(view)

    async def file() -> Json | None:
        shared = [f for m in sluice.messages(sluice.dm(BOB)) for f in m.get("files") or ()]
        return shared[0] if shared else None

    copy = await wait_for(file, "the file comes in direct messages")
    assert (copy["name"], copy["id"] != original["id"]) == ("figures.csv", True)
    assert sluice.slack.workspace.uploads[copy["id"]] == sluice.slack.workspace.uploads[original["id"]]


async def test_a_file_that_is_gone_is_named(sluice: World) -> None:
    original = await with_a_file(sluice)
    card = await owed(sluice)
    sluice.slack.workspace.files.pop(original["id"])
    await sluice.press(card, button(card, "Open"), BOB)
    told = await sluice.message_with("Slack does not give me figures.csv now", sluice.dm(BOB))
    assert "ask who assigned the task" in words(told)


def test_files_are_for_the_colleague_who_works_on_it_alone() -> None:
    sources = Source("figures.csv", "Month", "F1"), Source("the thread", "words")
    brief = Brief(goal="Check", worker=colleague(BOB), sources=sources)
    task = task_of(brief, datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert files(task, BOB) == sources[:1]
    assert files(task, ALICE) == files(replace(task, brief=replace(brief, worker=agent("writer"))), BOB) == ()
