"""The demonstration as a person finds it: alice's collection is on the page."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

from bot.demonstration import scene
from bot.demonstration.demo_settings import settings_for
from bot.demonstration.sample_agent.agent import NAME, SPEC, SampleAgent
from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage
from bot.demonstration.staging import quick, say_what_is_tried, standing
from bot.given import Given

UNDO = timedelta(seconds=30)


@contextlib.asynccontextmanager
async def opened(
    home: Path, port: int = 0, undo: timedelta = UNDO, say: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Stage]:
    """Open Local Slack and the bot, with alice's collection on the page; both end with the block."""
    given = Given(beside={NAME: SampleAgent()}, pacer=quick())
    settings = settings_for(home, undo_seconds=0.0, admins=(ALICE,), agents={NAME: SPEC})
    say_what_is_tried(settings, say)
    async with standing(settings, port, given) as shown:
        await scene.prepare(shown, undo)
        yield shown
