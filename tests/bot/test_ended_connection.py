"""A Socket Mode connection that ends while a command is read: its words come, once, whichever answer Slack takes."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demonstration.stage import local_config
from tests.world import BOB, wait_for, words, world

EMPTY = "Nothing is assigned yet"


@pytest.mark.parametrize("own", [True, False], ids=["by its own connection", "by any connection"])
@pytest.mark.parametrize("trouble", ["refresh_requested", "too_many_websockets", "close", "warning"])
async def test_a_command_whose_connection_ends_while_it_is_read_is_answered(
    tmp_path: Path, trouble: str, own: bool
) -> None:
    async with world(tmp_path, transport="socket", config=replace(local_config(), own_socket=own)) as sluice:

        async def connected() -> bool:
            return bool(sluice.slack.delivery.sockets)

        await wait_for(connected, "a connection")
        await sluice.act("fault", method="users.info", what="delay", value=0.8, times=1)  # Bob is looked up first
        pressed = asyncio.create_task(sluice.command("/sluice tasks", user=BOB))
        await asyncio.sleep(0.25)
        await sluice.act("socket", what=trouble)
        answer = await pressed
        assert answer["status"] == 200 or own
        await sluice.ephemeral(BOB, EMPTY)
        await asyncio.sleep(0.3)
        assert sum(EMPTY in words(m) for m in sluice.slack.workspace.ephemerals[BOB]) == 1
