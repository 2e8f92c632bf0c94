"""What each showing of the demonstration needs: a folder, a stage and a transcript."""

import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from bot.demonstration.stage import Stage, stage
from bot.demonstration.transcript import Transcript
from bot.given import Given
from bot.outbound.pacing import Pacer
from bot.setup.settings import Settings

WRITING = 900.0  # seconds that a step may take where a model writes, on a slow machine
GRACE = 1.5  # seconds from Ctrl-C to the end, whatever a model still writes: nothing of it is kept


def say_what_is_tried(settings: Settings, say: Callable[[str], None]) -> None:
    """Say that a model is asked, where there is one: that takes a while."""
    if tried := _tried(settings):
        say(f"Trying the language model ({tried}): this can take half a minute.")


def _tried(settings: Settings) -> str:
    """Return what names the model that is asked while the demonstration starts; empty without one."""
    named = settings.secrets.sluice_model
    if named:
        return "" if named == "offline" else f"SLUICE_MODEL={named}"
    return ", ".join(sorted(settings.keys))


def quick() -> Pacer:
    """Return a quick pace: Local Slack takes bursts, and nobody else writes there."""
    return Pacer(0.05, 0.02)


@contextlib.contextmanager
def new_folder() -> Iterator[Path]:
    """Make a folder for one showing; it is removed with the block."""
    home = Path(tempfile.mkdtemp(prefix="sluice-demo-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.asynccontextmanager
async def standing(settings: Settings, port: int, given: Given) -> AsyncIterator[Stage]:
    """Open the stage, with patience where a model writes; it closes with the block."""
    shown = await stage(settings, port, given)
    if _tried(settings):
        shown.patience = WRITING
    try:
        yield shown
    finally:
        await shown.close()


def transcript_of(shown: Stage, say: Callable[[str], None]) -> Transcript:
    """Return a transcript of what happens on the stage."""
    return Transcript(ledger=shown.bot.ledger, team=shown.bot.team, say=say, names=shown.names())
