"""People and agents while work is under way, over the real wire: questions, permissions, steering, Stop, versions."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain.tools import tool

from agents.attempts.ledger_link import LiveLedgerLink
from agents.attempts.staff import checkpoints
from agents.roster.built_in import BUILT_IN
from agents.roster.contract import Plain
from agents.tools.ask_person import ask_person
from agents.tools.box import Toolbox
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from bot.demonstration.stage import local_config
from tests.agents.scripted import Scripted, hands_in, says
from tests.world import ALICE, BOB, GENERAL, World, buttons, wait_for, words, world

SENT: list[str] = []


@tool
async def send_mail(to: str) -> str:
    """Send a mail."""
    SENT.append(to)
    return "sent"


send_mail.metadata = {"labels": ["a way out"], "asks": True}


class Real(Plain):
    """A LangChain worker that is put together once the ledger is there."""

    def __init__(self) -> None:
        self.made: ModelWorker | None = None

    async def work(self, given: Any) -> Any:
        assert self.made is not None
        return await self.made.work(given)

    async def forget(self, team: str, task_id: int) -> None:
        assert self.made is not None
        await self.made.forget(team, task_id)


@asynccontextmanager
async def agent(home: Path, *script: Any, latency: float = 0.0, **file: Any) -> AsyncIterator[tuple[World, Scripted]]:
    model, real = Scripted(script=list(script), latency=latency), Real()
    async with AsyncExitStack() as parts:
        saver = await checkpoints(home / "steps.db", parts)
        async with world(home, workers={"writer": real}, **file) as sluice:
            models, box = [Named("test:scripted", model)], Toolbox(always=[ask_person, send_mail])
            link, store = LiveLedgerLink(sluice.bot.ledger), WorkStore(saver, home / "work")
            real.made = ModelWorker(BUILT_IN["writer"], models, store, link, box, retry_delay=0.01)
            yield sluice, model


async def drawn(sluice: World, part: str, label: str) -> tuple[Any, Any]:
    """A message of Alice's and its button, once it is drawn so."""

    async def look() -> Any:
        there = [m for m in sluice.messages(sluice.dm()) if part in words(m)]
        return next(((m, b) for m in there for b in buttons(m) if b["text"]["text"] == label), None)

    message, button = await wait_for(look, f"“{label}” on “{part}”")
    return message, button


ASKS = says(ask_person={"question": "Which price?", "suggestions": ["39 €", "29 €"]})


async def test_a_question_comes_with_answers_to_tap_and_work_goes_on(tmp_path: Path) -> None:
    async with agent(tmp_path, ASKS, hands_in()) as (sluice, model):
        await sluice.said("/assign writer: Launch FAQ for the beta")
        await sluice.press(*await drawn(sluice, "Which price?", "29 €"))
        assert "You answered “29 €”" in words(await sluice.message_with("You answered"))
        await sluice.cards()
        assert model.seen[1][-1].content == "29 €"


async def test_an_answer_can_be_written_and_taken_back(tmp_path: Path) -> None:
    async with agent(tmp_path, ASKS, hands_in(), undo_seconds=6) as (sluice, model):
        await sluice.said("/assign writer: Launch FAQ for the beta")
        await sluice.press(*await drawn(sluice, "Which price?", "29 €"))
        await sluice.press(*await drawn(sluice, "You answered “29 €”", "Undo"))
        await sluice.press(*await drawn(sluice, "Which price?", "Other…"))
        await sluice.submit(await sluice.modal(callback="answer_view"), note="49 €")
        await sluice.cards()
        assert model.seen[1][-1].content == "49 €"


async def test_a_question_is_offered_in_the_list_and_answered_there(tmp_path: Path) -> None:
    async with agent(tmp_path, ASKS, hands_in()) as (sluice, _):
        await sluice.said("/assign writer: Launch FAQ for the beta")
        await sluice.message_with("Which price?")
        answer = await sluice.command("/sluice")
        assert "Question · Launch FAQ for the beta" in words(answer["body"])
        choice = next(b for b in buttons(answer["body"]) if b["text"]["text"] == "39 €")
        shown = await sluice.ephemeral(ALICE, "Question · Launch FAQ")
        await sluice.press(shown, choice)
        await sluice.cards()


async def test_nothing_is_sent_before_it_was_allowed(tmp_path: Path) -> None:
    SENT.clear()
    async with agent(tmp_path, says(send_mail={"to": "bob@example.org"}), hands_in()) as (sluice, _):
        await sluice.said("/assign writer: Tell Bob by mail that it ships")
        message, allow = await drawn(sluice, "Permission · ", "Allow once")
        assert '"to": "bob@example.org"' in words(message)
        assert SENT == []
        await sluice.press(message, allow, user=BOB)
        await asyncio.sleep(0.8)
        assert SENT == []
        await sluice.press(message, allow)
        await sluice.cards()
        assert SENT == ["bob@example.org"]


async def test_a_reply_in_its_thread_reaches_the_running_agent(tmp_path: Path) -> None:
    def slow_then_steered(messages: Any) -> Any:
        return hands_in(body="Short") if "Shorter, please" in str(messages) else says(Deliverable={"n": len(messages)})

    async with agent(tmp_path, slow_then_steered, latency=0.3) as (sluice, _):
        root = await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo on prices")
        ts = root.get("ts") or sluice.messages(GENERAL)[-1]["ts"]

        async def running() -> bool:
            return "working" in await sluice.said("/sluice T-1")

        await wait_for(running)
        await sluice.act("message", channel=GENERAL, user=ALICE, text="Shorter, please", thread_ts=ts)
        card = (await sluice.cards())[0]
        await sluice.click(card, "Open")
        assert "Short" in words((await sluice.modal())["blocks"])


async def test_stop_ends_it_within_a_second_and_keeps_what_was_done(tmp_path: Path) -> None:
    async with agent(tmp_path, says(Deliverable={"wrong": 1}), hands_in(), latency=1.5) as (sluice, model):
        await sluice.said("/assign writer: Memo on prices")

        async def second() -> bool:
            return len(model.seen) == 1 and model.asked.is_set()

        await wait_for(second)
        await asyncio.sleep(0.3)  # the first call's step is kept
        assert "T-1 is stopped" in await sluice.said("/sluice stop T-1")
        await asyncio.sleep(1.0)
        assert len(model.seen) <= 2
        message, retry = await drawn(sluice, "Stopped by", "Retry")
        model.latency = 0.0
        await sluice.press(message, retry)
        await drawn(sluice, "Memo on prices", "Approve")
        assert "wrong" in str(model.seen[-1])  # it went on from there


async def test_a_task_without_a_thread_is_steered_by_its_number(tmp_path: Path) -> None:
    async with agent(tmp_path, says(Deliverable={"n": 1}), hands_in(), latency=0.7) as (sluice, model):
        await sluice.said("/assign writer: Launch FAQ for the beta")
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 in Italian, please")
        await sluice.message_with("writer hears that before its next step on T-1")
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T1 models: a memo on their use")
        await sluice.message_with("Shall I assign this?")
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-99 shorter")
        await sluice.message_with("can't find")
        await sluice.cards()
        assert "in Italian, please" in str(model.seen[-1])


async def test_an_administrator_stops_everything_and_lets_it_go_on(tmp_path: Path) -> None:
    async with agent(tmp_path, hands_in(), latency=2.0, admins=(BOB,)) as (sluice, model):
        await sluice.said("/assign writer: Memo on prices")
        assert "Only an administrator" in await sluice.said("/sluice stop all")
        assert "All agents are stopped (1 was under way)" in await sluice.said("/sluice stop all", user=BOB)
        assert "All agents are stopped by" in await sluice.said("/assign writer: Another memo")
        model.latency = 0.0
        await asyncio.sleep(1.2)
        assert model.seen == []
        assert "All agents are stopped" in await sluice.said("/sluice")
        await sluice.said("/sluice go on", user=BOB)
        await sluice.cards(at_least=2)


async def test_two_versions_come_as_one_card_and_one_is_taken(tmp_path: Path) -> None:
    def each(messages: Any) -> Any:
        each.count += 1  # type: ignore[attr-defined]
        return hands_in(body=f"Tagline {each.count}", summary=f"Tagline {each.count}")  # type: ignore[attr-defined]

    each.count = 0  # type: ignore[attr-defined]
    async with agent(tmp_path, each) as (sluice, _):
        assert "on 2 versions" in await sluice.said("/assign writer: Tagline for the beta; 2 versions")
        message, take = await drawn(sluice, "2 versions", "Take B")
        await sluice.press(message, take)
        assert "You took B" in words(await sluice.message_with("You took"))
        await sluice.message_with("T-1-v2.md")  # delivered


async def test_versions_that_are_too_long_for_a_modal_are_attached_each(tmp_path: Path) -> None:
    async with agent(tmp_path, hands_in(body="A long line of the draft.\n\n" * 300)) as (sluice, _):
        await sluice.said("/assign writer: Tagline for the beta; 2 versions")
        await sluice.press(*await drawn(sluice, "2 versions", "Compare"))
        assert words((await sluice.modal())["blocks"]).count("shown to its limit") == 2
        for name in ("A-T-1-v1.md", "B-T-1-v2.md"):
            await sluice.message_with(name)


async def test_a_revision_goes_on_from_the_version_that_was_named(tmp_path: Path) -> None:
    script: list[Callable[[Any], Any]] = [lambda m: hands_in(body=f"Tagline {len(str(m))}")]
    async with agent(tmp_path, *script) as (sluice, model):
        await sluice.said("/assign writer: Tagline for the beta; 2 versions")
        message, revise = await drawn(sluice, "2 versions", "Revise")
        await sluice.press(message, revise)
        view = await sluice.modal(callback="revise_view")
        assert "Which one goes on?" in words(view["blocks"])
        await sluice.submit(view, version="1", note="funnier")
        await sluice.message_with("v3 · T-1")
        assert "1. funnier" in str(model.seen[-1])


async def test_a_brief_that_names_nothing_waits_for_a_word(tmp_path: Path) -> None:
    async with agent(tmp_path, hands_in()) as (sluice, model):
        shown = await sluice.said("/assign do it please")
        assert "unclear, nothing has started" in shown and "what should come back" in shown
        assert "unclear" in await sluice.said("/sluice")
        assert model.seen == []


async def test_the_receipt_asks_what_work_goes_on_without(tmp_path: Path) -> None:
    async with agent(tmp_path, says(Deliverable={"n": 1}), hands_in(), latency=0.5) as (sluice, model):
        answer = await sluice.command("/assign Launch announcement")
        shown = words(answer["body"])
        assert "you ask for a document" in shown
        assert "Work goes on without them: who reads it?" in shown
        choice = next(b for b in buttons(answer["body"]) if b["text"]["text"] == "Customers")
        await sluice.press(await sluice.ephemeral(ALICE, "who reads it?"), choice)
        await sluice.ephemeral(ALICE, "how long may it be?")
        await sluice.cards()
        assert "who reads it? Customers" in str(model.seen[-1])


async def test_the_roster_shows_each_agents_record(tmp_path: Path) -> None:
    async with agent(tmp_path, hands_in()) as (sluice, _):
        await sluice.said("/assign writer: Memo on prices")
        await sluice.click((await sluice.cards())[0], "Approve")

        async def counted() -> bool:  # once the decision has its effect
            return "1 of 1 approved at once" in await sluice.said("/sluice workers")

        await wait_for(counted, "the record")
        shown = await sluice.said("/sluice workers")
        assert "cost not known" in shown and "Nothing that was checked is decided yet" in shown


async def test_progress_stands_in_the_thread_and_in_the_list(tmp_path: Path) -> None:
    steps = [{"content": "read", "status": "completed"}, {"content": "compare vendors", "status": "in_progress"}]
    async with agent(tmp_path, says(write_todos={"todos": steps}), ASKS) as (sluice, _):
        await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo on prices")
        await sluice.message_with("T-1 · Memo on prices · writer", channel=GENERAL)
        await sluice.message_with("Which price?")
        await sluice.message_with("waits for an answer", channel=GENERAL)
        assert sluice.slack.workspace.sessions == {}
        asked = [line for line in sluice.slack.workspace.log if line["what"] == "agents.sessions.setStatus"]
        assert len(asked) == 1  # the app is no agent there: it asks once


async def test_progress_that_goes_on_while_its_message_is_sent_is_shown(tmp_path: Path) -> None:
    steps = [{"content": "read", "status": "in_progress"}]
    async with agent(tmp_path, says(write_todos={"todos": steps}), ASKS) as (sluice, _):
        await sluice.act("fault", what="delay", method="chat.postMessage", value=1.0, times=9)
        await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo on prices")
        await sluice.message_with("waits for an answer", channel=GENERAL)


async def test_where_the_workspace_has_agent_sessions_the_thread_is_one(tmp_path: Path) -> None:
    steps = [{"content": "read", "status": "in_progress"}]
    base = local_config()
    config = replace(base, app=replace(base.app, agent=True))
    async with agent(tmp_path, says(write_todos={"todos": steps}), ASKS, config=config) as (sluice, _):
        await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo on prices")

        async def suspended() -> bool:
            return [s["status"] for s in sluice.slack.workspace.sessions.values()] == ["suspended"]

        await wait_for(suspended, "the session waits for the person")
        assert [s["title"] for s in sluice.slack.workspace.sessions.values()] == ["T-1 · Memo on prices"]
