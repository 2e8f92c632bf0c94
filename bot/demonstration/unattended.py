"""The demonstration by itself: the main job, played once without a person."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

from bot.demonstration import main_job
from bot.demonstration.demo_settings import settings_for
from bot.demonstration.staging import GRACE, new_folder, quick, say_what_is_tried, standing, transcript_of
from bot.demonstration.waiting import Failed
from bot.given import Given
from bot.operations.ending import Ending


async def once(say: Callable[[str], None]) -> None:
    """Play the main job once, without a person.

    Raises:
        Failed: something of it did not happen.
    """
    with new_folder() as home:
        ending = Ending(within=GRACE, last=lambda: shutil.rmtree(home, ignore_errors=True), status=1)
        if not await ending.unless_told(_played(home, say)):
            raise Failed("The main job was ended before it was done.")


async def _played(home: Path, say: Callable[[str], None]) -> bool:
    given = Given(pace=main_job.PACE, pacer=quick())
    settings = settings_for(home, undo_seconds=2.0)
    say_what_is_tried(settings, say)
    async with standing(settings, 0, given) as shown:
        transcript = transcript_of(shown, say)
        following = asyncio.create_task(transcript.follow())
        try:
            await main_job.play(shown, say)
            await transcript.catch_up()
            say(await main_job.verdict(shown))
        finally:
            following.cancel()
    return True
