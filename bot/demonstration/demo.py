"""The demonstration: Local Slack and the bot on one machine, played by hand."""

import asyncio
import contextlib
import shutil
import time
from collections.abc import Callable

from bot.demonstration import portfolio, sample_colleague
from bot.demonstration.opening import opened
from bot.demonstration.stage import Stage
from bot.demonstration.staging import GRACE, new_folder, transcript_of
from bot.operations.ending import Ending
from storage.rules.words import many


async def play(port: int, say: Callable[[str], None]) -> None:
    """Start the demonstration, prepare alice's collection, and run until interrupted."""
    began = time.monotonic()
    with new_folder() as home:
        ending = Ending(within=GRACE, last=lambda: shutil.rmtree(home, ignore_errors=True))
        async with contextlib.AsyncExitStack() as parts:
            shown = await ending.unless_told(parts.enter_async_context(opened(home, port, say=say)))
            if shown is None:
                return
            await _welcome(shown, say, time.monotonic() - began)
            transcript = transcript_of(shown, say)
            await transcript.skip()
            following = asyncio.create_task(transcript.follow())
            played = asyncio.create_task(sample_colleague.play(shown))
            try:
                await ending.unless_told(shown.bot.first_ended())
            finally:
                following.cancel()
                played.cancel()


async def _welcome(shown: Stage, say: Callable[[str], None], seconds: float) -> None:
    """Say where the page is, and what waits there."""
    for sentence in shown.slack.config.missing:
        say(f"manifest.yml is not complete. {sentence}")
    things = (await portfolio.portfolio(shown)).waits
    waiting = many(things, "thing waits", "things wait")
    say(f"Open {shown.slack.url} in a browser: {waiting} for alice's decision (ready in {seconds:.0f} s).")
    name = shown.slack.config.app.name
    say(f"Try /assign, /collect and /sluice there, act as bob or cara, or mention @{name}. Ctrl-C ends it.")
