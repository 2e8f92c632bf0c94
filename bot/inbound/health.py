"""Whether the process does its work: the ledger answers, the loop that runs the jobs turns, and agents are at work."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import gauging

PATIENCE = 5.0  # seconds for the ledger's answer
STILL = 30.0  # seconds without a look for work after which something is wrong
DOWN = 240.0  # seconds for which the agents' process has not stayed up after which it is told: it may take two minutes

Idle = Callable[[], float]  # the seconds since the last look for work


def turning(idle: Idle) -> web.Response:
    """Return the answer whether background work goes on, as far as this process itself knows; 503 where not."""
    if (still := idle()) > STILL:
        return web.json_response({"ok": False, "jobs": f"no look for work for {still:.0f} s"}, status=503)
    return web.json_response({"ok": True})


@dataclass(frozen=True, slots=True)
class Health:
    """The answer of `/health`: the state of the ledger, of background work and of the agents' process.

    Attributes:
        down: tells for how many seconds the agents' process has not stayed up; 0 while it does.
    """

    ledger: Ledger
    idle: Idle
    down: Idle

    async def answer(self) -> web.Response:
        """Return the answer whether the ledger can be read and written and background work goes on; 503 where not. That
        no agent is at work is told beside it: people are served all the same, and a new start would end that."""
        try:
            await asyncio.wait_for(self.ledger.see(gauging.is_there), PATIENCE)
            await asyncio.wait_for(self.ledger.try_again(), PATIENCE)
        except Exception as error:  # whatever keeps the ledger from answering is what is asked for
            return web.json_response({"ok": False, "ledger": type(error).__name__}, status=503)
        answer = turning(self.idle)
        if answer.status == 200 and (down := self.down()) > DOWN:
            return web.json_response({"ok": True, "agents": f"their process has not stayed up for {down:.0f} s"})
        return answer
