"""A bot on Local Slack for a benchmark."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import structlog

from agents.roster.contract import Plain
from benchmarks.crowd import config
from bot import app
from bot.app import Sluice
from bot.demonstration.demo_settings import settings_for
from bot.given import Given
from bot.outbound.pacing import Pacer
from bot.setup import collector
from localslack.server import LocalSlack
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft

PEOPLE = 50


class Waits(Plain):
    """A worker that waits and hands in a line."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def work(self, given: Assignment) -> Draft:
        await asyncio.sleep(self.seconds)
        return Draft(
            version=given.version, title="Memo", summary="Two lines", body="One line", made_by="made by a benchmark"
        )


@contextlib.asynccontextmanager
async def stand(home: Path, worker: Any, **file: Any) -> AsyncIterator[tuple[Sluice, LocalSlack]]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    slack = LocalSlack(config=config(PEOPLE))
    base = await slack.start()
    settings = settings_for(home, **file)
    secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
    bot = await app.start(
        settings.model_copy(update={"secrets": secrets}), given=Given(pacer=Pacer(0.0, 0.0), workers={"writer": worker})
    )
    slack.connect(bot_url(bot))
    usual = gc.get_threshold()
    collector.rest()  # as `sluice run` does
    try:
        yield bot, slack
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        await bot.stop()
        await slack.stop()


def bot_url(bot: Sluice) -> str:
    return f"http://127.0.0.1:{bot.port}/slack/events"
