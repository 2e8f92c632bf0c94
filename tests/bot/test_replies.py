"""Words and reactions instead of taps, over the real wire: never the opposite of what was meant."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from agents.roster.contract import Plain
from agents.roster.ends import CannotDo
from bot import app
from bot.given import Given
from bot.outbound.pacing import Pacer
from storage.ledger.core.ledger import Tx
from storage.ledger.work.assignment import Assignment
from storage.rules.jobs import JobKind
from storage.rules.values.draft import Draft
from storage.tables import decision, draft, task
from tests.agents.scripted import Scripted, hands_in, says
from tests.bot.speaking import NOTES, a_card, a_digest, button, decided, now, react, reply, verdicts, write
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, Json, World, buttons, configured, count, wait_for, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


# ---- under a card


@pytest.mark.parametrize("text", ["looks good, approve", "ok, send it", "yes", "👍", ":+1:", "va bene", "passt"])
async def test_consent_under_a_card_approves_with_undo(desk: World, text: str) -> None:
    message = await a_card(desk)
    await reply(desk, message, text)
    answer = await desk.message_with("T-1 is approved. It is")
    assert answer["thread_ts"] == message["ts"]
    await decided(desk, "approve")
    await desk.press(answer, button(answer, "Undo"))
    await decided(desk)

    async def open_again() -> bool:
        return "waits for you again" in words(now(desk, answer))

    await wait_for(open_again)
    await desk.press(answer, button(now(desk, answer), "Approve"))
    await decided(desk, "approve")


@pytest.mark.parametrize("text", ["reject", "no, drop it", "nein, weg damit", "👎"])
async def test_refusal_under_a_card_rejects(desk: World, text: str) -> None:
    message = await a_card(desk)
    await reply(desk, message, text)
    answer = await desk.message_with("T-1 is rejected.")
    await decided(desk, "reject")
    assert button(answer, "Undo")


async def test_a_reason_is_kept_with_the_refusal(desk: World) -> None:
    await reply(desk, await a_card(desk), "reject: too expensive")
    await desk.message_with("“too expensive”")
    await decided(desk, "reject")


@pytest.mark.parametrize("text", ["ok but shorter", "looks good, just fix the title", "can you make it shorter?"])
async def test_consent_with_a_change_asks_for_the_change(desk: World, text: str) -> None:
    await reply(desk, await a_card(desk), text)
    await desk.message_with("writer revises T-1 with your words. It starts on v2 in 20 s.")
    await decided(desk, "revise")
    notes = sa.select(decision.c.note).where(decision.c.team == "T01TEST")
    assert await desk.bot.ledger.see(lambda tx: tx.conn.execute(notes).scalar()) == text


@pytest.mark.parametrize("text", ["no", "don't approve", "ok if Bob agrees", "yeah right", "great work!", "hmm 🤔"])
async def test_what_is_unclear_is_asked_with_buttons(desk: World, text: str) -> None:
    await reply(desk, await a_card(desk), text)
    asked = await desk.message_with("I am not sure what you mean")
    assert await verdicts(desk) == []
    assert [b["text"]["text"] for b in buttons(asked)] == [
        "Approve",
        "Revise with these words",
        "Reject",
        "It was a remark",
    ]
    assert text in words(asked)


@pytest.mark.parametrize(
    "press, became", [("Approve", "approve"), ("Revise with these words", "revise"), ("Reject", "reject")]
)
async def test_each_button_of_the_question_does_what_it_says(desk: World, press: str, became: str) -> None:
    await reply(desk, await a_card(desk), "hm, the second half drags")
    asked = await desk.message_with("I am not sure what you mean")
    await desk.press(asked, button(asked, press))
    await decided(desk, became)

    async def undo() -> bool:
        return any(b["text"]["text"] == "Undo" for b in buttons(now(desk, asked)))

    await wait_for(undo, "Undo in the answer")


async def test_a_remark_decides_nothing(desk: World) -> None:
    await reply(desk, await a_card(desk), "I had fun reading it")
    asked = await desk.message_with("I am not sure what you mean")
    await desk.press(asked, button(asked, "It was a remark"))
    await desk.message_with("Nothing was decided.")
    assert await verdicts(desk) == []


async def test_later_puts_it_off_and_says_when_it_comes(desk: World) -> None:
    await reply(desk, await a_card(desk), "not now")
    await desk.message_with("T-1 is put off until")
    assert await verdicts(desk) == []


async def test_where_the_button_would_ask_the_answer_asks(desk: World) -> None:
    message = await a_card(desk, "writer: Memo; must: names Saturn")
    assert "confirm" in button(message, "Approve")
    await reply(desk, message, "approve")
    asked = await desk.message_with("not met")
    assert "names Saturn" in words(asked) and await verdicts(desk) == []
    await desk.press(asked, button(asked, "Approve"))
    await decided(desk, "approve")
    await desk.message_with("T-1 is approved")


async def test_the_same_message_twice_decides_and_answers_once(desk: World) -> None:
    message = await a_card(desk)
    await desk.act("fault", what="duplicate", method="message", value=3)
    await reply(desk, message, "approve")
    await desk.message_with("T-1 is approved")
    await asyncio.sleep(0.5)
    assert sum("T-1 is approved" in words(m) for m in desk.messages(desk.dm())) == 1


async def test_words_under_an_old_version_decide_nothing(sluice: World) -> None:
    message = await a_card(sluice)
    await reply(sluice, message, "shorter, please")
    await sluice.message_with("v2 · T-1")
    await reply(sluice, message, "approve")
    await sluice.message_with("Nothing was decided.")
    assert await verdicts(sluice) == ["revise"]


# ---- by number


@pytest.mark.parametrize("text", ["T-1 approve", "approve T-1", "t-1: ok, send it 👍"])
async def test_a_direct_message_with_the_number_approves(desk: World, text: str) -> None:
    await a_card(desk)
    await write(desk, text)
    answer = await desk.message_with("T-1 is approved")
    assert "thread_ts" not in answer and button(answer, "Undo")
    await decided(desk, "approve")


async def test_what_was_not_shown_yet_is_shown_before_it_is_approved(desk: World) -> None:
    await desk.said(f"/collect at {FAR} daily")
    await desk.said(f"/assign writer: Memo\n{NOTES}")

    async def ready() -> bool:
        return "1 waits for you" in await desk.said("/sluice")

    await wait_for(ready)
    await write(desk, "T-1 approve")
    asked = await desk.message_with("You have not seen this version yet")
    assert await verdicts(desk) == []
    assert {"Open", "Approve"} <= {b["text"]["text"] for b in buttons(asked)}
    await desk.press(asked, button(asked, "Approve"))
    await decided(desk, "approve")


async def test_only_its_reviewer_decides_in_words(desk: World) -> None:
    await a_card(desk, "writer: Memo; reviewer @bob", BOB)
    await write(desk, "T-1 approve")
    await desk.message_with("T-1 is decided by <@U02BOB>")
    await write(desk, "T-1 approve", "U03CARA")
    await desk.message_with("can't find", desk.dm("U03CARA"))
    assert await verdicts(desk) == []


async def test_under_a_digest_of_several_the_number_is_asked(desk: World) -> None:
    message = await a_digest(desk)
    await reply(desk, message, "approve")
    await desk.message_with("Which one do you mean: T-1, T-2?")
    await react(desk, message, "+1")
    await desk.message_with("Which one do you mean: T-1, T-2?")
    assert await verdicts(desk) == []
    await reply(desk, message, "T-2 approve")
    await desk.message_with("T-2 is approved")


async def test_approve_without_a_number_asks_which(desk: World) -> None:
    await write(desk, "approve")
    await desk.message_with("Nothing waits for you.")
    await a_card(desk)
    await write(desk, "looks good")
    asked = await desk.message_with("Do you mean this one?")
    assert await verdicts(desk) == []
    await desk.press(asked, button(asked, "Approve"))
    await decided(desk, "approve")


async def test_of_two_versions_words_ask_which(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Numbered()}, undo_seconds=20) as sluice:
        await sluice.said("/assign writer: Tagline; 2 versions")
        message = await sluice.message_with("2 versions")
        await reply(sluice, message, "approve")
        asked = await sluice.message_with("Which version do you take?")
        assert asked["blocks"][0]["text"]["text"].endswith("T-1 · 2 versions")
        await sluice.press(asked, button(asked, "Take B"))
        await decided(sluice, "approve")


class Numbered(Plain):
    async def work(self, given: Assignment) -> Draft:
        return Draft(
            version=given.version,
            title="Tagline",
            summary=f"Tagline {given.version}",
            body=f"Tagline {given.version}",
            made_by="made by a test",
        )


# ---- reactions


@pytest.mark.parametrize(
    "name, became", [("+1", "approve"), ("white_check_mark", "approve"), ("-1", "reject"), ("x", "reject")]
)
async def test_a_reaction_on_a_card_decides_it(desk: World, name: str, became: str) -> None:
    message = await a_card(desk)
    await react(desk, message, name)
    await decided(desk, became)

    async def drawn() -> bool:
        return any(b["text"]["text"] == "Undo" for b in buttons(now(desk, message)))

    await wait_for(drawn, "the card shows it with Undo")
    await react(desk, message, name, present=False)
    await decided(desk)


async def test_a_reaction_that_decided_nothing_undoes_nothing(desk: World) -> None:
    message = await a_card(desk)
    await desk.click((await desk.cards())[0], "Approve")
    await react(desk, message, "+1")
    await react(desk, message, "+1", present=False)
    await react(desk, message, "tada")
    await asyncio.sleep(0.5)
    assert await verdicts(desk) == ["approve"]


async def test_where_the_button_would_ask_a_reaction_asks(desk: World) -> None:
    message = await a_card(desk, "writer: Memo; must: names Saturn")
    assert "confirm" in button(message, "Approve")
    await react(desk, message, "+1")
    asked = await desk.message_with("names Saturn”")
    assert asked and await verdicts(desk) == []


async def test_a_reaction_where_the_app_is_no_member_is_not_heard(desk: World) -> None:
    channel = next(c for c in desk.slack.workspace.channels.values() if "U0BOT" not in c["members"] and not c["is_im"])
    said = await desk.act("message", channel=channel["id"], user=ALICE, text="Lunch?")
    answer = await desk.act("reaction", channel=channel["id"], ts=said["ts"], user=ALICE, name="+1")
    assert answer["body"] == "the app is not here"


async def test_a_reaction_on_a_question_of_an_agent_asks_with_its_answers(tmp_path: Path) -> None:
    asks = says(ask_person={"question": "Which price?", "suggestions": ["39 €", "29 €"]})
    model = Scripted(script=[asks, hands_in()])
    async with world(tmp_path, load=lambda name, heat: model, suggest=False) as sluice:
        await sluice.said("/assign writer: Memo on prices")
        message = await sluice.message_with("Which price?")
        await react(sluice, message, "+1")

        async def offered() -> bool:
            return sum("Which price?" in words(m) for m in sluice.messages(sluice.dm())) == 2

        await wait_for(offered)
        assert await verdicts(sluice) == []


async def test_a_reaction_is_heard_only_where_the_manifest_asks_for_it(tmp_path: Path) -> None:
    from dataclasses import replace

    from bot.demonstration.stage import local_config

    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"reactions:read"}))
    async with world(tmp_path, config=config) as sluice:
        message = await a_card(sluice)
        await react(sluice, message, "+1")
        await asyncio.sleep(0.4)
        assert await verdicts(sluice) == []


async def test_on_several_cards_only_who_decides_several_is_asked_which(desk: World) -> None:
    message = await a_digest(desk)
    await react(desk, message, "+1", CARA)
    await asyncio.sleep(0.5)
    assert not any("Which one" in words(m) for m in [*desk.messages(desk.dm()), *desk.messages(desk.dm(CARA))])
    assert not desk.slack.workspace.ephemerals.get(CARA)
    await react(desk, message, "+1")
    await desk.message_with("Which one do you mean: T-1, T-2?")
    await reply(desk, message, "T-1 reject")
    await decided(desk, "reject")
    await react(desk, message, "white_check_mark")
    await decided(desk, "reject", "approve")
    await asyncio.sleep(0.6)  # what was answered to the words comes
    said = len(desk.messages(desk.dm()))
    await react(desk, message, "ok_hand")
    await react(desk, message, "x")
    await asyncio.sleep(0.6)
    assert await verdicts(desk) == ["reject", "approve"] and len(desk.messages(desk.dm())) == said


async def test_a_reaction_that_is_heard_after_its_end_decides_nothing(desk: World) -> None:
    message = await a_card(desk)
    put = {"user": ALICE, "reaction": "+1", "item_user": "U0BOT"}
    on = {"item": {"type": "message", "channel": message["channel"], "ts": message["ts"]}}
    await desk.act("event", event={"type": "reaction_removed", **put, **on, "event_ts": "1900000002.000100"})
    await desk.act("event", event={"type": "reaction_added", **put, **on, "event_ts": "1900000001.000100"})
    await asyncio.sleep(0.8)
    assert await verdicts(desk) == []
    await desk.act("event", event={"type": "reaction_added", **put, **on, "event_ts": "1900000003.000100"})
    await decided(desk, "approve")


async def test_what_one_person_says_is_taken_in_its_order(desk: World) -> None:
    message = await a_card(desk)
    await desk.act("fault", what="delay", method="users.info", value=1.5)
    await reply(desk, message, f"> <@{CARA}> asks\napprove")
    await reply(desk, message, "reject")
    await decided(desk, "approve")
    await desk.message_with("is decided already")
    assert await verdicts(desk) == ["approve"]


async def test_wait_after_a_decision_shows_the_way_back(desk: World) -> None:
    message = await a_card(desk)
    await reply(desk, message, "approve")
    await desk.message_with("T-1 is approved")
    await reply(desk, message, "no, wait")
    answer = await desk.message_with("T-1 is decided already: you approved it")
    await desk.press(answer, button(answer, "Undo"))
    await decided(desk)


@pytest.mark.parametrize("text", ["which prices do you know?", "later", "help", "status", "T-1 why?"])
async def test_a_question_back_is_no_answer_until_its_person_says_so(tmp_path: Path, text: str) -> None:
    asks = says(ask_person={"question": "Which price?", "suggestions": ["39 €", "29 €"]})
    model = Scripted(script=[asks, hands_in()])
    async with world(tmp_path, load=lambda name, heat: model, suggest=False) as sluice:
        await sluice.said("/assign writer: Memo on prices")
        message = await sluice.message_with("Which price?")
        await reply(sluice, message, text)
        asked = await sluice.message_with("I am not sure that this is your answer. Nothing was answered.")
        assert await verdicts(sluice) == []
        assert [b["text"]["text"] for b in buttons(asked)][-2:] == ["Answer with these words", "It was a remark"]
        await sluice.press(asked, button(asked, "Answer with these words"))
        await decided(sluice, "answer")
        await sluice.cards()
        assert text.removeprefix("T-1 ") in str(model.seen)


class Unable(Plain):
    async def work(self, given: Assignment) -> Draft:
        raise CannotDo("The secret vault is empty.")


async def test_a_problem_is_shown_to_those_who_may_see_it(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Unable()}, undo_seconds=20) as sluice:
        await sluice.said("/assign writer: Memo")
        message = await sluice.message_with("The secret vault is empty.")
        await reply(sluice, message, "approve", CARA)
        await sluice.message_with("can't find", sluice.dm(CARA))
        assert not any("What should happen?" in words(m) for m in sluice.messages(sluice.dm()))
        await reply(sluice, message, "approve")
        await sluice.message_with("What should happen?")


# ---- where others read


async def test_in_a_thread_of_people_only_its_number_decides_and_only_its_reviewer_reads_the_answer(
    desk: World,
) -> None:
    first = await desk.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo\n" + NOTES)
    await desk.cards()
    place = {"channel": GENERAL, "ts": first["ts"]}
    before = len(desk.slack.workspace.ephemerals.get(ALICE, []))
    for text in ("yes, great", "Approved.", "approve", "reject", "Rejected: too late for lunch", "stop", "not now"):
        await reply(desk, place, text)
    await reply(desk, place, "T-1 approved", BOB)
    await asyncio.sleep(0.6)
    assert await verdicts(desk) == []
    assert len(desk.slack.workspace.ephemerals.get(ALICE, [])) == before
    await reply(desk, place, "T-1 approved")
    answer = await desk.ephemeral(ALICE, "T-1 is approved")
    await decided(desk, "approve")
    await desk.press(answer, button(answer, "Undo"))
    await decided(desk)
    await desk.ephemeral(ALICE, "waits for you again")
    assert not [m for m in desk.messages(GENERAL) if "T-1" in words(m) and m["user"] == "U0BOT"]


async def test_a_mention_that_asks_about_the_draft_in_its_thread_is_a_question(desk: World) -> None:
    first = await desk.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo\n" + NOTES)
    await desk.cards()
    await reply(desk, {"channel": GENERAL, "ts": first["ts"]}, "<@U0BOT> why 39 €?")
    await desk.message_with("since hosting costs 20 €", desk.dm())
    assert await count(desk, task) == 1 and await verdicts(desk) == []


@pytest.mark.parametrize("text", ["<@U0BOT> approve", "<@U0BOT> T-1 approve", "<@U0BOT> lgtm"])
async def test_a_mention_in_the_tasks_thread_decides(desk: World, text: str) -> None:
    first = await desk.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo\n" + NOTES)
    await desk.cards()
    await reply(desk, {"channel": GENERAL, "ts": first["ts"]}, text)
    await desk.ephemeral(ALICE, "T-1 is approved")
    assert await count(desk, task) == 1


@pytest.mark.parametrize(
    "text, part",
    [
        ("help", "or reply under its card"),
        ("status", "Memo"),
        ("what's ready?", "1 waits for you"),
        ("hi", "Hello."),
        ("thanks!", "You are welcome"),
    ],
)
async def test_a_mention_that_asks_for_help_is_no_task(desk: World, text: str, part: str) -> None:
    await a_card(desk)
    await desk.act("message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> {text}")
    await desk.ephemeral(ALICE, part)
    assert await count(desk, task) == 1


# ---- what is asked of Sluice itself


@pytest.mark.parametrize(
    "text, part",
    [
        ("help", "or reply under its card"),
        ("Hilfe!", "or reply under its card"),
        ("?", "or reply under its card"),
        ("status", "T-1"),
        ("what's ready?", "1 waits for you: T-1 Memo"),
        ("cosa è pronto?", "1 waits for you"),
        ("T-1?", "T-1"),
        ("T-1", "T-1"),
        ("stop T-1", "nothing to stop"),
        ("stop", "Nothing of yours is being worked on"),
        ("hi", "bring what is ready when you want to decide"),
        ("thanks", "You are welcome."),
        ("T-1 hi", "Hello. T-1 still waits for your decision."),
        ("T-1 thanks", "You are welcome. T-1 still waits for your decision."),
        ("T-99?", "can't find"),
        ("where is my memo?", "T-1 · Memo"),
        ("Wo ist das Memo?", "T-1 · Memo"),
        ("dov'è il mio invoice?", "Nothing of yours has “invoice” in it"),
        ("cancel T-1", "Not canceled yet: press Cancel"),
    ],
)
async def test_what_is_asked_in_direct_messages_is_answered(desk: World, text: str, part: str) -> None:
    await a_card(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, text)

    async def answered() -> bool:
        return any(part in words(m) for m in desk.messages(desk.dm())[before + 1 :])

    await wait_for(answered, part)
    await asyncio.sleep(0.2)
    new = [m for m in desk.messages(desk.dm())[before:] if m["user"] == "U0BOT" and "Your times" not in words(m)]
    assert len(new) == 1 and "assign this?" not in words(new[0])


async def test_stop_for_what_has_not_begun_offers_to_cancel_it(tmp_path: Path) -> None:
    async with world(tmp_path, limit=1) as desk:
        await desk.said(f"/assign writer: First\n{NOTES}")
        await desk.said(f"/assign writer: Second\n{NOTES}")
        await write(desk, "stop T-2")
        told = await desk.message_with("It has not begun")
        await desk.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Cancel"))
        assert "T-2 Second (canceled)" in await desk.said("/sluice")


@pytest.mark.parametrize(
    "text, part",
    [
        ("T-1 approve", "T-1 is approved"),
        ("approve", "Do you mean this one?"),
        ("status", "1 waits for you"),
        ("thanks", "You are welcome."),
        ("writer: Launch plan", "Shall I assign this?"),
    ],
)
async def test_a_reply_below_what_is_no_card_is_read_as_a_direct_message(desk: World, text: str, part: str) -> None:
    await a_card(desk)
    await write(desk, "writer: A memo on seats")
    below = await desk.message_with("Shall I assign this?")
    before = len(desk.messages(desk.dm()))
    await reply(desk, below, text)

    async def answered() -> bool:
        return any(part in words(m) for m in desk.messages(desk.dm())[before + 1 :])

    await wait_for(answered, part)


async def test_a_question_below_an_answer_is_answered(desk: World) -> None:
    await reply(desk, await a_card(desk), "why 39 €?")
    await desk.message_with("writer answers")
    await write(desk, "T-1 why 39 €?")

    async def alone() -> Json | None:
        answers = [m for m in desk.messages(desk.dm()) if "writer answers" in words(m) and "thread_ts" not in m]
        return answers[0] if answers else None

    below = await wait_for(alone, "an answer that stands alone")
    await reply(desk, below, "T-1 approve")
    assert (await desk.message_with("T-1 is approved"))["thread_ts"] == below["ts"]


async def test_whats_ready_brings_it(desk: World) -> None:
    await a_digest(desk)
    await write(desk, "what's ready?")
    answer = await desk.message_with("2 wait for you: T-1 Memo 1 · T-2 Memo 2")
    await desk.press(answer, button(answer, "Bring it now"))
    await desk.ephemeral(ALICE, "2 to decide, in your direct messages")


@pytest.mark.parametrize("text", ["stuff", "aaaargh I hate this", "🤷", "…", "何かやってください", "<b>&nbsp;", "asdf"])
async def test_vague_words_get_a_kind_answer_and_are_kept(desk: World, text: str) -> None:
    await write(desk, text)
    asked = await desk.message_with("Shall I assign this?")
    assert button(asked, "Assign it") and button(asked, "Not a task")
    assert await count(desk, task) == 0


# ---- questions to the agent


async def test_a_question_is_answered_from_the_draft_and_changes_nothing(desk: World) -> None:
    message = await a_card(desk)
    await reply(desk, message, "why 39 €?")
    answer = await desk.message_with("writer answers. The draft stays as it is")
    assert "The price is 39 € per seat, since hosting costs 20 €" in words(answer)
    assert answer["thread_ts"] == message["ts"]
    assert await verdicts(desk) == [] and await count(desk, draft) == 1
    assert button(message, "Approve")


async def test_what_nothing_says_is_said_plainly(desk: World) -> None:
    await a_card(desk)
    await write(desk, "T-1 who pays the lawyers?")
    await desk.message_with("Nothing in the draft or its sources says this. Press Revise to ask for a change.")
    assert await verdicts(desk) == []


async def test_a_question_goes_to_the_agents_own_model(tmp_path: Path) -> None:
    def speaks(messages: Any) -> Any:
        return says(Answer={"text": "Hosting costs 20 €."}) if "Question: why" in str(messages) else hands_in()

    model = Scripted(script=[speaks])
    async with world(tmp_path, load=lambda name, heat: model, suggest=False, undo_seconds=20) as sluice:
        message = await a_card(sluice)
        await reply(sluice, message, "why 39 €?")
        answer = await sluice.message_with("Hosting costs 20 €.")
        assert "The draft stays as it is" in words(answer)
        assert await verdicts(sluice) == [] and await count(sluice, draft) == 1


async def test_a_question_does_not_wait_until_an_agent_has_a_place_free(tmp_path: Path) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    class Busy(Plain):
        async def work(self, given: Assignment) -> Draft:
            if "long" in given.task.brief.goal:
                begun.set()
                await goes_on.wait()
            return Draft(version=1, title="Memo", summary="S", body="The price is 39 €.", made_by="made by a test")

    async with world(tmp_path, workers={"writer": Busy()}, attempts=1, undo_seconds=20) as sluice:
        message = await a_card(sluice)
        await sluice.said("/assign writer: A long memo; urgent")
        await asyncio.wait_for(begun.wait(), 10)
        await reply(sluice, message, "why 39 €?")
        await sluice.message_with("writer answers. The draft stays as it is")
        goes_on.set()


async def test_in_a_channel_the_answer_comes_in_direct_messages(desk: World) -> None:
    first = await desk.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo\n" + NOTES)
    await desk.cards()
    await reply(desk, {"channel": GENERAL, "ts": first["ts"]}, "T-1 why 39 €?")
    await desk.ephemeral(ALICE, "The answer comes to you in direct messages")
    await desk.message_with("since hosting costs 20 €", desk.dm())
    assert not [m for m in desk.messages(GENERAL) if "hosting costs" in words(m) and m["user"] == "U0BOT"]


async def test_what_was_said_before_a_restart_is_decided_and_answered_after_it(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=20) as sluice:
        message = await a_card(sluice)
        thread = {"channel": message["channel"], "thread": message["ts"], "ts": "9999999999.000100"}
        kept = {"kind": "reply", "user": ALICE, "text": "ok, send it", "files": [], **thread}
        await sluice.bot.ledger.do(keep_for_later, "T01TEST", kept)
        await sluice.bot.stop()
        settings = configured(tmp_path, sluice.slack.url, undo_seconds=20)
        again = await app.start(settings, given=Given(pacer=Pacer(0.0, 0.0)))
        sluice.slack.connect(f"http://127.0.0.1:{again.port}/slack/events")
        sluice.bot = again
        try:
            await sluice.message_with("T-1 is approved")
            await decided(sluice, "approve")
        finally:
            await again.stop()


def keep_for_later(tx: Tx, team: str, kept: Json) -> None:
    """Keep what was said, with its promise due a moment after this process has ended."""
    tx.once(team, "kept", kept=kept)
    tx.promise(team, JobKind.INBOX, "kept", after=timedelta(seconds=1))


async def test_a_thread_of_others_is_not_read(desk: World) -> None:
    first = await desk.act("message", channel=GENERAL, user=BOB, text="Lunch?")
    await reply(desk, {"channel": GENERAL, "ts": first["ts"]}, f"<@{CARA}> approve", BOB)
    await write(desk, "thanks")
    await desk.message_with("You are welcome")
    assert not [line for line in desk.slack.workspace.log if line["what"] == "users.info" and CARA in str(line)]
