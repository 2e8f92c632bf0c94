"""The main job with a language model: a provider's real client over the wire, its answers written by the test."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import app
from bot.demonstration.stage import local_config
from bot.given import Given
from bot.outbound.pacing import Pacer
from bot.setup.settings import BadSettings
from localslack.server import LocalSlack
from tests.bot.test_story import ready
from tests.far_times import FAR
from tests.ledger.watching import watched
from tests.world import ALICE, BOB, World, buttons, configured, wait_for, words

ANSWERS = {
    "Suggestion": {"criteria": ["names the month"], "questions": []},
    "Deliverable": {
        "title": "Memo",
        "summary": "39 € from March",
        "body": "The price is 39 €.\n\nIt is a friendly memo.",
        "look_first": "the price",
    },
    "Review": {
        "criteria": [{"number": 1, "verdict": "met", "quotation": "a friendly memo", "reason": "it says so"}],
        "look_first": "",
    },
}

SLOW = {  # seconds of an answer, by a word of the task
    "slowly": {"Suggestion": 0, "Deliverable": 3, "Review": 0},
    "at leisure": {"Suggestion": 3, "Deliverable": 7, "Review": 0},
}


@pytest.fixture
async def provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[dict[str, Any]]]:
    """A server that speaks the provider's protocol; what it was asked."""
    asked: list[dict[str, Any]] = []

    async def complete(request: web.Request) -> web.Response:
        body = await request.json()
        asked.append(body)
        if "unpaid" in json.dumps(body):
            return web.json_response({"error": {"message": "Incorrect API key provided"}}, status=401)
        tool = next(t["function"]["name"] for t in body["tools"] if t["function"]["name"] in ANSWERS)
        await asyncio.sleep(next((took[tool] for word, took in SLOW.items() if word in json.dumps(body)), 0))
        call = {"id": "call_1", "type": "function", "function": {"name": tool, "arguments": json.dumps(ANSWERS[tool])}}
        return web.json_response(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 1,
                "model": "gpt-x",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": "tool_calls",
                        "message": {"role": "assistant", "content": None, "tool_calls": [call]},
                    }
                ],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        )

    served = web.Application()
    served.router.add_post("/v1/chat/completions", complete)
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{runner.addresses[0][1]}/v1")
    yield asked
    await runner.cleanup()


@asynccontextmanager
async def modelled(tmp_path: Path, **file: Any) -> AsyncIterator[World]:
    slack = LocalSlack(config=local_config())
    settings = configured(tmp_path, await slack.start(), undo_seconds=0.3, **file)
    secrets = settings.secrets.model_copy(update={"sluice_model": "openai:gpt-x"})
    bot = await app.start(settings.model_copy(update={"secrets": secrets}), given=Given(pacer=Pacer(0, 0)))
    slack.connect(f"http://127.0.0.1:{bot.port}/slack/events")
    try:
        async with aiohttp.ClientSession() as session:
            yield World(slack, bot, session)
    finally:
        await bot.stop()
        await slack.stop()


async def test_a_configured_model_works_and_its_critic_quotes(tmp_path: Path, provider: list[dict[str, Any]]) -> None:
    async with modelled(tmp_path) as sluice:
        await sluice.said("/assign writer: Memo on the price; must: is friendly; must: at most 50 words")
        shown = words((await sluice.cards())[0]["message"])
        await sluice.click((await sluice.cards())[0], "Approve", ALICE)
        await sluice.message_with("It was added to the card's thread")
    assert "39 € from March" in shown
    assert "2 of 2 checks met · made by openai:gpt-x" in shown
    assert len(provider) == 3  # the work, its check, and a look at the brief
    assert (tmp_path / "checkpoints.db").exists()


async def test_a_key_that_is_refused_is_told_to_the_reviewer_and_to_an_administrator(
    tmp_path: Path, provider: list[dict[str, Any]]
) -> None:
    async with modelled(tmp_path, admins=(BOB,)) as sluice:
        await sluice.said("/assign writer: Memo on the unpaid bill")
        refusal = "openai:gpt-x: the provider does not accept the key (401)."
        shown = await sluice.message_with("Did not work")
        assert f"{refusal} An administrator was told." in words(shown)
        told = await sluice.message_with("writer can't work on T-1", sluice.dm(BOB))
        assert refusal in words(told) and "press Retry on the waiting cards" in words(told)
        assert len(provider) == 2  # the work and a look at the brief, neither of them again


async def test_three_tasks_that_a_wrong_key_stops_are_one_card(tmp_path: Path, provider: list[dict[str, Any]]) -> None:
    async with modelled(tmp_path, suggest=False) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        for n in range(3):
            await sluice.said(f"/assign writer: Memo {n} on the unpaid bill")
            await ready(sluice, n + 1)
        await sluice.said("/collect now")
        shown = await sluice.message_with("Did not work · 3 tasks, one cause")
    assert "the provider does not accept the key (401)" in words(shown)
    assert [b["text"]["text"] for b in buttons(shown)] == [
        *("Start review", "Retry all 3", "Open T-1", "Open T-2", "Open T-3")
    ]


async def test_what_it_suggests_comes_into_the_receipt_which_keeps_what_it_said(
    tmp_path: Path, provider: list[dict[str, Any]]
) -> None:
    async with modelled(tmp_path) as sluice:
        first = await sluice.said("/assign writer: Launch announcement, slowly; by Frday")
        said = "I read “by Frday” as part of the text", "who reads it?"
        assert all(part in first for part in said)
        later = await sluice.ephemeral(ALICE, "Suggested, not asked for: names the month")
        assert all(part in words(later) for part in said)
        await sluice.press(later, next(b for b in buttons(later) if b["text"]["text"] == "Customers"))
        answered = await sluice.ephemeral(ALICE, "how long may it be?")
        await sluice.press(answered, next(b for b in buttons(answered) if b["text"]["text"] == "Add these"))
        added = await sluice.ephemeral(ALICE, "Done when: names the month")
        assert "how long may it be?" in words(added) and "who reads it?" not in words(added)


async def test_many_receipts_wait_for_suggestions_with_one_look_a_second(
    tmp_path: Path, provider: list[dict[str, Any]]
) -> None:
    async with modelled(tmp_path) as sluice:
        with watched(sluice.bot.ledger) as watch:
            began = time.monotonic()
            await asyncio.gather(*(sluice.said(f"/assign writer: Memo {n}, at leisure") for n in range(8)))

            async def all_are_drawn() -> bool:
                drawn = [m for m in sluice.slack.workspace.ephemerals[ALICE] if "names the month" in words(m)]
                return len(drawn) == 8

            await wait_for(all_are_drawn, "the suggestions are in the receipts")
            seconds = time.monotonic() - began
        looks = [text for text, _ in watch.statements if '$."suggested"' in text]
        assert 0 < len(looks) <= seconds + 1, (len(looks), seconds)


async def test_a_model_that_cannot_be_used_stops_the_start_in_words(tmp_path: Path) -> None:
    slack = LocalSlack(config=local_config())
    settings = configured(tmp_path, await slack.start())
    secrets = settings.secrets.model_copy(update={"sluice_model": "nobody:x"})
    with pytest.raises(BadSettings, match="nobody:x can't be used"):
        await app.start(settings.model_copy(update={"secrets": secrets}))
    await slack.stop()


async def test_a_provider_that_is_away_is_told_with_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    async with modelled(tmp_path, admins=(BOB,), suggest=False) as sluice:
        await sluice.said("/assign writer: Memo on the price")
        told = await sluice.message_with("can't be reached", sluice.dm(BOB), within=60)
    assert words(told).startswith(
        "openai:gpt-x can't be reached at http://127.0.0.1:9 (Connection error). Check OPENAI_BASE_URL and the network. "
        "What needs it waits and is tried again."
    )


async def test_words_for_a_task_that_waits_for_room_reach_its_agent(
    tmp_path: Path, provider: list[dict[str, Any]]
) -> None:
    async with modelled(tmp_path, suggest=False) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said("/collect limit 1")
        await sluice.said("/assign writer: Memo on the price")
        await sluice.said("/assign writer: Second memo on the price")
        for said, told in (
            ("Could T-2 also cover Spain?", "hears that before its next step on T-2"),
            ("when does T-2 start?", "which is your limit"),
        ):
            await sluice.act("message", channel=sluice.dm(), user=ALICE, text=said)
            await sluice.message_with(told)
