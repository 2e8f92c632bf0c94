"""Alice's portfolio, and waiting until it is as a step needs it."""

from collections.abc import Callable

from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage
from bot.demonstration.waiting import wait_for
from storage.ledger.queries import portfolio as book
from storage.rules.pages.portfolios import Portfolio


async def until(stage: Stage, what: str, holds: Callable[[Portfolio], bool], patience: float | None = None) -> None:
    """Wait until alice's portfolio satisfies `holds`, for at most `patience` seconds; by default, the stage's."""

    async def look() -> bool | None:
        return True if holds(await portfolio(stage)) else None

    await wait_for(what, look, stage.patience if patience is None else patience)


async def portfolio(stage: Stage) -> Portfolio:
    """Return alice's portfolio as the ledger has it now."""
    return await stage.bot.ledger.see(book.portfolio, stage.bot.team, ALICE)
