"""The demonstration: Local Slack and the bot on one machine, played by hand or, once, by itself."""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

from bot.demonstration import main_job, portfolio, sample_colleague, scene
from bot.demonstration.demo_settings import settings_for
from bot.demonstration.sample_agent.agent import NAME, SPEC, SampleAgent
from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage, stage
from bot.demonstration.transcript import Transcript
from bot.demonstration.waiting import Failed
from bot.given import Given
from bot.operations.ending import Ending
from bot.outbound.pacing import Pacer
from bot.setup.settings import Settings
from storage.rules.words import many

UNDO = timedelta(seconds=30)
WRITING = 900.0  # seconds that a step may take where a model writes, on a slow machine
GRACE = 1.5  # seconds from Ctrl-C to the end, whatever a model still writes: nothing of it is kept


async def play(port: int, say: Callable[[str], None]) -> None:
    """Start the demonstration, prepare alice's collection, and run until interrupted."""
    began = time.monotonic()
    with _folder() as home:
        ending = Ending(within=GRACE, last=lambda: shutil.rmtree(home, ignore_errors=True))
        async with contextlib.AsyncExitStack() as parts:
            shown = await ending.unless_told(parts.enter_async_context(opened(home, port, say=say)))
            if shown is None:
                return
            await _welcome(shown, say, time.monotonic() - began)
            transcript = _transcript(shown, say)
            await transcript.skip()
            following = asyncio.create_task(transcript.follow())
            played = asyncio.create_task(sample_colleague.play(shown))
            try:
                await ending.unless_told(shown.bot.fallen())
            finally:
                following.cancel()
                played.cancel()


def _say_what_is_tried(settings: Settings, say: Callable[[str], None]) -> None:
    if tried := _tried(settings):
        say(f"Trying the language model ({tried}): this can take half a minute.")


def _tried(settings: Settings) -> str:
    """Return what names the model that is asked while the demonstration starts; empty without one."""
    named = settings.secrets.sluice_model
    if named:
        return "" if named == "offline" else f"SLUICE_MODEL={named}"
    return ", ".join(sorted(settings.keys))


async def _welcome(shown: Stage, say: Callable[[str], None], seconds: float) -> None:
    """Say where the page is, and what waits there."""
    for sentence in shown.slack.config.missing:
        say(f"manifest.yml is not complete. {sentence}")
    things = (await portfolio.portfolio(shown)).waits
    waiting = many(things, "thing waits", "things wait")
    say(f"Open {shown.slack.url} in a browser: {waiting} for alice's decision (ready in {seconds:.0f} s).")
    name = shown.slack.config.app.name
    say(f"Try /assign, /collect and /sluice there, act as bob or cara, or mention @{name}. Ctrl-C ends it.")


@contextlib.asynccontextmanager
async def opened(
    home: Path, port: int = 0, undo: timedelta = UNDO, say: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Stage]:
    """Open Local Slack and the bot, with alice's collection on the page; both end with the block."""
    given = Given(beside={NAME: SampleAgent()}, pacer=_quick())
    settings = settings_for(home, undo_seconds=0.0, admins=(ALICE,), agents={NAME: SPEC})
    _say_what_is_tried(settings, say)
    async with _standing(settings, port, given) as shown:
        await scene.prepare(shown, undo)
        yield shown


async def once(say: Callable[[str], None]) -> None:
    """Play the main job once, without a person.

    Raises:
        Failed: something of it did not happen.
    """
    with _folder() as home:
        ending = Ending(within=GRACE, last=lambda: shutil.rmtree(home, ignore_errors=True), status=1)
        if not await ending.unless_told(_played(home, say)):
            raise Failed("The main job was ended before it was done.")


async def _played(home: Path, say: Callable[[str], None]) -> bool:
    given = Given(pace=main_job.PACE, pacer=_quick())
    settings = settings_for(home, undo_seconds=2.0)
    _say_what_is_tried(settings, say)
    async with _standing(settings, 0, given) as shown:
        transcript = _transcript(shown, say)
        following = asyncio.create_task(transcript.follow())
        try:
            await main_job.play(shown, say)
            await transcript.catch_up()
            say(await main_job.verdict(shown))
        finally:
            following.cancel()
    return True


def _quick() -> Pacer:
    """Local Slack takes bursts, and nobody else writes there."""
    return Pacer(0.05, 0.02)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="sluice-demo-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.asynccontextmanager
async def _standing(settings: Settings, port: int, given: Given) -> AsyncIterator[Stage]:
    shown = await stage(settings, port, given)
    if _tried(settings):
        shown.patience = WRITING
    try:
        yield shown
    finally:
        await shown.close()


def _transcript(shown: Stage, say: Callable[[str], None]) -> Transcript:
    return Transcript(ledger=shown.bot.ledger, team=shown.bot.team, say=say, names=shown.names())
