"""Slack's newer surfaces, where a workspace has them: agent sessions with their stop button, cards for tasks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.roster.contract import Plain
from bot.demonstration.stage import local_config
from bot.setup import manifest
from localslack.config import Config
from localslack.manifest import read
from tests.world import ALICE, GENERAL, World, wait_for, words, world


class Endless(Plain):
    """A worker that works until it is stopped."""

    async def work(self, given: Any) -> Any:
        import asyncio

        await asyncio.sleep(60)


def agent_app() -> Config:
    return replace(local_config(), app=read(manifest.build(agent=True)))


async def statuses(sluice: World) -> list[str]:
    return [s["status"] for s in sluice.slack.workspace.sessions.values()]


async def test_the_stop_button_of_a_session_stops_the_work_and_says_so(tmp_path: Path) -> None:
    async with world(tmp_path, config=agent_app(), workers={"writer": Endless()}) as sluice:
        ts = (await sluice.act("message", channel=GENERAL, user=ALICE, text="Notes"))["ts"]
        await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo", thread_ts=ts)
        await sluice.ephemeral(ALICE, "T-1 · Memo")
        stop = {"type": "agent_session_stopped", "channel": GENERAL, "thread_ts": ts, "user": ALICE}
        assert (await sluice.act("event", event=stop))["status"] == 200
        await sluice.ephemeral(ALICE, "T-1 is stopped")

        async def shown() -> bool:
            return await statuses(sluice) == ["active"]

        await wait_for(shown, "the session shows it")
        await sluice.act("event", event=stop)
        await sluice.ephemeral(ALICE, "Nothing is being worked on")


async def test_an_app_that_is_no_agent_asks_once_and_goes_on(sluice: World) -> None:
    for n in range(2):
        await sluice.act(
            "message",
            channel=GENERAL,
            user=ALICE,
            text=f"<@U0BOT> writer: Memo {n}\nWe decided to ship.\nWho tells the partners?",
        )
    await sluice.cards(at_least=2)
    asked = [line for line in sluice.slack.workspace.log if line["what"] == "agents.sessions.setStatus"]
    assert len(asked) <= 1


@pytest.mark.parametrize("has_cards", [True, False])
async def test_how_far_a_task_is_stands_in_a_card_only_where_the_workspace_has_them(
    tmp_path: Path, has_cards: bool
) -> None:
    from tests.agents.scripted import says
    from tests.bot.test_running import ASKS, agent

    steps = [{"content": "read", "status": "in_progress"}]
    async with agent(tmp_path, says(write_todos={"todos": steps}), ASKS) as (sluice, _):
        if not has_cards:
            await sluice.act("fault", method="blocks.validate", what="error", value="unknown_method", times=99)
        await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo on prices")
        message = await sluice.message_with("waits for an answer", channel=GENERAL)
        assert message["blocks"][0]["type"] == ("task_card" if has_cards else "context")
        assert "T-1 · Memo on prices · writer" in str(message["blocks"]) and "T-1" in words(message)
