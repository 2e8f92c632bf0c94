"""Give to someone, away with a stand-in, what is answered once, and a stream first: over the wire."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.bot.desk import choose, menu, opened, window
from tests.bot.speaking import NOTES, button, drawn, labels, now, reply
from tests.bot.test_putting_off import brought
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, World, wait_for, words, world

Json = dict[str, Any]


async def give(sluice: World, to: str, note: str = "", user: str = ALICE) -> Json:
    """Open the newest card and give it to somebody; what the form answered."""
    view = await opened(sluice, (await sluice.cards(user))[-1], user)
    await choose(sluice, view, "Give to someone", user)
    form = await sluice.modal(user, "give_item_view")
    return await sluice.submit(form, user, to=to, note=note)


async def known(sluice: World, *users: str) -> None:
    """Let people have used Sluice before."""
    for user in users:
        await sluice.said(f"/collect at {FAR} daily", user)


@pytest.mark.parametrize("sluice", ["http", "http postgres"], indirect=True)
async def test_what_is_given_is_theirs_with_the_words(sluice: World) -> None:
    await known(sluice, BOB)
    message = await brought(sluice)
    await give(sluice, BOB, "You know <them> better")
    card = await drawn(sluice, message, f"with <@{BOB}> now")
    assert "Approve" not in labels(card)
    assert "1 with others" in words(card)
    await window(sluice, f"<@{BOB}> decides.")
    assert "1 to decide" in await sluice.said("/collect now", BOB)
    shown = (await sluice.cards(BOB))[0]
    told = f"Given to you by <@{ALICE}>: “You know &lt;them&gt; better”\nThe task: Bob: We decided to ship on 3 March."
    assert told in words(shown["message"])
    await sluice.click(shown, "Approve", BOB)
    assert told in words(await drawn(sluice, shown["message"], "You approved it"))


async def test_who_gave_a_decision_away_reads_nothing_of_it_any_more(sluice: World) -> None:
    await known(sluice, BOB, CARA)
    await sluice.said(f"/assign writer: Vendors; reviewer <@{BOB}|bob>\n{NOTES}")

    async def ready() -> bool:
        return "ready v1" in await sluice.said("/sluice T-1")

    await wait_for(ready, "the draft is ready")
    await sluice.said("/collect now", BOB)
    message = (await sluice.cards(BOB))[0]["message"]
    await give(sluice, CARA, user=BOB)
    await drawn(sluice, message, f"with <@{CARA}> now")
    await sluice.said("/collect now", CARA)
    shown = (await sluice.cards(CARA))[0]
    await sluice.click(shown, "Approve", CARA)
    await drawn(sluice, shown["message"], "You approved it")
    await asyncio.sleep(1)
    told = words(now(sluice, message))
    assert f"with <@{CARA}> now" in told and "approved" not in told and "3 March" not in told


@pytest.mark.newcomers
async def test_who_is_new_is_asked_first_and_takes_it(sluice: World) -> None:
    message = await brought(sluice)
    answer = await give(sluice, CARA, "Please")
    assert f"<@{CARA}> never used Sluice, so I ask them first" in words(answer["body"])
    assert "Approve" in labels(await drawn(sluice, message, "1 to decide"))
    asked = await sluice.message_with("asks you to decide on", sluice.dm(CARA))
    assert labels(asked) == ["Take it", "Not me"]
    assert "Please" in words(asked) and "The task: Bob: We decided to ship on 3 March." in words(asked)
    await sluice.press(asked, button(asked, "Take it"), CARA)
    await drawn(sluice, asked, "From now on you decide on T-1")
    await drawn(sluice, message, f"with <@{CARA}> now")
    await sluice.cards(CARA)  # one of the first three, so it comes at once
    await sluice.press(asked, button(asked, "Not me"), CARA)
    await sluice.message_with("From now on you decide on T-1", sluice.dm(CARA))


@pytest.mark.newcomers
async def test_a_no_comes_back_to_who_gave_it(sluice: World) -> None:
    message = await brought(sluice)
    await give(sluice, CARA)
    asked = await sluice.message_with("asks you to decide on", sluice.dm(CARA))
    await sluice.press(asked, button(asked, "Not me"), BOB)  # a forged press of somebody else
    await sluice.press(asked, button(asked, "Not me"), CARA)
    await drawn(sluice, asked, "You did not take T-1")
    await sluice.message_with(f"<@{CARA}> does not take T-1: it stays with you.")
    assert "Approve" in labels(await drawn(sluice, message, "1 to decide"))


async def test_who_can_not_take_it_stays_in_the_form(sluice: World) -> None:
    await brought(sluice)
    await known(sluice, BOB)
    await sluice.said("/sluice not me", BOB)
    view = await opened(sluice, (await sluice.cards())[-1])
    await choose(sluice, view, "Give to someone")
    form = await sluice.modal(callback="give_item_view")
    for to, why in {
        "": "Choose who decides it.",
        ALICE: "That is you: choose somebody else.",
        BOB: "@bob takes no tasks in Sluice.",
        "U0BOT": "only people decide",
    }.items():
        answer = await sluice.forge(form, to=to, note="")
        assert why in str(answer["body"].get("errors", answer["body"])), answer


@pytest.mark.parametrize("sluice", ["http", "socket postgres"], indirect=True)
async def test_a_stand_in_decides_while_somebody_is_away(sluice: World) -> None:
    await known(sluice, BOB)
    message = await brought(sluice)
    answer = await sluice.said(f"/collect away until in 3 days, <@{BOB}|bob> decides")
    assert "You are away until" in answer
    assert f"<@{BOB}> decides meanwhile, and was told. 1 thing is with them now." in answer
    await drawn(sluice, message, f"with <@{BOB}> now")
    await sluice.message_with("You decide in their place what waits for them. 1 waits now.", sluice.dm(BOB))
    assert f"<@{BOB}> decides" in await sluice.said("/collect")
    assert "1 to decide" in await sluice.said("/collect now", BOB)
    card = (await sluice.cards(BOB))[0]
    assert f"for <@{ALICE}>, away until" in words(card["message"])
    assert "\nThe task: Bob: We decided to ship on 3 March." in words(card["message"])
    view = await opened(sluice, card, BOB)
    assert f"for <@{ALICE}>, away until" in words(view)
    assert f"you decide for <@{ALICE}>" in await sluice.said("/sluice T-1", BOB)
    assert "Give to someone" not in menu(view)
    await sluice.click(card, "Approve", BOB)
    await drawn(sluice, card["message"], "You approved it")
    assert "Welcome back." in await sluice.said("/collect back")
    assert "Away until" not in await sluice.said("/collect")


async def test_a_stand_in_is_answered_in_words(sluice: World) -> None:
    await known(sluice, BOB)
    await brought(sluice)
    await sluice.said(f"/collect away until in 3 days, <@{BOB}|bob> decides")
    await sluice.said("/collect now", BOB)
    message = (await sluice.cards(BOB))[0]["message"]
    for text, answer in (("status?", "T-1"), ("why 3 March?", "The draft says"), ("later", "put off")):
        before = len(sluice.messages(sluice.dm(BOB)))
        await reply(sluice, message, text, BOB)

        async def answered(answer: str = answer, before: int = before) -> bool:
            told = [words(m) for m in sluice.messages(sluice.dm(BOB))[before:] if m["user"] == "U0BOT"]
            return any(answer in text for text in told)

        await wait_for(answered, f"“{answer}”")


async def test_what_a_stand_in_undoes_after_the_return_is_the_reviewers_at_once(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=60) as sluice:
        await known(sluice, BOB)
        message = await brought(sluice)
        await sluice.said(f"/collect away until in 3 days, <@{BOB}|bob> decides")
        await drawn(sluice, message, f"with <@{BOB}> now")
        await sluice.said("/collect now", BOB)
        card = (await sluice.cards(BOB))[0]
        await sluice.click(card, "Approve", BOB)
        done = await drawn(sluice, card["message"], "You approved it")
        await sluice.said("/collect back")
        await sluice.press(done, button(done, "Undo"), BOB)

        async def hers() -> bool:
            return "Approve" in labels(now(sluice, message)) and "Approve" not in labels(now(sluice, done))

        await wait_for(hers, "Alice decides again", 15)


async def test_back_brings_back_what_is_undecided(sluice: World) -> None:
    await known(sluice, BOB)
    message = await brought(sluice)
    await sluice.said(f"/collect away until in 3 days <@{BOB}|bob>")
    await drawn(sluice, message, f"with <@{BOB}> now")
    await sluice.said("/collect back")
    assert "Approve" in labels(await drawn(sluice, message, "1 to decide"))
    await sluice.message_with(f"<@{ALICE}> is back, and decides again.", sluice.dm(BOB))


BAD = {
    "away": "Say until when. For example: /collect away until Monday, @bob decides",
    f"away, <@{BOB}|bob> decides": "Say until when.",
    "away until yesterday": "That time is over already.",
    "away until the cows come home": "I can't read “the cows come home” as a time. For example: /collect away",
    "away next week": "“next week”: until it begins, or until it ends?",
    "away 5.12. - 10.12.": "until it begins, or until it ends?",
    "away until in 99 months": "more than a year ahead",
    "away until Sunday, Bob": "I can't tell who “Bob” is. Type @ and pick them",
    "away until tomorrow, @zoe decides": "I can't tell who @zoe is.",
    f"away until tomorrow, <@{ALICE}|alice> decides": "That is you",
    f"away until tomorrow, <@{BOB}|bob> and <@{CARA}|cara> decide": "name only one",
    "away until tomorrow, <@U0BOT|sluice> decides": "I never decide",
    "back": "You are not away. For example: /collect away until Monday, @bob decides",
    "first": "Say which stream. For example: /collect first Beta launch",
    "first Moon base": "You have no stream “Moon base”.",
    "first off": "No stream came first.",
}


async def test_what_can_not_be_done_is_one_sentence_and_an_example_that_works(sluice: World) -> None:
    for text, why in BAD.items():
        answer = await sluice.said(f"/collect {text}")
        assert why in answer, (text, answer)
    assert "You are away until" in await sluice.said(f"/collect away until Monday, <@{BOB}|bob> decides")
    assert "You are away until" in await sluice.said("/collect away until next week")
    assert "just waits" in await sluice.said("/collect until Friday 14:00")
    assert "nobody decides meanwhile" in await sluice.said("/collect")


async def test_asked_twice_is_answered_once(sluice: World) -> None:
    message = await brought(sluice, 2)
    answer = await sluice.command("/collect now")
    said = words(answer["body"])
    assert "|It's above>: 2 to decide" in said
    assert f"{message['channel']}/{message['ts']}" in said
    assert "Nothing is new." in said
    assert len([m for m in sluice.messages(sluice.dm()) if "2 to decide ·" in words(m)]) == 1
    await sluice.said(f"/assign writer: Third memo\n{NOTES}")

    async def three() -> bool:
        return "3 wait for you" in await sluice.said("/sluice")

    await wait_for(three)
    assert "3 to decide" in await sluice.said("/collect now")


async def test_a_home_that_was_drawn_before_says_it_too(sluice: World) -> None:
    await brought(sluice)
    await sluice.act("open-home", user=ALICE)

    async def home() -> Json | None:
        shown = sluice.slack.workspace.homes.get(ALICE)
        return shown if shown and "Review now" in words(shown) else None

    shown = await wait_for(home)
    action = {"type": "button", "action_id": "collect_now", "value": "now"}  # older ones have the button
    await sluice.act("view-action", user=ALICE, viewId=shown["id"], action=action)
    await window(sluice, "It's above>: 1 to decide")


async def test_without_a_link_it_says_where(sluice: World) -> None:
    await brought(sluice)
    await sluice.act("fault", method="chat.getPermalink", what="error", error="internal_error", times=9)
    said = await sluice.said("/collect now")
    assert said.startswith("It's above: 1 to decide, in your direct messages, since ")


async def test_keep_going_brings_what_is_behind(sluice: World) -> None:
    await sluice.said("/collect most 1")
    await sluice.said(f"/collect at {FAR} daily")
    for n in (1, 2):
        await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")

    async def two() -> bool:
        return "2 wait for you" in await sluice.said("/sluice")

    await wait_for(two)
    await sluice.said("/collect now")
    message = (await sluice.cards())[0]["message"]
    assert "1 more waits behind: Keep going" in await sluice.said("/collect now")
    shown = await drawn(sluice, message, "1 more waits")
    await sluice.press(shown, button(shown, "Keep going"))
    await sluice.cards(at_least=2)


async def test_a_stream_comes_first_today(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    for n, more in enumerate(("", "", "; for Beta launch"), 1):
        await sluice.said(f"/assign writer: Memo {n}{more}\n{NOTES}")

    async def three() -> bool:
        return "3 wait for you" in await sluice.said("/sluice")

    await wait_for(three)
    assert "Beta launch comes first until midnight" in await sluice.said("/collect first beta launch")
    assert "First today: Beta launch · /collect first off ends it" in await sluice.said("/collect")
    await sluice.said("/collect now")
    message = (await sluice.cards(at_least=3))[-1]["message"]
    shown = words(message)
    assert "Beta launch first, as you said" in shown
    assert shown.index("Memo 3") < shown.index("Memo 1")
    assert "No stream comes first any more." in await sluice.said("/collect first off")


async def test_the_page_of_a_stream_puts_it_first(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for Beta launch\n{NOTES}")
    await sluice.command("/sluice stream Beta launch")
    page = await window(sluice, "First today")
    first = button(page, "First today")
    action = {k: first[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=ALICE, viewId=page["id"], action=action)
    await window(sluice, "Not first today")
