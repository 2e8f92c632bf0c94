"""`sluice forget`: erases what is kept of a person, in steps, beside a running bot."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.setup.database import beside
from bot.setup.settings import Settings
from storage import engine
from storage.ledger.core.ledger import Ledger, utc_now
from storage.ledger.pipelines import advancing
from storage.ledger.privacy import erasing, forgetting
from storage.ledger.privacy.forgetting import Known
from storage.rules.words import many

STOPPING = 2.0  # seconds until what worked on a canceled task has ended, wherever it runs
LOOKS = 10  # tries to empty the log while others read


async def count_tasks(settings: Settings, person: Known) -> str:
    """Return how many tasks a person assigned, in words."""
    ledger = beside(settings)
    try:
        return many(len(await ledger.see(forgetting.assigned, person.team, person.user)), "task")
    finally:
        ledger.close()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The end of what was kept of a person.

    Attributes:
        at: copies made before it still hold it.
        overwritten: whether nothing of it is left in the log of the SQLite file.
    """

    at: datetime
    overwritten: bool


async def forget(settings: Settings, person: Known, pause: float = STOPPING) -> Forgotten:
    """Erase everything that is kept of a person.

    Args:
        pause: seconds until what worked on their tasks has ended.
    """
    ledger = beside(settings)
    try:
        await _forget(ledger, person, pause)
    finally:
        ledger.close()
    looks = 0
    while not (overwritten := engine.empty_log(settings.database)) and looks < LOOKS:
        looks += 1
        await asyncio.sleep(pause / LOOKS)  # somebody reads
    return Forgotten(utc_now(), overwritten)


async def _forget(ledger: Ledger, person: Known, pause: float) -> None:
    team, user = person.team, person.user
    await ledger.do(forgetting.overwrite_deleted)
    going = await ledger.do(forgetting.begin, team, user)
    if await ledger.do(forgetting.end_work, team, user):
        await asyncio.sleep(pause)
    for task_id in await ledger.see(forgetting.assigned, team, user):
        await ledger.do(advancing.advance, team, task_id)  # who waits for it is asked while it is known
        await ledger.do(erasing.erase_task, team, task_id)
    await ledger.do(forgetting.erase_own, team, user)
    await ledger.do(forgetting.erase_requests, team, user)
    for table in forgetting.tables():
        await ledger.do(forgetting.replace_names, team, user, going.stand_in, table)
    after: int | None = 0
    while after is not None:
        after = await ledger.do(forgetting.rewrite_history, team, going, after)
    await ledger.do(forgetting.drop_deleted_words)
    await ledger.do(forgetting.finish, team, going)
